"""Tables: CSV and TSV, each row an article.

What belongs here: delimited text.  Not here: Parquet (parquet.py), which column holds what (columns.py, records.py).
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator

from pipelines.ingest.columns import columns_beside, renamed, wanted
from pipelines.ingest.decode import encoding_of, plain, refuse_binary, undecodable
from pipelines.ingest.piece import LINE_MAX, Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

_DELIMITERS = ",;\t|"
_CURE = "write the table again with quotes around fields that hold delimiters, quotes or line ends"


def read_csv(piece: Piece) -> Iterator[Delivered | Refused]:
    """The rows below the header; a row with more or fewer fields than the header is refused."""
    given = columns_beside(piece.folder)
    form = "tsv" if piece.suffix == ".tsv" else "csv"
    encoding = encoding_of(piece.head(), is_whole=False)
    lines = _lines(piece, encoding)
    csv.field_size_limit(LINE_MAX)
    header, delimiter = _header(next(lines, ""))
    columns = wanted(header, given)
    number = 1
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=2):
            item = str(number)
            if len(row) == len(header):
                cells = dict(zip(header, row, strict=True))
                fields = renamed({name: cells[name] or None for name in columns}, given)
                yield from_fields(fields, file=piece.name, item=item, delivered_format=form, encoding=plain(encoding))
            elif row:
                yield Refused(piece.name, item, f"{len(row)} fields, where the header has {len(header)}", _CURE)
    except csv.Error as error:  # where a field began is not known any more: reading on could mix up articles
        raise Unreadable(f"from row {number + 1} on no valid table: {error}", _CURE) from error
    except Unreadable as error:
        raise Unreadable(f"from row {number + 1} on: {error.reason}", error.cure) from error
    if number == 1:
        raise Unreadable("a table without rows", "export it again, or remove the file")


def _header(line: str) -> tuple[list[str], str]:
    """The names of the columns, and the delimiter: the one that the line holds most of."""
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True), [])], delimiter
    except csv.Error as error:
        raise Unreadable(f"its first line is no header of a table: {error}", _CURE) from error


def _lines(piece: Piece, encoding: str) -> Iterator[str]:
    """The lines of the text, ends included; bytes are decoded line by line, so that a wrong one costs none before it."""
    decoder, begun = codecs.getincrementaldecoder(encoding)(), ""
    try:
        while data := piece.stream.readline(LINE_MAX):
            *whole, begun = (begun + decoder.decode(data)).split("\n")
            for line in whole:
                refuse_binary(line)
                yield line + "\n"
            if len(begun) >= LINE_MAX:
                raise Unreadable(f"a line of more than {LINE_MAX >> 20} MiB", _CURE)
        if begun := begun + decoder.decode(b"", final=True):
            refuse_binary(begun)
            yield begun
    except UnicodeError as error:
        raise undecodable(error, encoding) from error
