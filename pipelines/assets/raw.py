"""The raw layer: files of the inbox into `raw.articles`, what cannot be read into `raw.rejects`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import Field

from pipelines.assets.owners import OWNERS
from pipelines.config import Home
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered, Refused
from pipelines.ingest.versions import id_of, new_rows, reject_row
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import RAW_ARTICLES, RAW_REJECTS

CHUNK = 2000


class Ingest(dg.Config):
    """What to read: files and folders; the home's inbox where none is named."""

    inbox: list[str] = Field(default_factory=list)


@dg.multi_asset(
    name="ingest_articles",
    specs=[
        dg.AssetSpec(
            table.name.split("."),
            deps=[["fetched", "feeds"]],
            description=table.meaning,
            group_name="raw",
            owners=OWNERS,
            kinds={"python", "duckdb"},
        )
        for table in (RAW_ARTICLES, RAW_REJECTS)
    ],
    pool="duckdb_write",
)
def ingest_articles(
    config: Ingest, home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the inbox; nothing that was delivered before is stored twice."""
    home.inbox.mkdir(parents=True, exist_ok=True)
    paths = [Path(path) for path in config.inbox] or [home.inbox]
    seen_at = datetime.now(UTC)
    read = new = refused = 0
    with warehouse.session():
        for chunk in _chunks(read_paths(paths)):
            delivered = [item for item in chunk if isinstance(item, Delivered)]
            rows = new_rows(delivered, _known(warehouse, delivered), seen_at)
            rejects = {
                row["reject_id"]: row for row in (reject_row(i, seen_at) for i in chunk if isinstance(i, Refused))
            }
            warehouse.write(
                Write(RAW_ARTICLES, RAW_ARTICLES.frame(rows)),
                Write(RAW_REJECTS, _not_held(warehouse, RAW_REJECTS.frame(list(rejects.values())))),
            )
            read, new, refused = read + len(delivered), new + len(rows), refused + len(rejects)
    yield dg.MaterializeResult(
        asset_key=["raw", "articles"],
        metadata={
            "dagster/row_count": warehouse.count("raw.articles"),
            "articles_read": read,
            "new_articles_or_versions": new,
            "inbox": [str(path) for path in paths],
        },
    )
    yield dg.MaterializeResult(
        asset_key=["raw", "rejects"],
        metadata={"dagster/row_count": warehouse.count("raw.rejects"), "refused_in_this_run": refused},
    )


def _chunks(items: Iterable[Delivered | Refused]) -> Iterator[list[Delivered | Refused]]:
    remaining = iter(items)
    return iter(lambda: list(islice(remaining, CHUNK)), [])


def _known(warehouse: Warehouse, delivered: list[Delivered]) -> dict[str, dict[str, int]]:
    """Versions the warehouse holds of these articles: article_id → sha256 → version."""
    wanted = list({id_of(item) for item in delivered})
    held = warehouse.read("select article_id, text_sha256, version from raw.articles where article_id in ?", [wanted])
    known: dict[str, dict[str, int]] = defaultdict(dict)
    for article, sha256, version in held.iter_rows():
        known[article][sha256] = version
    return known


def _not_held(warehouse: Warehouse, rejects: pl.DataFrame) -> pl.DataFrame:
    """Refusals that the warehouse does not know yet."""
    held = warehouse.read("select reject_id from raw.rejects where reject_id in ?", [rejects["reject_id"].to_list()])
    return rejects.join(held, on="reject_id", how="anti")
