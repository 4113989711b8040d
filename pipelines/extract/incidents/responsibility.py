"""Responsibility: who claims an act, who denies it, whom the article holds to be behind it, and how far that stands.

What belongs here: sentences of claim and denial joined to the event they are about; the status that follows.  Not here: blame in
the sentence of the act itself (blame.py), actors inferred from the article (sides.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.incidents.acts import doers_of
from pipelines.extract.incidents.events import Event
from pipelines.extract.incidents.participants import actor_at, text_of
from pipelines.extract.incidents.payload import each_once
from pipelines.extract.incidents.sides import accused_by
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import UNDATED, Reading

# Kinds of actor that may claim an act.
_BODIES = frozenset(("armed_group", "organization", "government"))


def join_denials_and_claims(reading: Reading, events: list[Event]) -> None:
    for sentence in reading.document.sentences:
        span = reading.document.sentence_span(sentence)
        for token in span:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in lexicon().denying and _denies_an_act(token):
                _join_denial(reading, events, sentence, token)
            elif lemma == "claim" and _claims_responsibility(token):
                event = _event_near(events, sentence)
                if event is not None:
                    event.claimants += _subjects(reading, token)
                    event.claiming += _subject_tokens(token)
                    event.claiming_actors += _subject_actors(reading, token)
            elif lemma == "be" and _owns_up(token):
                event = _event_near(events, sentence)
                said = said_by(reading, (token.idx, token.idx + len(token.text)))
                if event is not None and said is not None and said.speaker is not None and said.speaker.kind in _BODIES:
                    event.claimants.append(said.speaker.name)
                    event.claiming_actors.append(said.speaker)
            elif accused := accused_by(reading, token):
                event = _event_near(events, sentence, reach=3)
                if event is not None:
                    event.supposed += accused


def _denies_an_act(verb: Token) -> bool:
    words = lexicon()
    return any(
        child.dep_ in ("dobj", "obj", "xcomp", "ccomp", "nsubjpass")
        and (child.lemma_.lower() in words.denied_things or child.pos_ == "VERB")
        for child in verb.children
    )


def _claims_responsibility(verb: Token) -> bool:
    words = lexicon()
    for child in verb.children:
        if child.dep_ in ("dobj", "obj", "nsubjpass") and child.lemma_.lower() in words.anaphors | {
            "responsibility",
            "credit",
        }:
            return True
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.lemma_.lower() in words.anaphors


def _owns_up(verb: Token) -> bool:
    """ "It was behind the attack", "its fighters were behind it": said by the one who was."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or not (subject.pos_ == "PRON" or any(c.tag_ == "PRP$" for c in subject.children)):
        return False
    behind = [child for child in verb.children if child.lower_ == "behind"]
    return any(g.lemma_.lower() in lexicon().anaphors | {"it"} for child in behind for g in child.children)


def _subject_tokens(verb: Token) -> list[Token]:
    """Who claims or denies: the subject, or the "by" of a passive."""
    tokens = doers_of(verb)
    if not tokens and verb.dep_ in ("conj", "advcl", "xcomp"):
        tokens = [child for child in verb.head.children if child.dep_ == "nsubj"]
    return [token for token in tokens if not any(child.lower_ in ("no", "neither") for child in token.children)]


def _subject_actors(reading: Reading, verb: Token) -> list[Actor]:
    found = [actor_at(reading, token) for token in _subject_tokens(verb)]
    return [actor for actor in found if actor is not None and actor.kind in _BODIES]


def _subjects(reading: Reading, verb: Token) -> list[str]:
    """Names of who claims or denies."""
    tokens = _subject_tokens(verb)
    out: list[str] = []
    for token in tokens:
        actor = actor_at(reading, token)
        place = next((p for p in reading.places if p.start <= token.idx < p.end), None)
        if actor is not None:
            out.append(actor.name)
        elif place is not None and place.country:
            out.append(place.country if (place.where_prec or 1) < 6 and place.is_actor else place.name or place.text)
        elif token.pos_ != "PRON":
            out.append(text_of(reading, token))
    return out


