"""The decisions of `factwire review`: each checked against the published copy, then appended to the home's file.

What belongs here: what a decision may say of which fact.  Not here: the file (review/decisions.py), what is printed of
items (reviewing.py), how decisions are applied (dbt).
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import duckdb
from rich.console import Console

from pipelines.api.facts import FACT_TABLES, RejectedFact, find_fact
from pipelines.api.published import published
from pipelines.commands.decided import described
from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.review import targets
from pipelines.review.decisions import Decision, Mark, append, new_decision, read, refuse_lost
from pipelines.review.fields import ARTICLES, OPEN, PUBLISHED, checked, kinds_by_table

REVIEWER_VARIABLE = "FACTWIRE_REVIEWER"
_SHOW = "factwire review show FACT_ID"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who decides, why, on which home: what every decision shares."""

    home: Home
    connection: duckdb.DuckDBPyConnection
    reviewer: str
    reason: str | None


@contextmanager
def desk(home: Home, reviewer: str | None, reason: str | None) -> Iterator[Desk]:
    """A place to decide at: the published copy, and the name the decision is kept under."""
    with published(home) as connection:
        yield Desk(home, connection, _name(reviewer), (reason or "").strip() or None)


def _name(given: str | None) -> str:
    """Who decides: the name given, else the environment's, else the system's."""
    for name in (given, os.environ.get(REVIEWER_VARIABLE)):
        if name and name.strip():
            return name.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise EnvironmentProblem(
            "the system does not know who you are",
            expected="a name to keep the decision under",
            cure=f"give it: --reviewer NAME, or set {REVIEWER_VARIABLE}",
        ) from error


def accept(at: Desk, given: str) -> Decision:
    """The fact, or the day of an article, is right as it stands; a rejected fact is taken back."""
    if article_id := targets.article(at.connection, given):
        return _keep_day(at, "accept", article_id, targets.published_on(at.connection, article_id))
    try:
        table, fact_id = find_fact(at.connection, given)
    except RejectedFact as rejected:
        kept = read(at.home.decisions)
        refuse_lost(at.home.decisions, kept, [rejected.decision_id])
        marks = next(decision.target for decision in kept if decision.decision_id == rejected.decision_id)
        return _keep(at, "accept", rejected.table, rejected.fact_id, marks)
    return _keep(at, "accept", table, fact_id, _marks(at, fact_id))


def reject(at: Desk, given: str) -> Decision:
    """The fact does not stand: it leaves the fact tables."""
    if targets.article(at.connection, given):
        raise DataProblem(
            f"{given} is an article: only its publication day is decided",
            expected="a fact to reject, or accept and edit for an article",
            cure="reject the facts it tells (factwire review show names them), or edit its day",
        )
    table, fact_id = find_fact(at.connection, given)
    return _keep(at, "reject", table, fact_id, _marks(at, fact_id))


def edit(at: Desk, given: str, field: str, value: str | None) -> Decision:
    """One value of the fact, or the day of an article, set by hand; None says that it is not known."""
    if article_id := targets.article(at.connection, given):
        day = checked("article", field, value)
        if day and date.fromisoformat(day) > datetime.now(UTC).date() + timedelta(days=1):
            raise DataProblem(f"{day} is to come", expected="a day of the past", cure="look at the year")
        return _keep_day(at, "edit", article_id, day)
    table, fact_id = find_fact(at.connection, given)
    kind = kinds_by_table()[table]
    new_value = checked(kind, field, value)
    if field == "place_id" and new_value is not None and not targets.is_place(at.connection, new_value):
        near = targets.places_named(at.connection, new_value)
        raise DataProblem(
            f"no place has the id {new_value}",
            expected="a place_id of marts.dim_places" + (f", such as {'; '.join(near)}" if near else ""),
            cure="find it: factwire query \"select place_id, name, country from marts.dim_places where name = 'NAME'\"",
        )
    _refuse_crossing(at, fact_id, field, new_value)
    old_value = targets.value_of(at.connection, table, FACT_TABLES[table], kind, fact_id, field)
    return _keep(at, "edit", table, fact_id, _marks(at, fact_id), field=field, old_value=old_value, new_value=new_value)


def merge(at: Desk, given: str, other: str) -> Decision:
    """Two facts are one."""
    table, fact_id = find_fact(at.connection, given)
    other_table, other_id = find_fact(at.connection, other)
    if table != other_table or fact_id == other_id or table == "fct_statements":
        raise DataProblem(
            f"{fact_id} (marts.{table}) and {other_id} (marts.{other_table}) cannot be one fact",
            expected="two different facts of one table; each statement was made once",
            cure=f"look at both: {_SHOW}",
        )
    return _keep(at, "merge", table, fact_id, _marks(at, fact_id), other=_marks(at, other_id), new_value=other_id)


