"""The analysis of one article as the record that `factwire extract` prints.

What belongs here: the shape of the record, shared with its scorers.  Not here: reading (article.py), rows of the warehouse
(rows.py), lines in and out (commands/extract.py).
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from pipelines.clean.mojibake import Repaired
from pipelines.extract.article import Analysis
from pipelines.extract.mentions import Fact, When
from pipelines.extract.places.find import Place

# The list of the analysis record that holds each kind (shared names of the scorers' contract).
RECORD_LISTS = {
    "incident": "incidents",
    "talks": "talks",
    "deportation": "deportations",
    "ceasefire": "ceasefires",
    "border_status": "border_changes",
    "statement": "statements",
}
EMPTY_RECORD: dict[str, list[Any]] = {"timexes": [], "places": [], "attributions": []} | {
    name: [] for name in RECORD_LISTS.values()
}
_RECORD_FIELDS = {
    "incident": (
        "perpetrator_individuals perpetrator_organizations physical_targets victims killed_low killed_high injured_low "
        "injured_high killed_attackers casualty_scope attributed_to denied_by responsibility_status"
    ).split(),
    "talks": ["round_no", "venue", "outcome"],
    "deportation": "measure count_low count_high approximator is_cumulative from_country to_country authority".split(),
    "ceasefire": ["event"],
    "border_status": ["crossing", "status", "traffic_class", "by_actor"],
    "statement": ["statement_type", "about", "quote_text"],
}
_LIST_FIELDS = frozenset(
    "perpetrator_individuals perpetrator_organizations physical_targets victims attributed_to denied_by about".split()
)


def record(analysis: Analysis) -> dict[str, Any]:
    """The analysis as one JSON-able record: offsets into the delivered text, substrate and the six fact lists."""
    return _as_delivered(_as_read(analysis), analysis.reading.document.repaired)


def _as_delivered(read: dict[str, Any], repaired: Repaired) -> dict[str, Any]:
    """The record with every offset led back to the delivered text."""
    for named in (*read["timexes"], *read["places"]):
        named["start"], named["end"] = repaired.delivered(named["start"], named["end"])
    for said in read["attributions"]:
        said |= {
            part: [list(repaired.delivered(*span)) for span in said[part]] for part in ("source", "cue", "content")
        }
    for fact in (fact for name in RECORD_LISTS.values() for fact in read[name]):
        fact["evidence"] = [list(repaired.delivered(*span)) for span in fact["evidence"]]
    return read


def _as_read(analysis: Analysis) -> dict[str, Any]:
    reading = analysis.reading
    return {
        "id": reading.document.article.id,
        "timexes": [
            {
                "start": t.start,
                "end": t.end,
                "type": t.type,
                "value": t.value,
                "date_start": _iso(t.date_start),
                "date_end": _iso(t.date_end),
            }
            for t in reading.timexes
        ],
        "places": [_place_record(p) for p in reading.places],
        "attributions": [
            {
                "source": [list(s) for s in a.source],
                "cue": [list(s) for s in a.cue],
                "content": [list(s) for s in a.content],
                "speaker": a.speaker.name if a.speaker else None,
                "stance": a.stance,
            }
            for a in reading.attributions
        ],
    } | {RECORD_LISTS[kind]: [fact_record(fact) for fact in found.facts] for kind, found in analysis.found.items()}


def _place_record(place: Place) -> dict[str, Any]:
    return {
        "start": place.start,
        "end": place.end,
        "name": place.name or place.text,
        "geonameid": place.geonameid,
        "country": place.country,
        "iso3": place.iso3,
        "admin1": place.admin1,
        "lat": place.latitude,
        "lon": place.longitude,
    }


def fact_record(fact: Fact) -> dict[str, Any]:
    start, end = iso_interval(fact.when)
    who, whom = [a.name for a in fact.actors], [a.name for a in fact.recipients]
    out: dict[str, Any] = {
        name: fact.payload.get(name, [] if name in _LIST_FIELDS else None) for name in _RECORD_FIELDS[fact.kind]
    }
    if fact.kind == "incident":
        out |= {"event_type": fact.event_type, "sub_event_type": fact.sub_event_type, "date_prec": fact.when.prec}
        out |= {"date_start": start, "date_end": end, "actor1": who, "actor2": whom}
        out["location"] = _location(fact.place)
    elif fact.kind == "talks":
        out |= {"date_start": start, "date_end": end, "parties": who, "mediators": whom}
    elif fact.kind == "deportation":
        out |= {"window_start": start, "window_end": end}
    elif fact.kind == "ceasefire":
        out |= {"date_start": start, "date_end": end, "parties": who, "brokered_by": whom}
    elif fact.kind == "border_status":
        # The record has one day for a change: a week it happened in is no day.
        out |= {"date_start": start if fact.when.prec == 1 else None}
    else:
        out |= {"speaker": who[0] if who else None, "speaker_role": fact.actors[0].role if fact.actors else None}
    return out | {"evidence": [list(span) for span in dict.fromkeys(m.span for m in fact.mentions)]}


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    names = ("name", "admin1", "country", "iso3")
    return {n: getattr(place, n) for n in names} | {
        "name": place.name or place.text,
        "lat": place.latitude,
        "lon": place.longitude,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def iso_interval(when: When) -> tuple[str | None, str | None]:
    """Both ends as ISO days, or as `YYYY-MM` or `YYYY` where the text says no more than a month or a year."""
    start, end = when.start, when.end
    if start and start.day == 1 and when.prec == 5 and start.month == 1:
        whole_years = end is None or (end.month, end.day) == (12, 31)
        return str(start.year), str(end.year) if end and whole_years else _iso(end)
    if start and end and when.prec == 4 and start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return f"{start:%Y-%m}", f"{end:%Y-%m}"
    return _iso(start), _iso(end)
