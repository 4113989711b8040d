"""The fact tables as they are read: name and key of each, the one-line view of all facts, a fact by its id."""

from __future__ import annotations

import duckdb

from pipelines.errors import DataProblem

# Table → its key, in the order they are shown.
FACT_TABLES: dict[str, str] = {
    "fct_incidents": "incident_id",
    "fct_talks": "talks_id",
    "fct_ceasefires": "ceasefire_id",
    "fct_deportations": "measure_id",
    "fct_border_status": "border_status_id",
    "fct_statements": "statement_id",
}
# Family, as history and exports call it → its table.
FAMILIES: dict[str, str] = {table.removeprefix("fct_"): table for table in FACT_TABLES}

# One row a fact: family, id, when, where, what, how many articles, what is in doubt.
ALL_FACTS = """
select 'incidents' as family, incident_id as fact_id, date_start as day_from, date_end as day_to,
    concat_ws(', ', location, nullif(country, location)) as place,
    concat_ws(' · ', coalesce(sub_event_type, event_type),
        nullif(concat_ws(' on ', actor1, actor2), ''),
        case when killed_best is not null or killed_low is not null then
            'killed ' || concat_ws('–', killed_low, nullif(coalesce(killed_high::varchar, '?'), killed_low::varchar)) end,
        case when injured_low is not null then
            'injured ' || concat_ws('–', injured_low, nullif(coalesce(injured_high::varchar, '?'), injured_low::varchar)) end,
        nullif(casualty_scope, 'event')) as what,
    n_articles,
    concat_ws(', ', case when responsibility_status in ('disputed', 'denied', 'alleged', 'claimed')
        then responsibility_status end, nullif(array_to_string(conflict_fields, ', '), '')) as doubt
from marts.fct_incidents
union all by name
select 'talks' as family, talks_id as fact_id, date_start as day_from, date_end as day_to, venue as place,
    concat_ws(' · ', array_to_string(parties, ' – '), 'round ' || round_no,
        'mediated by ' || nullif(array_to_string(mediators, ', '), ''), outcome) as what,
    n_articles,
    concat_ws(', ', nullif(outcome_status, 'agreed_by_all'), nullif(array_to_string(conflict_fields, ', '), '')) as doubt
from marts.fct_talks
union all by name
select 'ceasefires' as family, ceasefire_id as fact_id, declared_date as day_from, end_date as day_to, null as place,
    concat_ws(' · ', array_to_string(parties, ' – '), 'by ' || nullif(array_to_string(brokered_by, ', '), ''), status) as what,
    n_articles, null as doubt
from marts.fct_ceasefires
union all by name
select 'deportations' as family, measure_id as fact_id, window_start as day_from, window_end as day_to,
    concat_ws(' → ', from_country, to_country) as place,
    concat_ws(' · ', measure, concat_ws(' ', nullif(approximator, 'exact'), format('{:,}', coalesce(count_best, count_low)), unit),
        case when is_cumulative then 'running total' end, authority) as what,
    n_articles, case when has_conflict then 'conflict' end as doubt
from marts.fct_deportations
union all by name
select 'borders' as family, border_status_id as fact_id, valid_from as day_from, valid_to as day_to, crossing as place,
    concat_ws(' · ', status, nullif(traffic_class, 'all'), by_actor) as what, n_articles, null as doubt
from marts.fct_border_status
"""


class RejectedFact(DataProblem):
    """A fact that a reviewer rejected: only accepting it leads back to it."""

    def __init__(self, table: str, fact_id: str, decision_id: str, how: str) -> None:
        super().__init__(
            f"{fact_id} was rejected {how}",
            expected="a fact that stands; what was believed before is in history, its claims in marts.fct_claims",
            cure=f"take it back: factwire review accept {fact_id}",
        )
        self.table = table
        self.fact_id = fact_id
        self.decision_id = decision_id


def find_fact(connection: duckdb.DuckDBPyConnection, given: str) -> tuple[str, str]:
    """Table and id of a fact.  An id that is gone leads to the fact it became; the start of an id is enough."""
    alias = connection.execute("select new_id from marts.fact_id_aliases where old_id = ?", [given]).fetchone()
    wanted = alias[0] if alias else given
    found = [
        (table, row[0])
        for table, key in FACT_TABLES.items()
        for row in connection.execute(
            f"select {key} from marts.{table} where starts_with({key}, ?) order by 1",  # noqa: S608
            [wanted],
        ).fetchall()
    ]
    exact = [match for match in found if match[1] == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        _refuse_rejected(connection, given)
    if not found:
        raise DataProblem(
            f"no fact has the id {given}",
            expected="an id of a fact table, such as incident_id of marts.fct_incidents",
            cure='list them: factwire query "select fact_id, fact_table from marts.brg_fact_evidence"',
        )
    raise DataProblem(
        f"{len(found)} facts have an id that starts with {given}",
        expected="the id of one fact",
        cure="give more of it: " + ", ".join(match[1] for match in found[:8]),
    )


def _refuse_rejected(connection: duckdb.DuckDBPyConnection, given: str) -> None:
    """Raise where the id, an old one or the start of one, leads to a fact that a reviewer rejected."""
    found = connection.execute(
        """
        select d.target_table, d.fact_id, d.decision_id,
            concat('by ', d.reviewer, ' on ', strftime(d.decided_at, '%Y-%m-%d %H:%M'), ' UTC', ': ' || d.reason)
        from marts.review_decisions as d
        where d.action = 'reject' and d.state = 'in_force' and (
            starts_with(d.fact_id, $1)
            or d.fact_id = (select new_id from marts.fact_id_aliases where old_id = $1)
        )
        order by d.fact_id
        """,
        [given],
    ).fetchall()
    if len(found) > 1:
        raise DataProblem(
            f"{len(found)} rejected facts have an id that starts with {given}",
            expected="the id of one fact",
            cure="give more of it: " + ", ".join(row[1] for row in found[:8]),
        )
    if found:
        raise RejectedFact(*found[0])
