"""The seed article is the first acceptance case: each row of its table in the data model, by SQL on the published copy."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.conftest import factwire, rows


def test_kabul_explosions_are_one_disputed_incident(seed_home: Path) -> None:
    [row] = rows(
        seed_home,
        "select * from marts.fct_incidents where location = 'Kabul' and date_start = date '2025-10-09'",
    )
    assert row["date_end"] == "2025-10-09"
    assert row["sub_event_type"] == "Explosion, cause disputed"
    assert row["responsibility_status"] == "disputed"


def test_cross_border_fire_is_dated_by_the_talks(seed_home: Path) -> None:
    [row] = rows(seed_home, "select * from marts.fct_incidents where killed_best = 4")
    assert (row["date_start"], row["date_end"], row["date_prec"]) == ("2025-11-07", "2025-11-08", 2)
    assert row["where_prec"] == 5
    assert (row["killed_low"], row["killed_high"], row["injured_low"], row["injured_high"]) == (4, 4, 3, None)
    assert row["civilian_targeting"] is not None


def test_toll_of_the_clashes_is_a_toll_of_a_period(seed_home: Path) -> None:
    [row] = rows(seed_home, "select * from marts.fct_incidents where casualty_scope = 'period_total'")
    assert (row["killed_low"], row["killed_high"]) == (12, None)
    assert (row["date_start"], row["date_end"]) == ("2025-10-09", "2025-10-19")


def test_no_further_incident(seed_home: Path) -> None:
    assert len(rows(seed_home, "select incident_id from marts.fct_incidents")) == 3


def test_talks_are_one_round_with_two_positions(seed_home: Path) -> None:
    [row] = rows(seed_home, "select * from marts.fct_talks")
    assert row["round_no"] == 3
    assert "stanbul" in row["venue"]
    assert row["date_end"] == "2025-11-07"
    assert len(row["parties"]) == 2
    assert sorted(row["mediators"]) == ["Qatar", "Turkey"]
    assert row["outcome"] in {"no_agreement", "collapsed"}
    assert len(rows(seed_home, "select distinct actor_id from marts.fct_talks_positions")) == 2


def test_ceasefire_is_conditional_and_its_broker_no_party(seed_home: Path) -> None:
    [row] = rows(seed_home, "select * from marts.fct_ceasefires")
    assert row["declared_date"] == "2025-10-19"
    assert row["brokered_by"] == ["Qatar"]
    assert "Qatar" not in row["parties"]
    assert len(row["parties"]) == 2
    assert row["status"] == "conditional"
    flagged = rows(seed_home, "select * from marts.fct_claims where claim_kind = 'ceasefire' and has_date_conflict")
    assert flagged


def test_crossings_closed_and_torkham_partly_open(seed_home: Path) -> None:
    closed, opened = rows(seed_home, "select * from marts.fct_border_status order by valid_from")
    assert (closed["status"], closed["valid_from"], closed["by_actor"]) == ("closed", "2025-10-12", "Pakistan")
    assert (opened["crossing"], opened["status"]) == ("Torkham", "reopened_temporarily")
    assert opened["traffic_class"] == "returnees_only"
    assert "2025-10-27" <= opened["valid_from"] <= "2025-11-02"


def test_returns_are_a_lower_bound_of_a_running_total(seed_home: Path) -> None:
    [row] = rows(seed_home, "select * from marts.fct_deportations")
    assert (row["count_low"], row["count_high"], row["approximator"]) == (1_000_001, None, "more_than")
    assert row["is_cumulative"] is True
    assert row["window_start"][:4] == "2023"
    assert (row["from_iso3"], row["to_iso3"]) == ("PAK", "AFG")


def test_statements(seed_home: Path) -> None:
    statements = rows(seed_home, "select * from marts.fct_statements")
    assert 15 <= len(statements) <= 25
    types = {(row["speaker"], row["statement_type"]) for row in statements}
    assert any(kind in {"threat", "warning"} and "Asif" in who for who, kind in types)
    assert any(kind == "denial" for _, kind in types)
    assert any("Tarar" in who for who, _ in types)


def test_every_fact_has_evidence_that_is_the_text(seed_home: Path, seed_article: Path) -> None:
    text = seed_article.read_text(encoding="utf-8")
    evidence = rows(
        seed_home,
        "select c.quote, c.char_start, c.char_end, s.text from marts.brg_fact_evidence as e "
        "join marts.fct_claims as c using (claim_id) join staging.sentences as s on s.sentence_id = e.sentence_id",
    )
    assert len(evidence) > 20
    assert all(text[row["char_start"] : row["char_end"]] == row["quote"] == row["text"] for row in evidence)


def test_show_lists_claim_and_denial(seed_home: Path) -> None:
    [row] = rows(seed_home, "select incident_id from marts.fct_incidents where responsibility_status = 'disputed'")
    shown = factwire("show", "--home", seed_home, row["incident_id"]).stdout
    assert "What supports it" in shown
    assert "What contradicts it" in shown
    assert "denies" in shown
