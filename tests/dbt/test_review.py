"""What reviewers decide, applied by a build; and that it outlives another reading, a correction and another linking."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.review import targets
from pipelines.review.decisions import Mark, new_decision
from pipelines.schemas import RAW_REVIEW_DECISIONS
from tests.dbt.conftest import ATTACK, STRIKE
from tests.dbt.warehouse import GUNMEN, PAKISTAN, Staging, build, days, rows

KEYS = {"fct_incidents": "incident_id", "fct_talks": "talks_id"}


def told(staging: Staging, article: str, day: str, words: list[str], *, killed: int | None = None, **more: Any) -> None:
    """An attack in Kabul as one article tells it: one claim for each of the words, all of one fact."""
    story = staging.article(article, day)
    tell(story, day, words, killed=killed, **more)


def tell(story: Any, day: str, words: list[str], *, killed: int | None = None, at: str = "Kabul", **more: Any) -> None:
    toll = {} if killed is None else {"killed_low": killed, "killed_best": killed, "killed_high": killed}
    claims = [{"quote": quote} for quote in words]
    story.told("incident", words[0], days(day), at=at, types=ATTACK, by=[GUNMEN], claims=claims, **(toll | more))


def marks(file: Path, fact_id: str) -> list[Mark]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return targets.tellings(connection, fact_id)


def decide(file: Path, action: str, target_id: str, **more: Any) -> str:
    """Keep a decision as a run would load it from the home's file."""
    target = more.pop("target") if "target" in more else marks(file, target_id)
    given = {"target_table": "fct_incidents", "target": target} | more
    decision = new_decision(reviewer="mara", action=action, target_id=target_id, reason="checked", **given)
    with duckdb.connect(str(file)) as connection:
        connection.register("kept", RAW_REVIEW_DECISIONS.frame([decision.row()]))
        connection.execute("insert into raw.review_decisions select * from kept")
    return decision.decision_id


def of_article(file: Path, article: str, table: str = "fct_incidents") -> str:
    """The id of the one fact of a table that an article tells."""
    (found,) = rows(
        file,
        f"select distinct fact_id from marts.brg_fact_evidence where fact_table = '{table}' and article_id = '{article}' "
        "and role <> 'contradicts'",
    )
    return str(found["fact_id"])


def states(file: Path) -> dict[str, str]:
    return {r["decision_id"]: r["state"] for r in rows(file, "select decision_id, state from marts.review_decisions")}


def incident(file: Path, article: str) -> dict[str, Any]:
    (row,) = rows(file, f"select * from marts.fct_incidents where incident_id = '{of_article(file, article)}'")
    return row


def test_an_edit_is_chosen_and_the_values_of_the_sources_stay(warehouse: Path, target: Path) -> None:
    night = of_article(warehouse, "night-1")
    decide(warehouse, "edit", night, field="killed_best", new_value="4")
    decide(warehouse, "edit", night, field="date", new_value="2025-10-09/2025-10-10")
    decide(warehouse, "edit", night, field="responsibility_status", new_value=None)
    decide(warehouse, "accept", of_article(warehouse, "bus-kabul"))
    build(warehouse, target)
    row = incident(warehouse, "night-1")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (3, 4, None)
    assert (str(row["date_start"]), str(row["date_end"]), row["date_prec"]) == ("2025-10-09", "2025-10-10", 2)
    assert row["responsibility_status"] == "unknown"
    fed = rows(
        warehouse,
        "select old_value, new_value, article_id from history.changes "
        f"where fact_id = '{night}' and field = 'killed_best' and change = 'changed'",
    )
    assert fed == [{"old_value": "5", "new_value": "4", "article_id": None}]
    kept = rows(
        warehouse,
        f"select value, is_chosen, rule from marts.fct_conflicts where fact_id = '{night}' and field = 'killed_best' "
        "order by 1",
    )
    assert kept == [
        {"value": "3", "is_chosen": False, "rule": "manual"},
        {"value": "4", "is_chosen": True, "rule": "manual"},
        {"value": "5", "is_chosen": False, "rule": "manual"},
    ]
    said = {r["review_status"] for r in rows(warehouse, "select review_status from marts.fct_incidents")}
    assert said == {"machine", "reviewed", "edited"}
    assert (row["review_status"], incident(warehouse, "bus-kabul")["review_status"]) == ("edited", "reviewed")
    items = rows(warehouse, "select target_id, is_open from marts.review_items order by rank")
    assert [item["is_open"] for item in items] == sorted((item["target_id"] != night for item in items), reverse=True)
    assert not items[-1]["is_open"]


