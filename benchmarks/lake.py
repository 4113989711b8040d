"""Many machines into one lake: what is lost or doubled, whether readers wait, and what it costs over one file.

usage: python benchmarks/lake.py [ARTICLES] [--machines N ...]        (0: the second table only)
A PostgreSQL server of its own is started (Debian's package postgresql).  First table: that many made articles
(benchmarks/ingest.py), in feeds of their own, are taken into a file by one home, and delivered into a lake by several processes
at once; then a home takes them from the lake.  In the lines with killed ones, half of the machines are killed (kill -9, by
their number) once half has come, and started again.  A reader asks for the number of articles all the while: `longest read`
is the longest that it waited.  lost, doubled: rows of raw.articles against the file's.  Second table: the sample through
`factwire run`, from files and from the lake, with every row of the marts compared, and read again as it stood before a
correction.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from ingest import Maker, Words

from pipelines.config import SAMPLE
from pipelines.resources.lake import DATA_VARIABLE, LAKE_VARIABLE, Lake
from tests.postgres import programs, server

FACTWIRE = Path(sys.executable).with_name("factwire")
A_FILE = 1000
MIB = 1 << 20


def write_feeds(folder: Path, articles: int, feeds: int) -> list[Path]:
    """The articles in files of a thousand, dealt out to so many feeds."""
    maker = Maker(Words())
    for number, first in enumerate(range(0, articles, A_FILE)):
        file = folder / f"feed-{number % feeds}" / f"{first:08}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(maker.article(n)) for n in range(first, min(first + A_FILE, articles)))
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sorted(folder.iterdir())


def into_file(home: Path, inbox: Path | None) -> None:
    """In the child: what a run does first, from the inbox or from the lake."""
    from pipelines.assets.raw import Taken, read_inbox, read_lake
    from pipelines.resources.warehouse import Warehouse

    warehouse = Warehouse(home / "warehouse.duckdb")
    warehouse.prepare()
    with warehouse.session():
        if inbox:
            read_inbox(warehouse, [inbox], datetime.now(UTC))
        elif lake := Lake.find():
            read_lake(warehouse, lake, datetime.now(UTC), Taken())


class Cost:
    """Seconds, and CPU seconds of the processes that ended within the block."""

    def __enter__(self) -> Cost:
        self._started, self._before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        return self

    def __exit__(self, *_: object) -> None:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall = time.perf_counter() - self._started
        self.cpu = after.ru_utime + after.ru_stime - self._before.ru_utime - self._before.ru_stime


@contextlib.contextmanager
def reading(lake: Lake) -> Iterator[dict[str, float]]:
    """Somebody who asks all the while; how often, how long at most, and what went wrong."""
    seen: dict[str, float] = {"reads": 0, "longest": 0.0}
    over = threading.Event()

    def ask() -> None:
        with lake.connect() as connection:
            while not over.is_set():
                started = time.perf_counter()
                with contextlib.suppress(duckdb.CatalogException):  # before the first delivery
                    connection.execute("select count(*) from lake.inbox.articles").fetchall()
                    seen["reads"] += 1
                    seen["longest"] = max(seen["longest"], time.perf_counter() - started)
                time.sleep(0.05)

    asker = threading.Thread(target=ask)
    asker.start()
    yield seen
    over.set()
    asker.join()


def deliver(lake: Lake, feeds: list[Path], *, kill: bool) -> int:
    """All feeds at once, each by a process; half of them killed midway and started again; how many were killed."""
    machines = {feed: started(lake, feed) for feed in feeds}
    killed = 0
    if kill:
        wanted = sum(1 for feed in feeds for _ in feed.iterdir()) * A_FILE // 2
        with lake.connect() as connection:
            while articles_in(connection) < wanted:
                time.sleep(0.1)
        for feed in feeds[::2]:
            killed += machines[feed].poll() is None
            machines[feed].kill()
            machines[feed].wait()
            machines[feed] = started(lake, feed)
    if any(machine.wait() for machine in machines.values()):
        sys.exit("a machine failed")
    return killed


def articles_in(connection: duckdb.DuckDBPyConnection) -> int:
    try:
        return int(connection.execute("select count(*) from lake.inbox.articles").fetchall()[0][0])
    except duckdb.CatalogException:
        return 0


def started(lake: Lake, feed: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([FACTWIRE, "deliver", "--inbox", feed], env=settings(lake), stderr=subprocess.DEVNULL)


def settings(lake: Lake | None) -> dict[str, str]:
    return os.environ | ({LAKE_VARIABLE: lake.catalogue, DATA_VARIABLE: str(lake.data)} if lake else {})


def taken(home: Path, lake: Lake | None, inbox: Path | None) -> Cost:
    home.mkdir()
    with Cost() as cost:
        command = [sys.executable, __file__, "--child", str(home), *([str(inbox)] if inbox else [])]
        subprocess.run(command, env=settings(lake), check=True)
    return cost


def rows_of(home: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute("select article_id, version, text_sha256, delivered_in from raw.articles").fetchall()


def new_lake(catalogue: str, folder: Path, name: str) -> Lake:
    subprocess.run(["psql", "-qd", catalogue, "-c", f"create database {name}"], check=True)
    return Lake(catalogue.replace("dbname=postgres", f"dbname={name}"), folder / name)


def catalogue_mib(lake: Lake) -> float:
    size = subprocess.run(
        ["psql", "-qtd", lake.catalogue, "-c", "select pg_database_size(current_database())"],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(size.stdout) / MIB


def bytes_mib(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MIB


def first_table(catalogue: str, work: Path, articles: int, numbers: list[int]) -> None:
    print(
        f"{articles:,} articles\n\n| into | machines | killed | lost | doubled | seconds | CPU seconds | longest read ms | reads "
        "| taken, CPU seconds | MiB | catalogue MiB |\n|---|" + "--:|" * 11
    )
    feeds = write_feeds(work / "file-feeds", articles, 1)
    cost = taken(work / "file", None, work / "file-feeds")
    held = rows_of(work / "file")
    size = (work / "file" / "warehouse.duckdb").stat().st_size / MIB
    print(f"| a file | 1 | 0 | 0 | 0 | {cost.wall:.0f} | {cost.cpu:.0f} |  |  |  | {size:.0f} |  |", flush=True)
    for machines, kill in [*((number, False) for number in numbers), (max(numbers), True)]:
        name = f"lake_{machines}_{kill:d}"
        lake = new_lake(catalogue, work, name)
        feeds = write_feeds(work / f"{name}-feeds", articles, machines)
        with Cost() as cost, reading(lake) as reads:
            killed = deliver(lake, feeds, kill=kill)
        took = taken(work / f"{name}-home", lake, None)
        found = rows_of(work / f"{name}-home")
        lost = len({row[:3] for row in held} - {row[:3] for row in found})
        doubled = len(found) - len({row[:2] for row in found})
        print(
            f"| a lake | {machines} | {killed} | {lost} | {doubled} | {cost.wall:.0f} | {cost.cpu:.0f} "
            f"| {1000 * reads['longest']:.0f} | {reads['reads']:.0f} | {took.cpu:.0f} | {bytes_mib(lake.data):.0f} "
            f"| {catalogue_mib(lake):.0f} |",
            flush=True,
        )


# -- the same facts ----------------------------------------------------------------------------------------------------


def marts(
    connection: duckdb.DuckDBPyConnection, database: str, version: int | None = None
) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart, but for the times at which it was made."""
    columns: dict[str, list[str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where database_name = ? and schema_name = 'marts' "
        "order by table_name, column_name",
        [database],
    ).fetchall():
        columns.setdefault(table, []).extend([f'"{column}"'] if kind != "TIMESTAMP WITH TIME ZONE" else [])
    at = f" at (version => {version})" if version is not None else ""
    found = {}
    for table, names in columns.items():
        query = f"select {', '.join(names)} from {database}.marts.{table}{at} order by all"  # noqa: S608
        found[table] = connection.execute(query).fetchall()
    return found


def run(home: Path, lake: Lake | None, *inbox: Path) -> Cost:
    words = [word for path in inbox for word in ("--inbox", str(path))]
    with Cost() as cost:
        subprocess.run(
            [FACTWIRE, "run", "--home", home, *words], env=settings(lake), check=True, stdout=subprocess.DEVNULL
        )
    return cost


def second_table(catalogue: str, work: Path) -> None:
    lake = new_lake(catalogue, work, "facts")
    for number, file in enumerate(sorted(path for path in SAMPLE.iterdir() if path.is_file())):
        target = work / "sample" / f"feed-{number % 3}" / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    correction = work / "correction.md"
    correction.write_text(
        "---\ntitle: Toll of the raid rises\ndate: 2025-12-05\noutlet: Valley Post\n---\nGunmen killed nine officers at a "
        "police post in Kunduz on Thursday, the interior ministry said.\n"
    )
    print(
        "\n| run | seconds | CPU seconds | marts equal to the file's | equal in the lake | as before the correction |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    one = run(work / "one", None, work / "sample")
    print(f"| a file | {one.wall:.0f} | {one.cpu:.0f} |  |  |  |", flush=True)
    deliver(lake, sorted((work / "sample").iterdir()), kill=False)
    many = run(work / "many", lake)
    with lake.connect() as reader:
        attach(reader, work)
        wanted, before = marts(reader, "one"), marts(reader, "lake")
        version = reader.execute("select max(snapshot_id) from lake.snapshots()").fetchall()[0][0]
        equal, equal_there = said(marts(reader, "many") == wanted), said(before == wanted)
        print(f"| from and to a lake | {many.wall:.0f} | {many.cpu:.0f} | {equal} | {equal_there} |  |", flush=True)
    later, alone = run(work / "many", lake, correction), run(work / "one", None, correction)
    print(f"| a file, one article more | {alone.wall:.0f} | {alone.cpu:.0f} |  |  |  |")
    with lake.connect() as reader:
        attach(reader, work)
        wanted, now = marts(reader, "one"), marts(reader, "lake")
        equal, equal_there = said(marts(reader, "many") == wanted), said(now == wanted)
        still = said(now != before and marts(reader, "lake", version) == before)
        print(f"| the same, lake | {later.wall:.0f} | {later.cpu:.0f} | {equal} | {equal_there} | {still} |")
    sizes = [(work / name / "published" / "warehouse.duckdb").stat().st_size / MIB for name in ("one",)]
    print(
        f"\npublished file {sizes[0]:.0f} MiB; lake {bytes_mib(lake.data):.0f} MiB, catalogue {catalogue_mib(lake):.0f} MiB"
    )


def attach(connection: duckdb.DuckDBPyConnection, work: Path) -> None:
    for name in ("one", "many"):
        connection.execute(f"attach '{work / name / 'published' / 'warehouse.duckdb'}' as {name} (read_only)")


def said(equal: bool) -> str:
    return "yes" if equal else "NO"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    parser.add_argument("--machines", nargs="+", type=int, default=[1, 2, 4])
    parser.add_argument("--child", nargs="+", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        into_file(options.child[0], *(options.child[1:] or [None]))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is stopped
    if programs() is None:
        sys.exit("no PostgreSQL server here: install Debian's package postgresql")
    with tempfile.TemporaryDirectory(prefix="fw") as folder:
        work = Path(folder)
        work.chmod(0o755)
        with server(work / "pg") as catalogue:
            if options.articles:
                first_table(catalogue, work, options.articles, options.machines)
            second_table(catalogue, work)


if __name__ == "__main__":
    main()
