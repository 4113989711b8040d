"""Dagster's log of events, its files kept open while a run writes them.

What belongs here: how the log is written by a process that does one run.  Not here: what is logged (Dagster), the instance
(instance.py); the UI and its daemon use Dagster's own.

Dagster opens the file of the run and that of the index for each of some 800 events, and each time it closes one, SQLite
copies its journal over and waits for the disk twice: most of the time of a run with few articles.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, NullPool, Pool, StaticPool, create_engine, text

# A UI that shows the run looks at its file again when that was touched.
_SHOWN_EVERY = 1.0


class KeptOpenEventLog(SqliteEventLogStorage):
    """The same files, written as safely against a process that dies; a machine that does may lose the last events."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._kept: dict[str, Engine] = {}
        self._shown: dict[str, float] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> KeptOpenEventLog:
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._kept:
                self._kept[shard] = self._opened(shard)
            with self._kept[shard].begin() as connection:
                yield connection
            self._show(shard)

    def _opened(self, shard: str) -> Engine:
        self._initdb(self._engine(shard, NullPool))
        kept = self._engine(shard, StaticPool, check_same_thread=False)
        with kept.connect() as connection:
            connection.execute(text("pragma synchronous = normal"))
        return kept

    def _engine(self, shard: str, pool: type[Pool], **options: object) -> Engine:
        url = self.conn_string_for_shard(shard)
        return create_engine(url, poolclass=pool, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, **options})

    def _show(self, shard: str) -> None:
        now = time.monotonic()
        if now - self._shown.get(shard, 0) >= _SHOWN_EVERY:
            os.utime(self.path_for_shard(shard))
            self._shown[shard] = now

    def dispose(self) -> None:
        """Close the files; what the journals hold goes into them."""
        super().dispose()
        while self._kept:
            self._kept.popitem()[1].dispose()
