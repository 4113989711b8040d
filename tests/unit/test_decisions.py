"""The file of reviewers' decisions: appended to whole or not at all, and never read past a damaged line."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.review.decisions import Decision, Mark, append, new_decision, read
from pipelines.review.fields import checked, editable
from pipelines.schemas import RAW_REVIEW_DECISIONS

MARK = Mark(
    claim_id="c1",
    article_id="a1",
    version=1,
    claim_kind="incident",
    char_start=0,
    char_end=9,
    quote="Two died.",
    sub_event_type="Attack",
    date_start="2025-03-01",
    place_id=None,
    speaker_id=None,
    payload="{}",
)


def decision(**more: Any) -> Decision:
    given = {"action": "accept", "target_table": "fct_incidents", "target_id": "AFG-1", "target": [MARK]}
    return new_decision(reviewer="mara", reason="sure: “two agencies”", **(given | more))


def test_what_is_appended_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "reviews" / "decisions.jsonl"
    assert read(file) == []
    kept = [decision(), decision(action="merge", new_value="AFG-2", other=[MARK])]
    for one in kept:
        append(file, one)
    assert read(file) == kept
    assert len(file.read_text().splitlines()) == 2
    assert RAW_REVIEW_DECISIONS.frame([one.row() for one in kept]).height == 2


def test_a_decision_on_the_day_of_an_article_has_no_claims(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    day = {"target_table": "dim_articles", "target_id": "a1", "target": [], "field": "published_on"}
    kept = [decision(action=action, new_value="2025-11-09", **day) for action in ("edit", "accept")]
    for one in kept:
        append(file, one)
    assert read(file) == kept
    for wrong in ({"action": "reject"}, {"new_value": "9 November"}, {"field": "title"}):
        append(file, decision(**({"action": "edit", "new_value": "2025-11-09"} | day | wrong)))
    with pytest.raises(DataProblem) as raised:
        read(file)
    said = str(raised.value)
    assert [f"line {number}" in said for number in range(1, 6)] == [False, False, True, True, True]
    assert "an article takes no reject" in said


def _append_many(file: Path, reviewer: str) -> None:
    for number in range(40):
        append(file, replace(decision(target=[MARK] * 50), decision_id=f"{reviewer}{number}", reviewer=reviewer))


def test_reviewers_who_write_at_once_do_not_interleave(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    context = multiprocessing.get_context("fork")
    at_work = [context.Process(target=_append_many, args=(file, name)) for name in ("mara", "timur", "zoe")]
    for process in at_work:
        process.start()
    for process in at_work:
        process.join()
    assert len(read(file)) == 120


def test_a_line_cut_short_damages_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    append(file, decision())
    with file.open("a") as out:
        out.write(decision().line()[:40])
    append(file, decision(target_id="AFG-2"))
    lines = file.read_text().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[2])["target_id"] == "AFG-2"
    with pytest.raises(DataProblem, match="line 2: ") as raised:
        read(file)
    assert "line 1" not in str(raised.value)
    assert "at character " in str(raised.value)
    assert "repeat the decision" in raised.value.cure


def damaged(**changes: Any) -> str:
    row = json.loads(decision(action="edit", field="killed_best", new_value="3").line())
    return json.dumps({key: value for key, value in (row | changes).items() if value != "-gone-"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1"),
        ("[]", "no JSON object"),
        (damaged(reason="-gone-"), "reason"),
        (damaged(more=1), "more"),
        (damaged(action="praise"), "praise"),
        (damaged(target_table="fct_claims"), "fct_claims"),
        (damaged(reviewer=" "), "reviewer"),
        (damaged(new_value=3), "new_value"),
        (damaged(new_value="many"), "killed_best cannot be 'many'"),
        (damaged(field="colour"), "no field colour"),
        (damaged(target=[]), "target"),
        (damaged(target=[{"claim_id": "c1"}]), "target"),
        (damaged(action="merge", other=[]), "merge needs"),
        (damaged(action="merge", target_table="fct_statements"), "made once"),
        (damaged(decided_at="2025-03-01T10:00:00"), "zone"),
        (damaged(decided_at="yesterday"), "yesterday"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_damage_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text(line + "\n")
    with pytest.raises(DataProblem, match="is damaged") as raised:
        read(file)
    assert said in str(raised.value)


def test_all_damage_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    twice = decision().line()
    file.write_text(f"{twice}\n\nnothing\n{twice}\nnothing\n")
    with pytest.raises(DataProblem) as raised:
        read(file)
    assert all(said in str(raised.value) for said in ("line 3", "line 5", "more than once"))


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "reviews").write_text("a file where the folder should be")
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        append(tmp_path / "reviews" / "decisions.jsonl", decision())


@pytest.mark.parametrize(
    ("kind", "field", "value", "stored"),
    [
        ("incident", "killed_best", "012", "12"),
        ("incident", "killed_high", "open", "open"),
        ("incident", "date", "2025-10-09", "2025-10-09/2025-10-09"),
        ("incident", "date", "2025-10-09/2025-10-12", "2025-10-09/2025-10-12"),
        ("incident", "sub_event_type", "Suicide bomb", "Suicide bomb"),
        ("incident", "killed_best", None, None),
        ("talks", "outcome", "collapsed", "collapsed"),
        ("border_status", "side", "PAK", "PAK"),
        ("deportation", "is_cumulative", "true", "true"),
    ],
)
def test_values_a_field_takes(kind: str, field: str, value: str | None, stored: str | None) -> None:
    assert checked(kind, field, value) == stored


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("incident", "killed_best", "open"),
        ("incident", "killed_best", "-1"),
        ("incident", "date", "2025-10-12/2025-10-09"),
        ("incident", "date", "October 9"),
        ("incident", "sub_event_type", "Raid"),
        ("incident", "event_type", "Battles"),
        ("incident", "is_directional", "yes"),
        ("incident", "outcome", "collapsed"),
        ("talks", "outcome", "fine"),
        ("talks", "venue", "  "),
        ("border_status", "side", "Pakistan"),
        ("border_status", "status", None),
    ],
)
def test_values_a_field_refuses(kind: str, field: str, value: str | None) -> None:
    with pytest.raises(DataProblem):
        checked(kind, field, value)


def test_every_kind_has_fields_to_edit() -> None:
    kinds = ("incident", "talks", "ceasefire", "deportation", "border_status", "statement")
    assert all(len(editable(kind)) >= 5 for kind in kinds)
