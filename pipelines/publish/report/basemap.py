"""The part of the map that a report needs: the region of its incidents, and the countries and lines that reach into it.

What belongs here: choosing the region and the shapes.  Not here: making basemap.json.gz (basemap_build.py), drawing (charts.py).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

_BASEMAP = Path(__file__).with_name("basemap.json.gz")
# A tenth of the incidents at each edge does not stretch the map, so that one far away does not make all others small.
_EDGE = 0.05
# Degrees: what stands around the incidents, and the least a map spans.
_MARGIN = 1.5
_LEAST = 8.0

Box = tuple[float, float, float, float]
Point = Sequence[float]


def region(points: Sequence[tuple[float, float]]) -> Box:
    """West, south, east, north of the map for incidents at these longitudes and latitudes; the world for none."""
    if not points:
        return -170.0, -55.0, 180.0, 75.0
    (west, east), (south, north) = (_span([point[axis] for point in points]) for axis in (0, 1))
    return max(west, -180.0), max(south, -80.0), min(east, 180.0), min(north, 80.0)


def _span(values: list[float]) -> tuple[float, float]:
    series = pl.Series(values)
    low, high = series.quantile(_EDGE, "nearest") or 0.0, series.quantile(1 - _EDGE, "nearest") or 0.0
    missing = max(0.0, _LEAST - (high - low) - 2 * _MARGIN) / 2
    return low - _MARGIN - missing, high + _MARGIN + missing


def shapes(box: Box) -> dict[str, Any]:
    """GeoJSON features of the countries and lines of first-order units that reach into the box, and names to print."""
    basemap = json.loads(gzip.decompress(_BASEMAP.read_bytes()))
    land, names = [], []
    for country in basemap["countries"]:
        polygons = [polygon for polygon in country["polygons"] if _meets(polygon[0], box)]
        if polygons:
            land.append(_feature("MultiPolygon", polygons))
            inside = [point for point in max(polygons, key=lambda p: len(p[0]))[0] if _holds(box, point)]
            if inside:
                names.append({"name": country["name"], **_middle(inside, box)})
    lines = [line for line in basemap["admin1"] if _meets(line, box)]
    west, south, east, north = box
    corners = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {
        "land": land,
        "lines": [_feature("MultiLineString", lines)],
        "names": names,
        "frame": _feature("MultiPoint", corners),
    }


def _feature(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}


def _meets(points: Sequence[Point], box: Box) -> bool:
    """Whether the bounds of the points and the box overlap."""
    west, south, east, north = box
    x, y = [point[0] for point in points], [point[1] for point in points]
    return min(x) <= east and max(x) >= west and min(y) <= north and max(y) >= south


def _holds(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _middle(points: Sequence[Point], box: Box) -> dict[str, float]:
    """Where a name is printed: the middle of what the box shows of a country, off its edges."""
    x, y = [point[0] for point in points], [point[1] for point in points]
    pad_x, pad_y = (box[2] - box[0]) / 12, (box[3] - box[1]) / 25
    return {
        "x": min(max((min(x) + max(x)) / 2, box[0] + pad_x), box[2] - pad_x),
        "y": min(max((min(y) + max(y)) / 2, box[1] + pad_y), box[3] - pad_y),
    }
