"""`factwire doctor`: what of a home is as it should be, what is not, and what mends it.

What belongs here: looking.  Nothing is written, no lock is taken that a run would fail by: a run that starts meanwhile waits
a moment, and what a run holds is not looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.text import Text

from pipelines.config import Home
from pipelines.errors import DataProblem, FactwireError
from pipelines.ingest.sources import load_sources
from pipelines.link.settings import read as read_link_settings
from pipelines.resources.live import live
from pipelines.resources.locks import holder, is_held
from pipelines.resources.migration import SCHEMA_VERSION, schema_version
from pipelines.resources.warehouse import connect
from pipelines.review.decisions import read as read_decisions

# A run needs room for the copy beside the old one, for the growth of the live file, and for what is spilled.
_LEAST_ROOM = 200_000_000
_CONTENT = "select schema_name || '.' || table_name from duckdb_tables() where not internal order by 1"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `cure` is there where it needs mending."""

    what: str
    found: str
    expected: str | None = None
    cure: str | None = None


def doctor(home: Home) -> None:
    """Print every finding; a DataProblem where something needs mending."""
    console = Console(highlight=False, soft_wrap=True)
    wrong = []
    for finding in _findings(home):
        _print(console, finding)
        if finding.cure:
            wrong.append(finding.what)
    if wrong:
        raise DataProblem(
            f"needs mending: {', '.join(dict.fromkeys(wrong))}",
            expected="a home in which nothing does",
            cure="do what stands above below each, from the top",
        )
    console.print("nothing needs mending")


def _findings(home: Home) -> Iterator[Finding]:
    if not home.root.is_dir():
        yield Finding(
            "home",
            f"{home.root} is no folder",
            "the folder of a warehouse",
            f"name it with --home, or make it: factwire run --home {home.root} --inbox PATH",
        )
        return
    yield Finding("home", str(home.root))
    for look in (_room, _rights, _inbox, _settings, _lock, _live, _published, _manifest, _dagster, _models):
        yield from look(home)


def _print(console: Console, finding: Finding) -> None:
    mark, style = ("mend", "bold red") if finding.cure else ("ok", "green")
    found = finding.found.replace("\n", f"\n{'':<21}")
    console.print(Text.assemble((f"{mark:<5}", style), f"{finding.what:<16}{found}"))
    if finding.cure:
        console.print(Text(f"{'':<21}expected: {finding.expected}\n{'':<21}to mend:  {finding.cure}"))


def _room(home: Home) -> Iterator[Finding]:
    free = shutil.disk_usage(home.root).free
    needed = _LEAST_ROOM + 2 * sum(file.stat().st_size for file in (home.warehouse, home.published) if file.exists())
    said = f"{free / 1e9:.1f} GB free"
    if free >= needed:
        yield Finding("disk", said)
    else:
        yield Finding(
            "disk", said, f"at least {needed / 1e9:.1f} GB for a run", f"free some on the disk of {home.root}"
        )


def _rights(home: Home) -> Iterator[Finding]:
    """What a run writes to; the inbox it only reads."""
    folders = [home.root, *(f.parent for f in (home.published, home.decisions)), home.dagster, home.dbt]
    files = [home.warehouse, home.published, home.report, home.run_lock]
    closed = [path for path in (*folders, *files) if path.exists() and not os.access(path, os.W_OK)]
    closed += [path for path in (home.inbox,) if path.is_dir() and not os.access(path, os.R_OK | os.X_OK)]
    if not closed:
        yield Finding("permissions", "all that a run writes can be written")
    for path in closed:
        yield Finding(
            "permissions",
            f"{path} cannot be {'read' if path == home.inbox else 'written'}",
            "a home that belongs to whoever runs factwire, on a disk that takes writes",
            f"chown -R USER {home.root} && chmod -R u+rwX {home.root}; or mount the disk for writing",
        )


def _inbox(home: Home) -> Iterator[Finding]:
    if home.inbox.is_dir():
        files = sum(path.is_file() for path in home.inbox.rglob("*")) if os.access(home.inbox, os.R_OK) else 0
        yield Finding("inbox", f"{files} files in {home.inbox}")
    elif home.inbox.is_symlink() or home.inbox.exists():
        yield Finding(
            "inbox", f"{home.inbox} is no folder", "a folder", "mend the link, or move it away and make a folder"
        )
    else:
        yield Finding("inbox", f"{home.inbox} is not there: the next run makes it, and reads what --inbox names")


def _settings(home: Home) -> Iterator[Finding]:
    """What people write: each reader says what is wrong with it."""
    readers: dict[str, Callable[[], object]] = {
        "decisions": lambda: read_decisions(home.decisions),
        "linking": lambda: read_link_settings(home.link),
        "sources": lambda: load_sources(*home.source_folders),
    }
    for what, read in readers.items():
        try:
            read()
        except FactwireError as error:
            yield Finding(what, error.found, error.expected, error.cure)
        else:
            yield Finding(what, "can be read")


def _lock(home: Home) -> Iterator[Finding]:
    process = holder(home.run_lock)
    if is_held(home.run_lock):
        yield Finding("lock", f"held by process {process}, which lives: a run goes on")
    elif process:
        yield Finding(
            "lock", f"free; process {process}, which held it last, was killed: the next run goes on where it stopped"
        )
    else:
        yield Finding("lock", "free")


