"""What the marts must say of the small world of conftest.py: linking, values, conflicts, evidence, review."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.dbt.warehouse import rows, run_dbt


def one(built: Path, sql: str) -> dict[str, Any]:
    found = rows(built, sql)
    assert len(found) == 1, found
    return found[0]


def articles_of(built: Path, table: str) -> list[list[str]]:
    """The articles behind each fact of a table."""
    found = rows(
        built,
        "select list_sort(list(distinct article_id)) as articles from marts.brg_fact_evidence "
        f"where fact_table = '{table}' group by fact_id order by articles",
    )
    return [row["articles"] for row in found]


def test_articles_that_tell_one_incident_make_one_row(built: Path) -> None:
    assert articles_of(built, "fct_incidents") == [
        ["bus-both"],
        ["bus-both", "bus-one"],
        ["bus-kabul"],
        ["night-1", "night-2", "night-3"],
        ["weeks"],
    ]


def test_tolls_are_bounded_by_all_reports_and_best_is_the_latest(built: Path) -> None:
    night = one(built, "select * from marts.fct_incidents where first_reported_on = date '2025-10-10'")
    assert (night["killed_low"], night["killed_best"], night["killed_high"]) == (3, 5, None)
    assert night["conflict_fields"] == ["killed_best", "responsibility_status"]


def test_blame_in_one_outlet_and_denial_in_another_is_a_dispute(built: Path) -> None:
    night = one(built, "select * from marts.fct_incidents where first_reported_on = date '2025-10-10'")
    assert night["responsibility_status"] == "disputed"
    assert night["actor1_id"] == "pak-gov"
    assert rows(
        built, f"select 1 from marts.review_items where item_id = 'disputed_responsibility:{night['incident_id']}'"
    )


def test_a_copy_is_an_article_but_no_source(built: Path) -> None:
    night = one(built, "select * from marts.fct_incidents where first_reported_on = date '2025-10-10'")
    assert (night["n_sources"], night["n_articles"], night["n_claims"]) == (2, 3, 4)


def test_a_toll_over_a_period_stays_apart(built: Path) -> None:
    weeks = one(built, "select * from marts.fct_incidents where casualty_scope = 'period_total'")
    assert (weeks["n_articles"], weeks["killed_low"], weeks["killed_high"]) == (1, 12, None)


def test_ids_name_country_day_kind_and_first_claim(built: Path) -> None:
    night = one(built, "select * from marts.fct_incidents where first_reported_on = date '2025-10-10'")
    first = one(built, "select min(claim_id) as claim_id from marts.fct_claims where article_id = 'night-1'")
    assert night["incident_id"] == f"AFG-2025-10-09-EXPL-{first['claim_id'][:6]}"


def test_a_denial_contradicts_the_event_and_supports_the_statement(built: Path) -> None:
    roles = rows(
        built,
        "select distinct fact_table, role from marts.brg_fact_evidence join marts.fct_claims "
        "using (claim_id) where stance = 'denies' order by fact_table",
    )
    assert roles == [
        {"fact_table": "fct_incidents", "role": "contradicts"},
        {"fact_table": "fct_statements", "role": "supports"},
    ]


def test_a_round_of_talks_is_one_row_from_plan_to_end(built: Path) -> None:
    talks = one(built, "select * from marts.fct_talks")
    assert (talks["date_start"], talks["date_end"]) == (date(2025, 11, 6), date(2025, 11, 7))
    assert (talks["outcome"], talks["round_no"], talks["process_id"]) == ("collapsed", 3, "AFG-PAK")
    assert talks["parties"] == ["Pakistan", "Taliban government"]
    assert talks["mediators"] == ["Turkey", "Qatar"]


def test_each_side_of_the_talks_has_one_position(built: Path) -> None:
    positions = rows(
        built, "select actor_id, outcome_as_stated, blames_actor_id from marts.fct_talks_positions order by 1"
    )
    assert positions == [
        {"actor_id": "afg-taliban-gov", "outcome_as_stated": "paused", "blames_actor_id": "pak-gov"},
        {"actor_id": "pak-gov", "outcome_as_stated": "finished", "blames_actor_id": None},
    ]


def test_events_of_one_truce_make_one_ceasefire(built: Path) -> None:
    truces = rows(built, "select * from marts.fct_ceasefires order by declared_date")
    assert [t["declared_date"] for t in truces] == [date(2023, 9, 10), date(2025, 10, 19)]
    latest = truces[1]
    assert (latest["status"], latest["class"], latest["laterality"]) == ("conditional", "preliminary", "bilateral")
    assert (latest["parties"], latest["brokered_by"]) == (["Pakistan", "Taliban government"], ["Qatar"])
    events = rows(
        built,
        f"select event, event_date from marts.fct_ceasefire_events "
        f"where ceasefire_id = '{latest['ceasefire_id']}' order by event",
    )
    assert [e["event"] for e in events] == ["conditional", "declared", "violation_alleged"]


def test_the_date_an_article_did_not_settle_on_is_kept(built: Path) -> None:
    kept = rows(
        built,
        "select value, is_chosen, rule from marts.fct_conflicts where fact_table = 'fct_ceasefires' order by is_chosen",
    )
    assert kept == [
        {"value": "2025-11-01/2025-11-09", "is_chosen": False, "rule": "most_precise"},
        {"value": "2025-10-19/2025-10-19", "is_chosen": True, "rule": "most_precise"},
    ]
    assert rows(built, "select 1 from marts.review_items where reason = 'date_conflict'")


def test_measurements_link_by_definition_and_number(built: Path) -> None:
    assert articles_of(built, "fct_deportations") == [
        ["returns-1"],
        ["returns-1"],
        ["returns-1", "returns-2"],
        ["returns-3"],
        ["returns-4"],
    ]


def test_an_open_window_stays_open(built: Path) -> None:
    measured = one(built, "select * from marts.fct_deportations where window_end is null")
    assert (measured["window_start"], measured["count_low"], measured["count_high"]) == (
        date(2023, 1, 1),
        1000001,
        None,
    )


def test_arithmetic_between_measurements_asks_for_review(built: Path) -> None:
    details = rows(built, "select detail from marts.review_items where reason = 'arithmetic_mismatch' order by 1")
    assert [d["detail"] for d in details] == [
        "a part counts 95000, the whole 90000",
        "a running total of 80000 follows one of 90000",
        "the text says 12.0 per cent, the counts make 10.1",
    ]


def test_the_next_change_that_speaks_of_it_closes_an_interval(built: Path) -> None:
    intervals = rows(
        built,
        "select status, traffic_class, valid_from, valid_to, n_articles from marts.fct_border_status "
        "order by valid_from, status",
    )
    assert [tuple(interval.values()) for interval in intervals] == [
        ("closed", "all", date(2025, 10, 12), date(2025, 12, 1), 2),
        ("reopened_temporarily", "returnees_only", date(2025, 11, 1), date(2025, 12, 1), 1),
        ("open", "all", date(2025, 12, 1), date(2026, 1, 12), 1),
        ("closed", "all", date(2026, 1, 12), None, 3),
        ("announced_open", "all", date(2026, 2, 1), None, 1),
        ("partially_open", "trade", date(2026, 2, 5), None, 1),
    ]


def test_outlets_that_date_one_closure_apart_make_one_interval_and_a_conflict(built: Path) -> None:
    closed = one(built, "select border_status_id, valid_from from marts.fct_border_status where is_whole_border")
    kept = rows(
        built,
        "select value, is_chosen from marts.fct_conflicts where field = 'date' "
        f"and fact_id = '{closed['border_status_id']}' order by value",
    )
    assert kept == [
        {"value": "2026-01-11/2026-01-11", "is_chosen": False},
        {"value": "2026-01-12/2026-01-12", "is_chosen": True},
    ]


def test_statements_stay_with_their_article_and_answer_one_another(built: Path) -> None:
    statements = rows(built, "select statement_id, statement_type, in_reply_to_id from marts.fct_statements")
    assert len(statements) == 3
    reply = next(s for s in statements if s["statement_type"] == "denial")
    assert reply["in_reply_to_id"] in {s["statement_id"] for s in statements if s["statement_type"] == "accusation"}


def test_a_user_may_choose_another_rule_for_a_field(warehouse: Path, tmp_path: Path) -> None:
    chosen = "select value from marts.fct_conflicts where field = 'killed_best' and is_chosen"
    assert rows(warehouse, chosen) == [{"value": "5"}]
    rules = tmp_path / "target"
    result = run_dbt(
        warehouse,
        "run",
        "-s",
        "int_fact_values__observed+",
        "--vars",
        "{resolve: {killed_best: conservative}}",
        target=rules,
    )
    assert result.success
    assert rows(warehouse, chosen) == [{"value": "3"}]
    refused = run_dbt(warehouse, "parse", "--vars", "{resolve: {killed_best: mean}}", target=rules)
    assert not refused.success
    assert "expected conservative, latest or official" in str(refused.exception)
