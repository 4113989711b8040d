"""`factwire init`: a home to fill, with the data files of a beat."""

from __future__ import annotations

import shutil
from pathlib import Path

from rich.console import Console

from pipelines.beat import COVERAGE, SHIPPED_SEEDS, TABLES, use_beat
from pipelines.config import PROJECT, Home
from pipelines.errors import EnvironmentProblem

SHIPPED_BEATS = PROJECT / "data" / "beats"
_PAGE = """# The beat of this home

Tables that are joined with those shipped, by the key in the first column: a row with a key that is shipped takes its place.
docs/own-beat.md says what each column holds. `vocabulary/` may hold files named as in pipelines/extract/lexicon, whose words are
added to those shipped. `coverage.yml` may name countries: articles that name nothing of them are then not read. Publishers go
into `../sources` (factwire sources add).
"""
_COVERAGE = """# Read are articles that name something of these countries: the country, its people, an actor or a place of it.
# Codes of ISO 3166, as [AFG, PAK]. None: every article is read.
countries: []
"""


def init(home: Home, beat: str | None) -> None:
    """Make the folders of a home, and in it the files of a beat: a shipped one by its name, else empty tables."""
    if home.beat.exists():
        raise EnvironmentProblem(
            f"{home.beat} exists", expected="a home without a beat", cure="edit its files, or move the folder away"
        )
    for folder in (home.inbox, home.sources):
        folder.mkdir(parents=True, exist_ok=True)
    if beat:
        _write_beat(home, SHIPPED_BEATS / beat)
    use_beat(home)  # what was written must be usable
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{home.root} is ready: put articles into {home.inbox}")
    if beat:
        console.print(f"actors, places and words of the beat: {home.beat}")
    console.print(f"then: factwire run --home {home.root}")


def _write_beat(home: Home, shipped: Path) -> None:
    if shipped.is_dir():
        shutil.copytree(shipped / "beat", home.beat)
        if (shipped / "sources").is_dir():
            shutil.copytree(shipped / "sources", home.sources, dirs_exist_ok=True)
    home.beat.mkdir(exist_ok=True)
    (home.beat / "vocabulary").mkdir(exist_ok=True)
    (home.beat / "README.md").write_text(_PAGE, encoding="utf-8")
    if not (home.beat / COVERAGE).exists():
        (home.beat / COVERAGE).write_text(_COVERAGE, encoding="utf-8")
    for table in TABLES:
        file = home.beat / table
        if not file.exists():
            header = (SHIPPED_SEEDS / table).read_text(encoding="utf-8").partition("\n")[0]
            file.write_text(header + "\n", encoding="utf-8")
