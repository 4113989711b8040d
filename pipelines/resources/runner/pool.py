"""A pool of processes on this machine, the runner by default.

What belongs here: starting, ending and replacing its processes.  Not here: shards and their order (__init__.py).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from types import TracebackType
from typing import Any

from pipelines.resources.runner import ProcessLost


class Pool:
    """Processes of this machine; one that ends takes the pool with it, and a new pool is started."""

    tries = 3

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def size(self) -> int:
        return self._workers

    def submit(self, work: Callable[[Any], Any], shard: list[Any]) -> Future[list[Any]]:
        try:
            return self._pool.submit(_read, work, shard)
        # An executor that breaks while it starts a process says OSError: its queue is closed already.
        except (BrokenProcessPool, OSError):
            self._end()
            self._start()
            return self._pool.submit(_read, work, shard)

    def result(self, promise: Future[list[Any]]) -> list[Any]:
        try:
            return promise.result()
        except BrokenProcessPool as error:
            raise ProcessLost from error

    def settle(self, promises: Collection[Future[list[Any]]]) -> None:
        wait(promises)

    def _start(self) -> None:
        self._context = _Context()
        self._pool = ProcessPoolExecutor(self._workers, mp_context=self._context, initializer=_die_with_parent)

    def _end(self) -> None:
        """End every process, whatever it waits for.

        A broken executor ends those it knows of.  One that it was just starting stays, waits for the lock that the dead one
        held, and whoever waits for the executor waits for it.
        """
        for process in self._context.started:
            if process.pid is not None:
                process.kill()
        self._pool.shutdown(cancel_futures=True)


class _Context(SpawnContext):
    """Starts processes anew instead of copying this one, and keeps those it started."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *args: Any, **settings: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        process = SpawnProcess(*args, **settings)
        self.started.append(process)
        return process


def _read(work: Callable[[Any], Any], shard: list[Any]) -> list[Any]:
    return [work(item) for item in shard]


def _die_with_parent() -> None:
    """End this worker when the process that started it is gone: a killed run leaves no workers behind."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
