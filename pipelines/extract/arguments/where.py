"""Where the event of a trigger happened: by syntax, the most specific place; else the one place beside the sentence.

What belongs here: choosing among the places of a sentence; a border that only its two countries name.  Not here: recognising
places (places/find.py), where the article as a whole lies (scene.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.arguments.attachment import (
    ADJACENT,
    SAID,
    Offsets,
    attachment_cost,
    clause_of,
    follows_directly,
    head_of,
    within,
)
from pipelines.extract.arguments.words import vocabulary
from pipelines.extract.mentions import Reading
from pipelines.extract.places.find import Place
from pipelines.extract.places.precision import COUNTRY, LINEAR
from pipelines.extract.quantities.words import is_person_noun
from pipelines.extract.scene import nations

_BORDER = frozenset(("border", "cross-border", "frontier", "crossborder"))
# What happens to a place or is so of it is no act of a government.
_UNACTING = frozenset(("witness", "see", "suffer", "experience", "come", "remain", "become", "have"))


def where_of(reading: Reading, trigger: Offsets, sentence: Sentence, *, nearby: bool = True) -> Place | None:
    """Where the event of `trigger` happened: by syntax, the most specific; with `nearby`, else from the next sentences."""
    head = head_of(reading, trigger)
    if head is None:
        return None
    ranked: list[tuple[float, int, int, Place]] = []
    for place in _locations(reading, sentence):
        token = head_of(reading, (place.start, place.end))
        cost = attachment_cost(head, token) if token is not None else None
        if cost is None and token is not None and follows_directly(head, token):
            cost = ADJACENT
        if cost is not None and cost < SAID:
            ranked.append((coarseness(place), abs(place.start - trigger[0]), place.start, place))
    strip = border_strip(reading, head, sentence)
    if ranked:
        best = min(ranked, key=lambda r: r[:3])[3]
        if strip is not None and (best.where_prec or 0) >= COUNTRY:
            return strip
        return _stretch(reading, best) or best
    if strip is not None or not nearby:
        return strip
    return _neighbouring_place(reading, sentence)


def border_strip(reading: Reading, head: Token, sentence: Sentence) -> Place | None:
    """The strip between two countries, where the event is "cross-border" or lies along a border and no place names it."""
    clause = clause_of(head)
    marker = next(
        (
            token
            for token in clause.subtree
            if token.lower_ in _BORDER
            and sentence.start <= token.idx < sentence.end
            and attachment_cost(head, token) is not None
        ),
        None,
    )
    if marker is None:
        return None
    pair = [iso3 for iso3, _ in nations(reading.places).most_common(2)]
    if len(pair) < 2:
        return None
    names = {place.iso3: place.country for place in reading.places if place.iso3 in pair and place.country}
    first, second = sorted(names[iso3] or "" for iso3 in pair)
    end = marker.idx + len(marker.text)
    name = f"{first}–{second} border"
    return Place(marker.idx, end, marker.text, name=name, where_prec=5, confidence=0.6)


def _stretch(reading: Reading, place: Place) -> Place | None:
    """What lies between two places, where the text says "between" and the place is one of the two: neither of them alone."""
    near = head_of(reading, (place.start, place.end))
    if near is None:
        return None
    first = near.head if near.dep_ == "conj" else near
    if first.dep_ != "pobj" or first.head.lower_ != "between":
        return None
    ends = [(p, head_of(reading, (p.start, p.end))) for p in reading.scene.places]
    pair = [
        p
        for p, token in ends
        if token is not None and (token == first or (token.dep_ == "conj" and token.head == first))
    ]
    if len(pair) != 2:
        return None
    one, other = pair
    text = reading.document.text[one.start : other.end]
    same_country = one.iso3 == other.iso3
    return Place(
        one.start,
        other.end,
        text,
        name=f"{one.name or one.text}–{other.name or other.text}",
        admin1=one.admin1 if same_country and one.admin1 == other.admin1 else None,
        country=one.country if same_country else None,
        iso3=one.iso3 if same_country else None,
        where_prec=LINEAR,
        confidence=min(one.confidence, other.confidence),
    )


def coarseness(place: Place) -> float:
    """Smaller is more specific; of names that no table has, a part of a town is, any other only beats a large unit."""
    if place.place_id is None:
        return 9.0 if place.iso3 is None else 3.5 if place.where_prec is None else 0.8 if place.where_prec <= 2 else 3.0
    prec = float(place.where_prec or 6)
    return prec + (0.5 if place.is_modifier else 0.0)


def _locations(reading: Reading, sentence: Sentence) -> Iterator[Place]:
    """Places of a sentence where something can have happened: no governments, no datelines, no descriptions of speakers."""
    for place in within(reading.scene.places, sentence.start, sentence.end):
        if place.is_actor or _is_dateline(reading, place, sentence) or _acts(reading, place):
            continue
        if place.is_modifier and (place.where_prec == 6 or _describes_actor(reading, place)):
            continue
        if any(start <= place.start < end for said in reading.attributions for start, end in said.source):
            continue
        if _is_abroad(reading, place) and not _is_where(reading, place):
            continue
        if _is_origin(reading, place):
            continue
        yield place


def _is_origin(reading: Reading, place: Place) -> bool:
    """ "A farmer from Hebron", "the gunman, a Briton from Leeds": where somebody comes from."""
    token = head_of(reading, (place.start, place.end))
    if token is None or token.dep_ != "pobj" or token.head.lower_ != "from":
        return False
    who = token.head.head
    return is_person_noun(who) or who.ent_type_ in ("PERSON", "NORP")


def _is_abroad(reading: Reading, place: Place) -> bool:
    home = reading.scene.country
    return home is not None and place.iso3 is not None and place.iso3 != home.iso3


def _is_where(reading: Reading, place: Place) -> bool:
    """Whether "in", "at" or "near" governs a place, or a verb a town ("blasts shook Rome"); "a nurse of Rome", "flown to
    Rome" put nothing there."""
    token = head_of(reading, (place.start, place.end))
    while token is not None and token.dep_ in ("conj", "appos", "compound", "poss", "nmod") and token.head != token:
        token = token.head
    if token is None or token.dep_ != "pobj":
        return (place.where_prec or 1) < COUNTRY
    return token.head.lower_ in vocabulary().locative


