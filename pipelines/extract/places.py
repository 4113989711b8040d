"""Place names: found in the text and resolved to coordinates, country, admin1 and GeoNames id.

What belongs here: the mention as others see it, and the way from text to mentions: recognition (place_mentions.py), the
choice between places of one name (place_resolution.py), the part a name plays in its sentence (place_roles.py).
Not here: which event happened there (article.py), nor the tables themselves (dbt_project/seeds/places.csv for the beat;
gazetteer.py for the world).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.countries import country_name
from pipelines.extract.document import Document
from pipelines.extract.place_mentions import Mention, find_mentions
from pipelines.extract.place_resolution import Resolution, resolve


@dataclass(frozen=True, slots=True)
class Place:
    """One place name at characters [start, end) of the article's text.

    place_id: `gn:<GeoNames id>`, or `fw:<slug>` of the curated table where GeoNames has none.
    where_prec: UCDP 1 exact, 2 near, 3 second-order, 4 first-order unit, 5 linear or between, 6 country, 7 sea/air.
    is_actor: the name stands for a government ("Islamabad denied"), so no event happened there.
    is_modifier: it only describes something else ("the Istanbul talks", "Pakistani"); "Kabul airport" is in Kabul.
    Everything but the span and the text is None where the name was seen but not resolved.
    """

    start: int
    end: int
    text: str
    place_id: str | None
    name: str | None
    geonameid: int | None
    feature_code: str | None
    admin1: str | None
    admin2: str | None
    country: str | None
    iso3: str | None
    latitude: float | None
    longitude: float | None
    where_prec: int | None
    is_crossing: bool = False
    is_actor: bool = False
    is_modifier: bool = False
    confidence: float = 1.0


def find_places(document: Document) -> list[Place]:
    """Every place name of the article, in order of start, none inside another."""
    mentions = find_mentions(document.doc)
    found = []
    for mention, resolution in zip(mentions, resolve(mentions), strict=True):
        if resolution and mention.score > 0:
            found.append(_place(document, mention, resolution))
    return found


def _place(document: Document, mention: Mention, resolution: Resolution) -> Place:
    place = resolution.candidate
    return Place(
        start=mention.start,
        end=mention.end,
        text=document.text[mention.start : mention.end],
        place_id=place.place_id,
        name=place.name,
        geonameid=place.geonameid,
        feature_code=place.feature_code,
        admin1=place.admin1,
        admin2=place.admin2,
        country=country_name(place.iso3) if place.iso3 else None,
        iso3=place.iso3,
        latitude=place.latitude,
        longitude=place.longitude,
        where_prec={"PCLI": 6, "ADM1": 4, "ADM2": 3}.get(place.feature_code, 1),
        is_crossing=place.is_crossing,
        is_modifier=mention.kind == "demonym",
        confidence=round(resolution.probability, 3),
    )
