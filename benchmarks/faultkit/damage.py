"""Disks that are full, folders that are closed, files that are damaged or gone, clocks set back, other versions.

Each function disturbs homes in one way, has what comes of it be a clear error or a whole result, and ends with the run that
mends it.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.faultkit.runs import PHASES, Child, event_logs, in_child, run
from benchmarks.faultkit.world import SECOND, Row, World

MEGABYTE = 1 << 20
_A_YEAR_EARLIER = "2020-01-01T00:00:00+00:00"

# That a file was refused stays on record, and so does what was believed without it.
_REFUSED = r"live raw\.rejects|\w+ (history\.\w+|marts\.fact_id_aliases)"


def command(home: Path, *words: str) -> Callable[[], None]:
    """Another subcommand."""

    def action() -> None:
        from pipelines.cli import main

        sys.argv = ["factwire", *words, "--home", str(home)]
        main()

    return action


def full_disk(world: World, _: random.Random) -> Row:
    """A small disk that fills when a phase begins, each of them in turn; then room is made."""
    row = Row("disk full")
    for phase in dict.fromkeys(PHASES.values()):
        with world.home(world.delivered) as home, _small_disk(home) as is_mounted:
            if not is_mounted:
                row.seen.append("not tried: no disk may be mounted here")
                return row
            ballast = home / "ballast"
            before = event_logs(home)
            child = Child(run(home, world.inbox), world.log)
            child.reaches(phase, home, before)
            _fill(ballast)
            code = child.code()
            row.tries += 1
            if code:
                world.check_clear(row, code, "is full")
            world.stands(home, row)
            ballast.unlink()
            world.mend(home, row)
    row.seen.append("said, with what to do")
    return row


@contextmanager
def _small_disk(home: Path) -> Iterator[bool]:
    """The home on a disk of its own with some megabytes left."""
    kept = home.rename(home.with_name("kept"))
    home.mkdir()
    size = sum(file.stat().st_size for file in kept.rglob("*") if file.is_file()) // MEGABYTE + 80
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(home)]
    is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        if is_mounted:
            shutil.copytree(kept, home, dirs_exist_ok=True)
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(home)], check=True)
        shutil.rmtree(kept)


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"\0" * 65536)
        except OSError:
            return


def read_only(world: World, _: random.Random) -> Row:
    """A home, and the folder of the published copy, that cannot be written."""
    row = Row("read-only directory")
    with world.home(world.delivered) as home:
        for closed in (home, home / "published"):
            everything = [closed, *closed.rglob("*")]
            for path in everything:
                path.chmod(path.stat().st_mode & ~0o222)
            world.refused(row, _unprivileged(run(home, world.inbox)), "written")
            world.advised(row, _unprivileged(command(home, "doctor")), "permissions")
            for path in everything:
                path.chmod(path.stat().st_mode | 0o200)
            row.tries += 1
            world.stands(home, row)
        world.mend(home, row)
    row.seen.append("said, with what to do")
    return row


def _unprivileged(action: Callable[[], None]) -> Callable[[], None]:
    """The action without the privilege of root to write where the permissions say no."""

    def without() -> None:
        header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        if ctypes.CDLL(None, use_errno=True).capset(ctypes.byref(header), ctypes.byref(none)):
            raise OSError(ctypes.get_errno(), "capset")
        action()

    return without


def vanished_inbox(world: World, rng: random.Random) -> Row:
    """An inbox that is gone before the run, and ones that go while it starts and reads."""
    row = Row("vanished inbox")
    away = world.inbox.with_name("away")
    with world.home(world.delivered) as home:
        world.inbox.rename(away)
        world.refused(row, run(home, world.inbox), "inbox")
        row.tries += 1
        away.rename(world.inbox)
        before = event_logs(home)
        child = Child(run(home, world.inbox), world.log)
        child.reaches(None, home, before)
        time.sleep(rng.random() * 0.2)
        world.inbox.rename(away)
        if code := child.code():
            world.check_clear(row, code)
            world.stands(home, row)
        row.tries += 1
        away.rename(world.inbox)
        world.succeed(run(home, world.inbox))
        world.compare(home, row, but=_REFUSED)
    row.seen.append("said, or the run goes on with what it read")
    return row


def truncated_file(world: World, rng: random.Random) -> Row:
    """A delivery cut short: refused with the reason, read when it came whole."""
    row = Row("truncated file")
    file = world.inbox / SECOND[-1]
    whole, times = file.read_bytes(), (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    with world.home(world.delivered) as home:
        file.write_bytes(whole[: rng.randrange(1, len(whole) - 2)])
        world.succeed(run(home, world.inbox))
        world.succeed(command(home, "rejects", "list"))
        row.seen.append("refused with the reason" if file.name in world.said() else f"NOT REFUSED: {world.said()!r}")
        row.tries += 1
        file.write_bytes(whole)
        os.utime(file, ns=times)
        world.succeed(run(home, world.inbox))
        world.compare(home, row, but=_REFUSED)
    row.seen.append("taken in when whole")
    return row


def _damages(file: Path, rng: random.Random) -> Iterator[str]:
    """Ways to damage a DuckDB file, one after another, each on the file as it was."""
    whole = file.read_bytes()
    for name, damaged in (
        ("header", b"\0" * 8192 + whole[8192:]),
        ("cut short", whole[: len(whole) // 3]),
        ("blocks", _scratched(whole, rng)),
        ("no database", b"these are not the bytes of a database\n" * 999),
    ):
        file.write_bytes(damaged)
        yield name
    file.write_bytes(whole)


def _scratched(whole: bytes, rng: random.Random) -> bytes:
    """One byte of every block of 256 KiB after the headers is another one."""
    found = bytearray(whole)
    for block in range(12288, len(whole) - 262144, 262144):
        found[block + rng.randrange(64, 4096)] ^= 0xFF
    return bytes(found)


def corrupt_live(world: World, rng: random.Random) -> Row:
    """A live file with damage: no run goes on with it, the published copy stays; a backup is put back."""
    row = Row("corrupt live file")
    with world.home(world.delivered) as home:
        for _ in _damages(home / "warehouse.duckdb", rng):
            world.refused(row, run(home, world.inbox), "warehouse.duckdb")
            world.advised(row, command(home, "doctor"), "live file")
            row.tries += 1
            world.stands(home, row)
            (home / "warehouse.duckdb.wal").unlink(missing_ok=True)
        world.mend(home, row)
    row.seen.append("said, with what to do; whole again from a backup")
    return row


def corrupt_published(world: World, rng: random.Random) -> Row:
    """A published copy with damage: said to who reads, made anew by the next run."""
    row = Row("corrupt published copy")
    with world.home(world.delivered) as home:
        for _ in _damages(home / "published" / "warehouse.duckdb", rng):
            world.refused(
                row,
                command(home, "query", "select count(distinct hash(t)) from staging.sentences as t"),
                "warehouse.duckdb",
            )
            world.advised(row, command(home, "doctor"), "published copy")
            row.tries += 1
        (home / "published" / "warehouse.duckdb").write_bytes(b"no database")
        world.mend(home, row)
    row.seen.append("said, with what to do; made anew by the run")
    return row


def clock_set_back(world: World, _: random.Random) -> Row:
    """A clock that goes back by years between two runs: history goes forward."""
    row = Row("clock set back")
    with world.home(world.delivered) as home:
        os.environ["FACTWIRE_CLOCK"] = _A_YEAR_EARLIER
        world.succeed(run(home, world.inbox))
        del os.environ["FACTWIRE_CLOCK"]
        row.tries += 1
        turned = in_child(lambda: _turned(home))
        row.seen.append(f"HISTORY ENDS BEFORE IT BEGINS: {turned}" if turned else "history goes forward")
        world.compare(home, row)
    return row


def _turned(home: Path) -> Any:
    """Tables of history with rows whose time ends before it begins."""
    import duckdb

    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_columns() where schema_name = 'history' and column_name = 'dbt_valid_to'"
        ).fetchall()
        return [
            table
            for (table,) in tables
            if connection.execute(f"select 1 from history.{table} where dbt_valid_to < dbt_valid_from").fetchall()  # noqa: S608
        ]


def reader(world: World, _: random.Random) -> Row:
    """Someone who has the published copy open for the whole run."""
    row = Row("reader for the whole run")
    hold = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "count = lambda: c.execute('select sum(hash(t)) from marts.fct_claims as t').fetchall()\n"
        "before = count(); print('held', flush=True); sys.stdin.read(); sys.exit(before != count())"
    )
    with world.home(world.delivered) as home:
        file = str(home / "published" / "warehouse.duckdb")
        with subprocess.Popen(
            [sys.executable, "-c", hold, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as held:
            if held.stdout and held.stdout.readline():
                world.mend(home, row)
            held.communicate("")
        row.seen.append("READ SOMETHING ELSE" if held.returncode else "keeps what it opened, the run goes on")
        row.tries += 1
    return row


def other_versions(world: World, _: random.Random) -> Row:
    """Warehouses of an earlier schema, brought up to date, and of a later one, refused and left alone."""
    row = Row("warehouse of another version")
    earlier = (
        "drop table main.factwire",
        "alter table raw.rejects drop column path",
        "alter table staging.sentences drop column is_quote",
    )
    later = ("update main.factwire set schema_version = 99",)
    with world.home(world.delivered) as home:
        file = home / "warehouse.duckdb"
        kept = file.read_bytes()
        in_child(lambda: _execute(file, *later))
        changed = file.read_bytes()
        world.refused(row, run(home, world.inbox), "schema 99")
        row.seen.append("later: refused, untouched" if file.read_bytes() == changed else "LATER: CHANGED")
        world.advised(row, command(home, "doctor"), "schema")
        world.stands(home, row)
        file.write_bytes(kept)
        in_child(lambda: _execute(file, *earlier))
        world.mend(home, row)
        row.seen.append("earlier: brought up to date")
        row.tries += 2
    return row


def _execute(file: Path, *statements: str) -> None:
    import duckdb

    with duckdb.connect(str(file)) as connection:
        for statement in statements:
            connection.execute(statement)


KINDS: dict[str, Callable[[World, random.Random], Row]] = {
    kind.__name__: kind
    for kind in (
        full_disk,
        read_only,
        vanished_inbox,
        truncated_file,
        corrupt_live,
        corrupt_published,
        clock_set_back,
        reader,
        other_versions,
    )
}