def _acts(reading: Reading, place: Place) -> bool:
    """Whether the name is the subject of an act: then it stands for a government, whatever the city."""
    token = head_of(reading, (place.start, place.end))
    if token is None or token.dep_ != "nsubj" or token.head.pos_ != "VERB":
        return False
    return token.head.lemma_.lower() not in _UNACTING


def _describes_actor(reading: Reading, place: Place) -> bool:
    return any(
        actor.start <= place.start and place.end <= actor.end and actor.kind != "collective" for actor in reading.actors
    )


def _is_dateline(reading: Reading, place: Place, sentence: Sentence) -> bool:
    """Whether the place opens a paragraph in capitals or before a dash: the reporter's desk, not the event's place."""
    text = reading.document.text
    lead = text[sentence.start : place.end]
    after = text[place.end : place.end + 60]
    return (
        bool(len(lead) < 40 and re.match(r"[^.\n]{0,50}?(?:--|—|–|\s-\s|\)\s*[-–—])", after)) and lead.upper() == lead
    )


def _neighbouring_place(reading: Reading, sentence: Sentence) -> Place | None:
    """The one location that the sentence before, else the one after, in the same paragraph names."""
    document = reading.document
    for number in (sentence.number - 1, sentence.number + 1):
        if not 0 <= number < len(document.sentences):
            continue
        other = document.sentences[number]
        low, high = sorted((sentence, other), key=lambda s: s.start)
        if "\n\n" in document.text[low.end : high.start]:
            continue
        found = {
            place.place_id: place
            for place in _locations(reading, other)
            if not place.is_modifier and place.place_id and (place.where_prec or 6) < 6
        }
        if len(found) == 1:
            return next(iter(found.values()))
    return None
