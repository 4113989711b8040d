"""Persons: a personal name with its title, its office and, where it is known, its dated roles.

What belongs here: which tokens of a phrase are a name.  Not here: offices (offices.py), surnames and pronouns (reference.py).
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipelines.extract.actors.context import Context, end_of, tokens_of
from pipelines.extract.actors.model import Actor
from pipelines.extract.actors.nouns import is_role, noun_class
from pipelines.extract.actors.offices import apposed_office, office_of
from pipelines.extract.actors.tables import known_actor, known_actors, role_on
from pipelines.extract.actors.words import vocabulary
from pipelines.extract.attribution.words import reporting


def person_tokens(context: Context, chunk: Span) -> list[Token]:
    """The tokens of a personal name that ends this phrase; empty where it names no person."""
    root = chunk.root
    named = context.names.get(root.i)
    if named:
        known = known_actors().get(named.key) if named.what == "actor" else None
        return list(tokens_of(context.doc, named.start, named.end)) if known and known.kind == "person" else []
    if root.pos_ not in ("PROPN", "NOUN", "ADJ") or not root.text[:1].isupper():
        return []
    tail: list[Token] = []
    for token in reversed(list(chunk)):
        if token.i > root.i and token.tag_ == "POS":
            continue
        if token.pos_ != "PROPN" and token.ent_type_ != "PERSON" and not (tail and token.text in ("-", "’", "'")):
            break
        if token.i in context.names or (noun_class(token) and token.ent_type_ != "PERSON"):
            break
        tail.insert(0, token)
    while tail and tail[0].lower_ in vocabulary().honorifics:
        tail.pop(0)
    tail = [t for t in tail if not t.is_space]
    if not tail or not tail[0].text[:1].isalpha():
        return []
    before = context.doc[tail[0].i - 1] if tail[0].i > chunk.start else None
    titled = before is not None and (before.lower_ in vocabulary().honorifics or is_role(before))
    if titled:
        return tail
    if not all(t.ent_type_ == "PERSON" for t in tail if t.text not in "-’'") and not _acts_as_person(chunk, tail):
        return []
    if len(tail) == 1 and tail[0].i in context.place_tokens:
        return []
    return [] if _is_heading(root.sent) else tail


def _is_heading(sentence: Span) -> bool:
    """Whether a sentence is a heading of its own line, where every word has a capital and none is a verb."""
    return len(sentence) > 2 and not any(
        t.pos_ in ("VERB", "AUX") or t.text == "." or (t.is_alpha and not t.is_stop and t.text[0].islower())
        for t in sentence
    )


def _acts_as_person(chunk: Span, name: list[Token]) -> bool:
    """Whether a bare proper name the model did not see as a person speaks, or has an office beside it."""
    root = chunk.root
    if chunk[0].dep_ == "det" or any(
        t.ent_type_ in ("GPE", "LOC", "NORP", "FAC", "DATE") or t.text.isupper() for t in name
    ):
        return False
    speaks = root.dep_ == "nsubj" and root.head.lemma_ in reporting().clause
    return (speaks and root.ent_type_ != "ORG") or any(c.dep_ == "appos" and is_role(c) for c in root.children)


def person_from(context: Context, chunk: Span, name: list[Token]) -> Actor:
    """A person: the name, what title or apposition says of the office, and the dated roles of a known one."""
    before = context.doc[chunk.start : name[0].i]
    joint = max((t.i for t in before if t.dep_ == "cc" or t.text == ","), default=chunk.start - 1)
    title = [t for t in before if t.i > joint and t.dep_ != "det" and not t.is_punct]
    head = chunk.root
    words = context.text[name[0].idx : end_of(name[-1])]
    named = context.names.get(name[-1].i)
    known = known_actors().get(named.key) if named else None
    office = office_of(context, title) or apposed_office(context, head)
    dated = role_on(known.actor_id, context.day) if known else None
    start = title[0].idx if title else name[0].idx
    affiliation = dated.affiliation_id if dated else office.affiliation_id if office else None
    boss = known_actor(affiliation) if affiliation else None
    return Actor(
        start=start,
        end=end_of(name[-1]),
        text=context.text[start : end_of(name[-1])],
        name=known.name if known else words,
        kind="person",
        actor_id=known.actor_id if known else None,
        iso3=(known.iso3 if known else None) or (office.iso3 if office else None) or (boss.iso3 if boss else None),
        sector=dated.sector if dated else office.sector if office else (known.sector if known else None),
        inter=dated.inter if dated else office.inter if office else (known.inter if known else None),
        role=(office.role if office else None) or (dated.role if dated else None),
        affiliation_id=affiliation,
        head=head.idx if chunk.start <= head.i < chunk.end else name[-1].idx,
        confidence=1.0 if known else 0.9 if len(name) > 1 or office else 0.6,
    )
