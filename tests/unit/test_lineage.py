"""What a column is made from, read off SQL."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.errors import DataProblem
from pipelines.publish.lineage import Origin, origins


def node(name: str, sql: str | None, *parents: str, columns: tuple[str, ...] = ()) -> dict[str, Any]:
    schema, _, alias = name.partition(".")
    return {
        "resource_type": "model",
        "language": "sql" if sql else "python",
        "schema": schema,
        "alias": alias,
        "columns": {column: {} for column in columns},
        "compiled_code": sql,
        "depends_on": {"nodes": list(parents)},
    }


def made(*nodes: dict[str, Any]) -> dict[str, set[str]]:
    """Column of the last node → what it is made from."""
    manifest = {"nodes": {f"{n['schema']}.{n['alias']}": n for n in nodes}}
    name = f"{nodes[-1]['schema']}.{nodes[-1]['alias']}"
    found = origins(manifest)[name]
    return {column: {f"{one.table}.{one.column}" for one in ends} for column, ends in found.items()}


CLAIMS = node(
    "intermediate.int_claims__current",
    "select claim_id as id, upper(quote) as said, article_id from warehouse.staging.claims where stance <> 'denies'",
)


def test_the_way_leads_through_what_is_intermediate() -> None:
    mart = node(
        "marts.fct_words",
        "with known as (select * from warehouse.intermediate.int_claims__current) select id, said || '!' as said from known",
        "intermediate.int_claims__current",
    )
    assert made(CLAIMS, mart) == {"id": {"staging.claims.claim_id"}, "said": {"staging.claims.quote"}}


def test_what_only_joins_filters_groups_or_orders_is_left_out() -> None:
    mart = node(
        "marts.fct_words",
        """
        select
            articles.title,
            first(claims.quote order by claims.char_start) as first_quote,
            count(*) as n_claims
        from warehouse.staging.claims as claims
        inner join warehouse.staging.articles as articles on claims.article_id = articles.article_id
        where claims.version = 1
        group by articles.title
        """,
    )
    assert made(mart) == {
        "title": {"staging.articles.title"},
        "first_quote": {"staging.claims.quote"},
        "n_claims": set(),
    }


def test_a_condition_of_the_value_and_both_sides_of_a_union_count() -> None:
    mart = node(
        "marts.fct_words",
        """
        select case when version > 1 then quote end as said from warehouse.staging.claims
        union all
        select title from warehouse.staging.articles
        """,
    )
    assert made(mart) == {"said": {"staging.claims.version", "staging.claims.quote", "staging.articles.title"}}


def test_a_table_named_as_a_value_is_all_its_columns() -> None:
    mart = node(
        "marts.fct_words",
        "with few as (select quote, version from warehouse.staging.claims) select hash(few) as state from few",
    )
    assert made(mart) == {"state": {"staging.claims.quote", "staging.claims.version"}}


def test_the_way_ends_at_another_mart_and_at_what_python_writes() -> None:
    first = node("marts.fct_words", "select quote as said from warehouse.staging.claims")
    python = node("intermediate.int_words__alike", None, columns=("said", "likeness"))
    mart = node(
        "marts.agg_words",
        """
        select words.said, alike.likeness
        from warehouse.marts.fct_words as words
        inner join warehouse.intermediate.int_words__alike as alike on words.said = alike.said
        """,
        "marts.fct_words",
        "intermediate.int_words__alike",
    )
    assert made(first, python, mart) == {
        "said": {"marts.fct_words.said"},
        "likeness": {"intermediate.int_words__alike.likeness"},
    }


def test_a_resolved_value_is_named_by_its_field() -> None:
    values = node(
        "intermediate.int_fact_values__observed",
        "select article_fact_id as fact_id, 'toll' as field, place_id as value, 1 as value_prec, true as is_chosen "
        "from warehouse.staging.article_facts",
    )
    mart = node(
        "marts.fct_incidents",
        """
        with chosen as (select * from warehouse.intermediate.int_fact_values__observed where is_chosen)
        select
            fact_id,
            max(value) filter (where field = 'toll') as toll,
            max(value_prec) filter (where field = 'date') as date_prec
        from chosen
        group by fact_id
        """,
        "intermediate.int_fact_values__observed",
    )
    manifest = {"nodes": {f"{n['schema']}.{n['alias']}": n for n in (values, mart)}}
    found = origins(manifest)["marts.fct_incidents"]
    assert found["toll"] == {Origin("intermediate.int_fact_values__observed", "value", "toll")}
    assert found["date_prec"] == {Origin("intermediate.int_fact_values__observed", "value_prec", "date")}
    assert found["fact_id"] == {Origin("staging.article_facts", "article_fact_id")}


def test_what_cannot_be_read_is_named() -> None:
    mart = node("marts.fct_words", "select nothing_like_it from warehouse.staging.claims")
    with pytest.raises(DataProblem, match="fct_words are made from cannot be read"):
        made(mart)
