"""Which feeds ask for somebody: those that failed when they were last fetched, and those that have had nothing new for long.

What belongs here: reading the state of fetching.  Not here: fetching (walk.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.fetch.state import State
from pipelines.ingest.sources import Source

STALE_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A feed and what is the matter with it."""

    source_id: str
    feed: str
    problem: str


def troubles(sources: Iterable[Source], state: State, now: datetime) -> list[Trouble]:
    """Feeds that failed or are stale; one that was never fetched is neither."""
    found = []
    for source in sources:
        for url in source.feeds:
            feed = state.feed(url)
            if feed.status == "failed":
                since = f"last well on {feed.succeeded_at:%Y-%m-%d}" if feed.succeeded_at else "never fetched well"
                found.append(Trouble(source.id, url, f"failed: {feed.problem}; {since}"))
            elif feed.status and (feed.new_at is None or now - feed.new_at > STALE_AFTER):
                last = f"since {feed.new_at:%Y-%m-%d}" if feed.new_at else "ever"
                found.append(Trouble(source.id, url, f"stale: nothing new {last}"))
    return found
