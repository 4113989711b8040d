"""Windows: the days that a count of deportations or returns covers, from the dates that stand beside it.

What belongs here: joining dates into one interval (a range, `since`, `the week ending`), and dates that are of something
else.  Not here: recognising dates (timexes/find.py), choosing the dates of one count (find.py).
Words are data: lexicon/deportations.yml.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from pipelines.clean.sentences import Sentence
from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import When
from pipelines.extract.timexes.find import Timex

_COMPARED = re.compile(
    r"\b(?:than|against|compared (?:with|to)|up from|down from)\s+(?:in\s+|the\s+|\S+ in\s+)?$", re.IGNORECASE
)
_SAID_ON = re.compile(
    r"\b(?:said|says|reported|reports|announced|told|confirmed|stated)\s+(?:on\s+|late\s+)?$", re.IGNORECASE
)


@cache
def _phrase(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("deportations.yml")[name], re.IGNORECASE)


def is_comparison(text: str, timex: Timex) -> bool:
    """Whether a date belongs to a figure that this one is compared with: "against 9,000 in 2024"."""
    return bool(_COMPARED.search(text[max(0, timex.start - 30) : timex.start]))


def is_said_day(text: str, timex: Timex) -> bool:
    """Whether a date stands beside a verb of saying: "the agency said on Monday"."""
    return bool(_SAID_ON.search(text[max(0, timex.start - 24) : timex.start]))


def covered(text: str, timexes: list[Timex], sentence: Sentence) -> When:
    """One interval over the dates that belong together: a range, `since`, `the week ending`, or a single date."""
    # "the week of 2–8 November": the days name the week.
    if len(timexes) > 1 and re.fullmatch(r"\s+of\s+(?:the\s+)?", text[timexes[0].end : timexes[1].start]):
        timexes = timexes[1:]
    first = timexes[0]
    lead = text[max(sentence.start, first.start - 40) : first.start]
    start, end, prec = first.date_start, first.date_end, first.prec
    last = timexes[-1]
    if _phrase("week_ending").search(lead) or (
        len(timexes) > 1 and re.match(r"\s+(?:ending|ended)\b", text[first.end :][:12])
    ):
        end = last.date_end if last is not first else end
        start = end - timedelta(days=6) if end else None
        return When(start, end, 3, _said(text, first, last), f"{first.rule}+week_ending")
    if (days := _days_of_month(text, first)) is not None:
        return When(*days, 1 if days[0] == days[1] else 2, text[first.start : first.end + 3], f"{first.rule}+days")
    joined = [t for t in timexes[1:] if _is_joined(text, first, t)]
    if joined:
        second = joined[0]
        if (second.date_start, second.date_end) != (start, end):
            end, prec = second.date_end, max(prec or 1, second.prec or 1)
        elif re.search(r"\d{1,2}\b", text[first.start : first.end]) and (start, end) != (None, None):
            prec = 1
        return When(start, end, prec, _said(text, first, second), f"{first.rule}+range")
    if _phrase("open_start").search(lead) and not re.search(r"\bfrom\s+$", lead):
        return When(start, None, prec, text[first.start : first.end], f"{first.rule}+since")
    if end and start != end and re.search(r"[a-z]\.? \d{1,2}\b|\b\d{1,2} [A-Z]", text[first.start : first.end]):
        prec = 1
    return When(start, end, prec, text[first.start : first.end], first.rule, first.is_conflicting)


def _days_of_month(text: str, timex: Timex) -> tuple[date, date] | None:
    """The days of `the week of October 19-25`, where the expression stops at the first of them."""
    until = re.match(r"\s?[-–]\s?(\d{1,2})\b", text[timex.end : timex.end + 6])
    since = re.search(r"\b(\d{1,2})$", text[timex.start : timex.end])
    if not until or not since or timex.date_start is None or timex.date_end is None:
        return None
    span = (timex.date_start + timedelta(days=n) for n in range((timex.date_end - timex.date_start).days + 1))
    start = next((day for day in span if day.day == int(since.group(1))), None)
    length = int(until.group(1)) - int(since.group(1))
    return (start, start + timedelta(days=length)) if start and 0 < length < 31 else None


def _is_joined(text: str, first: Timex, second: Timex) -> bool:
    between = text[first.end : second.start]
    return bool(
        re.fullmatch(
            r",?\s*(?:\d{4},?\s*)?(?:and\s+)?(?:(?:up\s+)?to|and|until|through|till|-|–)\s*(?:the\s+)?", between
        )
    )


def _said(text: str, first: Timex, last: Timex) -> str:
    return text[first.start : max(first.end, last.end)]
