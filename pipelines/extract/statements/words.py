"""The words of statements, loaded once: cues, contents, and what makes an article one on the matter.

What belongs here: lexicon/statement_types.yml as typed sets.  Not here: rules that use them (its neighbours here).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon, typed


@dataclass(frozen=True)
class Words:
    """statement_types.yml.

    rank: of the types, the weightiest first.  force_nouns: also the verbs of force, which name it as well ("a strike").
    """

    rank: Mapping[str, int]
    plover: Mapping[str, str | None]
    by_cue: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    force_verbs: frozenset[str]
    force_nouns: frozenset[str]
    suffered_verbs: frozenset[str]
    pressing_verbs: frozenset[str]
    hostile_verbs: frozenset[str]
    claimed_verbs: frozenset[str]
    matter: frozenset[str]
    matter_needed: int
    matter_share: float
    speaker_sectors: frozenset[str]
    speaker_nouns: frozenset[str]


@cache
def words() -> Words:
    """The lexicon, loaded once."""
    data = lexicon("statement_types.yml")
    types = data["types"]
    return typed(
        Words,
        data,
        rank={name: i for i, name in enumerate(types)},
        plover={name: entry["plover"] for name, entry in types.items()},
        by_cue={cue: name for name, entry in reversed(types.items()) for cue in entry["cues"].split()},
        phrases={name: tuple(listed) for name, listed in data["phrases"].items()},
        force_nouns=frozenset((data["force_verbs"] + data["force_nouns"]).split()),
        claimed_verbs=frozenset(word.partition("_")[0] for word in data["claimed_verbs"].split()),
    )
