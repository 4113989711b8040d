"""The beat of a home: its own actors, places, crossings and words beside those shipped, and the countries it is about.

What belongs here: checking the files of `<home>/beat`, and joining them with the shipped tables into the folder that the
reader and dbt read.  Not here: publishers (`<home>/sources`, ingest/sources.py), what the tables mean (extract/, dbt).
"""

from __future__ import annotations

import csv
import io
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.config import DBT_PROJECT, Home
from pipelines.errors import EnvironmentProblem
from pipelines.files import write_whole

SHIPPED_SEEDS = DBT_PROJECT / "seeds"
SHIPPED_LEXICON = Path(__file__).parent / "extract" / "lexicon"
BEAT_VARIABLE = "FACTWIRE_BEAT"
SEEDS_VARIABLE = "FACTWIRE_SEEDS"
# Table → the columns that say which row a row of the beat takes the place of; without, all columns.
TABLES: dict[str, tuple[str, ...]] = {
    "actors.csv": ("actor_id",),
    "actor_aliases.csv": ("actor_id", "alias"),
    "actor_roles.csv": ("actor_id", "role", "valid_from"),
    "places.csv": ("place_id",),
    "crossings.csv": ("place_id",),
}
# Column of a table → the table and column its values come from.
_POINTS_TO = {
    ("actor_aliases.csv", "actor_id"): ("actors.csv", "actor_id"),
    ("actor_roles.csv", "actor_id"): ("actors.csv", "actor_id"),
    ("crossings.csv", "place_id"): ("places.csv", "place_id"),
}
# The countries that articles must name to be read.
COVERAGE = "coverage.yml"
Row = dict[str, str]


def seeds() -> Path:
    """The folder of the tables in force: those of the beat that `use_beat` prepared, else those shipped."""
    beat = os.environ.get(BEAT_VARIABLE)
    return Path(beat) / "seeds" if beat else SHIPPED_SEEDS


def lexicon_file(name: str) -> Path:
    """The file of words in force."""
    beat = os.environ.get(BEAT_VARIABLE)
    own = Path(beat) / "lexicon" / name if beat else None
    return own if own and own.exists() else SHIPPED_LEXICON / name


def own_files() -> list[Path]:
    """The files in force, beside the tables, that are not those shipped: words, and the countries covered."""
    beat = os.environ.get(BEAT_VARIABLE)
    return [*sorted((Path(beat) / "lexicon").glob("*.yml")), *Path(beat).glob(COVERAGE)] if beat else []


def covered() -> frozenset[str]:
    """ISO 3166 alpha-3 codes of the countries of which an article must name something to be read; none: every article is."""
    beat = os.environ.get(BEAT_VARIABLE)
    return _countries_in(Path(beat) / COVERAGE) if beat else frozenset()


@lru_cache(maxsize=4)
def _countries_in(file: Path) -> frozenset[str]:
    return frozenset(yaml.safe_load(file.read_text(encoding="utf-8"))["countries"]) if file.exists() else frozenset()


def use_beat(home: Home) -> None:
    """Put the beat of the home in force for this process and those it starts; a home without one has what is shipped.

    Raises EnvironmentProblem where its files cannot be used, with all that is wrong.
    """
    os.environ.pop(BEAT_VARIABLE, None)
    os.environ.pop(SEEDS_VARIABLE, None)
    if not home.beat.is_dir():
        return
    prepared = home.dbt / "beat"
    _prepare(home.beat, prepared)
    os.environ[BEAT_VARIABLE] = str(prepared)
    os.environ[SEEDS_VARIABLE] = os.path.relpath(prepared / "seeds", DBT_PROJECT)


def _prepare(beat: Path, prepared: Path) -> None:
    joined = {name: _joined(beat / name, key) for name, key in TABLES.items()}
    problems = [problem for _, wrong in joined.values() for problem in wrong]
    problems += _dangling({name: rows for name, (rows, _) in joined.items()})
    words = _vocabulary(beat / "vocabulary", problems)
    countries = _coverage(beat / COVERAGE, problems)
    if problems:
        raise EnvironmentProblem(
            "the files of the beat cannot be used:\n    " + "\n    ".join(problems),
            expected="tables with the columns of dbt_project/seeds, words in the shape of pipelines/extract/lexicon, codes of countries",
            cure=f"mend the files in {beat}; docs/own-beat.md says what each holds",
        )
    files = {Path("seeds", file.name): file.read_text(encoding="utf-8") for file in SHIPPED_SEEDS.iterdir()}
    files |= {Path("seeds", name): _written(rows) for name, (rows, _) in joined.items()}
    files |= {Path("lexicon", name): yaml.safe_dump(content, allow_unicode=True) for name, content in words.items()}
    if countries:
        files[Path(COVERAGE)] = yaml.safe_dump({"countries": countries})
    _countries_in.cache_clear()
    for folder in ("seeds", "lexicon"):
        (prepared / folder).mkdir(parents=True, exist_ok=True)
    # A run that goes on reads here: what says the same already is not touched.
    for file, text in files.items():
        write_whole(prepared / file, text)
    for file in prepared.rglob("*"):
        if file.is_file() and file.relative_to(prepared) not in files:
            file.unlink()


