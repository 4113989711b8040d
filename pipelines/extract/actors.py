"""Actors: persons, organisations, governments and groups named in the text, with the role they had on the day.

What belongs here: recognition, aliases, dated roles, pronouns resolved where safe.  Not here: who did what to whom (the
fact families) and who said what (attribution.py).  Knowledge is data: dbt_project/seeds/actors.csv, actor_aliases.csv,
actor_roles.csv for the beat; lexicon/actor_nouns.yml for what nouns mean ("gunmen", "security forces", "villagers").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.extract.document import Document
from pipelines.extract.places import Place

ActorKind = Literal["person", "government", "organization", "armed_group", "collective", "pronoun"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One mention of an actor at characters [start, end) of the article's text.

    name: canonical name ("Tehreek-e-Taliban Pakistan", "Khawaja Asif"); for one without an id, its words in the text.
    actor_id: id of the actor table; None for an actor known by its words only ("gunmen").
    iso3: the country it belongs to.  sector: PLOVER (GOV, MIL, REB, CVL, …).  inter: ACLED 1–8.
    role: role on the publication day ("defence minister"), from the text or from the dated roles.
    affiliation_id: the actor it speaks or acts for (a minister's government), None where unknown.
    head: offset of the head word, for attaching to the parse.
    """

    start: int
    end: int
    text: str
    name: str
    kind: ActorKind
    actor_id: str | None
    iso3: str | None
    sector: str | None
    inter: int | None
    role: str | None
    affiliation_id: str | None
    head: int
    confidence: float = 1.0


def find_actors(document: Document, places: list[Place]) -> list[Actor]:
    """Every mention of an actor in the article, in order of start, none inside another."""
    return []
