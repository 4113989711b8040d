"""The words of deportations and returns, loaded once (lexicon/deportations.yml).

What belongs here: the data file as typed patterns.  Not here: rules that use them (its neighbours here).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import Choices, PairedChoices, lexicon, typed


@dataclass(frozen=True, slots=True)
class Words:
    """What deportations.yml holds."""

    movement: re.Pattern[str]
    weak_movement: re.Pattern[str]
    subject: re.Pattern[str]
    part_opens: re.Pattern[str]
    never: re.Pattern[str]
    cumulative: re.Pattern[str]
    reached: re.Pattern[str]
    bare_before: re.Pattern[str]
    bare_after: re.Pattern[str]
    subset_before: re.Pattern[str]
    subset_after: re.Pattern[str]
    difference_before: re.Pattern[str]
    difference_after: re.Pattern[str]
    share: re.Pattern[str]
    comprising: re.Pattern[str]
    percent: re.Pattern[str]
    origin: re.Pattern[str]
    destination: re.Pattern[str]
    host: re.Pattern[str]
    data_source: re.Pattern[str]
    legal_basis: re.Pattern[str]
    open_start: re.Pattern[str]
    week_ending: re.Pattern[str]
    measures: Choices
    split_measures: PairedChoices
    document_status: Choices
    people: frozenset[str]
    movers: frozenset[str]
    acts: frozenset[str]
    receiving: frozenset[str]
    cumulative_after_days: int


@cache
def vocabulary() -> Words:
    return typed(Words, lexicon("deportations.yml"))
