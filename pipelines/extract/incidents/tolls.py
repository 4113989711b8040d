"""Tolls: which counts of a sentence belong to an event, and how counts add up, break down or replace one another.

What belongs here: arithmetic over quantities, inside a sentence and over the sentences of one event.
Not here: reading a number (quantities/find.py), deciding which sentences tell one event (merge.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.attachment import attachment_cost, within
from pipelines.extract.incidents.acts import Trigger
from pipelines.extract.mentions import Reading
from pipelines.extract.quantities.model import Quantity

TOLL_EFFECTS = ("killed", "injured")
_COUNTED = frozenset(("killed", "injured", "arrested", "abducted", "detained"))
_JOINT = re.compile(
    r"[\s,;]*(?:and|as well as|plus|along with|or)?[\s,;]*(?:the|a|an|his|her|their)?\s*", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:an?|the|his|her|their|its|one)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:another|others?|more|also|further|additional|too|second|third|fourth|separate)\b", re.IGNORECASE
)
_ALSO = re.compile(r"\b(?:another|also|more|further|additional)\b", re.IGNORECASE)
_BREAKDOWN = re.compile(r"\s*(?:[—–:(]|--|\s-\s)\s*")


def has_toll(quantities: Sequence[Quantity]) -> bool:
    """Whether some of these count dead or injured."""
    return any(q.effect in TOLL_EFFECTS and q.low for q in quantities)


@dataclass(frozen=True, slots=True)
class Count:
    """Bounds of one toll.  `adds`: it comes on top of what was told before; `revises`: it replaces it; `is_whole`: a number.

    `is_hit`: all of them were shot, and the sentence does not say who lived.
    """

    low: int | None
    best: int | None
    high: int | None
    adds: bool = False
    revises: bool = False
    is_whole: bool = True
    is_hit: bool = False


def shared_out(reading: Reading, groups: Sequence[Sequence[Trigger]], sentence: Sentence) -> list[list[Quantity]]:
    """The counts of a sentence, given to the event each belongs to."""
    out: list[list[Quantity]] = [[] for _ in groups]
    for quantity in within(reading.quantities, sentence.start, sentence.end):
        if quantity.effect not in _COUNTED or quantity.effect_at is None:
            continue
        home = _home(reading, groups, quantity)
        if home is not None:
            out[home].append(quantity)
    return out


def _home(reading: Reading, groups: Sequence[Sequence[Trigger]], quantity: Quantity) -> int | None:
    effect = _token_at(reading, quantity.effect_at or quantity.start)
    counted = _token_at(reading, quantity.end - 1)
    ranked: list[tuple[float, int, int]] = []
    for index, group in enumerate(groups):
        costs = [
            cost
            for trigger in group
            for token in (effect, counted)
            for cost in (attachment_cost(trigger.token, token), attachment_cost(token, trigger.token))
            if cost is not None
        ]
        if costs:
            distance = min(abs(trigger.token.i - effect.i) for trigger in group)
            ranked.append((min(costs), distance, index))
    if ranked:
        return min(ranked)[2]
    return 0 if len(groups) == 1 else None


def _token_at(reading: Reading, offset: int) -> Token:
    found = reading.document.span(offset, offset + 1)
    return found[0] if len(found) else reading.document.doc[0]


def in_sentence(reading: Reading, quantities: Sequence[Quantity], effect: str) -> Count | None:
    """What one sentence says of one effect, attackers apart."""
    wanted = [
        q
        for q in quantities
        if q.effect == effect and not _is_part(reading, q) and not q.is_attackers and q.unit == "individuals"
    ]
    if effect == "injured" and any(q.effect == "killed" and q.low == 1 for q in quantities):
        # "A boy has died after he was shot": the pronoun takes up whom the sentence tells dead.
        wanted = [q for q in wanted if q.rule != "pronoun"]
    # "One man was hurt, no other injuries were reported": nobody else.
    wanted = [q for q in wanted if q.low != 0] or wanted
    if not wanted:
        return None
    text = reading.document.text
    wholes = _without_breakdown(text, wanted)
    numbers = [q for q in wholes if q.rule in ("number", "nobody")]
    singles = _without_appositions(text, [q for q in wholes if q.rule not in ("number", "nobody")])
    counted = (
        numbers + [q for q in singles if any(_are_coordinated(text, n, q) for n in numbers)] if numbers else singles
    )
    revised = [q for q in counted if q.is_revision]
    if revised:
        counted = revised[-1:]
    total = _sum_or_max(text, counted)
    first = min(q.start for q in counted)
    last = max(max(q.end, q.effect_at or 0) for q in counted)
    around = text[max(0, first - 40) : last + 10]
    others = effect == "injured" and all(" other" in text[q.start : q.end] for q in counted)
    is_alone = not any(q.effect == "killed" and q.low for q in quantities)
    # "One dead, four shot" tells them apart; of "five shot, one dead" the dead is one of the five.
    is_first = not any(q.effect == "killed" and q.low and q.part_of is None and q.start < first for q in quantities)
    return Count(
        *total,
        adds=(bool(_ALSO.search(around)) or (others and is_alone)) and not revised,
        revises=bool(revised),
        is_whole=bool(numbers),
        is_hit=is_first and not others and all(q.is_hit or _holds_dead(reading, quantities, q) for q in counted),
    )


def _is_part(reading: Reading, quantity: Quantity) -> bool:
    """Whether a count only breaks down another of the same effect: of five shot, the three that died are no part."""
    return quantity.part_of is not None and reading.quantities[quantity.part_of].effect == quantity.effect


def _holds_dead(reading: Reading, quantities: Sequence[Quantity], whole: Quantity) -> bool:
    """Whether some of those counted are told dead ("three injured, including a woman who died")."""
    return any(
        q.effect == "killed" and q.part_of is not None and reading.quantities[q.part_of] == whole for q in quantities
    )


def _without_breakdown(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Drop what only spells out the count before it ("four people — three men and one woman")."""
    if len(quantities) > 2 and quantities[0].noun in _ANYBODY and _adds_up(quantities):
        # "the five victims, three men and two women, were hit"
        return quantities[:1]
    out: list[Quantity] = []
    whole: Quantity | None = None
    rest = 0
    for quantity in quantities:
        if whole is not None and quantity.best is not None and quantity.best <= rest and quantity.rule == "number":
            rest -= quantity.best
            continue
        out.append(quantity)
        following = text[quantity.end : quantity.end + 4]
        whole, rest = (
            (quantity, quantity.low or 0) if _BREAKDOWN.match(following) and quantity.rule == "number" else (None, 0)
        )
    return out