def _joined(own: Path, key: tuple[str, ...]) -> tuple[list[Row], list[str]]:
    """Rows of the shipped table and of the beat's, which take the place of those with the same key; what is wrong."""
    columns, rows = _read(SHIPPED_SEEDS / own.name)
    if not own.exists():
        return rows, []
    try:
        found, added = _read(own)
    except (UnicodeDecodeError, csv.Error) as error:
        return rows, [f"{own.name}: no CSV in UTF-8 ({error})"]
    if found != columns:
        return rows, [f"{own.name}: columns {', '.join(found)}; expected {', '.join(columns)}"]
    wrong = [
        f"{own.name} line {number}: {fault}"
        for number, row in enumerate(added, start=2)
        if (fault := _fault(row, key[0]))
    ]
    if wrong:
        return rows, wrong
    keyed = {tuple(row[column] for column in key): row for row in (*rows, *added)}
    return list(keyed.values()), []


def _fault(row: Row, key: str) -> str | None:
    """What is wrong with a row; csv puts cells too many under None, and None where there are too few."""
    if None in row or None in row.values():
        return "another number of cells than columns"
    return None if row[key] else f"{key} is empty"


def _dangling(tables: dict[str, list[Row]]) -> list[str]:
    """Values that should name a row of another table and do not."""
    problems = []
    for (table, column), (target, key) in _POINTS_TO.items():
        known = {row[key] for row in tables[target]}
        strange = {row[column] for row in tables[table] if row[column]} - known
        problems += [f"{table}: {column} {value!r} stands in no row of {target}" for value in sorted(strange)]
    return problems


def _vocabulary(folder: Path, problems: list[str]) -> dict[str, Any]:
    """Each file of words of the beat joined with the shipped file of its name; what is wrong goes to `problems`."""
    words: dict[str, Any] = {}
    for own in sorted(folder.glob("*.yml")):
        shipped = SHIPPED_LEXICON / own.name
        if not shipped.exists():
            problems.append(f"vocabulary/{own.name}: no file of that name is in pipelines/extract/lexicon")
            continue
        try:
            added = yaml.safe_load(own.read_text(encoding="utf-8"))
            words[own.name] = _added(yaml.safe_load(shipped.read_text(encoding="utf-8")), added, own.name)
        except yaml.YAMLError:
            problems.append(f"vocabulary/{own.name}: no valid YAML")
        except TypeError as error:
            problems.append(f"vocabulary/{error}")
    return words


def _coverage(file: Path, problems: list[str]) -> list[str]:
    """The countries that the file names; what is wrong goes to `problems`."""
    if not file.exists():
        return []
    from pipelines.extract.places.countries import countries  # takes long to load, and few homes have the file

    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        problems.append(f"{file.name}: no valid YAML")
        return []
    match said:
        case {"countries": list(codes), **others} if not others:
            strange = [code for code in codes if not isinstance(code, str) or code not in countries()]
            problems += [
                f"{file.name}: {code!r} is no code of a country (ISO 3166, three letters: AFG)" for code in strange
            ]
            return sorted(set(codes)) if not strange else []
        case _:
            problems.append(f"{file.name}: expected `countries:` and a list of codes, [AFG, PAK]")
            return []


def _added(shipped: Any, own: Any, where: str) -> Any:
    """Words of the beat after those shipped: lists and texts of words grow, tables gain entries.  TypeError: other shapes."""
    match shipped, own:
        case dict(), dict():
            return shipped | {k: _added(shipped[k], v, f"{where}: {k}") if k in shipped else v for k, v in own.items()}
        case list(), list():
            return [*shipped, *own]
        case str(), str():
            return f"{shipped} {own}"
        case _:
            raise TypeError(f"{where}: a {type(own).__name__}, expected a {type(shipped).__name__} as shipped")


def _read(file: Path) -> tuple[list[str], list[Row]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def _written(rows: list[Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
