"""Whether a run would find anything to do, told from files alone: nothing is started, no table is read.

What belongs here: all that a build goes by as hashes, what it left as stamps, the record of both that the next run is held
against.  Not here: what follows (commands/build.py), what a run that does start need not do again (assets/, dbt).
What is not known here to be the same counts as changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipelines.config import DBT_PROJECT, HOME_VARIABLE, MODEL_VARIABLE, PROJECT, SHIPPED_SOURCES, Home
from pipelines.files import write_whole
from pipelines.ingest.columns import FILE as COLUMNS_FILE
from pipelines.ingest.inbox import STDIN, matches, walk
from pipelines.resources.lake import Lake

# Code, words, tables and models, publishers: what reading and building go by, whatever the home.
PROGRAM = (PROJECT / "pipelines", DBT_PROJECT, SHIPPED_SOURCES)
_MADE = {"__pycache__", "target", "logs", "dbt_packages"}
# Set by the program for itself; every other variable of its name is a setting of the user.
_OWN_VARIABLES = {HOME_VARIABLE, "FACTWIRE_BEAT", "FACTWIRE_DUCKDB", "FACTWIRE_PROJECT", "FACTWIRE_SEEDS"}

State = Mapping[str, str]


def inputs(home: Home, paths: Sequence[Path]) -> State | None:
    """All that a build of these paths goes by; None where it is known only once it is read: standard input, a lake."""
    if STDIN in map(str, paths) or Lake.find():
        return None
    try:
        return {
            "program": _hash(_contents(PROGRAM)),
            "packages": _hash(_packages()),
            "settings": _hash(_settings()),
            "home": _hash(_contents([home.decisions, home.link, home.sources, home.beat])),
            **{f"articles of {path}": _hash(_articles(path)) for path in paths or [home.inbox]},
        }
    except OSError:  # what this user may not read
        return None


def left(home: Home) -> State:
    """What stands of what the last build made."""
    log = home.warehouse.with_name(f"{home.warehouse.name}.wal")
    made = (home.warehouse, log, home.published, home.report)
    return {path.relative_to(home.root).as_posix(): _stamp(path) for path in made}


def remember(home: Home, given: State, made: State) -> None:
    """Record that a whole run of `given` ended well and left `made`; the record is whole, or as it was."""
    record = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "inputs": given, "left": made}
    write_whole(home.last_run, json.dumps(record, indent=1))


def unchanged_since(home: Home, given: State) -> datetime | None:
    """When the run ended since which nothing changed that a build goes by, nor what it left; None where anything did."""
    try:
        record = json.loads(home.last_run.read_text(encoding="utf-8"))
        is_same = record["inputs"] == given and record["left"] == left(home)
        return datetime.fromisoformat(record["at"]) if is_same else None
    except (OSError, ValueError, LookupError, TypeError):  # no record, or none that this version wrote
        return None


def _articles(path: Path) -> Iterator[str]:
    """What tells every file that would be read from what it may become; a folder that is not there holds none."""
    if not os.path.lexists(path) and not matches(path):
        return
    folders = set()
    for found in walk(path):
        yield f"{found.path}\0{_stamp(found.path)}"
        folders.add(found.path.parent)
    yield from (f"{file}\0{_stamp(file)}" for folder in sorted(folders) if (file := folder / COLUMNS_FILE).exists())


def _contents(roots: Iterable[Path]) -> Iterator[str]:
    """Every file by its name and content."""
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and not _MADE & set(path.relative_to(root.parent).parts):
                yield f"{path.relative_to(root.parent)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _packages() -> Iterator[str]:
    """Python, and what is installed beside it, each name with its version: the language model is among them."""
    yield sys.version
    for folder in map(Path, sys.path):
        if folder.is_dir():
            yield from sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".dist-info"))


def _settings() -> Iterator[str]:
    """Variables that a user sets, and the model that one of them names."""
    for name, value in sorted(os.environ.items()):
        if name.startswith("FACTWIRE_") and name not in _OWN_VARIABLES:
            yield f"{name}={value}"
    if model := os.environ.get(MODEL_VARIABLE):
        yield from _contents([Path(model).expanduser()])


def _stamp(path: Path) -> str:
    """What differs once a file was written, moved or given other rights; of what cannot be looked at, why."""
    try:
        found = path.stat()
    except OSError as error:
        return f"not there: {error.errno}"
    return f"{found.st_ino}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"


def _hash(parts: Iterable[str]) -> str:
    state = hashlib.sha256()
    for part in parts:
        state.update(part.encode("utf-8", "surrogateescape") + b"\n")
    return state.hexdigest()
