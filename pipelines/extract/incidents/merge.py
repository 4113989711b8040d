"""Merging: which frames of one article tell one event.

What belongs here: the home of a frame among the events told before it, events that turn out to be one.  Not here: how alike two
tellings are (likeness.py), reading one sentence (frames.py), linking across articles (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.extract.incidents.events import Event, is_period, is_toll_of_campaign
from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.likeness import (
    dead_agree,
    is_compatible,
    kinds_agree,
    likeness,
    places_agree,
    tell_of_one_person,
    tells_one_toll,
)
from pipelines.extract.places.find import Place
from pipelines.extract.places.precision import COUNTRY, LINEAR

# Sentences after which "the attack" no longer takes up an event.
_REACH = 12
# What the first sentences tell is news ...
_LEAD = 2
# ... of these last days, unless they say otherwise.
_NEWS_DAYS = 3
# Likeness from which a frame without "the" tells an event again.
_ALIKE = 1.0


def home_of(frame: Frame, events: Sequence[Event], published: date | None) -> Event | None:
    """The event of the article that a frame tells again; None where it tells a new one."""
    if frame.is_new or is_toll_of_campaign(frame):
        return None
    candidates = [
        event for event in reversed(events) if is_compatible(frame, event) and not _is_older(frame, event, published)
    ]
    if frame.is_definite:
        candidates = [e for e in candidates if frame.sentence.number - e.last.sentence.number <= _REACH] or candidates
        return max(candidates, key=lambda event: likeness(frame, event), default=None)
    scored = [(score, event) for event in candidates if (score := likeness(frame, event)) >= _ALIKE]
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
    return frame if places_agree(frame.place, places) else replace(frame, place=None)


def _may_hold(home: Event, event: Event) -> bool:
    first, second = home.frames[0], event.frames[0]
    if is_period(home) or first.is_accident != second.is_accident or first.is_retrospective:
        return False
    if not second.is_definite and not all(_is_where_told(place, home) for place in event.places):
        return False
    if not all(any(kinds_agree(frame, other) for other in home.frames) for frame in event.frames):
        return False
    if not all(dead_agree(frame, home) for frame in event.frames):
        return False
    told = [f.killed.low or 0 for f in home.frames if f.killed and f.killed.is_whole]
    own = [f.killed.low or 0 for f in event.frames if f.killed and f.killed.is_whole]
    if not told or not own:
        return True
    # Another toll at a place of its own is another event.
    is_placed = any((place.where_prec or 1) < COUNTRY for place in event.places)
    return max(own) == max(told) if is_placed and not second.is_definite else max(own) <= max(told)


def _is_where_told(place: Place, home: Event) -> bool:
    """Whether a place says no more than its country, or lies where an event was told to be."""
    if (place.where_prec or 1) >= COUNTRY:
        return True
    known = [other for other in home.places if (other.where_prec or 1) < LINEAR]
    return place.where_prec != LINEAR and bool(known) and places_agree(place, known)


def _is_older(frame: Frame, event: Event, published: date | None) -> bool:
    """Whether a frame is dated days before the article, and the event is its undated news."""
    last = frame.when.end or frame.when.start
    if published is None or last is None or frame.when.prec != 1 or (published - last).days <= _NEWS_DAYS:
        return False
    first = event.frames[0]
    is_news = not event.whens and first.sentence.number <= _LEAD and not first.is_trend and not first.is_aftermath
    return (
        is_news and not frame.is_definite and not tell_of_one_person(frame, event) and not tells_one_toll(frame, event)
    )
