"""Merging: which frames of one article tell one event, and the fact they make together.

What belongs here: same-event decisions inside an article, the choice between what its sentences say, who claims and who
denies it.  Not here: reading one sentence (frames.py), linking across articles (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.where import coarseness
from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.roles import is_nameable
from pipelines.extract.incidents.tolls import Count
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Mention, When
from pipelines.extract.modality import background_after_days
from pipelines.extract.places.find import Place

# Kinds that reporters use for one another within an article.
_FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(("suicide", "bomb", "blast", "grenade", "attack", "killing", "shooting", "clash", "toll")),
    frozenset(("air", "blast", "bomb", "attack", "killing", "shelling", "toll")),
    frozenset(("shelling", "clash", "attack", "killing", "blast", "bomb", "shooting", "takeover", "toll")),
    frozenset(("attack", "killing", "shooting", "clash", "abduction", "arson", "sexual", "toll")),
)
# Sentences after which "the attack" no longer takes up an event.
_REACH = 12
# What the first sentences tell is news: of these last days, unless they say otherwise.
_LEAD, _NEWS_DAYS = 2, 3
# UCDP precision of the units that hold towns, of borders and coasts, and of countries.
_UNIT, _STRIP, _COUNTRY = 3, 5, 6
# Likeness from which a frame without "the" tells an event again.
_ALIKE = 1.0


@dataclass
class Event:
    """Frames of one event, in order of the text, with the mentions made of them and the denials that join them.

    supposed: who acted by what the article says elsewhere (sides.py).
    """

    frames: list[Frame] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    denials: list[Mention] = field(default_factory=list)
    deniers: list[str] = field(default_factory=list)
    claimants: list[str] = field(default_factory=list)
    claiming_actors: list[Actor] = field(default_factory=list)
    claiming: list[Token] = field(default_factory=list)
    supposed: list[Actor] = field(default_factory=list)

    @property
    def last(self) -> Frame:
        return self.frames[-1]

    @property
    def whens(self) -> list[When]:
        return [f.when for f in self.frames if f.when.start is not None or f.when.end is not None]

    @property
    def places(self) -> list[Place]:
        return [f.place for f in self.frames if f.place is not None]


def home_of(frame: Frame, events: Sequence[Event], published: date | None) -> Event | None:
    """The event of the article that a frame tells again; None where it tells a new one."""
    if frame.is_new:
        return None
    candidates = [
        event for event in reversed(events) if _is_compatible(frame, event) and not _is_older(frame, event, published)
    ]
    if frame.is_definite:
        candidates = [e for e in candidates if frame.sentence.number - e.last.sentence.number <= _REACH] or candidates
        return max(candidates, key=lambda event: _likeness(frame, event), default=None)
    scored = [(score, event) for event in candidates if (score := _likeness(frame, event)) >= _ALIKE]
    return max(scored, key=lambda item: item[0])[1] if scored else None


def joined(events: Sequence[Event]) -> list[Event]:
    """Events, after those that nothing sets apart joined the one they tell again.

    Sentences late in a report give no day, and no place or only the street, since the lead gave them.  Where several
    events before could be meant, none is.
    """
    kept: list[Event] = []
    for event in events:
        homes = [other for other in kept if _may_hold(other, event)] if _is_loose(event) else []
        if len(homes) == 1:
            homes[0].frames += [_within(frame, homes[0].places) for frame in event.frames]
            homes[0].mentions += event.mentions
        else:
            kept.append(event)
    return kept


def _is_loose(event: Event) -> bool:
    """Whether nothing but its words and perhaps its place tells an event from others: it has no day."""
    return (
        not any(frame.is_new or frame.is_trend or frame.is_retrospective for frame in event.frames)
        and all(when.start is None for when in event.whens)
        and not is_period(event)
    )


def _within(frame: Frame, places: Sequence[Place]) -> Frame:
    """A frame that joined an event elsewhere by its "the": what names its place ("the Paris Grill") is no town."""
    return frame if _places_agree(frame.place, places) else replace(frame, place=None)


def _may_hold(home: Event, event: Event) -> bool:
    first, second = home.frames[0], event.frames[0]
    if is_period(home) or first.is_accident != second.is_accident or first.is_retrospective:
        return False
    if not second.is_definite and not all(_is_where_told(place, home) for place in event.places):
        return False
    if not all(any(_kinds_agree(frame, other) for other in home.frames) for frame in event.frames):
        return False
    if not all(_dead_agree(frame, home) for frame in event.frames):
        return False
    told = [f.killed.low or 0 for f in home.frames if f.killed and f.killed.is_whole]
    own = [f.killed.low or 0 for f in event.frames if f.killed and f.killed.is_whole]
    if not told or not own:
        return True
    # Another toll at a place of its own is another event.
    is_placed = any((place.where_prec or 1) < _COUNTRY for place in event.places)
    return max(own) == max(told) if is_placed and not second.is_definite else max(own) <= max(told)


def _is_where_told(place: Place, home: Event) -> bool:
    """Whether a place says no more than its country, or lies where an event was told to be."""
    if (place.where_prec or 1) >= _COUNTRY:
        return True
    known = [other for other in home.places if (other.where_prec or 1) < _STRIP]
    return place.where_prec != _STRIP and bool(known) and _places_agree(place, known)


def _is_compatible(frame: Frame, event: Event) -> bool:
    # A headline seldom says what caused a blast: the same toll in the body tells that it is the same accident.
    is_same_toll = frame.killed and frame.killed.low in {other.killed.low for other in event.frames if other.killed}
    if frame.is_accident != event.frames[0].is_accident and not frame.attribution and not is_same_toll:
        return False
    if is_period(event) and (frame.killed or frame.injured or frame.when.start is not None):
        return False
    if not any(_kinds_agree(frame, other) for other in event.frames):
        return False
    if not _days_agree(frame.when, event.whens):
        return False
    if not _places_agree(frame.place, event.places):
        return False
    return _tolls_agree(frame, event) and _dead_agree(frame, event)


def _dead_agree(frame: Frame, event: Event) -> bool:
    """Two men killed each by name, and each the only one, were killed in two events."""
    if frame.killed is None or frame.killed.low != 1 or not (mine := _people(frame)):
        return True
    theirs = [people for f in event.frames if f.killed and f.killed.low == 1 and (people := _people(f))]
    return not theirs or any(_share_a_name(mine, people) for people in theirs)


def _tell_of_one_person(frame: Frame, event: Event) -> bool:
    mine = _people(frame)
    if len(mine) != 1:
        return False
    return any(len(theirs) == 1 and _share_a_name(mine, theirs) for theirs in map(_people, event.frames))


def _people(frame: Frame) -> list[frozenset[str]]:
    """The names, as sets of words, of those a frame tells to be killed, attacked or kidnapped."""
    named = [token for token in frame.roles.patients if token.ent_type_ == "PERSON"]
    return [
        frozenset(t.lower_ for t in token.sent if t == token or (t.head == token and t.ent_type_ == "PERSON"))
        for token in named
    ]


def _share_a_name(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> bool:
    """Whether one name of each list may be one person's: the shorter is part of the longer."""
    return any(a <= b or b <= a for a in first for b in second)


