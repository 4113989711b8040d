"""Ids that are gone, and what was known on a day."""

from __future__ import annotations

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

    # Both articles are gone.
    Staging().write(file)
    clock(monkeypatch, "2025-03-09")
    build(file, target)
    assert {reason for _, reason in aliases(file).values()} == {"withdrawn"}

    def known(day: str) -> list[tuple[str, int]]:
        found = rows(file, f"select incident_id, killed_low from history.incidents_as_of(date '{day}')")
        return [(r["incident_id"], r["killed_low"]) for r in found]

    assert known("2025-03-02") == []
    assert known("2025-03-03") == known("2025-03-04") == [(first_id, 4)]
    assert known("2025-03-05") == [(second_id, 3)]
    assert known("2025-03-08") == [(third_id, 3)]
    assert known("2025-03-09") == []


def test_a_copy_of_the_file_answers_by_itself(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "published.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built}' as live (read_only); attach '{copy}' as copy")
        connection.execute("copy from database live to copy")
    found = rows(copy, "select count(*) as n from history.incidents_as_of(date '9998-01-01')")
    assert found == rows(built, "select count(*) as n from marts.fct_incidents")
