"""Web archives (WARC): each page is an article, each feed its entries, with their address and the time they were collected.

What belongs here: the records of an archive.  Not here: pages (page.py) and feeds (feed.py) themselves.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple, cast

from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from pipelines.ingest.formats.feed import entries
from pipelines.ingest.formats.page import page_fields
from pipelines.ingest.formats.sniff import markup_kind, record_kind
from pipelines.ingest.parser import parser
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

RECORD_MAX = 16 << 20
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_AGAIN = "deliver the whole archive again"


def read_warc(piece: Piece) -> Iterator[Delivered | Refused]:
    """Pages and feeds of the archive; what was fetched beside them (images, styles, scripts) is no article and passed over."""
    number = 0
    stream = cast("BinaryIO", _Forward(piece))
    kinds = WarcRecordType.response | WarcRecordType.resource
    try:
        for record in ArchiveIterator(stream, record_types=kinds, parse_http=False, stream_detect=False):
            number += 1
            yield from _items(record, piece.name, record.headers.get("WARC-Target-URI") or str(number))
    except OSError as error:
        raise Unreadable(f"damaged or cut short after {number} records: {error}", _AGAIN) from error
    if not number:
        raise Unreadable("a web archive without responses", "deliver one that holds pages or feeds")


class _Forward:
    """The stream as fastwarc wants it: with its position, without seeking."""

    def __init__(self, piece: Piece) -> None:
        self._stream, self._position = piece.stream, 0

    def read(self, n: int) -> bytes:
        data = self._stream.read(n)
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position


def _items(record: WarcRecord, file: str, item: str) -> Iterator[Delivered | Refused]:
    block = record.reader.read(RECORD_MAX + 1)
    if len(block) > RECORD_MAX:
        yield Refused(file, item, f"a response of more than {RECORD_MAX >> 20} MiB", "deliver the article as text")
        return
    if len(block) < record.content_length:
        raise OSError("its last record ends early")
    try:
        answer = _answer(record, block)
    except OSError as error:
        yield Refused(file, item, f"no HTTP response: {error}", "fetch the address again")
        return
    kind = _kind(answer.body[:4096], answer.media)
    if kind is None or 300 <= answer.status < 400:  # a redirection: what it leads to is a record of its own
        return
    if answer.status != 200:
        yield Refused(file, item, f"the server answered {answer.status}", "fetch the address again")
    elif len(answer.body) > RECORD_MAX:
        yield Refused(file, item, f"it unpacks to more than {RECORD_MAX >> 20} MiB", "deliver the article as text")
    elif kind == "feed":
        yield from entries(
            answer.body,
            file,
            within=item,
            declared=answer.charset,
            address=answer.url,
            collected_at=answer.collected_at,
        )
    else:
        yield from _page(answer, file, item)


def _kind(head: bytes, media: str) -> Literal["page", "feed"] | None:
    """Page or feed, by its first bytes, else by what the server calls it."""
    if record_kind(head, "") == "json feed":
        return "feed"
    return markup_kind(head) or ("page" if "html" in media and head.strip() else None)


class _Answer(NamedTuple):
    """What a server sent, its encodings of transfer undone."""

    body: bytes
    media: str
    charset: str | None
    status: int
    url: str | None
    collected_at: str | None


def _answer(record: WarcRecord, block: bytes) -> _Answer:
    """The response in the block; crawlers that unpacked it may have kept the header that says it is packed."""
    url, date = record.headers.get("WARC-Target-URI"), record.headers.get("WARC-Date")
    if not record.is_http:
        return _Answer(block, record.headers.get("Content-Type") or "", None, 200, url, date)
    headers = HeaderMap()
    start = headers.parse(cast("BinaryIO", io.BytesIO(block)))
    try:
        body = _decoded(block)
    except OSError:
        body = block[start:]
        if markup_kind(body[:4096]) is None:
            raise
    media = headers.get("Content-Type") or ""
    charset = _CHARSET.search(media)
    return _Answer(body, media, charset.group(1) if charset else None, headers.status_code or 0, url, date)


def _decoded(block: bytes) -> bytes:
    """The body with its encodings undone, in a record of its own: one that fails would end the walk over the archive."""
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    record = WarcRecord.from_bytes(head % len(block) + block)
    record.parse_http(auto_decode="all")
    return record.reader.read(RECORD_MAX + 1)


def _page(answer: _Answer, file: str, item: str) -> Iterator[Delivered | Refused]:
    try:
        for fields in parser.run(page_fields, answer.body, answer.charset):
            encoding = fields.pop("encoding")
            yield from_fields(
                fields | {"url": answer.url or fields["url"]},
                file=file,
                item=item,
                delivered_format="warc",
                encoding=encoding,
                collected_at=answer.collected_at,
            )
    except Unreadable as error:
        yield Refused(file, item, error.reason, error.cure)
