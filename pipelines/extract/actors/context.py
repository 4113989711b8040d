"""The article whose actors are read, with the names of the tables matched in it once.

What belongs here: which tokens a known name covers; capitals that stand for a government.  Not here: what a phrase with such a
name means (names.py), the tables (tables.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from pipelines.extract.actors.tables import Named, names_in
from pipelines.extract.attribution.words import people_nouns, reporting
from pipelines.extract.document import Document
from pipelines.extract.places.find import Place


@dataclass(frozen=True, slots=True)
class Context:
    """The article being read: names of the tables by the index of each token they cover."""

    doc: Doc
    text: str
    day: date | None
    names: dict[int, Named]
    place_tokens: frozenset[int]


def context_of(document: Document, places: Iterable[Place]) -> Context:
    """Prepare an article: match the tables' names once."""
    doc = document.doc
    names: dict[int, Named] = {}
    # spaCy joins the tokens anew at every `doc.text`.
    text = doc.text
    for named in names_in(text):
        for token in tokens_of(doc, named.start, named.end):
            names.setdefault(token.i, named)
    for place in places:
        if place.iso3 and (place.is_actor or _stands_for_government(doc, place)):
            named = Named(place.start, place.end, "country", place.iso3)
            for token in tokens_of(doc, place.start, place.end):
                names.setdefault(token.i, named)
    placed = {t.i for p in places if p.place_id for t in tokens_of(doc, p.start, p.end)}
    return Context(doc, text, document.article.published, names, frozenset(placed))


def _stands_for_government(doc: Doc, place: Place) -> bool:
    """Whether a capital speaks ("Kabul denies") or owns people ("Islamabad's team"), so that it means a government."""
    if place.feature_code != "PPLC":
        return False
    words = reporting()
    for token in tokens_of(doc, place.start, place.end):
        if token.dep_ == "nsubj" and token.head.lemma_ in words.clause | words.object | words.infinitive:
            return True
        if token.dep_ == "poss" and token.head.lemma_.lower() in people_nouns():
            return True
    return False


def tokens_of(doc: Doc, start: int, end: int) -> Iterable[Token]:
    return doc.char_span(start, end, alignment_mode="expand") or ()


def end_of(token: Token) -> int:
    return token.idx + len(token)