def _without_appositions(text: str, singles: list[Quantity]) -> list[Quantity]:
    """Drop who is told once more behind a comma ("the victim, a child, died"), not the second of a list of three."""
    if len(singles) != 2:
        return singles
    first, second = singles
    is_apposed = text[first.end : second.start].strip() == "," and _ARTICLE.match(text, second.start)
    return [first] if is_apposed else singles


_ANYBODY = frozenset(("people", "person", "victim", "individual", "adult", "member", None))


def _adds_up(quantities: Sequence[Quantity]) -> bool:
    whole, *parts = (q.low or 0 for q in quantities)
    return whole == sum(parts)


def _are_coordinated(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two counts stand in one list; a noun and a name with only a comma between are one person."""
    low, high = sorted((first, second), key=lambda q: q.start)
    between = text[low.end : high.start]
    # "Soldier, two militants killed": a bare noun and a number cannot be the same people.
    is_bare = {low.rule, high.rule} == {"number", "singular"} and not any(
        _ARTICLE.match(text, q.start) for q in (low, high)
    )
    return bool(_JOINT.fullmatch(between)) and (low.rule == high.rule or is_bare or "and" in between.lower())


def _sum_or_max(text: str, counted: list[Quantity]) -> tuple[int | None, int | None, int | None]:
    """Counts under one verb add up; counts under several do so only where the text says "another", "more", "also"."""
    by_verb: dict[int | None, list[Quantity]] = {}
    for quantity in counted:
        by_verb.setdefault(quantity.effect_at, []).append(quantity)
    sums = [_added(quantities) for quantities in by_verb.values()]
    if len(sums) == 1:
        return sums[0]
    ordered = sorted(counted, key=lambda q: q.start)
    between = text[ordered[0].end : ordered[-1].end]
    if _MORE.search(between) or all(_are_coordinated(text, a, b) for a, b in pairwise(ordered)):
        return _total(sums)
    return max(sums, key=lambda s: s[0] or 0)


def _added(quantities: Sequence[Quantity]) -> tuple[int | None, int | None, int | None]:
    if len(quantities) > 1 and {q.rule for q in quantities} == {"singular", "name"}:
        # "his brother, John Doe": told by noun and by name.
        quantities = max(([q for q in quantities if q.rule == rule] for rule in ("singular", "name")), key=len)
    return _total([(q.low, q.best, q.high) for q in quantities])


def _total(parts: Sequence[tuple[int | None, int | None, int | None]]) -> tuple[int | None, int | None, int | None]:
    """Sum of bounds; an open end stays open, an unknown low counts nothing."""
    lows = [part[0] for part in parts if part[0] is not None]
    # A sum is only as sure as its parts: a part without a figure counts with its lower bound.
    bests = [value for low, best, _ in parts if (value := low if best is None else best) is not None]
    highs = [part[2] for part in parts]
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    return (sum(lows) if lows else None, sum(bests) if any(part[1] is not None for part in parts) else None, high)


def over_sentences(counts: Sequence[Count]) -> Count | None:
    """One toll of what several sentences of one article say: a revision replaces, "also" adds, else the largest whole."""
    if not counts:
        return None
    revisions = [count for count in counts if count.revises]
    if revisions:
        return revisions[-1]
    wholes = [count for count in counts if count.is_whole]
    if not wholes:
        return _of_singles(counts)
    result = wholes[0]
    for count in wholes[1:]:
        if count.adds and (count.low, count.high) != (result.low, result.high) and not result.adds:
            low, best, high = _total([(c.low, c.best, c.high) for c in (result, count)])
            result = Count(low, best, high)
        elif (count.low or 0) > (result.low or 0) and not count.adds:
            result = count
    return result


def injured_of(counts: Sequence[Count], killed: Count | None) -> Count | None:
    """The injured among the killed and injured of one event: of those only said to be shot, the dead are no injured."""
    told = [count for count in counts if not count.is_hit]
    shot = over_sentences([count for count in counts if count.is_hit])
    if shot is None:
        return over_sentences(told)
    dead = (killed.low or 0) if killed is not None else 0
    alive = replace(shot, low=_less(shot.low, dead), best=_less(shot.best, dead), high=_less(shot.high, dead))
    known = [count for count in (over_sentences(told), alive) if count is not None and count.low]
    return max(known, key=lambda count: count.low or 0, default=over_sentences(told))


def _less(total: int | None, dead: int) -> int | None:
    return None if total is None else max(0, total - dead)


def _of_singles(counts: Sequence[Count]) -> Count:
    """Persons told one by one: as many as are told in the fullest sentence, so that one told twice stays one."""
    return max(counts, key=lambda count: count.low or 0)
