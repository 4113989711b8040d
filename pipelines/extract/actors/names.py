"""Names of the tables: known actors, countries and capitals as actors.

What belongs here: what such a name stands for on the day of the article.  Not here: where the names are (context.py), persons
(persons.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.actors.context import Context
from pipelines.extract.actors.model import Actor
from pipelines.extract.actors.tables import Known, Named, government, known_actor, known_actors, role_on, standing_for
from pipelines.extract.actors.words import vocabulary


def from_known(context: Context, named: Named, head: Token) -> Actor:
    """An actor of the tables by one of its names, as what it was on the day."""
    actor_id = standing_for(named.key, context.day)
    known = known_actor(actor_id) or known_actors()[named.key]
    dated = role_on(known.actor_id, context.day)
    return named_actor(
        context,
        named,
        head,
        known,
        sector=dated.sector if dated else known.sector,
        inter=dated.inter if dated else known.inter,
        role=dated.role if dated and known.kind == "person" else None,
        affiliation=dated.affiliation_id if dated else None,
    )


def named_actor(
    context: Context,
    named: Named,
    head: Token,
    known: Known,
    *,
    sector: str | None,
    inter: int | None,
    role: str | None = None,
    affiliation: str | None = None,
    confidence: float = 1.0,
) -> Actor:
    return Actor(
        start=named.start,
        end=named.end,
        text=context.text[named.start : named.end],
        name=known.name,
        kind=known.kind,
        actor_id=known.actor_id,
        iso3=known.iso3,
        sector=sector,
        inter=inter,
        role=role,
        affiliation_id=affiliation,
        # A name may be part of a longer token ("AP-produced").
        head=head.idx if named.start <= head.idx < named.end else named.start,
        confidence=confidence,
    )


def from_country(context: Context, named: Named, root: Token) -> Actor | None:
    """A country or capital as an actor; None where it is only the place.  "The Afghans" are people."""
    if named.what == "demonym" and root.pos_ in ("NOUN", "PROPN") and root.tag_ in ("NNS", "NNPS"):
        text = context.text[named.start : named.end]
        return Actor(
            start=named.start,
            end=named.end,
            text=text,
            name=text,
            kind="collective",
            head=root.idx,
            iso3=named.key,
            sector="CVL",
            inter=7,
            confidence=0.8,
        )
    prep = _preposition(root)
    if prep in vocabulary().locative or named.what == "demonym":
        return None
    body = government(named.key, context.day)
    sure = 0.5 if prep in vocabulary().directional else 0.9
    return named_actor(context, named, root, body, sector="GOV", inter=1, confidence=sure)


def _preposition(token: Token) -> str | None:
    """The preposition that governs a phrase or the phrase it is joined to."""
    while token.dep_ == "conj":
        token = token.head
    return token.head.lower_ if token.dep_ == "pobj" else None
