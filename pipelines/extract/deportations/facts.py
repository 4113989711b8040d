"""Facts: a measurement as claim and as fact.

What belongs here: which measurements make a fact, and which of them are one.  Not here: reading them (measurements.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pipelines.extract.deportations.measurements import Measurement
from pipelines.extract.deportations.ways import SEVERAL
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import UNDATED, Fact, Found, Mention, When
from pipelines.extract.places.countries import country_name

_FAMILIES = frozenset(("family", "household"))


def found_in(read: list[Measurement | None]) -> Found:
    """Facts for what was counted as done, claims for arrests and for what is only planned or feared."""
    facts: list[Fact] = []
    loose: list[Mention] = []
    index: dict[int, int] = {}
    for n, r in enumerate(read):
        if r is None:
            continue
        mention = _mention(r)
        if r.modality != "actual" or r.measure == "arrests_detentions":
            loose.append(mention)
            continue
        twin = next((k for k, fact in enumerate(facts) if _is_same(fact, mention)), None)
        if twin is not None:
            index[n] = twin
            facts[twin] = replace(facts[twin], mentions=(*facts[twin].mentions, mention))
            continue
        index[n] = len(facts)
        payload = dict(mention.payload)
        if r.count.part_of is not None and r.count.part_of in index:
            payload["part_of"] = index[r.count.part_of]
        facts.append(_fact(mention, payload))
    return Found(tuple(facts), tuple(loose))


def _mention(r: Measurement) -> Mention:
    sentence = r.count.sentence
    return Mention(
        kind="deportation",
        fact_kind="deportation",
        span=(sentence.start, sentence.end),
        trigger=(min(r.count.start, r.trigger[0]), max(r.count.end, r.trigger[1])),
        event_type=r.measure,
        sub_event_type=None,
        when=r.when,
        place=r.crossing,
        actors=r.authorities,
        recipients=(),
        payload=_payload(r),
        attribution=r.attribution,
        stance=r.attribution.stance if r.attribution else "asserts",
        modality=r.modality,
        rule=f"deportation.{r.measure}",
    )


def _payload(r: Measurement) -> dict[str, Any]:
    numeral, words = r.count.numeral, vocabulary()
    said = r.count.before + r.count.after
    payload: dict[str, Any] = {
        "measure": r.measure,
        "count_low": numeral.low,
        "count_best": numeral.best or numeral.low,
        "count_high": numeral.high,
        "approximator": numeral.approximator,
        "unit": "families" if r.count.noun is not None and r.count.noun.lemma_.lower() in _FAMILIES else "individuals",
        "is_cumulative": r.is_cumulative,
    }
    counted = r.count.counted.strip()
    payload |= {"population": counted} if counted else {}
    status = next((name for name, pattern in words.document_status if pattern.search(said)), None)
    payload |= {"document_status": status} if status else {}
    if r.origin and r.origin != SEVERAL:
        payload |= {"from_country": country_name(r.origin), "from_iso3": r.origin}
    payload |= {"to_country": country_name(r.destination), "to_iso3": r.destination} if r.destination else {}
    payload |= {"authority": r.authority} if r.authority else {}
    basis = words.legal_basis.search(said)
    payload |= {"legal_basis": basis.group()} if basis else {}
    share = words.share.search(r.count.after) if r.count.part_of is not None else None
    payload |= {"percent_of_whole": float(share.group("percent"))} if share else {}
    return payload


def _fact(mention: Mention, payload: dict[str, Any]) -> Fact:
    return Fact(
        kind="deportation",
        mentions=(mention,),
        event_type=mention.event_type,
        sub_event_type=None,
        when=mention.when,
        place=mention.place,
        actors=mention.actors,
        recipients=(),
        payload=payload,
        rule=mention.rule,
    )


def _is_same(fact: Fact, mention: Mention) -> bool:
    """Whether two sentences give one measurement: the same number for the same window."""
    names = ("measure", "count_low", "count_high", "from_iso3", "to_iso3")
    if any(fact.payload.get(name) != mention.payload.get(name) for name in names):
        return False
    return _same_days(fact.when, mention.when)


def _same_days(a: When, b: When) -> bool:
    def days(when: When) -> tuple[date | None, date | None]:
        return when.start, when.end

    return days(a) == days(b) or UNDATED in (a, b)
