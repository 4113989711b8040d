"""Facts, tellings, claims and articles as the published copy has them: what a decision is made about.

What belongs here: queries for marks, present values and known places.  Not here: what follows from them (commands/deciding.py).
"""

from __future__ import annotations

import re

import duckdb

from pipelines.review.decisions import Mark
from pipelines.schemas import MARK

_CLAIM = """c.claim_id, c.article_id, a.version, c.claim_kind, c.char_start, c.char_end, c.quote, c.sub_event_type,
    c.date_start::varchar, c.place_id, c.speaker_id, c.payload::varchar"""
_ARTICLE_ID = re.compile("[0-9a-f]{4,16}")
# The first claim of each telling.  A telling all of whose claims contradict the fact and which another fact has too is
# a denial that was linked to it, no telling of its own.
_TELLINGS = f"""
with evidence as (
    select e.role, c.article_fact_id, c.claim_id, c.char_start,
        exists (select 1 from marts.brg_fact_evidence as o where o.claim_id = e.claim_id and o.fact_id <> e.fact_id) as is_shared
    from marts.brg_fact_evidence as e join marts.fct_claims as c using (claim_id)
    where e.fact_id = ? and c.article_fact_id is not null
),
tellings as (
    select min_by(claim_id, (char_start, claim_id)) as claim_id from evidence group by article_fact_id
    qualify rank() over (order by bool_and(role = 'contradicts' and is_shared)) = 1
)
select {_CLAIM}
from tellings join marts.fct_claims as c using (claim_id) join marts.dim_articles as a using (article_id)
order by a.published_on nulls last, c.article_id, c.char_start, c.claim_id
"""  # noqa: S608  (a constant of ours)
_ONE_CLAIM = f"""
select {_CLAIM} from marts.fct_claims as c join marts.dim_articles as a using (article_id)
where starts_with(c.claim_id, ?) limit 2
"""  # noqa: S608
# Where a field's value stands in its mart, if not in a column of its name.
_PLACES = {"talks": "venue_place_id", "deportation": "crossing_place_id", "border_status": "crossing_place_id"}
_DAYS = {
    "incident": ("date_start", "date_end"),
    "talks": ("date_start", "date_end"),
    "ceasefire": ("declared_date", "declared_date"),
    "deportation": ("window_start", "window_end"),
    "border_status": ("valid_from", "valid_from"),
    "statement": ("said_on", "said_on"),
}
_INCIDENT_PLACE = """(select min(place_id) from marts.dim_places as p where p.name = f.location
    and p.latitude is not distinct from f.latitude and p.longitude is not distinct from f.longitude)"""


def article(connection: duckdb.DuckDBPyConnection, given: str) -> str | None:
    """The article whose id this is, or the start of; none where it is not sure."""
    if not _ARTICLE_ID.fullmatch(given):
        return None
    found = connection.execute(
        "select article_id from marts.dim_articles where starts_with(article_id, ?) limit 2", [given]
    ).fetchall()
    return found[0][0] if len(found) == 1 else None


def published_on(connection: duckdb.DuckDBPyConnection, article_id: str) -> str | None:
    """The day an article counts as published on."""
    found = connection.execute(
        "select published_on::varchar from marts.dim_articles where article_id = ?", [article_id]
    ).fetchone()
    return found[0] if found else None


def tellings(connection: duckdb.DuckDBPyConnection, fact_id: str) -> list[Mark]:
    """The first claim of each telling of a fact, the earliest telling first."""
    return _marks(connection.execute(_TELLINGS, [fact_id]).fetchall())


def claims(connection: duckdb.DuckDBPyConnection, claim_id: str) -> list[Mark]:
    """The claims whose id starts so: two of them where it is not enough."""
    return _marks(connection.execute(_ONE_CLAIM, [claim_id]).fetchall())


def telling_of(connection: duckdb.DuckDBPyConnection, claim_id: str) -> set[str]:
    """The claims of the telling that holds this claim."""
    found = connection.execute(
        "select c.claim_id from marts.fct_claims as c join marts.fct_claims as given using (article_fact_id) "
        "where given.claim_id = ?",
        [claim_id],
    ).fetchall()
    return {row[0] for row in found}


def _marks(rows: list[tuple[object, ...]]) -> list[Mark]:
    return [Mark(**dict(zip(MARK, row, strict=True))) for row in rows]  # type: ignore[typeddict-item]


def value_of(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, kind: str, fact_id: str, field: str
) -> str | None:
    """The value a fact carries now, written as an edit would write it."""
    start, end = _DAYS[kind]
    expression = {
        "date": f"nullif(concat_ws('/', {start}, {end}), '')",
        "place_id": _INCIDENT_PLACE if kind == "incident" else _PLACES.get(kind, "null"),
    }.get(field, field)
    found = connection.execute(
        f"select ({expression})::varchar from marts.{table} as f where {key} = ?",  # noqa: S608  (names of our own)
        [fact_id],
    ).fetchone()
    return found[0] if found else None


def is_place(connection: duckdb.DuckDBPyConnection, place_id: str) -> bool:
    """Whether the warehouse knows the place."""
    return connection.execute("select 1 from marts.dim_places where place_id = ?", [place_id]).fetchone() is not None


def places_named(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Ids of places of that name, as a hint."""
    found = connection.execute(
        "select place_id || ' ' || concat_ws(', ', name, admin1, country) from marts.dim_places "
        "where name ilike '%' || ? || '%' order by 1 limit 8",
        [name],
    ).fetchall()
    return [row[0] for row in found]
