"""Phrases that name an actor: the better reading where two overlap.

What belongs here: the order in which a noun phrase is tried as a person, a known name, a noun, a country, an organisation; names
in no phrase.  Not here: each of these readings (its neighbours here), who "he" or "the army" is (reference.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from pipelines.extract.actors.bodies import from_noun, from_organization
from pipelines.extract.actors.context import Context, tokens_of
from pipelines.extract.actors.model import Actor
from pipelines.extract.actors.names import from_country, from_known, named_actor
from pipelines.extract.actors.nouns import noun_class
from pipelines.extract.actors.persons import person_from, person_tokens
from pipelines.extract.actors.tables import Named, government, known_actors
from pipelines.extract.actors.words import vocabulary


def phrases(context: Context) -> list[Actor]:
    """Every actor the article names by a name, a title or a noun: the better reading where two overlap, in order."""
    found: list[tuple[int, Actor]] = []
    for chunk in context.doc.noun_chunks:
        found += _read_chunk(context, chunk)
    found += ((4, actor) for actor in _stray_names(context))
    return _without_overlaps(found)


def _without_overlaps(found: list[tuple[int, Actor]]) -> list[Actor]:
    kept: list[Actor] = []
    taken: set[int] = set()
    for _, actor in sorted(found, key=lambda f: (f[0], f[1].start - f[1].end)):
        span = range(actor.start, actor.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(actor)
    return sorted(kept, key=lambda a: a.start)


def _read_chunk(context: Context, chunk: Span) -> Iterator[tuple[int, Actor]]:
    """Readings of one noun phrase with their rank: the phrase as a whole, else the names and nouns that modify it."""
    root = chunk.root
    named = context.names.get(root.i)
    person = person_tokens(context, chunk)
    if person:
        yield 0, person_from(context, chunk, person)
        return
    if named and named.what == "actor":
        yield 1, from_known(context, named, root)
        return
    noun = noun_class(root)
    if noun and not (root.pos_ == "PROPN" and root.ent_type_ in ("GPE", "LOC", "FAC", "WORK_OF_ART", "EVENT")):
        yield 1, from_noun(context, chunk, *noun)
        return
    if named:
        actor = from_country(context, named, root)
        if actor:
            yield 1, actor
        return
    if root.ent_type_ == "ORG" and root.pos_ == "PROPN" and not context.place_tokens.intersection([root.i]):
        yield 2, from_organization(context, chunk)
        return
    yield from ((3, actor) for actor in _modifiers(context, chunk))


def _modifiers(context: Context, chunk: Span) -> Iterator[Actor]:
    """Actors inside a phrase that is none itself: "Pakistan's demands", "Israeli strike", "police operation"."""
    for token in chunk:
        named = context.names.get(token.i)
        if named and named.what == "actor":
            if token.idx == named.start:
                yield from_known(context, named, token)
        elif named:
            if token.idx == named.start and token.dep_ in ("poss", "amod", "compound", "nmod"):
                body = government(named.key, context.day)
                sure = 0.8 if token.dep_ == "poss" else 0.5
                yield named_actor(context, named, token, body, sector="GOV", inter=1, confidence=sure)
        elif token.dep_ in ("poss", "compound", "nmod") and token.i != chunk.root.i:
            found = noun_class(token)
            if found and (token.dep_ == "poss" or found[0].name in vocabulary().acting_classes):
                inner = context.doc[max(chunk.start, token.left_edge.i) : token.i + 1]
                yield from_noun(context, inner, *found)


def _stray_names(context: Context) -> Iterator[Actor]:
    """Names of the tables, and persons of the model, that stand in no noun phrase the parser saw."""
    seen: set[Named] = set()
    for i, named in context.names.items():
        if named.what == "actor" and named not in seen:
            seen.add(named)
            last = list(tokens_of(context.doc, named.start, named.end))[-1]
            known = known_actors()[named.key]
            if known.kind == "person":
                span = context.doc[i : last.i + 1]
                yield person_from(context, span, list(span))
            else:
                yield from_known(context, named, last)
    for entity in context.doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1 and all(t.i not in context.names for t in entity):
            tokens = [t for t in entity if not t.is_space]
            if tokens and not any(t.is_space for t in entity) and all(t.pos_ == "PROPN" or t.is_punct for t in tokens):
                yield person_from(context, entity, tokens)
