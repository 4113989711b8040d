"""Numerals: the value of number words, with approximators and vague words read at their bounds.

What belongs here: "at least four", "two dozen", "between 25 and 30", "1.2 million", "several" as bounds over tokens.
Not here: what is counted and what happened to it (find.py), dates and ages (not counts at all).
Knowledge is data: lexicon/quantity.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from pipelines.extract.lexicon import any_of, lexicon, pattern
from pipelines.extract.quantities.words import Approximator

_DIGITS = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[-–—](\d{1,3}(?:,\d{3})+|\d+)")
# The longest approximator is four words ("no fewer than", "in the region of").
_REACH = 4
# Nothing that news counts comes to more; what does is the number of an account, or no number at all.
_MOST = 10**12
_MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Numeral:
    """Tokens [first, last] that say a number, with the approximator from token `opens`; bounds as data-model.md reads them."""

    opens: int
    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    approximator: Approximator


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, int]
    multipliers: dict[str, int]
    vague: dict[str, tuple[int, Approximator]]
    exact: dict[str, int]
    approximators: dict[tuple[str, ...], Approximator]


@cache
def _words() -> _Words:
    data = lexicon("quantity.yml")
    return _Words(
        numbers=data["numbers"],
        multipliers=data["multipliers"],
        vague={word: (low, kind) for word, (low, kind) in data["vague"].items()},
        exact=data["exact_words"],
        approximators={
            tuple(phrase.split()): kind for kind, phrases in data["approximators"].items() for phrase in phrases
        },
    )


@cache
def number_pattern() -> re.Pattern[str]:
    """Digits, or a word that says or bounds a number."""
    words = _words()
    return pattern(rf"\d|\b(?:{any_of([*words.numbers, *words.multipliers, *words.vague, *words.exact])})\b")


def numerals(doc: Doc) -> Iterator[Numeral]:
    """Every numeral of the text, from left to right, none inside another."""
    lowered = [token.lower_ for token in doc]
    at = 0
    while at < len(lowered):
        found = _numeral_at(doc, lowered, at)
        if found is None:
            at += 1
        else:
            yield found
            at = found.last + 1


def _numeral_at(doc: Doc, lowered: list[str], at: int) -> Numeral | None:
    words = _words()
    word = lowered[at]
    if word in words.vague:
        return _vague(lowered, at)
    ranged = _RANGE.fullmatch(word)
    if ranged and len(word) <= _MOST_DIGITS:
        low, high = (int(part.replace(",", "")) for part in ranged.groups())
        return Numeral(at, at, at, low, low, high, "exact") if low < high <= _MOST else None
    read = _value(lowered, at)
    if read is None:
        return None
    value, last, first = *read, at
    opens, kind = _approximator(lowered, first)
    end = _range_end(doc, lowered, last, first)
    if end is not None and end[0] > value:
        return Numeral(min(opens, first), first, end[1], value, value, end[0], "exact")
    low_, best, high_ = _bounds(value, kind)
    return Numeral(opens, first, last, low_, best, high_, kind)


def _vague(lowered: list[str], at: int) -> Numeral | None:
    words = _words()
    low, kind = words.vague[lowered[at]]
    opens, last = at, at
    if lowered[at] == "few" and (at == 0 or lowered[at - 1] not in ("a", "the", "quite")):
        return None
    if lowered[at] in ("few", "handful") and at and lowered[at - 1] == "a":
        opens = at - 1
    following = lowered[at + 1] if at + 1 < len(lowered) else ""
    if following in words.multipliers and kind == "several":
        # "several hundred" stands on its own; as a plural ("several hundreds") it reads the same.
        return Numeral(opens, at, at + 1, low * words.multipliers[following], None, None, kind)
    if following == "of" and at + 2 < len(lowered):
        scale = words.vague.get(lowered[at + 2])
        if scale and scale[0] >= 100 and low >= 10:
            low, last = low * scale[0], at + 2
            kind = "thousands" if low >= 1000 else scale[1]
    prior_opens, prior = _approximator(lowered, opens)
    if prior in ("at_least", "more_than"):
        opens = prior_opens
    return Numeral(opens, at, last, low, None, None, kind)


def _value(lowered: list[str], at: int) -> tuple[int, int] | None:
    """Value of the number that starts at a token, and its last token; None where it counts nothing."""
    read = _reckoned(lowered, at)
    return (round(read[0]), read[1]) if read and read[0] <= _MOST else None


def _reckoned(lowered: list[str], at: int) -> tuple[float, int] | None:
    words = _words()
    word = lowered[at]
    value: float
    last = at
    if len(word) <= _MOST_DIGITS and _DIGITS.fullmatch(word):
        value = float(word.replace(",", "")) if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", word) else float(word)
    elif word in words.numbers:
        value, last = _spelled(lowered, at)
    elif word in words.multipliers and at and lowered[at - 1] in ("a", "an", "half"):
        value = 0.5 if lowered[at - 1] == "half" or (at > 1 and lowered[at - 2] == "half") else 1.0
        value *= words.multipliers[word]
        return value, at
    elif word == "dozen":
        return 12, at
    elif word in words.exact:
        return words.exact[word], at
    else:
        return None
    while last + 1 < len(lowered) and lowered[last + 1] in words.multipliers:
        value *= words.multipliers[lowered[last + 1]]
        last += 1
    return None if last == at and not value.is_integer() else (value, last)


def _spelled(lowered: list[str], at: int) -> tuple[float, int]:
    """ "twenty-five", "one hundred and fifty", "two thousand three hundred"."""
    words = _words()
    total, current, last, index = 0, words.numbers[lowered[at]], at, at + 1
    while index < len(lowered):
        word = lowered[index]
        if word in ("-", "–") and current % 10 == 0 and 20 <= current % 100 <= 90 and index + 1 < len(lowered):
            unit = words.numbers.get(lowered[index + 1], 0)
            if not 1 <= unit <= 9:
                break
            current, last, index = current + unit, index + 1, index + 2
        elif word in ("hundred", "thousand", "million"):
            scale = words.multipliers[word]
            if scale == 100:
                current = min(current * 100, 2 * _MOST)
            else:
                total, current = total + current * scale, 0
            last, index = index, index + 1
        elif word == "and" and index + 1 < len(lowered) and lowered[index - 1] in ("hundred", "thousand"):
            if lowered[index + 1] not in words.numbers:
                break
            index += 1
        elif (word in words.numbers and (lowered[index - 1] in ("hundred", "thousand", "million", "and"))) or (
            word in words.numbers and current % 10 == 0 and 20 <= current % 100 <= 90 and 1 <= words.numbers[word] <= 9
        ):
            current, last, index = current + words.numbers[word], index, index + 1
        else:
            break
    return float(total + current), last


def _approximator(lowered: list[str], first: int) -> tuple[int, Approximator]:
    """First token of the number with its approximator, and which one."""
    words = _words()
    start = (
        first - 1
        if first and lowered[first - 1] in ("a", "an", "half") and lowered[first] in words.multipliers
        else first
    )
    if start and lowered[start - 1] == "half" and start < first:
        start -= 1
    for length in range(_REACH, 0, -1):
        if start - length >= 0:
            kind = words.approximators.get(tuple(lowered[start - length : start]))
            if kind is not None:
                return start - length, kind
    return start, "exact"


def _range_end(doc: Doc, lowered: list[str], last: int, first: int) -> tuple[int, int] | None:
    """Upper end of "between 25 and 30", "25 to 30", "25 or 30", and its last token."""
    if last + 2 >= len(lowered):
        return None
    joint = lowered[last + 1]
    is_between = first > 0 and lowered[first - 1] == "between"
    if joint not in ("to", "or", "-", "–") and not (joint == "and" and is_between):
        return None
    if lowered[last].isdigit() != lowered[last + 2].replace(",", "").isdigit():
        # "UPDATE 3-Thirteen killed" numbers the dispatch.
        return None
    read = _value(lowered, last + 2)
    return read if read and doc[last + 2].sent == doc[first].sent else None


def _bounds(value: int, kind: Approximator) -> tuple[int | None, int | None, int | None]:
    if kind == "at_least":
        return value, value, None
    if kind == "more_than":
        return value + 1, value + 1, None
    if kind == "fewer_than":
        return None, None, max(0, value - 1)
    if kind == "up_to":
        return None, None, value
    return value, value, value
