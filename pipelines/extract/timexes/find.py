"""Time expressions: TIMEX3 type and value, the interval they cover, and how precisely.

What belongs here: the pass over an article that puts patterns (grammar.py), reference (resolve.py) and
what joins two expressions (links.py) together.  Not here: which event an expression dates (arguments/when.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pipelines.extract.document import Document
from pipelines.extract.timexes.calendars import Reading, day_reading, safe_date, year_reading
from pipelines.extract.timexes.conflicts import EXPLICIT_RULES, RELATIVE_RULES, Dated, conflicting
from pipelines.extract.timexes.context import Context
from pipelines.extract.timexes.links import dated_from, hung, joins_range
from pipelines.extract.timexes.resolve import on_day, resolve
from pipelines.extract.timexes.scan import Candidate, candidates

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

# A time of day runs on into its day over nothing more than this.
_ONTO_DAY = re.compile(r",? (?:on |of )?(?:the )?")
_SUFFIX = re.compile(r"(?:st|nd|rd|th)?")
_RANGE_JOINT = re.compile(r"[-‐‑–—/]|\b(?:to|through|until|till)\b")
# "Six days later, on 7 October": the explicit day says what the amount comes to.
_IN_APPOSITION = re.compile(r", on (?:the )?")
_TIME_RULES = frozenset({"clock", "moment", "part_of_day", "tonight"})
_DAY_RULES = frozenset({"weekday", "weekday_date", "month_day", "day_month", "near_day", "iso_date", "named_day"})


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression of time at characters [start, end) of the article's text.

    value: TIMEX3 (ISO-TimeML) value, e.g. `2025-10-09`, `2025-10-09TNI`, `P2D`, `XXXX-10-09`, `PAST_REF`.
    date_start, date_end: first and last day it covers; None where open or unknown.  Both ends of a range have the
    interval of the whole range.
    prec: UCDP date_prec 1 day, 2 span of 2–6 days, 3 week, 4 month, 5 year or more; None where nothing is resolved.
    anchor: [start, end) of the event or date in the text it hangs on ("hours before *the talks collapsed*"), whose day
    arguments/when.py finds; None where the publication day or nothing anchors it.
    rule: id of the rule that read it.
    """

    start: int
    end: int
    type: TimexType
    value: str
    date_start: date | None
    date_end: date | None
    prec: int | None
    rule: str
    anchor: tuple[int, int] | None = None
    is_conflicting: bool = False


def find_timexes(document: Document) -> list[Timex]:
    """Every expression of time of the article, in order of start, none inside another."""
    context = Context.of(document)
    return _marked(_joined(_anchored(_read(context)), context.text), document)


def _read(context: Context) -> list[Timex]:
    """The expressions one by one, each against what stands before it."""
    found: list[Timex] = []
    pending: tuple[Candidate, Reading] | None = None
    for candidate in candidates(context.text):
        hanging = hung(candidate, context)
        reading = hanging.reading if hanging else resolve(candidate, context)
        if pending is not None:
            time, time_reading = pending
            pending = None
            between = context.text[time.end : candidate.start]
            if reading is not None and candidate.rule in _DAY_RULES and _ONTO_DAY.fullmatch(between):
                days = _spans(candidate, reading, context)
                merged = on_day(time, time_reading, replace(reading, end=days[-1].date_end))
                found.append(_timex(time.start, candidate.end, merged, time.rule))
                continue
            found.append(_timex(time.start, time.end, time_reading, time.rule))
        if reading is None:
            continue
        if hanging is not None:
            found.append(_timex(candidate.start, hanging.end, reading, hanging.rule))
        elif candidate.rule in _TIME_RULES:
            pending = (candidate, reading)
        else:
            found += _spans(candidate, reading, context)
    if pending is not None:
        found.append(_timex(pending[0].start, pending[0].end, pending[1], pending[0].rule))
    return found


