"""The words of quantities, loaded once: what is counted, by which noun, and what verbs and nouns say happened to it.

What belongs here: lexicon/quantity.yml as typed sets, and questions about one noun.  Not here: rules that read a clause
(effects.py, find.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from pipelines.extract.lexicon import by_word, lexicon, typed

Approximator = Literal[
    "exact",
    "more_than",
    "at_least",
    "about",
    "up_to",
    "fewer_than",
    "nearly",
    "several",
    "tens",
    "dozens",
    "hundreds",
    "thousands",
]
Effect = Literal[
    "killed",
    "injured",
    "captured",
    "abducted",
    "missing",
    "displaced",
    "detained",
    "arrested",
    "deported",
    "returned",
    "registered",
    "destroyed",
]
Unit = Literal["individuals", "families", "things"]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """quantity.yml, as far as it names nouns and verbs."""

    measures: frozenset[str]
    families: frozenset[str]
    things: frozenset[str]
    attackers: frozenset[str]
    fighters: frozenset[str]
    civilians: frozenset[str]
    subset_openers: tuple[str, ...]
    transitive: dict[str, Effect]
    intransitive: dict[str, Effect]
    phrasal: dict[tuple[str, ...], Effect]
    shooting: frozenset[str]
    striking: frozenset[str]
    projectiles: frozenset[str]
    states: dict[str, Effect]
    nouns: dict[str, Effect]
    life_verbs: frozenset[str]
    tolls: frozenset[str]
    rising: frozenset[str]
    cumulative: tuple[str, ...]


@cache
def quantity_words() -> QuantityWords:
    data = lexicon("quantity.yml")
    return typed(
        QuantityWords,
        data,
        measures=frozenset(map(str, data["measures"])),
        transitive=by_word(data["transitive"]),
        intransitive=by_word(data["intransitive"]),
        phrasal={tuple(phrase.split()): effect for phrase, effect in by_word(data["phrasal"]).items()},
        states=by_word(data["states"]),
        nouns=by_word(data["nouns"]),
        tolls=frozenset(data["toll_nouns"]),
        rising=frozenset(data["rising_verbs"]),
        cumulative=tuple(data["cumulative_phrases"]),
    )


@cache
def _persons() -> frozenset[str]:
    data = lexicon("quantity.yml")
    return frozenset((*data["attackers"], *data["fighters"], *data["civilians"], *data["persons"]))


def is_person_noun(token: Token) -> bool:
    """Whether a noun names people."""
    lemma = token.lemma_.lower()
    return lemma in _persons() or lemma.endswith(("man", "woman", "person", "ist", "boy", "girl", "father", "mother"))


def is_age_as_person(token: Token) -> bool:
    """Whether an age stands for who has it ("the 15-year-old was shot"), not beside a noun ("a 15-year-old boy")."""
    if token.lower_ != "old" or token.i < 2 or token.dep_ in ("amod", "compound", "acomp"):
        return False
    return token.nbor(-1).text == "-" and token.nbor(-2).lower_ in ("year", "month")


def is_attacker_noun(word: str) -> bool:
    """Whether a word only says that somebody attacked ("assailants"), not who."""
    return word.lower() in quantity_words().attackers or word.lower().removesuffix("s") in quantity_words().attackers


def is_thing_noun(token: Token) -> bool:
    """Whether a noun names things."""
    return token.lemma_.lower() in quantity_words().things
