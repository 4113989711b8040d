"""Parquet: each row an article.

What belongs here: the columns that are read, batch by batch, in the bounded process.  Not here: delimited text (table.py).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.ingest.columns import columns_beside, renamed, wanted
from pipelines.ingest.parser import parser
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

ROWS = 64


def read_parquet(piece: Piece) -> Iterator[Delivered | Refused]:
    """The rows, numbered from 1."""
    if piece.path is not None:
        yield from _rows(piece, str(piece.path))
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:  # Parquet is read from its end
        piece.copy_to(copy)
        copy.flush()
        yield from _rows(piece, copy.name)


def _rows(piece: Piece, path: str) -> Iterator[Delivered | Refused]:
    number, given = 0, columns_beside(piece.folder)
    for rows in parser.run(table_rows, path, given):
        for row in rows:
            number += 1
            fields = renamed(row, given)
            yield from_fields(fields, file=piece.name, item=str(number), delivered_format="parquet", encoding="utf-8")
    if not number:
        yield Refused(piece.name, None, "a table without rows", "export it again, or remove the file")


def table_rows(path: str, columns: Mapping[str, str]) -> Iterator[list[dict[str, Any]]]:
    """The rows of the columns that are read, some at a time."""
    import pyarrow as pa  # here, so that it is imported by the process that parses alone
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, memory_map=False, pre_buffer=False, buffer_size=1 << 20) as table:
            names = wanted(table.schema_arrow.names, columns)
            for batch in table.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
                yield batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:  # values of damaged pages, too
        raise Unreadable(
            f"no Parquet that can be read: {error}"[:300], "write it again, whole and unencrypted"
        ) from error
