"""Two texts, one published after the other: does the later one repeat the earlier one, and which part of it.

What belongs here: likeness of two texts, word by word.  Pure.  Not here: which texts to compare (sketches.py), which of
several is the original (originals.py).

A word is shared if it stands in a run of four words that both texts have in the same order: a changed letter costs
little, a paragraph left out or put in costs only itself, and phrases that recur here and there do not add up.  Texts made from one form (bulletins, market reports, court lists) share most words
and differ in what they tell, so where both texts go on alike around some words, other numbers and names are counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from pipelines.clean.duplicates.words import DROPPED

DuplicateKind = Literal["exact", "near", "partial"]

RUN = 4
# Share of the later text that stands in the earlier one: above it the later one has little of its own.
NEAR = 0.5
# Share of the earlier text that stands in the later one: above it a story was taken over whole into a longer one.
CONTAINED = 0.6
# Fewer words say nothing about who wrote them: a flash, a headline.
MIN_WORDS = 12
MIN_SHARED = 25
# Numbers and names put in the place of others: so many, and so many a shared word, make another text of the same form.
MIN_CHANGED = 3
CHANGED_A_WORD = 0.03
# Stretches that differ between two shared runs: longer ones are passages of their own, not values filled in.
_GAP = 12
_SAME_NAME = 0.7

_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[\w{DROPPED}]+")
_STRIP = re.compile(rf"[{DROPPED},_]")
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `keys` as compared, and the characters at which each starts and ends."""

    text: str
    keys: list[str]
    places: list[tuple[int, int]]

    def tells(self, number: int) -> bool:
        """Whether the word is a number or capitalised."""
        start, end = self.places[number]
        first = _STRIP.sub("", self.text[start:end])[0]
        return first.isupper() or self.keys[number][0].isdigit()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the later text repeats the earlier one; `spans` are the characters of the later one that it shares."""

    kind: DuplicateKind
    share: float
    spans: tuple[tuple[int, int], ...] = ()


def words_of(text: str) -> Words:
    """The words of a text as delivered."""
    keys: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        written = match.group().lower()
        if not (written.isascii() and written.isalnum()):
            written = _STRIP.sub("", written)
        if written:
            keys.append(_NUMBERS.get(written, written))
            places.append(match.span())
    return Words(text, keys, places)


def compare(later: Words, earlier: Words) -> Likeness | None:
    """None where the later text is no copy."""
    if later.keys == earlier.keys:
        return Likeness("exact", 1.0) if len(later.keys) >= MIN_WORDS else None
    passages = _passages(later.keys, earlier.keys)
    n_shared = sum(passage.size for passage in passages)
    share, contained = n_shared / max(len(later.keys), 1), n_shared / max(len(earlier.keys), 1)
    if n_shared < MIN_SHARED or (share < NEAR and contained < CONTAINED):
        return None
    changed = sum(
        _changed(later, range(a.end, b.start), earlier.keys[a.end_there : b.there]) for a, b in pairwise(passages)
    )
    if changed >= MIN_CHANGED and changed >= CHANGED_A_WORD * n_shared:
        return None
    if share >= NEAR:
        return Likeness("near", round(share, 3))
    spans = tuple((later.places[p.start][0], later.places[p.end - 1][1]) for p in passages)
    return Likeness("partial", round(contained, 3), spans)


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words both texts have: from `start` in the later one, from `there` in the earlier one."""

    start: int
    there: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size

    @property
    def end_there(self) -> int:
        return self.there + self.size


def _passages(later: list[str], earlier: list[str]) -> list[_Passage]:
    """Shared passages of RUN words or more, in the order of both texts, none overlapping another."""
    matcher = SequenceMatcher(None, _runs(later), _runs(earlier), autojunk=False)
    found: list[_Passage] = []
    for block in matcher.get_matching_blocks()[:-1]:
        # Runs overlap: the words that the passage before took are not taken again.
        taken = max(0, found[-1].end - block.a, found[-1].end_there - block.b) if found else 0
        size = block.size + RUN - 1 - taken
        if size > 0:
            found.append(_Passage(block.a + taken, block.b + taken, size))
    return found


def _runs(keys: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(keys[n:] for n in range(RUN)), strict=False))


def _changed(later: Words, gap: range, there: list[str]) -> int:
    """How many numbers and names stand in the place of others, where both texts go on alike around a short stretch."""
    if not (0 < len(gap) <= _GAP and 0 < len(there) <= _GAP):
        return 0
    return sum(later.tells(number) and not _stands_in(later.keys[number], there) for number in gap)


def _stands_in(key: str, others: list[str]) -> bool:
    """Whether the word is there; a name also with a slip of the pen."""
    if key[0].isdigit():
        return key in others
    return any(SequenceMatcher(None, key, other).ratio() >= _SAME_NAME for other in others)
