"""Parties: the people and the organisations said to have acted, as the text names them.

What belongs here: whether a doer is an organisation or people, the name of an organisation inside its description
("members of the Red Front", "a group, the 'Red Front'").  Not here: who the doers are (roles.py), their place in the
actor table (actors/find.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.incidents.participants import (
    actor_at,
    is_armed,
    is_nameable,
    is_person,
    organisations_behind,
    phrase,
    text_of,
)
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Reading

_OPENING, _CLOSING = frozenset("\"“«'‘"), frozenset("\"”»'’")
_LONGEST_QUOTED = 9
_MODIFYING = frozenset(("compound", "amod", "nmod"))


def perpetrators(reading: Reading, doers: Iterable[Token]) -> tuple[list[str], list[str]]:
    """Texts of the people and of the organisations among some doers and behind them."""
    individuals: list[str] = []
    organisations: list[str] = []
    for token in doers:
        if token.pos_ == "NOUN" and token.dep_ in _MODIFYING:
            # "A guerrilla attack" says what kind of attack it was: it names nobody.
            continue
        named = list(organisation_names(reading, token))
        organisations += named
        if not is_nameable(token) or is_organisation(reading, token) or _is_in_place(reading, token):
            continue
        people = _people(token)
        if people is not None and (is_person(people) or is_armed(actor_at(reading, people), people)):
            individuals.append(text_of(reading, people))
    return individuals, organisations


def organisation_names(reading: Reading, token: Token) -> Iterator[str]:
    """Names of the organisation that a doer is, or that its people belong to."""
    quoted = _quoted(reading, token)
    if quoted is not None:
        yield quoted
        return
    if is_organisation(reading, token):
        yield _own_name(reading, token)
        return
    for actor in organisations_behind(reading, token):
        name = _proper_part(reading, actor)
        if name is not None:
            yield name


def only_armed_group(reading: Reading, doers: Iterable[Token]) -> str | None:
    """The one armed group the article names, where the doers are called its kind only ("the rebels")."""
    if not any(
        (actor := actor_at(reading, token)) is not None and actor.actor_id is None and actor.sector == "REB"
        for token in doers
    ):
        return None
    named = {a.actor_id: a for a in reversed(reading.actors) if a.kind == "armed_group" and a.actor_id is not None}
    return _proper_part(reading, next(iter(named.values()))) if len(named) == 1 else None


def is_organisation(reading: Reading, token: Token) -> bool:
    """Whether a doer is a body with a name or an office ("the army", "Red Front"), not people."""
    actor = actor_at(reading, token)
    if token.pos_ == "NOUN":
        return token.lemma_.lower() in lexicon().bodies and not _is_unnamed(token)
    if token.pos_ != "PROPN" or not token.text[0].isalnum():
        return False
    if actor is not None:
        return actor.kind in ("organization", "armed_group", "government")
    # "The Quetta attack": the tagger takes many a town for an organisation.
    return token.ent_type_ == "ORG" and not _is_in_place(reading, token)


def _is_unnamed(token: Token) -> bool:
    """ "A rebel organisation", "an armed movement": one of its kind."""
    return any(child.lower_ in ("a", "an", "another", "some", "other") for child in token.children)


def _people(token: Token) -> Token | None:
    """The people a doer is made of: itself, or for "a group of rebels" and "one of the men" those."""
    if token.lemma_.lower() not in lexicon().containers - {"member"}:
        return token
    inside = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    if inside:
        return inside[0]
    return token if any(is_armed(None, child) for child in token.children) else None


def _own_name(reading: Reading, token: Token) -> str:
    """The name as the text has it, with what "of" adds to it ("Army of National Liberation")."""
    actor = actor_at(reading, token)
    if actor is not None and token.pos_ == "PROPN":
        name = _proper_part(reading, actor)
        if name is not None and actor.actor_id is not None:
            return name
    start, end = phrase(token)
    if token.pos_ == "PROPN":
        of = next((c for c in token.children if c.lower_ == "of" and c.i == token.i + 1), None)
        named = (
            [g for g in of.children if g.dep_ == "pobj" and not any(c.dep_ == "det" for c in g.children)] if of else []
        )
        end = max([end, *(phrase(g)[1] for g in named)])
    return _flat(reading.document.text[start:end])


def _proper_part(reading: Reading, actor: Actor) -> str | None:
    """The name without the people behind it: "Red Front guerrillas" are of the Red Front; None where no name is left."""
    tokens = list(reading.document.span(actor.start, actor.end))
    while tokens and _is_said_of_people(tokens[-1]):
        tokens.pop()
    while tokens and tokens[0].pos_ in ("DET", "ADJ", "PUNCT"):
        tokens.pop(0)
    names = [t for t in tokens if t.pos_ == "PROPN" and not _is_in_place(reading, t)]
    if not names and actor.actor_id is None:
        return None
    return _flat(reading.document.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)]) if tokens else None


def _is_said_of_people(word: Token) -> bool:
    """ "Guerrillas", "militant groups", "tribal area militants": what stands after a name and is no part of it."""
    if word.pos_ == "NOUN":
        return is_person(word) or (word.is_lower and word.lemma_.lower() not in lexicon().bodies)
    return word.pos_ in ("ADJ", "PART") or word.text == ","


def _is_in_place(reading: Reading, token: Token) -> bool:
    return any(place.start <= token.idx < place.end for place in reading.places)


def _quoted(reading: Reading, token: Token) -> str | None:
    """The name in quotation marks that a doer is, or that stands in its phrase ("the 'Red Front' group")."""
    own: Span = token.doc[token.left_edge.i : token.i + 1]
    places = [own, *(token.doc[c.left_edge.i : c.i + 1] for c in token.children if c.dep_ == "appos")]
    for span in places:
        first = max(span.start - 1, token.sent.start)
        opened = next((t for t in token.doc[first : span.end] if t.text in _OPENING), None)
        if opened is None:
            continue
        end = min(opened.i + 1 + _LONGEST_QUOTED, token.sent.end)
        closed = next((t for t in token.doc[opened.i + 1 : end] if t.text in _CLOSING), None)
        if closed is None:
            continue
        inside = [t for t in token.doc[opened.i + 1 : closed.i] if t.lower_ != "the"]
        is_named = any(t.pos_ == "PROPN" for t in inside) or token.lemma_.lower() in lexicon().containers
        if is_named and not any(t.pos_ in ("VERB", "AUX", "PRON") for t in inside):
            return _flat(reading.document.text[inside[0].idx : inside[-1].idx + len(inside[-1].text)])
    return None


def _flat(text: str) -> str:
    return " ".join(text.split())
