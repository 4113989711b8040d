"""The macros people ask by day, in the file dbt wrote and in the published copy."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.publish.copy import publish
from tests.dbt.warehouse import rows


@pytest.fixture(scope="module")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("published") / "warehouse.duckdb"
    publish(built, target)
    return target


def border_on(file: Path, day: str) -> list[tuple[Any, ...]]:
    found = rows(
        file,
        "select crossing_place_id, traffic_class, status, valid_from "
        f"from marts.border_status_on(date '{day}') order by crossing_place_id nulls last, traffic_class",
    )
    return [tuple(row.values()) for row in found]


def test_a_day_shows_what_each_crossing_lets_through(published: Path) -> None:
    assert border_on(published, "2025-10-11") == []
    assert border_on(published, "2025-11-15") == [
        ("fw:torkham", "all", "closed", date(2025, 10, 12)),
        ("fw:torkham", "returnees_only", "reopened_temporarily", date(2025, 11, 1)),
    ]
    assert border_on(published, "2025-12-01") == [("fw:torkham", "all", "open", date(2025, 12, 1))]


def test_a_border_closed_as_a_whole_closes_its_crossings_until_one_has_a_word_of_its_own(published: Path) -> None:
    whole = (None, "all", "closed", date(2026, 1, 12))
    by_border = ("fw:torkham", "all", "closed", date(2026, 1, 12))
    announced = ("fw:torkham", "all", "announced_open", date(2026, 2, 1))
    trade = ("fw:torkham", "trade", "partially_open", date(2026, 2, 5))
    assert border_on(published, "2026-01-20") == [by_border, whole]
    # What is announced opens nothing; what opens for trade leaves the rest closed.
    assert sorted(border_on(published, "2026-02-10"), key=str) == sorted([by_border, announced, trade, whole], key=str)


def truces_on(file: Path, day: str) -> list[tuple[Any, ...]]:
    found = rows(
        file,
        "select declared_date, states.status, is_dated from marts.ceasefires_on(date '" + day + "') as states "
        "join marts.fct_ceasefires using (ceasefire_id) order by 1",
    )
    return [tuple(row.values()) for row in found]


def test_a_day_shows_how_each_truce_stands(published: Path) -> None:
    old = (date(2023, 9, 10), "declared", True)
    assert truces_on(published, "2023-09-09") == []
    assert truces_on(published, "2025-10-18") == [old]
    assert truces_on(published, "2025-10-25") == [old, (date(2025, 10, 19), "in_effect", True)]
    assert truces_on(published, "2025-11-08") == [old, (date(2025, 10, 19), "strained", True)]
    # "Conditional" was said without a day: it counts from the report.
    assert truces_on(published, "2025-11-09") == [old, (date(2025, 10, 19), "conditional", False)]


def test_macros_answer_the_same_in_the_live_file(built: Path, published: Path) -> None:
    assert border_on(built, "2026-02-10") == border_on(published, "2026-02-10")
    (fact,) = rows(published, "select talks_id, marts.current_fact_id(talks_id) as now from marts.fct_talks")
    assert fact["now"] == fact["talks_id"]
    assert rows(published, "select marts.current_fact_id('no such fact') as now") == [{"now": None}]
