"""Facts: the incident that the merged sentences of one event tell.

What belongs here: what of an event stands in its fact, its type by its sides.  Not here: which sentences tell one event
(merge.py), its days (days.py), who is responsible (responsibility.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.where import where_of
from pipelines.extract.incidents.days import when_told
from pipelines.extract.incidents.events import Event, best_place, is_period
from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.participants import is_armed
from pipelines.extract.incidents.parties import only_armed_group, organisation_names
from pipelines.extract.incidents.payload import each_once, payload_of
from pipelines.extract.incidents.responsibility import responsibility_of
from pipelines.extract.incidents.words import Kind
from pipelines.extract.mentions import Fact, Reading
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.words import is_attacker_noun

_TAKEN = "Non-state actor overtakes territory"
_DISPUTED = "Explosion, cause disputed"
# Sentences that name the kind of an event.
_NAMING = 3


def fact_of(reading: Reading, event: Event, order: int) -> Fact:
    told = [f for f in event.frames if f.modality == "actual"] or event.frames
    frames = [f for f in told if not f.is_trend] or told
    payload = payload_of(reading, frames) | {"casualty_scope": "period_total" if is_period(event) else "event"}
    agents = _distinct([*(a for m in event.mentions for a in m.actors), *event.claiming_actors, *event.supposed])
    patients = [a for a in _distinct(actor for m in event.mentions for actor in m.recipients) if a not in agents]
    payload |= responsibility_of(reading, event, payload, agents)
    if organisations := _organisations(reading, event, frames, payload):
        payload["perpetrator_organizations"] = organisations
    # What the first sentences call an event; later ones bring in other means and other events.
    kind = max((f.kind for f in frames[:_NAMING]), key=lambda k: k.rank)
    sub = _DISPUTED if event.deniers and _is_told_as_blast(event) else kind.sub_event_type
    event_type, sub = _type_by_sides(frames, kind, sub, agents, payload)
    return Fact(
        kind="incident",
        mentions=(*event.mentions, *event.denials),
        event_type=event_type,
        sub_event_type=sub,
        when=when_told(reading, event, order),
        place=best_place(event) or _place_nearby(reading, event),
        actors=tuple(agents),
        recipients=tuple(patients),
        payload=payload,
        rule=f"incident:{kind.name}",
    )


def _organisations(reading: Reading, event: Event, frames: Sequence[Frame], payload: dict[str, Any]) -> list[str]:
    """The organisations said to have acted, with those that claim it; else the one armed group among the sides."""
    claiming = [name for token in event.claiming for name in organisation_names(reading, token)]
    named = payload.get("perpetrator_organizations", [])
    if named or claiming:
        return each_once([*named, *claiming]) if claiming else named
    side = only_armed_group(reading, [t for f in frames for t in (*f.roles.agents, *f.roles.sides)])
    return [side] if side is not None else []


def _distinct(actors: Iterable[Actor]) -> list[Actor]:
    return list({actor.actor_id or actor.name: actor for actor in actors}.values())


def _is_told_as_blast(event: Event) -> bool:
    """Whether the words are of a blast: what caused it, only a speaker says."""
    return any(t.token.lemma_.lower() in ("explosion", "blast") for f in event.frames for t in f.triggers)


def _type_by_sides(
    frames: Sequence[Frame], kind: Kind, sub: str, agents: Sequence[Actor], payload: dict[str, Any]
) -> tuple[str, str]:
    """An attack on armed forces, or by forces on an armed group, is a battle in ACLED's terms; a town is taken by a state or
    from it."""
    event_type = kind.event_type
    harmed = [token for f in frames for token in f.roles.patients]
    armed = [token for token in harmed if is_armed(None, token) and not is_attacker_noun(token.lemma_.lower())]
    payload["civilian_targeting"] = bool(payload.get("deaths_civilians")) or any(
        token.lemma_.lower() == "civilian" for token in harmed
    )
    if sub == _TAKEN and any(a.sector in ("MIL", "GOV") for a in agents):
        return event_type, "Government regains territory"
    if sub == "Attack" and armed and not payload["civilian_targeting"]:
        return "Battles", "Armed clash"
    return event_type, sub


def _place_nearby(reading: Reading, event: Event) -> Place | None:
    for frame in event.frames:
        place = where_of(reading, frame.trigger, frame.sentence)
        if place is not None:
            return place
    return reading.scene.country
