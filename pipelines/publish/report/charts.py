"""The charts of the report as Vega-Lite specifications; the page fills their named data with the facts its filters leave.

What belongs here: marks, scales, colours, how doubt is drawn.  Not here: which facts (data.py), what a filter or a click
does (page.js and the scripts beside it).
Colours are Okabe and Ito's, which people with any colour vision tell apart; shape, fill or dash says the same once more.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Spec = dict[str, Any]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_BLUE, _VERMILION, _GREEN, _PURPLE, _ORANGE, _SKY, _GREY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#767676",
)
# Type of event → colour and shape.
EVENT_TYPES = {
    "Battles": (_BLUE, "cross"),
    "Explosions/Remote violence": (_VERMILION, "circle"),
    "Violence against civilians": (_PURPLE, "diamond"),
    "Protests": (_GREEN, "triangle-up"),
    "Riots": (_ORANGE, "triangle-down"),
    "Strategic developments": (_GREY, "square"),
}
MEASURES = {
    "deportations": (_VERMILION, "triangle-down"),
    "returns_total": (_BLUE, "circle"),
    "facilitated_returns": (_SKY, "square"),
    "spontaneous_returns": (_GREEN, "diamond"),
    "repatriations_unspecified": (_PURPLE, "triangle-up"),
    "arrests_detentions": (_ORANGE, "cross"),
    "registered": (_GREY, "stroke"),
}
_IN_DOUBT = "isValid(datum.responsibility) && datum.responsibility != 'claimed'"
_IS_VAGUE_PLACE = "!isValid(datum.where_prec) || datum.where_prec >= 4"
# Area in square pixels of so many dead: it grows with the number; no known toll is the smallest.
_AREA = "40 + 16 * clamp(isValid({0}) ? {0} : 0, 0, 120)"
# Pixels that a letter of a name on the map takes.
_LETTER = 6.5
_TOLD = {"tooltip": {"field": "label"}, "description": {"field": "label"}}
_DAYS: Spec = {
    "type": "temporal",
    "title": None,
    # Labels keep clear of one another and of the 0 of the other axis.
    "axis": {"format": "%-d %b %y", "labelOverlap": True, "labelSeparation": 10, "labelPadding": 8, "tickCount": 6},
    "scale": {"padding": 14},
}


def charts(shapes: dict[str, Any], types: Collection[str]) -> dict[str, Spec]:
    """Every chart by the id of its place in the page.  types: those of the facts shown, for the legends."""
    return {
        "map": _map(shapes, _known(EVENT_TYPES, types)),
        "timeline": _timeline(),
        "tolls": _tolls(),
        "returns": _counts("returns", "Returns and deportations by week", _known(MEASURES, types)),
        "totals": _counts("totals", "Running totals of returns and deportations", _known(MEASURES, types)),
        "accusations": _accusations(),
    }


def _known(kinds: dict[str, tuple[str, str]], types: Collection[str]) -> dict[str, tuple[str, str]]:
    """Those that occur; all where none does, for a legend of nothing has no size."""
    return {name: drawn for name, drawn in kinds.items() if name in types} or kinds


def _chart(about: str, spec: Spec, height: int, lanes: str | None = None) -> Spec:
    """A chart as wide as its place.  about: what it is, to a screen reader; lanes: the field whose values each take up the height; the page counts them."""
    return {
        "$schema": _SCHEMA,
        "description": about,
        "usermeta": {"lanes": lanes, "height": height},
        "width": "container",
        "height": height,
        "background": None,
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {"gridOpacity": 0.35, "domain": False, "ticks": False, "labelFontSize": 12, "titleFontSize": 12},
            "legend": {
                "orient": "bottom",
                "labelFontSize": 12,
                "titleFontSize": 12,
                "labelLimit": 220,
                "symbolSize": 90,
            },
            "range": {"category": [_BLUE, _VERMILION, _GREEN, _PURPLE, _ORANGE, _SKY]},
        },
        **spec,
    }


def _by(field: str, kinds: dict[str, tuple[str, str]]) -> Spec:
    """Colour and shape of a field whose values are known; one legend for both."""
    names = list(kinds)
    readable = "replace(datum.label, /_/g, ' ')"
    legend = {"title": None, "labelExpr": readable}
    return {
        "color": {
            "field": field,
            "scale": {"domain": names, "range": [kind[0] for kind in kinds.values()]},
            "legend": legend,
        },
        "shape": {
            "field": field,
            "scale": {"domain": names, "range": [kind[1] for kind in kinds.values()]},
            "legend": legend,
        },
    }


def _map(shapes: dict[str, Any], types: dict[str, tuple[str, str]]) -> Spec:
    # Incidents at one place stand on a spiral around it, in steps that grow with what the map spans.
    spread = "{0} + frame_span / 70 * sqrt(datum.nth_there) * {1}(datum.nth_there * 2.4)"
    at: Spec = {"longitude": {"field": "x"}, "latitude": {"field": "y"}}
    doubt: Spec = {
        "fillOpacity": {"condition": {"test": _IN_DOUBT, "value": 0}, "value": 0.55},
        "strokeDash": {"condition": {"test": _IS_VAGUE_PLACE, "value": [3, 2]}, "value": [1, 0]},
    }
    incidents: Spec = {"data": {"name": "incidents"}}
    place = [
        {"calculate": spread.format("datum.longitude", "cos"), "as": "x"},
        {"calculate": spread.format("datum.latitude", "sin"), "as": "y"},
        {"calculate": _AREA.format("datum.killed_low"), "as": "area"},
        {"calculate": _AREA.format("datum.killed_high"), "as": "halo"},
    ]
    kinds = _by("type", types)
    spec = {
        # What the map shows; the page sets it to the incidents that its filters leave.
        "params": [{"name": "frame", "value": shapes["frame"]}, {"name": "frame_span", "value": shapes["span"]}],
        "projection": {"type": "mercator", "fit": {"expr": "frame"}, "size": {"expr": "[width, height]"}},
        "layer": [
            {
                "name": "land",
                "data": {"values": shapes["land"]},
                "mark": {"type": "geoshape", "clip": True, "aria": False},
            },
            {
                "name": "lines",
                "data": {"values": shapes["lines"]},
                "mark": {"type": "geoshape", "clip": True, "filled": False, "aria": False},
            },
            {
                "name": "names",
                "data": {"values": shapes["names"]},
                # A name stands where its country is wide enough for it on this screen.
                "transform": [{"filter": f"datum.degrees * width / frame_span > {_LETTER} * length(datum.name)"}],
                "mark": {"type": "text", "clip": True, "aria": False, "fontSize": 12},
                "encoding": {**at, "text": {"field": "name"}},
            },
            {
                # The ring of the highest toll around the mark of the lowest; dotted where the highest is open.
                "name": "halos",
                **incidents,
                "transform": [
                    *place,
                    {
                        "filter": "isValid(datum.killed_low) && (!isValid(datum.killed_high) || datum.killed_high > datum.killed_low)"
                    },
                    {"calculate": "isValid(datum.killed_high) ? datum.halo : datum.area * 2", "as": "halo"},
                ],
                "mark": {"type": "point", "clip": True, "filled": False, "strokeWidth": 1, "aria": False},
                "encoding": {
                    **at,
                    **kinds,
                    "size": {"field": "halo", "type": "quantitative", "scale": None},
                    "strokeDash": {
                        "condition": {"test": "isValid(datum.killed_high)", "value": [1, 0]},
                        "value": [1, 3],
                    },
                },
            },
            {
                "name": "incidents",
                **incidents,
                "transform": place,
                "mark": {"type": "point", "clip": True, "filled": False, "strokeWidth": 1.6, "cursor": "pointer"},
                "encoding": {
                    **at,
                    **kinds,
                    **doubt,
                    **_TOLD,
                    "fill": {"field": "colour", "scale": None},
                    "size": {"field": "area", "type": "quantitative", "scale": None},
                    "order": {"field": "area", "sort": "descending"},
                },
            },
        ],
    }
    return _chart("Map of incidents", spec, 460)


def _timeline() -> Spec:
    lane = {"field": "lane", "type": "nominal", "title": None, "sort": None, "axis": {"grid": True}}
    span: Spec = {"x": {"field": "from", **_DAYS}, "x2": {"field": "to"}, "y": lane}
    spec = {
        "data": {"name": "moments"},
        "layer": [
            {
                "transform": [{"filter": "datum.family == 'incidents' && datum.from != datum.to"}],
                "mark": {
                    "type": "rule",
                    "strokeWidth": 1,
                    "opacity": 0.6,
                    "aria": False,
                    "yOffset": {"expr": "datum.slot"},
                },
                "encoding": {**span, "color": {"field": "colour", "scale": None}},
            },
            {
                "transform": [
                    {"filter": "datum.family == 'incidents'"},
                    {
                        "calculate": "30 + 5 * clamp(isValid(datum.killed_low) ? datum.killed_low : 0, 0, 80)",
                        "as": "area",
                    },
                ],
                "mark": {
                    "type": "point",
                    "filled": False,
                    "strokeWidth": 1.4,
                    "cursor": "pointer",
                    "yOffset": {"expr": "datum.slot"},
                },
                "encoding": {
                    **_TOLD,
                    "x": {"field": "from", **_DAYS},
                    "y": lane,
                    "shape": {"field": "form", "scale": None},
                    "fill": {"field": "colour", "scale": None},
                    "stroke": {"field": "colour", "scale": None},
                    "fillOpacity": {"condition": {"test": _IN_DOUBT, "value": 0}, "value": 0.55},
                    "size": {"field": "area", "type": "quantitative", "scale": None},
                },
            },
            {
                "transform": [{"filter": "datum.family != 'incidents'"}],
                "mark": {
                    "type": "bar",
                    "height": 12,
                    "cornerRadius": 2,
                    "cursor": "pointer",
                    "strokeWidth": 1.5,
                    "minBandSize": 4,
                },
                "encoding": {
                    **span,
                    **_TOLD,
                    "fill": {"field": "shade", "scale": None},
                    "stroke": {"field": "colour", "scale": None},
                    "fillOpacity": {"condition": {"test": "datum.is_doubtful", "value": 0}, "value": 0.75},
                    "strokeDash": {"condition": {"test": "datum.is_doubtful", "value": [3, 2]}, "value": [1, 0]},
                },
            },
            {
                # Still lasting when the last article was written.
                "transform": [{"filter": "datum.lasts"}],
                "mark": {"type": "text", "text": "▸", "align": "left", "dx": 1, "aria": False, "fontSize": 14},
                "encoding": {"x": {"field": "to", **_DAYS}, "y": lane, "color": {"field": "colour", "scale": None}},
            },
        ],
    }
    return _chart("Timeline of incidents, talks, ceasefires and the status of crossings", spec, 34, lanes="lane")


def _tolls() -> Spec:
    # Tolls of weeks are hundreds of times apart: the axis grows by tens, and from 0.
    killed: Spec = {
        "type": "quantitative",
        "title": "killed, an axis that grows by tens",
        "scale": {"type": "symlog", "constant": 5},
        "axis": {"values": [0, 10, 100, 1000, 10_000, 100_000, 1_000_000]},
    }
    week: Spec = {"x": {"field": "from", **_DAYS}, "x2": {"field": "to"}}
    spec = {
        "data": {"name": "weeks"},
        "layer": [
            {
                "mark": {"type": "rect", "color": _BLUE, "cursor": "pointer"},
                "encoding": {
                    **week,
                    **_TOLD,
                    "y": {"field": "low", **killed},
                    "y2": {"datum": 0},
                },
            },
            {
                "transform": [{"filter": "datum.high > datum.low"}],
                "mark": {
                    "type": "rect",
                    "color": _SKY,
                    "opacity": 0.5,
                    "stroke": _BLUE,
                    "strokeDash": [3, 2],
                    "cursor": "pointer",
                },
                "encoding": {**week, **_TOLD, "y": {"field": "low", **killed}, "y2": {"field": "high"}},
            },
            {
                "transform": [{"filter": "datum.is_open"}],
                "mark": {
                    "type": "text",
                    "text": "↑",
                    "dy": -8,
                    "fontSize": 16,
                    "fontWeight": "bold",
                    "color": _BLUE,
                    "aria": False,
                },
                "encoding": {"x": {"field": "middle", **_DAYS}, "y": {"field": "high", **killed}},
            },
        ],
    }
    return _chart("Killed by week, fewest to most", spec, 300)


def _counts(name: str, about: str, measures: dict[str, tuple[str, str]]) -> Spec:
    """A mark a measurement; a line from its lowest to its highest value, an arrow where the highest is open."""
    day = {"x": {"field": "day", **_DAYS}}
    color = _by("type", measures)
    persons = {
        "type": "quantitative",
        "title": "people",
        "axis": {"labelExpr": "datum.value ? format(datum.value, '~s') : '0'"},
    }
    spec = {
        "data": {"name": name},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.count_high) && datum.count_high > datum.count_low"}],
                "mark": {"type": "rule", "strokeWidth": 2, "aria": False},
                "encoding": {
                    **day,
                    "color": color["color"],
                    "y": {"field": "count_low", **persons},
                    "y2": {"field": "count_high"},
                },
            },
            {
                "transform": [{"filter": "!isValid(datum.count_high)"}],
                "mark": {"type": "text", "text": "↑", "dy": -11, "fontSize": 14, "fontWeight": "bold", "aria": False},
                "encoding": {**day, "color": color["color"], "y": {"field": "count", **persons}},
            },
            {
                "mark": {"type": "point", "size": 90, "filled": True, "opacity": 0.85, "cursor": "pointer"},
                "encoding": {**day, **color, **_TOLD, "y": {"field": "count", **persons}},
            },
        ],
    }
    return _chart(about, spec, 240)


def _accusations() -> Spec:
    kinds = {"accuses": (_VERMILION, "circle"), "denies": (_BLUE, "square")}
    spec = {
        "data": {"name": "accusations"},
        "mark": {"type": "point", "filled": True, "opacity": 0.85, "cursor": "pointer"},
        "encoding": {
            **_by("act", kinds),
            **_TOLD,
            "y": {
                "field": "speaker",
                "title": None,
                "sort": {"field": "speaker_order", "op": "min"},
                "axis": {"grid": True},
            },
            "x": {
                "field": "about",
                "title": "of whom",
                "sort": {"field": "about_order", "op": "min"},
                "axis": {"grid": True, "labelLimit": 110, "labelAngle": -35},
            },
            "xOffset": {"field": "act", "scale": {"domain": list(kinds)}},
            "size": {
                "field": "n",
                "type": "quantitative",
                "scale": {"domainMin": 0, "range": [20, 500]},
                "legend": None,
            },
        },
    }
    return _chart("Who accuses and who denies", spec, 32, lanes="speaker")
