"""Runs the reading of articles over processes: results in order, a bounded number in flight.

What belongs here: where extraction runs.  Not here: what it does (extract/article.py).
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")

# Articles sent to a process at once: enough to hide the cost of sending, few enough to keep memory flat.
BATCH = 16


def run_in_order(work: Callable[[Given], Result], items: Iterable[Given], *, workers: int = 1) -> Iterator[Result]:
    """`work` over the items, in their order; over `workers` processes where more than one is asked for."""
    if workers <= 1:
        yield from map(work, items)
        return
    remaining = iter(items)
    batches = iter(lambda: list(islice(remaining, BATCH)), [])
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=workers, mp_context=context, initializer=_die_with_parent)
    with pool:
        in_flight: deque[Future[list[Result]]] = deque()
        for batch in batches:
            in_flight.append(pool.submit(_run_batch, work, batch))
            if len(in_flight) > 2 * workers:
                yield from in_flight.popleft().result()
        while in_flight:
            yield from in_flight.popleft().result()


def _run_batch(work: Callable[[Given], Result], batch: list[Given]) -> list[Result]:
    return [work(item) for item in batch]


def _die_with_parent() -> None:
    """End this worker when the process that started it is gone: a killed run leaves no workers behind."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
