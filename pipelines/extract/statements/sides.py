"""Whose side an actor is on, beside a speaker: the speaker's own, another, or none.

What belongs here: comparing actors, and the actor at a word of what is said.  Not here: who does what (deeds.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.mentions import Reading

SIDES = frozenset(("GOV", "MIL", "REB", "UAF", "COP", "SPY"))
_OURS = frozenset(("we", "our", "it", "its", "they", "their", "he", "his", "she", "her", "i", "my"))


_AGAINST_THE_STATE = frozenset(("REB", "UAF"))


def same_side(one: Actor, other: Actor) -> bool:
    """Whether two actors are one side: one actor, or two of one state."""
    is_one_state = one.iso3 is not None and one.iso3 == other.iso3 and one.sector in SIDES
    return bool(_ids(one) & _ids(other)) or (is_one_state and not _is_rebel(one) and not _is_rebel(other))


def _is_rebel(actor: Actor) -> bool:
    return actor.sector in _AGAINST_THE_STATE


def is_other_side(speaker: Actor, actor: Actor) -> bool:
    """Whether an actor is a side, and not the speaker's own."""
    if actor.sector not in SIDES or actor.start == speaker.start:
        return False
    theirs = _ids(actor)
    if _ids(speaker) & theirs or speaker.name == actor.name:
        return False
    same_country = speaker.iso3 is not None and speaker.iso3 == actor.iso3
    return bool(theirs) and not (same_country and actor.sector != "REB" and not _is_rebel(speaker))


def is_own(reading: Reading, speaker: Actor, subject: Token) -> bool:
    """Whether the doer in what is said is the speaker's side: a pronoun of it, "our fighters", or its name."""
    if subject.lower_ in _OURS or any(c.dep_ == "poss" and c.lower_ in _OURS for c in subject.children):
        return True
    actor = actor_at(reading.actors, subject)
    if actor is None or (speaker.kind == "armed_group" and not _ids(speaker) & _ids(actor)):
        return False  # two groups of one country are two sides
    return same_side(speaker, actor)


def actor_at(actors: tuple[Actor, ...], token: Token) -> Actor | None:
    """The actor whose mention covers a token."""
    return next((a for a in actors if a.start <= token.idx < a.end), None)


def _ids(actor: Actor) -> set[str]:
    return {x for x in (actor.actor_id, actor.affiliation_id) if x}
