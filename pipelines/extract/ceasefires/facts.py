"""Facts: which mentions of truces are one event, and the fact they make together.

What belongs here: days and parties that one sentence leaves open and another gives; merging.  Not here: reading a mention
(sightings.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipelines.extract.actors.find import Actor
from pipelines.extract.ceasefires.sightings import Sighting
from pipelines.extract.ceasefires.words import MAKING, PROLONGING, STANDING
from pipelines.extract.mentions import Fact, When
from pipelines.extract.sides import Sides, distinct, key_of


def with_origin(seen: list[Sighting]) -> list[Sighting]:
    """Give what is said of a standing truce the day the article says it was made; explicit days win over vague ones."""
    made = [s.mention.when for s in seen if s.event in MAKING and s.mention.when.start and s.mention.when.prec == 1]
    days = {when.start: when for when in made}
    if len(days) != 1:
        return seen
    day = next(iter(days.values()))
    return [_dated(s, day) for s in seen]


def _dated(seen: Sighting, day: When) -> Sighting:
    own = seen.origin if seen.event in STANDING else seen.mention.when
    if seen.event not in STANDING | MAKING or own.prec == 1 or not (seen.is_definite or own.start):
        return seen
    if seen.event in MAKING and own.start is None:
        return seen
    clashes = bool(own.start and own.end and day.start and not own.start <= day.start <= own.end)
    text = own.text or day.text
    when = replace(day, end=None if seen.event in STANDING else day.end, text=text, is_conflicting=clashes)
    return replace(seen, mention=replace(seen.mention, when=when))


def with_parties(seen: list[Sighting], sides: Sides) -> list[Sighting]:
    """Parties that a sentence leaves open are those the article names for its truce, else its two main sides."""
    brokers = [*sides.article_mediators, *(a for s in seen for a in s.mention.recipients)]
    named = next((s.mention.actors for s in seen if len(s.mention.actors) >= 2), ())
    together = distinct(a for s in seen for a in s.mention.actors)
    common = named or (together if len(together) == 2 else ()) or sides.process_parties
    out: list[Sighting] = []
    for s in seen:
        actors = s.mention.actors
        if len(actors) < 2:
            # Where a truce ends or is asked for there is fighting; where it is agreed the place is a venue.
            ground = (0, 0) if s.event in MAKING | PROLONGING else s.mention.span
            actors = _completed(actors, common or sides.of_article(brokers, ground))
        out.append(replace(s, mention=replace(s.mention, actors=actors)))
    return out


def _completed(own: tuple[Actor, ...], fallback: tuple[Actor, ...]) -> tuple[Actor, ...]:
    keys = {key_of(a) for a in own}
    if own and not keys & {key_of(a) for a in fallback}:
        return own
    return distinct((*own, *fallback))


def merged(seen: list[Sighting]) -> list[Fact]:
    """One fact per event: mentions of the same event whose days and parties do not contradict each other."""
    groups: list[list[Sighting]] = []
    for s in seen:
        for group in groups:
            if all(_is_same(s, other) for other in group):
                group.append(s)
                break
        else:
            groups.append([s])
    return [_fact(group) for group in groups]


def _is_same(a: Sighting, b: Sighting) -> bool:
    if a.event != b.event:
        return False
    x, y = a.mention.when, b.mention.when
    if x.start and y.start and not (x.start <= (y.end or y.start) and y.start <= (x.end or x.start)):
        return False
    return bool({key_of(p) for p in a.mention.actors} & {key_of(p) for p in b.mention.actors}) or not (
        a.mention.actors and b.mention.actors
    )


def _fact(group: list[Sighting]) -> Fact:
    mentions = tuple(s.mention for s in group)
    first = min(mentions, key=lambda m: (m.when.start is None, m.when.prec or 9, m.trigger))
    payload: dict[str, Any] = {}
    for mention in (first, *mentions):
        for name, value in mention.payload.items():
            payload.setdefault(name, value)
    actors = max((m.actors for m in mentions), key=len)
    recipients = distinct(a for m in mentions for a in m.recipients)
    if "laterality" not in payload and len(actors) > 1:  # one named party may be half of two: not known
        payload["laterality"] = "bilateral" if len(actors) == 2 else "multilateral"
    return Fact(
        kind="ceasefire",
        mentions=mentions,
        event_type=first.event_type,
        sub_event_type=None,
        when=replace(first.when, is_conflicting=any(m.when.is_conflicting for m in mentions)),
        place=None,
        actors=actors,
        recipients=recipients,
        payload=payload,
        rule=first.rule,
    )
