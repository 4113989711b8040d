"""Verbs that report: from the verb and its construction to source and content.

What belongs here: what is said in the active, the passive, of "seems", "according to".  Not here: the finite clause that is reported
(clauses.py), nouns and adjectives (nouns.py), quotations (quotes.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from pipelines.extract.attribution.clauses import is_infinitive, is_modal, reported_clause
from pipelines.extract.attribution.frame import Frame, frame_of, without
from pipelines.extract.attribution.sources import can_report, inverted_source, nearby_source, source_of
from pipelines.extract.attribution.tokens import SUBJECTS, Range, end_below, end_of, range_below, verb_key
from pipelines.extract.attribution.words import reporting

# Edges that an "according to" hangs below without being said of them alone.
_BELOW_A_CLAUSE = frozenset("prep pobj npadvmod nmod amod pcomp advcl acl dobj attr acomp xcomp conj".split())


def verb_frames(verb: Token) -> Iterator[Frame]:
    words = reporting()
    if verb.lower_ == "according":
        yield from _according(verb)
        return
    lemma = verb_key(verb)
    content: list[Range] = []
    rule = ""
    if is_modal(verb):
        return
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or _is_passive_participle(verb)
    if passive and lemma in words.passive:
        yield from _passive(verb, lemma)
        return
    source = source_of(verb)
    if lemma in words.raising:
        yield from _raising(verb, lemma)
        return
    if lemma in words.clause:
        content, rule = reported_clause(verb), "clause"
    if not content and lemma in words.infinitive:
        content, rule = _infinitive(verb), "infinitive"
    told = lemma in words.addressed
    if not content and lemma in words.object and not told and can_report(source):
        content, rule = _object(verb), "object"
    if not content and lemma in words.seeing_as and can_report(source):
        content, rule = _seen_as(verb), "object"
    if not content and lemma in words.holding and can_report(source) and (held := _held_to(verb)):
        content, rule, lemma = held, "object", words.holding[lemma]
    if not content and can_report(source):
        content, rule = _prepositional(verb, lemma), "preposition"
    if not content and told and can_report(source):
        content, rule = _second_object(verb), "object"
    if not content:
        return
    if source is None and rule == "clause":
        source = inverted_source(verb, content) or nearby_source(verb)
    yield frame_of(verb, lemma, source, content, rule)


def _is_passive_participle(verb: Token) -> bool:
    """ "Asked about the delay, …"."""
    return (
        verb.tag_ in ("VBN", "VBD")
        and verb.dep_ == "advcl"
        and verb_key(verb) in reporting().addressed
        and not any(child.dep_ in ("nsubj", "aux") for child in verb.children)
    )


def _infinitive(verb: Token) -> list[Range]:
    """ "vowed to fight", "urged them to stop": the infinitive with the one who is to carry it out."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and child.i > verb.i and is_infinitive(child):
            start = min(
                [c.left_edge.idx for c in verb.children if c.dep_ == "dobj" and c.i < child.i] + [child.left_edge.idx]
            )
            return [(start, end_below(child))]
    return []


def _object(verb: Token) -> list[Range]:
    """The object of a verb of judgement or mention, with what is said of it ("called X a Y", "accused X of Y")."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "oprd") or (c.dep_ == "ccomp" and c.i > verb.i)]
    if not objects:
        relative = verb.dep_ == "relcl" and next((c for c in verb.children if c.dep_ == "dobj"), None)
        return [range_below(relative)] if relative else []
    first = objects[0]
    if first.lower_ in ("himself", "herself", "themselves", "itself") and len(objects) == 1:
        return []
    last = max([first, *(c for c in verb.children if c.i > first.i and _completes(c))], key=lambda c: c.i)
    return [(first.left_edge.idx, end_below(last))]


def _seen_as(verb: Token) -> list[Range]:
    """ "X sees Y as Z"; "X sees Y" reports nothing."""
    seen = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    taken_for = next((c for c in verb.children if c.lower_ == "as" and c.dep_ == "prep" and c.i > verb.i), None)
    return [(seen.left_edge.idx, end_below(taken_for))] if seen is not None and taken_for is not None else []


def _held_to(verb: Token) -> list[Range]:
    """ "X holds Y responsible"; "X holds Y" reports nothing."""
    answerable = next((c for c in verb.rights if c.lemma_ in reporting().answerable), None)
    if answerable is None:
        return []
    held = next((c for c in verb.rights if c.dep_ == "dobj" and c.i < answerable.i), answerable)
    return [(held.left_edge.idx, end_below(answerable))]


def _second_object(verb: Token) -> list[Range]:
    """What is told, beside the one it is told to: "asked him a question"."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i]
    return [range_below(objects[-1])] if len(objects) == 2 else []


def _completes(child: Token) -> bool:
    """Whether a part of the clause tells what is said of the object."""
    if child.dep_ == "prep":
        return child.lower_ in ("of", "as", "for", "to", "on", "over", "with")
    if child.dep_ == "advcl":  # "described it as fabricated"
        return any(c.lower_ == "as" for c in child.children) and not any(c.dep_ in SUBJECTS for c in child.children)
    return child.dep_ in ("oprd", "xcomp", "ccomp", "dobj")


def _prepositional(verb: Token, lemma: str) -> list[Range]:
    words = reporting()
    for child in verb.children:
        if child.dep_ in ("prep", "agent") and child.i > verb.i and lemma in words.preposition.get(child.lower_, ()):
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inner:
                return [(inner[0].left_edge.idx, end_below(inner[-1]))]
    return []


def _passive(verb: Token, lemma: str) -> Iterator[Frame]:
    """ "X is expected to win", "X was criticised by Y", "it was announced that …"."""
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    subject = next((c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj")), None)
    complement = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd", "advcl") and c.i > verb.i), None
    )
    prep = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("as", "of", "for", "about")), None)
    content: list[Range] = []
    if subject is not None and subject.lower_ != "it" and lemma not in reporting().addressed:
        content.append(range_below(subject))
    about = next((c for c in prep.children if c.dep_ in ("pobj", "pcomp")), None) if prep is not None else None
    content += [range_below(part) for part in (complement, about) if part is not None]
    if content and (complement is not None or prep is not None or by is not None):
        yield frame_of(verb, lemma, by, content, "passive")


def _raising(verb: Token, lemma: str) -> Iterator[Frame]:
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    complement = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "oprd", "acomp", "ccomp") and c.i > verb.i), None
    )
    if subject is None or complement is None or complement.dep_ == "acomp":
        return
    content = [range_below(complement)] if subject.lower_ == "it" else [range_below(subject), range_below(complement)]
    yield frame_of(verb, lemma, None, content, "raising")


def _according(word: Token) -> Iterator[Frame]:
    """ "According to X, …": the rest of the clause it belongs to is the content."""
    to = next((c for c in word.children if c.lower_ == "to"), None)
    named = next((c for c in to.children if c.dep_ == "pobj"), None) if to else None
    if to is None or named is None:
        return
    clause = word.head
    while clause.head != clause and (clause.dep_ in _BELOW_A_CLAUSE or clause.pos_ not in ("VERB", "AUX")):
        clause = clause.head
    phrase = range_below(word)
    yield Frame(
        cue=word,
        lemma="according",
        cue_span=(word.idx, end_of(to)),
        source=(range_below(named),),
        content=tuple(without([range_below(clause)], [phrase])),
        head=named,
        rule="according",
    )
