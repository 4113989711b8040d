"""Aftermath: an event named where what is done to people for it is told, days or months later ("charged in the killing").

What belongs here: telling that way of naming; the day of such a clause is not the event's.  Not here: court cases that are
no news at all (modality.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import MODIFYING, VERBAL
from pipelines.extract.arguments.words import vocabulary
from pipelines.extract.quantities.words import is_person_noun


def is_in_aftermath(trigger: Token) -> bool:
    """Whether the clause that names an event tells its aftermath."""
    for token in (trigger, *trigger.ancestors):
        if _hangs_on_aftermath(token):
            return True
        if token.pos_ in VERBAL and token.dep_ not in ("pcomp", *MODIFYING):
            return False
    return False


def lies_between(trigger: Token, other: Token) -> bool:
    """Whether what joins the two is the aftermath: "was charged on Monday in the killing"."""
    above = {token.i for token in (other, *other.ancestors)}
    for token in (trigger, *trigger.ancestors):
        if token.i in above:
            return False
        if _hangs_on_aftermath(token):
            return True
    return False


def _hangs_on_aftermath(token: Token) -> bool:
    words, governor = vocabulary(), token.head
    if token.dep_ == "prep":
        if governor.pos_ in VERBAL:
            return governor.lemma_.lower() in words.aftermath_verbs or _is_said_of_aftermath(governor)
        return governor.lemma_.lower() in words.aftermath_nouns
    if token.dep_ == "compound":
        return governor.lemma_.lower() in words.aftermath_nouns
    if token.dep_ in MODIFYING:
        return is_person_noun(governor) and governor.head.lemma_.lower() in words.aftermath_verbs
    return False


def _is_said_of_aftermath(verb: Token) -> bool:
    """ "An arrest was made in the killing", "arrest made in the killing"."""
    about = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    about += [verb.head] if verb.dep_ in MODIFYING else []
    return any(noun.lemma_.lower() in vocabulary().aftermath_nouns for noun in about)
