"""A feed's bytes into its entries: address, and what says that an entry changed.

What belongs here: what fetching must know of a feed.  Not here: reading one (ingest/formats/feed.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from pipelines import ids
from pipelines.fetch.client import Answer
from pipelines.fetch.problems import FetchProblem
from pipelines.ingest.formats.feed import feed_fields
from pipelines.ingest.formats.sniff import markup_kind, record_kind
from pipelines.ingest.parser import parser
from pipelines.ingest.records import Unreadable

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8"
)
# As servers label feeds in fact; a page is labelled otherwise.
_LABELS = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/xml text/xml "
    "application/json text/rss+xml text/plain application/octet-stream".split()
)
_HEAD = 4096
# The parser is one process, which reads one document at a time.
_PARSING = Lock()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `key` tells it from the others, `stamp` changes with its title, date or words."""

    key: str
    url: str | None
    stamp: str


def read_feed(answer: Answer) -> list[Entry]:
    """The entries of a feed, in its order, each once."""
    if answer.media_type not in _LABELS:
        raise FetchProblem(f"content type {answer.media_type or 'none'!r}, expected a feed")
    head = answer.body[:_HEAD]
    if markup_kind(head) != "feed" and record_kind(head, "") != "json feed":
        raise FetchProblem("no feed: neither RSS nor Atom nor JSON Feed")
    found: dict[str, Entry] = {}
    try:
        with _PARSING:
            for entry in _entries(answer):
                found.setdefault(entry.key, entry)
    except Unreadable as error:
        if not found:
            raise FetchProblem(error.reason) from error
    return list(found.values())


def _entries(answer: Answer) -> Iterator[Entry]:
    """Entries as they are read; of a feed that breaks off those before the break."""
    for fields in parser.run(feed_fields, answer.body, answer.charset, answer.url):
        url = fields["url"] if isinstance(fields["url"], str) else None
        stamp = ids.digest(fields["title"], fields["date"], fields["text"])
        yield Entry(str(fields["id"] or url or stamp), url, stamp)
