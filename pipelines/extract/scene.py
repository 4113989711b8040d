"""Scene: what an article as a whole says of where its events lie: its country, its desk, places told without a name.

What belongs here: the country an article is about, names that only make sense within it, "this capital", "the Peruvian
capital".  Not here: names by themselves (places/find.py), which event happened at which of them (arguments/where.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from pipelines.extract.document import Document
from pipelines.extract.lexicon import lexicon
from pipelines.extract.places.countries import countries, country_iso3, country_name, demonyms, iso3_of_iso2
from pipelines.extract.places.find import Place
from pipelines.extract.places.gazetteer import Candidate, gazetteer
from pipelines.extract.places.precision import COUNTRY, FIRST_ORDER

# Fewest mentions of a country for an article to be about it; what a small town, a name beside a thing, and the
# place of filing (far from, near to the country that competes) count.
_FEW, _OBSCURE, _BESIDE, _DESK_WEIGHT, _NEAR_DESK_WEIGHT = 2.0, 0.25, 0.5, 2.0, 1.25
# People from which a town is known by its bare name.
_KNOWN = 500_000
_DESK = re.compile(r"[^.\n]{0,60}?(?:--|—|–|\s-\s|\)\s*[-–—])")
_LEAD = 40
# What stands between the name of a part and its town: "the Gulshan area of Karachi".
_PART_OF = re.compile(r"(?: \w+){0,2} (?:of|in)(?: the)?(?: city of)? ")


@dataclass(frozen=True, slots=True)
class Scene:
    """country: the one the article is about, None where two compete.  desk: where it was filed.

    places: where events can have happened, in order: every name as the article settles it, and places told without one.
    """

    country: Place | None
    desk: Place | None
    places: tuple[Place, ...]


def scene_of(document: Document, places: Sequence[Place]) -> Scene:
    """The scene of one article."""
    desk = next((place for place in places[:3] if _is_desk(document, place)), None)
    weight = _weights(places)
    country = _country(places, desk, weight)
    settled = [_settled(document, place, places, country, weight) for place in places]
    told = sorted([*settled, *_unnamed(document, places, country, desk)], key=lambda place: place.start)
    return Scene(country, desk, tuple(told))


def nations(places: Sequence[Place]) -> Counter[str]:
    """How often the names of places speak of each country."""
    return Counter(place.iso3 for place in places if place.iso3 and place.country)


def _weights(places: Sequence[Place]) -> dict[str, float]:
    """How much the names of an article speak for each country: a small town has namesakes, so it says little."""
    weight: dict[str, float] = {}
    for place in places:
        if place.iso3 and place.place_id:
            weight[place.iso3] = weight.get(place.iso3, 0.0) + (
                _OBSCURE if _is_obscure(place) else _BESIDE if _only_describes(place) else 1.0
            )
    return weight


def _only_describes(place: Place) -> bool:
    """A country whose name describes a thing ("the U.S. embassy"): it may be anywhere; not a demonym."""
    return place.where_prec == COUNTRY and place.is_modifier and place.text.title() not in demonyms()


def _is_obscure(place: Place) -> bool:
    """A town that few readers know by its bare name."""
    if (place.where_prec or 1) >= FIRST_ORDER:
        return False
    chosen = next((c for c in gazetteer().candidates(place.text) if c.place_id == place.place_id), None)
    return chosen is None or not (chosen.is_curated or chosen.capital_of or chosen.population >= _KNOWN)


def _is_desk(document: Document, place: Place) -> bool:
    """Whether the place opens the article before a dash, as a dateline does."""
    if not document.sentences or place.start - document.sentences[0].start > _LEAD or place.is_modifier:
        return False
    return bool(_DESK.match(document.text, place.end))


def _country(places: Sequence[Place], desk: Place | None, weight: dict[str, float]) -> Place | None:
    at_desk = desk.iso3 if desk is not None else None
    rival = max((w, iso3) for iso3, w in [("", 0.0), *weight.items()] if iso3 != at_desk)[1]
    # Between neighbours the desk says less: what happened may have happened across the border.
    is_far = at_desk is not None and not _are_neighbours(at_desk, rival)
    bonus = {at_desk: _DESK_WEIGHT if is_far else _NEAR_DESK_WEIGHT}
    ranked = sorted(((w + bonus.get(iso3, 0.0), iso3) for iso3, w in weight.items()), reverse=True)
    (often, first), (seldom, _) = (*ranked, (0.0, ""), (0.0, ""))[:2]
    if often < _FEW:
        return None
    if seldom * 3 > often * 2 and not (is_far and at_desk == first):
        return None
    sample = next(place for place in places if place.iso3 == first and place.country)
    return replace(
        _nowhere(sample.start, sample.end, sample.text),
        name=sample.country,
        country=sample.country,
        iso3=sample.iso3,
        where_prec=COUNTRY,
    )


def _are_neighbours(first: str, second: str) -> bool:
    codes = iso3_of_iso2()
    return second in {codes.get(code) for code in str(countries().get(first, {}).get("neighbours")).split(",")}


def _nowhere(start: int, end: int, text: str) -> Place:
    """A place of which nothing but its words is known."""
    return Place(start, end, text, confidence=0.4)


# --- names that the article settles ------------------------------------------------------------------------------


def _settled(
    document: Document, place: Place, places: Sequence[Place], country: Place | None, weight: dict[str, float]
) -> Place:
    """The place where the article puts it: an unlisted part of a town in that town, any other unlisted name in the article's
    country; so a small town of a country hardly named.
    """
    town = _town_of(document, place, places) if place.place_id is None else None
    if town is not None:
        return replace(town, start=place.start, end=place.end, text=place.text, where_prec=1, is_actor=place.is_actor)
    if country is None or place.is_modifier or place.feature_code == "BDRY" or (place.where_prec or 1) >= FIRST_ORDER:
        return place
    if place.place_id is None:
        return place if place.iso3 else replace(place, country=country.country, iso3=country.iso3)
    if place.iso3 in (None, country.iso3) or not _is_obscure(place):
        return place
    abroad = [p for p in places if p.iso3 == place.iso3 and p.where_prec == COUNTRY]
    sentence = document.sentence_at(place.start)
    if len(abroad) * 3 > weight[country.iso3 or ""] or any(sentence.start <= p.start < sentence.end for p in abroad):
        return place
    candidates = gazetteer().candidates(place.text)
    own = next((c for c in candidates if c.iso3 == country.iso3 and not c.is_country), None)
    if own is not None:
        return _as_place(place, own, place.where_prec or 1)
    bare = _nowhere(place.start, place.end, place.text)
    return replace(
        bare, name=place.text, country=country.country, iso3=country.iso3, where_prec=1, is_actor=place.is_actor
    )


def _town_of(document: Document, part: Place, places: Sequence[Place]) -> Place | None:
    """ "The Gulshan area of Karachi": the town that the words after an unlisted name say it is a part of."""
    held_by = (
        town
        for town in places
        if town.place_id is not None
        and (town.where_prec or FIRST_ORDER) <= 2
        and _PART_OF.fullmatch(document.text, part.end, town.start)
    )
    return next(held_by, None)


def _as_place(at: Place, candidate: Candidate, prec: int) -> Place:
    return replace(
        at,
        place_id=candidate.place_id,
        name=candidate.name,
        geonameid=candidate.geonameid,
        feature_code=candidate.feature_code,
        admin1=candidate.admin1,
        admin2=candidate.admin2,
        country=country_name(candidate.iso3) if candidate.iso3 else None,
        iso3=candidate.iso3,
        latitude=candidate.latitude,
        longitude=candidate.longitude,
        where_prec=prec,
    )


# --- places told without a name ----------------------------------------------------------------------------------


def _unnamed(document: Document, places: Sequence[Place], country: Place | None, desk: Place | None) -> Iterator[Place]:
    """ "The Peruvian capital", "the capital", and of the desk "this city", "here"."""
    words = _words()
    starts = {place.start for place in places}
    for token in document.doc:
        lemma = token.lower_
        if lemma not in words["capital"] + words["town"] + words["here"]:
            continue
        following = token.nbor() if token.i + 1 < len(token.doc) else None
        if following is not None and (following.idx in starts or following.pos_ in ("NOUN", "PROPN")):
            continue
        at = _nowhere(token.idx, token.idx + len(token.text), token.text)
        if _points_here(token):
            if desk is not None and desk.place_id and (desk.where_prec or 1) <= 2:
                yield replace(desk, start=at.start, end=at.end, text=at.text)
        elif lemma in words["capital"]:
            found = _capital(_nation_of(token) or (country.iso3 if country and _is_definite(token) else None))
            if found is not None:
                yield _as_place(at, found, 1)


@cache
def _words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = lexicon("scene.yml")
    return found


def _points_here(token: Token) -> bool:
    if token.lower_ in _words()["here"]:
        return token.dep_ == "advmod" or token.head.dep_ == "advmod"
    return any(child.lower_ == "this" for child in token.children)


def _is_definite(token: Token) -> bool:
    return {child.lower_ for child in token.children if child.i < token.i} <= {"the", "nation", "country"} and any(
        child.lower_ == "the" or child.dep_ == "poss" for child in token.children
    )


def _nation_of(token: Token) -> str | None:
    """The country named beside the noun: "the Peruvian capital", "Peru's capital", "the capital of Peru"."""
    named = [c for c in token.children if c.i < token.i and c.dep_ in ("amod", "compound", "nmod", "poss")]
    named += [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    return next((iso3 for noun in named if (iso3 := country_iso3(noun.text))), None)


@cache
def _capital(iso3: str | None) -> Candidate | None:
    name = countries().get(iso3 or "", {}).get("capital")
    return next((c for c in gazetteer().candidates(str(name)) if c.capital_of), None) if name else None
