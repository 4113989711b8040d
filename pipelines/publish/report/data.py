"""What the report shows, read from the published copy: facts of all families in one shape, with what stands behind each.

What belongs here: which facts, values and sentences reach the page.  Not here: how they are drawn (charts.py), the file
(page.py).
Every fact is a dict of: id, family, type, days (from, to), countries, actors, doubt, and the values of its family.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import polars as pl

from pipelines.api import Reader
from pipelines.api.facts import FACT_TABLES, FAMILIES
from pipelines.publish.texts import Texts, selected, withheld

# Family → its facts; {…} stands for a table with the publishers' words withheld as asked.
_FACTS = {
    "incidents": """
        select incident_id as id, coalesce(event_type, 'unknown') as type, date_start as start, date_end as "end",
            [f.iso3, one.iso3, two.iso3] as countries, [actor1, actor2] as actors,
            nullif(responsibility_status, 'undisputed') as responsibility, where_prec, f.date_prec, confidence,
            sub_event_type, concat_ws(', ', location, nullif(admin1, location), country) as place, actor1, actor2,
            killed_low, killed_best, killed_high, injured_low, injured_high, casualty_scope,
            latitude, longitude, n_articles,
            case when f.date_prec <= 3 and casualty_scope = 'event' then date_trunc('week', event_date)::date end as week
        from {fct_incidents} as f
        left join marts.dim_actors as one on one.actor_id = actor1_id
        left join marts.dim_actors as two on two.actor_id = actor2_id""",
    "talks": """
        select talks_id as id, coalesce(outcome, 'unknown') as type, date_start as start, date_end as "end",
            (select list(a.iso3 order by a.actor_id) from marts.dim_actors as a where list_contains(party_ids, a.actor_id)) as countries,
            list_concat(parties, mediators) as actors, nullif(outcome_status, 'agreed_by_all') as contested, date_prec,
            confidence, round_no, array_to_string(parties, ' – ') as parties, venue as place,
            array_to_string(mediators, ', ') as mediators, n_articles
        from {fct_talks}""",
    "ceasefires": """
        select ceasefire_id as id, coalesce(f.status, 'unknown') as type, coalesce(effective_date, declared_date) as start,
            end_date as "end", coalesce(f.status in ('declared', 'in_effect', 'strained', 'conditional'), false) as lasts,
            (select list({{'status': s.status, 'from': s.valid_from, 'to': s.valid_to}} order by s.valid_from)
                from marts.fct_ceasefire_states as s where s.ceasefire_id = f.ceasefire_id) as states,
            (select list(a.iso3 order by a.actor_id) from marts.dim_actors as a where list_contains(parties, a.name)) as countries,
            list_concat(parties, brokered_by) as actors, confidence, array_to_string(parties, ' – ') as parties, array_to_string(brokered_by, ', ') as brokered_by,
            conditions, end_reason, n_articles
        from {fct_ceasefires} as f""",
    "deportations": """
        select measure_id as id, measure as type, window_start as start, window_end as "end",
            [from_iso3, to_iso3] as countries, [authority] as actors, window_prec as date_prec, confidence,
            population, count_low, count_best, count_high, nullif(approximator, 'exact') as approximator, unit, is_cumulative,
            concat_ws(' → ', from_country, to_country) as place, p.name as crossing, authority, n_articles
        from {fct_deportations}
        left join marts.dim_places as p on p.place_id = crossing_place_id""",
    "border_status": """
        select border_status_id as id, status as type, valid_from as start, valid_to as "end", valid_to is null as lasts,
            countries, [by_actor] as actors, from_prec as date_prec, confidence, crossing, traffic_class, by_actor, reason,
            n_articles
        from {fct_border_status}""",
    "statements": """
        with sides as (  -- for whom a person speaks on that day
            select statement_id, first(a.name order by a.name) as side, first(a.iso3 order by a.name) as side_iso3
            from marts.fct_statements
            join marts.fct_claims as c using (claim_id)
            join marts.dim_articles as article on article.article_id = c.article_id
            join marts.dim_actor_roles as r on r.actor_id = marts.fct_statements.speaker_id
                and coalesce(said_on, published_on) between coalesce(valid_from, date '0001-01-01')
                and coalesce(valid_to, date '9999-12-31')
            join marts.dim_actors as a on a.actor_id = r.affiliation_id
            group by statement_id
        )
        select f.statement_id as id, statement_type as type, coalesce(said_on, published_on) as start, coalesce(said_on, published_on) as "end",
            said_on is null as is_day_of_report,
            list_concat([who.iso3, side_iso3], (select list(a.iso3 order by a.actor_id) from marts.dim_actors as a
                where list_contains(about_ids, a.actor_id))) as countries,
            list_concat([coalesce(who.name, f.speaker), side], (select list(a.name order by a.actor_id) from marts.dim_actors as a
                where list_contains(about_ids, a.actor_id))) as actors,
            coalesce(who.name, f.speaker) as speaker, coalesce(side, who.name, f.speaker) as side, f.speaker_role,
            said_prec as date_prec,
            (select list(a.name order by a.name) from marts.dim_actors as a where list_contains(about_ids, a.actor_id))
                as about, f.claim_id
        from {fct_statements} as f
        join {fct_claims} as c on c.claim_id = f.claim_id
        join marts.dim_articles as article on article.article_id = c.article_id
        left join sides on sides.statement_id = f.statement_id
        left join marts.dim_actors as who on who.actor_id = f.speaker_id""",
}
_EVIDENCE = """
    select e.fact_id, e.role, e.claim_id, c.quote, coalesce(c.speaker, 'the reporter') as speaker, c.speaker_role as role_of,
        c.stance, c.voice, a.outlet, a.title, a.url, a.published_on as day
    from marts.brg_fact_evidence as e
    join {fct_claims} as c using (claim_id)
    join marts.dim_articles as a on a.article_id = e.article_id
    order by case e.role when 'supports' then 1 when 'contradicts' then 2 else 3 end, a.published_on, a.article_id,
        e.char_start, e.claim_id"""
_CONFLICTS = """
    select fact_id, field, value, n_claims, is_chosen, rule from {fct_conflicts}
    order by fact_id, field, is_chosen desc, value"""
_WEEKLY_RETURNS = """
    select week, measure as type, document_status, unit, counted_by, measure_ids as ids, count_low, count_best, count_high,
        coalesce(p.name, 'all crossings') as crossing, n_days
    from marts.agg_returns_weekly left join marts.dim_places as p on p.place_id = crossing_place_id
    order by week, measure, crossing, ids"""
# A twentieth of the articles may be older than the day that the page opens with.
_SPAN = """
    select min(published_on) as first, quantile_disc(published_on, 0.05) as most_from, max(published_on) as last,
        count(*) as n_articles
    from marts.dim_articles"""


def report_data(reader: Reader, texts: Texts) -> dict[str, Any]:
    """All that the page holds, ready for JSON; sentences as far as the copy and `texts` let them go."""
    tables = {table: _source(reader, table, texts) for table in [*FACT_TABLES, "fct_claims", "fct_conflicts"]}
    claims: dict[str, dict[str, Any]] = {}
    evidence: dict[str, list[list[str]]] = defaultdict(list)
    for row in _rows(reader.sql(_EVIDENCE.format(**tables))):
        claim_id, fact_id, role = row.pop("claim_id"), row.pop("fact_id"), row.pop("role")
        claims[claim_id] = row
        evidence[fact_id].append([claim_id, role])
    conflicts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(reader.sql(_CONFLICTS.format(**tables))):
        conflicts[row.pop("fact_id")].append(row)
    facts = []
    for family in FAMILIES:
        for row in _rows(reader.sql(_FACTS[family].format(**tables) + "\norder by start, id")):
            row |= {"countries": _distinct(row.get("countries")), "actors": _distinct(row.get("actors"))}
            facts.append(
                {"family": family, **row, "evidence": evidence[row["id"]], "conflicts": conflicts.get(row["id"], [])}
            )
    return {
        "span": _rows(reader.sql(_SPAN))[0],
        "facts": _numbered(facts),
        "claims": claims,
        "returns": _rows(reader.sql(_WEEKLY_RETURNS)),
        "countries": _countries(reader),
    }


def _source(reader: Reader, table: str, texts: Texts) -> str:
    columns = reader.sql(f"describe marts.{table}")["column_name"].to_list()
    return f"(select {selected(withheld(f'marts.{table}', columns, texts))} from marts.{table})"  # noqa: S608


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON has them; unknown values are left out, which keeps the page small."""
    return [_plain(row) for row in frame.to_dicts()]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if item is not None}
    return value.isoformat() if isinstance(value, date) else value


def _distinct(values: list[str | None] | None) -> list[str]:
    return list(dict.fromkeys(value for value in values or [] if value))


def _countries(reader: Reader) -> dict[str, str]:
    frame = reader.sql(
        "select iso3, min(country) as name from marts.dim_places where iso3 is not null group by iso3 order by iso3"
    )
    return dict(frame.iter_rows())


def _numbered(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Incidents at one point, and those of one type and day, are numbered so that charts can draw them side by side."""
    seen: Counter[tuple[Any, ...]] = Counter()
    for fact in facts:
        for name, key in (
            ("nth_there", ("there", fact.get("latitude"), fact.get("longitude"))),
            ("nth_then", ("then", fact["family"], fact["type"], fact.get("start"))),
        ):
            fact[name] = seen[key]
            seen[key] += 1
    return facts