def test_bounds_make_way_for_a_bound_set_by_hand(warehouse: Path, target: Path) -> None:
    """Else one edit would break low ≤ best ≤ high, and with it the whole build."""
    bus = of_article(warehouse, "bus-kabul")
    decide(warehouse, "edit", bus, field="killed_best", new_value="11")
    whole = of_article(warehouse, "returns-3", "fct_deportations")
    decide(warehouse, "edit", whole, target_table="fct_deportations", field="count_high", new_value="70000")
    build(warehouse, target)
    row = incident(warehouse, "bus-kabul")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (8, 11, 11)
    (count,) = rows(
        warehouse,
        f"select count_low, count_best, count_high from marts.fct_deportations where measure_id = '{whole}'",
    )
    assert count == {"count_low": 70000, "count_best": 70000, "count_high": 70000}


def test_a_rejected_fact_leaves_the_fact_tables_and_can_come_back(warehouse: Path, target: Path) -> None:
    talks = of_article(warehouse, "talks-end", "fct_talks")
    seen = marks(warehouse, talks)
    n_claims = rows(warehouse, "select count(*) as n from marts.fct_claims")
    first = decide(warehouse, "reject", talks, target_table="fct_talks", target=seen)
    build(warehouse, target)
    assert rows(warehouse, "select * from marts.fct_talks") == []
    assert rows(warehouse, "select * from marts.fct_talks_positions") == []
    assert rows(warehouse, f"select * from marts.brg_fact_evidence where fact_id = '{talks}'") == []
    assert rows(warehouse, "select count(*) as n from marts.fct_claims") == n_claims
    assert rows(warehouse, "select new_id, reason from marts.fact_id_aliases") == [
        {"new_id": None, "reason": "rejected"}
    ]
    assert rows(warehouse, "select count(*) as n from history.talks where dbt_valid_to is not null") == [{"n": 1}]
    assert states(warehouse) == {first: "in_force"}

    second = decide(warehouse, "accept", talks, target_table="fct_talks", target=seen)
    build(warehouse, target)
    assert rows(warehouse, "select talks_id, review_status from marts.fct_talks") == [
        {"talks_id": talks, "review_status": "reviewed"}
    ]
    assert states(warehouse) == {first: "superseded", second: "in_force"}
    assert rows(warehouse, "select * from marts.fact_id_aliases") == []


def test_a_linked_denial_contradicts_and_responsibility_follows(warehouse: Path, target: Path) -> None:
    (denial,) = rows(
        warehouse, "select claim_id from marts.fct_claims where stance = 'denies' and claim_kind = 'incident'"
    )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        other = targets.claims(connection, denial["claim_id"])
    linked = of_article(warehouse, "bus-kabul")
    before = marks(warehouse, linked)
    decide(warehouse, "link_denial", linked, other=other, new_value=denial["claim_id"])
    build(warehouse, target)
    assert rows(
        warehouse,
        f"select role from marts.brg_fact_evidence where fact_id = '{linked}' and claim_id = '{denial['claim_id']}'",
    ) == [{"role": "contradicts"}]
    assert incident(warehouse, "bus-kabul")["responsibility_status"] == "denied"
    assert incident(warehouse, "bus-kabul")["review_status"] == "edited"
    assert marks(warehouse, linked) == before, "a denial linked to a fact is no telling of it"


