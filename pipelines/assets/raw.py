"""The raw layer: files of the inbox into `raw.articles`, what cannot be read into `raw.rejects`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import Field

from pipelines.assets.owners import OWNERS
from pipelines.config import Home
from pipelines.ingest.chunks import Item, chunks
from pipelines.ingest.deliveries import LAKE, prepare, read_delivered
from pipelines.ingest.inbox import Finished, read_new, reader_version
from pipelines.ingest.records import Delivered, Refused
from pipelines.ingest.rejects import met_again, resolved
from pipelines.ingest.versions import HELD, Row, id_of, news, reject_row
from pipelines.resources.lake import Lake
from pipelines.resources.warehouse import Change, Update, Warehouse, Write
from pipelines.schemas import RAW_ARTICLES, RAW_FILES, RAW_REJECTS


class Ingest(dg.Config):
    """What to read: files, folders, patterns, - for standard input; the home's inbox where none is named."""

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
        for table in (RAW_ARTICLES, RAW_REJECTS, RAW_FILES)
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
    with warehouse.session():
        taken = read_inbox(warehouse, paths, seen_at)
        if lake := Lake.find():
            read_lake(warehouse, lake, seen_at, taken)
    yield dg.MaterializeResult(
        asset_key=["raw", "articles"],
        metadata={
            "dagster/row_count": warehouse.count("raw.articles"),
            "articles_read": taken.read,
            "new_articles_or_versions": taken.new,
            "read_by_format": dict(taken.formats.most_common()),
            "inbox": [str(path) for path in paths],
        },
    )
    yield dg.MaterializeResult(
        asset_key=["raw", "rejects"],
        metadata={
            "dagster/row_count": warehouse.count("raw.rejects"),
            "refused_in_this_run": taken.refused,
            "resolved_in_this_run": taken.resolved,
        },
    )
    yield dg.MaterializeResult(asset_key=["raw", "files"], metadata={"dagster/row_count": warehouse.count("raw.files")})


@dataclass(slots=True)
class Taken:
    """What one reading of the inbox brought."""

    read: int = 0
    new: int = 0
    refused: int = 0
    resolved: int = 0
    formats: Counter[str] = field(default_factory=Counter)


def read_inbox(warehouse: Warehouse, paths: list[Path], seen_at: datetime) -> Taken:
    """Store what the paths hold."""
    done = warehouse.read("select path, stamp from raw.files where reader_version = ?", [reader_version()])
    known = dict(done.iter_rows())
    taken = Taken()
    _take(warehouse, read_new(paths, lambda file: known.get(file.path) == file.stamp), seen_at, taken)
    standing = warehouse.read(
        "from raw.rejects where resolved_at is null and coalesce(last_seen_at, first_seen_at) < ?", [seen_at]
    )
    no_more = resolved(standing, paths, seen_at)
    warehouse.write(_replacing(no_more))
    taken.resolved = no_more.height
    return taken


def read_lake(warehouse: Warehouse, lake: Lake, seen_at: datetime, taken: Taken) -> None:
    """Store what other machines delivered."""
    known = set(warehouse.read("select path from raw.files where starts_with(path, ?)", [LAKE])["path"])
    with lake.connect() as connection:
        prepare(connection)
        _take(warehouse, read_delivered(connection, known), seen_at, taken)


def _take(warehouse: Warehouse, items: Iterable[Item], seen_at: datetime, taken: Taken) -> None:
    """Store the items, a chunk at a time."""
    for chunk in chunks(items):
        delivered = [item for item in chunk if isinstance(item, Delivered)]
        rejects = _rejects(warehouse, (item for item in chunk if isinstance(item, Refused)), seen_at)
        finished = _files((item for item in chunk if isinstance(item, Finished)), seen_at)
        taken.new += store(warehouse, delivered, seen_at, _replacing(rejects), finished)
        taken.read += len(delivered)
        taken.refused += rejects.height
        taken.formats.update(item.delivered_format for item in delivered)


def store(warehouse: Warehouse, delivered: list[Delivered], seen_at: datetime, *beside: Change) -> int:
    """Write what is new about these articles, with other changes in the same transaction; how many texts were new."""
    found = news(delivered, _held(warehouse, delivered), seen_at)
    types = {name: kind for name, kind in RAW_ARTICLES.polars_schema().items() if name in HELD}
    changed = pl.DataFrame(found.changed, schema=types, orient="row")
    warehouse.write(
        Update(RAW_ARTICLES, changed, by=["article_id", "text_sha256"]),
        Write(RAW_ARTICLES, RAW_ARTICLES.frame(found.rows)),
        *beside,
    )
    return len(found.rows)


def _held(warehouse: Warehouse, delivered: list[Delivered]) -> list[Row]:
    """What the warehouse holds of these articles, without the texts."""
    wanted = pl.DataFrame({"article_id": list({id_of(item) for item in delivered})}, schema={"article_id": pl.String})
    return warehouse.read(
        f"select {', '.join(HELD)} from raw.articles where article_id in (from given)",  # noqa: S608
        given=wanted,
    ).to_dicts()


def _rejects(warehouse: Warehouse, refused: Iterable[Refused], seen_at: datetime) -> pl.DataFrame:
    """Rows of the refusals, each once; of those met before, the first time stays."""
    rows = {row["reject_id"]: row for row in (reject_row(item, seen_at) for item in refused)}
    frame = RAW_REJECTS.frame(list(rows.values()))
    held = warehouse.read("from raw.rejects where reject_id in (from given)", given=frame.select("reject_id"))
    return met_again(frame, held)


def _files(finished: Iterable[Finished], seen_at: datetime) -> Write:
    """The files that ended in this chunk: stored with their last articles, so that a killed run reads the rest again."""
    rows: dict[str, dict[str, object]] = {
        file.path: {"path": file.path, "stamp": file.stamp, "reader_version": reader_version(), "read_at": seen_at}
        for file in finished
    }
    frame = RAW_FILES.frame(list(rows.values()))
    return Write(RAW_FILES, frame, replacing=frame.select("path"))


def _replacing(rejects: pl.DataFrame) -> Write:
    return Write(RAW_REJECTS, rejects, replacing=rejects.select("reject_id"))
