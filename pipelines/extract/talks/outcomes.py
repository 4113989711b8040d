"""Outcomes: what the clause of a trigger says came of the talks, and whether it tells that as a fact.

What belongs here: the outcome with its modality.  Not here: when and where the talks were (days.py, venues.py), whose
account of several stands (rounds.py), the patterns (lexicon/talks.yml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import clause_of
from pipelines.extract.mentions import Modality, Reading
from pipelines.extract.modality import is_infinitive, modality_of
from pipelines.extract.phrases import Match, beside, is_under_condition, phrases
from pipelines.extract.talks.triggers import Trigger
from pipelines.extract.talks.words import FILE, vocabulary

#: What outcomes come to.
FAMILY = {
    "no_agreement": "failed",
    "collapsed": "failed",
    "suspended_indefinitely": "failed",
    "cancelled": "failed",
    "agreement_signed": "agreed",
    "interim_or_partial_agreement": "agreed",
    "extended_truce": "agreed",
    "agreed_to_continue": "agreed",
    "scheduled": "open",
    "not_yet_known": "open",
}
# Outcomes that the words of a negation say.
_NOT_DONE = frozenset(("no_agreement", "cancelled"))
# Outcomes whose sentence announces them: the day they were announced is the day they came about.
ANNOUNCED = frozenset(o for o, family in FAMILY.items() if family != "open") - {"agreed_to_continue"}
OPEN = frozenset(o for o, family in FAMILY.items() if family == "open")
_TRAVEL = re.compile(r"left|leaves|travell?ed|head(?:s|ed)|flew|depart(?:s|ed)|arriv(?:es|ed)", re.IGNORECASE)
_AGREEING = re.compile(r"\b(?:agree|decid|plan|schedul|set to|due to|will|are to|is to)\w*\b", re.IGNORECASE)
# Talks told as what came long before: "… months after the dialogue stalled".
_LONG_BEFORE = re.compile(r"\b(?:weeks|months|years|decades)\s+after\s+(?:[\w’'-]+\s+){0,5}$", re.IGNORECASE)
_SIGNED = re.compile(r"sign", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause tells of talks: what came of them, and in which mood.

    words: [start, end) of what tells it; None where only the words of the talks themselves do.  predicate: the verb of
    those words.  is_bound: the words tell of the way to the talks, or back.
    """

    outcome: str | None
    modality: Modality
    words: tuple[int, int] | None
    predicate: Token
    is_bound: bool = False


def told_of(reading: Reading, trigger: Trigger, head: Token) -> Told:
    """What the clause of a trigger, whose head is given, tells of its talks."""
    matched = _matched(reading, trigger)
    told = _by_phrase(reading, trigger, *matched) if matched else _by_trigger(reading, trigger, head)
    if told.modality == "future" or (told.outcome == "scheduled" and told.modality in {"actual", "hypothetical"}):
        outcome = told.outcome if told.outcome in OPEN else "scheduled"
        return replace(told, outcome=outcome, modality="future")
    return told


def _matched(reading: Reading, trigger: Trigger) -> tuple[Match, Modality] | None:
    """The phrase that gives an outcome, the first in order of the rules that is told as a fact, and its modality."""
    text = reading.document.text
    is_conditional = is_under_condition(text, trigger.stretch, trigger.start)
    is_long_ago = bool(_LONG_BEFORE.search(text, trigger.stretch[0], trigger.start))
    told: list[tuple[Match, Modality]] = []
    for match in beside(phrases(FILE, "outcomes"), text, trigger.stretch, trigger.span):
        modality = "conditional" if is_conditional else modality_of(reading, (match.start, match.end))
        head = reading.document.span(match.start, match.end)[0]
        told.append((match, "historical" if is_long_ago else _in_context(match.phrase.label, modality, head)))
    return next((pair for pair in told if pair[1] in {"actual", "future"}), told[0] if told else None)


def _in_context(outcome: str, modality: Modality, head: Token) -> Modality:
    """The modality of an outcome: some are told by negations, some are of what is still to come."""
    if modality == "negated" and outcome in _NOT_DONE:
        return "actual"
    if outcome in OPEN:
        if modality in {"hypothetical", "negated", "historical"}:
            return "hypothetical" if _is_under_condition(head) else "future"
        return modality
    return "hypothetical" if modality == "actual" and is_infinitive(head) else modality


def _by_phrase(reading: Reading, trigger: Trigger, match: Match, modality: Modality) -> Told:
    text, words = reading.document.text, (match.start, match.end)
    predicate = clause_of(reading.document.span(*words)[0])
    if modality == "hypothetical" and _is_agreed_on(text, trigger, match):
        modality = "conditional" if _is_under_condition(predicate) else "future"
    outcome = match.phrase.label
    if outcome == "interim_or_partial_agreement" and _SIGNED.match(text, match.start):
        outcome = "agreement_signed"
    return Told(outcome, modality, words, predicate, bool(_TRAVEL.fullmatch(text, *words)))


def _by_trigger(reading: Reading, trigger: Trigger, head: Token) -> Told:
    """A verb of meeting says itself that talks were held; a noun alone says nothing of what came of them."""
    named, predicate = reading.document.text[slice(*trigger.span)], clause_of(head)
    if vocabulary().nouns.search(named) or vocabulary().rounds.search(named):
        return Told(None, "actual", None, predicate)
    modality = modality_of(reading, trigger.span)
    is_to_come = modality == "actual" and is_infinitive(predicate)
    return Told("held", "future" if is_to_come else modality, None, predicate)


def _is_agreed_on(text: str, trigger: Trigger, match: Match) -> bool:
    """Whether talks that are only `to hold` are agreed on: `… agreed to extend the truce and to hold further talks`."""
    is_event = match.phrase.label in {"held", "ongoing"}
    return is_event and bool(_AGREEING.search(text, trigger.stretch[0], match.start))


def _is_under_condition(token: Token) -> bool:
    """Whether the verb stands in an if- or whether-clause."""
    for verb in (token, *token.ancestors):
        if any(c.dep_ == "mark" and c.lower_ in {"if", "whether", "unless"} for c in verb.children):
            return True
    return False
