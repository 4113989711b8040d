"""Quantities of people and things: bounds, approximation, what is counted and what happened to it.

What belongs here: reading one number in its clause.  Not here: which event it belongs to and how tolls merge (article.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.extract.document import Document

Approximator = Literal[
    "exact", "more_than", "at_least", "about", "up_to", "fewer_than", "nearly", "several", "tens", "dozens", "hundreds",
    "thousands",
]
Effect = Literal[
    "killed", "injured", "captured", "abducted", "missing", "displaced", "detained", "arrested", "deported", "returned", "registered",
    "destroyed",
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One count at characters [start, end) of the article's text ("at least four civilians").

    number_start, number_end: the number alone, with its approximator ("at least four").
    low, high: bounds as data-model.md reads vague words; high None where open.  best: None where only a bound is known.
    noun: lemma of what is counted ("civilian"), None where elliptic ("killed 10").
    effect: what happened to the counted, None where the clause does not say.  effect_at: offset of the word that says it.
    is_cumulative: a running total ("since 2023", "so far").  is_revision: "rose to 31".
    part_of: index (in the returned list) of the quantity it is a subset of ("14, including six attackers").
    is_attackers: the counted are those who attacked ("six attackers").  is_civilian: the noun says they are civilians.
    unit: what one of them is: individuals, families, or things.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: int | None
    best: int | None
    high: int | None
    approximator: Approximator
    noun: str | None
    unit: Literal["individuals", "families", "things"]
    effect: Effect | None
    effect_at: int | None
    is_cumulative: bool = False
    is_revision: bool = False
    part_of: int | None = None
    is_attackers: bool = False
    is_civilian: bool = False
    rule: str = ""


def find_quantities(document: Document) -> list[Quantity]:
    """Every count of people or things of the article, in order of start."""
    return []
