"""The type that stands for one mention of an actor.

What belongs here: the dataclass every reader of actors shares.  Not here: how mentions are found (find.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "government", "organization", "armed_group", "collective", "pronoun"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One mention of an actor at characters [start, end) of the article's text.

    head: offset of the head word, for attaching to the parse.
    name: canonical name ("Tehreek-e-Taliban Pakistan", "Khawaja Asif"); for one without an id, its words in the text.
    actor_id: id of the actor table; None for an actor known by its words only ("gunmen").
    iso3: the country it belongs to.  sector: PLOVER (GOV, MIL, REB, CVL, …).  inter: ACLED 1–8.
    role: role on the publication day ("defence minister"), from the text or from the dated roles.
    affiliation_id: the actor it speaks or acts for (a minister's government), None where unknown.
    """

    start: int
    end: int
    text: str
    name: str
    kind: ActorKind
    head: int
    actor_id: str | None = None
    iso3: str | None = None
    sector: str | None = None
    inter: int | None = None
    role: str | None = None
    affiliation_id: str | None = None
    confidence: float = 1.0
