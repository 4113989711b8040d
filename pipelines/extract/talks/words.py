"""The words of talks, loaded once (lexicon/talks.yml).

What belongs here: the data file as typed patterns.  Not here: rules that use them (its neighbours here), the phrases that
tell an outcome (extract/phrases.py reads those).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import Choices, lexicon, typed

FILE = "talks.yml"


@dataclass(frozen=True, slots=True)
class Words:
    """What talks.yml holds beside phrases."""

    nouns: re.Pattern[str]
    rounds: re.Pattern[str]
    other_rounds: re.Pattern[str]
    meeting: re.Pattern[str]
    delegations: re.Pattern[str]
    sitting: re.Pattern[str]
    envoys: re.Pattern[str]
    both: re.Pattern[str]
    mediating: re.Pattern[str]
    purpose: re.Pattern[str]
    peace: re.Pattern[str]
    conflict: re.Pattern[str]
    settlement: re.Pattern[str]
    again: re.Pattern[str]
    other_subjects: re.Pattern[str]
    next: re.Pattern[str]
    days: re.Pattern[str]
    no_next: re.Pattern[str]
    has_next: re.Pattern[str]
    unwritten: re.Pattern[str]
    blame: re.Pattern[str]
    demand: re.Pattern[str]
    ordinals: dict[str, int]
    numbers: dict[str, int]
    ends: frozenset[str]
    levels: Choices
    formats: Choices


@cache
def vocabulary() -> Words:
    return typed(Words, lexicon(FILE))


@cache
def ordinal_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vocabulary().ordinals)})\b", re.IGNORECASE)


def number_of(said: str) -> int:
    """A small number in digits or in letters."""
    return int(said) if said.isdigit() else vocabulary().numbers[said.lower()]
