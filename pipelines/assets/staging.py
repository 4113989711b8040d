"""The staging layer: raw articles cleaned with polars into `staging.articles` and `staging.sources`.

Incremental by content: a row is cleaned again when what was delivered, the rules of cleaning, the definitions of
publishers or what a reviewer says of its day changed.  Each chunk is one transaction, so a killed run resumes where it stopped.
"""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from pipelines import ids
from pipelines.assets.owners import OWNERS
from pipelines.clean.articles import (
    clean_articles,
    cleaner_version,
    credited_elsewhere,
    find_sources,
    sketch_rows,
    source_columns,
)
from pipelines.clean.duplicates.archive import settle_copies
from pipelines.config import Home
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source, load_sources
from pipelines.resources.warehouse import Update, Warehouse, Write
from pipelines.review.fields import ARTICLES
from pipelines.schemas import (
    RAW_ARTICLES,
    STAGING_ARTICLES,
    STAGING_CLEANINGS,
    STAGING_COMPARISONS,
    STAGING_SKETCHES,
    STAGING_SOURCES,
)

CHUNK = 2000
# Rows without their texts are small.
SOURCES_CHUNK = 50_000
_KEY = ("article_id", "version")
# What settles no value of an article.
_BOOKS = {"article_id", "version", "text", "first_seen_at"}
_DELIVERED = ", ".join(f"r.{column.name}" for column in RAW_ARTICLES.columns if column.name not in _BOOKS)
_TABLES = (STAGING_ARTICLES, STAGING_SOURCES, STAGING_CLEANINGS, STAGING_SKETCHES, STAGING_COMPARISONS)


@dg.multi_asset(
    name="clean_articles",
    specs=[
        dg.AssetSpec(
            table.name.split("."),
            deps=[["raw", "articles"], ["raw", "review_decisions"]],
            description=table.meaning,
            group_name="staging",
            owners=OWNERS,
            kinds={"polars", "duckdb"},
        )
        for table in _TABLES
    ],
    pool="duckdb_write",
)
def staged_articles(
    home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.MaterializeResult[None]]:
    """Settle publication day, source, newest version and copies of every article."""
    registry = Registry(load_sources(*home.source_folders))
    with warehouse.session():
        cleaned = clean_pending(warehouse, registry)
        resolved = resolve_sources(warehouse, registry)
        compared = settle_copies(warehouse, cleaner_version())
        found = warehouse.read(
            "select count(*) - count(published_on) as undated, count(near_duplicate_of) as near_duplicates "
            "from staging.articles"
        ).row(0, named=True)
    metadata = found | {"cleaned": cleaned, "sources_resolved_again": resolved, "pairs_compared": compared}
    for table in _TABLES:
        yield dg.MaterializeResult(
            asset_key=table.name.split("."),
            metadata={"dagster/row_count": warehouse.count(table.name)}
            | (metadata if table is STAGING_ARTICLES else {}),
        )


def clean_pending(warehouse: Warehouse, registry: Registry) -> int:
    """Clean what was not cleaned yet, or not from what is delivered and decided now, or not by these rules; how many rows."""
    pending = warehouse.read(
        f"""
        with decided as (
            select target_id as article_id, new_value::date as decided_on from raw.review_decisions
            where target_table = '{ARTICLES}'
            qualify row_number() over (partition by target_id order by decided_at desc, decision_id desc) = 1
        ),
        delivered as (
            select
                r.rowid as row_no, r.article_id, r.version, hash({_DELIVERED}) as content,
                r.version = max(r.version) over (partition by r.article_id) as is_current,
                d.article_id is not null as is_decided, d.decided_on
            from raw.articles as r left join decided as d on d.article_id = r.article_id
        ),
        given as (
            select *, hash(content, is_current, is_decided, decided_on)::varchar as delivery from delivered
        )
        select g.row_no, g.is_current, g.is_decided, g.decided_on, g.delivery
        from given as g
        left join staging.cleanings as c on c.article_id = g.article_id and c.version = g.version
        where c.delivery is distinct from g.delivery or c.cleaner_version <> ?
        order by g.row_no
        """,  # noqa: S608  (names of our own)
        [cleaner_version()],
    )
    for chunk in pending.iter_slices(CHUNK):
        raw = warehouse.read(
            "select rowid as row_no, * from raw.articles where rowid in (from given) order by row_no",
            given=chunk.select("row_no"),
        ).join(chunk, on="row_no")
        cleaned = clean_articles(raw, registry)
        keys = raw.select(_KEY)
        sketches = sketch_rows(raw, cleaned.sources, registry)
        books = raw.select(
            *_KEY,
            "delivery",
            cleaner_version=pl.lit(cleaner_version()),
            sources_version=pl.lit(_sources_version(registry)),
        )
        warehouse.write(
            Write(STAGING_ARTICLES, cleaned.articles, replacing=keys),
            Write(STAGING_CLEANINGS, books, replacing=keys),
            Write(STAGING_SKETCHES, sketches, replacing=sketches.select("article_id")),
            _provisional(warehouse, cleaned.sources),
        )
    return pending.height


