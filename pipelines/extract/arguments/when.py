"""When the event of a trigger happened: by syntax, else by the day of the report or the paragraph.

What belongs here: choosing among the dates of a sentence; dates that hang on another event ("hours before the talks").  Not
here: recognising dates (timexes/find.py), dates that the form of a report gives (reports.py).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.aftermath import lies_between
from pipelines.extract.arguments.attachment import (
    ADJACENT,
    SAID,
    VERBAL,
    Offsets,
    attachment_cost,
    follows_directly,
    head_of,
    within,
)
from pipelines.extract.arguments.words import vocabulary
from pipelines.extract.mentions import UNDATED, Reading, When
from pipelines.extract.timexes.find import Timex

_UNIT_DAYS = {"minute": 0, "hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_DISTANCE = re.compile(r"(?:(?P<number>\w+)\s+)?(?P<unit>minute|hour|day|week|month|year)s?\b", re.IGNORECASE)
_RELATIVE = frozenset(("before", "after", "following"))
# A time of day alone says when within a day that another sentence gives.
_HOUR = re.compile(
    r"(?:[\d:.,\s]|[ap]\.?m\b\.?|gmt|utc|[ecmp][sd]?t\b|ist\b|pkt\b|local|time|o['’]clock|in the|morning|afternoon|evening)*",
    re.IGNORECASE,
)


def when_of(reading: Reading, trigger: Offsets, sentence: Sentence, *, nearby: bool = True) -> When:
    """When the event of `trigger` happened: by syntax; with `nearby`, else by the date of the report or the paragraph."""
    head = head_of(reading, trigger)
    if head is None:
        return UNDATED
    ranked: list[tuple[float, int, int, When]] = []
    for timex in within(reading.timexes, sentence.start, sentence.end):
        cost = _timex_cost(reading, head, timex)
        if cost is None or (cost >= SAID and not nearby):
            continue
        when = _resolved(reading, timex)
        if when.start is not None or when.end is not None:
            distance = abs(timex.start - trigger[0])
            ranked.append((cost, distance, timex.start, _as_report_day(when) if cost >= SAID else when))
    if ranked:
        return min(ranked, key=lambda r: r[:3])[3]
    return _paragraph_date(reading, sentence) if nearby else UNDATED


def is_dayless(reading: Reading, timex: Timex) -> bool:
    """Whether a time expression is an hour alone; the day it was resolved to is then a guess."""
    return timex.rule == "clock" and bool(_HOUR.fullmatch(reading.document.text, timex.start, timex.end))


def _timex_cost(reading: Reading, head: Token, timex: Timex) -> float | None:
    if is_dayless(reading, timex):
        return None
    anchor = _anchor_of(reading, timex)
    if timex.type == "SET" or (timex.date_start is None and timex.date_end is None and anchor is None):
        return None
    if anchor is not None and anchor[0] <= head.idx < anchor[1]:
        return None
    token = head_of(reading, (timex.start, timex.end))
    if token is None:
        return None
    if _is_said_day(reading, timex, head):
        return SAID
    if anchor is not None and timex.anchor is not None:
        # The words of the anchor are a clause of another event: what attaches is the word that measures ("hours").
        token = reading.document.span(timex.start, max(timex.start + 1, min(timex.end, timex.anchor[0])))[-1]
        while token.pos_ not in ("NOUN", "ADV", "PROPN") and token.i > 0 and token.idx > timex.start:
            token = token.nbor(-1)
    cost = None if lies_between(head, token) else attachment_cost(head, token)
    if cost is None and follows_directly(head, reading.document.span(timex.start, timex.end)[0]):
        return ADJACENT
    return cost


def _is_said_day(reading: Reading, timex: Timex, head: Token) -> bool:
    """Whether the date stands right beside a verb of saying other than the trigger ("said Monday", "on Monday said")."""
    span = reading.document.span(timex.start, timex.end)
    doc, left, right = span.doc, span.start - 1, span.end
    if left >= 0 and doc[left].pos_ == "ADP":
        left -= 1
    beside = [doc[i] for i in (left, right) if 0 <= i < len(doc) and doc[i].sent == span.root.sent]
    return any(
        t.pos_ in VERBAL and t != head and t.lemma_.lower() in vocabulary().saying and not t.is_ancestor(t)
        for t in beside
    )


def _as_report_day(when: When) -> When:
    """The day of a report bounds the event from above: that day or the day before."""
    last = when.end or when.start
    if last is None or when.prec != 1:
        return when
    return When(last - timedelta(days=1), last, 2, when.text, f"{when.rule}+reported_on", when.is_conflicting)


def _anchor_of(reading: Reading, timex: Timex) -> Offsets | None:
    """The words of the event an expression hangs on: as given, or for "hours before …" what follows to the next pause."""
    if timex.anchor is not None or timex.date_start is not None or timex.date_end is not None:
        return timex.anchor
    span = reading.document.span(timex.start, timex.end)
    if not len(span):
        return None
    doc, at = span.doc, span.end
    if span[-1].lower_ not in _RELATIVE:
        if at >= len(doc) or doc[at].lower_ not in _RELATIVE:
            return None
        at += 1
    end = at
    while end < len(doc) and doc[end].sent == span[0].sent and not doc[end].is_punct and end - at < 12:
        end += 1
    return (doc[at].idx, doc[end - 1].idx + len(doc[end - 1].text)) if end > at else None


def _resolved(reading: Reading, timex: Timex) -> When:
    """The interval of a time expression; one that hangs on another event takes that event's day."""
    text = reading.document.text[timex.start : timex.end]
    anchor = _anchor_of(reading, timex)
    if timex.date_start is not None or timex.date_end is not None or anchor is None:
        return When(timex.date_start, timex.date_end, timex.prec, text, timex.rule, timex.is_conflicting)
    anchored = _anchored_day(reading, anchor)
    if anchored is None:
        return UNDATED
    whole = reading.document.text[timex.start : max(anchor[1], timex.end)]
    return _shifted(anchored, reading.document.text[timex.start : anchor[0]] or text, whole, timex.rule)


