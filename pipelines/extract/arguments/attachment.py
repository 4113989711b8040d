"""Attachment: whether a word of a sentence belongs to the event of a trigger, by the way through the parse between them.

What belongs here: heads, clauses and the cost of the way.  A time or a place belongs to an event when that way leaves no clause
of another event between them.  Not here: which times and places there are (when.py, where.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from spacy.tokens import Token

from pipelines.extract.arguments.words import vocabulary
from pipelines.extract.mentions import Reading

Offsets = tuple[int, int]
MODIFYING = frozenset(("relcl", "acl"))
VERBAL = frozenset(("VERB", "AUX"))
NOMINAL = frozenset(("NOUN", "PROPN"))
_CASUALTIES = frozenset(("kill", "injure", "wound", "hurt", "die"))
# Nouns that take up an event told before: what a relative clause says of them, it says of that event.
_SAME_EVENT = frozenset(
    ("attack", "incident", "blast", "explosion", "shooting", "strike", "bombing", "assault", "raid", "clash")
)
# Costs: below this the parse says so.
ADJACENT = 3.0
# The day of the report, a last resort.
SAID = 6.0


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Spanned)


def head_of(reading: Reading, span: Offsets) -> Token | None:
    """The token that carries a span: the one whose governor stands outside it."""
    found = reading.document.span(*span)
    return found.root if len(found) else None


def clause_of(token: Token) -> Token:
    """The predicate of the clause a token stands in: itself, or the nearest verb that governs it."""
    for candidate in (token, *token.ancestors):
        if candidate.pos_ in VERBAL or candidate.dep_ == "ROOT":
            return candidate
    return token


def within(items: Sequence[_S], start: int, end: int) -> list[_S]:
    """The items that lie inside [start, end)."""
    return [item for item in items if start <= item.start and item.end <= end]


def attachment_cost(trigger: Token, other: Token) -> float | None:
    """How far `other` is from belonging to the event of `trigger`: 0 its own argument, None another event's."""
    if trigger == other:
        return 0.0
    trigger_way, other_way, top = _ways(trigger, other)
    if top is None:
        return None
    is_sequence = top.lemma_.lower() in vocabulary().sequencing and bool(trigger_way) and bool(other_way)
    if is_sequence and _is_object(trigger_way[-1]) != _is_object(other_way[-1]):
        # "The strikes followed an attack in Peshawar on Monday": what hangs on one is not the other's.
        return None
    cost = 0.0
    for token in trigger_way:
        step = _step_from_trigger(token, top)
        if step is None:
            return None
        cost += step
    for token in other_way:
        step = _step_to_other(token, top, trigger)
        if step is None:
            return None
        cost += step
    return cost


def _ways(trigger: Token, other: Token) -> tuple[list[Token], list[Token], Token | None]:
    """Tokens from each of the two up to, not with, the lowest token that governs both; that token, None if there is none."""
    up = [trigger, *trigger.ancestors]
    at = {token.i: n for n, token in enumerate(up)}
    other_way: list[Token] = []
    for token in (other, *other.ancestors):
        if token.i in at:
            return up[: at[token.i]], other_way, token
        other_way.append(token)
    return up, other_way, None


def _step_from_trigger(token: Token, top: Token) -> float | None:
    if _is_other_moment(token):
        return None
    dep = token.dep_
    if dep in MODIFYING:
        if token.head == top:
            return 1.0
        return 4.0 if token.head.dep_ in ("nsubj", "nsubjpass") and token.head.head == top else None
    if dep in ("ccomp", "parataxis"):
        return SAID
    if dep == "advcl":
        return _joins_moments(token)
    if dep == "conj" and token.pos_ in VERBAL:
        return 2.0
    return 0.0


def _step_to_other(token: Token, top: Token, trigger: Token) -> float | None:
    if _is_other_moment(token):
        return None
    if token.pos_ in NOMINAL and token.lemma_.lower() in vocabulary().event_nouns and token != trigger:
        return None
    dep = token.dep_
    if dep in MODIFYING:
        return 1.0 if token.head == top or token.head.lemma_.lower() in _SAME_EVENT else None
    if dep in ("ccomp", "parataxis", "csubj", "csubjpass"):
        return None
    if dep == "advcl":
        return _joins_moments(token)
    if dep == "conj" and token.pos_ in VERBAL:
        return None if token.head == top and any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children) else ADJACENT
    return 0.0


def _is_other_moment(token: Token) -> bool:
    """Whether the token is what "after", "following", "despite" … governs."""
    governor = token.head
    return token.dep_ in ("pobj", "pcomp") and governor.lower_ in vocabulary().other_moment


def _joins_moments(clause: Token) -> float | None:
    """Cost of stepping over an adverbial clause: small where both share their day, None where they do not."""
    mark = _mark(clause)
    if mark is None or mark in vocabulary().same_moment:
        return 1.0
    if mark == "after" and clause.head.lemma_.lower() in _CASUALTIES:
        # "Three were killed after gunmen opened fire": cause and effect of one moment.
        return 1.0
    return None


def _mark(clause: Token) -> str | None:
    """The word that joins an adverbial clause, lower case; None for a bare participle."""
    for child in clause.children:
        if child.dep_ == "mark" or (child.dep_ == "advmod" and child.lower_ in ("when", "where", "while")):
            return child.lower_
    return None


def _is_object(token: Token) -> bool:
    return token.dep_ in ("dobj", "obj")


def follows_directly(head: Token, other: Token) -> bool:
    """Whether `other` follows the trigger within one phrase: no verb, no clause mark, no full pause between."""
    if not 0 < other.i - head.i <= 8 or head.sent != other.sent:
        return False
    between = head.doc[head.i + 1 : other.i]
    return all(
        t.pos_ not in ("VERB", "AUX", "PUNCT", "SCONJ") and t.lemma_.lower() not in vocabulary().event_nouns
        for t in between
    )
