"""Extraction: articles read into `staging.sentences`, `staging.claims` and `staging.article_facts`.

Incremental by content: what this extractor has read already is not read again, unless its text, title or day is another
now.  Each chunk of articles is one transaction, so a killed run resumes where it stopped.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import dagster as dg
import polars as pl
from pydantic import Field

from pipelines.assets.owners import OWNERS
from pipelines.beat import covered
from pipelines.clean.articles import sentences
from pipelines.extract.rows import Job, Rows, lost_job, read_job
from pipelines.extract.version import extractor_version
from pipelines.redo import days
from pipelines.resources.runner import run_in_order
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import STAGING_ARTICLE_FACTS, STAGING_CLAIMS, STAGING_EXTRACTIONS, STAGING_SENTENCES, Table

CHUNK = 100
# Below this, starting processes (each loads the language model) costs more than it saves.
WORTH_A_POOL = 150
_TABLES = (STAGING_SENTENCES, STAGING_CLAIMS, STAGING_ARTICLE_FACTS, STAGING_EXTRACTIONS)


class Reading(dg.Config):
    """What to read again although it was read: everything, or articles published in a range of days (inclusive)."""

    full_refresh: bool = Field(default=False, description="Read every article again.")
    redo_from: str | None = Field(
        default=None,
        description="First day of publication to read again, as 2025-10-09; open where only the last is given.",
    )
    redo_to: str | None = Field(default=None, description="Last day of publication to read again, included.")


@dg.multi_asset(
    name="read_articles",
    specs=[
        dg.AssetSpec(
            table.name.split("."),
            deps=[["staging", "articles"]] if table is STAGING_SENTENCES else [["staging", "sentences"]],
            description=table.meaning,
            group_name="staging" if table is STAGING_SENTENCES else "extraction",
            owners=OWNERS,
            kinds={"python", "spacy", "duckdb"},
        )
        for table in _TABLES
    ],
    pool="duckdb_write",
)
def read_articles(
    context: dg.AssetExecutionContext, config: Reading, warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read what has not been read by this extractor yet."""
    pending = _pending(warehouse, config)
    context.log.info(f"{pending.height} article versions to read with extractor {extractor_version()}")
    recorded_at = datetime.now(UTC)
    foreign, pending = pending.filter(~pl.col("is_read")), pending.filter("is_read")
    workers = (os.cpu_count() or 1) if pending.height >= WORTH_A_POOL else 1
    failed = off_beat = 0
    with warehouse.session():
        for chunk in _with_texts(warehouse, foreign):
            _store(warehouse, chunk, [Rows([], [])] * chunk.height, recorded_at)
        countries = covered()
        jobs = (
            _job(row, recorded_at, countries)
            for c in _with_texts(warehouse, pending)
            for row in c.iter_rows(named=True)
        )
        results = run_in_order(read_job, jobs, workers=workers, lost=lost_job)
        # Texts are read once for reading and once for storing: no more than a few chunks of them are held.
        for chunk in _with_texts(warehouse, pending):
            read = list(islice(results, chunk.height))
            failed += sum(rows.error is not None for rows in read)
            off_beat += sum(rows.is_off_beat for rows in read)
            _store(warehouse, chunk, read, recorded_at)
    done = {
        "articles_read": pending.height - off_beat,
        "unreadable": failed,
        "other_language": foreign.height,
        "off_beat": off_beat,
    }
    for table in _TABLES:
        yield dg.MaterializeResult(
            asset_key=table.name.split("."),
            metadata={"dagster/row_count": warehouse.count(table.name)}
            | (done if table is STAGING_EXTRACTIONS else {}),
        )


def _pending(warehouse: Warehouse, config: Reading) -> pl.DataFrame:
    return warehouse.read(
        """
        with current as (
            select
                a.article_id, a.version, a.is_read, a.published_on,
                md5(concat_ws(chr(31), a.is_read, r.text_sha256, a.published_on, a.title)) as read_from
            from staging.articles as a
            left join raw.articles as r on r.article_id = a.article_id and r.version = a.version
            where a.is_current
        )
        select a.article_id, a.version, a.is_read, a.read_from
        from current as a
        left join staging.extractions as e on e.article_id = a.article_id and e.version = a.version
            and e.extractor_version = ? and e.read_from = a.read_from
        where e.article_id is null or ? or a.published_on between ? and ?
        order by a.published_on, a.article_id
        """,
        [extractor_version(), config.full_refresh, *days(config.redo_from, config.redo_to)],
    )


def _with_texts(warehouse: Warehouse, pending: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The articles of `pending` in its order, a chunk at a time, with what is read of them."""
    for chunk in pending.iter_slices(CHUNK):
        texts = warehouse.read(
            "select article_id, version, title, published_on, text from staging.articles where is_current and "
            "article_id in (select unnest(?))",
            [chunk["article_id"].to_list()],
        )
        yield chunk.join(texts, on=["article_id", "version"], how="left", maintain_order="left")


def _job(row: dict[str, object], recorded_at: datetime, countries: frozenset[str]) -> Job:
    fields = {name: row[name] for name in ("article_id", "version", "title", "published_on", "text")}
    return Job(**fields, recorded_at=recorded_at, countries=countries)  # type: ignore[arg-type]


def _store(warehouse: Warehouse, chunk: pl.DataFrame, read: list[Rows], recorded_at: datetime) -> None:
    """All tables of one chunk in one transaction; rows of the articles' earlier readings go first."""
    articles = chunk.select("article_id")
    done: list[dict[str, object]] = [
        {
            "article_id": article,
            "version": version,
            "extractor_version": extractor_version(),
            "read_from": read_from,
            "status": _status(rows, is_read=is_read),
            "error": rows.error,
            "n_claims": len(rows.claims),
            "n_facts": len(rows.facts),
            "recorded_at": recorded_at,
        }
        for (article, version, is_read, read_from), rows in zip(
            chunk.select("article_id", "version", "is_read", "read_from").iter_rows(), read, strict=True
        )
    ]

    def write(table: Table, rows: list[dict[str, object]]) -> Write:
        return Write(table, table.frame(rows), replacing=articles)

    warehouse.write(
        Write(STAGING_SENTENCES, sentences(chunk), replacing=articles),
        write(STAGING_CLAIMS, [claim for rows in read for claim in rows.claims]),
        write(STAGING_ARTICLE_FACTS, [fact for rows in read for fact in rows.facts]),
        write(STAGING_EXTRACTIONS, done),
    )


def _status(rows: Rows, *, is_read: bool) -> str:
    if not is_read:
        return "other_language"
    if rows.is_off_beat:
        return "off_beat"
    return "read" if rows.error is None else "unreadable"
