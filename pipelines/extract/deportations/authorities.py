"""Authorities: who counted the people, a body or the data that the text names as the source of a figure.

What belongs here: the source of one count, and that of the article's figures.  Not here: who says what (attribution/find.py).
"""

from __future__ import annotations

import re

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import within
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.deportations.counts import Count
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import Reading

#: Who counted, and the name that stands for them.
Authority = tuple[tuple[Actor, ...], str | None]
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_DATA = re.compile(r"\s+(?:data|figures|statistics|records|numbers)$", re.IGNORECASE)
_SAYS = re.compile(r",?\s+(?:said|says|reported|reports|announced|estimates?|estimated|recorded)\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to (?:the )?$", re.IGNORECASE)
_CITING = frozenset(("cite", "according", "quote"))


def authority_of(reading: Reading, count: Count, attribution: Attribution | None) -> Authority:
    """Who counted: the organisations of the source, not the outlet that cites them; else the data it names."""
    for said in _sources(reading, count, attribution):
        if found := _of_source(reading, said):
            return found
    # "…, UNHCR said on Friday" where the parser saw no report.
    text = reading.document.text
    for actor in within(reading.actors, count.sentence.start, count.sentence.end):
        is_body = actor.sector in {"IGO", "GOV"} and actor.kind in {"organization", "government"}
        if is_body and (_SAYS.match(text, actor.end) or _ACCORDING.search(text, max(0, actor.start - 20), actor.start)):
            return (actor,), actor.name
    return (), None


def _sources(reading: Reading, count: Count, attribution: Attribution | None) -> list[Attribution]:
    """What reports a count, the innermost first, then what else its sentence cites."""
    given = [a for a in reading.attributions if a.source]
    covering = [a for a in given if any(s <= count.start and count.end <= e for s, e in a.content)]
    in_sentence = [a for a in given if count.sentence.start <= a.source[0][0] < count.sentence.end]
    innermost = [attribution] if attribution and attribution.source else []
    return [*innermost, *covering, *(a for a in in_sentence if a.verb in _CITING)]


def _of_source(reading: Reading, said: Attribution) -> Authority | None:
    """The bodies of one source, the bodies that its persons speak for, or the data it is; None where it is none of these."""
    text, (start, end) = reading.document.text, (said.source[0][0], said.source[-1][1])
    spans = [(start, end), *([(said.content[0][0], said.content[-1][1])] if said.verb == "cite" else [])]
    actors = [a for s, e in spans for a in within(reading.actors, s, e) if a.sector != "MED" and a.kind != "pronoun"]
    people = [a for a in actors if a.kind == "person"]
    bodies = [a for a in actors if a.kind != "person" and a.sector not in {"CVL", "REF"}]
    if bodies:
        known = all(a.actor_id for a in bodies)
        return tuple(bodies), _names(bodies) if known else _DATA.sub("", _ARTICLE.sub("", text[start:end]))
    if any(a.affiliation_id for a in people):
        by_id = {a.actor_id: a.name for a in reading.actors}
        name = next((by_id[a.affiliation_id] for a in people if a.affiliation_id in by_id), people[0].name)
        return tuple(people), name
    return ((), text[start:end]) if vocabulary().data_source.search(text[start:end]) else None


def article_authority(reading: Reading, before: int) -> Authority:
    """The body that an earlier sentence names as the source of its figures."""
    for said in reading.attributions:
        if said.source and said.content and said.source[0][0] < before and said.verb in _CITING | {"report", "say"}:
            start, end = said.content[0] if said.verb == "cite" else said.source[0]
            bodies = [a for a in within(reading.actors, start, end) if a.sector == "IGO"]
            if bodies:
                return tuple(bodies), _names(bodies)
    return (), None


def _names(bodies: list[Actor]) -> str:
    return " and ".join(dict.fromkeys(a.name for a in bodies))
