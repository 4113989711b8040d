"""Runs of Factwire as processes that can be killed, and what two warehouses differ in.

What belongs here: starting, watching and killing runs; comparing homes.  Not here: which faults are tried (kills.py, damage.py).
Modules are loaded once and each run is a fork: what is killed is a process like any other, without seconds of loading.
"""

from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

Rows = Counter[tuple[Any, ...]]

# Step of a run → the phase that its kills are counted in; checks belong to the step before them.
PHASES = {
    "ingest_articles": "ingest",
    "clean_articles": "ingest",
    "read_articles": "extraction",
    "dbt_models": "dbt build",
    "published__warehouse": "publish",
    "published__report": "report",
}


def load() -> None:
    """Import what runs need, before the first fork: libraries only, whose pools of threads start when they are used."""
    import spacy  # noqa: F401

    import pipelines.assets.claims
    import pipelines.assets.published
    import pipelines.assets.staging
    import pipelines.assets.warehouse
    import pipelines.commands.build
    import pipelines.extract.article  # noqa: F401


class Child:
    """A forked leader of a process group of its own that does the action; what it prints goes to the log."""

    def __init__(self, action: Callable[[], None], log: Path) -> None:
        self._code: int | None = None
        self.pid = os.fork()
        if not self.pid:
            _do(action, log)
        with suppress(OSError):  # the child may have been faster
            os.setpgid(self.pid, self.pid)

    def code(self, *, wait: bool = True) -> int | None:
        """The exit code (of a signal, its number below zero); None while it lives and is not waited for."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, 0 if wait else os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def reaches(self, phase: str | None, home: Path, before: set[Path]) -> bool:
        """Wait until its run is in this phase, or in any; False where it ends before."""
        while self.code(wait=False) is None:
            now = phase_of(home, before)
            if now and phase in (now, None):
                return True
            time.sleep(0.02)
        return False

    def kill(self) -> None:
        """kill -9 of the whole group."""
        os.killpg(self.pid, signal.SIGKILL)


def _do(action: Callable[[], None], log: Path) -> None:
    """In the child: the action, then the end."""
    code = 1
    try:
        os.setpgid(0, 0)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(out, 1)
        os.dup2(out, 2)
        action()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  (the log has it)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def done(action: Callable[[], None], log: Path) -> int:
    """Do the action in a process of its own; its exit code."""
    return Child(action, log).code() or 0


def run(home: Path, inbox: Path) -> Callable[[], None]:
    """`factwire run`."""

    def action() -> None:
        from pipelines.cli import main

        sys.argv = ["factwire", "run", "--home", str(home), "--inbox", str(inbox)]
        main()

    return action


def publish_only(home: Path) -> Callable[[], None]:
    """The steps publish and report alone, as *Materialize selected* of the UI does them."""

    def action() -> None:
        import dagster as dg

        from pipelines.config import Home
        from pipelines.definitions import build_defs
        from pipelines.instance import fail_dead_runs, use_instance

        at = Home(home)
        use_instance(at)
        with dg.DagsterInstance.get() as instance:
            fail_dead_runs(instance, at)
            job = build_defs(at).resolve_job_def("build_warehouse")
            wanted = [dg.AssetKey(["published", "warehouse"]), dg.AssetKey(["published", "report"])]
            job.execute_in_process(instance=instance, asset_selection=wanted)

    return action


def phase_of(home: Path, before: set[Path]) -> str | None:
    """The phase that the newest run is in or ended in, by its own event log; None before its first step."""
    for log in event_logs(home) - before:
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True, timeout=1)) as events:
            started = events.execute(
                "select step_key from event_logs where dagster_event_type = 'STEP_START' order by id"
            ).fetchall()
            known = [PHASES[step] for (step,) in started if step in PHASES]
            return known[-1] if known else None
    return None


def kill_in(phase: str, home: Path, action: Callable[[], None], share: float, log: Path) -> str | None:
    """Kill a run when about this share of the phase is over; the phase it was killed in, None where it ended before."""
    before = event_logs(home)
    child = Child(action, log)
    if not child.reaches(phase, home, before):
        return None
    until = _cpu_seconds(child.pid) + share * _USUAL[phase]
    while _cpu_seconds(child.pid) < until and phase_of(home, before) == phase:
        if child.code(wait=False) is not None:
            return None
        time.sleep(0.02)
    child.kill()
    return phase_of(home, before) if child.code() == -signal.SIGKILL else None


# CPU seconds of the phases over a handful of articles: what a random point in them is drawn from.
_USUAL = {"ingest": 1.0, "extraction": 1.5, "dbt build": 12.0, "publish": 1.2, "report": 0.8}


def _cpu_seconds(child: int) -> float:
    """What the process took so far; a busy machine does not shift the point of the kill."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return float("inf")


def event_logs(home: Path) -> set[Path]:
    """The event log of each run."""
    return {log for log in (home / "dagster" / "history" / "runs").glob("*.db") if log.stem != "index"}


# Ids of rows of history: hashes of when they were written, among other things.
_OF_THE_MOMENT = {"dbt_scd_id", "change_id"}


class Difference(NamedTuple):
    """Rows of the undisturbed warehouse that are missing, and rows that it does not have."""

    lost: int
    doubled: int
    tables: list[str]


def difference(found: Rows, expected: Rows) -> Difference:
    """Every row counts, and how often it is there."""
    lost, doubled = expected - found, found - expected
    return Difference(lost.total(), doubled.total(), sorted({str(row[0]) for row in lost + doubled}))


def content(home: Path) -> Rows:
    """Every row of the live file but of `intermediate`, every published row, the report; without times of book-keeping."""
    rows: Rows = in_child(lambda: _rows(home / "warehouse.duckdb", "live"))
    return rows + published(home) + report(home)


def published(home: Path) -> Rows:
    """Every published row, without times of book-keeping."""
    rows: Rows = in_child(lambda: _rows(home / "published" / "warehouse.duckdb", "published"))
    return rows


def report(home: Path) -> Rows:
    """The page, byte by byte."""
    return Counter({("report", (home / "published" / "report.html").read_bytes()): 1})


def _rows(file: Path, name: str) -> Rows:
    import duckdb

    rows: Rows = Counter()
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name in ('raw', 'staging', 'marts', 'history')"
        ).fetchall()
        for schema, table in tables:
            columns = connection.execute(f"select column_name, column_type from (describe {schema}.{table})").fetchall()  # noqa: S608
            kept = ", ".join(n for n, kind in columns if not kind.startswith("TIMESTAMP") and n not in _OF_THE_MOMENT)
            found = connection.execute(f"select row({kept})::varchar from {schema}.{table}").fetchall()  # noqa: S608
            rows.update((f"{name} {schema}.{table}", row) for (row,) in found)
    return rows


def in_child(asked: Callable[[], Any]) -> Any:
    """The answer of a process of its own, so that this one has no threads when it forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            try:
                pickle.dump(asked(), pipe)
            except Exception as error:  # noqa: BLE001  (raised in the parent)
                pickle.dump(RuntimeError(f"{type(error).__name__}: {error}"), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pickle.load(pipe)  # noqa: S301  (of our own child)
    os.waitpid(child, 0)
    if isinstance(answer, Exception):
        raise answer
    return answer
