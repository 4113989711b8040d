"""The reporting lexicon: which words take a content, in which construction, and what that says about stance.

What belongs here: loading lexicon/reporting.yml and lexicon/actor_nouns.yml as sets.  Not here: rules that read a parse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from pipelines.extract.actors.tables import noun_classes
from pipelines.extract.lexicon import lexicon

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
    asked: frozenset[str]
    seeing_as: frozenset[str]
    holding: frozenset[str]
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

    def words(key: str) -> frozenset[str]:
        return frozenset(data[key].split())

    everywhere = words("clause") | words("quote") | words("object") | words("infinitive")
    return Reporting(
        clause=words("clause"),
        quote=words("quote"),
        object=words("object"),
        infinitive=words("infinitive"),
        preposition={prep: frozenset(verbs.split()) for prep, verbs in data["preposition"].items()},
        raising=words("raising"),
        passive=words("passive"),
        noun=words("noun"),
        addressed=words("addressed"),
        asked=words("asked"),
        seeing_as=words("seeing_as"),
        holding=words("holding"),
        answerable=words("answerable"),
        light=words("light"),
        carried=words("carried"),
        holder=words("holder"),
        adjective=words("adjective"),
        adverb=words("adverb"),
        texts=words("texts"),
        shares=words("shares"),
        speakers=words("speakers"),
        speaker_endings=tuple(data["speaker_endings"].split()),
        anonymous=words("anonymous"),
        stance={word: cast("Stance", stance) for stance, listed in data["stance"].items() for word in listed.split()},
        phrasal=frozenset(word for word in everywhere if "_" in word),
    )


@cache
def people_nouns() -> frozenset[str]:
    """Last words of the nouns that name people or bodies."""
    return frozenset(noun_classes())
