"""The file of decisions: one JSON object a line, only ever appended to.

What belongs here: what a decision says, reading and appending.  Not here: how a decision is made (decide.py) and applied (dbt).
A damaged line stops whoever reads the file: to go on without it would publish what somebody has overruled.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

from pipelines import ids
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.review.fields import ARTICLES, checked, kinds_by_table
from pipelines.schemas import MARK

ACTIONS = ("accept", "reject", "edit", "merge", "split", "link_denial")
# What is decided of an article: the day it was published.
OF_ARTICLES = frozenset({"accept", "edit"})
# Decisions on two things: a fact and another fact, some of its own tellings, or a claim.
TWO_SIDED = frozenset({"merge", "split", "link_denial"})


class Mark(TypedDict):
    """A claim as the reviewer saw it: its id, else its place or its words, find it again in a later reading."""

    claim_id: str
    article_id: str
    version: int
    claim_kind: str
    char_start: int
    char_end: int
    quote: str
    sub_event_type: str | None
    date_start: str | None
    place_id: str | None
    speaker_id: str | None
    payload: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file (columns of raw.review_decisions)."""

    decision_id: str
    decided_at: datetime
    reviewer: str
    action: str
    target_table: str
    target_id: str
    field: str | None
    old_value: str | None
    new_value: str | None
    reason: str | None
    target: list[Mark]
    other: list[Mark]

    def row(self) -> dict[str, object]:
        """The decision as a row of raw.review_decisions."""
        return asdict(self)

    def line(self) -> str:
        """The decision as a line of the file, without its end."""
        return json.dumps(self.row() | {"decided_at": self.decided_at.isoformat()}, ensure_ascii=False)


def new_decision(
    *,
    reviewer: str,
    action: str,
    target_table: str,
    target_id: str,
    target: list[Mark],
    other: list[Mark] | None = None,
    field: str | None = None,
    old_value: str | None = None,
    new_value: str | None = None,
    reason: str | None = None,
) -> Decision:
    """A decision made now."""
    decided_at = datetime.now(UTC)
    return Decision(
        decision_id=ids.decision_id(
            decided_at.isoformat(), reviewer, action, target_table, target_id, field, new_value
        ),
        decided_at=decided_at,
        reviewer=reviewer,
        action=action,
        target_table=target_table,
        target_id=target_id,
        field=field,
        old_value=old_value,
        new_value=new_value,
        reason=reason,
        target=target,
        other=other or [],
    )


def append(path: Path, decision: Decision) -> None:
    """Add one line and have it on the disk: one write under a lock, so that two reviewers never interleave.

    A line that an interrupted write left without its end is ended first, so that it damages none but itself.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    except OSError as error:
        raise EnvironmentProblem(
            f"{path} cannot be written: {error.strerror}",
            expected="a file that can be appended to",
            cure="see to its permissions, or name another home with --home",
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file).st_size
        is_ended = size == 0 or os.pread(file, 1, size - 1) == b"\n"
        _write(file, ("" if is_ended else "\n") + decision.line() + "\n")
        os.fsync(file)
    finally:
        os.close(file)


def _write(file: int, text: str) -> None:
    data = text.encode()
    written = os.write(file, data)
    if written != len(data):
        raise EnvironmentProblem(
            f"only {written} of {len(data)} bytes of the decision were written",
            expected="room on the disk",
            cure="make room, remove the broken last line of the file, and decide again",
        )


def read(path: Path) -> list[Decision]:
    """Every decision, in the order of the file; all damaged lines are named at once."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        lines = file.read().split(b"\n")
    decisions: list[Decision] = []
    damaged: list[str] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                decisions.append(_decision(line))
            except (ValueError, RecursionError, DataProblem) as error:
                damaged.append(f"line {number}: {str(error).splitlines()[0]}")
    twice = [decision for decision, n in Counter(d.decision_id for d in decisions).items() if n > 1]
    damaged += [f"decision {decision} stands there more than once" for decision in twice]
    if damaged:
        raise DataProblem(
            f"{path} is damaged:\n  " + "\n  ".join(damaged),
            expected="one decision a line, a JSON object as `factwire review` writes it (docs/review.md)",
            cure="restore those lines from a copy; a line that was cut short while it was written is decided again: "
            "take it out and repeat the decision with factwire review",
        )
    return decisions


def refuse_lost(path: Path, decisions: Sequence[Decision], held: Sequence[str]) -> None:
    """Raise where a decision that an earlier run applied no longer stands in the file: it is only ever appended to."""
    lost = sorted(set(held) - {decision.decision_id for decision in decisions})
    if lost:
        raise DataProblem(
            f"{path} has lost {len(lost)} decisions that an earlier run applied: {', '.join(lost[:8])}",
            expected="every line it ever held: a decision is not taken out, a later one takes its place",
            cure="restore the file from a copy; what the lines said is in marts.review_decisions",
        )


def _decision(line: bytes) -> Decision:
    """One line; a ValueError or DataProblem says what is wrong with it."""
    try:
        found = json.loads(line.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"no valid JSON at character {error.colno}: {error.msg}") from error
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    names = {f.name for f in fields(Decision)}
    if set(found) != names:
        raise ValueError(f"its fields differ from a decision's by {', '.join(sorted(set(found) ^ names))}")
    _check_text(found)
    _check_meaning(found)
    for role in ("target", "other"):
        _check_marks(role, found[role], is_needed=role == "target" and found["target_table"] != ARTICLES)
    return Decision(**found | {"decided_at": _moment(found["decided_at"])})


def _check_text(found: Mapping[str, Any]) -> None:
    for name in ("decision_id", "reviewer", "action", "target_table", "target_id", "decided_at"):
        if not isinstance(found[name], str) or not found[name].strip():
            raise ValueError(f"{name} is {found[name]!r}, expected a text")
    for name in ("field", "old_value", "new_value", "reason"):
        if not isinstance(found[name], str | None):
            raise ValueError(f"{name} is {found[name]!r}, expected a text or null")


def _check_meaning(found: Mapping[str, Any]) -> None:
    action, table = found["action"], found["target_table"]
    if action not in ACTIONS:
        raise ValueError(f"action is {action!r}, expected one of {', '.join(ACTIONS)}")
    if table not in kinds_by_table():
        raise ValueError(f"target_table is {table!r}, expected one of {', '.join(kinds_by_table())}")
    if table == ARTICLES and action not in OF_ARTICLES:
        raise ValueError(f"an article takes no {action}: only its publication day is decided")
    if action == "edit" or table == ARTICLES:
        checked(kinds_by_table()[table], str(found["field"]), found["new_value"])
    if action in TWO_SIDED and table == "fct_statements":
        raise ValueError(f"a statement takes no {action}: it was made once")
    if action in TWO_SIDED and not (found["new_value"] and found["other"]):
        raise ValueError(f"{action} needs new_value and other")


def _check_marks(role: str, marks: object, *, is_needed: bool) -> None:
    if not isinstance(marks, list) or (is_needed and not marks):
        raise ValueError(f"{role} is no list of claims")
    for mark in marks:
        if not isinstance(mark, dict) or set(mark) != set(MARK):
            raise ValueError(f"{role} holds a claim without exactly the fields {', '.join(MARK)}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"decided_at is {text!r}, expected a time with its zone")
    return moment.astimezone(UTC)
