"""The words beside actors, loaded once (lexicon/actor_phrases.yml).

What belongs here: the data file as typed sets.  Not here: actors by name or noun (tables.py), rules (its neighbours here).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon, typed


@dataclass(frozen=True, slots=True)
class Words:
    """What actor_phrases.yml holds."""

    honorifics: frozenset[str]
    locative: frozenset[str]
    directional: frozenset[str]
    linking: frozenset[str]
    acting_classes: frozenset[str]
    member_classes: frozenset[str]
    nameless_classes: frozenset[str]


@cache
def vocabulary() -> Words:
    return typed(Words, lexicon("actor_phrases.yml"))
