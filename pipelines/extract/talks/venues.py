"""Venues: the place where the talks of a trigger were held.

What belongs here: choosing among the places of the trigger's stretch.  Not here: recognising places (places/find.py).
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import attachment_cost, head_of, within
from pipelines.extract.mentions import Reading
from pipelines.extract.places.find import Place
from pipelines.extract.talks.triggers import Trigger

_MODIFIERS = frozenset(("compound", "amod", "nmod", "poss", "npadvmod"))
# Cost of attachment (arguments/attachment.py) from which a place belongs to another clause.
_OTHER_CLAUSE = 5.0


def venue_of(reading: Reading, trigger: Trigger, head: Token, *, is_bound: bool) -> Place | None:
    """Where they were held: a city before the noun, else `in` or `at` a place that attaches to the noun or its verb."""
    text, ranked = reading.document.text, list[tuple[float, int, Place]]()
    is_listed = trigger.stretch[0] == trigger.start
    inner = reading.document.span(*trigger.span)[-1]
    for place in within(reading.places, *trigger.stretch):
        token = head_of(reading, (place.start, place.end))
        if place.is_crossing or token is None or not trigger.is_own(place.start):
            continue
        first = reading.document.span(place.start, place.end)[0]
        is_country = (place.where_prec or 9) >= 6
        if is_country and _is_of_other_noun(first, trigger):
            continue
        before = first.nbor(-1).lower_ if first.i > 0 else ""
        if before in {"in", "at", "near"} or (is_bound and before in {"for", "to"}):
            # "A round of talks in …": the place may hang on either noun.
            costs = (attachment_cost(noun, token) for noun in (head, inner))
            cost = 0.0 if is_listed else min((c for c in costs if c is not None), default=_OTHER_CLAUSE)
            if cost < _OTHER_CLAUSE:
                ranked.append((1 + cost + 4 * is_country, abs(place.start - trigger.end), place))
        elif trigger.start < place.start < trigger.end and not is_country and token.dep_ in _MODIFIERS:
            ranked.append((0.0, 0, place))
        elif place.end <= trigger.start and not is_country and token.dep_ in _MODIFIERS:
            if re.fullmatch(r"(?:\s+[\w-]+){0,2}\s*", text[place.end : trigger.start]):
                ranked.append((0.0, trigger.start - place.end, place))
        elif is_listed and not is_country and place.start >= trigger.end:
            ranked.append((9.0, place.start - trigger.end, place))
    return min(ranked, key=lambda r: (r[0], r[1], r[2].start))[2] if ranked else None


def _is_of_other_noun(place: Token, trigger: Trigger) -> bool:
    """Whether `in` and a country hang on another noun: "talks on a truce in Sudan"."""
    head = place.nbor(-1).head if place.i > 0 and place.nbor(-1).dep_ == "prep" else place
    return head.pos_ == "NOUN" and not trigger.start <= head.idx < trigger.end
