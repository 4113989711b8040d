"""Likeness: whether two tellings may be of one event, by kind, days, places, people and tolls.

What belongs here: comparing a frame with an event; what contradicts and what speaks for it.  Not here: what follows (merge.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pipelines.extract.incidents.events import Event, is_period
from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.tolls import Count
from pipelines.extract.mentions import When
from pipelines.extract.places.find import Place
from pipelines.extract.places.precision import LINEAR, SECOND_ORDER

# Kinds that reporters use for one another within an article.
_FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(("suicide", "bomb", "blast", "grenade", "attack", "killing", "shooting", "clash", "toll")),
    frozenset(("air", "blast", "bomb", "attack", "killing", "shelling", "toll")),
    frozenset(("shelling", "clash", "attack", "killing", "blast", "bomb", "shooting", "takeover", "toll")),
    frozenset(("attack", "killing", "shooting", "clash", "abduction", "arson", "sexual", "toll")),
)
_COMMON = frozenset(("people", "person", "other", "man", "victim"))


def is_compatible(frame: Frame, event: Event) -> bool:
    # A headline seldom says what caused a blast: the same toll in the body tells that it is the same accident.
    is_same_toll = frame.killed and frame.killed.low in {other.killed.low for other in event.frames if other.killed}
    if frame.is_accident != event.frames[0].is_accident and not frame.attribution and not is_same_toll:
        return False
    if is_period(event) and (frame.killed or frame.injured or frame.when.start is not None):
        return False
    if not any(kinds_agree(frame, other) for other in event.frames):
        return False
    if not _days_agree(frame.when, event.whens):
        return False
    if not places_agree(frame.place, event.places):
        return False
    return _tolls_agree(frame, event) and dead_agree(frame, event)


def dead_agree(frame: Frame, event: Event) -> bool:
    """Two men killed each by name, and each the only one, were killed in two events."""
    if frame.killed is None or frame.killed.low != 1 or not (mine := _people(frame)):
        return True
    theirs = [people for f in event.frames if f.killed and f.killed.low == 1 and (people := _people(f))]
    return not theirs or any(_share_a_name(mine, people) for people in theirs)


def tell_of_one_person(frame: Frame, event: Event) -> bool:
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


def tells_one_toll(frame: Frame, event: Event) -> bool:
    """Whether a frame tells the toll of an event once more, next to it in the text: a headline leaves out the day."""
    if frame.sentence.number - event.last.sentence.number > 1 or frame.is_retrospective:
        return False
    mine = {(effect, count.low) for effect, count in _tolls(frame) if count.low}
    return bool(mine & {(effect, count.low) for other in event.frames for effect, count in _tolls(other)})


def _tolls(frame: Frame) -> list[tuple[str, Count]]:
    told = (("killed", frame.killed), ("injured", frame.injured))
    return [(effect, count) for effect, count in told if count is not None]


def kinds_agree(first: Frame, second: Frame) -> bool:
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


def places_agree(place: Place | None, others: Sequence[Place]) -> bool:
    if place is None or not others:
        return True
    return any(same_or_inside(place, other) for other in others)


def same_or_inside(first: Place, second: Place) -> bool:
    """Whether two places are one, or one may lie in the other."""
    if first.place_id is not None and first.place_id == second.place_id:
        return True
    if first.place_id is None or second.place_id is None:
        known = first if second.place_id is None else second
        lies_around = first.iso3 is not None and first.iso3 == second.iso3 and (known.where_prec or 1) >= SECOND_ORDER
        return first.text.lower() == second.text.lower() or lies_around or known.place_id is None
    if LINEAR in (first.where_prec, second.where_prec):
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


def likeness(frame: Frame, event: Event) -> float:
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
    score += 1.5 if tell_of_one_person(frame, event) else 0.0
    if not frame.is_supported:
        score += 0.5
    return score