def _anchored_day(reading: Reading, anchor: Offsets) -> When | None:
    """The day of the event that the words of `anchor` name: dated there, or where the same words are told elsewhere."""
    document = reading.document
    head = head_of(reading, anchor)
    if head is None:
        return None
    here = document.sentence_at(anchor[0])
    verb = next((t for t in document.span(*anchor) if t.pos_ in VERBAL), head)
    own = when_of(reading, (verb.idx, verb.idx + len(verb.text)), here, nearby=False)
    if own.start is not None:
        return own
    wanted = {t.lemma_.lower() for t in document.span(*anchor) if t.pos_ in ("VERB", "NOUN", "PROPN")}
    for sentence in document.sentences:
        if sentence.number == here.number:
            continue
        lemmas = {t.lemma_.lower(): t for t in document.sentence_span(sentence) if t.pos_ in ("VERB", "NOUN", "PROPN")}
        if verb.lemma_.lower() in lemmas and len(wanted & set(lemmas)) >= min(2, len(wanted)):
            told = lemmas[verb.lemma_.lower()]
            when = when_of(reading, (told.idx, told.idx + len(told.text)), sentence, nearby=False)
            if when.start is not None:
                return when
    return None


def _shifted(anchored: When, words: str, text: str, rule: str) -> When:
    """The anchored day moved by "two days before", "hours after" …"""
    first, last = anchored.start, anchored.end or anchored.start
    if first is None or last is None:
        return UNDATED
    measure = _DISTANCE.search(words)
    unit = measure.group("unit").lower() if measure else "day"
    number = (measure.group("number") or "").lower() if measure else ""
    count = int(number) if number.isdigit() else vocabulary().small_numbers.get(number)
    lowered = words.lower()
    sign = -1 if any(w in lowered for w in ("before", "ahead", "prior", "earlier", "until")) else 1
    if unit in ("minute", "hour"):
        # Hours before a day may be the day itself or the one before.
        first, last = (first - timedelta(days=1), last) if sign < 0 else (first, last + timedelta(days=1))
        return When(first, last, max(2, anchored.prec or 2), text, f"{rule}+anchored")
    if count is None:
        return When(first, last, max(2, anchored.prec or 2), text, f"{rule}+anchored") if not measure else UNDATED
    move = timedelta(days=sign * count * _UNIT_DAYS[unit])
    return When(first + move, last + move, anchored.prec if unit == "day" else 3, text, f"{rule}+anchored")


def _paragraph_date(reading: Reading, sentence: Sentence) -> When:
    """The one day that the sentences of the same paragraph before this one are dated by, where there is exactly one."""
    document = reading.document
    start = document.text.rfind("\n\n", 0, sentence.start) + 1
    # The day of a dateline is that of the report.
    start = max([start, *(s.end for s in document.sentences if s.is_boilerplate and s.end <= sentence.start)])
    days: dict[tuple[date | None, date | None], When] = {}
    for timex in within(reading.timexes, start, sentence.start):
        is_day = timex.type in ("DATE", "TIME") and timex.prec in (1, 2) and timex.anchor is None
        if is_day and not is_dayless(reading, timex):
            when = _resolved(reading, timex)
            days[(when.start, when.end)] = when
    if len(days) != 1:
        return UNDATED
    when = next(iter(days.values()))
    return When(when.start, when.end, when.prec, when.text, f"{when.rule}+paragraph", when.is_conflicting)