def _live(home: Home) -> Iterator[Finding]:
    if not home.warehouse.exists():
        if home.published.exists():
            yield Finding(
                "live file",
                f"{home.warehouse} is gone, its published copy is there",
                "the file that holds articles and history",
                f"restore it from a backup; else keep {home.published}, which has the history, and build anew: factwire run",
            )
        else:
            yield Finding("live file", "none yet: factwire run makes it")
        return
    if is_held(home.run_lock):
        yield Finding("live file", "not looked at while a run writes it")
        return
    try:
        with live(home) as connection:
            tables = _read_all(connection)
            version = schema_version(connection)
    except FactwireError as error:
        yield Finding("live file", error.found, error.expected, error.cure)
        return
    except duckdb.Error as error:
        yield _damaged("live file", home.warehouse, error, _restore(home))
        return
    yield Finding("live file", f"{tables} tables can be read whole")
    if (version or 0) > SCHEMA_VERSION:
        yield Finding(
            "schema",
            f"version {version}",
            f"{SCHEMA_VERSION}, or an earlier one",
            "use the newer Factwire that wrote it: the file is as it was",
        )
    elif version != SCHEMA_VERSION:
        yield Finding("schema", f"version {version or 'unknown'}: the next run brings it to {SCHEMA_VERSION}")
    else:
        yield Finding("schema", f"version {version}")


def _restore(home: Home) -> str:
    return (
        f"restore {home.warehouse.name} from a backup; else move it away, keep a copy of {home.published}, which has the "
        f"history, and build anew from the articles: factwire run --home {home.root} --inbox PATH"
    )


def _published(home: Home) -> Iterator[Finding]:
    again = f"factwire run --home {home.root}"
    if not home.published.exists():
        expected = "a copy that people read"
        yield (
            Finding("published copy", "none", expected, again)
            if home.warehouse.exists()
            else Finding("published copy", "none yet")
        )
        return
    try:
        with connect(home.published, read_only=True) as connection:
            tables = _read_all(connection)
            standing = _facts(connection)
    except (FactwireError, duckdb.Error) as error:
        cure = f"remove it (rm {home.published}), then make it anew from the live file: {again}"
        yield _damaged("published copy", home.published, error, cure)
        return
    yield Finding("published copy", f"{tables} tables can be read whole")
    if is_held(home.run_lock) or not home.warehouse.exists():
        return
    try:
        with live(home) as connection:
            is_older = _facts(connection) != standing
    except (FactwireError, duckdb.Error):  # said of the live file above
        return
    if is_older:
        expected = "the facts of the live file"
        yield Finding("published copy", "is older than the live file: the last run did not end well", expected, again)
    else:
        yield Finding("published copy", "has the facts of the live file")


def _manifest(home: Home) -> Iterator[Finding]:
    file = home.dbt / "manifest.json"
    if not file.exists():
        yield Finding("dbt manifest", "none: the next run parses the project")
        return
    try:
        json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield Finding(
            "dbt manifest", f"{file}: {error}", "JSON that dbt wrote", f"remove it: rm {file}; the next run makes it"
        )
    else:
        yield Finding("dbt manifest", "can be read")


def _dagster(home: Home) -> Iterator[Finding]:
    files = sorted(home.dagster.rglob("*.db"))
    for file in files:
        try:
            # In a folder that cannot be written SQLite cannot share the file: nobody else writes it either.
            mode = "mode=ro" if os.access(file.parent, os.W_OK) else "immutable=1"
            with closing(sqlite3.connect(f"{file.as_uri()}?{mode}", uri=True)) as store:
                said = store.execute("pragma quick_check").fetchone()[0]
        except sqlite3.Error as error:
            said = str(error)
        if said != "ok":
            yield Finding(
                "dagster",
                f"{file}: {said}",
                "a SQLite file that can be read",
                f"move {home.dagster} away: the next run makes it; past runs and switches are gone with it, no facts",
            )
            return
    yield Finding("dagster", f"{len(files)} files of runs and switches can be read" if files else "nothing kept yet")


def _models(_: Home) -> Iterator[Finding]:
    from pipelines.extract.document import model_version

    try:
        yield Finding("language model", model_version())
    except FactwireError as error:
        yield Finding("language model", error.found, error.expected, error.cure)
    except OSError as error:
        yield Finding(
            "language model",
            str(error),
            "a model that spaCy loads",
            "install the locked requirements again: make clean run",
        )


def _read_all(connection: duckdb.DuckDBPyConnection) -> int:
    """Read every value of every table, so that a damaged block shows; how many tables there are."""
    connection.execute("set memory_limit = '1GB'")
    tables = [str(row[0]) for row in connection.execute(_CONTENT).fetchall()]
    for table in tables:
        schema, _, name = table.partition(".")
        connection.execute(f'select bit_xor(hash(t)) from {schema}."{name}" as t').fetchall()  # noqa: S608
    return len(tables)


def _facts(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Rows of each fact table and of history, which grows with every change: equal where nothing was built since."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name in ('marts', 'history') order by all"
    ).fetchall()
    return [
        (schema, table, *connection.execute(f'select count(*) from {schema}."{table}"').fetchall()[0])  # noqa: S608
        for schema, table in tables
    ]


def _damaged(what: str, file: Path, error: Exception, cure: str) -> Finding:
    said = error.found if isinstance(error, FactwireError) else str(error).splitlines()[0]
    return Finding(
        what, said if str(file) in said else f"{file} is damaged: {said}", "a DuckDB file that can be read whole", cure
    )
