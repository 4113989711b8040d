"""Parties: who makes, breaks or brokers a truce.

What belongs here: roles in the clause of an event; parties that a sentence leaves open.  Not here: which side an actor stands for
(sides.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import VERBAL, clause_of
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.ceasefires.told import Told
from pipelines.extract.ceasefires.words import ALLEGED, ENDING, MAKING, vocabulary
from pipelines.extract.mentions import Reading
from pipelines.extract.sides import Sides, distinct, key_of


@dataclass(frozen=True, slots=True)
class Roles:
    """Parties and brokers of a truce, who did what its mention tells, and against whom; nobody is party and broker."""

    parties: tuple[Actor, ...]
    brokers: tuple[Actor, ...]
    by_actor: Actor | None
    against: Actor | None


def taking_part(reading: Reading, sides: Sides, told: Told, attribution: Attribution | None) -> Roles:
    """The roles that a mention gives."""
    document, event = reading.document, told.event
    noun, predicate = document.span(*told.phrase).root, document.span(told.match.start, told.match.end)[0]
    brokers = sides.mediators(noun)
    if not brokers and event in MAKING:
        sentence = document.sentence_span(told.sentence)
        brokers = _mediators_of_talks(sides, sentence) or sides.mediators_in(sentence)
    out = {key_of(a) for a in brokers}
    clause = clause_of(predicate)
    parties = tuple(a for a in sides.parties(noun, clause) if key_of(a) not in out)
    is_alone = bool(vocabulary().unilateral.search(document.text, told.clause[0], told.phrase[0]))
    if is_alone and event in MAKING and (declarer := _side_of_child(sides, clause, ("nsubj",))):
        parties = distinct((*parties, declarer))
    speaker = sides.of_actor(attribution.speaker) if attribution and attribution.speaker else None
    if not parties and told.match.phrase.extra.get("planned") and speaker and key_of(speaker) not in out:
        parties = (speaker,)  # "X said it will observe …"
    by_actor, against = _doer_and_accused(sides, predicate, event) if predicate.pos_ in VERBAL else (None, None)
    if event in ALLEGED and by_actor is not None and by_actor == against and attribution and attribution.speaker:
        by_actor = speaker
    if event in ENDING | ALLEGED:
        parties = distinct((*parties, *(a for a in (by_actor, against) if a)))
    return Roles(parties, brokers, by_actor, against)


def _doer_and_accused(sides: Sides, predicate: Token, event: str) -> tuple[Actor | None, Actor | None]:
    """Who did it or is said to have, and who is accused."""
    clause = clause_of(predicate)
    subject = _side_of_child(sides, clause, ("nsubj",))
    if event in ALLEGED:
        accusing = next((t for t in (clause, *clause.ancestors) if t.lemma_ in {"accuse", "blame", "charge"}), None)
        if accusing is None:
            return subject, subject
        accused = _side_of_child(sides, accusing, ("dobj", "obj"))
        return _side_of_child(sides, accusing, ("nsubj",)), accused
    while subject is None and clause.dep_ in {"advcl", "acl", "xcomp", "conj", "pcomp"} and clause.head != clause:
        clause = clause.head
        subject = _side_of_child(sides, clause, ("nsubj",))
    return (subject, None) if event in ENDING | {"proposed", "rejected"} else (None, None)


def _side_of_child(sides: Sides, verb: Token, deps: tuple[str, ...]) -> Actor | None:
    return next((side for child in verb.children if child.dep_ in deps for side in sides.chain(child)), None)


def _mediators_of_talks(sides: Sides, sentence: Span) -> tuple[Actor, ...]:
    """Who mediated the talks that the same sentence says led to the truce."""
    talks = [t for t in sentence if t.lower_ in {"talks", "negotiations", "discussions"}]
    return distinct(side for token in talks for side in sides.mediators(token))
