"""Series of returns and states of the border as the command reads them: what adds up, and what outlets date apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.end_to_end.conftest import rows


def checks(home: Path) -> list[tuple[Any, ...]]:
    """Kind, number checked and verdict of each check."""
    found = rows(
        home,
        "select check_kind, count_best, verdict from marts.fct_deportation_checks "
        "join marts.fct_deportations using (measure_id) order by 1, 2",
    )
    return [tuple(row.values()) for row in found]


def test_the_weekly_bulletins_of_the_sample_reconcile(sample_home: Path) -> None:
    found = checks(sample_home)
    # Each week, whole and deported, is the rise of the running total from one bulletin to the next.
    assert [check for check in found if check[0] == "difference"] == [
        ("difference", 7733, "reconciles"),
        ("difference", 10220, "reconciles"),
        ("difference", 37448, "reconciles"),
        ("difference", 55768, "reconciles"),
    ]
    assert ("sum_of_parts", 312408, "reconciles") in found
    assert {verdict for *_, verdict in found} == {"reconciles"}
    assert not rows(sample_home, "select 1 as n from marts.review_items where reason = 'arithmetic_mismatch'")


def test_the_series_of_the_beat_reconcile(beat_home: Path) -> None:
    found = checks(beat_home)
    assert ("difference", 55768, "reconciles") in found
    assert ("sum_of_parts", 271503, "reconciles") in found  # one short of its printed total
    assert [check for check in found if check[2] == "mismatch"] == []


def test_one_closure_that_outlets_date_apart_is_one_interval(sample_home: Path) -> None:
    [closed] = rows(sample_home, "select * from marts.fct_border_status where is_whole_border")
    assert (closed["countries"], closed["status"], closed["n_articles"]) == (["AFG", "PAK"], "closed", 2)
    days = rows(
        sample_home,
        "select value, is_chosen from marts.fct_conflicts where field = 'date' "
        f"and fact_id = '{closed['border_status_id']}' order by value",
    )
    assert [day["value"][:10] for day in days] == ["2025-10-11", "2025-10-12"]
    assert [day["value"][:10] for day in days if day["is_chosen"]] == [closed["valid_from"]]


def test_the_border_of_the_sample_by_day(sample_home: Path) -> None:
    found = rows(
        sample_home,
        "select crossing, traffic_class, status from marts.border_status_on(date '2025-11-05') "
        "where crossing_place_id is not null order by traffic_class",
    )
    assert found == [
        {"crossing": "Torkham", "traffic_class": "all", "status": "closed"},
        {"crossing": "Torkham", "traffic_class": "returnees_only", "status": "partially_open"},
    ]


def test_a_truce_of_two_days_and_the_next_one_are_two(sample_home: Path) -> None:
    def truce_on(day: str) -> list[str]:
        found = rows(
            sample_home,
            f"select status from marts.ceasefires_on(date '{day}') "
            "where list_contains(parties, 'Pakistan') order by valid_from",
        )
        return [row["status"] for row in found]

    assert truce_on("2025-10-16") == ["declared"]
    assert truce_on("2025-10-18") == ["unknown"]
    assert truce_on("2025-10-20") == ["unknown", "declared"]
    assert truce_on("2025-11-01") == ["unknown", "in_effect"]
