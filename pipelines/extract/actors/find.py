"""Actors: persons, organisations, governments and groups named in the text, with the role they had on the day.

What belongs here: recognition, aliases, dated roles, pronouns resolved where safe.  Not here: who did what to whom (the
fact families) and who said what (attribution/find.py).  Knowledge is data: dbt_project/seeds/actors.csv, actor_aliases.csv,
actor_roles.csv for the beat; lexicon/actor_nouns.yml for what nouns mean ("gunmen", "security forces", "villagers").

Phrases are read in mentions.py (persons.py, bodies.py, names.py), short mentions linked in reference.py, tables loaded in tables.py.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.actors.context import context_of
from pipelines.extract.actors.mentions import phrases
from pipelines.extract.actors.model import Actor, ActorKind
from pipelines.extract.actors.reference import with_full_names, with_references
from pipelines.extract.document import Document
from pipelines.extract.places.find import Place

__all__ = ["Actor", "ActorKind", "find_actors"]


def find_actors(document: Document, places: list[Place]) -> list[Actor]:
    """Every mention of an actor in the article, in order of start, none inside another."""
    context = context_of(document, places)
    found = with_references(document, context, with_full_names(context, phrases(context)))
    # Names are read in the parser's view (mixed case); the mention itself is what the article says.
    return [replace(actor, text=document.text[actor.start : actor.end]) for actor in found]
