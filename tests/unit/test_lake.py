"""The lake: many writers, readers that never wait, every state kept; on a real PostgreSQL server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.assets.raw import Taken, read_inbox, read_lake
from pipelines.errors import EnvironmentProblem
from pipelines.publish.lake import publish_to_lake
from pipelines.resources.lake import DATA_VARIABLE, LAKE_VARIABLE, Lake, transact
from pipelines.resources.warehouse import Warehouse, connect
from tests.postgres import programs, server

AT = datetime(2026, 5, 1, tzinfo=UTC)
FACTWIRE = Path(sys.executable).with_name("factwire")
needs_server = pytest.mark.skipif(programs() is None, reason="no PostgreSQL server (Debian's package postgresql)")


@pytest.fixture(scope="module")
def catalogue() -> Iterator[str]:
    # A path that every user may walk through, and short enough for a socket.
    with tempfile.TemporaryDirectory(prefix="fw") as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder) / "pg") as address:
            yield address


@pytest.fixture
def lake(catalogue: str, tmp_path: Path, request: pytest.FixtureRequest) -> Lake:
    name = f"lake_{abs(hash(request.node.name))}"
    subprocess.run(["psql", "-qd", catalogue, "-c", f"create database {name}"], check=True)
    return Lake(catalogue.replace("dbname=postgres", f"dbname={name}"), tmp_path / "lake")


def feed(folder: Path, number: int, articles: int) -> Path:
    """A feed of its own articles, one that another feed has too, and one that is none."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        {
            "id": f"{number}-{n}",
            "outlet": f"Paper {number}",
            "date": "2026-04-02",
            "text": f"Rain fell on day {n} of {number}.",
        }
        for n in range(articles)
    ]
    shared = {"url": "https://agency.example/1", "date": "2026-04-03", "text": "Rain fell on all the valley."}
    file = folder / f"feed-{number}.jsonl"
    file.write_text("\n".join(map(json.dumps, [*lines, shared, {"id": "empty"}])))
    return file


def delivering(lake: Lake, *inbox: Path) -> subprocess.Popen[str]:
    environment = os.environ | {LAKE_VARIABLE: lake.catalogue, DATA_VARIABLE: str(lake.data)}
    words = [word for path in inbox for word in ("--inbox", str(path))]
    return subprocess.Popen([FACTWIRE, "deliver", *words], env=environment, stderr=subprocess.PIPE, text=True)


