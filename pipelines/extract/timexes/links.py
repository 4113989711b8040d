"""What joins one expression of time to another, or to an event: anchors in the text, and the two ends of a range.

What belongs here: "hours before *the talks collapsed*", "two days after *October 7*", "from 28 October to 3 November".
Not here: expressions that stand alone (resolve.py), dates that clash (conflicts.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from pipelines.extract.timexes.calendars import Reading, day_reading, duration_value, shifted, unit_reading
from pipelines.extract.timexes.context import Context
from pipelines.extract.timexes.scan import Candidate
from pipelines.extract.timexes.words import number_of, unit_of

_HANGING = frozenset({"before", "after", "prior"})
_AMOUNT_RULES = frozenset({"amount", "vague_amount", "day_after"})
# Nothing follows that one could hang on: the expression counts from what the text dated last.
_NOTHING_FOLLOWS = re.compile(
    r"\s*(?:[.,;:!?)\]\"”'’—–-]|$|(?:and|but|when|in|at|on|as|it|he|she|they|was|were|is|had|has|that)\b)",
    re.IGNORECASE,
)
_PRIOR_TO = re.compile(r"\s*to\b", re.IGNORECASE)
_RANGE = re.compile(r" ?(?:[-‐‑–—]|to|through|until|till|up to) ?(?:the )?", re.IGNORECASE)
_BETWEEN = re.compile(r" and (?:the )?", re.IGNORECASE)
_OPENS_BETWEEN = re.compile(r"\bbetween (?:the )?\Z", re.IGNORECASE)
_LONGEST_ANCHOR = 14


@dataclass(frozen=True, slots=True)
class Hung:
    """An amount of time that hangs on something after it: where the amount ends, and what it hangs on."""

    end: int
    reading: Reading
    rule: str


def hung(candidate: Candidate, context: Context) -> Hung | None:
    """The candidate as hung on the event or date after it; None where it hangs on nothing."""
    way = (candidate.get("dir") or "").strip()
    if candidate.rule not in _AMOUNT_RULES or way not in _HANGING:
        return None
    after = candidate.end
    if way == "prior":
        to = _PRIOR_TO.match(context.text, after)
        if to is None:
            return None
        after = to.end()
    elif _NOTHING_FOLLOWS.match(context.text, after):
        return None
    anchor = _anchor(context, candidate.match.start("dir"), after)
    if anchor is None:
        return None
    words = None if candidate.rule == "vague_amount" else candidate.get("num") or "one"
    unit = unit_of(candidate.get("unit") or "day") if candidate.get("unit") != "morning" else "D"
    count = number_of(words) if words else None
    end = candidate.match.start("dir")
    if candidate.rule == "day_after":
        reading = Reading("DATE", "XXXX-XX-XX" if unit == "D" else "XXXX", anchor=anchor)
    else:
        reading = Reading("DURATION", duration_value(count, "W" if unit == "W2" else unit), anchor=anchor)
    return Hung(end, reading, "after_event" if way == "after" else "before_event")


def _anchor(context: Context, at: int, after: int) -> tuple[int, int] | None:
    """The phrase or clause behind "before" or "after", up to the first comma."""
    while at < len(context.text) and context.text[at].isspace():
        at += 1
    link, first = context.token_at(at), context.token_at(after + 1)
    if link is None or first is None or first.is_punct:
        return None
    last = _edge(link, first)
    tokens = [first]
    for token in first.doc[first.i + 1 : min(last + 1, first.i + _LONGEST_ANCHOR)]:
        if (token.is_punct and token.text not in {"-", "’", "'"}) or token.is_sent_start:
            break
        tokens.append(token)
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _edge(link: Token, first: Token) -> int:
    """Index of the last token of what `link` introduces."""
    right: int = first.i + 5
    objects = [child for child in link.children if child.i > link.i and child.dep_ in {"pobj", "pcomp"}]
    if objects:
        right = objects[0].right_edge.i
    elif link.dep_ in {"mark", "advmod"} and link.head.i > link.i:
        right = link.head.right_edge.i
    return right


def dated_from(reading: Reading, rule: str, days: list[Reading]) -> Reading:
    """An amount hung on something that carries a date of its own ("two days after the October 7 attack")."""
    base = next((day.start for day in days if day.start is not None and day.start == day.end), None)
    if base is None:
        return reading
    sign = 1 if rule == "after_event" else -1
    if reading.type == "DATE":
        moved = shifted(base, sign)
        return (
            replace(day_reading(moved), anchor=reading.anchor) if moved and reading.value == "XXXX-XX-XX" else reading
        )
    return _moved(reading, base, sign)


def _moved(reading: Reading, base: date, sign: int) -> Reading:
    amount = re.fullmatch(r"P(\d+)([DWMY])", reading.value)
    if amount is None:
        return reading
    unit = amount[2]
    found = unit_reading(base, unit, sign * int(amount[1]))
    if found is None:
        return reading
    return replace(reading, start=found.start, end=found.end)


def joins_range(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two expressions are the ends of one range, by the words between and before them."""
    between = text[first[1] : second[0]]
    if _RANGE.fullmatch(between):
        return True
    return bool(_BETWEEN.fullmatch(between) and _OPENS_BETWEEN.search(text[max(0, first[0] - 14) : first[0]]))
