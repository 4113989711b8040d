"""Confidence: how something was read, turned into the probability that it was read right.

What belongs here: the features of a fact or a claim that tell how sure its reading is, and the logistic sum over them.  Not
here: the coefficients (lexicon/confidence.yml, written by benchmarks/calibrate.py) and rules of reading (the families).

A feature speaks of the manner of reading, never of a word or a place, so that it means the same on another beat.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log2
from typing import Any, Literal

from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import Fact, Mention, When
from pipelines.extract.phrases import is_heading
from pipelines.extract.truecase import is_capitals

Level = Literal["fact", "claim"]

# What is added to the rule of a date that was told of something else: the day of the report, or of a paragraph's event.
_BORROWED = ("+announced", "+reported_on", "+paragraph")
# UCDP precision from which a place is a region, a border or a country.
_REGION = 5
_DAY, _WEEK = 1, 3
# Characters of an article that hold its headline and lead.
_OPENING = 300
# The most that is said where nothing shows that 0.9 would hold.
BELOW_SURE = 0.89

FEATURES = {
    "day": "the day is known",
    "days": "a span of up to a week is known, not the day",
    "date_borrowed": "the date is that of the report or of something told beside it",
    "date_conflict": "the article dates it twice, and the dates clash",
    "located": "the place is one of the gazetteer",
    "region": "the place is no more than a region, a border or a country",
    "place_apart": "the place stands in another sentence",
    "opening": "it is told where the article opens",
    "sentences": "more than one sentence of the article tells it",
    "loose": "no fact of the article rests on it",
    "reporter": "the article vouches for it, not a speaker alone",
    "cue_doubt": "how unsure the construction is that reports it, 0 to 1",
    "speaker_doubt": "how unsure it is who speaks, 0 to 1",
    "disputed": "a speaker denies it",
    "not_actual": "it is threatened, demanded, planned, past or not so",
    "counted": "a number is given",
    "open_count": "the number has no upper bound",
    "one": "the number is one",
    "counts_differ": "two sentences give different numbers",
    "quoted": "the speaker's exact words are given",
    "named": "the speaker is one of the actor tables",
    "harmed": "who or what was harmed is told",
    "doers": "who did it, or a party, is known",
    "both_sides": "two parties, or doer and target, are known",
    "headline": "it is read from a line without a full stop or in the case of titles",
    "capitals": "it is read from text in capitals",
    "rivals": "log2 of how many facts of its kind the article has",
}


def of_fact(fact: Fact, text: str, n_of_kind: int) -> float:
    """The probability that a fact is right in all that makes it complete.  n_of_kind: facts of its kind in the article."""
    return _probability("fact", fact, features(fact, fact, text, n_of_kind))


def of_claim(mention: Mention, whole: Fact | None, text: str, n_of_kind: int) -> float:
    """The probability that what one sentence states of an event is right; what it leaves out counts neither way.

    whole: the fact that rests on it, if any.
    """
    claim = alone(mention)
    return _probability("claim", claim, features(claim, whole, text, n_of_kind))


def alone(mention: Mention) -> Fact:
    """A mention as the fact it would be without any other."""
    return Fact(
        kind=mention.fact_kind,
        mentions=(mention,),
        event_type=mention.event_type,
        sub_event_type=mention.sub_event_type,
        when=mention.when,
        place=mention.place,
        actors=mention.actors,
        recipients=mention.recipients,
        payload=mention.payload,
        rule=mention.rule,
    )


def features(read: Fact, whole: Fact | None, text: str, n_of_kind: int) -> dict[str, float]:
    """What tells how surely a fact, or a claim alone, was read: of FEATURES those that are not 0.

    whole: the fact itself, or the one that a claim belongs to.
    """
    first, place = read.mentions[0], read.place
    beside = whole.mentions if whole else read.mentions
    said = [m.attribution for m in read.mentions if m.attribution is not None]
    sentence = text[first.span[0] : first.span[1]]
    low = _count(read.payload, "low")
    counts = {_count(m.payload, "low") for m in beside} - {None}
    found: dict[str, float] = {
        "day": read.when.prec == _DAY,
        "days": _DAY < (read.when.prec or 9) <= _WEEK,
        "date_borrowed": _is_borrowed(read.when),
        "date_conflict": read.when.is_conflicting,
        "located": place is not None and place.place_id is not None,
        "region": place is not None and (place.where_prec or 0) >= _REGION,
        "place_apart": place is not None and not any(m.span[0] <= place.start < m.span[1] for m in read.mentions),
        "opening": min(m.span[0] for m in beside) < _OPENING,
        "sentences": len({m.span for m in beside}) > 1,
        "loose": whole is None,
        "reporter": len(said) < len(read.mentions),
        "cue_doubt": min((1 - a.confidence for a in said), default=0.0),
        "speaker_doubt": min((1 - (a.speaker.confidence if a.speaker else 0.0) for a in said), default=0.0),
        "disputed": read.kind != "statement" and any(m.stance == "denies" for m in read.mentions),
        "not_actual": first.modality != "actual",
        "counted": low is not None,
        "open_count": low is not None and _count(read.payload, "high") is None,
        "one": low == 1,
        "counts_differ": low is not None and len(counts) > 1,
        "quoted": bool(read.payload.get("quote_text")),
        "named": any(a.speaker is not None and a.speaker.actor_id is not None for a in said),
        "harmed": bool(read.payload.get("victims") or read.payload.get("physical_targets")),
        "doers": bool(read.actors),
        "both_sides": len(read.actors) + len(read.recipients) > 1,
        "headline": is_heading(text, *first.span) or sentence[-1:].isalnum(),
        "capitals": is_capitals(sentence),
        "rivals": log2(max(n_of_kind, 1)),
    }
    return {name: float(value) for name, value in found.items() if value}


def _count(payload: dict[str, Any], bound: str) -> int | None:
    value: int | None = payload.get(f"killed_{bound}", payload.get(f"count_{bound}"))
    return value


def _is_borrowed(when: When) -> bool:
    has_date = when.start is not None or when.end is not None
    return has_date and (when.text is None or (when.rule or "").endswith(_BORROWED))


@dataclass(frozen=True)
class _Model:
    """A kind's logistic sum.  ceiling: the highest confidence that was found to hold."""

    intercept: float
    features: dict[str, float]
    rules: dict[str, float]
    ceiling: float


@cache
def _model(kind: str, level: Level) -> _Model:
    tables = lexicon("confidence.yml")
    own = tables[kind][level]
    return _Model(own["intercept"], tables["prior"] | own["features"], own["rules"], own["ceiling"])


def _probability(level: Level, read: Fact, told: dict[str, float]) -> float:
    model = _model(read.kind, level)
    # A rule that calibration never met says nothing of its own.
    total = (
        model.intercept + model.rules.get(read.rule, 0.0) + sum(model.features[name] * x for name, x in told.items())
    )
    # No annotated article tells whether a claim outside its facts is right.
    ceiling = min(model.ceiling, BELOW_SURE) if "loose" in told else model.ceiling
    return min(ceiling, 1 / (1 + exp(-total)))
