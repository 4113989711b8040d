"""Windows: the days that a count of deportations or returns covers, from the dates that stand beside it.

What belongs here: choosing the dates of one count, joining them into one interval (a range, `since`, `the week ending`), and
dates that are of something else.  Not here: recognising dates (timexes/find.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.attachment import within
from pipelines.extract.deportations.counts import Count
from pipelines.extract.deportations.stretches import Stretch
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import Reading, When
from pipelines.extract.timexes.find import Timex

_COMPARED = re.compile(
    r"\b(?:than|against|compared (?:with|to)|up from|down from)\s+(?:in\s+|the\s+|\S+ in\s+)?$", re.IGNORECASE
)
_SAID_ON = re.compile(
    r"\b(?:said|says|reported|reports|announced|told|confirmed|stated)\s+(?:on\s+|late\s+)?$", re.IGNORECASE
)
# A date that stands so near after a number (characters) is the number's own.
_DIRECTLY = 12


def window_of(reading: Reading, count: Count, stretch: Stretch) -> When | None:
    """The days a count covers: by the date right after it, else by one further on or before all counts."""
    text = reading.document.text
    dates = within(reading.timexes, count.sentence.start, count.sentence.end)
    usable = [t for t in dates if _is_usable(text, t)]
    after = [
        t
        for t in usable
        if count.end <= t.start < stretch.end and (t.start - count.end <= _DIRECTLY or not _is_comparison(text, t))
    ]
    directly = [t for t in after if t.start < stretch.own_end]
    opening = [t for t in usable if t.start < stretch.first]
    # A date that opens the sentence dates its first count before any date that stands beyond the next one.
    # "…, bringing the total since April to N": between two counts, and the second one's.
    previous_end = count.start if stretch.previous is None else stretch.previous
    lead = text[previous_end : count.start]
    pause = previous_end + lead.rfind(",") + 1
    leading = [t for t in usable if pause <= t.start < count.start and vocabulary().cumulative.search(lead)]
    groups = (directly, opening, after) if count.start == stretch.first else (directly, leading, after, opening)
    found = next((group for group in groups if group), None)
    if found is None:
        return None
    when = _covered(text, found, count.sentence)
    published = reading.document.article.published
    # What is still running ("this year") has no last day yet.
    return replace(when, end=None) if published and when.end and when.end > published else when


def _is_usable(text: str, timex: Timex) -> bool:
    is_day = timex.type in {"DATE", "TIME"} or timex.rule == "rolling"
    return is_day and timex.date_start is not None and not _is_said_day(text, timex)


def _is_comparison(text: str, timex: Timex) -> bool:
    """Whether a date belongs to a figure that this one is compared with: "against 9,000 in 2024"."""
    return bool(_COMPARED.search(text[max(0, timex.start - 30) : timex.start]))


def _is_said_day(text: str, timex: Timex) -> bool:
    """Whether a date stands beside a verb of saying: "the agency said on Monday"."""
    return bool(_SAID_ON.search(text[max(0, timex.start - 24) : timex.start]))


def _covered(text: str, timexes: list[Timex], sentence: Sentence) -> When:
    """One interval over the dates that belong together: a range, `since`, `the week ending`, or a single date."""
    # "the week of 2–8 November": the days name the week.
    if len(timexes) > 1 and re.fullmatch(r"\s+of\s+(?:the\s+)?", text[timexes[0].end : timexes[1].start]):
        timexes = timexes[1:]
    first = timexes[0]
    lead = text[max(sentence.start, first.start - 40) : first.start]
    start, end, prec = first.date_start, first.date_end, first.prec
    last = timexes[-1]
    if vocabulary().week_ending.search(lead) or (
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
    if vocabulary().open_start.search(lead) and not re.search(r"\bfrom\s+$", lead):
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
