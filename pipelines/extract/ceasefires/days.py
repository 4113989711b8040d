"""Days: when an event in the life of a truce was, and when the truce was made.

What belongs here: choosing among the dates of a sentence.  Not here: recognising dates (timexes/find.py), days that other sentences
give (facts.py).
"""

from __future__ import annotations

import re

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.reports import announced_day, only_date, own_date, told_in_present
from pipelines.extract.ceasefires.told import Told
from pipelines.extract.ceasefires.words import ENDING, MAKING, PROLONGING, STANDING, vocabulary
from pipelines.extract.mentions import UNDATED, Reading, When

_OTHER_CLAUSE = re.compile(r"[,;]|\b(?:was|were|has|had|until|would)\b")
_MEETING = re.compile(r"\b(?:to|will|would|and)\s+(?:meet|reconvene|hold|resume|gather|continue)\b", re.IGNORECASE)


def event_day(reading: Reading, told: Told, origin: When) -> When:
    """The event's own day, for a standing truce the day it was made, for an end the span from there to the end."""
    event = told.event
    if event in STANDING:
        return origin
    sentence, clause, trigger = told.sentence, told.clause, (told.match.start, told.match.end)
    own = _unless_of_meeting(reading, clause, trigger, own_date(reading, trigger, sentence, clause))
    if own.start is None and own.end is None:
        own = _unless_of_meeting(reading, clause, trigger, only_date(reading, clause, trigger))
    if own.start is None and own.end is None and event != "reaffirmed":
        own = told_in_present(reading, trigger, sentence)
    if own.start is None and own.end is None and event in MAKING | ENDING | {"extended"}:
        own = announced_day(reading, trigger, sentence)
    if event in ENDING and origin.start and origin.prec == 1:
        known, end = own if own.start or own.end else origin, own.end or own.start
        if end is None or origin.start <= end:  # a day before the truce is not that of its end
            return When(origin.start, end, known.prec, known.text, known.rule)
    if event in MAKING | PROLONGING and own.start is None:
        return origin
    return own


def _unless_of_meeting(reading: Reading, clause: tuple[int, int], event: tuple[int, int], when: When) -> When:
    """Not the day of a meeting to come that the same clause plans: `agreed to extend the truce and to meet on …`."""
    at = reading.document.text.find(when.text, *clause) if when.text else -1
    return UNDATED if at > event[1] and _MEETING.search(reading.document.text, event[1], at) else when


def origin_of(reading: Reading, sentence: Sentence, phrase: tuple[int, int]) -> When:
    """The date of the participle or clause that says when the truce was made."""
    made = vocabulary().origin.match(reading.document.text[phrase[1] : sentence.end])
    if not made:
        return UNDATED
    end = phrase[1] + made.end()
    for timex in reading.timexes:
        if end <= timex.start <= end + 40 and timex.end <= sentence.end and timex.type != "SET":
            between = reading.document.text[end : timex.start]
            if timex.date_start and not _OTHER_CLAUSE.search(between):
                text = reading.document.text[timex.start : timex.end]
                return When(timex.date_start, timex.date_end, timex.prec, text, timex.rule, timex.is_conflicting)
    return UNDATED
