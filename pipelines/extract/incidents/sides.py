"""Sides: the actors of an event: who acted and who was harmed, and whom the article lets one infer where a sentence is silent.

What belongs here: from participants to actors, states told by two nationalities ("Indian and Pakistani troops"), "both
sides", the one state whose strikes an article tells, who is blamed in a sentence of its own.
Not here: who the participants are (roles.py, participants.py), names as the text has them (parties.py), claims and denials (responsibility.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.incidents.events import Event, best_place
from pipelines.extract.incidents.frames import Frame, participants
from pipelines.extract.incidents.participants import actor_at
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Reading
from pipelines.extract.places.precision import COUNTRY
from pipelines.extract.quantities.words import is_attacker_noun
from pipelines.extract.sides import Sides

_BOTH = re.compile(r"\b(?:both|each|two|either|opposing|warring|rival) sides?\b", re.IGNORECASE)
# Mentions from which an actor counts as a side of what the article is about.
_OFTEN = 2
# Kinds that states wage from afar, often against one country for days.
_REMOTE = frozenset(("air", "shelling"))


def actors_of(reading: Reading, frame: Frame) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Who acted and who was harmed, as one sentence tells it."""
    sides = _sides_in(reading, frame.roles.sides)
    agents = [actor for actor in _sides_in(reading, frame.roles.agents) if _is_party(actor)] + sides[:1]
    sites = {token.i for token in frame.roles.sites}
    harmed = participants(reading, [token for token in frame.roles.patients if token.i not in sites])
    harmed = [actor for actor in harmed if actor not in agents and _is_party(actor)]
    return tuple(agents), tuple(harmed + sides[1:])


def _is_party(actor: Actor) -> bool:
    """Whether an actor is a side of the conflict; "the attacker" and the people harmed are roles, told in the payload."""
    if actor.actor_id is None and is_attacker_noun(actor.text.split()[-1]):
        return False
    if actor.kind in ("government", "armed_group"):
        return True
    if actor.kind == "collective" and actor.actor_id is None:
        return actor.inter in (1, 2, 3, 4, 8)
    return actor.actor_id is not None or actor.inter in (1, 2, 3)


def _sides_in(reading: Reading, tokens: Sequence[Token]) -> list[Actor]:
    """The known actors among some tokens; of "Indian and Pakistani troops" both states."""
    found: list[Actor] = []
    for token in tokens:
        actor = actor_at(reading, token)
        if actor is not None and not _BOTH.search(actor.text):
            found.append(actor)
        nations = list(_nations_before(reading, token))
        if len({iso3 for iso3, _ in nations}) > 1:
            known = Sides(reading)
            found += [known.state(iso3, at) for iso3, at in nations if actor is None or iso3 != actor.iso3]
    return list({actor.actor_id or actor.name: actor for actor in found}.values())


def _nations_before(reading: Reading, noun: Token) -> Iterator[tuple[str, Token]]:
    for child in noun.doc[noun.left_edge.i : noun.i]:
        if child.dep_ not in ("amod", "compound", "nmod", "conj"):
            continue
        place = next((p for p in reading.places if p.start <= child.idx < p.end), None)
        if place is not None and place.iso3 and (place.where_prec or 1) >= COUNTRY:
            yield place.iso3, child


def infer_actors(reading: Reading, events: Sequence[Event]) -> None:
    """Give events that name nobody who acted those whom the rest of the article lets one infer."""
    for event in events:
        if _is_two_sided(reading, event):
            event.supposed += _belligerents(reading)
    _same_hand(events)


def _is_two_sided(reading: Reading, event: Event) -> bool:
    """Whether an event is told as one of "both sides", or along the border of two countries, and its sides are not named."""
    if any(actor.actor_id for mention in event.mentions for actor in (*mention.actors, *mention.recipients)):
        return False
    if not any(frame.kind.name in ("clash", "shelling") for frame in event.frames):
        return False
    place = best_place(event)
    is_strip = place is not None and place.place_id is None and "–" in (place.name or "")
    text = reading.document.text
    return is_strip or any(_BOTH.search(text, f.sentence.start, f.sentence.end) for f in event.frames)


def _belligerents(reading: Reading) -> list[Actor]:
    """The two states or armed groups that an article names most; none where a third comes as near."""
    known = Sides(reading)
    sides = [
        side
        for actor in reading.actors
        if actor.kind in ("government", "organization", "armed_group", "collective")
        and (side := known.of_actor(actor)) is not None
        and (side.kind == "armed_group" or (side.kind == "government" and side.sector in ("GOV", "MIL")))
    ]
    named = {side.actor_id or side.name: side for side in sides}
    ranked = Counter(side.actor_id or side.name for side in sides).most_common(3)
    if len(ranked) < 2 or ranked[1][1] < _OFTEN or (len(ranked) > 2 and ranked[2][1] == ranked[1][1]):
        return []
    return [named[key] for key, _ in ranked[:2]]


def _same_hand(events: Sequence[Event]) -> None:
    """A strike by nobody named, in an article where one state alone strikes from afar, is that state's."""
    remote = [event for event in events if any(frame.kind.name in _REMOTE for frame in event.frames)]
    agents = {a.iso3: a for e in remote for m in e.mentions for a in m.actors if a.iso3 and a.actor_id}
    if len(agents) != 1:
        return
    (iso3, agent), *_ = agents.items()
    for event in remote:
        place = best_place(event)
        is_silent = not any(mention.actors for mention in event.mentions)
        if is_silent and (place is None or place.iso3 != iso3):
            event.supposed.append(agent)


def accused_by(reading: Reading, verb: Token) -> list[Actor]:
    """Whom a sentence blames for what was told before: "the army blamed the rebels", "… blamed them for the attack"."""
    if verb.lemma_.lower() != "blame":
        return []
    deeds = [g for c in verb.children if c.lower_ == "for" for g in c.children if g.dep_ == "pobj"]
    if any(deed.lemma_.lower() not in lexicon().anaphors for deed in deeds):
        return []
    blamed = (actor_at(reading, child) for child in verb.children if child.dep_ in ("dobj", "obj"))
    return [actor for actor in blamed if actor is not None and actor.kind in ("armed_group", "government")]
