"""Runs the reading of articles over processes: results in order, a bounded number in flight, no article lost or doubled.

What belongs here: shards, their order, and what becomes of an article that ends every process that reads it.  Not here: where
the processes are (pool.py, cluster.py), what they do (extract/article.py).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from itertools import islice
from typing import Any, Protocol, TypeVar

from pipelines.errors import EnvironmentProblem

RUNNER_VARIABLE = "FACTWIRE_RUNNER"
RUNNERS = ("pool", "dask")
# Articles sent to a process at once: enough to hide the cost of sending, few enough to keep memory flat.
SHARD = 16

Given = TypeVar("Given")
Result = TypeVar("Result")


class ProcessLost(Exception):
    """The process that read a shard has ended; whether the shard is to blame is not known."""


class Crew(Protocol):
    """Processes that read shards."""

    # How often an article may end the process that reads nothing else before it is given up.
    tries: int

    def size(self) -> int:
        """Number of processes at work."""

    def submit(self, work: Callable[[Any], Any], shard: list[Any]) -> Any:
        """A promise of the results of the shard."""

    def result(self, promise: Any) -> list[Any]:
        """What was promised, in the order of the shard; ProcessLost where its process ended."""

    def settle(self, promises: Collection[Any]) -> None:
        """Wait until none of these is at work."""


def run_in_order(
    work: Callable[[Given], Result],
    items: Iterable[Given],
    *,
    workers: int = 1,
    lost: Callable[[Given], Result],
) -> Iterator[Result]:
    """`work` over the items, in their order; over processes where more than one is asked for.

    lost: the result of an item whose every reader ended (killed, out of memory); the others are read all the same.
    """
    runner = chosen_runner()
    if workers <= 1:
        yield from map(work, items)
        return
    with _opened(runner, workers) as crew:
        yield from _in_order(crew, work, items, lost)


def chosen_runner() -> str:
    """The runner that FACTWIRE_RUNNER names; raises where there is none of that name, or it is not installed."""
    named = os.environ.get(RUNNER_VARIABLE) or RUNNERS[0]
    if named not in RUNNERS:
        raise EnvironmentProblem(
            f"{RUNNER_VARIABLE} is {named!r}, which is no runner",
            expected=f"one of {', '.join(RUNNERS)}",
            cure=f"set it to one of them, or unset it for {RUNNERS[0]}",
        )
    if named == "dask" and find_spec("distributed") is None:
        raise EnvironmentProblem(
            f"{RUNNER_VARIABLE} is dask, and Dask is not installed",
            expected="the extra that holds it",
            cure="pip install 'factwire[dask]'",
        )
    return named


def _opened(runner: str, workers: int) -> AbstractContextManager[Crew]:
    # Imported where it is used: Dask takes a second to load.
    if runner == "dask":
        from pipelines.resources.runner.cluster import Cluster

        return Cluster(workers)
    from pipelines.resources.runner.pool import Pool

    return Pool(workers)


def _in_order(
    crew: Crew, work: Callable[[Given], Result], items: Iterable[Given], lost: Callable[[Given], Result]
) -> Iterator[Result]:
    remaining = iter(items)
    in_flight: deque[tuple[list[Given], Any]] = deque()

    def oldest() -> list[Result]:
        shard, promise = in_flight.popleft()
        try:
            return crew.result(promise)
        except ProcessLost:
            # With nothing else at work, an article whose process ends is the one that ended it.
            crew.settle([other for _, other in in_flight])
            return [_alone(crew, work, item, lost) for item in shard]

    for shard in iter(lambda: list(islice(remaining, SHARD)), []):
        in_flight.append((shard, crew.submit(work, shard)))
        if len(in_flight) > 2 * crew.size():
            yield from oldest()
    while in_flight:
        yield from oldest()


def _alone(crew: Crew, work: Callable[[Given], Result], item: Given, lost: Callable[[Given], Result]) -> Result:
    for _ in range(crew.tries):
        try:
            result: Result = crew.result(crew.submit(work, [item]))[0]
        except ProcessLost:
            continue
        return result
    return lost(item)
