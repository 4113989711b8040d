"""What machines deliver into the lake, and what a home takes from it: articles and refusals, as an inbox gives them.

What belongs here: the tables `lake.inbox.*`.  They are only ever appended to, so that writers cannot contradict each other;
ids, versions and what is new are settled by the home that takes (versions.py), as for files.  Not here: the reading of
files (inbox.py), connections (resources/lake.py).
"""

from __future__ import annotations

import socket
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, fields, replace
from datetime import UTC, datetime

import duckdb
import polars as pl

from pipelines.ingest.chunks import Item
from pipelines.ingest.inbox import Finished, reader_version
from pipelines.ingest.records import Delivered, Refused
from pipelines.resources.lake import transact

# Below this name a batch of the lake is known to a home as a file is by its path.
LAKE = "lake:"
_BATCH: dict[str, pl.DataType] = {"batch": pl.String()}
_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "batches": _BATCH | {"machine": pl.String(), "delivered_at": pl.Datetime("us", "UTC")},
    "articles": _BATCH | {field.name: pl.String() for field in fields(Delivered)},
    "refusals": _BATCH | {field.name: pl.String() for field in fields(Refused)},
    "files": _BATCH | {"path": pl.String(), "stamp": pl.String(), "reader_version": pl.String()},
}
_TYPES = {"delivered_at": "timestamptz"}


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables, where they do not stand yet."""
    standing = connection.execute(
        "select count(*) from duckdb_tables() where database_name = 'lake' and schema_name = 'inbox'"
    ).fetchall()
    if standing[0][0] == len(_SCHEMAS):
        return

    def make(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("create schema if not exists lake.inbox")
        for table, columns in _SCHEMAS.items():
            typed = ", ".join(f"{name} {_TYPES.get(name, 'varchar')}" for name in columns)
            connection.execute(f"create table if not exists lake.inbox.{table} ({typed})")

    transact(connection, make, message="make the inbox")


def files_delivered(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Files that this machine delivered whole, as they were: path and stamp."""
    rows = connection.execute(
        "select path, arg_max(stamp, delivered_at) from lake.inbox.files join lake.inbox.batches using (batch) "
        "where machine = ? and reader_version = ? group by 1",
        [socket.gethostname(), reader_version()],
    ).fetchall()
    return dict(rows)


def deliver(connection: duckdb.DuckDBPyConnection, chunk: Sequence[Item]) -> None:
    """Append a chunk, in one transaction."""
    batch = uuid.uuid4().hex
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _SCHEMAS}
    rows["batches"].append((batch, socket.gethostname(), datetime.now(UTC)))
    for item in chunk:
        if isinstance(item, Finished):
            rows["files"].append((batch, *item, reader_version()))
        else:
            rows["articles" if isinstance(item, Delivered) else "refusals"].append((batch, *astuple(item)))

    def append(connection: duckdb.DuckDBPyConnection) -> None:
        for table, found in rows.items():
            connection.register("come", pl.DataFrame(found, schema=_SCHEMAS[table], orient="row").to_arrow())
            connection.execute(f"insert into lake.inbox.{table} from come")
            connection.unregister("come")

    transact(connection, append, message="deliver")


def read_delivered(connection: duckdb.DuckDBPyConnection, taken: Collection[str]) -> Iterator[Item]:
    """What was delivered and not yet taken, in the order of delivery; each batch ends with its mark."""
    batches = connection.execute(
        "select batch, machine, delivered_at from lake.inbox.batches order by delivered_at, batch"
    ).fetchall()
    for batch, machine, delivered_at in batches:
        if (name := LAKE + batch) in taken:
            continue
        for values in _rows(connection, "articles", Delivered, batch):
            yield Delivered(**values)
        for values in _rows(connection, "refusals", Refused, batch):
            # Its file lies on another machine, where this one cannot look whether it was mended.
            yield replace(Refused(**values), file=f"{machine}: {values['file']}", path=None)
        yield Finished(name, delivered_at.isoformat())


def _rows(
    connection: duckdb.DuckDBPyConnection, table: str, kind: type[Delivered | Refused], batch: str
) -> Iterator[dict[str, str]]:
    """The fields of each row of the batch, in the order of delivery."""
    names = [field.name for field in fields(kind)]
    found = connection.execute(
        f"select {', '.join(names)} from lake.inbox.{table} where batch = ? order by rowid",  # noqa: S608
        [batch],
    ).fetchall()
    for values in found:
        yield dict(zip(names, values, strict=True))
