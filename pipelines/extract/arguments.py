"""What belongs to a trigger: the date, the place and the speaker of an event, found by way of the parse.

What belongs here: attachment, one rule for all fact families.  A time or a place belongs to an event when the way through
the parse from one to the other leaves no clause of another event between them.  Not here: recognising dates, places and
attributions (their own modules), nor merging what several sentences say (the families).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol, TypeVar

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import UNDATED, Reading, When
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.words import is_person_noun
from pipelines.extract.scene import nations
from pipelines.extract.timexes.find import Timex

Offsets = tuple[int, int]

_MODIFYING = frozenset(("relcl", "acl"))
_VERBAL = frozenset(("VERB", "AUX"))
_UNIT_DAYS = {"minute": 0, "hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
_DISTANCE = re.compile(r"(?:(?P<number>\w+)\s+)?(?P<unit>minute|hour|day|week|month|year)s?\b", re.IGNORECASE)
_BORDER = frozenset(("border", "cross-border", "frontier", "crossborder"))
# Costs: below ADJACENT the parse says so; SAID is the day of the report, a last resort.
_ADJACENT, _SAID = 3.0, 6.0
# UCDP precision of a country.
_COUNTRY = 6


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Spanned)


@dataclass(frozen=True, slots=True)
class _Words:
    events: frozenset[str]
    same_moment: frozenset[str]
    other_moment: frozenset[str]
    saying: frozenset[str]
    sequencing: frozenset[str]
    locative: frozenset[str]
    small_numbers: dict[str, int]


@cache
def _words() -> _Words:
    data = lexicon("incident_arguments.yml")
    return _Words(
        events=frozenset(data["event_nouns"]),
        same_moment=frozenset(data["same_moment"]),
        other_moment=frozenset(data["other_moment"]),
        saying=frozenset(data["saying"]),
        sequencing=frozenset(data["sequencing"]),
        locative=frozenset(data["locative"]),
        small_numbers=dict(data["small_numbers"]),
    )


def head_of(reading: Reading, span: Offsets) -> Token | None:
    """The token that carries a span: the one whose governor stands outside it."""
    found = reading.document.span(*span)
    return found.root if len(found) else None


def clause_of(token: Token) -> Token:
    """The predicate of the clause a token stands in: itself, or the nearest verb that governs it."""
    for candidate in (token, *token.ancestors):
        if candidate.pos_ in _VERBAL or candidate.dep_ == "ROOT":
            return candidate
    return token


def within(items: Sequence[_S], start: int, end: int) -> list[_S]:
    """The items that lie inside [start, end)."""
    return [item for item in items if start <= item.start and item.end <= end]


def said_by(reading: Reading, trigger: Offsets) -> Attribution | None:
    """The innermost attribution whose content covers the trigger; None where the reporter says it."""
    covering = [
        (sum(end - start for start, end in attribution.content), order, attribution)
        for order, attribution in enumerate(reading.attributions)
        if any(start <= trigger[0] and trigger[1] <= end for start, end in attribution.content)
    ]
    return min(covering, key=lambda c: c[:2])[2] if covering else None


def attachment_cost(trigger: Token, other: Token) -> float | None:
    """How far `other` is from belonging to the event of `trigger`: 0 its own argument, None another event's."""
    if trigger == other:
        return 0.0
    trigger_way, other_way, top = _ways(trigger, other)
    if top is None:
        return None
    is_sequence = top.lemma_.lower() in _words().sequencing and bool(trigger_way) and bool(other_way)
    if is_sequence and _is_object(trigger_way[-1]) != _is_object(other_way[-1]):
        # "The strikes followed an attack in Peshawar on Monday": what hangs on one is not the other's.
        return None
    cost = 0.0
    for token in trigger_way:
        step = _step_from_trigger(token, top)
        if step is None:
            return None
        cost += step
    for token in other_way:
        step = _step_to_other(token, top, trigger)
        if step is None:
            return None
        cost += step
    return cost


