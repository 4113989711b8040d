"""The type that stands for one count of people or things.

What belongs here: the dataclass every reader of counts shares.  Not here: how counts are found (find.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.quantities.words import Approximator, Effect, Unit


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
    is_hit: "injured" only says that they were shot: some of them may be dead.
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
    unit: Unit
    effect: Effect | None
    effect_at: int | None
    is_cumulative: bool = False
    is_revision: bool = False
    part_of: int | None = None
    is_attackers: bool = False
    is_civilian: bool = False
    is_hit: bool = False
    rule: str = ""
