"""What fetching remembers in `<home>/fetch/state.sqlite`: validators, entries seen, pages that wait, how each feed answered.

What belongs here: tables and the questions asked of them.  Not here: what is fetched (walk.py).
Every change is one transaction and names the size of the archive that it rests on: a killed run goes on where it stood.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from pipelines.errors import EnvironmentProblem

_TABLES = """
create table if not exists feeds (
    url text primary key, etag text, last_modified text, body_sha256 text, attempted_at text, succeeded_at text,
    new_at text, status text, problem text, entries integer not null default 0, new integer not null default 0
);
create table if not exists entries (
    source_id text, key text, stamp text, url text, state text check (state in ('kept', 'waiting', 'fetched', 'given up')),
    tries integer not null default 0, problem text, seen_at text, primary key (source_id, key)
);
create index if not exists waiting on entries (source_id, state);
create table if not exists robots (origin text primary key, body blob, fetched_at text);
create table if not exists hosts (host text primary key, not_before text);
create table if not exists archives (name text primary key, bytes integer);
"""
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed answered last; times are null where it never did."""

    url: str
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    attempted_at: datetime | None
    succeeded_at: datetime | None
    new_at: datetime | None
    status: str | None
    problem: str | None
    entries: int
    new: int


class State:
    """The file, open; hosts are visited side by side, and one of them at a time reads or writes it."""

    def __init__(self, file: Path) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._alone = RLock()
            self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise EnvironmentProblem(
                f"{file} cannot be opened: {error}",
                expected="what an earlier fetch left there, or a folder where it can be made",
                cure="make the folder writable, or remove the file: feeds are then fetched anew, articles are not doubled",
            ) from error

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All that is written in the block stands, or nothing."""
        with self._alone:
            self._run("begin immediate")
            try:
                yield
            except BaseException:
                self._run("rollback")
                raise
            self._run("commit")

    def feed(self, url: str) -> FeedState:
        columns = ", ".join(FeedState.__slots__)
        row = self._row(f"select {columns} from feeds where url = ?", url)  # noqa: S608
        if row is None:
            return FeedState(url, None, None, None, None, None, None, None, None, 0, 0)
        held = dict(zip(FeedState.__slots__, row, strict=True))
        return FeedState(**held | {name: _time(held[name]) for name in ("attempted_at", "succeeded_at", "new_at")})

    def set_feed(self, url: str, **values: object) -> None:
        """Set some of the columns of a feed."""
        names = list(values)
        self._run(
            f"insert into feeds (url, {', '.join(names)}) values (?{', ?' * len(names)}) "  # noqa: S608
            f"on conflict (url) do update set {', '.join(f'{name} = excluded.{name}' for name in names)}",
            [url, *map(_written, values.values())],
        )

    def fresh(self, source_id: str, stamps: Mapping[str, str]) -> set[str]:
        """Keys whose stamp is not the one that is known."""
        held = dict(self._run("select key, stamp from entries where source_id = ?", [source_id]))
        return {key for key, stamp in stamps.items() if held.get(key) != stamp}

    def set_entry(self, source_id: str, key: str, stamp: str, url: str | None, state: str, problem: str | None) -> None:
        self._run(
            "insert into entries (source_id, key, stamp, url, state, problem, seen_at) values (?, ?, ?, ?, ?, ?, ?) "
            "on conflict (source_id, key) do update set stamp = excluded.stamp, url = excluded.url, "
            "state = excluded.state, problem = excluded.problem, tries = 0",
            [source_id, key, stamp, url, state, problem, _written(datetime.now(UTC))],
        )

    def waiting(self, source_id: str) -> list[tuple[str, str]]:
        """Key and address of pages to fetch, those found first first."""
        return self._run(
            "select key, url from entries where source_id = ? and state = 'waiting' order by rowid", [source_id]
        )

    def page_fetched(self, source_id: str, key: str) -> None:
        self._run(
            "update entries set state = 'fetched', problem = null where source_id = ? and key = ?", [source_id, key]
        )

    def page_failed(self, source_id: str, key: str, problem: str, *, again: bool) -> None:
        """A page was not fetched; it waits on unless there is no use in it, or it has been tried often."""
        self._run(
            "update entries set tries = tries + 1, problem = ?, "
            "state = case when ? and tries + 1 < ? then 'waiting' else 'given up' end where source_id = ? and key = ?",
            [problem, again, MOST_TRIES, source_id, key],
        )

    def robots(self, origin: str, newest: timedelta) -> bytes | None:
        """The robots.txt of an origin, where it was fetched not longer ago."""
        row = self._row("select body, fetched_at from robots where origin = ?", origin)
        if row is None or datetime.now(UTC) - datetime.fromisoformat(row[1]) > newest:
            return None
        return bytes(row[0])

    def set_robots(self, origin: str, body: bytes) -> None:
        self._run("insert or replace into robots values (?, ?, ?)", [origin, body, _written(datetime.now(UTC))])

    def not_before(self, host: str) -> datetime | None:
        """When a host asked to be left alone until."""
        row = self._row("select not_before from hosts where host = ?", host)
        return _time(row[0]) if row else None

    def set_not_before(self, host: str, until: datetime) -> None:
        self._run("insert or replace into hosts values (?, ?)", [host, _written(until)])

    def archive_sizes(self) -> dict[str, int]:
        """How much of each archive in the making counts, by its name."""
        return dict(self._run("select name, bytes from archives"))

    def set_archive_size(self, name: str, size: int) -> None:
        self._run("insert or replace into archives values (?, ?)", [name, size])

    def forget_archives(self) -> None:
        """All archives are whole."""
        self._run("delete from archives")

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._run(query, values)), None)

    def _run(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._alone:
            return self._db.execute(query, values).fetchall()


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
