"""Days: when an incident happened, where several sentences tell it and perhaps none dates it.

What belongs here: the span of a period told by its ends; an undated event by the day of publication.  Not here: the date of one
sentence (arguments/when.py), the most precise of several (merge.py).
"""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.extract.arguments.when import is_dayless, when_of
from pipelines.extract.incidents.events import Event, best_when, is_period
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import UNDATED, Reading, When

_SENTENCE_REACH = 3


def when_told(reading: Reading, event: Event, order: int) -> When:
    """The days an event covers; `order`: how many events the article tells before it."""
    if is_period(event):
        return _period(reading, event) or best_when(event)
    when = best_when(event)
    if when.start is not None or when.end is not None:
        return when
    if event.frames[0].is_present and not event.frames[0].is_aftermath:
        return _by_publication(reading, event, 0)
    for frame in (frame for frame in event.frames if not frame.is_aftermath):
        near = when_of(reading, frame.trigger, frame.sentence)
        if near.start is not None or near.end is not None:
            return near
    return _by_publication(reading, event, order)


def _by_publication(reading: Reading, event: Event, order: int) -> When:
    """An event without a date: news leads with what happened that day or the day before, the rest is only not later."""
    published = reading.document.article.published
    if published is None:
        return UNDATED
    first = event.frames[0]
    if first.is_chronicle:
        return When(published, published, 1, None, "chronicle")
    if first.is_aftermath:
        return When(None, published, None, None, "not_after_publication")
    leads = [s.number for s in reading.document.sentences if not s.is_boilerplate][:2]
    if first.is_present or (order == 0 and first.sentence.number in leads) or _has_hour(reading, event):
        return When(published - timedelta(days=1), published, 2, None, "lead")
    return When(None, published, None, None, "not_after_publication")


def _has_hour(reading: Reading, event: Event) -> bool:
    """Whether an event is told beside a time of day alone: so is told what has just happened."""
    at = reading.document.sentence_at
    hours = {at(timex.start).number for timex in reading.timexes if is_dayless(reading, timex)}
    return any(abs(hour - frame.sentence.number) < _SENTENCE_REACH for hour in hours for frame in event.frames)


def _period(reading: Reading, event: Event) -> When | None:
    """The span of a period told by what set it off and what ended it, in the sentences around its toll."""
    words = lexicon()
    number = event.frames[0].sentence.number
    own = [w for w in event.whens if (w.prec or 0) >= 3]
    start: date | None = None
    end: date | None = None
    for sentence in reading.document.sentences[number : number + _SENTENCE_REACH]:
        for timex in reading.timexes:
            if not (sentence.start <= timex.start < sentence.end) or timex.date_start is None or (timex.prec or 9) > 2:
                continue
            verbs = _verbs_above(reading, timex.start)
            if start is None and verbs & words.begin_verbs and not verbs & words.end_verbs:
                start = timex.date_start
            elif verbs & words.end_verbs:
                end = timex.date_end or timex.date_start
    if start is not None and (end is None or end >= start):
        last = end or start
        prec = 1 if start == last else 2 if (last - start).days < 6 else 3 if (last - start).days < 8 else 4
        return When(start, end, prec, None, "period_by_its_ends")
    return own[0] if own else None


def _verbs_above(reading: Reading, offset: int) -> set[str]:
    found = reading.document.span(offset, offset + 1)
    if not len(found):
        return set()
    return {token.lemma_.lower() for token in found[0].ancestors if token.pos_ == "VERB"}
