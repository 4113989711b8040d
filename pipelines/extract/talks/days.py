"""Days: the first and the last day of the talks of a trigger, and how many days they lasted.

What belongs here: choosing among dates by what the verb says, completing one end by the length.  Not here: recognising
dates (timexes/find.py), the day of a report (arguments/reports.py), merging the days of several mentions (rounds.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from pipelines.extract.arguments.reports import ANNOUNCING, announced_day, only_date, own_date, told_in_present
from pipelines.extract.mentions import UNDATED, Reading, When
from pipelines.extract.talks.outcomes import ANNOUNCED, OPEN, Told
from pipelines.extract.talks.triggers import Trigger
from pipelines.extract.talks.words import number_of, vocabulary

_BEGINS = re.compile(r"beg[aiu]n|start|open|resum|launch|kick|got under|get under", re.IGNORECASE)
# Outcomes that news tells on the day they come about.
_DATED_BY_REPORT = frozenset(("held", "interim_or_partial_agreement", "extended_truce"))


def days_of(reading: Reading, trigger: Trigger, told: Told) -> When:
    """First and last day: a span as given, else one end by what the verb says, the other from the length in days."""
    if told.is_bound:
        # The day of a departure is not the day of the talks; one that follows their noun is.
        when = only_date(reading, (trigger.end, trigger.stretch[1]), trigger.span)
    else:
        when = next((w for w in _dates(reading, trigger, told) if w.start or w.end), UNDATED)
    if when.start is None and when.end is None:
        return UNDATED
    when = _ahead(reading, when) if told.outcome == "scheduled" else when
    if when.start is None or when.start != when.end or when.prec != 1:
        return when
    days = length_of(reading.document.text, trigger)
    further = timedelta(days=days - 1) if days else None
    prec = 2 if further else 1
    is_end = told.predicate.lemma_.lower() in vocabulary().ends and told.outcome not in OPEN
    if is_end or told.outcome in ANNOUNCED:
        return replace(when, start=when.start - further if further is not None else None, prec=prec)
    return replace(when, end=when.start + further if further is not None else None, prec=prec)


def _dates(reading: Reading, trigger: Trigger, told: Told) -> Iterator[When]:
    """Dates that may be those of the talks, the surest first; only such as stand in words on this round."""
    text, at = reading.document.text, told.words or trigger.span
    whole = (min(trigger.start, at[0]), max(trigger.end, at[1]))

    def own(when: When) -> When:
        said_at = text.find(when.text, *trigger.stretch) if when.text else trigger.start
        return when if said_at >= 0 and trigger.is_own(said_at) else UNDATED

    yield own(own_date(reading, at, trigger.sentence, trigger.stretch))
    if told.words:
        yield own(own_date(reading, trigger.span, trigger.sentence, trigger.stretch))
    if told.words or trigger.stretch[0] == trigger.start:
        yield own(only_date(reading, trigger.stretch, whole))
    begins = told.words is not None and _BEGINS.match(text, told.words[0])
    if told.outcome in _DATED_BY_REPORT or (told.outcome == "ongoing" and begins):
        yield told_in_present(reading, at, trigger.sentence)
    if told.outcome in ANNOUNCED:
        yield announced_day(reading, at, trigger.sentence, ANNOUNCING)


def _ahead(reading: Reading, when: When) -> When:
    """A bare weekday of something still to come is the next such day, not the last."""
    published = reading.document.article.published
    if when.rule != "weekday" or published is None or when.start is None or when.start > published:
        return when
    start = when.start + timedelta(days=7)
    return When(start, start, when.prec, when.text, "weekday+ahead", when.is_conflicting)


def length_of(text: str, trigger: Trigger) -> int | None:
    """How many days they lasted: `two days of talks`, `a four-day round`."""
    found = vocabulary().days.search(text, *trigger.stretch)
    return number_of(found.group("number")) if found else None
