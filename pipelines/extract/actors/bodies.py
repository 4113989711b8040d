"""Bodies and crowds: actors that a noun names ("the army of X", "gunmen"), and organisations no table knows.

What belongs here: a phrase headed by such a noun as an actor.  Not here: what the noun means and whose it is (nouns.py).
"""

from __future__ import annotations

from datetime import date

from spacy.tokens import Span, Token

from pipelines.extract.actors.context import Context, end_of
from pipelines.extract.actors.model import Actor, ActorKind
from pipelines.extract.actors.nouns import belonging, formal_end, is_counting, linked, origin_end
from pipelines.extract.actors.offices import office_of
from pipelines.extract.actors.tables import Known, NounClass, body_of, government, known_actors
from pipelines.extract.actors.words import vocabulary


def from_noun(context: Context, chunk: Span, noun: NounClass, first: int) -> Actor:
    """A phrase headed by a noun of the lexicon: a body of a country, a group's members, or its own words."""
    root = chunk.root
    inside = [t for t in chunk if t.i <= root.i]
    while inside and inside[0].i < first and is_counting(inside[0]):
        inside.pop(0)
    iso3, affiliation = belonging(context, [*inside, *linked(root)])
    group = known_actors().get(affiliation) if affiliation else None
    is_armed = group is not None and group.kind == "armed_group"
    start, end = inside[0].idx, formal_end(root) if affiliation is None else end_of(root)
    if noun.name in vocabulary().nameless_classes and affiliation is None and iso3 is None:
        end = origin_end(root)
    text = context.text[start:end]
    is_one = root.tag_ in ("NN", "NNP")
    kind: ActorKind = "person" if is_one and (noun.is_role or noun.name in ("attacker", "civilian")) else noun.kind
    body: Known | None = None
    if iso3 and affiliation is None:
        is_plain = not _has_own_name(context, inside, first)
        body, affiliation = _of_country(noun, iso3, context.day, is_plain=is_plain)
    elif is_armed and noun.name in vocabulary().member_classes:
        body, affiliation = group, None
    office = office_of(context, inside) if kind == "person" and noun.is_role else None
    return Actor(
        start=start,
        end=end,
        text=text,
        name=body.name if body else text,
        kind=body.kind if body else kind,
        actor_id=body.actor_id if body else None,
        iso3=iso3 or (group.iso3 if group else None),
        sector=group.sector if group and is_armed and noun.is_role else noun.sector,
        inter=group.inter if group and is_armed and (body or noun.is_role) else noun.inter,
        role=office.role if office else None,
        affiliation_id=affiliation,
        head=root.idx,
        confidence=0.9 if iso3 or affiliation or body else 0.7,
    )


def _of_country(noun: NounClass, iso3: str, day: date | None, *, is_plain: bool) -> tuple[Known | None, str | None]:
    """The body of a country that a plain noun names, and the government that those who are the state's belong to."""
    body = body_of(iso3, noun.of_country, day) if noun.of_country and is_plain else None
    is_government = body is not None and body.kind == "government"
    return body, None if noun.inter != 1 or is_government else government(iso3, day).actor_id


def _has_own_name(context: Context, inside: list[Token], first: int) -> bool:
    """Whether proper names other than the tables' stand before the noun ("the Helmand governor's army")."""
    return any(t.pos_ == "PROPN" and t.i < first and t.i not in context.names for t in inside)


def from_organization(context: Context, chunk: Span) -> Actor:
    """An organisation the model sees and no table knows."""
    tokens = [t for t in chunk if t.i <= chunk.root.i]
    while len(tokens) > 1 and is_counting(tokens[0]):
        tokens.pop(0)
    iso3, affiliation = belonging(context, tokens)
    end = formal_end(chunk.root)
    text = context.text[tokens[0].idx : end]
    return Actor(
        start=tokens[0].idx,
        end=end,
        text=text,
        name=text,
        kind="organization",
        head=chunk.root.idx,
        iso3=iso3,
        affiliation_id=affiliation,
        confidence=0.6,
    )
