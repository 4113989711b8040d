"""Sittings: parties to a conflict that meet, told by a verb without a noun for talks ("their envoys huddled in Geneva").

What belongs here: which verbs of meeting are talks of peace by themselves: those who meet are the envoys of two sides, and the
sentence says that they meet to end their fighting, or who mediates.  Not here: nouns of talks (triggers.py), what the sentence
says of them (sightings.py).  Words are data: lexicon/talks.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.model import Actor
from pipelines.extract.arguments.attachment import clause_of, within
from pipelines.extract.mentions import Reading
from pipelines.extract.phrases import clause_around, is_heading
from pipelines.extract.sides import Sides, key_of
from pipelines.extract.talks.triggers import Trigger
from pipelines.extract.talks.words import vocabulary

# UCDP precision from which a place is no town: fighting "in Gaza" is of those who hold it, a truce is agreed "in Doha".
_REGION = 4
# Characters after the words of the purpose in which the place of the fighting stands.
_BESIDE = 30


def sittings_in(reading: Reading, sides: Sides, taken: Iterable[Trigger]) -> Iterator[Trigger]:
    """Sittings in sentences without another trigger."""
    words, text = vocabulary(), reading.document.text
    others = {trigger.sentence.number for trigger in taken}
    for sentence in reading.document.sentences:
        if sentence.number in others or sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
            continue
        for verb in words.sitting.finditer(text, sentence.start, sentence.end):
            if _is_of_peace(reading, sides, sentence, verb.span()):
                yield Trigger(*verb.span(), sentence, clause_around(text, (sentence.start, sentence.end), verb.span()))
                break


def _is_of_peace(reading: Reading, sides: Sides, sentence: Sentence, verb: tuple[int, int]) -> bool:
    words, text = vocabulary(), reading.document.text
    if words.other_subjects.search(text, sentence.start, sentence.end):
        return False
    if words.both.search(text, sentence.start, verb[0]):
        is_mediated = words.mediating.search(text, sentence.start, sentence.end)
        return bool(is_mediated and words.settlement.search(text)) and _are_named(reading, sides)
    head = reading.document.span(*verb).root
    parties = sides.parties(head, clause_of(head))
    if len(parties) < 2 or not words.envoys.search(text, sentence.start, verb[0]):
        return False
    purpose = words.purpose.search(text, verb[1], sentence.end)
    return purpose is not None and not _is_of_others(reading, purpose.span(), parties)


def _are_named(reading: Reading, sides: Sides) -> bool:
    """Whether the article names two sides beside those who mediate."""
    mediators = {key_of(actor) for actor in sides.article_mediators}
    named = {key_of(side) for actor in reading.actors if actor.actor_id and (side := sides.of_actor(actor))}
    return len(named - mediators) > 1


def _is_of_others(reading: Reading, purpose: tuple[int, int], parties: tuple[Actor, ...]) -> bool:
    """Whether the fighting that is to end is that of others: "to discuss a truce in Gaza", "the war in Ukraine"."""
    start, end = purpose[0], purpose[1] + _BESIDE
    countries, keys = {actor.iso3 for actor in parties}, {key_of(actor) for actor in parties}
    regions = (p for p in within(reading.places, start, end) if (p.where_prec or 0) >= _REGION)
    actors = (a for a in within(reading.actors, start, end) if a.actor_id and a.kind != "person")
    return any(p.iso3 and p.iso3 not in countries for p in regions) or any(
        key_of(a) not in keys and a.iso3 not in countries for a in actors
    )
