"""Years: which year a name of the calendar refers to.

What belongs here: years stated in figures, in words or by another; the nearest that the tense allows; where a narrative stands.
Not here: the names themselves (days.py, spans.py).
"""

from __future__ import annotations

import re

from pipelines.extract.timexes.calendars import safe_date
from pipelines.extract.timexes.context import Context, Tense, full_year, month_number
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.scan import Candidate
from pipelines.extract.timexes.words import BACK, ON, TEXTUAL, number_of, tense_around

# So many months back in a narrative are the next year.
_NARRATIVE_LEAP = 11
# What follows the near end of a range or list up to a year: "to November 8, 2025", "- 4 August 1952", "and May 1990".
_FAR_END = re.compile(
    r",? ?(?:[-‐‑–—]|to|and|or|until|till|through) ?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?P<month>[A-Z][A-Za-z]{2,8})\.?(?: \d{1,2}(?:st|nd|rd|th)?)?,? (?P<year>[12]\d{3})(?!\d|,\d{3})"
)


def explicit_year(candidate: Candidate, context: Context) -> int | None:
    """The year the match states, in figures, in words or relative to another."""
    digits = candidate.get("year") or candidate.get("yy")
    if digits:
        return full_year(digits.strip("'‘’"), context.today)
    if spelled := candidate.get("spelled"):
        century = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000}[candidate.get("century") or "nineteen"]
        return century + int(number_of(spelled) or 0)
    relative = candidate.get("relyear")
    if relative is None:
        return _year_of_range(candidate, context)
    base = context.today.year if context.today else None
    if relative in {"this", "of this"}:
        return base
    if relative in {"last", "next", "of last", "of next"}:
        return None if base is None else base + (1 if "next" in relative else -1)
    anchor = context.last_year or base
    if anchor is None:
        return None
    return anchor + (1 if "following" in relative else -1 if "previous" in relative else 0)


def _year_of_range(candidate: Candidate, context: Context) -> int | None:
    """The year that only the far end of a range or list states ("26 June to 4 August 1952")."""
    first = candidate.get("month")
    if first is None:
        return None
    far = _FAR_END.match(context.text, candidate.end)
    if far is None or far["month"].lower() not in lexicon()["months"] | lexicon()["month_abbreviations"]:
        return None
    return int(far["year"]) - (1 if month_number(far["month"]) < month_number(first) else 0)


def nearest_year(context: Context, month: int, day: int, tense: Tense) -> int | None:
    """The year of a day or month that none is stated for."""
    if context.is_narrative or context.today is None:
        return _year_in_narrative(context, month)
    today = context.today
    distances: list[tuple[float, int]] = []
    for year in (today.year - 1, today.year, today.year + 1):
        found = safe_date(year, month, day) or safe_date(year, month, 28)
        if found is None:
            continue
        days = (found - today).days
        # Reporting looks back: what lies ahead counts double, and far more where the clause is in the past.
        weight = {"past": 10.0, "open": 2.0, "future": 1.0}[tense] if days > 0 else 4.0 if tense == "future" else 1.0
        distances.append((abs(days) * weight, year))
    return min(distances)[1]


def _year_in_narrative(context: Context, month: int) -> int | None:
    """A narrative goes on from what it dated last: the year it named, or the next where that would be a leap back."""
    year, last = context.last_year, context.last
    if year is None or last is None or last.start is None or context.last_unit == "Y" or last.start.year != year:
        return year
    if last.start.month - month >= _NARRATIVE_LEAP:
        context.last_year = year + 1
    return context.last_year


def ancient_year(candidate: Candidate, context: Context) -> str | None:
    """`BC0480` where the match says so, or where the narrative last named such a year and the match names none."""
    if stated := candidate.get("bc"):
        context.last_bc = int(stated)
    elif context.last_bc is None or candidate.get("year") or not context.is_narrative:
        return None
    return f"BC{context.last_bc:04d}"


def year_of_named(candidate: Candidate, context: Context, month: int, day: int) -> int | None:
    """The year of a month, season or holiday: by "last" and "next", else the nearest that the tense allows."""
    relative = candidate.modifier("rel")
    today = context.today
    if relative and today and relative not in TEXTUAL and not context.is_narrative:
        this_year = safe_date(today.year, month, 1) or today
        if relative in BACK:
            return today.year if this_year.replace(day=28) < today.replace(day=1) else today.year - 1
        if relative in ON:
            return today.year if this_year > today else today.year + 1
        return today.year
    base = context.base
    if relative and base and relative in TEXTUAL:
        if relative in BACK:
            return base.year if base.month > month else base.year - 1
        if relative in ON:
            return base.year if base.month < month else base.year + 1
    return nearest_year(context, month, day, tense_around(candidate, context))
