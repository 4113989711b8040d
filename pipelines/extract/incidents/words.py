"""The words of incidents, loaded once: triggers, modifiers, means, agents, and what only borrows their vocabulary.

What belongs here: the data files as typed sets.  Not here: rules that use them (its neighbours here).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon as load


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of incident in ACLED's terms; of the kinds one event is told by, the highest rank names it."""

    name: str
    event_type: str
    sub_event_type: str
    rank: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """incident.yml."""

    kinds: dict[str, Kind]
    strong_nouns: dict[str, str]
    weak_nouns: dict[str, str]
    strong_verbs: dict[str, str]
    weak_verbs: dict[str, str]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    modifiers: dict[str, str]
    means: list[tuple[re.Pattern[str], str]]
    hits: dict[str, str]
    strike_modifiers: frozenset[str]
    strike_verbs: frozenset[str]
    fire_modifiers: frozenset[str]
    fire_verbs: frozenset[str]
    armed: frozenset[str]
    territories: frozenset[str]
    attributing: frozenset[str]
    implicating: dict[str, frozenset[str]]
    accusing: frozenset[str]
    bodies: frozenset[str]
    containers: frozenset[str]
    parts: frozenset[str]
    no_targets: frozenset[str]
    weapons: frozenset[str]
    political_victims: frozenset[str]
    light_verbs: frozenset[str]
    befalling: frozenset[str]
    at_prepositions: frozenset[str]
    throwing_verbs: frozenset[str]
    anaphors: frozenset[str]
    new_event_words: frozenset[str]
    separators: frozenset[str]
    background_words: frozenset[str]
    denying: frozenset[str]
    denied_things: frozenset[str]
    period_nouns: frozenset[str]
    begin_verbs: frozenset[str]
    end_verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class NotEvents:
    """not_events.yml."""

    modifiers: frozenset[str]
    objects: frozenset[str]
    animals: frozenset[str]
    subjects: frozenset[str]
    accidents: re.Pattern[str]
    accident_sites: frozenset[str]
    unexploded: frozenset[str]
    long_periods: re.Pattern[str]
    topics: dict[str, re.Pattern[str]]
    topic_threshold: int
    retrospective: re.Pattern[str]
    retrospective_governors: frozenset[str]
    stagings: frozenset[str]
    trends: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    data = load("incident.yml")
    nouns, verbs = data["nouns"], data["verbs"]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entries in data["phrases"].items():
        for entry in entries:
            verb, *rest = entry.split()
            phrases.setdefault(verb, []).append((tuple(rest), kind))
    return Lexicon(
        kinds={name: Kind(name, *values) for name, values in data["kinds"].items()},
        strong_nouns=_by_word(nouns["strong"]),
        weak_nouns=_by_word(nouns["weak"]),
        strong_verbs=_by_word(verbs["strong"]),
        weak_verbs=_by_word(verbs["weak"]),
        phrases=phrases,
        modifiers=_by_word(data["modifiers"]),
        means=[(_words_pattern(words, plural=True), kind) for kind, words in data["means"].items()],
        hits=_by_word(data["hits"]),
        strike_modifiers=frozenset(data["strike_modifiers"]),
        strike_verbs=frozenset(data["strike_verbs"]),
        fire_modifiers=frozenset(data["fire_modifiers"]),
        fire_verbs=frozenset(data["fire_verbs"]),
        armed=frozenset(data["armed"]),
        territories=frozenset(data["territories"]),
        attributing=frozenset(data["attributing"]),
        implicating={preposition: frozenset(words) for preposition, words in data["implicating"].items()},
        accusing=frozenset(data["accusing"]),
        bodies=frozenset(data["bodies"]),
        containers=frozenset(data["containers"]),
        parts=frozenset(data["parts"]),
        no_targets=frozenset(data["no_targets"]),
        weapons=frozenset(data["weapons"]),
        political_victims=frozenset(data["political_victims"]),
        light_verbs=frozenset(data["light_verbs"]),
        befalling=frozenset(data["befalling"]),
        at_prepositions=frozenset(data["at_prepositions"]),
        throwing_verbs=frozenset(data["throwing_verbs"]),
        anaphors=frozenset(data["anaphors"]),
        new_event_words=frozenset(data["new_event_words"]),
        separators=frozenset(data["separators"]),
        background_words=frozenset(data["background_words"]),
        denying=frozenset(data["denying_verbs"]),
        denied_things=frozenset(data["denied_things"]),
        period_nouns=frozenset(data["period_nouns"]),
        begin_verbs=frozenset(data["begin_verbs"]),
        end_verbs=frozenset(data["end_verbs"]),
    )


@cache
def not_events() -> NotEvents:
    data = load("not_events.yml")
    return NotEvents(
        modifiers=frozenset(data["figurative_modifiers"]),
        objects=frozenset(data["figurative_objects"]),
        animals=frozenset(data["animals"]),
        subjects=frozenset(data["figurative_subjects"]),
        accidents=_words_pattern(data["accident_words"], plural=True),
        accident_sites=frozenset(data["accident_sites"]),
        unexploded=frozenset(data["unexploded_governors"]),
        long_periods=re.compile("|".join(data["long_periods"]), re.IGNORECASE),
        topics={topic: _words_pattern(words, plural=True) for topic, words in data["topic_words"].items()},
        topic_threshold=int(data["topic_threshold"]),
        retrospective=_words_pattern(data["retrospective_words"]),
        retrospective_governors=frozenset(data["retrospective_governors"]),
        stagings=frozenset(data["stagings"]),
        trends=_words_pattern(data["trend_words"]),
    )


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: kind for kind, words in table.items() for word in words}


def _words_pattern(words: Iterable[str], *, plural: bool = False) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    body = "|".join(re.escape(word) for word in longest_first)
    return re.compile(rf"\b(?:{body}){'(?:s|es)?' if plural else ''}\b", re.IGNORECASE)
