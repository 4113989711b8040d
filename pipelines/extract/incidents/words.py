"""The words of incidents, loaded once: triggers, modifiers, means, agents, and what only borrows their vocabulary.

What belongs here: the data files as typed sets.  Not here: rules that use them (its neighbours here).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import any_of, by_word, pattern, typed
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
    company: dict[str, frozenset[str]]
    shots: frozenset[str]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    modifiers: dict[str, str]
    modified_nouns: frozenset[str]
    described_by: frozenset[str]
    means: list[tuple[re.Pattern[str], str]]
    hits: dict[str, str]
    violent_modifiers: frozenset[str]
    strike_modifiers: frozenset[str]
    strike_verbs: frozenset[str]
    deadly_verbs: frozenset[str]
    fire_modifiers: frozenset[str]
    fire_verbs: frozenset[str]
    armed: frozenset[str]
    territories: frozenset[str]
    attributing: frozenset[str]
    implicating: dict[str, frozenset[str]]
    accusing: frozenset[str]
    inquiries: frozenset[str]
    bodies: frozenset[str]
    containers: frozenset[str]
    parts: frozenset[str]
    no_targets: frozenset[str]
    weapons: frozenset[str]
    political_victims: frozenset[str]
    light_verbs: frozenset[str]
    hitting_verbs: frozenset[str]
    surviving_verbs: frozenset[str]
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
    campaigns: frozenset[str]
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
    return typed(
        Lexicon,
        data,
        kinds={name: Kind(name, *values) for name, values in data["kinds"].items()},
        strong_nouns=by_word(nouns["strong"]),
        weak_nouns=by_word(nouns["weak"]),
        strong_verbs=by_word(verbs["strong"]),
        weak_verbs=by_word(verbs["weak"]),
        company={word: frozenset(beside) for word, beside in data["company"].items()},
        phrases=phrases,
        modifiers=by_word(data["modifiers"]),
        means=[(_means_pattern(words, data["no_means_before"]), kind) for kind, words in data["means"].items()],
        hits=by_word(data["hits"]),
        implicating={preposition: frozenset(words) for preposition, words in data["implicating"].items()},
    )


@cache
def not_events() -> NotEvents:
    data = load("not_events.yml")
    return typed(
        NotEvents,
        data,
        accidents=_words_pattern(data["accidents"], plural=True),
        long_periods=pattern("|".join(data["long_periods"])),
        topics={topic: _words_pattern(words, plural=True) for topic, words in data["topics"].items()},
        retrospective=_words_pattern(data["retrospective"]),
        trends=_words_pattern(data["trends"]),
    )


def _means_pattern(words: Iterable[str], owners: Iterable[str]) -> re.Pattern[str]:
    """A means by its words, not what is named after it ("an air force base", "the bomb squad")."""
    return re.compile(_words_pattern(words, plural=True).pattern + rf"(?! (?:{any_of(owners)})s?\b)", re.IGNORECASE)


def _words_pattern(words: Iterable[str], *, plural: bool = False) -> re.Pattern[str]:
    return pattern(rf"\b(?:{any_of(words)}){'(?:s|es)?' if plural else ''}\b")