def _is_older(frame: Frame, event: Event, published: date | None) -> bool:
    """Whether a frame is dated days before the article, and the event is its undated news."""
    last = frame.when.end or frame.when.start
    if published is None or last is None or frame.when.prec != 1 or (published - last).days <= _NEWS_DAYS:
        return False
    is_news = not event.whens and event.frames[0].sentence.number <= _LEAD and not event.frames[0].is_trend
    return is_news and not frame.is_definite and not _tell_of_one_person(frame, event) and not _is_same(frame, event)


def _is_same(frame: Frame, event: Event) -> bool:
    """Whether a frame tells the toll of an event once more, next to it in the text: a headline leaves out the day."""
    if frame.sentence.number - event.last.sentence.number > 1 or frame.is_retrospective:
        return False
    mine = {(effect, count.low) for effect, count in _tolls(frame) if count.low}
    return bool(mine & {(effect, count.low) for other in event.frames for effect, count in _tolls(other)})


def _tolls(frame: Frame) -> list[tuple[str, Count]]:
    told = (("killed", frame.killed), ("injured", frame.injured))
    return [(effect, count) for effect, count in told if count is not None]


def _kinds_agree(first: Frame, second: Frame) -> bool:
    names = {first.kind.name, second.kind.name} - {"toll"}
    return len(names) <= 1 or any(names <= family for family in _FAMILIES)