def night(cut: str) -> Staging:
    """Five attacks: a reading that cuts the sentences one way, and another that cuts them otherwise."""
    staging = Staging()

    def cuts(*sentences: str) -> list[str]:
        return [" ".join(sentences)] if cut == "long" else list(sentences)

    told(staging, "edited", "2025-03-01", cuts("Gunmen came at dawn.", "Two guards were shot."), killed=2)
    told(staging, "rejected", "2025-03-10", cuts("The drill began at noon.", "Ten men fell down."), killed=10)
    for article, second in (("left", "Four were shot."), ("right", "Four men were shot."), ("third", "Four died.")):
        told(staging, article, "2025-03-20", cuts("It was late.", second), killed=4)
    told(staging, "here", "2025-03-28", cuts("The mill burnt.", "Seven died."), killed=7)
    told(staging, "there", "2025-03-28", cuts("A mill was set alight.", "Seven died there."), killed=7, at="Quetta")
    both = staging.article("both", "2025-03-15")
    line = "Three were shot in Kabul and five in Quetta."
    for killed, at in ((3, "Kabul"), (5, "Quetta")):
        start = len(both.row["text"])
        tell(both, "2025-03-14", cuts("Two raids.", line), killed=killed, at=at)
        # Both facts stand in one sentence: the same words, the same place in the text.
        if start:
            _shift(staging, both, -start)
    twins = staging.article("twins", "2025-04-03")
    for _ in range(2 if cut == "long" else 1):
        start = len(twins.row["text"])
        tell(twins, "2025-04-03", cuts("So it is told.", "A bridge fell."))
        if start:
            _shift(staging, twins, -start)
    if cut == "long":
        told(staging, "denial", "2025-03-02", ["No such thing happened there. None at all."])
    else:
        told(staging, "denial", "2025-03-02", ["No such thing happened there.", "None at all."])
    return staging


def _shift(staging: Staging, story: Any, by: int) -> None:
    """Have the claims told last stand where the ones before them do."""
    for table in (staging.claims, staging.sentences):
        for row in table:
            if row["article_id"] == story.row["article_id"] and row["char_start"] >= -by:
                row["char_start"] += by
                row["char_end"] += by
    story.row["text"] = story.row["text"][:-by]


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, target: Path) -> tuple[Path, dict[str, str]]:
    """Decisions of every kind on the one reading, then a build on the other."""
    file = tmp_path_factory.mktemp("reread") / "warehouse.duckdb"
    night("short").write(file)
    build(file, target)
    ids = {
        article: of_article(file, article)
        for article in ("edited", "rejected", "left", "here", "there", "denial", "twins")
    }
    assert of_article(file, "third") == ids["left"]
    assert ids["here"] != ids["there"]
    quetta = rows(file, "select incident_id from marts.fct_incidents where killed_best = 5")[0]["incident_id"]
    decide(file, "edit", ids["edited"], field="killed_best", new_value="3")
    decide(file, "reject", ids["rejected"])
    decide(file, "reject", ids["twins"])
    tellings = marks(file, ids["left"])
    assert len(tellings) == 3
    leaving = [mark for mark in tellings if mark["article_id"] == "third"]
    staying = [mark for mark in tellings if mark not in leaving]
    decide(file, "split", ids["left"], target=staying, other=leaving, new_value="third")
    decide(file, "merge", ids["here"], other=marks(file, ids["there"]), new_value=ids["there"])
    decide(file, "edit", quetta, field="killed_best", new_value="6")
    with duckdb.connect(str(file), read_only=True) as connection:
        denials = targets.claims(connection, marks(file, ids["denial"])[0]["claim_id"])
    decide(file, "link_denial", ids["edited"], other=denials, new_value=denials[0]["claim_id"])
    old = {r["claim_id"] for r in rows(file, "select claim_id from marts.fct_claims")}
    night("long").write(file)
    build(file, target)
    assert not old & {r["claim_id"] for r in rows(file, "select claim_id from marts.fct_claims")}
    return file, ids


