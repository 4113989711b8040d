"""What stands behind a fact: the sentences with speaker and stance, and the values that sources disagree on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

_EVIDENCE = """
select e.role, c.quote, c.speaker, c.speaker_id, c.speaker_role, c.voice, c.stance, c.modality, c.confidence,
    a.outlet, a.title, a.url, a.published_on, e.article_id, e.sentence_id, s.number as sentence_number,
    c.char_start, c.char_end, e.claim_id
from marts.brg_fact_evidence as e
join marts.fct_claims as c using (claim_id)
join marts.dim_articles as a on a.article_id = e.article_id
join staging.sentences as s on s.sentence_id = e.sentence_id
where e.fact_table = ? and e.fact_id = ?
order by case e.role when 'supports' then 1 when 'contradicts' then 2 else 3 end, a.published_on, a.article_id, s.number
"""
_CONFLICTS = """
select field, value, n_claims, is_chosen, rule from marts.fct_conflicts
where fact_table = ? and fact_id = ?
order by field, is_chosen desc, value
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim behind a fact.

    role: supports, contradicts or context.  quote: the sentence, None where the publisher's words were withheld from
    this copy.  char_start, char_end: characters of the article's text, end exclusive.  confidence: 0–1.
    """

    role: str
    quote: str | None
    speaker: str | None
    speaker_id: str | None
    speaker_role: str | None
    voice: str
    stance: str
    modality: str
    confidence: float
    outlet: str | None
    title: str | None
    url: str | None
    published_on: date | None
    article_id: str
    sentence_id: str
    sentence_number: int
    char_start: int
    char_end: int
    claim_id: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One of several values that claims give a field; `rule` says why the chosen one was chosen."""

    field: str
    value: str
    n_claims: int
    is_chosen: bool
    rule: str


def evidence_of(connection: duckdb.DuckDBPyConnection, table: str, fact_id: str) -> tuple[Evidence, ...]:
    """Every claim behind the fact: what supports it, what contradicts it, context, each by day of publication."""
    return tuple(Evidence(*row) for row in connection.execute(_EVIDENCE, [table, fact_id]).fetchall())


def conflicts_of(connection: duckdb.DuckDBPyConnection, table: str, fact_id: str) -> tuple[Conflict, ...]:
    """The values of every field on which the claims of the fact differ, the chosen one first."""
    return tuple(Conflict(*row) for row in connection.execute(_CONFLICTS, [table, fact_id]).fetchall())