def resolve_sources(warehouse: Warehouse, registry: Registry) -> int:
    """Find the publishers anew of rows that other definitions named, without their texts; how many rows."""
    resolved = 0
    current = _sources_version(registry)
    while True:
        raw = warehouse.read(
            """
            select r.article_id, r.version, r.outlet, r.url, s.article_id is not null as is_current, s.credit from staging.cleanings as c
            inner join raw.articles as r on r.article_id = c.article_id and r.version = c.version
            left join staging.sketches as s on s.article_id = r.article_id and s.text_sha256 = r.text_sha256
            where c.sources_version <> ? limit ?
            """,
            [current, SOURCES_CHUNK],
        )
        if raw.is_empty():
            break
        origins = find_sources(raw, registry)
        keys = raw.select(_KEY)
        credited = raw.with_columns(
            is_credited_elsewhere=credited_elsewhere(raw["credit"].to_list(), origins, registry),
            is_settled=pl.lit(value=False),
        ).filter("is_current")
        warehouse.write(
            Update(STAGING_ARTICLES, keys.with_columns(source_columns(raw["outlet"], origins)), by=_KEY),
            Update(
                STAGING_SKETCHES,
                credited.select("article_id", "is_credited_elsewhere", "is_settled"),
                by=["article_id"],
            ),
            Update(STAGING_CLEANINGS, keys.with_columns(sources_version=pl.lit(current)), by=_KEY),
            _provisional(warehouse, origins),
        )
        resolved += raw.height
    _store_sources(warehouse, registry)
    return resolved


def _sources_version(registry: Registry) -> str:
    return ids.digest(*(repr(source) for _, source in sorted(registry.sources.items())), length=12)


def _provisional(warehouse: Warehouse, found: list[Source]) -> Write:
    """Publishers that no definition names; of several spellings of one the first by letter, whatever came first."""
    held = warehouse.read("select source_id, title from staging.sources where is_provisional")
    titles: dict[str, str] = dict(held.iter_rows())
    rows: dict[str, dict[str, object]] = {}
    for source in sorted((s for s in found if s.is_provisional), key=lambda s: s.title):
        if source.id not in rows and source.title < titles.get(source.id, chr(0x10FFFF)):
            rows[source.id] = source.row()
    frame = STAGING_SOURCES.frame(list(rows.values()))
    return Write(STAGING_SOURCES, frame, replacing=frame.select("source_id"))


def _store_sources(warehouse: Warehouse, registry: Registry) -> None:
    """Every definition, and the provisional ones in use."""
    defined = STAGING_SOURCES.frame([source.row() for source in registry.sources.values()])
    provisional = warehouse.read(
        "select * from staging.sources where is_provisional and source_id in (select source_id from staging.articles)"
    ).join(defined, on="source_id", how="anti")
    frame = pl.concat([defined, provisional]).sort("source_id")
    warehouse.write(Write(STAGING_SOURCES, frame, everything=True))
