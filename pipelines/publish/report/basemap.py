"""The part of the map that a report needs: the region of its incidents, and the countries and lines that reach into it.

What belongs here: choosing the region and the shapes.  Not here: making basemap.json.gz (basemap_build.py), drawing (charts.py).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

_BASEMAP = Path(__file__).with_name("basemap.json.gz")
# A tenth of the incidents at each edge does not stretch the map, so that one far away does not make all others small.
_EDGE = 0.05
# Degrees: what stands around the incidents, and the least a map spans.
_MARGIN = 1.5
_LEAST = 8.0
# Width to height of the widest map, height to width of the tallest.
_WIDEST, _TALLEST = 3.6, 1.6
# The least share of the map that a country takes up for its name to be printed.
_ROOM = 0.02

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
    """GeoJSON features of countries and of lines between first-order units around the box, names to print, and its frame."""
    basemap = json.loads(gzip.decompress(_BASEMAP.read_bytes()))
    around = _around(box)
    land, names = [], []
    for country in basemap["countries"]:
        polygons = [polygon for polygon in country["polygons"] if _meets(polygon[0], around)]
        if polygons:
            land.append(_feature("MultiPolygon", polygons))
            names += _named(country["name"], [_clipped(polygon[0], box) for polygon in polygons], box)
    lines = [line for line in basemap["admin1"] if _meets(line, around)]
    west, south, east, north = box
    return {
        "land": land,
        "lines": [_feature("MultiLineString", lines)],
        "names": names,
        "frame": _feature("MultiPoint", [[west, south], [east, north]]),
        "span": max(east - west, north - south),
    }


def _around(box: Box) -> Box:
    """What a wide screen or a tall one shows beside the box."""
    west, south, east, north = box
    width, height = east - west, north - south
    aside, above = max(width, height * _WIDEST) - width, max(height, width * _TALLEST) - height
    return west - aside / 2, south - above / 2, east + aside / 2, north + above / 2


def _feature(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}


def _meets(points: Sequence[Point], box: Box) -> bool:
    """Whether the bounds of the points and the box overlap."""
    west, south, east, north = box
    x, y = [point[0] for point in points], [point[1] for point in points]
    return min(x) <= east and max(x) >= west and min(y) <= north and max(y) >= south


def _clipped(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a ring inside the box (Sutherland and Hodgman)."""
    points = list(ring)
    for axis, bound, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        inside: list[Point] = []
        for before, point in zip(points[-1:] + points[:-1], points, strict=True):
            is_in, was_in = (sign * (p[axis] - bound) >= 0 for p in (point, before))
            if is_in != was_in:
                share = (bound - before[axis]) / (point[axis] - before[axis])
                inside.append([before[n] + share * (point[n] - before[n]) for n in (0, 1)])
            if is_in:
                inside.append(point)
        points = inside
    return points


def _named(name: str, parts: Sequence[Sequence[Point]], box: Box) -> list[dict[str, Any]]:
    """The name at the centre of the largest part of a country, where that has room for it; how many degrees wide that part is."""
    largest = max(parts, key=lambda part: _centre(part)[0], default=[])
    area, x, y = _centre(largest)
    if area <= _ROOM * (box[2] - box[0]) * (box[3] - box[1]):
        return []
    across = [point[0] for point in largest]
    return [{"name": name, "x": round(x, 2), "y": round(y, 2), "degrees": round(max(across) - min(across), 1)}]


def _centre(ring: Sequence[Point]) -> tuple[float, float, float]:
    """Area and centre of gravity of a ring."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise([*ring, *ring[:1]]):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross / 6, y + (y1 + y2) * cross / 6
    return (abs(area), x / area, y / area) if area else (0.0, 0.0, 0.0)
