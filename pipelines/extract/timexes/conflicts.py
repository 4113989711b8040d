"""Dates of one article that clash: "the truce agreed earlier this month" beside "agreed a truce on October 19".

What belongs here: deciding that a relative and an explicit expression date one event, and cannot both be right.
Not here: which of the two is used (the families; explicit dates win).

Two expressions date one event where the same clause holds both, where one clause follows the other in time ("Following
the surge this month, … on October 12"), or where both hang on the same verb and the same noun of an event that
happens once.  Anything less is left alone: two attacks on two days are two attacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Token

from pipelines.extract.document import Document
from pipelines.extract.timexes.lexicon import lexicon

RELATIVE_RULES = frozenset({"near_unit", "near_day", "near_part", "weekday"})
EXPLICIT_RULES = frozenset({"month_day", "day_month", "weekday_date", "iso_date", "numeric_date", "month"})
# Further apart, the two tell of different years or stories.
_FURTHEST = 75
_FOLLOWING = frozenset({"follow", "after"})


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression with days: its place, its interval and whether it is explicit."""

    index: int
    start: int
    end: int
    first: date
    last: date
    is_explicit: bool


@dataclass(frozen=True, slots=True)
class _Setting:
    sentence: int
    verb: int
    verb_lemma: str
    nouns: frozenset[str]
    is_following: bool


@cache
def _unique_nouns() -> frozenset[str]:
    return frozenset(lexicon()["unique_event_nouns"].split())


def conflicting(document: Document, dated: list[Dated]) -> set[int]:
    """Indices of the relative expressions that an explicit date of the same event contradicts."""
    relative = [d for d in dated if not d.is_explicit]
    explicit = [d for d in dated if d.is_explicit]
    pairs = [(r, e) for r in relative for e in explicit if _are_apart(r, e)]
    settings: dict[int, _Setting | None] = {}
    for pair in pairs:
        for one in pair:
            if one.index not in settings:
                settings[one.index] = _setting(document, one)
    found: set[int] = set()
    for r, e in pairs:
        a, b = settings[r.index], settings[e.index]
        if a is not None and b is not None and _date_one_event(r, e, a, b):
            found.add(r.index)
    return found


def _are_apart(a: Dated, b: Dated) -> bool:
    gap = (a.first - b.last).days if a.first > b.last else (b.first - a.last).days
    return 0 < gap <= _FURTHEST


def _date_one_event(r: Dated, e: Dated, a: _Setting, b: _Setting) -> bool:
    if a.sentence == b.sentence and a.is_following and e.last < r.first:
        return True
    return a.verb_lemma == b.verb_lemma and bool(a.nouns & b.nouns)


def _setting(document: Document, dated: Dated) -> _Setting | None:
    """The verb that the expression hangs on, the nouns of events beside it, and whether it only leads up to it."""
    span = document.span(dated.start, dated.end)
    if not len(span):
        return None
    token = span.root
    nouns: set[str] = set()
    is_following = False
    verb: Token | None = None
    for _ in range(8):
        if token.head == token:
            break
        if token.lemma_.lower() in _FOLLOWING:
            is_following = True
        token = token.head
        lemma = token.lemma_.lower()
        if token.pos_ in {"VERB", "AUX"} and lemma not in _FOLLOWING:
            verb = token
            break
        if token.pos_ == "NOUN":
            nouns.add(lemma)
    if verb is None:
        return None
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass", "nsubj"}:
            nouns.add(child.lemma_.lower())
    if verb.dep_ in {"acl", "relcl"}:
        nouns.add(verb.head.lemma_.lower())
    return _Setting(
        document.sentence_at(dated.start).number,
        verb.i,
        verb.lemma_.lower(),
        frozenset(nouns) & _unique_nouns(),
        is_following,
    )
