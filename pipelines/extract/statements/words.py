"""The words of statements, loaded once: cues, contents, and what makes an article one on the matter.

What belongs here: lexicon/statement_types.yml as typed sets.  Not here: rules that use them (its neighbours here).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon


@dataclass(frozen=True)
class Words:
    """statement_types.yml."""

    rank: Mapping[str, int]
    plover: Mapping[str, str | None]
    by_cue: Mapping[str, str]
    content: Mapping[str, tuple[str, ...]]
    hostile: frozenset[str]
    claimed: frozenset[str]
    force: frozenset[str]
    force_nouns: frozenset[str]
    suffered: frozenset[str]
    pressing: frozenset[str]
    matter: frozenset[str]
    matter_needed: int
    matter_share: float
    sectors: frozenset[str]
    speaker_nouns: frozenset[str]


@cache
def words() -> Words:
    """The lexicon, loaded once."""
    data = lexicon("statement_types.yml")
    types = data["types"]
    content = data["content"]
    return Words(
        rank={name: i for i, name in enumerate(types)},
        plover={name: entry["plover"] for name, entry in types.items()},
        by_cue={cue: name for name, entry in reversed(types.items()) for cue in entry["cues"].split()},
        content={key: tuple(value) for key, value in content.items() if key.endswith("_phrases")},
        hostile=frozenset(content["hostile_verbs"].split()),
        claimed=frozenset(word.partition("_")[0] for word in data["claimed_verbs"].split()),
        force=frozenset(content["force_verbs"].split()),
        force_nouns=frozenset(content["force_verbs"].split()) | frozenset(content["force_nouns"].split()),
        suffered=frozenset(content["suffered_verbs"].split()),
        pressing=frozenset(content["pressing_verbs"].split()),
        matter=frozenset(data["matter"].split()),
        matter_needed=data["matter_needed"],
        matter_share=data["matter_share"],
        sectors=frozenset(data["speaker_sectors"].split()),
        speaker_nouns=frozenset(data["speaker_nouns"].split()),
    )