def _anchored(found: list[Timex]) -> list[Timex]:
    """Amounts that hang on something with a date of its own get their days from it."""
    result: list[Timex] = []
    for timex in found:
        if timex.anchor is None:
            result.append(timex)
            continue
        begin, end = timex.anchor
        days = [_reading(t) for t in found if begin <= t.start < end and t.end <= end]
        result.append(_timex(timex.start, timex.end, dated_from(_reading(timex), timex.rule, days), timex.rule))
    return result


def _joined(found: list[Timex], text: str) -> list[Timex]:
    """The two ends of a range each get the interval of the whole."""
    result = list(found)
    for i in range(len(result) - 1):
        first, second = result[i], result[i + 1]
        if first.type != "DATE" or second.type != "DATE" or first.date_start is None or second.date_end is None:
            continue
        if first.rule == "amount" and second.prec == 1 and _IN_APPOSITION.fullmatch(text, first.end, second.start):
            result[i] = replace(
                first, value=second.value, date_start=second.date_start, date_end=second.date_end, prec=1
            )
            continue
        if first.date_start >= second.date_end or first.date_end == second.date_end:
            continue
        if joins_range(text, (first.start, first.end), (second.start, second.end)):
            whole = Reading("DATE", "", first.date_start, second.date_end)
            result[i] = replace(first, date_end=whole.end, prec=whole.prec)
            result[i + 1] = replace(second, date_start=whole.start, prec=whole.prec)
    return result


def _marked(found: list[Timex], document: Document) -> list[Timex]:
    """Relative expressions that an explicit date contradicts are marked."""
    dated = [
        Dated(i, t.start, t.end, t.date_start, t.date_end, t.rule in EXPLICIT_RULES)
        for i, t in enumerate(found)
        if t.date_start and t.date_end and t.rule in RELATIVE_RULES | EXPLICIT_RULES
    ]
    clashing = conflicting(document, dated)
    return [replace(t, is_conflicting=True) if i in clashing else t for i, t in enumerate(found)] if clashing else found


def _reading(timex: Timex) -> Reading:
    return Reading(timex.type, timex.value, timex.date_start, timex.date_end, timex.anchor)


def _timex(start: int, end: int, reading: Reading, rule: str) -> Timex:
    return Timex(
        start, end, reading.type, reading.value, reading.start, reading.end, reading.prec, rule, reading.anchor
    )


def _spans(candidate: Candidate, reading: Reading, context: Context) -> list[Timex]:
    """One expression, or the two of a list or range written with one month ("11 and 15 October")."""
    also = candidate.get("also")
    if also is None or candidate.rule == "week_of":
        return [_timex(candidate.start, candidate.end, reading, candidate.rule)]
    match = candidate.match
    second = _second(reading, also, context)
    if second is None:
        return [_timex(candidate.start, candidate.end, reading, candidate.rule)]
    name = "day" if candidate.rule != "year_span" else "year"
    split = match.end(name) + len(_SUFFIX.match(context.text, match.end(name)).group())  # type: ignore[union-attr]
    joint = context.text[split : match.start("also")]
    if _RANGE_JOINT.search(joint) and reading.start and second.end and reading.start <= second.end:
        reading, second = replace(reading, end=second.end), replace(second, start=reading.start)
    return [
        _timex(candidate.start, split, reading, candidate.rule),
        _timex(match.start("also"), candidate.end, second, candidate.rule),
    ]


def _second(first: Reading, also: str, context: Context) -> Reading | None:
    """The other day or year of a pair."""
    if first.value.startswith("BC"):
        return Reading("DATE", f"BC{int(also):04d}")
    if first.start is None:
        return Reading("DATE", f"{first.value[:-2]}{int(also):02d}") if 0 < int(also) < 32 else None
    if len(first.value) == 4:
        return year_reading(int(also) if len(also) == 4 else first.start.year // 100 * 100 + int(also))
    day = safe_date(first.start.year, first.start.month, int(also))
    if day is None:
        return None
    context.remember(day_reading(day), "D", context.last_at, gives_year=False)
    return day_reading(day)
