"""Feeds: RSS, Atom and JSON Feed; each entry with a text is an article.

What belongs here: a feed as a file or as a record of a web archive.  Not here: fetching it.
"""

from __future__ import annotations

import io
import json
import re
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.sax import SAXException  # nosec B406

from pipelines.clean.written import read_day
from pipelines.ingest.decode import decode
from pipelines.ingest.formats.markup import visible_text
from pipelines.ingest.formats.page import declared_in
from pipelines.ingest.parser import parser
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

FEED_MAX = 32 << 20
# Entities of its own are what bombs and leaks are made of; no feed needs them.
_ENTITY = re.compile(r"<!ENTITY", re.I)
# Numbers of characters that there are not: the parser of feeds trips over them, browsers show U+FFFD.
_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]+)|(?P<decimal>[0-9]+));?", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_feed(piece: Piece) -> Iterator[Delivered | Refused]:
    """The entries of a feed that is a file."""
    yield from entries(piece.whole(FEED_MAX), piece.name)


def entries(
    data: bytes,
    file: str,
    *,
    within: str | None = None,
    declared: str | None = None,
    address: str | None = None,
    collected_at: str | None = None,
) -> Iterator[Delivered | Refused]:
    """The entries of a feed, numbered; `within` is the item of the file that holds the feed, where it is not the file itself."""
    number = 0
    try:
        for number, fields in enumerate(parser.run(feed_fields, data, declared, address), start=1):
            yield from_fields(
                fields,
                file=file,
                item=f"{within} {number}" if within else str(number),
                delivered_format=fields.pop("format"),
                published_from="feed",
                encoding=fields.pop("encoding"),
                collected_at=collected_at,
            )
    except Unreadable as error:
        yield Refused(file, within, f"{error.reason}{f', after {number} entries' if number else ''}", error.cure)
        return
    if not number:
        yield Refused(file, within, "a feed without entries", "fetch it again, or remove it")


def feed_fields(data: bytes, declared: str | None = None, address: str | None = None) -> Iterator[dict[str, Any]]:
    """The fields of each entry, its text without markup; links count from `address`, where the feed was fetched from there."""
    text, encoding = decode(data, declared or declared_in(data))
    is_json = text.lstrip().startswith("{")
    for fields in _json_entries(text, address) if is_json else _xml_entries(text, address):
        yield {**fields, "encoding": encoding}


def _whole_link(link: Any, *bases: object) -> Any:
    """The link, counted from the first base that has a host; none without: its path alone would be taken for the page of any
    other outlet that has one of that name."""
    if not isinstance(link, str):
        return link
    whole = link.strip()
    try:
        for base in bases:
            whole = urljoin(base.strip(), whole) if isinstance(base, str) else whole
        return whole if urlsplit(whole).netloc else None
    except ValueError:  # brackets that hold no address: refused as such
        return link


def _xml_entries(text: str, address: str | None) -> Iterator[dict[str, Any]]:
    import feedparser  # here, so that it is imported by the process that parses alone

    if _ENTITY.search(text):
        raise Unreadable("a feed that defines entities of its own", "remove <!ENTITY …> and write the text out")
    # The text is decoded already: given as UTF-8 and without its declaration, it cannot be decoded another way.
    plain = _REFERENCE.sub(_existing, _DECLARATION.sub("", text))
    feed = feedparser.parse(io.BytesIO(plain.encode()), sanitize_html=False, resolve_relative_uris=False)
    kind = "atom" if feed.get("version", "").startswith("atom") else "rss"  # of nothing it knows none
    own = next((link.get("href") for link in feed.feed.get("links", []) if link.get("rel") == "self"), None)
    bases = (address, own, feed.feed.get("link"))
    for entry in feed.entries:
        contents = entry.get("content") or []
        yield {
            "format": kind,
            "id": entry.get("id"),
            "title": visible_text(entry.get("title") or "") or None,
            "date": _day(entry),
            "text": visible_text("\n".join(c.value or "" for c in contents) or entry.get("summary") or ""),
            "url": _whole_link(entry.get("link"), *bases),
            "outlet": (entry.get("source") or {}).get("title") or feed.feed.get("title"),
            "language": next((c.language for c in contents if c.get("language")), None) or feed.feed.get("language"),
            "author": entry.get("author"),
        }
    error = feed.get("bozo_exception")
    if isinstance(error, SAXException):
        raise Unreadable(f"no well-formed XML: {error.getMessage()}", "fetch the feed again")


def _existing(reference: re.Match[str]) -> str:
    digits, base = (reference["hex"], 16) if reference["hex"] else (reference["decimal"], 10)
    code = int(digits.lstrip("0")[:8] or "0", base)
    return "\ufffd" if code > sys.maxunicode or 0xD800 <= code <= 0xDFFF else reference.group()


def _day(entry: Any) -> str | None:
    """The date as written, else as the parser of feeds reads it."""
    for name in ("published", "updated"):
        if entry.get(name) and read_day(entry[name]):
            return str(entry[name])
        if parsed := entry.get(f"{name}_parsed"):
            return time.strftime("%Y-%m-%dT%H:%M:%SZ", parsed)
    return None


def _json_entries(text: str, address: str | None) -> Iterator[dict[str, Any]]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {error}", "fetch the feed again") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise Unreadable("a JSON Feed without a list of items", "fetch the feed again")
    for item in feed["items"]:
        if not isinstance(item, dict):
            raise Unreadable(f"an item of type {type(item).__name__}, expected an object", "fetch the feed again")
        several = item.get("authors")
        authors = several if isinstance(several, list) else [item.get("author")]
        day = item.get("date_published")
        yield {
            "format": "json feed",
            "id": item.get("id"),
            "title": item.get("title"),
            "date": day if isinstance(day, str) else None,
            "text": item.get("content_text")
            or visible_text(str(item.get("content_html") or item.get("summary") or "")),
            "url": _whole_link(item.get("url"), address, feed.get("feed_url"), feed.get("home_page_url")),
            "outlet": feed.get("title"),
            "language": item.get("language") or feed.get("language"),
            "author": [author.get("name") for author in authors if isinstance(author, dict)],
        }
