"""How well attributions were found: the measure of the model card.

What belongs here: comparing found with annotated attributions.  Not here: finding them.
A content is found where at least half its words are shared (Dice ≥ 0.5, each content matched once); an attribution is
full where its sources share a word too, or both have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

_WORD = re.compile(r"\w+")
Span = tuple[int, int]


class Spans(Protocol):
    """An annotated or a found attribution."""

    @property
    def source(self) -> tuple[Span, ...]: ...
    @property
    def content(self) -> tuple[Span, ...]: ...


@dataclass
class Score:
    """Counts over articles."""

    gold: int = 0
    found: int = 0
    _contents: int = field(default=0, repr=False)
    _full: int = field(default=0, repr=False)

    def add(self, text: str, gold: Sequence[Spans], found: Sequence[Spans]) -> None:
        """Count one article."""
        words = [match.span() for match in _WORD.finditer(text)]
        self.gold += len(gold)
        self.found += len(found)
        wanted = [(_cover(words, one.source), _cover(words, one.content)) for one in gold]
        given = [(_cover(words, one.source), _cover(words, one.content)) for one in found]
        likeness = [
            (_dice(theirs, ours), bool(their_source & our_source), i, j)
            for i, (our_source, ours) in enumerate(given)
            for j, (their_source, theirs) in enumerate(wanted)
            if theirs & ours
        ]
        for _, shares_source, i, j in _matched(likeness):
            self._contents += 1
            self._full += shares_source or not (given[i][0] or wanted[j][0])

    def figures(self) -> dict[str, float | int]:
        """F1 of contents and of full attributions, in per cent."""
        return {
            "annotated": self.gold,
            "found": self.found,
            "content_f1": self._f1(self._contents),
            "full_f1": self._f1(self._full),
        }

    def _f1(self, right: int) -> float:
        return round(200 * right / (self.gold + self.found), 1) if self.gold + self.found else 0.0


def _matched(likeness: Iterable[tuple[float, bool, int, int]]) -> Iterable[tuple[float, bool, int, int]]:
    """Pairs from the likest down, each side once."""
    ours: set[int] = set()
    theirs: set[int] = set()
    for pair in sorted(likeness, reverse=True):
        if pair[0] >= 0.5 and pair[2] not in ours and pair[3] not in theirs:
            ours.add(pair[2])
            theirs.add(pair[3])
            yield pair


def _cover(words: list[Span], spans: tuple[Span, ...]) -> frozenset[int]:
    return frozenset(n for n, (start, end) in enumerate(words) if any(s < end and start < e for s, e in spans))


def _dice(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
