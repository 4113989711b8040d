"""Blame and damage: what the words around an act say of who is behind it and what it harmed.

What belongs here: "attributed to", "accused of", "responsible for", "damage to".  Not here: the act's own subject and
object (roles.py), claims of responsibility (responsibility.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import NOMINAL
from pipelines.extract.incidents.words import lexicon


def damaged(act: Token) -> list[Token]:
    """What an act is told to do damage to: "a bomb exploded, causing damage to two offices"."""
    clause = next((t for t in (act, *act.ancestors) if t.pos_ == "VERB"), act)
    return [
        token
        for damage in clause.subtree
        if damage.lemma_.lower() == "damage" and damage.pos_ == "NOUN" and damage != act
        for token in _behind(damage, "to")
    ]


def blamed(act: Token) -> list[Token]:
    """Who is said to be behind an act: "attributed to X", "blamed X for", "X is responsible for", "accused X of", "X took
    part in": the act is governed by a preposition, or is what is attributed."""
    words = lexicon()
    found: list[Token] = []
    for child in act.children:
        if child.dep_ == "acl" and child.lemma_.lower() in words.attributing:
            found += _behind(child, "to")
    top = act
    while top.dep_ in ("conj", "compound") and top.head.pos_ in NOMINAL:
        top = top.head
    if top.lemma_.lower() in words.inquiries:
        # "Officers involved in the attack probe"
        return found
    governor = top.head
    if _is_disclaimed(governor):
        return found
    if top.dep_ in ("dobj", "nsubjpass") and governor.lemma_.lower() in words.attributing:
        found += _behind(governor, "to") + _behind(governor, "on")
    if top.dep_ in ("pobj", "pcomp") and governor.pos_ == "ADP":
        found += _implicated(governor)
    return found


def _implicated(preposition: Token) -> list[Token]:
    """Whom the governor of "for", "of" or "in" an act makes answerable for it."""
    words = lexicon()
    governor, at = preposition.head, preposition.lower_
    lemma = governor.lemma_.lower()
    if governor.dep_ in ("dobj", "nsubjpass") and governor.head.lemma_.lower() in words.implicating.get(
        at, frozenset()
    ):
        # "Accused X of": the parser hangs "of" on X.
        return [] if _is_disclaimed(governor.head) else [governor]
    if lemma not in words.implicating.get(at, frozenset()) or _is_disclaimed(governor):
        return []
    if governor.pos_ == "ADJ" or (
        governor.tag_ == "VBN" and governor.dep_ in ("acomp", "attr", "ROOT", "ccomp", "conj")
    ):
        verb = governor if any(c.dep_ in ("nsubj", "nsubjpass") for c in governor.children) else governor.head
        return [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if governor.dep_ in ("acl", "relcl", "amod", "appos") and governor.head.pos_ in NOMINAL:
        return [governor.head]
    if governor.pos_ in NOMINAL:
        # "Took part in", "their involvement in", "suspicion of".
        if governor.dep_ == "dobj":
            return [c for c in governor.head.children if c.dep_ == "nsubj"]
        return [g for c in governor.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"] + [
            c for c in governor.children if c.dep_ == "poss"
        ]
    is_accusing = lemma in words.accusing
    wanted = ("dobj", "nsubjpass") if is_accusing else ("nsubj",)
    return [c for c in governor.children if c.dep_ in wanted]


def _is_disclaimed(token: Token) -> bool:
    """ "Not responsible for", "no part in", "denied involvement in", "cleared of"."""
    above = [token, token.head] if token.dep_ != "ROOT" else [token]
    return any(t.lemma_.lower() in lexicon().denying for t in (token, *token.ancestors)) or any(
        child.dep_ == "neg" or child.lower_ in ("no", "not", "never", "neither", "nobody")
        for t in above
        for child in t.children
    )


def _behind(verb: Token, preposition: str) -> list[Token]:
    return [g for c in verb.children if c.lower_ == preposition for g in c.children if g.dep_ == "pobj"]
