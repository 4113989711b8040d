"""Ceasefires: each event in the life of a truce that an article reports, from proposal to end, and how it stands.

What belongs here: the order of reading: one fact per event (declared, extended, alleged to be violated …) or state (holding,
conditional), its day, its parties, its brokers.  Not here: talks that led to it (talks/find.py), fighting that broke it
(incidents/find.py).

`when` of a fact: for an event its own day; for a state or a condition the day the truce was made, where the article tells
(for an extension that is not dated too); for an end the time from that day to the end.  A vague date that contradicts an
explicit one ("earlier this month") yields to it and sets the conflict flag.
Words and patterns are data: lexicon/ceasefires.yml.
"""

from __future__ import annotations

from pipelines.extract.ceasefires.facts import merged, with_origin, with_parties
from pipelines.extract.ceasefires.sightings import sighting_of
from pipelines.extract.ceasefires.words import vocabulary
from pipelines.extract.mentions import Fact, Found, Reading
from pipelines.extract.sides import Sides


def find_ceasefires(reading: Reading) -> Found:
    """Events and states of truces in one article."""
    nouns = list(vocabulary().nouns.finditer(reading.document.text))
    if not nouns:
        return Found(())
    sides = Sides(reading)
    seen = [found for noun in nouns if (found := sighting_of(reading, sides, noun))]
    actual = [s for s in seen if s.mention.modality == "actual"]
    facts = merged(with_parties(with_origin(actual), sides))
    facts = [fact for fact in facts if fact.actors or fact.recipients or _is_of_war(reading, fact)]
    return Found(tuple(facts), tuple(s.mention for s in seen if s.mention.modality != "actual"))


def may_tell_truces(text: str) -> bool:
    """Whether an article has a noun for a truce."""
    return bool(vocabulary().nouns.search(text))


def _is_of_war(reading: Reading, fact: Fact) -> bool:
    """Whether a truce of nobody named is meant as one: in an article on a war, and not called a mere truce."""
    text = reading.document.text
    named = text[slice(*fact.mentions[0].trigger)]
    return "truce" not in named.lower() and bool(vocabulary().warfare.search(text))
