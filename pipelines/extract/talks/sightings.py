"""Sightings: one mention of talks read whole, with what tells one round from another.

What belongs here: outcome, venue, days, number, parties and mediators put together, as the trigger's own clause gives them.
Not here: how each is found (its neighbours here), which mentions are one round (rounds.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import head_of
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.mentions import Mention, Reading
from pipelines.extract.places.find import Place
from pipelines.extract.sides import Sides, distinct, key_of
from pipelines.extract.talks.days import days_of, length_of
from pipelines.extract.talks.outcomes import OPEN, Told, told_of
from pipelines.extract.talks.triggers import Trigger
from pipelines.extract.talks.venues import venue_of
from pipelines.extract.talks.words import number_of, ordinal_pattern, vocabulary

_ROUND_NUMBER = re.compile(
    r"\bround (?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s+(?:days?|weeks?))",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\brounds\b", re.IGNORECASE)
_OPENING = re.compile(r"[\"“‘]?(?:the|these|those)?\s*(?:[\w’'-]+\s+){0,3}", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:a|an|another|some|any|no)\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE)
_FURTHER = re.compile(r"\b(?:an?|another|one|previous|earlier|last)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention of talks with what tells rounds apart.

    length: how many days it lasted.  is_next: a round still to come.
    is_summary: several rounds told in one.  is_topic: it opens its sentence.  is_definite: spoken of as known.  is_new: spoken of
    as another one ("a round", "an earlier round").
    """

    mention: Mention
    outcome: str | None
    venue: Place | None
    number: int | None
    length: int | None
    is_next: bool
    is_summary: bool
    is_topic: bool
    is_definite: bool
    is_new: bool

    @property
    def is_bare(self) -> bool:
        """Whether nothing in it says which round it is."""
        return not (self.venue or self.number or self.is_next or self.mention.when.start or self.mention.when.end)


def sighting_of(reading: Reading, sides: Sides, trigger: Trigger) -> Sighting | None:
    """One mention of talks: outcome, venue, days, number, parties and mediators, as its own clause gives them."""
    head = head_of(reading, trigger.span)
    if head is None:
        return None
    told = told_of(reading, trigger, head)
    venue = venue_of(reading, trigger, head, is_bound=told.is_bound)
    number, wording = _number(reading, trigger)
    parties, mediators = _taking_part(reading, sides, trigger, head, told)
    text = reading.document.text
    payload: dict[str, Any] = {}
    payload |= {"outcome": told.outcome} if told.outcome else {}
    payload |= {"venue": venue.name or venue.text} if venue else {}
    payload |= {"round_no": number} if number else {}
    payload |= {"round_text": wording} if wording else {}
    payload |= _manner(text[slice(*trigger.stretch)], bool(mediators))
    payload |= {"document_signed": "written"} if told.outcome == "agreement_signed" else {}
    words = told.words or trigger.span
    attribution = said_by(reading, words)
    mention = Mention(
        kind="talks",
        fact_kind="talks",
        span=(trigger.sentence.start, trigger.sentence.end),
        trigger=(min(trigger.start, words[0]), max(trigger.end, words[1])),
        event_type=told.outcome,
        sub_event_type=None,
        when=days_of(reading, trigger, told),
        place=venue,
        actors=parties,
        recipients=mediators,
        payload=payload,
        attribution=attribution,
        stance=attribution.stance if attribution else "asserts",
        modality=told.modality,
        rule=f"talks.{told.outcome or 'mention'}",
    )
    lead, named = text[trigger.sentence.start : trigger.start], text[slice(*trigger.span)]
    return Sighting(
        mention=mention,
        outcome=told.outcome,
        venue=venue,
        number=number,
        length=length_of(text, trigger),
        is_next=bool(vocabulary().next.search(_noun_phrase(text, trigger))) or told.outcome in OPEN,
        is_summary=bool(_SEVERAL.search(named)),
        is_topic=bool(_OPENING.fullmatch(lead)),
        is_definite=not _INDEFINITE.search(lead),
        is_new=bool(_FURTHER.search(lead)),
    )


def _taking_part(
    reading: Reading, sides: Sides, trigger: Trigger, head: Token, told: Told
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Parties and mediators; nobody is both."""
    mediators = sides.mediators(head) or sides.mediators_in(reading.document.sentence_span(trigger.sentence))
    out = {key_of(a) for a in mediators}
    parties = tuple(a for a in sides.parties(head, told.predicate) if key_of(a) not in out)
    if len(parties) < 2:
        joined = next(sides.joined_in(reading.document.span(*trigger.stretch)), ())
        parties = distinct((*parties, *(a for a in joined if key_of(a) not in out)))
    return parties, mediators


def _noun_phrase(text: str, trigger: Trigger) -> str:
    before = text[max(trigger.stretch[0], trigger.start - 40) : trigger.start]
    after = text[trigger.end : min(trigger.stretch[1], trigger.end + 8)]
    return " ".join([*before.split()[-4:], text[trigger.start : trigger.end], after])


def _number(reading: Reading, trigger: Trigger) -> tuple[int | None, str | None]:
    """The ordinal of the round: before its noun, or said of it ("were the third … round")."""
    text, ordinals = reading.document.text, vocabulary().ordinals
    own = ordinal_pattern().fullmatch(text, *trigger.span)
    if own:
        return ordinals[own.group().lower()], own.group()
    if not vocabulary().rounds.search(text, *trigger.span):
        return None, None
    if counted := _ROUND_NUMBER.search(text, trigger.start, min(trigger.stretch[1], trigger.end + 12)):
        return number_of(counted.group("number")), counted.group()
    lead_start = max(trigger.stretch[0], trigger.start - 60)
    found = list(ordinal_pattern().finditer(text, lead_start, trigger.start))
    if not found or re.search(r"[,;.]|\bday\b", text[found[-1].end() : trigger.start]):
        return None, None
    return ordinals[found[-1].group().lower()], text[found[-1].start() : trigger.end]


def _manner(clause: str, is_mediated: bool) -> dict[str, Any]:
    """Level of the delegations, format, next round and document, as the clause puts them."""
    words = vocabulary()
    found: dict[str, Any] = {}
    level = next((name for name, pattern in words.levels if pattern.search(clause)), None)
    form = next((name for name, pattern in words.formats if pattern.search(clause)), None)
    found |= {"delegation_level": level} if level else {}
    found |= {"format": form or "mediated"} if form or is_mediated else {}
    if words.no_next.search(clause):
        found["next_round_planned"] = "no"
    elif words.has_next.search(clause):
        found["next_round_planned"] = "yes"
    return found
