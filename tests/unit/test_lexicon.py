"""Data files in the types that a reader declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from pipelines.extract.lexicon import Choices, any_of, by_word, pattern, typed


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: re.Pattern[str]
    verbs: frozenset[str]
    levels: Choices
    numbers: dict[str, int]


_DATA: dict[str, Any] = {
    "nouns": r"\bferry\b",
    "verbs": ["sail", "moor"],
    "levels": {"first": "deck", "second": "hold"},
    "numbers": {"two": 2},
    "of_another_reader": "x",
}


def test_each_entry_takes_the_type_that_its_field_declares() -> None:
    words = typed(_Words, _DATA)
    assert words.nouns.search("The FERRY left")
    assert words.verbs == frozenset(("sail", "moor"))
    assert [name for name, pattern in words.levels if pattern.search("in the hold below deck")] == ["first", "second"]
    assert words.numbers == {"two": 2}


def test_words_may_stand_in_one_line_and_choices_in_a_list() -> None:
    words = typed(_Words, _DATA | {"verbs": "sail moor", "levels": [["only", "keel"]]})
    assert words.verbs == frozenset(("sail", "moor"))
    assert [name for name, _ in words.levels] == ["only"]


def test_a_field_without_an_entry_is_an_error() -> None:
    with pytest.raises(KeyError, match="nouns"):
        typed(_Words, {name: entry for name, entry in _DATA.items() if name != "nouns"})


def test_a_field_that_takes_more_than_its_entry_is_made_by_the_reader() -> None:
    words = typed(_Words, _DATA, verbs=frozenset(_DATA["verbs"]) | {"tow"})
    assert words.verbs == frozenset(("sail", "moor", "tow"))


def test_words_listed_by_their_meaning_are_looked_up_by_word() -> None:
    assert by_word({"go": ["sail", "row"], "stay": "moor anchor"}) == {
        "sail": "go",
        "row": "go",
        "moor": "stay",
        "anchor": "stay",
    }


def test_of_words_that_begin_alike_the_longest_is_read() -> None:
    found = pattern(any_of(("ferry", "ferry boat", "ferry boat (fast)"))).match("Ferry boat (fast), late")
    assert found is not None
    assert found.group() == "Ferry boat (fast)"