def _days_agree(when: When, others: Sequence[When]) -> bool:
    if (when.start is None and when.end is None) or not others:
        return True
    return any(_overlap(when, other) for other in others)


def _overlap(first: When, second: When) -> bool:
    a0, a1 = _ends(first)
    b0, b1 = _ends(second)
    # A night belongs to two days.
    return (
        a0 <= b1 + timedelta(days=1) and b0 <= a1 + timedelta(days=1)
        if _is_day(first) != _is_day(second)
        else (a0 <= b1 and b0 <= a1)
    )


def _is_day(when: When) -> bool:
    return when.prec == 1


def _ends(when: When) -> tuple[date, date]:
    start, end = when.start or when.end, when.end or when.start
    return (start or date.min, end or date.max)


def _places_agree(place: Place | None, others: Sequence[Place]) -> bool:
    if place is None or not others:
        return True
    return any(same_or_inside(place, other) for other in others)


def same_or_inside(first: Place, second: Place) -> bool:
    """Whether two places are one, or one may lie in the other."""
    if first.place_id is not None and first.place_id == second.place_id:
        return True
    if first.place_id is None or second.place_id is None:
        known = first if second.place_id is None else second
        lies_around = first.iso3 is not None and first.iso3 == second.iso3 and (known.where_prec or 1) >= _UNIT
        return first.text.lower() == second.text.lower() or lies_around or known.place_id is None
    if _STRIP in (first.where_prec, second.where_prec):
        return True
    if first.iso3 and second.iso3 and first.iso3 != second.iso3:
        return False
    coarse, fine = sorted((first, second), key=lambda p: -(p.where_prec or 1))
    if (coarse.where_prec or 1) >= 6:
        return True
    if (coarse.where_prec or 1) == 4:
        return fine.admin1 is None or coarse.admin1 is None or coarse.admin1 == fine.admin1
    if (coarse.where_prec or 1) == 3:
        return fine.admin1 is None or coarse.admin1 is None or coarse.admin1 == fine.admin1
    return first.name == second.name or _kilometres(first, second) < 15


def _kilometres(first: Place, second: Place) -> float:
    if None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return 0.0
    assert first.latitude is not None and second.latitude is not None  # noqa: S101, PT018
    assert first.longitude is not None and second.longitude is not None  # noqa: S101, PT018
    return 111.0 * max(abs(first.latitude - second.latitude), abs(first.longitude - second.longitude) * 0.8)


def _tolls_agree(frame: Frame, event: Event) -> bool:
    """Two exact tolls of the whole that differ tell two events, unless one revises, adds to or is part of the other."""
    if (
        frame.killed is None
        or not frame.killed.is_whole
        or frame.is_definite
        or frame.killed.adds
        or frame.killed.revises
    ):
        return True
    told = [f.killed for f in event.frames if f.killed is not None and f.killed.is_whole]
    if not told:
        return True
    if any(count.low == frame.killed.low for count in told):
        return True
    near = frame.sentence.number - event.last.sentence.number <= 2
    smaller = (frame.killed.low or 0) <= max(count.low or 0 for count in told)
    return near or smaller or frame.when.start is not None


