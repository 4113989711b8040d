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

_WORD = re.compile(rf"\d+(?:[.,]\d+)+|(?:[^\W_]|[{DROPPED}])+")
_STRIP = re.compile(rf"[{DROPPED},]")
_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as compared, and where it stands in the text as delivered."""

    key: str
    start: int
    end: int
    is_telling: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the later text repeats the earlier one; `spans` are the characters of the later one that it shares."""

    kind: DuplicateKind
    share: float
    spans: tuple[tuple[int, int], ...] = ()


def words_of(text: str) -> list[Word]:
    """The words of a text; numbers and capitalised words tell."""
    found = []
    for match in _WORD.finditer(text):
        written = _STRIP.sub("", match.group())
        if written:
            key = written.lower()
            key = _NUMBERS.get(key, key)
            found.append(Word(key, match.start(), match.end(), written[0].isupper() or key[0].isdigit()))
    return found


def compare(later: list[Word], earlier: list[Word]) -> Likeness | None:
    """None where the later text is no copy."""
    if [word.key for word in later] == [word.key for word in earlier]:
        return Likeness("exact", 1.0) if len(later) >= MIN_WORDS else None
    passages = _passages(later, earlier)
    n_shared = sum(passage.size for passage in passages)
    share, contained = n_shared / max(len(later), 1), n_shared / max(len(earlier), 1)
    if n_shared < MIN_SHARED or (share < NEAR and contained < CONTAINED):
        return None
    changed = sum(_changed(later[a.end : b.start], earlier[a.end_there : b.there]) for a, b in pairwise(passages))
    if changed >= MIN_CHANGED and changed >= CHANGED_A_WORD * n_shared:
        return None
    if share >= NEAR:
        return Likeness("near", round(share, 3))
    return Likeness(
        "partial", round(contained, 3), tuple((later[p.start].start, later[p.end - 1].end) for p in passages)
    )


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


def _passages(later: list[Word], earlier: list[Word]) -> list[_Passage]:
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


def _runs(words: list[Word]) -> list[tuple[str, ...]]:
    keys = [word.key for word in words]
    return list(zip(*(keys[n:] for n in range(RUN)), strict=False))


def _changed(here: list[Word], there: list[Word]) -> int:
    """How many numbers and names stand in the place of others, where both texts go on alike around a short stretch."""
    if not (0 < len(here) <= _GAP and 0 < len(there) <= _GAP):
        return 0
    return sum(word.is_telling and not _stands_in(word, there) for word in here)


def _stands_in(word: Word, others: list[Word]) -> bool:
    """Whether the word is there; a name also with a slip of the pen."""
    if word.key[0].isdigit():
        return any(word.key == other.key for other in others)
    return any(SequenceMatcher(None, word.key, other.key).ratio() >= _SAME_NAME for other in others)