def when_of(reading: Reading, trigger: Offsets, sentence: Sentence, *, nearby: bool = True) -> When:
    """When the event of `trigger` happened: by syntax; with `nearby`, else by the date of the report or the paragraph."""
    head = head_of(reading, trigger)
    if head is None:
        return UNDATED
    ranked: list[tuple[float, int, int, When]] = []
    for timex in within(reading.timexes, sentence.start, sentence.end):
        cost = _timex_cost(reading, head, timex)
        if cost is None or (cost >= _SAID and not nearby):
            continue
        when = _resolved(reading, timex)
        if when.start is not None or when.end is not None:
            distance = abs(timex.start - trigger[0])
            ranked.append((cost, distance, timex.start, _as_report_day(when) if cost >= _SAID else when))
    if ranked:
        return min(ranked, key=lambda r: r[:3])[3]
    return _paragraph_date(reading, sentence) if nearby else UNDATED


def where_of(reading: Reading, trigger: Offsets, sentence: Sentence, *, nearby: bool = True) -> Place | None:
    """Where the event of `trigger` happened: by syntax, the most specific; with `nearby`, else from the next sentences."""
    head = head_of(reading, trigger)
    if head is None:
        return None
    ranked: list[tuple[float, int, int, Place]] = []
    for place in _locations(reading, sentence):
        token = head_of(reading, (place.start, place.end))
        cost = attachment_cost(head, token) if token is not None else None
        if cost is None and token is not None and _follows_directly(head, token):
            cost = _ADJACENT
        if cost is not None and cost < _SAID:
            ranked.append((coarseness(place), abs(place.start - trigger[0]), place.start, place))
    strip = border_strip(reading, head, sentence)
    if ranked:
        best = min(ranked, key=lambda r: r[:3])[3]
        return strip if strip is not None and (best.where_prec or 0) >= 6 else best
    if strip is not None or not nearby:
        return strip
    return _neighbouring_place(reading, sentence)


def border_strip(reading: Reading, head: Token, sentence: Sentence) -> Place | None:
    """The strip between two countries, where the event is "cross-border" or lies along a border and no place names it."""
    clause = clause_of(head)
    marker = next(
        (
            token
            for token in clause.subtree
            if token.lower_ in _BORDER
            and sentence.start <= token.idx < sentence.end
            and attachment_cost(head, token) is not None
        ),
        None,
    )
    if marker is None:
        return None
    pair = [iso3 for iso3, _ in nations(reading.places).most_common(2)]
    if len(pair) < 2:
        return None
    names = {place.iso3: place.country for place in reading.places if place.iso3 in pair and place.country}
    first, second = sorted(names[iso3] or "" for iso3 in pair)
    at = (marker.idx, marker.idx + len(marker.text))
    return Place(
        start=at[0],
        end=at[1],
        text=marker.text,
        place_id=None,
        name=f"{first}–{second} border",
        geonameid=None,
        feature_code=None,
        admin1=None,
        admin2=None,
        country=None,
        iso3=None,
        latitude=None,
        longitude=None,
        where_prec=5,
        confidence=0.6,
    )


def _ways(trigger: Token, other: Token) -> tuple[list[Token], list[Token], Token | None]:
    """Tokens from each of the two up to, not with, the lowest token that governs both; that token, None if there is none."""
    up = [trigger, *trigger.ancestors]
    at = {token.i: n for n, token in enumerate(up)}
    other_way: list[Token] = []
    for token in (other, *other.ancestors):
        if token.i in at:
            return up[: at[token.i]], other_way, token
        other_way.append(token)
    return up, other_way, None


def _is_object(token: Token) -> bool:
    return token.dep_ in ("dobj", "obj")


def _mark(clause: Token) -> str | None:
    """The word that joins an adverbial clause, lower case; None for a bare participle."""
    for child in clause.children:
        if child.dep_ == "mark" or (child.dep_ == "advmod" and child.lower_ in ("when", "where", "while")):
            return child.lower_
    return None


def _joins_moments(clause: Token) -> float | None:
    """Cost of stepping over an adverbial clause: small where both share their day, None where they do not."""
    mark = _mark(clause)
    if mark is None or mark in _words().same_moment:
        return 1.0
    if mark == "after" and clause.head.lemma_.lower() in _CASUALTIES:
        # "Three were killed after gunmen opened fire": cause and effect of one moment.
        return 1.0
    return None


_CASUALTIES = frozenset(("kill", "injure", "wound", "hurt", "die"))