def test_decisions_outlive_a_reading_that_cuts_sentences_otherwise(decided: tuple[Path, dict[str, str]]) -> None:
    file, ids = decided
    assert sorted(states(file).values()) == ["in_force"] * 6 + ["without_target"]
    assert incident(file, "edited")["killed_best"] == 3
    assert of_article(file, "edited") != ids["edited"]
    assert rows(file, "select * from marts.brg_fact_evidence where article_id = 'rejected'") == []


def test_a_split_and_a_merge_outlive_it_too(decided: tuple[Path, dict[str, str]]) -> None:
    file, _ = decided
    assert of_article(file, "left") == of_article(file, "right") != of_article(file, "third")
    assert of_article(file, "here") == of_article(file, "there")


def test_a_denial_is_found_again(decided: tuple[Path, dict[str, str]]) -> None:
    file, _ = decided
    assert rows(
        file,
        f"select article_id from marts.brg_fact_evidence where fact_id = '{of_article(file, 'edited')}' "
        "and role = 'contradicts'",
    ) == [{"article_id": "denial"}]


def test_of_two_facts_in_one_sentence_the_one_that_says_the_same_is_meant(decided: tuple[Path, dict[str, str]]) -> None:
    file, _ = decided
    tolls = rows(
        file,
        "select distinct killed_best, review_status from marts.fct_incidents join marts.brg_fact_evidence "
        "on fact_id = incident_id where article_id = 'both' order by 1",
    )
    assert tolls == [
        {"killed_best": 3, "review_status": "machine"},
        {"killed_best": 6, "review_status": "edited"},
    ]


def test_two_facts_that_fit_equally_well_are_not_chosen_between(decided: tuple[Path, dict[str, str]]) -> None:
    file, ids = decided
    assert rows(file, "select target_id from marts.review_items where reason = 'decision_without_target'") == [
        {"target_id": ids["twins"]}
    ]
    (told_now,) = rows(
        file, "select count(distinct fact_id) as n from marts.brg_fact_evidence where article_id = 'twins'"
    )
    assert told_now == {"n": 2}