def _event_near(events: Sequence[Event], sentence: Sentence, reach: int = 6, before: int | None = None) -> Event | None:
    """The event told in this sentence (`before` an offset of it), else the last one told shortly before it."""
    told = [
        (sentence.number - frame.sentence.number, -order, event)
        for order, event in enumerate(events)
        for frame in event.frames
        if 0 <= sentence.number - frame.sentence.number <= reach
        and frame.is_supported
        and not frame.is_trend
        and (before is None or frame.main.idx < before)
    ]
    return min(told, key=lambda t: t[:2])[2] if told else None


def _join_denial(reading: Reading, events: list[Event], sentence: Sentence, verb: Token) -> None:
    event = _event_near(events, sentence, reach=3, before=verb.idx)
    deniers = _subjects(reading, verb)
    if event is None or not deniers:
        return
    event.deniers += deniers
    trigger = (verb.idx, verb.idx + len(verb.text))
    attribution = (
        next((a for a in reading.attributions if any(s <= verb.idx < e for s, e in a.cue)), None)
        or said_by(reading, trigger)
        or _own_words(reading, sentence, verb)
    )
    first = event.mentions[0]
    event.denials.append(
        replace(
            first,
            span=(sentence.start, sentence.end),
            trigger=trigger,
            when=UNDATED,
            place=None,
            actors=(),
            recipients=(),
            payload={"denied_by": deniers},
            attribution=attribution,
            stance="denies",
            modality="negated",
            rule="incident:denial",
        )
    )


def _own_words(reading: Reading, sentence: Sentence, verb: Token) -> Attribution | None:
    """ "X denied involvement": no clause is reported, but X vouches for the denial."""
    denier = next((actor for token in _subject_tokens(verb) if (actor := actor_at(reading, token))), None)
    if denier is None:
        return None
    return Attribution(
        source=((denier.start, denier.end),),
        cue=((verb.idx, verb.idx + len(verb.text)),),
        content=((verb.idx, sentence.end),),
        speaker=denier,
        verb=verb.lemma_,
        stance="denies",
        voice="indirect_speech",
        addressee=None,
        rule="incident:denial",
        confidence=denier.confidence,
    )


def responsibility_of(
    reading: Reading, event: Event, payload: dict[str, Any], agents: Sequence[Actor]
) -> dict[str, Any]:
    """To whom an act is attributed, who denies it, and how far that stands."""
    told = [f.attribution for f in event.frames if f.attribution and f.attribution.stance != "denies"]
    speakers = [name for said in told if (name := _speaker(reading, said))]
    attributed, denied = each_once([*event.claimants, *speakers]), each_once(event.deniers)
    parties = ("perpetrator_organizations", "perpetrator_individuals")
    is_named = bool(agents) or any(payload.get(field) for field in parties)
    found: dict[str, Any] = {"attributed_to": attributed} if attributed else {}
    found |= {"denied_by": denied} if denied else {}
    return found | {"responsibility_status": _status(event, attributed, denied, is_named=is_named)}


def _status(event: Event, attributed: list[str], denied: list[str], *, is_named: bool) -> str:
    if denied:
        return "disputed" if is_named or attributed else "denied"
    if event.claimants:
        return "claimed"
    if not is_named:
        return "unknown"
    is_told = any(mention.actors or mention.recipients for mention in event.mentions) or not event.supposed
    is_said = all(f.attribution is not None for f in event.frames)
    return "undisputed" if is_told and not is_said else "alleged"


def _speaker(reading: Reading, attribution: Attribution) -> str | None:
    if attribution.speaker is not None:
        return attribution.speaker.name
    if attribution.source:
        start, end = attribution.source[0]
        return reading.document.text[start:end]
    return None