def _is_other_moment(token: Token) -> bool:
    """Whether the token is what "after", "following", "despite" … governs."""
    governor = token.head
    return token.dep_ in ("pobj", "pcomp") and governor.lower_ in _words().other_moment


def _step_from_trigger(token: Token, top: Token) -> float | None:
    if _is_other_moment(token):
        return None
    dep = token.dep_
    if dep in _MODIFYING:
        if token.head == top:
            return 1.0
        return 4.0 if token.head.dep_ in ("nsubj", "nsubjpass") and token.head.head == top else None
    if dep in ("ccomp", "parataxis"):
        return _SAID
    if dep == "advcl":
        return _joins_moments(token)
    if dep == "conj" and token.pos_ in _VERBAL:
        return 2.0
    return 0.0


def _step_to_other(token: Token, top: Token, trigger: Token) -> float | None:
    if _is_other_moment(token):
        return None
    if token.pos_ in _NOUNS and token.lemma_.lower() in _words().events and token != trigger:
        return None
    dep = token.dep_
    if dep in _MODIFYING:
        return 1.0 if token.head == top or token.head.lemma_.lower() in _SAME_EVENT else None
    if dep in ("ccomp", "parataxis", "csubj", "csubjpass"):
        return None
    if dep == "advcl":
        return _joins_moments(token)
    if dep == "conj" and token.pos_ in _VERBAL:
        return (
            None if token.head == top and any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children) else _ADJACENT
        )
    return 0.0


_NOUNS = frozenset(("NOUN", "PROPN"))
# Nouns that take up an event told before: what a relative clause says of them, it says of that event.
_SAME_EVENT = frozenset(
    ("attack", "incident", "blast", "explosion", "shooting", "strike", "bombing", "assault", "raid", "clash")
)


def _follows_directly(head: Token, other: Token) -> bool:
    """Whether `other` follows the trigger within one phrase: no verb, no clause mark, no full pause between."""
    if not 0 < other.i - head.i <= 8 or head.sent != other.sent:
        return False
    between = head.doc[head.i + 1 : other.i]
    return all(
        t.pos_ not in ("VERB", "AUX", "PUNCT", "SCONJ") and t.lemma_.lower() not in _words().events for t in between
    )


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


_RELATIVE = frozenset(("before", "after", "following"))


# A time of day alone says when within a day that another sentence gives.
_HOUR = re.compile(
    r"(?:[\d:.,\s]|[ap]\.?m\b\.?|gmt|utc|[ecmp][sd]?t\b|ist\b|pkt\b|local|time|o['’]clock|in the|morning|afternoon|evening)*",
    re.IGNORECASE,
)


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
        return _SAID
    if anchor is not None and timex.anchor is not None:
        # The words of the anchor are a clause of another event: what attaches is the word that measures ("hours").
        token = reading.document.span(timex.start, max(timex.start + 1, min(timex.end, timex.anchor[0])))[-1]
        while token.pos_ not in ("NOUN", "ADV", "PROPN") and token.i > 0 and token.idx > timex.start:
            token = token.nbor(-1)
    cost = attachment_cost(head, token)
    if cost is None and _follows_directly(head, reading.document.span(timex.start, timex.end)[0]):
        return _ADJACENT
    return cost


def _is_said_day(reading: Reading, timex: Timex, head: Token) -> bool:
    """Whether the date stands right beside a verb of saying other than the trigger ("said Monday", "on Monday said")."""
    span = reading.document.span(timex.start, timex.end)
    doc, left, right = span.doc, span.start - 1, span.end
    if left >= 0 and doc[left].pos_ == "ADP":
        left -= 1
    beside = [doc[i] for i in (left, right) if 0 <= i < len(doc) and doc[i].sent == span.root.sent]
    return any(
        t.pos_ in _VERBAL and t != head and t.lemma_.lower() in _words().saying and not t.is_ancestor(t) for t in beside
    )


def _as_report_day(when: When) -> When:
    """The day of a report bounds the event from above: that day or the day before."""
    last = when.end or when.start
    if last is None or when.prec != 1:
        return when
    return When(last - timedelta(days=1), last, 2, when.text, f"{when.rule}+reported_on", when.is_conflicting)


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
    verb = next((t for t in document.span(*anchor) if t.pos_ in _VERBAL), head)
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
    count = int(number) if number.isdigit() else _words().small_numbers.get(number)
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