def _likeness(frame: Frame, event: Event) -> float:
    """How much speaks for one event: the same kind, day, place, toll or people, and nearness in the text."""
    distance = frame.sentence.number - event.last.sentence.number
    score = 1.0 if distance <= 1 else -0.05 * min(distance, 20)
    score += 1.0 * any(other.kind == frame.kind for other in event.frames)
    if frame.when.start is not None and event.whens:
        score += 1.5
    if frame.place is not None and any(frame.place.place_id == place.place_id for place in event.places):
        score += 1.0 if (frame.place.where_prec or 6) >= 6 else 2.0
    if frame.killed is not None and frame.killed.is_whole:
        told = [f.killed for f in event.frames if f.killed and f.killed.is_whole]
        if told:
            score += 2.0 if any(count.low == frame.killed.low for count in told) else -0.5
    mine = {token.lemma_.lower() for token in (*frame.roles.patients, *frame.roles.agents) if token.pos_ != "PRON"}
    theirs = {token.lemma_.lower() for f in event.frames for token in (*f.roles.patients, *f.roles.agents)}
    score += 1.0 if mine & theirs - _COMMON else 0.0
    score += 1.5 if _tell_of_one_person(frame, event) else 0.0
    if not frame.is_supported:
        score += 0.5
    return score


_COMMON = frozenset(("people", "person", "other", "man", "victim"))


def is_fact(event: Event, published: date | None) -> bool:
    """Whether an event may be stated: told as having happened, as one event, with enough to tell which."""
    actual = [f for f in event.frames if f.modality == "actual" and not f.is_trend and not f.is_retrospective]
    if not actual or not any(f.is_supported for f in event.frames):
        return False
    if any(f.is_accident and not f.attribution for f in event.frames):
        return False
    if all(f.is_accident or not f.is_supported for f in event.frames) and not _somebody_fired(event):
        return False
    if event.frames[0].is_retrospective:
        return False
    if _is_long_past(event, published):
        return False
    has_toll = any((f.killed and f.killed.low) or (f.injured and f.injured.low) for f in actual)
    has_patient = any(f.roles.patients for f in actual)
    has_named = any(is_nameable(token) for f in actual for token in f.roles.patients)
    has_agent = any(f.roles.agents or f.roles.sides for f in actual)
    has_place = any(f.place is not None and coarseness(f.place) < _COUNTRY for f in actual)
    has_day = any(f.when.prec in (1, 2) for f in actual)
    is_taken_up = event.frames[0].is_strong and any(f.is_definite for f in event.frames[1:])
    known = 2 * has_toll + has_patient + has_agent + has_place + has_day + (len(actual) > 1 and has_named) + is_taken_up
    if all(f.is_plural for f in actual):
        return known >= 3 or has_toll or (has_day and has_place)
    return known >= 2


def _somebody_fired(event: Event) -> bool:
    """Whether somebody shot: that it was an accident is then the word of a speaker, not the nature of the event."""
    return any(trigger.kind == "shooting" for frame in event.frames for trigger in frame.triggers)


def _is_long_past(event: Event, published: date | None) -> bool:
    """Whether it happened so long before the article that it is the background of another story."""
    when = best_when(event)
    last = when.end or when.start
    return published is not None and last is not None and (published - last).days > background_after_days()


def best_when(event: Event) -> When:
    """The most precise date that a sentence of the event gives; explicit words before relative ones."""
    known = event.whens
    if not known:
        return When(None, None, None, None, None)
    return min(known, key=lambda when: when.prec or 9)


def best_place(event: Event) -> Place | None:
    """The most specific place that a sentence of the event gives."""
    known = event.places
    if not known:
        return None
    return min(known, key=coarseness)


def is_period(event: Event) -> bool:
    """Whether its toll is that of many events over time ("clashes have left dozens dead", "killed in separate attacks")."""
    first = event.frames[0]
    nouns = [t.token for t in first.triggers if t.token.pos_ == "NOUN"]
    noun = first.main if first.main in nouns else next(iter(nouns), None)
    if first.killed is None or noun is None or noun.lemma_.lower() not in lexicon().period_nouns:
        return False
    verb = noun.head
    while verb.pos_ not in ("VERB", "AUX") and verb.dep_ != "ROOT":
        verb = verb.head
    clause = {child.lower_ for child in verb.children} | {c.lower_ for child in noun.children for c in child.subtree}
    if noun.tag_ == "NNS" and ("separate" in clause or "weekend" in (first.when.text or "").lower()):
        return True
    return first.is_plural and (
        bool(clause & {"have", "has", "since", "'ve"})
        or (first.when.prec or 0) >= 3
        or any(q.is_cumulative for q in first.quantities)
    )
