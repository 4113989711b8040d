"""The words of truces, loaded once (lexicon/ceasefires.yml), and the kinds of event in the life of one.

What belongs here: the data file as typed patterns; which events make a truce, end it, prolong it, or only speak of it.  Not here:
rules that use them (its neighbours here), the phrases that tell an event (extract/phrases.py reads those).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon, typed

FILE = "ceasefires.yml"
MAKING = frozenset(("declared", "effective"))
ENDING = frozenset(("ended", "suspended"))
# What is said of a standing truce: it happens to the truce, and is dated by the day the truce was made.
STANDING = frozenset(("in_effect", "conditional"))
PROLONGING = frozenset(("extended", "reaffirmed"))
ALLEGED = frozenset(("violation_alleged", "violation_denied"))


@dataclass(frozen=True, slots=True)
class Words:
    """What ceasefires.yml holds beside phrases."""

    nouns: re.Pattern[str]
    agreements: re.Pattern[str]
    figurative: re.Pattern[str]
    quarrels: re.Pattern[str]
    warfare: re.Pattern[str]
    about: re.Pattern[str]
    compounds: re.Pattern[str]
    continued: re.Pattern[str]
    strained: re.Pattern[str]
    unilateral: re.Pattern[str]
    permanent: re.Pattern[str]
    preliminary: re.Pattern[str]
    written: re.Pattern[str]
    verbal: re.Pattern[str]
    duration: re.Pattern[str]
    condition: re.Pattern[str]
    end_reason: re.Pattern[str]
    origin: re.Pattern[str]
    numbers: dict[str, int]
    units: dict[str, int]
    unsure: re.Pattern[str]


@cache
def vocabulary() -> Words:
    return typed(Words, lexicon(FILE))
