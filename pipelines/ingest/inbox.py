"""Files and folders in, delivered articles and refusals out, one at a time: memory does not grow with the archive.

What belongs here: formats (.txt, .md with front matter, .json, .jsonl) and the walk over paths.  Not here: what makes a
record an article (records.py), ids and versions (versions.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import frontmatter
import yaml

from pipelines.clean.sentences import date_header
from pipelines.errors import EnvironmentProblem
from pipelines.ingest.records import Delivered, Refused, from_fields

_HEADLINE_MAX = 140


def read_paths(paths: Iterable[Path]) -> Iterator[Delivered | Refused]:
    """Every article of the files and folders, in the order of their names.  Raises where a path does not exist."""
    for path in paths:
        if not path.exists():
            raise EnvironmentProblem(
                f"{path} does not exist",
                expected="a file or a folder with articles (.txt, .md, .json, .jsonl)",
                cure="check the path given to --inbox",
            )
        for file in files_in(path):
            yield from read_file(file, name=file.name if path.is_file() else file.relative_to(path).as_posix())


def files_in(path: Path) -> list[Path]:
    """The file itself, or all files below the folder but hidden ones, in the order of their names."""
    if path.is_file():
        return [path]
    below = (file for file in path.rglob("*") if file.is_file())
    return sorted(f for f in below if not any(part.startswith(".") for part in f.relative_to(path).parts))


def read_file(file: Path, *, name: str) -> Iterator[Delivered | Refused]:
    """The articles of one file; what cannot be read is refused and the rest goes on."""
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(_READERS)
        yield Refused(
            name, None, f"files of type {file.suffix or 'none'!r} are not read", f"convert it to one of {known}"
        )
        return
    try:
        yield from reader(file, name)
    except UnicodeDecodeError as error:
        reason = f"not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"
        yield Refused(name, None, reason, "save the file in UTF-8")
    except OSError as error:
        yield Refused(name, None, f"cannot be opened: {error.strerror}", "make the file readable for this user")


def _text(file: Path) -> str:
    # newline="" keeps line ends as delivered: offsets count them.
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return opened.read()


def _read_txt(file: Path, name: str) -> Iterator[Delivered | Refused]:
    text = _text(file)
    header = date_header(text)
    body = text[header.end() :] if header else text
    first, _, rest = body.lstrip().partition("\n")
    is_headline = (
        rest[:1] in "\r\n" and bool(rest.strip()) and len(first) <= _HEADLINE_MAX and first.rstrip()[-1:] not in ".!?"
    )
    fields = {
        "text": text,
        "date": header["day"] if header else None,
        "title": first.strip() if is_headline else None,
    }
    yield from_fields(fields, file=name, item=None, delivered_format="txt", published_from="header")


def _read_md(file: Path, name: str) -> Iterator[Delivered | Refused]:
    try:
        fields, text = frontmatter.parse(_text(file))
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        yield Refused(name, None, f"the front matter is no valid YAML{line}", "mend the lines between the two ---")
        return
    yield from_fields({**fields, "text": text}, file=name, item=None, delivered_format="md")


def _read_json(file: Path, name: str) -> Iterator[Delivered | Refused]:
    try:
        data = json.loads(_text(file))
    except (json.JSONDecodeError, RecursionError) as error:
        yield Refused(
            name, None, f"no valid JSON: {error}", "mend the file; one article a line goes into a .jsonl file"
        )
        return
    if isinstance(data, dict) and isinstance(data.get("articles"), list):
        data = data["articles"]
    if not isinstance(data, list):
        yield _from_item(data, name, None, "json")
        return
    for number, item in enumerate(data, start=1):
        yield _from_item(item, name, str(number), "json")


def _read_jsonl(file: Path, name: str) -> Iterator[Delivered | Refused]:
    with file.open(encoding="utf-8-sig", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield Refused(name, str(number), f"no valid JSON: {error}", "write one JSON object a line")
                continue
            yield _from_item(item, name, str(number), "jsonl")


def _from_item(item: object, name: str, number: str | None, form: str) -> Delivered | Refused:
    if not isinstance(item, dict):
        found = f"a JSON value of type {type(item).__name__}"
        return Refused(name, number, f"{found}, expected an object with a field text", 'write {"text": …}')
    return from_fields(item, file=name, item=number, delivered_format=form)


_READERS: dict[str, Callable[[Path, str], Iterator[Delivered | Refused]]] = {
    ".txt": _read_txt,
    ".md": _read_md,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
}
