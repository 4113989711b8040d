"""The staging layer: raw articles cleaned with polars into `staging.articles` and `staging.sources`."""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.owners import OWNERS
from pipelines.clean.articles import clean_articles, source_rows
from pipelines.config import Home
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import load_sources
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import STAGING_ARTICLES, STAGING_SOURCES


@dg.multi_asset(
    name="clean_articles",
    specs=[
        dg.AssetSpec(
            table.name.split("."),
            deps=[["raw", "articles"]],
            description=table.meaning,
            group_name="staging",
            owners=OWNERS,
            kinds={"polars", "duckdb"},
        )
        for table in (STAGING_ARTICLES, STAGING_SOURCES)
    ],
    pool="duckdb_write",
)
def staged_articles(
    home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.MaterializeResult[None]]:
    """Settle publication day, source, newest version and copies of every article."""
    registry = Registry(load_sources(*home.source_folders))
    articles = clean_articles(warehouse.read("select * from raw.articles"), registry)
    warehouse.write(
        Write(STAGING_ARTICLES, articles, everything=True),
        Write(STAGING_SOURCES, source_rows(registry), everything=True),
    )
    yield dg.MaterializeResult(
        asset_key=["staging", "articles"],
        metadata={
            "dagster/row_count": articles.height,
            "undated": articles["published_on"].null_count(),
            "near_duplicates": articles.height - articles["near_duplicate_of"].null_count(),
        },
    )
    yield dg.MaterializeResult(
        asset_key=["staging", "sources"], metadata={"dagster/row_count": warehouse.count("staging.sources")}
    )
