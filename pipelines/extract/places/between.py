"""The border between two countries as a place: "along the border", "border clashes", "Pakistan's border with Afghanistan".

What belongs here: finding the words and the two countries they mean.  Not here: crossings and named lines, which are
rows of the table (Torkham, the Durand Line).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipelines.extract.places.countries import countries, country_name, iso3_of_iso2
from pipelines.extract.places.gazetteer import Candidate, gazetteer
from pipelines.extract.places.model import Mention
from pipelines.extract.places.roles import words

# How far before and after the noun its countries may stand: "Pakistan's porous western border with Afghanistan".
_REACH = 6


@dataclass(frozen=True, slots=True)
class Border:
    """Characters [start, end) that mean the border of two countries, and its row of the table, if it has one."""

    start: int
    end: int
    name: str
    place_id: str
    latitude: float | None
    longitude: float | None
    is_explicit: bool


def find_borders(doc: Doc, found: Sequence[tuple[Mention, Candidate | None]]) -> list[Border]:
    """Each mention of a border whose two countries the text makes known."""
    nouns = [token for token in doc if token.lemma_.lower() in words().border_nouns and _is_place(token)]
    if not nouns:
        return []
    taken = {i for mention, _ in found for i in range(mention.first, mention.last + 1)}
    weight = Counter(place.iso3 for _, place in found if place and place.iso3)
    borders = []
    for noun in nouns:
        if noun.i in taken:
            continue
        named = _named(doc, noun, found)
        pair = _pair(named, weight)
        if pair:
            borders.append(_border(doc, noun, pair, is_explicit=len(named) == 2))
    return borders


def _is_place(noun: Token) -> bool:
    """The border itself, or a thing that lies or happens along it; not "border guards"."""
    follower = noun.nbor() if noun.i + 1 < len(noun.doc) else None
    if follower is None or follower.pos_ not in ("NOUN", "PROPN") or follower.is_sent_start:
        return noun.pos_ in ("NOUN", "PROPN") or follower is None
    return follower.lemma_.lower() in words().border_places


def _named(doc: Doc, noun: Token, found: Sequence[tuple[Mention, Candidate | None]]) -> tuple[str, ...]:
    """Countries named beside the noun, in order: before it as its modifiers, after it behind "with" or "between"."""
    named: list[str] = []
    sentence = noun.sent
    for mention, place in found:
        if place is None or place.iso3 is None or not place.is_country:
            continue
        is_before = max(sentence.start, noun.i - _REACH) <= mention.first < noun.i
        is_after = noun.i < mention.first <= min(sentence.end, noun.i + _REACH)
        if is_after:
            is_after = any(token.lower_ in ("with", "between") for token in doc[noun.i + 1 : mention.first])
        if (is_before or is_after) and place.iso3 not in named:
            named.append(place.iso3)
    return tuple(named)


def _pair(named: tuple[str, ...], weight: Counter[str]) -> tuple[str, str] | None:
    """The two neighbours meant: both named, one named and its most mentioned neighbour, or the article's main pair."""
    if len(named) >= 2 and _are_neighbours(named[-2], named[-1]):
        return named[-2], named[-1]
    pairs = [
        (min(weight[a], weight[b]), a, b)
        for a in weight
        for b in weight
        if a < b and _are_neighbours(a, b) and (not named or a in named or b in named)
    ]
    best = max(pairs, default=None)
    return best[1:] if best and best[0] >= 2 else None


def _are_neighbours(a: str, b: str) -> bool:
    codes = iso3_of_iso2()
    return (
        b in {codes.get(code) for code in str(countries()[a]["neighbours"]).split(",")} if a in countries() else False
    )


def _border(doc: Doc, noun: Token, pair: tuple[str, str], *, is_explicit: bool) -> Border:
    first, second = sorted(pair)
    listed = next(
        (c for name in _spellings(first, second) for c in gazetteer().candidates(name) if c.feature_code == "BDRY"),
        None,
    )
    start = noun.idx
    before = doc[noun.i - 2 : noun.i] if noun.i > 1 else doc[0:0]
    if [t.lower_ for t in before] == ["cross", "-"]:
        start = before[0].idx
    return Border(
        start=start,
        end=noun.idx + len(noun),
        name=listed.name if listed else _spellings(first, second)[0],
        place_id=listed.place_id if listed else f"fw:border-{first}-{second}".lower(),
        latitude=listed.latitude if listed else None,
        longitude=listed.longitude if listed else None,
        is_explicit=is_explicit,
    )


def _spellings(first: str, second: str) -> tuple[str, str]:
    a, b = country_name(first), country_name(second)
    return f"{a}–{b} border", f"{b}–{a} border"
