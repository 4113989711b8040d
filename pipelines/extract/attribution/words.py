"""The reporting lexicon: which words take a content, in which construction, and what that says about stance.

What belongs here: loading lexicon/reporting.yml and lexicon/actor_nouns.yml as sets.  Not here: rules that read a parse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.extract.actors.tables import noun_classes
from pipelines.extract.lexicon import by_word, lexicon, typed

Stance = Literal[
    "asserts", "denies", "attributes_to_other", "claims_responsibility", "confirms", "declines_comment", "revises"
]


@dataclass(frozen=True)
class Reporting:
    """Words of reporting.yml by the construction they take."""

    clause: frozenset[str]
    quote: frozenset[str]
    object: frozenset[str]
    infinitive: frozenset[str]
    preposition: Mapping[str, frozenset[str]]
    raising: frozenset[str]
    passive: frozenset[str]
    noun: frozenset[str]
    addressed: frozenset[str]
    told: frozenset[str]
    seeing_as: frozenset[str]
    holding: Mapping[str, str]
    answerable: frozenset[str]
    light: frozenset[str]
    carried: frozenset[str]
    holder: frozenset[str]
    adjective: frozenset[str]
    adverb: frozenset[str]
    texts: frozenset[str]
    shares: frozenset[str]
    speakers: frozenset[str]
    speaker_endings: tuple[str, ...]
    anonymous: frozenset[str]
    stance: Mapping[str, Stance]
    phrasal: frozenset[str]


@cache
def reporting() -> Reporting:
    """The lexicon, loaded once."""
    data = lexicon("reporting.yml")
    everywhere = " ".join(data[key] for key in ("clause", "quote", "object", "infinitive")).split()
    return typed(
        Reporting,
        data,
        preposition={preposition: frozenset(verbs.split()) for preposition, verbs in data["preposition"].items()},
        stance=by_word(data["stance"]),
        phrasal=frozenset(word for word in everywhere if "_" in word),
    )


@cache
def people_nouns() -> frozenset[str]:
    """Last words of the nouns that name people or bodies."""
    return frozenset(noun_classes())