def test_decisions_follow_a_fact_that_is_renamed_corrected_or_gone(tmp_path: Path, target: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    staging = Staging()
    told(staging, "later", "2025-03-03", ["Two guards were shot."], killed=2)
    told(staging, "alone", "2025-04-03", ["A raid cost nine lives."], killed=9)
    staging.write(file)
    build(file, target)
    first_id, lost_id = of_article(file, "later"), of_article(file, "alone")
    kept = decide(file, "edit", first_id, field="killed_best", new_value="3")
    lost = decide(file, "reject", lost_id)

    # An earlier telling gives the fact another id; a correction of the article keeps the words, but not their place.
    told(staging, "earlier", "2025-03-03", ["A pair of guards were shot."], killed=2)
    staging.articles[-1]["published_on"] = staging.articles[-1]["published_on"].replace(day=2)
    tell(
        staging.article("later", "2025-03-03", version=2),
        "2025-03-03",
        ["Corrected.", "Two guards were shot."],
        killed=2,
    )
    tell(staging.article("alone", "2025-04-03", version=2), "2025-04-03", ["No raid took place, it turns out."])
    staging.write(file)
    build(file, target)
    assert of_article(file, "later") == of_article(file, "earlier") != first_id
    assert incident(file, "later")["killed_best"] == 3
    assert states(file) == {kept: "in_force", lost: "without_target"}

    (item,) = rows(file, "select * from marts.review_items where reason = 'decision_without_target'")
    assert (item["item_id"], item["target_id"]) == (f"decision_without_target:{lost}", lost_id)
    assert "mara decided reject" in item["detail"]
    # A rejection that has lost its target rejects nothing else.
    assert rows(file, f"select 1 from marts.fct_incidents where incident_id = '{of_article(file, 'alone')}'")


def test_the_later_of_two_decisions_on_a_pair_counts(warehouse: Path, target: Path) -> None:
    bus = of_article(warehouse, "bus-one")
    one, two = marks(warehouse, bus)
    first = decide(warehouse, "split", bus, target=[one], other=[two], new_value=two["article_id"])
    second = decide(warehouse, "merge", bus, target=[two], other=[one], new_value=bus)
    build(warehouse, target)
    assert of_article(warehouse, "bus-one") == bus
    assert states(warehouse) == {first: "superseded", second: "in_force"}


def test_items_are_ranked_by_what_they_would_change(tmp_path: Path, target: Path) -> None:
    """A fact that stands or falls as a whole before one value of it, tolls far apart before near ones."""
    staging = Staging()

    def two_tellings(name: str, day: str, tolls: tuple[int, int]) -> None:
        for number, killed in enumerate(tolls):
            staging.article(f"{name}-{number}", day).told(
                "incident",
                f"{killed} died in the strike.",
                days(day),
                at="Kabul",
                types=STRIKE,
                by=[PAKISTAN],
                killed_low=killed,
                killed_best=killed,
                killed_high=killed,
            )

    two_tellings("wide", "2025-03-01", (40, 90))
    two_tellings("near", "2025-03-10", (40, 42))
    told(staging, "vague", "2025-03-20", ["A guard died, it seems."], killed=1, confidence=0.3)
    file = tmp_path / "warehouse.duckdb"
    staging.write(file)
    build(file, target)

    def order() -> list[str]:
        found = rows(file, "select item_id, target_id from marts.review_items order by rank")
        names = {of_article(file, article): article for article in ("wide-0", "near-0", "vague")}
        return [f"{row['item_id'].split(':')[0]} {names[row['target_id']]}" for row in found]

    (wide,) = rows(file, "select * from marts.review_items where detail like '%90%'")
    assert (wide["n_values"], wide["n_articles"], wide["n_persons"], wide["impact"]) == (1, 2, 50, 8.7)
    assert order() == ["low_confidence vague", "value_conflict wide-0", "value_conflict near-0"]


def test_a_publication_day_in_doubt_asks_until_somebody_settles_it(tmp_path: Path, target: Path) -> None:
    """One that nobody looked at, one that is settled, one of which a newer version came in, and one that is gone."""
    file = tmp_path / "warehouse.duckdb"
    staging = Staging()
    for name in ("asks", "settled", "newer", "plain"):
        told(staging, name, "2025-03-03", [f"Two guards of the {name} post were shot."], killed=2)
    places = [
        {"from": "metadata", "words": "2019-03-03", "agrees": False},
        {"from": "dateline", "words": "Mar 3", "agrees": True},
    ]
    for row in staging.articles[:3]:
        row |= {"published_flag": "years_off", "published_candidates": json.dumps(places), "published_from": "dateline"}
    staging.articles[2]["first_seen_at"] = datetime.now(UTC) + timedelta(days=1)
    staging.write(file)
    day = {"target_table": "dim_articles", "field": "published_on", "target": []}
    first = decide(file, "edit", "settled", **day, new_value="2019-03-03")
    second = decide(file, "accept", "settled", **day, new_value="2025-03-03")
    newer = decide(file, "edit", "newer", **day, new_value="2025-03-03")
    gone = decide(file, "edit", "gone", **day, new_value=None)
    build(file, target)
    assert states(file) == {first: "superseded", second: "in_force", newer: "in_force", gone: "without_target"}
    items = rows(
        file,
        "select target_id, is_open, review_status, target_table, detail, n_values, n_persons from marts.review_items "
        "where reason = 'publication_date' order by 1",
    )
    assert [(i["target_id"], i["is_open"], i["review_status"]) for i in items] == [
        ("asks", True, "machine"),
        ("newer", True, "edited"),
        ("settled", False, "reviewed"),
    ]
    assert items[0]["target_table"] == "dim_articles"
    assert items[0]["detail"] == "years off; taken as 2025-03-03 (dateline); metadata says 2019-03-03"
    assert (items[0]["n_values"], items[0]["n_persons"]) == (1, 2)
    (lost,) = rows(file, "select target_id from marts.review_items where reason = 'decision_without_target'")
    assert lost == {"target_id": "gone"}
