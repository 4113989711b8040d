"""Cost of the warehouse: a dbt build from nothing and the adding of 1,000 articles, for archives of several sizes.

usage: python benchmarks/warehouse.py [ARTICLES ...] [--pace ARTICLES] [--work FOLDER]
Staging is filled by world.sql, with claims as extraction would leave them and a text of one short sentence a claim; each
build runs as production runs it, in a process of its own, so that its peak of memory is its own.  The 1,000 articles added
are those published last.  An archive covers five years, whatever its size, or with --pace as long as news of that pace takes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.config import DBT_PROJECT, Home
from pipelines.resources.dbt import Dbt
from pipelines.resources.warehouse import Warehouse
from pipelines.schemas import TABLES

ADDED = 1000
YEARS = 5
YEAR = 365.25  # days
SLOWEST = 10


@dataclass(frozen=True)
class Cost:
    """What one build took."""

    what: str
    articles: int
    claims: int
    seconds: float
    cpu_seconds: float
    peak_mib: float
    file_mib: float
    nodes: dict[str, float]


def make_world(file: Path, articles: int, days: int) -> None:
    """Staging of that many articles published over so many days, in a file of its own."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("set timezone = 'UTC'; set memory_limit = '6GB'")
        connection.execute("set variable articles = ?", [articles])
        connection.execute("set variable days = ?", [days])
        connection.execute("set variable seeds = ?", [str(DBT_PROJECT / "seeds")])
        connection.execute((Path(__file__).parent / "world.sql").read_text(encoding="utf-8"))


def deliver(world: Path, home: Home, first: int, last: int) -> int:
    """Articles numbered first to last of the world come into staging; how many claims are there then."""
    Warehouse(home.warehouse).prepare()
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(f"set timezone = 'UTC'; attach '{world}' as world (read_only)")
        found = connection.execute("select table_name from duckdb_tables() where database_name = 'world'").fetchall()
        for table in (t for t in TABLES if (t.name.replace(".", "_"),) in found):
            columns = ", ".join(c.name for c in table.columns)
            chosen = f"article_no between {first} and {last}"
            if table.name == "staging.sources":
                chosen = "source_id not in (select source_id from staging.sources)"
            source = f"select {columns} from world.{table.name.replace('.', '_')} where {chosen}"  # noqa: S608
            connection.execute(f"insert into {table.name} ({columns}) {source}")
        (claims,) = connection.execute("select count(*) from staging.claims").fetchone() or (0,)
    return int(claims)


def measured(what: str, home: Home, articles: int, claims: int) -> Cost:
    """One build in a child process."""
    started = time.monotonic()
    with (home.root / "nodes.json").open("w", encoding="utf-8") as said:
        child = subprocess.Popen([sys.executable, __file__, "--build", str(home.root)], stdout=said)
        _, status, used = os.wait4(child.pid, 0)
    seconds = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the build failed; see {home.dbt / 'logs' / 'dbt.log'}")
    return Cost(
        what=what,
        articles=articles,
        claims=claims,
        seconds=seconds,
        cpu_seconds=used.ru_utime + used.ru_stime,
        peak_mib=used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024),
        file_mib=home.warehouse.stat().st_size / 2**20,
        nodes=json.loads((home.root / "nodes.json").read_text(encoding="utf-8")),
    )


def build(home: Home) -> None:
    """In the child: what production runs; the seconds of each node on standard output."""
    results = Dbt(home).build()
    broken = [r for r in results if str(r.status) not in {"success", "pass", "warn"}]
    for result in (r for r in broken if str(r.status) != "skipped"):
        print(f"{result.node.name}: {result.status} {result.message}", file=sys.stderr)
    json.dump({r.node.name: round(r.execution_time, 2) for r in results}, sys.stdout)
    sys.exit(1 if broken else 0)


def measure(articles: int, work: Path, pace: int | None = None) -> Iterator[Cost]:
    """Build an archive of that size, add the articles that come after it.  pace: articles a year, instead of five years."""
    home = Home(work / "home")
    world = work / "world.duckdb"
    make_world(world, articles + ADDED, round(YEAR * ((articles + ADDED) / pace if pace else YEARS)))
    Dbt(home).prepare_manifest()
    claims = deliver(world, home, 0, articles - 1)
    yield measured("build", home, articles, claims)
    claims = deliver(world, home, articles, articles + ADDED - 1)
    yield measured("add 1,000", home, articles + ADDED, claims)


def table(costs: list[Cost]) -> str:
    lines = ["| | articles | claims | seconds | CPU seconds | peak MiB | file MiB |", "|---|--:|--:|--:|--:|--:|--:|"]
    lines += [
        f"| {c.what} | {c.articles:,} | {c.claims:,} | {c.seconds:,.0f} | {c.cpu_seconds:,.0f} | {c.peak_mib:,.0f} "
        f"| {c.file_mib:,.0f} |"
        for c in costs
    ]
    return "\n".join(lines)


def slowest(cost: Cost) -> str:
    first = sorted(cost.nodes.items(), key=lambda node: -node[1])[:SLOWEST]
    told = f"{cost.what}, {cost.articles:,} articles, {cost.seconds:,.0f} s ({cost.cpu_seconds:,.0f} of CPU): "
    return told + ", ".join(f"{name} {seconds:.1f}" for name, seconds in first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--pace", type=int, help="articles a year, so that a larger archive covers more years")
    parser.add_argument("--work", type=Path, help="keep the warehouses in this folder (default: none is kept)")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        build(Home(options.build))
    costs: list[Cost] = []
    for articles in options.articles:
        work = (options.work or Path(tempfile.mkdtemp())) / str(articles)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        for cost in measure(articles, work, options.pace):
            costs.append(cost)
            print(slowest(cost), flush=True)
        if not options.work:
            shutil.rmtree(work.parent)
    print("\nText of one sentence of 80 characters a claim; seconds of the ten slowest nodes above.\n")
    print(table(costs))


if __name__ == "__main__":
    main()
