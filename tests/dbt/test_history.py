"""Ids that are gone, and what was known on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.dbt.conftest import STRIKE
from tests.dbt.warehouse import PAKISTAN, Staging, build, days, rows


def strike(
    staging: Staging, name: str, published: str, day: str, killed: int, version: int = 1, text: str = ""
) -> None:
    staging.article(name, published, version=version).told(
        "incident",
        text or f"The strike killed {killed}.",
        days(day),
        at="Kabul",
        types=STRIKE,
        by=[PAKISTAN],
        killed_low=killed,
        killed_best=killed,
        killed_high=killed,
    )


def ids(file: Path) -> list[str]:
    return [r["incident_id"] for r in rows(file, "select incident_id from marts.fct_incidents order by 1")]


def aliases(file: Path) -> dict[str, tuple[str | None, str]]:
    return {r["old_id"]: (r["new_id"], r["reason"]) for r in rows(file, "select * from marts.fact_id_aliases")}


def current(file: Path, fact_id: str) -> str | None:
    (row,) = rows(file, f"select marts.current_fact_id('{fact_id}') as now")
    return row["now"]  # type: ignore[no-any-return]


def feed(file: Path, field: str) -> list[tuple[str, str, str, str]]:
    found = rows(
        file,
        "select fact_id, old_value, new_value, article_id from history.changes "
        f"where change = 'changed' and field = '{field}' order by changed_at",
    )
    return [tuple(row.values()) for row in found]  # type: ignore[misc]


def clock(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("FACTWIRE_CLOCK", f"{day}T12:00:00+00:00")


def test_history_answers_by_day_and_old_ids_resolve(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    file = tmp_path / "warehouse.duckdb"
    staging = Staging()
    strike(staging, "later", "2025-03-03", "2025-03-01", 4)
    staging.write(file)
    clock(monkeypatch, "2025-03-03")
    build(file, target)
    (first_id,) = ids(file)

    # An earlier telling arrives late: the fact is now named after it, and its toll is revised.
    strike(staging, "earlier", "2025-03-02", "2025-03-01", 3)
    staging.write(file)
    clock(monkeypatch, "2025-03-05")
    build(file, target)
    (second_id,) = ids(file)
    assert second_id != first_id
    assert aliases(file) == {first_id: (second_id, "merged")}

    # A new version of an article: other claims, the same event.
    strike(staging, "earlier", "2025-03-02", "2025-03-01", 3, version=2, text="Three died in the strike.")
    staging.write(file)
    clock(monkeypatch, "2025-03-06")
    build(file, target)
    (third_id,) = ids(file)
    assert aliases(file) == {first_id: (third_id, "merged"), second_id: (third_id, "reread")}
    assert current(file, first_id) == current(file, second_id) == current(file, third_id) == third_id

    # Both articles are gone.
    Staging().write(file)
    clock(monkeypatch, "2025-03-09")
    build(file, target)
    assert {reason for _, reason in aliases(file).values()} == {"withdrawn"}
    assert current(file, first_id) is None

    # The fact that takes over goes on from where the one before it stood.
    assert feed(file, "killed_low") == [(second_id, "4", "3", "earlier")]
    gone = rows(
        file,
        "select old_value, new_value from history.changes where change = 'vanished' and fact_id = row_key "
        "order by changed_at",
    )
    assert [tuple(r.values()) for r in gone] == [(first_id, second_id), (second_id, third_id), (third_id, None)]

    def known(day: str) -> list[tuple[str, int]]:
        found = rows(file, f"select incident_id, killed_low from history.incidents_as_of(date '{day}')")
        return [(r["incident_id"], r["killed_low"]) for r in found]

    assert known("2025-03-02") == []
    assert known("2025-03-03") == known("2025-03-04") == [(first_id, 4)]
    assert known("2025-03-05") == [(second_id, 3)]
    assert known("2025-03-08") == [(third_id, 3)]
    assert known("2025-03-09") == []


def test_history_goes_forward_where_the_clock_was_set_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    file = tmp_path / "warehouse.duckdb"
    staging = Staging()
    strike(staging, "first", "2025-03-02", "2025-03-01", 3)
    staging.write(file)
    clock(monkeypatch, "2025-03-05")
    build(file, target)
    for killed, day in ((4, "2025-03-04"), (5, "2020-01-01")):
        strike(staging, "first", "2025-03-02", "2025-03-01", killed, version=killed)
        staging.write(file)
        clock(monkeypatch, day)
        build(file, target)
    spans = rows(file, "select dbt_valid_from, dbt_valid_to, killed_low from history.incidents order by 1, 2")
    assert [span["killed_low"] for span in spans] == [3, 4, 5]
    assert [span["dbt_valid_to"] for span in spans[:-1]] == [span["dbt_valid_from"] for span in spans[1:]]
    assert all(span["dbt_valid_from"] < span["dbt_valid_to"] for span in spans[:-1])
    known = rows(file, "select killed_low from history.incidents_as_of(date '2025-03-05')")
    assert known == [{"killed_low": 5}]


def test_the_feed_names_the_article_and_a_second_reading_adds_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: Path
) -> None:
    file = tmp_path / "warehouse.duckdb"
    staging = Staging()
    strike(staging, "first", "2025-03-02", "2025-03-01", 3)
    staging.write(file)
    clock(monkeypatch, "2025-03-02")
    build(file, target)
    (fact,) = ids(file)
    assert rows(file, "select change, fact_id, article_id, changed_at::date as day from history.changes") == [
        {"change": "created", "fact_id": fact, "article_id": "first", "day": date(2025, 3, 2)}
    ]

    strike(staging, "second", "2025-03-04", "2025-03-01", 5)
    staging.write(file)
    clock(monkeypatch, "2025-03-04")
    build(file, target)
    assert feed(file, "killed_best") == [(fact, "3", "5", "second")]
    assert feed(file, "killed_low") == []
    assert feed(file, "n_articles") == [(fact, "1", "2", "second")]
    before = rows(file, "select * from history.changes order by change_id")

    # Everything is read again by a newer extractor, to the same end.
    for row in (*staging.claims, *staging.article_facts):
        row |= {"recorded_at": datetime(2025, 3, 6, tzinfo=UTC), "extractor_version": "test-2"}
    staging.write(file)
    clock(monkeypatch, "2025-03-06")
    build(file, target)
    assert ids(file) == [fact]
    assert rows(file, "select * from history.changes order by change_id") == before


def test_every_fact_table_has_a_history(built: Path) -> None:
    tables = rows(
        built,
        "select table_name from information_schema.tables where table_schema = 'marts' and starts_with(table_name, 'fct_') "
        "and table_name not in ('fct_claims', 'fct_conflicts', 'fct_deportation_checks')",
    )
    fed = rows(built, "select distinct fact_table as table_name from history.changes")
    assert sorted(r["table_name"] for r in fed) == sorted(r["table_name"] for r in tables)
    for row in tables:
        name = row["table_name"].removeprefix("fct_")
        then = rows(built, f"select count(*) as n from history.{name}_as_of(date '9998-01-01')")
        assert then == rows(built, f"select count(*) as n from marts.{row['table_name']}"), name


def test_a_copy_of_the_file_answers_by_itself(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "published.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built}' as live (read_only); attach '{copy}' as copy")
        connection.execute("copy from database live to copy")
    found = rows(copy, "select count(*) as n from history.incidents_as_of(date '9998-01-01')")
    assert found == rows(built, "select count(*) as n from marts.fct_incidents")
