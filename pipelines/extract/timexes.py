"""Time expressions: TIMEX3 type and value, the interval they cover, and how precisely.

What belongs here: the pass over an article that puts patterns (timex_grammar.py), reference (timex_resolve.py) and
what joins two expressions (timex_links.py) together.  Not here: which event an expression dates (article.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.extract.document import Document
from pipelines.extract.timex_calendar import Reading, day_reading, safe_date
from pipelines.extract.timex_context import Context
from pipelines.extract.timex_grammar import Candidate, candidates
from pipelines.extract.timex_resolve import on_day, resolve

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

# A time of day runs on into its day over nothing more than this.
_ONTO_DAY = re.compile(r",? (?:on |of )?(?:the )?")
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
    article.py knows; None where the publication day or nothing anchors it.
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
    found: list[Timex] = []
    pending: tuple[Candidate, Reading] | None = None
    for candidate in candidates(context.text):
        reading = resolve(candidate, context)
        if pending is not None:
            time, time_reading = pending
            pending = None
            between = context.text[time.end : candidate.start]
            if reading is not None and candidate.rule in _DAY_RULES and _ONTO_DAY.fullmatch(between):
                merged = on_day(time, time_reading, reading)
                found.append(_timex(time.start, candidate.end, merged, time.rule))
                continue
            found.append(_timex(time.start, time.end, time_reading, time.rule))
        if reading is None:
            continue
        if candidate.rule in _TIME_RULES:
            pending = (candidate, reading)
            continue
        found += _spans(candidate, reading, context)
    if pending is not None:
        found.append(_timex(pending[0].start, pending[0].end, pending[1], pending[0].rule))
    return found


def _timex(start: int, end: int, reading: Reading, rule: str) -> Timex:
    return Timex(start, end, reading.type, reading.value, reading.start, reading.end, reading.prec, rule, reading.anchor)


def _spans(candidate: Candidate, reading: Reading, context: Context) -> list[Timex]:
    """One expression, or the two of a list or range written with one month ("11 and 15 October")."""
    return [_timex(candidate.start, candidate.end, reading, candidate.rule)]
