"""Asset checks: what must hold before anything is published.

A check that fails with severity ERROR blocks the published copy; dbt's data tests are further checks on their models.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import dagster as dg
import polars as pl

from pipelines.config import Home
from pipelines.fetch.health import troubles
from pipelines.fetch.state import State
from pipelines.ingest.bounds import outside_bounds
from pipelines.ingest.sources import load_sources
from pipelines.resources.warehouse import Warehouse
from pipelines.schemas import TABLES, Table


def _result(bad: int, what: str) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=bad == 0, description=f"{bad} {what}", metadata={"bad": bad})


def schema_check(table: Table) -> dg.AssetChecksDefinition:
    """The table in the file has exactly the declared columns, and no key twice."""

    @dg.asset_check(asset=table.name.split("."), name="schema", blocking=True, description=schema_check.__doc__)
    def check(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
        schema, name = table.name.split(".")
        found = warehouse.read(
            "select column_name from duckdb_columns() where schema_name = ? and table_name = ? order by column_index",
            [schema, name],
        )["column_name"].to_list()
        declared = [column.name for column in table.columns]
        differing = sorted(set(found) ^ set(declared))
        if differing or not table.grows:
            return _result(
                len(differing), f"columns differ from pipelines/schemas.py: {', '.join(differing) or 'none'}"
            )
        keys = ", ".join(table.key)
        twice = warehouse.read(f"select count(*) - count(distinct hash({keys})) as n from {table.name}")["n"][0]  # noqa: S608
        return _result(twice, f"rows whose key ({keys}) stands before")

    return check


@dg.asset_check(
    asset=["staging", "sentences"],
    blocking=True,
    description="Each sentence is exactly the article's text between its offsets.",
)
def offsets_match_text(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    bad = warehouse.read(
        """
        select count(*) as n from staging.sentences as s
        left join staging.articles as a using (article_id, version)
        where s.text is distinct from substring(a.text, s.char_start + 1, s.char_end - s.char_start)
        """
    )["n"][0]
    return _result(bad, "sentences are not the text at their offsets")


@dg.asset_check(
    asset=["staging", "claims"],
    additional_deps=[["staging", "sentences"]],
    blocking=True,
    description="Each claim's quote is exactly the sentence it rests on.",
)
def quotes_are_sentences(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    bad = warehouse.read(
        """
        select count(*) as n from staging.claims as c
        left join staging.sentences as s using (sentence_id)
        where c.quote is distinct from s.text
        """
    )["n"][0]
    return _result(bad, "claims whose quote is not their sentence")


@dg.asset_check(
    asset=["marts", "brg_fact_evidence"],
    blocking=True,
    description="Every fact of one article, unless rejected by a reviewer, reaches the marts with a claim behind it.",
)
def every_fact_has_evidence(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    bad = warehouse.read(
        """
        select count(*) as n from staging.article_facts as f
        where not exists (
            select 1 from staging.claims as c
            join marts.brg_fact_evidence as e using (claim_id)
            where c.article_fact_id = f.article_fact_id
        ) and f.article_fact_id not in (
            select i.article_fact_id from intermediate.int_facts__identified as i
            join intermediate.int_decisions__latest as d on d.target_id = i.fact_id and d.action = 'reject'
        )
        """
    )["n"][0]
    return _result(bad, "facts of an article without evidence in the marts")


@dg.asset_check(
    asset=["staging", "sources"],
    additional_deps=[["staging", "articles"]],
    blocking=True,
    description="Each source has as many articles as its definition expects; severity error stops the build.",
)
def source_bounds(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    outside = warehouse.read(outside_bounds("staging.sources"))
    is_error = "error" in outside["expected_severity"]
    named = ", ".join(outside["source_id"].unique(maintain_order=True).head(5))
    return dg.AssetCheckResult(
        passed=outside.is_empty(),
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        description=f"{outside.height} counts of articles outside the bounds of their source{named and f': {named}'}",
        metadata={"first": outside.head(20).with_columns(pl.col("period").cast(pl.String)).to_dicts()},
    )


@dg.asset_check(asset=["fetched", "feeds"], description="Every feed was fetched well, and gave something new of late.")
def feeds_answer(home: dg.ResourceParam[Home]) -> dg.AssetCheckResult:
    state = State(home.fetch_state)
    found = troubles(load_sources(*home.source_folders), state, datetime.now(UTC))
    state.close()
    return dg.AssetCheckResult(
        passed=not found,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{len(found)} feeds failed or are stale",
        metadata={"feeds": [asdict(trouble) for trouble in found]},
    )


@dg.asset_check(asset=["raw", "rejects"], description="Nothing delivered stands refused.")
def nothing_refused(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    refused = warehouse.read(
        "select file, item, reason, cure, count(*) over () as n from raw.rejects where resolved_at is null "
        "order by file, item limit 20"
    )
    return dg.AssetCheckResult(
        passed=refused.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{refused['n'][0] if refused.height else 0} files or records refused",
        metadata={"first": refused.drop("n").to_dicts()},
    )


@dg.asset_check(asset=["staging", "extractions"], description="Every article could be read.")
def every_article_readable(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    unread = warehouse.read(
        "select article_id, error from staging.extractions where status = 'unreadable' order by 1 limit 20"
    )
    return dg.AssetCheckResult(
        passed=unread.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{unread.height} articles could not be read",
        metadata={"first": unread.to_dicts()},
    )


@dg.asset_check(
    asset=["staging", "articles"], description="No publication day is in doubt that no reviewer has settled."
)
def publication_days_agree(warehouse: dg.ResourceParam[Warehouse]) -> dg.AssetCheckResult:
    doubtful = warehouse.read(
        """
        select article_id, title, published_flag, published_on, published_from, published_candidates
        from staging.articles
        where is_current and published_flag is not null and published_from <> 'reviewer' order by article_id
        """
    )
    return dg.AssetCheckResult(
        passed=doubtful.is_empty(),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{doubtful.height} articles whose publication day is in doubt",
        metadata={"first": doubtful.with_columns(pl.col("published_on").cast(pl.String)).head(20).to_dicts()},
    )


def all_checks() -> Sequence[dg.AssetChecksDefinition]:
    """Every check of this module."""
    return [
        *(schema_check(table) for table in TABLES),
        offsets_match_text,
        quotes_are_sentences,
        every_fact_has_evidence,
        source_bounds,
        feeds_answer,
        nothing_refused,
        every_article_readable,
        publication_days_agree,
    ]
