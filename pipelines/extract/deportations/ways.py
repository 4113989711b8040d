"""Ways: where counted people were sent from, where to, and over which crossing.

What belongs here: countries by prepositions, by the people's name, by who sends and who takes in; what the article as a whole
says.  Not here: recognising places (places/find.py).
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import within
from pipelines.extract.deportations.counts import Count
from pipelines.extract.deportations.stretches import Stretch
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import Reading
from pipelines.extract.places.countries import country_iso3, country_name
from pipelines.extract.places.find import Place

# Stands for an origin that the text gives as several countries together.
SEVERAL = "several"
_NO_WAY = re.compile(r"\b(?:according to|returned to (?:power|work)|thanks to)\s+$", re.IGNORECASE)
_AND_ANOTHER = re.compile(r"\s+and\s+(?:neighbou?ring\s+)?[A-Z]")
# Words that may name a people, two together first: `South Sudanese`.
_NAMES = re.compile(r"\b(?:(?:North|South|Central|East|Sri|Saudi|Papua|New) [A-Z][a-zé]+|[A-Z][a-zé]+)\b")
_STATE = frozenset(("GOV", "MIL", "COP", "SPY"))


def way_of(reading: Reading, count: Count, trigger: tuple[int, int]) -> tuple[str | None, str | None]:
    """ISO codes of where from and where to: by the words for a place, and by the states that send and take in."""
    origin, destination = _spoken_way(reading, count)
    sender, receiver = _doers(reading, count, trigger)
    destination = receiver or destination
    return origin or (sender if sender != destination else None), destination


def _spoken_way(reading: Reading, count: Count) -> tuple[str | None, str | None]:
    """ISO codes of where from and where to, as the sentence says; people sent back go to their own country."""
    text, words = reading.document.text, vocabulary()
    origin: str | None = None
    destination: str | None = None
    for place in within(reading.places, count.sentence.start, count.sentence.end):
        iso3 = place.iso3 or (country_iso3(place.text) if place.where_prec == 6 else None)
        if iso3 is None or place.is_crossing:
            continue
        before = text[max(count.sentence.start, place.start - 40) : place.start]
        after = text[place.end : place.end + 40]
        if _NO_WAY.search(before):
            continue
        if words.origin.search(before) and _AND_ANOTHER.match(after):
            # Counted over two countries together: neither alone is where they came from.
            return SEVERAL, destination or _home(reading, count)
        if words.destination.search(before):
            destination = destination or iso3
        elif words.origin.search(before) or words.host.match(after):
            origin = origin or iso3
    if destination is None:
        destination = _home(reading, count)
    return (origin if origin != destination else None), destination


def _doers(reading: Reading, count: Count, trigger: tuple[int, int]) -> tuple[str | None, str | None]:
    """ISO codes of the state that sends people away and of the one that takes them in, by the subjects of the verbs."""
    verb = reading.document.span(*trigger)[0]
    if count.noun is not None and verb.head == count.noun:
        verb = count.noun.head
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if verb.pos_ != "VERB" or subject is None:
        return None, None
    doers = (a for a in reading.actors if a.start <= subject.idx < a.end and a.sector in _STATE)
    iso3 = next((a.iso3 for a in doers if a.iso3), None)
    if verb.lemma_.lower() in vocabulary().receiving:
        return None, iso3
    return (iso3, None) if _is_sending(verb) else (None, None)


def _is_sending(verb: Token) -> bool:
    words = vocabulary()
    return any(p.match(verb.text) for name, p in words.measures if name == "deportations") or any(
        p.match(f"{verb.text} ") for name, p, _ in words.split_measures if name == "deportations"
    )


def crossing_of(reading: Reading, count: Count, stretch: Stretch) -> Place | None:
    """The one crossing that the words of a count name; None where they name several or leave it open."""
    named = [p for p in within(reading.places, count.end, stretch.own_end) if p.is_crossing]
    return named[0] if len({p.place_id for p in named}) == 1 else None


def _home(reading: Reading, count: Count) -> str | None:
    """The country whose people the count or its sentence names."""
    said = reading.document.text[count.sentence.start : count.sentence.end]
    near = count.counted
    for text in (near, said):
        for word in _NAMES.findall(text):
            iso3 = country_iso3(word)
            if iso3 and word != country_name(iso3) and (text == near or re.search(_people_of(word), said)):
                return iso3
    return None


@cache
def _people_of(word: str) -> re.Pattern[str]:
    kinds = (
        r"\s+(?:\w+\s+)?(?:nationals|refugees|migrants|citizens|people|families|returnees|immigrants|women|children)"
    )
    return re.compile(
        rf"\b{re.escape(word)}(?:{kinds}\b|(?<=s)\b|(?<=ese)\s+(?:who|have|had|were|returned|came|went)\b)"
    )


def article_host(reading: Reading, homes: set[str | None]) -> str | None:
    """The one country the article names, beside that of the people, as where they live."""
    words, text = vocabulary(), reading.document.text
    named: dict[str, int] = {}
    for place in reading.places:
        iso3 = country_iso3(text[place.start : place.end])
        if iso3 and iso3 not in homes:
            is_host = words.origin.search(text[max(0, place.start - 20) : place.start]) or words.host.match(
                text[place.end : place.end + 40]
            )
            named[iso3] = named.get(iso3, 0) + (3 if is_host else 1)
    if not named:
        return None
    best = max(named.values())
    leading = [iso3 for iso3, times in named.items() if times == best]
    return leading[0] if len(leading) == 1 else None
