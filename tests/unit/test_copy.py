"""The published copy: only what is published, macros and comments too; old readers keep what they have."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.publish.copy import publish


@pytest.fixture
def live(tmp_path: Path) -> Path:
    path = tmp_path / "live.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema raw; create schema staging; create schema history")
        connection.execute("create table marts.facts (id varchar primary key, n integer)")
        connection.execute(
            "comment on table marts.facts is 'it''s facts'; comment on column marts.facts.n is 'how many'"
        )
        connection.execute("insert into marts.facts values ('a', 1)")
        connection.execute("create table raw.articles (text varchar); create table staging.articles (text varchar)")
        connection.execute("create table staging.claims (x integer)")
        connection.execute("create macro history.facts_as_of(d) as table select * from marts.facts where n <= d")
    return path


def test_published_tables_macros_and_comments(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "published" / "warehouse.duckdb"
    assert publish(live, target) == {"marts.facts": 1, "staging.articles": 0}
    with duckdb.connect(str(target), read_only=True) as reader:
        assert reader.execute("select * from history.facts_as_of(1)").fetchall() == [("a", 1)]
        assert reader.execute("select comment from duckdb_tables() where table_name = 'facts'").fetchall() == [
            ("it's facts",)
        ]
        comments = reader.execute("select comment from duckdb_columns() where column_name = 'n'").fetchall()
        assert comments == [("how many",)]
        assert reader.execute("select count(*) from duckdb_tables() where schema_name = 'raw'").fetchall() == [(0,)]


def test_a_reader_keeps_the_old_copy(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "published" / "warehouse.duckdb"
    publish(live, target)
    with duckdb.connect(str(target), read_only=True) as reader:
        with duckdb.connect(str(live)) as connection:
            connection.execute("insert into marts.facts values ('b', 2)")
        publish(live, target)
        assert reader.execute("select count(*) from marts.facts").fetchall() == [(1,)]
    with duckdb.connect(str(target), read_only=True) as fresh:
        assert fresh.execute("select count(*) from marts.facts").fetchall() == [(2,)]


def test_left_overs_of_a_killed_publish_are_swept(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "published" / "warehouse.duckdb"
    target.parent.mkdir()
    (target.parent / ".warehouse.duckdb.99").write_text("half")
    publish(live, target)
    assert [file.name for file in target.parent.iterdir()] == ["warehouse.duckdb"]
