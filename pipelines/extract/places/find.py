"""Place names: found in the text and resolved to coordinates, country, admin1 and GeoNames id.

What belongs here: the mention as others see it, and the way from text to mentions: recognition (mentions.py), the
choice between places of one name (resolution.py), the part a name plays in its sentence (roles.py).
Not here: which event happened there (arguments/where.py), nor the tables themselves (dbt_project/seeds/places.csv for the beat;
gazetteer.py for the world).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from pipelines.extract.document import Document
from pipelines.extract.places.between import Border, find_borders
from pipelines.extract.places.countries import country_name
from pipelines.extract.places.gazetteer import Candidate
from pipelines.extract.places.mentions import find_mentions
from pipelines.extract.places.model import Mention
from pipelines.extract.places.resolution import Resolution, resolve
from pipelines.extract.places.roles import is_actor, is_modifier, where_prec
from pipelines.extract.places.votes import score_among


@dataclass(frozen=True, slots=True)
class Place:
    """One place name at characters [start, end) of the article's text.

    place_id: `gn:<GeoNames id>`, or `fw:<slug>` of the curated table where GeoNames has none.
    where_prec: UCDP 1 exact, 2 near, 3 second-order, 4 first-order unit, 5 linear or between, 6 country, 7 sea/air.
    is_actor: the name stands for a government ("Islamabad denied"), so no event happened there.
    is_modifier: it only describes something else ("the Istanbul talks", "Pakistani"); "Kabul airport" is in Kabul.
    Of a name seen but not resolved, `name` is its text, units and country are what the text says, the rest is None.
    """

    start: int
    end: int
    text: str
    place_id: str | None = None
    name: str | None = None
    geonameid: int | None = None
    feature_code: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    country: str | None = None
    iso3: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    where_prec: int | None = None
    is_crossing: bool = False
    is_actor: bool = False
    is_modifier: bool = False
    confidence: float = 1.0


def find_places(document: Document) -> list[Place]:
    """Every place name of the article, in order of start, none inside another."""
    doc = document.doc
    mentions = find_mentions(doc)
    resolutions = resolve(mentions)
    found: list[Place] = []
    accepted: list[tuple[Mention, Candidate | None]] = []
    for mention, resolution in zip(mentions, resolutions, strict=True):
        place = resolution.candidate if resolution else None
        mention.score = score_among(mention, place, resolution.support if resolution else 0.0)
        if mention.score <= 0:
            continue
        outer = resolutions[mention.container] if mention.container is not None else None
        found.append(_place(document, mention, resolution, outer))
        accepted.append((mention, place))
    found += [_border(document, border) for border in find_borders(doc, accepted)]
    return sorted(found, key=lambda place: place.start)


def _place(document: Document, mention: Mention, resolution: Resolution | None, outer: Resolution | None) -> Place:
    doc = document.doc
    place = resolution.candidate if resolution else None
    # Of a name no table has, what the text itself says of it is still known: "Zor Kot village in Khost province".
    around = outer.candidate if outer else None
    known = place or around
    believed = 1 / (1 + exp(-mention.score))
    return Place(
        start=mention.start,
        end=mention.end,
        text=document.text[mention.start : mention.end],
        place_id=place.place_id if place else None,
        name=place.name if place else document.text[mention.start : mention.end],
        geonameid=place.geonameid if place else None,
        feature_code=place.feature_code if place else None,
        admin1=known.admin1 if known else None,
        admin2=known.admin2 if known else None,
        country=country_name(known.iso3) if known and known.iso3 else None,
        iso3=known.iso3 if known else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        where_prec=where_prec(doc, mention, place),
        is_crossing=place.is_crossing if place else False,
        is_actor=is_actor(doc, mention, place) if place else False,
        is_modifier=is_modifier(doc, mention, place),
        confidence=round(believed * (resolution.probability if resolution else 0.5), 3),
    )


def _border(document: Document, border: Border) -> Place:
    return Place(
        start=border.start,
        end=border.end,
        text=document.text[border.start : border.end],
        place_id=border.place_id,
        name=border.name,
        feature_code="BDRY",
        latitude=border.latitude,
        longitude=border.longitude,
        where_prec=5,
        confidence=0.9 if border.is_explicit else 0.6,
    )
