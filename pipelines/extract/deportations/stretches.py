"""Stretches: the words of a sentence that speak of one of its counts.

What belongs here: where the words of one count end and those of its neighbours begin.  Not here: which numbers are counts
(counts.py), what the words say (measures.py, windows.py, ways.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.extract.deportations.counts import Count

_PAUSE = re.compile(r"[,;]\s")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a count stands among those of its sentence: the part of the sentence, [start, end), that speaks of it.

    It begins after what the count before it counts, and ends at the next count that is no part of it.
    first: start of the sentence's first count.  previous: end of the count before.  following: start of the count after.
    """

    start: int
    end: int
    first: int
    previous: int | None
    following: int | None

    @property
    def own_end(self) -> int:
        """Where it ends for what a part of the count cannot say of the whole."""
        return self.end if self.following is None else self.following


def stretch_of(counts: Sequence[Count], n: int) -> Stretch:
    """The stretch of the n-th count of an article."""
    count = counts[n]
    mates = [c for c in counts if c.sentence == count.sentence]
    before = [c for c in mates if c.end <= count.start]
    after = [c for c in mates if c.start > count.start]
    return Stretch(
        start=max((c.counted_end for c in before), default=count.sentence.start),
        end=min((c.start for c in after if c.part_of != n), default=count.sentence.end),
        first=mates[0].start,
        previous=max((c.end for c in before), default=None),
        following=min((c.start for c in after), default=None),
    )


def own_words(text: str, count: Count, stretch: Stretch) -> str:
    """The words that speak of this count alone: from the count before it to the next pause or count after it."""
    start = count.sentence.start if stretch.previous is None else stretch.previous
    end = count.sentence.end if stretch.following is None else stretch.following
    pause = _PAUSE.search(text[count.end : end])
    return text[start : count.end + pause.start() if pause else end]


def before_next(text: str, count: Count, stretch: Stretch) -> str:
    """The words between this count and the next one of its sentence; empty where there is none."""
    return "" if stretch.following is None else text[count.end : stretch.following]
