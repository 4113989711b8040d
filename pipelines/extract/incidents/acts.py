"""Acts: a word that names an act of violence, and the words beside it that say of what kind.

What belongs here: the type, and the syntax that nouns and verbs share.  Not here: which words name an act (nouns.py, verbs.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.extract.incidents.words import lexicon, not_events

_MODIFYING = frozenset(("compound", "amod", "nmod", "poss", "npadvmod", "advmod", "appos"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """One word that names violence.  `is_strong`: it does so alone; a weak one needs a casualty, weapon or armed agent."""

    token: Token
    kind: str
    is_strong: bool

    @property
    def rank(self) -> int:
        return lexicon().kinds[self.kind].rank


def beside(token: Token) -> set[str]:
    """The words that modify a noun, with the last one or two before it."""
    words = {
        child.lower_ if child.pos_ == "PROPN" else child.lemma_.lower()
        for child in token.children
        if child.dep_ in _MODIFYING and child.i < token.i
    }
    for child in list(token.children):
        if child.dep_ in _MODIFYING and child.i < token.i:
            words |= {grand.lemma_.lower() for grand in child.children if grand.dep_ in _MODIFYING}
    if token.i > token.sent.start and token.doc[token.i - 1].pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
        words.add(token.doc[token.i - 1].lemma_.lower())
        words.add(token.doc[token.i - 1].lower_)
    if token.i > token.sent.start + 1 and token.doc[token.i - 1].text == "-":
        words.add(token.doc[token.i - 2].lower_)
        if token.i > token.sent.start + 2 and token.doc[token.i - 2].lower_ == "border":
            words.add("cross-border")
    for at in range(max(token.sent.start, token.i - 4), token.i - 2):
        if token.doc[at].lower_ == "cross" and token.doc[at + 2].lower_ == "border":
            words.add("cross-border")
    return words


def doers_of(verb: Token) -> list[Token]:
    """The subject of an active verb, what stands after the "by" of a passive one."""
    doers = [child for child in verb.children if child.dep_ == "nsubj"]
    return doers + [g for child in verb.children if child.dep_ == "agent" for g in child.children if g.dep_ == "pobj"]


def is_retold(token: Token) -> bool:
    """Whether the act is what an anniversary, a film or a drill is of, or what happens in it."""
    words = not_events()
    if token.dep_ == "compound" and token.head.lemma_.lower() in words.retrospective_governors:
        return True
    if token.dep_ == "pobj" and token.head.lower_ in ("of", "on", "about"):
        return token.head.head.lemma_.lower() in words.stagings
    clause = next((t for t in (token, *token.ancestors) if t.dep_ in ("relcl", "acl")), None)
    return clause is not None and clause.head.lemma_.lower() in words.stagings
