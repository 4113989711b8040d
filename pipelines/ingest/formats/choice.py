"""Which reader reads a piece: by its content where that says so surely, else by the ending of its name; else none.

What belongs here: the table of formats.  Not here: their signs (sniff.py) and their readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipelines.ingest.formats.feed import read_feed
from pipelines.ingest.formats.mail import read_mail
from pipelines.ingest.formats.objects import read_json, read_jsonl
from pipelines.ingest.formats.page import read_page
from pipelines.ingest.formats.parquet import read_parquet
from pipelines.ingest.formats.plain import read_md, read_txt
from pipelines.ingest.formats.sniff import is_mail, markup_kind, record_kind
from pipelines.ingest.formats.table import read_csv
from pipelines.ingest.formats.warc import read_warc
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable
from pipelines.ingest.unpack import ARCHIVE_SUFFIXES

Reader = Callable[[Piece], Iterator[Delivered | Refused]]

BY_SUFFIX: dict[str, Reader] = {
    ".txt": read_txt,
    ".md": read_md,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".rdf": read_feed,
    ".warc": read_warc,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".eml": read_mail,
}
_BY_KIND: dict[str, Reader] = {
    "page": read_page,
    "feed": read_feed,
    "json feed": read_feed,
    "json": read_json,
    "jsonl": read_jsonl,
}
# Endings under which JSON is delivered too.
_RECORDS = {".json", ".jsonl", ".txt", ""}
KNOWN = (*BY_SUFFIX, *ARCHIVE_SUFFIXES)


def reader_of(piece: Piece) -> Reader:
    """The reader for this piece; Unreadable where nothing says surely what it is."""
    head = piece.head()
    if not head:
        raise Unreadable("an empty file", "deliver it again, or remove it")
    if head.startswith(b"PAR1"):
        return read_parquet
    if head.startswith(b"WARC/"):
        return read_warc
    if piece.suffix != ".eml" and (kind := markup_kind(head)):
        return _BY_KIND[kind]
    if piece.suffix in _RECORDS and (form := record_kind(head, piece.suffix)):
        return _BY_KIND[form]
    if piece.suffix == ".xml":
        raise Unreadable("XML that is no feed", "deliver RSS, Atom, HTML or text")
    if reader := BY_SUFFIX.get(piece.suffix):
        return reader
    if is_mail(head):
        return read_mail
    raise Unreadable(
        f"files of type {piece.suffix or 'none'!r} are not read", f"convert it to one of {', '.join(KNOWN)}"
    )
