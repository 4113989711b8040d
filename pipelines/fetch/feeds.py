"""A feed's bytes into its entries: address, what says that an entry changed, and nothing else.

What belongs here: RSS, Atom and JSON feeds, as far as fetching must know them.  Not here: articles from them (ingest/).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from pipelines import ids
from pipelines.fetch.problems import FetchProblem

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8"
)
# As servers label feeds in fact; a page is labelled otherwise.
_LABELS = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/xml text/xml "
    "application/json text/rss+xml text/plain application/octet-stream".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `key` tells it from the others, `headed` changes with its title or date, `whole` with any of its words."""

    key: str
    url: str | None
    headed: str
    whole: str


def is_feed_type(media_type: str) -> bool:
    """Whether a server may label a feed so."""
    return media_type in _LABELS


def read_feed(body: bytes, url: str) -> list[Entry]:
    """The entries of a feed delivered from `url`, in its order, each once."""
    entries = _json_entries(body) if body.lstrip()[:1] == b"{" else _xml_entries(body)
    found: dict[str, Entry] = {}
    for entry in entries:
        link = entry.get("link")
        address = urljoin(url, link.strip()) if isinstance(link, str) and link.strip() else None
        key = str(entry.get("id") or address or ids.digest(_words(entry)))
        headed = ids.digest(entry.get("title"), entry.get("updated") or entry.get("published"))
        found.setdefault(key, Entry(key, address, headed, ids.digest(headed, _words(entry))))
    return list(found.values())


def _words(entry: Mapping[str, Any]) -> str:
    content = entry.get("content") or []
    return "\n".join(
        [str(entry.get("title")), str(entry.get("summary")), *(str(part.get("value")) for part in content)]
    )


def _xml_entries(body: bytes) -> Iterator[Mapping[str, Any]]:
    if b"<!ENTITY" in body.replace(b"\0", b"").upper():  # in UTF-16 every other byte is zero
        raise FetchProblem("a feed that declares entities, which can grow without end")
    # A file, since feedparser would take bytes that are no feed for an address to fetch.
    parsed = feedparser.parse(BytesIO(body), resolve_relative_uris=False, sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        raise FetchProblem("no feed: neither RSS nor Atom nor JSON Feed")
    return iter(parsed.entries)


def _json_entries(body: bytes) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchProblem("no valid JSON") from error
    items = data.get("items")
    if not isinstance(items, list):
        raise FetchProblem("no feed: neither RSS nor Atom nor JSON Feed")
    for item in items:
        if isinstance(item, dict):
            yield {
                "id": item.get("id"),
                "link": item.get("url") or item.get("external_url"),
                "title": item.get("title"),
                "updated": item.get("date_modified"),
                "published": item.get("date_published"),
                "summary": item.get("content_html") or item.get("content_text") or item.get("summary"),
            }
