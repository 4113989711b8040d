"""Place names: found in the text and resolved to coordinates, country, admin1 and GeoNames id.

What belongs here: recognition, the choice between places of one name, precision.  Not here: which event happened there
(article.py), nor the tables themselves (dbt_project/seeds/places.csv for the beat; gazetteer.py for the world).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.document import Document


@dataclass(frozen=True, slots=True)
class Place:
    """One place name at characters [start, end) of the article's text.

    place_id: `gn:<GeoNames id>`, or `fw:<slug>` of the curated table where GeoNames has none.
    where_prec: UCDP 1 exact, 2 near, 3 second-order unit, 4 first-order unit, 5 linear or between, 6 country, 7 sea/air.
    is_actor: the name stands for a government ("Islamabad denied"), so no event happened there.
    is_modifier: it only describes something else ("Kabul airport", "the Istanbul talks", "Pakistani").
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
    return []