def rows(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.read("select * exclude (first_seen_at) from raw.articles order by all").rows()


@needs_server
def test_machines_deliver_at_once_what_one_home_would_have_read(lake: Lake, tmp_path: Path) -> None:
    feeds = [feed(tmp_path / "in", number, 30) for number in range(3)]
    machines = [delivering(lake, file) for file in feeds]
    said = [machine.communicate()[1] for machine in machines]
    assert said == ["31 articles delivered, 1 refused\n"] * 3
    many, one = Warehouse(tmp_path / "many.duckdb"), Warehouse(tmp_path / "one.duckdb")
    many.prepare()
    one.prepare()
    taken = Taken()
    read_lake(many, lake, AT, taken)
    read_inbox(one, [tmp_path / "in"], AT)
    assert (taken.read, taken.new, taken.refused) == (93, 91, 3)
    assert rows(many) == rows(one)
    again = Taken()
    read_lake(many, lake, AT, again)
    assert again == Taken()


@needs_server
def test_a_file_delivered_whole_is_not_delivered_again(lake: Lake, tmp_path: Path) -> None:
    file = feed(tmp_path / "in", 1, 2)
    file.write_text(file.read_text().splitlines()[0])
    assert delivering(lake, file).communicate()[1] == "1 articles delivered, 0 refused\n"
    assert delivering(lake, file).communicate()[1] == "0 articles delivered, 0 refused\n"


@needs_server
def test_readers_keep_their_state_while_another_is_published_and_each_stays(lake: Lake, tmp_path: Path) -> None:
    first = published(tmp_path / "a.duckdb", [(1, "null", 12), (2, "'denied'", 3)])
    second = published(tmp_path / "b.duckdb", [(1, "'claimed'", 15), (2, "'denied'", 3)])
    assert publish_to_lake(first, lake) == 2
    with lake.connect() as reader:
        before = reader.execute("select max(snapshot_id) from lake.snapshots()").fetchall()[0][0]
        reader.begin()
        old = reader.execute("from lake.marts.facts order by 1").fetchall()
        assert publish_to_lake(second, lake) == 2  # one row went, one came
        assert reader.execute("from lake.marts.facts order by 1").fetchall() == old == [(1, None, 12), (2, "denied", 3)]
        reader.commit()
        assert reader.execute("from lake.marts.facts order by 1").fetchall() == [(1, "claimed", 15), (2, "denied", 3)]
        assert reader.execute(f"from lake.marts.facts at (version => {before}) order by 1").fetchall() == old
        assert publish_to_lake(second, lake) == 0


@needs_server
def test_tables_follow_what_is_published(lake: Lake, tmp_path: Path) -> None:
    file = published(tmp_path / "a.duckdb", [(1, "null", 12)])
    publish_to_lake(file, lake)
    with connect(file) as connection:
        connection.execute("alter table marts.facts add column place varchar; create table marts.days as select 1 as n")
    assert publish_to_lake(file, lake) == 2
    with connect(file) as connection:
        connection.execute("drop table marts.days")
    assert publish_to_lake(file, lake) == 0
    with lake.connect() as reader:
        assert reader.execute("from lake.marts.facts").fetchall() == [(1, None, 12, None)]
        tables = reader.execute("select table_name from duckdb_tables() where database_name = 'lake'").fetchall()
    assert tables == [("facts",)]


def published(file: Path, facts: list[tuple[int, str, int]]) -> Path:
    with connect(file) as connection:
        connection.execute(
            "create schema marts; create table marts.facts (id int primary key, stance varchar, killed int)"
        )
        for values in facts:
            connection.execute(f"insert into marts.facts values ({', '.join(map(str, values))})")
    return file


@needs_server
def test_writers_that_contradict_each_other_are_tried_again(lake: Lake) -> None:
    with lake.connect() as connection:
        connection.execute("create table lake.counter as select 0 as n")

    def count() -> None:
        with lake.connect() as connection:
            for _ in range(4):
                transact(connection, lambda own: own.execute("update lake.counter set n = n + 1"), message="count")

    with ThreadPoolExecutor(2) as writers:
        for done in [writers.submit(count) for _ in range(2)]:
            done.result()
    with lake.connect() as connection:
        assert connection.execute("from lake.counter").fetchall() == [(8,)]


# -- settings that do not fit ------------------------------------------------------------------------------------------


def test_no_lake_is_named_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LAKE_VARIABLE, raising=False)
    assert Lake.find() is None


@pytest.mark.parametrize("data", ["", "here"])
def test_a_folder_that_other_machines_cannot_find_is_refused(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LAKE_VARIABLE, "host=db")
    monkeypatch.setenv(DATA_VARIABLE, data)
    with pytest.raises(EnvironmentProblem, match=DATA_VARIABLE):
        Lake.find()


def test_extensions_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LAKE_VARIABLE, "host=db")
    monkeypatch.setattr("pipelines.resources.lake.find_spec", lambda _: None)
    with pytest.raises(EnvironmentProblem, match="postgres_scanner, ducklake are not installed"):
        Lake.find()


def test_a_server_that_is_gone_is_said_to_be_without_the_password(tmp_path: Path) -> None:
    gone = Lake(f"host={tmp_path} password=secret-word", tmp_path)
    with pytest.raises(EnvironmentProblem, match="No such file or directory") as found, gone.connect():
        pass
    assert "secret-word" not in str(found.value)


def test_a_lake_that_is_not_set_cannot_be_delivered_to(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != LAKE_VARIABLE}
    done = subprocess.run([FACTWIRE, "deliver", "--home", tmp_path], env=environment, capture_output=True, text=True)
    assert done.returncode == 3
    assert f"{LAKE_VARIABLE} is not set" in done.stderr
