"""The words of attachment, loaded once (lexicon/arguments.yml).

What belongs here: the data file as typed sets.  Not here: rules that use them (its neighbours here).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon, typed


@dataclass(frozen=True, slots=True)
class Words:
    """What arguments.yml holds."""

    event_nouns: frozenset[str]
    same_moment: frozenset[str]
    other_moment: frozenset[str]
    saying: frozenset[str]
    sequencing: frozenset[str]
    locative: frozenset[str]
    small_numbers: dict[str, int]
    aftermath_verbs: frozenset[str]
    aftermath_nouns: frozenset[str]


@cache
def vocabulary() -> Words:
    return typed(Words, lexicon("arguments.yml"))
