"""Where quotations open and close: paragraph by paragraph, so that one lost mark spoils no more than its own paragraph.

What belongs here: marks and the stretches between them.  Not here: who speaks (find.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
# Two apostrophes, or two grave accents, are how plain text of old wires writes a double mark.
_MARK = re.compile(r"[“”«»„\"]|''|``")
_OPENERS = frozenset(("“", "«", "„", "``"))
_EITHER = frozenset(('"', "''"))
_BEFORE_OPENING = " \t\u00a0([{—–-/\u200b"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation at characters [start, end), marks included; `is_open` when its paragraph ends before it closes."""

    start: int
    end: int
    is_open: bool = False


@dataclass(frozen=True)
class Quotes:
    """All quotations of a text, in order, none inside another."""

    all: tuple[Quote, ...]
    _starts: tuple[int, ...]

    def at(self, offset: int) -> Quote | None:
        """The quotation that holds a character."""
        i = bisect_right(self._starts, offset) - 1
        return self.all[i] if i >= 0 and offset < self.all[i].end else None

    def touching(self, start: int, end: int) -> tuple[Quote, ...]:
        """Quotations that share a character with [start, end)."""
        i = max(0, bisect_right(self._starts, start) - 1)
        found: list[Quote] = []
        while i < len(self.all) and self.all[i].start < end:
            if self.all[i].end > start:
                found.append(self.all[i])
            i += 1
        return tuple(found)


def find_quotes(text: str) -> Quotes:
    """Double quotations of a text; in a paragraph that has none, the single ones."""
    found: list[Quote] = []
    for paragraph in _PARAGRAPH.finditer(text):
        doubles = _doubles(text, paragraph.start(), paragraph.end())
        found += doubles or _singles(text, paragraph.start(), paragraph.end())
    return Quotes(tuple(found), tuple(q.start for q in found))


def _doubles(text: str, begin: int, end: int) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    for mark in _MARK.finditer(text, begin, end):
        at, after = mark.span()
        leans = mark.group() in _EITHER
        # An opening mark that leans on the word before it and on none after it was meant to close.
        closes = mark.group() == "“" and opened is not None and _trails(text, begin, at, after, end)
        if (mark.group() in _OPENERS and not closes) or (
            leans and _can_open(text, begin, at, after, end, is_inside=opened is not None)
        ):
            if opened is not None:
                # The mark before lost its partner: it reached no farther than the sentence it stood in.
                found.append(Quote(opened, _sentence_end(text, opened, at)))
            opened = at
        elif opened is not None:
            found.append(Quote(opened, after))
            opened = None
    if opened is not None:
        # A quotation that runs into the next paragraph is left open by convention; elsewhere the mark was lost.
        runs_on = _opens_paragraph(text, begin, opened) or text[max(begin, opened - 2) : opened].strip() in (":", ",")
        found.append(Quote(opened, end if runs_on else _sentence_end(text, opened, end), is_open=runs_on))
    return [q for q in found if q.end - q.start > 2]


def _can_open(text: str, begin: int, at: int, after: int, end: int, *, is_inside: bool) -> bool:
    """Whether a straight mark opens: it leans on the word after it, not on the one before."""
    follows = after < end and not text[after].isspace()
    leads = at == begin or text[at - 1] in _BEFORE_OPENING or text[at - 1] in "‘'"
    return follows and (leads if is_inside else leads or not text[at - 1].isalnum())


def _trails(text: str, begin: int, at: int, after: int, end: int) -> bool:
    return at > begin and not text[at - 1].isspace() and (after == end or text[after].isspace())


def _singles(text: str, begin: int, end: int) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    for i in range(begin, end):
        char = text[i]
        leads = i == begin or text[i - 1] in _BEFORE_OPENING
        trails = i + 1 == end or not text[i + 1].isalnum()
        if opened is None and (char == "‘" or (char == "'" and leads)) and not trails:
            opened = i
        elif opened is not None and char in "’'" and trails and not text[i - 1].isspace():
            if text[i - 1] in "s" and text[i + 1 : i + 2] == " " and "’" in text[i + 1 : end]:
                continue  # more likely the possessive of a plural
            found.append(Quote(opened, i + 1))
            opened = None
    return [q for q in found if q.end - q.start > 3]


def _sentence_end(text: str, begin: int, end: int) -> int:
    stop = re.compile(r"[.!?](?=\s)").search(text, begin, end)
    return stop.end() if stop else end


def _opens_paragraph(text: str, begin: int, at: int) -> bool:
    return not text[begin:at].strip(" \t\u00a0'‘")
