"""Nouns, adjectives and adverbs that report: "X's claim that", "is confident that", "reportedly".

What belongs here: from such a word to source and content.  Not here: verbs (verbs.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipelines.extract.attribution.clauses import is_infinitive, is_modal, is_that_clause
from pipelines.extract.attribution.frame import Frame, source_ranges, without
from pipelines.extract.attribution.sources import can_report, source_of
from pipelines.extract.attribution.tokens import Range, end_of, range_below
from pipelines.extract.attribution.words import reporting

# Prepositions between a noun that reports and what it is about.
_CARRYING = frozenset("about against at for in of on over to toward towards with".split())


def noun_frames(noun: Token) -> Iterator[Frame]:
    """ "X's claim that …", "calls by X for …"."""
    words = reporting()
    lemma = noun.lemma_
    holder = next((c for c in noun.children if c.dep_ == "poss"), None)
    content: list[Range] = []
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("acl", "ccomp", "relcl") and (is_infinitive(child) or is_that_clause(child)):
            content = [range_below(child)]
            break
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "for", "about", "on", "to", "against")
            and holder is not None
        ):
            content = [range_below(child)]
            break
    if not content and is_carried(noun):
        content = _carried_content(noun)
    if not content:
        return
    if noun.tag_ == "NNS" and noun.dep_ == "ROOT" and lemma in words.clause and noun.left_edge.i < noun.i:
        # "The ministry reports that …" with its verb taken for a noun.
        subject = noun.doc[noun.i - 1]
        if can_report(subject):
            told = ((noun.left_edge.idx, end_of(subject)),)
            yield Frame(noun, lemma, (noun.idx, end_of(noun)), told, tuple(content), subject, "clause")
            return
    source = holder
    cue_start = noun.idx
    if source is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        source = source_of(noun.head)
        cue_start = noun.head.idx if noun.head.i < noun.i else noun.idx
    if source is None and noun.dep_ != "dobj":
        source = next(
            (g for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from") for g in c.children), None
        )
    if not can_report(source):
        return
    span = (cue_start, end_of(noun))
    yield Frame(noun, lemma, span, source_ranges(source), tuple(without(content, [span])), source, "noun")


def is_carried(noun: Token) -> bool:
    """ "raised doubts", "took aim": the verb says nothing of its own, the noun tells what is done."""
    verb = noun.head
    return noun.dep_ == "dobj" and verb.lemma_ in reporting().light and not is_modal(verb)


def _carried_content(noun: Token) -> list[Range]:
    """What is said, after the preposition that noun or verb takes: "cast doubt on the count"."""
    for child in (*noun.children, *noun.head.children):
        if child.dep_ == "prep" and child.i > noun.i and child.lower_ in _CARRYING:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return [range_below(inner)]
    return []


def adjective_frames(adjective: Token) -> Iterator[Frame]:
    """ "X is confident that …", "X was worried about …"."""
    be = adjective.head
    if adjective.dep_ != "acomp" or be.pos_ not in ("AUX", "VERB"):
        return
    source = source_of(be)
    if not can_report(source):
        return
    for child in adjective.children:
        wanted = child.dep_ in ("ccomp", "xcomp") or (
            child.dep_ == "prep" and child.lower_ in ("about", "of", "with", "to", "for", "by", "at", "on")
        )
        if wanted and child.i > adjective.i:
            cue = (min(be.idx, adjective.idx), end_of(adjective))
            yield Frame(
                adjective, adjective.lemma_, cue, source_ranges(source), (range_below(child),), source, "adjective"
            )
            return


def adverb_frames(adverb: Token) -> Iterator[Frame]:
    clause = adverb.head
    if clause.pos_ not in ("VERB", "AUX"):
        return
    span = (adverb.idx, end_of(adverb))
    yield Frame(adverb, adverb.lower_, span, (), tuple(without([range_below(clause)], [span])), None, "adverb")
