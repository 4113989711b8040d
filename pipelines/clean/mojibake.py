"""Text that was decoded wrongly on its way ("Pakistanâ€™s"), repaired for reading, and the way back to the delivered text.

What belongs here: the repair, a stretch at a time, and the alignment of both texts.  Not here: how bytes are decoded
(ingest/), and what of a text is stored: that is always as delivered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

import ftfy
from ftfy.badness import is_bad

# UTF-8 read as another encoding turns one character into several, none of which is ASCII; the last may have become a
# space ("Â " for a no-break space, "Ã " for an à).
_RUN = re.compile(r"[^\x00-\x7f]+ ?")


@dataclass(frozen=True, slots=True)
class Repaired:
    """`text` is what is read, `source` what was delivered.  Each stretch: its start and end in one, then in the other."""

    text: str
    source: str
    stretches: tuple[tuple[int, int, int, int], ...] = ()

    def delivered(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the repaired text stands in the delivered one; a stretch is taken whole or not at all."""
        if not self.stretches:
            return start, end
        return self._back(start, is_end=False), self._back(end, is_end=True)

    def _back(self, offset: int, *, is_end: bool) -> int:
        at = bisect_right(self.stretches, offset - is_end, key=lambda stretch: stretch[0]) - 1
        if at < 0:
            return offset
        _, end, delivered_start, delivered_end = self.stretches[at]
        if offset < end or (is_end and offset == end):
            return delivered_end if is_end else delivered_start
        return offset - end + delivered_end


def repair(text: str) -> Repaired:
    """The text with every wrongly decoded stretch repaired; a text without any is handed back as it is."""
    if text.isascii():
        return Repaired(text, text)
    pieces: list[str] = []
    stretches: list[tuple[int, int, int, int]] = []
    done = at = 0
    for start, end, repaired in _repairs(text):
        pieces += [text[done:start], repaired]
        at += start - done
        stretches.append((at, at + len(repaired), start, end))
        at += len(repaired)
        done = end
    return Repaired("".join([*pieces, text[done:]]), text, tuple(stretches)) if stretches else Repaired(text, text)


def _repairs(text: str) -> Iterator[tuple[int, int, str]]:
    runs = [(run.start(), run.group()) for run in _RUN.finditer(text)]
    repairs = [_alone(words) for _, words in runs]
    # Where UTF-8 was taken for Windows-1252 once, what still reads as UTF-8 elsewhere ("ÄŸ") was taken for it too.
    is_known = any(len(repaired) < len(words) for repaired, (_, words) in zip(repairs, runs, strict=True))
    for (start, words), repaired in zip(runs, repairs, strict=True):
        settled = _as_utf8(words) if is_known and repaired == words else repaired
        if settled and settled != words:
            yield _trimmed(start, words, settled)


@lru_cache(maxsize=10_000)
def _alone(words: str) -> str:
    return ftfy.fix_encoding(words) if is_bad(words) else words


def _as_utf8(words: str) -> str:
    try:
        return words.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return words


def _trimmed(start: int, words: str, repaired: str) -> tuple[int, int, str]:
    """The stretch without what both texts share at its ends."""
    after = _shared(reversed(words), reversed(repaired))
    words, repaired = words[: len(words) - after], repaired[: len(repaired) - after]
    before = _shared(words, repaired)
    return start + before, start + len(words), repaired[before:]


def _shared(a: Iterable[str], b: Iterable[str]) -> int:
    """Characters that both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
