"""Whom a statement is about: the side it accuses, threatens, answers or asks something of.

What belongs here: the choice of that side, within the sentence and from what was said before.
Not here: who does what in what is said (deeds.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipelines.extract.actors.model import Actor
from pipelines.extract.statements.acts import Act, Said
from pipelines.extract.statements.commitments import parties_between
from pipelines.extract.statements.deeds import hostile_doer, striker
from pipelines.extract.statements.sides import actor_at, is_other_side, same_side
from pipelines.extract.statements.types import TYPED_BY_CONTENT

_ASKING = frozenset(("demand", "appeal", "warning", "threat"))
_ACCUSING = frozenset(("accusation", "blame", "condemnation"))
# How far back a statement that names no other side finds the one it is about.
_MEMORY = 4


def about_whom(act: Act, kind: str) -> tuple[Actor, ...]:
    """The other side that a statement is aimed at: who is told, the hostile doer, else the first other side in what is said."""
    if kind == "mediation_offer":
        return tuple(a for a in parties_between(act) if is_other_side(act.speaker, a))
    asked = _asked(act) if kind in _ASKING else None
    if asked is not None:
        return (asked,)
    doer = hostile_doer(act) or striker(act)
    if doer is not None:
        return (doer,)
    if kind in TYPED_BY_CONTENT or kind in ("promise", "claim_of_responsibility"):
        return ()
    # "X laid the blame on Y, calling the offer poor": Y may stand beside what is said.
    spans = [*act.pieces, (act.sentence.start, act.sentence.end)] if kind in _ACCUSING else act.pieces
    named = (a for start, end in spans for a in act.reading.actors if start <= a.start < end)
    return tuple(a for a in named if is_other_side(act.speaker, a))[:1]


def _asked(act: Act) -> Actor | None:
    """Who is told, or has to do what is demanded: the subject of "must"."""
    told = next((a for a in addressees(act) if is_other_side(act.speaker, a)), None)
    if told is not None:
        return told
    for token in act.tokens:
        if token.dep_ == "aux" and token.lower_ in ("must", "should"):
            subject = next((c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            return actor_at(act.reading.actors, subject) if subject is not None else None
    return None


def addressees(act: Act) -> tuple[Actor, ...]:
    """The actors among those who are told."""
    told = act.attribution.addressee
    at = act.reading.document.text.find(told, act.sentence.start, act.sentence.end) if told else -1
    return tuple(a for a in act.reading.actors if told and at >= 0 and at <= a.start < at + len(told))


def with_counterparts(said: Iterable[Said]) -> list[Said]:
    """A denial answers the last who accused its speaker's side; a threat is aimed at the side last spoken of."""
    found: list[Said] = []
    for one in said:
        if not one.about and one.kind in ("denial", "refusal"):
            recent = [e for e in found if one.act.sentence.number - e.act.sentence.number <= _MEMORY]
            accusers = [e.speaker for e in reversed(recent) if any(same_side(a, one.speaker) for a in e.about)]
            one = replace(one, about=tuple(accusers[:1]))
        elif not one.about and one.kind in ("threat", "warning", "accusation", "condemnation"):
            spoken_of = [a for e in reversed(found) if same_side(e.speaker, one.speaker) for a in e.about]
            one = replace(one, about=tuple(spoken_of[:1]))
        found.append(one)
    return found
