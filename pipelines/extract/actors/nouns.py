"""Nouns that name actors: what class a noun is of, whose it is, and where its phrase begins and ends.

What belongs here: one noun phrase at a time, by syntax.  Not here: the actor it makes (bodies.py, persons.py), what nouns mean
(lexicon/actor_nouns.yml).
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from pipelines.extract.actors.context import Context, end_of
from pipelines.extract.actors.tables import NounClass, known_actors, noun_classes, standing_for
from pipelines.extract.actors.words import vocabulary

# Words that belong to the counting of a phrase, not to the name of what it counts.
_COUNTING = frozenset(("det", "nummod", "predet", "quantmod", "punct", "cc", "preconj", "advmod"))


def noun_class(token: Token) -> tuple[NounClass, int] | None:
    """The class of the noun this token heads, and the index of the noun's first word."""
    entries = noun_classes().get(token.lemma_.lower())
    if not entries or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    for noun, known in entries:
        words = noun.split()
        first = token.i - len(words) + 1
        if first >= 0 and all(
            want in (token.doc[first + k].lemma_.lower(), token.doc[first + k].lower_)
            for k, want in enumerate(words[:-1])
        ):
            return known, first
    return None


def is_role(token: Token) -> bool:
    found = noun_class(token)
    return bool(found and found[0].is_role) and token.tag_ in ("NN", "NNP", "NNPS", "NNS")


def belonging(context: Context, tokens: Iterable[Token]) -> tuple[str | None, str | None]:
    """Country and known actor that the words of a phrase belong to."""
    iso3: str | None = None
    affiliation: str | None = None
    for token in tokens:
        named = context.names.get(token.i)
        if named is None or _is_only_where(token):
            continue
        if named.what == "actor":
            known = known_actors()[named.key]
            if known.kind != "person" and affiliation is None:
                affiliation = standing_for(known.actor_id, context.day)
                iso3 = iso3 or known.iso3
        elif iso3 is None:
            iso3 = named.key
    return iso3, affiliation


def _is_only_where(token: Token) -> bool:
    """ "X-based", "X-backed": where or by whom, not whose."""
    doc = token.doc
    return token.i + 2 < len(doc) and doc[token.i + 1].text in "-–" and doc[token.i + 2].tag_ == "VBN"


def linked(root: Token) -> list[Token]:
    """Words of a phrase that says whose it is: "government of X", "spokesman for the X"."""
    return [
        token
        for prep in root.rights
        if prep.dep_ == "prep" and prep.lower_ in vocabulary().linking
        for token in prep.subtree
        if token.i <= prep.i + 8
    ]


def is_counting(token: Token) -> bool:
    counts = token.dep_ in _COUNTING or token.pos_ == "NUM" or token.head.pos_ == "NUM"
    return counts or token.is_punct or token.is_space


def origin_end(root: Token) -> int:
    """End of a phrase that says where people without a name are from: "officials from both countries"."""
    for prep in root.rights:
        beside = prep.i == root.i + 1 and prep.dep_ == "prep" and prep.lower_ in ("from", "of", "in")
        if beside and prep.right_edge.i <= prep.i + 4:
            return end_of(prep.right_edge)
    return end_of(root)


def formal_end(root: Token) -> int:
    """End of a formal name that runs on after its head: "Federation of Journalists", "Ministry of Defence"."""
    if root.pos_ == "PROPN":
        for prep in root.rights:
            if prep.lower_ in ("of", "for") and prep.i == root.i + 1:
                named = next((c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
                if named is not None and named.i <= prep.i + 4:
                    return end_of(named)
    return end_of(root)
