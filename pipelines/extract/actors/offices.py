"""Offices: what the words before a person's name, or a phrase beside it, say of its holder.

What belongs here: the role, and whom it is held for.  Not here: dated roles of known actors (tables.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.extract.actors.context import Context
from pipelines.extract.actors.nouns import belonging, is_role, noun_class
from pipelines.extract.actors.tables import government, known_actor


@dataclass(frozen=True, slots=True)
class Office:
    role: str
    iso3: str | None
    sector: str | None
    inter: int | None
    affiliation_id: str | None


def office_of(context: Context, tokens: list[Token], holder: Token | None = None) -> Office | None:
    """The office that the words before a name, or a phrase beside it, give their holder."""
    holder = holder or next((t for t in reversed(tokens) if is_role(t)), None)
    if holder is None:
        return None
    found = noun_class(holder)
    iso3, affiliation = belonging(context, tokens)
    last_name = max((t.i for t in tokens if t.i in context.names and t.i < holder.i), default=-1)
    words = [t.text for t in tokens if last_name < t.i <= holder.i and t.tag_ != "POS" and t.dep_ != "det"]
    if affiliation is None and iso3:
        affiliation = government(iso3, context.day).actor_id
    boss = known_actor(affiliation) if affiliation else None
    noun = found[0] if found else None
    return Office(
        role=" ".join(w if w.isupper() else w.lower() for w in words),
        iso3=iso3,
        sector=boss.sector if boss and boss.kind != "government" else noun.sector if noun else None,
        inter=boss.inter if boss else noun.inter if noun else None,
        affiliation_id=affiliation,
    )


def apposed_office(context: Context, head: Token) -> Office | None:
    """ "X, a spokesman for Y" and "the spokesman, X": the phrase beside the name."""
    beside = next((child for child in head.children if child.dep_ == "appos"), None)
    if beside is None and head.dep_ == "appos":
        beside = head.head
    if beside is None or not is_role(beside):
        return None
    first, last = (
        (beside.left_edge.i, beside.i + 12) if beside.i > head.i else (beside.left_edge.i, head.left_edge.i - 1)
    )
    return office_of(context, [t for t in beside.subtree if first <= t.i <= last], holder=beside)
