"""From sources to archives, several hosts side by side: each feed asked whether it changed, new entries noted, pages fetched.

What belongs here: the order of things, and what counts as new.  Not here: asking (courtesy.py), remembering (state.py), files
(archive.py).
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx

from pipelines.fetch.addresses import PORTS
from pipelines.fetch.archive import Archive, recover
from pipelines.fetch.client import Answer
from pipelines.fetch.courtesy import Guest
from pipelines.fetch.feeds import FEED_TYPES, Entry, read_feed
from pipelines.fetch.problems import FetchProblem, Unavailable
from pipelines.fetch.state import State
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source

PAGES = "pages"
HOSTS_AT_ONCE = 8
# Pages that are not reached in this time wait for the next run.
_SECONDS_FOR_PAGES = 600
_PAGE_TYPES = {"text/html": "text/html", "application/xhtml+xml": "application/xhtml+xml;q=0.9"}
_HEADER_MAX = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one feed of a source, or of its pages: `entries` looked at, `new` ones stored."""

    source_id: str
    what: str
    status: Literal["ok", "unchanged", "failed"]
    entries: int
    new: int
    note: str | None = None


def fetch(sources: Sequence[Source], folder: Path, state: State, guest: Guest) -> Generator[Outcome]:
    """Fetch the sources, several hosts side by side; what came of them in their order.  One that fails stops no other."""
    sizes = state.archive_sizes()
    for held in folder.iterdir() if folder.is_dir() else ():
        recover(held, sizes)
    state.forget_archives()
    # A file is known by its moment: no two have the same.
    began = datetime.now(UTC)
    moments = {source.id: began + timedelta(microseconds=number) for number, source in enumerate(sources)}

    def visited(neighbours: list[Source]) -> dict[str, list[Outcome]]:
        return {s.id: list(_visited(s, Archive(folder / s.id, s.id, moments[s.id]), state, guest)) for s in neighbours}

    with ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="fetch") as pool:
        try:
            visits = {host: pool.submit(visited, at_host) for host, at_host in _by_host(sources).items()}
            for source in sources:
                yield from visits[_host(source)].result()[source.id]
        except BaseException:
            guest.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _host(source: Source) -> str:
    return urlsplit(source.feeds[0]).netloc if source.feeds else ""


def _by_host(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """Sources by where their first feed lives: they would wait for each other anyway."""
    found: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        found[_host(source)].append(source)
    return found


def _visited(source: Source, archive: Archive, state: State, guest: Guest) -> Iterator[Outcome]:
    with archive:
        visit = _Visit(source, archive, state, guest)
        for url in source.feeds:
            yield visit.feed(url)
        if source.fetch_pages and source.feeds:
            yield visit.pages()


class _Visit:
    """One source in one run."""

    def __init__(self, source: Source, archive: Archive, state: State, guest: Guest) -> None:
        self._source = source
        self._archive = archive
        self._state = state
        self._guest = guest
        self._ports = PORTS | {port for feed in source.feeds if (port := urlsplit(feed).port)}
        self._own = Registry([source])

    def feed(self, url: str) -> Outcome:
        """Ask a feed for what is new since the last answer."""
        now = datetime.now(UTC)
        try:
            return self._changed(url, now)
        except FetchProblem as error:
            self._state.set_feed(url, attempted_at=now, status="failed", problem=str(error), entries=0, new=0)
            return Outcome(self._source.id, url, "failed", 0, 0, str(error))

    def _changed(self, url: str, now: datetime) -> Outcome:
        known = self._state.feed(url)
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        asked = {"Accept": FEED_TYPES} | {name: value for name, value in conditions.items() if value}
        answer = self._ask(url, asked)
        digest = hashlib.sha256(answer.body).hexdigest()
        answered = {"attempted_at": now, "succeeded_at": now, "problem": None}
        validators = {"etag": _sendable(answer, "etag"), "last_modified": _sendable(answer, "last-modified")}
        if answer.status == 304 or digest == known.body_sha256:
            validators = {name: value for name, value in validators.items() if value}
            self._state.set_feed(url, **answered, **validators, status="unchanged", entries=0, new=0)
            return Outcome(self._source.id, url, "unchanged", 0, 0)
        entries = read_feed(answer)
        fresh = self._state.fresh(self._source.id, {entry.key: entry.stamp for entry in entries})
        with self._state.change():
            if fresh:
                answered["new_at"] = now
                if self._source.fetch_pages:
                    self._archive.note(answer)
                else:
                    self._state.set_archive_size(self._archive.part.name, self._archive.add(answer))
            for entry in (e for e in entries if e.key in fresh):
                state, problem = self._plan(entry)
                self._state.set_entry(self._source.id, entry.key, entry.stamp, entry.url, state, problem)
            self._state.set_feed(
                url, **answered, **validators, body_sha256=digest, status="ok", entries=len(entries), new=len(fresh)
            )
        return Outcome(self._source.id, url, "ok", len(entries), len(fresh))

    def _plan(self, entry: Entry) -> tuple[str, str | None]:
        """What to do about an entry: its page is fetched only from hosts that the definition names."""
        if not self._source.fetch_pages:
            return "kept", None
        if entry.url is None:
            return "given up", "the entry names no page"
        if self._own.at(entry.url) is None:
            return "given up", "the page is at no host that url_patterns names"
        return "waiting", None

    def pages(self) -> Outcome:
        """Fetch the pages that wait, those of earlier runs too."""
        waiting = self._state.waiting(self._source.id)
        ends = time.monotonic() + _SECONDS_FOR_PAGES
        fetched, failed, note = 0, 0, None
        for key, url in waiting:
            if time.monotonic() > ends:
                note = "time is up"
                break
            try:
                answer = self._page(url)
            except FetchProblem as error:
                note = str(error)
                if isinstance(error, Unavailable) and error.until:
                    break  # the host wants to be left alone: no page of it is to blame
                self._state.page_failed(self._source.id, key, note, again=isinstance(error, Unavailable))
                failed += 1
                continue
            with self._state.change():
                self._state.set_archive_size(self._archive.part.name, self._archive.add(answer))
                self._state.page_fetched(self._source.id, key)
            fetched += 1
        left = len(self._state.waiting(self._source.id))
        notes = [f"{failed} failed" if failed else None, f"{left} wait for the next run" if left else None, note]
        status: Literal["ok", "failed"] = "failed" if failed and not fetched else "ok"
        return Outcome(self._source.id, PAGES, status, len(waiting), fetched, "; ".join(filter(None, notes)) or None)

    def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        try:
            return self._guest.get(url, headers, ports=self._ports)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, httpx.InvalidURL) as error:
            # Whatever a server sends that trips a library, the other sources go on.
            raise FetchProblem(f"an answer that cannot be read: {type(error).__name__}: {error}") from error

    def _page(self, url: str) -> Answer:
        answer = self._ask(url, {"Accept": ", ".join(_PAGE_TYPES.values())})
        if answer.media_type not in _PAGE_TYPES:
            raise FetchProblem(f"content type {answer.media_type or 'none'!r}, expected a page")
        return answer


def _sendable(answer: Answer, name: str) -> str | None:
    """A header to be sent back as it came, where that is possible."""
    value = answer.headers.get(name)
    return value if value and value.isascii() and len(value) <= _HEADER_MAX else None
