"""What the reader knows, as data: one file a subject beside this one, loaded once a process.

What belongs here: the door to the files, plain (`lexicon`) or in the types that a reader declares (`typed`).  Not here: what
their words mean (each reader declares its own sets of them).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

import yaml

from pipelines.beat import lexicon_file

#: Named patterns in order of priority.
Choices = tuple[tuple[str, re.Pattern[str]], ...]
#: The same where a name takes two patterns, one before and one after something.
PairedChoices = tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]

_T = TypeVar("_T")


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The content of one file of this folder; do not change what it returns."""
    data: dict[str, Any] = yaml.safe_load(lexicon_file(name).read_text(encoding="utf-8"))
    return data


def typed(shape: type[_T], data: dict[str, Any], **made: Any) -> _T:
    """The entries that a dataclass names as its fields, each in the type that it declares for it.

    made: fields that take more than their own entry to make.
    """
    kinds = get_type_hints(shape)
    names = [f.name for f in fields(shape) if f.name not in made]  # type: ignore[arg-type]
    return shape(**{name: _MAKE.get(kinds[name], _as_given)(data[name]) for name in names}, **made)


def pattern(text: str) -> re.Pattern[str]:
    """A pattern of a data file: its case never matters, unless it says so itself."""
    return re.compile(text, re.IGNORECASE)


def _choices(entries: dict[str, str] | list[list[str]]) -> tuple[tuple[Any, ...], ...]:
    rows = entries.items() if isinstance(entries, dict) else entries
    return tuple((name, *map(pattern, texts)) for name, *texts in rows)


def by_word(table: dict[_T, list[str]] | dict[_T, str]) -> dict[str, _T]:
    """What each word of a table stands for, where the file lists the words of each meaning."""
    return {word: meaning for meaning, entries in table.items() for word in _words(entries)}


def any_of(words: Iterable[str]) -> str:
    """A pattern of words as they are written, longest first."""
    return "|".join(re.escape(word).replace("\\ ", " ") for word in sorted(words, key=len, reverse=True))


def _words(entries: list[str] | str) -> list[str]:
    return entries.split() if isinstance(entries, str) else entries


def _as_given(entry: Any) -> Any:
    return entry


_MAKE: dict[Any, Callable[[Any], Any]] = {
    re.Pattern[str]: pattern,
    Choices: _choices,
    PairedChoices: _choices,
    frozenset[str]: lambda entries: frozenset(_words(entries)),
    tuple[str, ...]: lambda entries: tuple(_words(entries)),
}
