"""Which fields of a fact a reviewer may edit, and the values each takes; of an article it is the day it was published.

What belongs here: fields by kind (from seeds/resolution_rules.csv), their types and vocabularies.  Not here: whether a
place is known (targets.py, which has the published copy).
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache

from pipelines.config import DBT_PROJECT
from pipelines.errors import DataProblem
from pipelines.extract.payloads import VOCABULARIES

# An upper bound that a report leaves open, as dbt's values write it.
OPEN = "open"

ARTICLES = "dim_articles"
PUBLISHED = "published_on"

_WHOLE = frozenset(
    "killed_attackers deaths_civilians arrested round_no planned_duration_hours "
    "killed_low killed_best killed_high injured_low injured_best injured_high count_low count_best count_high".split()
)
_YES_NO = frozenset("civilian_targeting is_directional is_cumulative".split())
_COUNTRY = frozenset("from_iso3 to_iso3 side".split())
# A change of which nobody knows what changed is none.
_ALWAYS_KNOWN = frozenset({("border_status", "status")})


@cache
def kinds_by_table() -> dict[str, str]:
    """`fct_incidents` → `incident` and so on, and `dim_articles` → `article`."""
    return {row["fact_table"]: row["fact_kind"] for row in _seed("fact_kinds")} | {ARTICLES: "article"}


@cache
def editable(kind: str) -> tuple[str, ...]:
    """The fields of a kind with one value each; an incident's event type follows its sub-event type."""
    if kind == kinds_by_table()[ARTICLES]:
        return (PUBLISHED,)
    fields = [row["field"] for row in _seed("resolution_rules") if row["fact_kind"] == kind]
    return tuple(field for field in fields if field != "event_type")


def checked(kind: str, field: str, value: str | None) -> str | None:
    """The value as it is stored, or a DataProblem that says what the field takes; None is unknown."""
    if field not in editable(kind):
        cure = "edit sub_event_type: the event type follows it" if field == "event_type" else "give one of them"
        what = "an article" if kind == kinds_by_table()[ARTICLES] else f"a fact of kind {kind}"
        raise DataProblem(f"{what} has no field {field} to edit", expected=", ".join(editable(kind)), cure=cure)
    if value is None:
        if (kind, field) in _ALWAYS_KNOWN:
            raise DataProblem(f"{field} cannot be unknown", expected="a value", cure="reject the fact instead")
        return None
    expected, stored = _read(kind, field, value.strip())
    if stored is None:
        raise DataProblem(
            f"{field} cannot be {value!r}", expected=expected, cure="give such a value, or say that it is not known"
        )
    return stored


def _read(kind: str, field: str, value: str) -> tuple[str, str | None]:
    """What the field takes, and the value as stored (None where it is no such value)."""
    codes = _codes(kind, field)
    if codes:
        return "one of " + ", ".join(codes), value if value in codes else None
    if field == "date":
        return "a day as 2025-10-09, or first and last day as 2025-10-09/2025-10-12", _days(value)
    if field == PUBLISHED:
        return "a day as 2025-10-09", _day(value)
    if field in _WHOLE:
        whole = str(int(value)) if re.fullmatch(r"[0-9]{1,9}", value) else None
        if field.endswith("_high"):
            return f"a whole number, or {OPEN}", OPEN if value == OPEN else whole
        return "a whole number", whole
    if field in _YES_NO:
        return "true or false", value if value in {"true", "false"} else None
    if field in _COUNTRY:
        return "an ISO 3166-1 alpha-3 code, as AFG", value if re.fullmatch("[A-Z]{3}", value) else None
    return "some text", value or None


def _codes(kind: str, field: str) -> tuple[str, ...]:
    if (kind, field) == ("incident", "sub_event_type"):
        return tuple(row["sub_event_type"] for row in _seed("event_types"))
    return tuple(sorted(VOCABULARIES.get((kind, field), ())))


def _days(value: str) -> str | None:
    first, _, last = value.partition("/")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None
    return f"{start}/{end}" if start <= end else None


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


@cache
def _seed(name: str) -> tuple[dict[str, str], ...]:
    with (DBT_PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