def coarseness(place: Place) -> float:
    """Smaller is more specific; of names that no table has, a part of a town is, any other only beats a large unit."""
    if place.place_id is None:
        return 9.0 if place.iso3 is None else 3.5 if place.where_prec is None else 0.8 if place.where_prec <= 2 else 3.0
    prec = float(place.where_prec or 6)
    return prec + (0.5 if place.is_modifier else 0.0)


def _locations(reading: Reading, sentence: Sentence) -> Iterator[Place]:
    """Places of a sentence where something can have happened: no governments, no datelines, no descriptions of speakers."""
    for place in within(reading.scene.places, sentence.start, sentence.end):
        if place.is_actor or _is_dateline(reading, place, sentence) or _acts(reading, place):
            continue
        if place.is_modifier and (place.where_prec == 6 or _describes_actor(reading, place)):
            continue
        if any(start <= place.start < end for said in reading.attributions for start, end in said.source):
            continue
        if _is_abroad(reading, place) and not _is_where(reading, place):
            continue
        if _is_origin(reading, place):
            continue
        yield place


def _is_origin(reading: Reading, place: Place) -> bool:
    """ "A farmer from Hebron", "the gunman, a Briton from Leeds": where somebody comes from."""
    token = head_of(reading, (place.start, place.end))
    if token is None or token.dep_ != "pobj" or token.head.lower_ != "from":
        return False
    who = token.head.head
    return is_person_noun(who) or who.ent_type_ in ("PERSON", "NORP")


def _is_abroad(reading: Reading, place: Place) -> bool:
    home = reading.scene.country
    return home is not None and place.iso3 is not None and place.iso3 != home.iso3


def _is_where(reading: Reading, place: Place) -> bool:
    """Whether "in", "at" or "near" governs a place, or a verb a town ("blasts shook Rome"); "a nurse of Rome", "flown to
    Rome" put nothing there."""
    token = head_of(reading, (place.start, place.end))
    while token is not None and token.dep_ in ("conj", "appos", "compound", "poss", "nmod") and token.head != token:
        token = token.head
    if token is None or token.dep_ != "pobj":
        return (place.where_prec or 1) < _COUNTRY
    return token.head.lower_ in _words().locative


def _acts(reading: Reading, place: Place) -> bool:
    """Whether the name is the subject of an act: then it stands for a government, whatever the city."""
    token = head_of(reading, (place.start, place.end))
    if token is None or token.dep_ != "nsubj" or token.head.pos_ != "VERB":
        return False
    return token.head.lemma_.lower() not in (
        "witness",
        "see",
        "suffer",
        "experience",
        "come",
        "remain",
        "become",
        "have",
    )


def _describes_actor(reading: Reading, place: Place) -> bool:
    return any(
        actor.start <= place.start and place.end <= actor.end and actor.kind != "collective" for actor in reading.actors
    )


def _is_dateline(reading: Reading, place: Place, sentence: Sentence) -> bool:
    """Whether the place opens a paragraph in capitals or before a dash: the reporter's desk, not the event's place."""
    text = reading.document.text
    lead = text[sentence.start : place.end]
    after = text[place.end : place.end + 60]
    return (
        bool(len(lead) < 40 and re.match(r"[^.\n]{0,50}?(?:--|—|–|\s-\s|\)\s*[-–—])", after)) and lead.upper() == lead
    )


def _neighbouring_place(reading: Reading, sentence: Sentence) -> Place | None:
    """The one location that the sentence before, else the one after, in the same paragraph names."""
    document = reading.document
    for number in (sentence.number - 1, sentence.number + 1):
        if not 0 <= number < len(document.sentences):
            continue
        other = document.sentences[number]
        low, high = sorted((sentence, other), key=lambda s: s.start)
        if "\n\n" in document.text[low.end : high.start]:
            continue
        found = {
            place.place_id: place
            for place in _locations(reading, other)
            if not place.is_modifier and place.place_id and (place.where_prec or 6) < 6
        }
        if len(found) == 1:
            return next(iter(found.values()))
    return None
