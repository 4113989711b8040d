"""Accounts: what a speaker of one side says of the talks, in that side's words.

What belongs here: the outcome as a side states it, whom it blames, what it demands.  Not here: which round an account is of
(rounds.py), statements on anything else (statements.py).
"""

from __future__ import annotations

import re
from typing import Any

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.mentions import UNDATED, Mention, Reading
from pipelines.extract.modality import modality_of
from pipelines.extract.phrases import beside, phrases
from pipelines.extract.sides import Sides, distinct, key_of
from pipelines.extract.talks.words import FILE, vocabulary

# What a speaker says is about the talks where they are named within so many characters.
_TOPIC_WITHIN = 60
_LEADING_THAT = re.compile(r"^[\s“\"]*that\s+", re.IGNORECASE)


def accounts(reading: Reading, sides: Sides) -> list[tuple[Actor, Mention]]:
    """What a speaker of a side says of the talks: the outcome in that side's words, whom it blames, what it demands."""
    found: list[tuple[Actor, Mention]] = []
    text, words = reading.document.text, vocabulary()
    for attribution in reading.attributions:
        side = sides.of_actor(attribution.speaker) if attribution.speaker else None
        if side is None or not attribution.content:
            continue
        start, end = attribution.content[0][0], attribution.content[-1][1]
        sentence = reading.document.sentence_at(start)
        said = _LEADING_THAT.sub("", " … ".join(text[s:e].strip(' ,“”"') for s, e in attribution.content))
        payload: dict[str, Any] = {}
        if any(_tells_outcome(reading, *piece) for piece in attribution.content):
            payload["outcome_as_stated"] = said
        if words.no_next.search(said):
            payload |= {"outcome_as_stated": said, "next_round_planned": "no"}
        if words.nouns.search(text, sentence.start, sentence.end) or words.delegations.search(said):
            blame = words.blame.search(text, sentence.start, sentence.end)
            accused = _side_in(reading, sides, *blame.span("who")) if blame else None
            if accused and key_of(accused) != key_of(side):
                payload["blames"] = accused.name
            if demand := words.demand.search(said):
                payload["demand_or_condition"] = demand.group("what").strip()
            if words.unwritten.search(said):
                payload["document_signed"] = "none"
        if payload:
            found.append((side, _account(sentence, (start, end), side, payload, attribution)))
    return found


def _tells_outcome(reading: Reading, start: int, end: int) -> bool:
    """Whether the words of a speaker say, as a fact, what came of the talks."""
    text = reading.document.text
    for noun in vocabulary().nouns.finditer(text, start, min(end, start + _TOPIC_WITHIN)):
        matches = beside(phrases(FILE, "outcomes"), text, (start, end), noun.span())
        if any(modality_of(reading, (m.start, m.end)) in {"actual", "negated"} for m in matches):
            return True
    return False


def _account(sentence: Sentence, span: tuple[int, int], side: Actor, payload: dict[str, Any], said: Any) -> Mention:
    return Mention(
        kind="talks",
        fact_kind="talks",
        span=(sentence.start, sentence.end),
        trigger=span,
        event_type=None,
        sub_event_type=None,
        when=UNDATED,
        place=None,
        actors=(side,),
        recipients=(),
        payload=payload,
        attribution=said,
        stance=said.stance,
        modality="actual",
        rule="talks.account",
    )


def _side_in(reading: Reading, sides: Sides, start: int, end: int) -> Actor | None:
    return next(iter(distinct(sides.in_tokens(reading.document.span(start, end)))), None)
