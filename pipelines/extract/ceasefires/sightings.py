"""Sightings: one mention of a truce read whole, with what merging needs.

What belongs here: which event its clause tells, whether as a fact, and how the clause describes the truce.  Not here: its days
(days.py), its parties (parties.py), which mentions are one event (facts.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipelines.extract.arguments.attachment import clause_of
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.ceasefires.days import event_day, origin_of
from pipelines.extract.ceasefires.parties import taking_part
from pipelines.extract.ceasefires.told import Told
from pipelines.extract.ceasefires.words import ENDING, FILE, MAKING, vocabulary
from pipelines.extract.mentions import Mention, Modality, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.phrases import Match, beside, clause_around, is_heading, is_under_condition, phrases
from pipelines.extract.sides import Sides

# Events that are acts of words: that something is only asked for, alleged or hung on a condition is what they say.
_SPEECH = frozenset(("proposed", "rejected", "violation_alleged", "violation_denied", "conditional"))
# UCDP precision up to which a truce to come has its days.
_DAYS = 3
# What is said of talks as well as of the truce they are about.
_OF_TALKS_TOO = ENDING | {"effective", "extended"}
_OF_AGREEMENTS = ENDING | {"violation_alleged"}
_DEFINITE = re.compile(r"\b(?:the|this|that|its|their)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
_STATUS = {
    "proposed": "proposed",
    "rejected": "proposed",
    "declared": "declared",
    "effective": "in_effect",
    "extended": "in_effect",
    "reaffirmed": "in_effect",
    "in_effect": "in_effect",
    "conditional": "conditional",
    "violation_alleged": "strained",
    "violation_denied": "strained",
    "suspended": "ended",
    "ended": "ended",
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention with what merging needs: the day the truce was made as this sentence gives it."""

    mention: Mention
    event: str
    origin: When
    is_definite: bool


def sighting_of(reading: Reading, sides: Sides, noun: re.Match[str]) -> Sighting | None:
    """What the sentence says became of the truce that `noun` names."""
    words, text = vocabulary(), reading.document.text
    sentence = reading.document.sentence_at(noun.start())
    if noun.end() > sentence.end or sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
        return None
    if words.figurative.search(text, sentence.start, noun.start()):
        return None
    after = text[noun.end() : sentence.end]
    if words.compounds.match(after) or words.quarrels.match(after):
        return None
    continued = words.continued.match(after)
    phrase = (noun.start(), noun.end() + (continued.end() if continued else 0))
    clause = clause_around(text, (sentence.start, sentence.end), phrase)
    is_agreement = bool(words.agreements.match(noun.group()))
    is_topic = bool(words.about.search(text, clause[0], phrase[0]))
    matches = [
        m
        for m in beside(phrases(FILE, "events"), text, clause, phrase)
        if (not is_agreement or m.phrase.label in _OF_AGREEMENTS)
        and not (is_topic and m.start >= phrase[1] and m.phrase.label in _OF_TALKS_TOO)
    ]
    if not matches:
        return None
    is_conditional = is_under_condition(text, clause, phrase[0])
    told = [(m, "conditional" if is_conditional else _modality(reading, clause, m)) for m in matches]
    match, modality = next((pair for pair in told if pair[1] == "actual"), told[0])
    if match.phrase.label == "proposed" and _is_asked_by_crowd(reading, match):
        return None
    return _sighting(reading, sides, Told(sentence, clause, phrase, match), modality)


def _is_asked_by_crowd(reading: Reading, match: Match) -> bool:
    """Whether those who ask for a truce are protesters or other civilians, who propose none."""
    clause = clause_of(reading.document.span(match.start, match.end)[0])
    subject = next((c for c in clause.lefts if c.dep_ == "nsubj"), None)
    return subject is not None and any(
        a.sector == "CVL" and a.start <= subject.idx < a.end for a in reading.actors if a.kind != "pronoun"
    )


def _modality(reading: Reading, clause: tuple[int, int], match: Match) -> Modality:
    if match.phrase.label in _SPEECH:
        return "actual"
    if match.phrase.extra.get("planned"):
        # "Will observe a truce from Saturday": a truce with a day is made by saying so.
        dated = any(
            t.date_start and (t.prec or 9) <= _DAYS for t in reading.timexes if clause[0] <= t.start < clause[1]
        )
        return "actual" if dated and not vocabulary().unsure.search(reading.document.text, *clause) else "future"
    modality = modality_of(reading, (match.start, match.end))
    verb = reading.document.span(match.start, match.end)[0]
    is_pledge = match.phrase.label == "reaffirmed" and any(c.lower_ in {"will", "would"} for c in verb.lefts)
    # "X said it would stand by the truce" is how a truce is reaffirmed.
    return "actual" if is_pledge and modality in {"future", "hypothetical"} else modality


def _sighting(reading: Reading, sides: Sides, told: Told, modality: Modality) -> Sighting:
    text, event, words = reading.document.text, told.event, (told.match.start, told.match.end)
    attribution = said_by(reading, words)
    roles = taking_part(reading, sides, told, attribution)
    origin = origin_of(reading, told.sentence, told.phrase)
    payload: dict[str, Any] = {"event": event, "status": _status(event, text[slice(*told.clause)])}
    payload |= _description(text, told.clause, told.phrase, event)
    payload |= {k: a.name for k, a in (("by_actor", roles.by_actor), ("against_actor", roles.against)) if a}
    mention = Mention(
        kind="ceasefire",
        fact_kind="ceasefire",
        span=(told.sentence.start, told.sentence.end),
        trigger=(min(words[0], told.phrase[0]), max(words[1], told.phrase[1])),
        event_type=event,
        sub_event_type=None,
        when=event_day(reading, told, origin),
        place=None,
        actors=roles.parties,
        recipients=roles.brokers,
        payload=payload,
        attribution=attribution,
        stance=attribution.stance if attribution else "asserts",
        modality=modality,
        rule=f"ceasefire.{event}",
    )
    before = text[max(told.clause[0], told.phrase[0] - 40) : told.phrase[0]]
    return Sighting(mention, event, origin, bool(_DEFINITE.search(before)))


def _status(event: str, clause: str) -> str:
    status = _STATUS[event]
    return "strained" if status == "in_effect" and vocabulary().strained.search(clause) else status


def _description(text: str, clause: tuple[int, int], phrase: tuple[int, int], event: str) -> dict[str, Any]:
    """Class, laterality, form, length, condition and reason, as the clause puts them."""
    words = vocabulary()
    around, before = text[clause[0] : clause[1]], text[max(clause[0], phrase[0] - 40) : phrase[0]]
    found: dict[str, Any] = {}
    if words.permanent.search(before):
        found["class"] = "definitive"
    elif words.preliminary.search(before):
        found["class"] = "preliminary"
    if words.unilateral.search(before):
        found["laterality"] = "unilateral"
    if event in MAKING and words.written.search(around):
        found["form"] = "written"
    elif words.verbal.search(before):
        found["form"] = "verbal"
    length = words.duration.search(before)
    if length:
        number = length.group("number").lower()
        count = int(number) if number.isdigit() else words.numbers[number]
        found["planned_duration_hours"] = count * words.units[length.group("unit").lower()]
    if event == "conditional" and (condition := words.condition.search(text, phrase[1], clause[1])):
        found["conditions"] = condition.group("what").strip(" ,")
    if event in ENDING and (reason := words.end_reason.search(text, phrase[1], clause[1])):
        found["end_reason"] = reason.group("what").strip(" ,")
    return found