def split(at: Desk, given: str, apart: Sequence[str]) -> Decision:
    """Some tellings of the fact, named by their article or a claim, are of another event."""
    table, fact_id = find_fact(at.connection, given)
    marks = _marks(at, fact_id)
    leaving = [mark for mark in marks if _is_named(at, mark, apart)]
    nowhere = [name for name in apart if not any(_is_named(at, mark, [name]) for mark in marks)]
    if nowhere or not 0 < len(leaving) < len(marks):
        raise DataProblem(
            f"{fact_id} has {len(marks)} tellings; "
            + (f"none is of {', '.join(nowhere)}" if nowhere else f"{len(leaving)} of them would leave"),
            expected="articles or claims of some of its tellings, not of all: "
            + ", ".join(f"{mark['article_id']} (claim {mark['claim_id']})" for mark in marks),
            cure=f"look at them: {_SHOW}",
        )
    staying = [mark for mark in marks if mark not in leaving]
    return _keep(at, "split", table, fact_id, staying, other=leaving, new_value=",".join(apart))


def link_denial(at: Desk, given: str, claim_id: str) -> Decision:
    """A claim of any article denies the fact."""
    table, fact_id = find_fact(at.connection, given)
    found = targets.claims(at.connection, claim_id)
    if len(found) != 1 or table == "fct_statements":
        what = "a statement was made, whoever denies what it says" if found else f"no claim has the id {claim_id}"
        raise DataProblem(
            what if len(found) < 2 else f"several claims have an id that starts with {claim_id}",
            expected="the claim_id of one claim, and a fact that is no statement",
            cure="find it: factwire query \"select claim_id, quote from marts.fct_claims where stance = 'denies'\"",
        )
    return _keep(at, "link_denial", table, fact_id, _marks(at, fact_id), other=found, new_value=found[0]["claim_id"])


def waiting(home: Home, connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Decisions that no build has seen yet."""
    applied = {row[0] for row in connection.execute("select decision_id from marts.review_decisions").fetchall()}
    return [decision for decision in read(home.decisions) if decision.decision_id not in applied]


def print_kept(decision: Decision) -> None:
    """What was recorded, and when it will show."""
    what = described(decision.action, decision.field, decision.old_value, decision.new_value)
    Console(highlight=False, soft_wrap=True).print(
        f"kept: {decision.target_id} · {what} · {decision.reviewer}\nit takes effect with the next factwire run",
        markup=False,
    )


def _keep(
    at: Desk,
    action: str,
    table: str,
    fact_id: str,
    target: list[Mark],
    *,
    other: list[Mark] | None = None,
    field: str | None = None,
    old_value: str | None = None,
    new_value: str | None = None,
) -> Decision:
    read(at.home.decisions)  # a damaged file is mended before it grows
    decision = new_decision(
        reviewer=at.reviewer,
        action=action,
        target_table=table,
        target_id=fact_id,
        target=target,
        other=other,
        field=field,
        old_value=old_value,
        new_value=new_value,
        reason=at.reason,
    )
    append(at.home.decisions, decision)
    return decision


def _keep_day(at: Desk, action: str, article_id: str, day: str | None) -> Decision:
    """The day an article was published; that which is accepted stays, whatever is delivered later."""
    old = targets.published_on(at.connection, article_id)
    return _keep(at, action, ARTICLES, article_id, [], field=PUBLISHED, old_value=old, new_value=day)


def _marks(at: Desk, fact_id: str) -> list[Mark]:
    return targets.tellings(at.connection, fact_id)


def _is_named(at: Desk, mark: Mark, names: Sequence[str]) -> bool:
    return any(
        name == mark["article_id"] or name in targets.telling_of(at.connection, mark["claim_id"]) for name in names
    )


def _refuse_crossing(at: Desk, fact_id: str, field: str, value: str | None) -> None:
    """Bounds set by hand must not cross one another; those the machine found make way."""
    count, _, bound = field.rpartition("_")
    if bound not in {"low", "best", "high"} or value in (None, OPEN):
        return
    by_hand = _edits(at, fact_id) | {field: value}
    bounds = [by_hand.get(f"{count}_{name}") for name in ("low", "best", "high")]
    known = [int(number) for number in bounds if number is not None and number != OPEN]
    if known != sorted(known):
        raise DataProblem(
            f"{count} would be {' ≤ '.join(map(str, known))} by hand",
            expected="low ≤ best ≤ high",
            cure=f"edit the other bound first, or set it to unknown; {_SHOW} lists what was set",
        )


def _edits(at: Desk, fact_id: str) -> dict[str, str | None]:
    """Values set by hand: those in force, then those waiting."""
    in_force = at.connection.execute(
        "select field, new_value from marts.review_decisions where action = 'edit' and state = 'in_force' and fact_id = ?",
        [fact_id],
    ).fetchall()
    later = [d for d in waiting(at.home, at.connection) if d.action == "edit" and d.target_id == fact_id]
    return dict(in_force) | {str(d.field): d.new_value for d in later}
