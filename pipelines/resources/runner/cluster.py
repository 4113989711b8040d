"""A Dask cluster: the one at FACTWIRE_CLUSTER, else one of this machine's processes made for the run.

What belongs here: reaching the cluster, and telling what its answers mean.  Not here: shards and their order (__init__.py).
Workers must hold the same Factwire: what one of another version reads is refused, not mixed in.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError
from contextlib import ExitStack
from types import TracebackType
from typing import Any, NamedTuple

from distributed import Client, Future, LocalCluster
from distributed.comm.addressing import get_address_host_port
from distributed.scheduler import KilledWorker

from pipelines.errors import EnvironmentProblem
from pipelines.extract.version import extractor_version
from pipelines.resources.runner import ProcessLost

ADDRESS_VARIABLE = "FACTWIRE_CLUSTER"
# Seconds to wait for the scheduler to answer, and for a worker to come where there is none (one that ended is started anew,
# and loads its programs first).
ANSWER, PATIENCE = 15, 120
# The language model and its caches are one process's: a worker of many threads reads one article at a time all the same.
_ONE_AT_A_TIME = threading.Lock()


class Read(NamedTuple):
    """What a worker sends back: no results where it is of another version than was asked for."""

    version: str
    host: str
    results: list[Any]


class Cluster:
    """Workers of a Dask scheduler."""

    # The scheduler itself tries a task again whose worker ended (`distributed.scheduler.allowed-failures`, 3 as shipped).
    tries = 1

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._address = os.environ.get(ADDRESS_VARIABLE) or ""
        self._open = ExitStack()

    def __enter__(self) -> Cluster:
        with ExitStack() as stack:
            self._client = stack.enter_context(self._connected(stack))
            self._await_worker()
            self._open = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def size(self) -> int:
        return max(1, int(self._client.scheduler_info(n_workers=0)["n_workers"]))

    def submit(self, work: Callable[[Any], Any], shard: list[Any]) -> Future[Read]:
        promise: Future[Read] = self._client.submit(_read, work, shard, extractor_version(), pure=False)
        return promise

    def result(self, promise: Future[Read]) -> list[Any]:
        read = self._answer(promise)
        if read.version != extractor_version():
            raise EnvironmentProblem(
                f"the worker on {read.host} reads with extractor {read.version}",
                expected=f"{extractor_version()}, as on {socket.gethostname()}: the same Factwire, language model and beat",
                cure="install the same on every host of the cluster, and give its workers the settings of this home",
            )
        return read.results

    def settle(self, promises: Collection[Future[Read]]) -> None:
        for promise in promises:
            try:
                self._answer(promise)
            except ProcessLost:
                continue  # met again when its turn comes

    def _answer(self, promise: Future[Read]) -> Read:
        while True:
            try:
                read: Read = promise.result(timeout=PATIENCE)
            except KilledWorker as error:
                raise ProcessLost from error
            except CancelledError as error:
                raise self._unreachable("the scheduler is gone") from error
            except ImportError as error:
                raise EnvironmentProblem(
                    f"a worker of the cluster cannot load Factwire: {error}",
                    expected="the same Factwire on every host of the cluster",
                    cure="install it there, and start the workers from that environment",
                ) from error
            except TimeoutError:
                if promise.status == "error":
                    raise
                self._await_worker()
                continue
            return read

    def _connected(self, stack: ExitStack) -> Client:
        if not self._address:
            return Client(stack.enter_context(_local(self._workers)), set_as_default=False)
        try:
            # Said at once where nobody listens: the client would go on trying.
            with socket.create_connection(get_address_host_port(self._address), timeout=ANSWER):
                pass
            return Client(self._address, timeout=ANSWER, set_as_default=False)
        except (OSError, ValueError, OverflowError) as error:
            raise self._unreachable(str(error)) from error

    def _await_worker(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, CancelledError) as error:  # TimeoutError is one of them
            raise self._unreachable(f"no worker within {PATIENCE} seconds") from error

    def _unreachable(self, why: str) -> EnvironmentProblem:
        return EnvironmentProblem(
            f"the cluster {self._address or 'of this machine'} cannot be worked with: {why}",
            expected=f"in {ADDRESS_VARIABLE} the address of a Dask scheduler with workers, as tcp://host:8786",
            cure=f"start it (dask scheduler; dask worker ADDRESS --nthreads 1), mend {ADDRESS_VARIABLE}, or unset it for a "
            "cluster of this machine",
        )


def _local(workers: int) -> LocalCluster:
    """As many processes of this machine, reached over the loopback only."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


def _read(work: Callable[[Any], Any], shard: list[Any], version: str) -> Read:
    with _ONE_AT_A_TIME:
        own = extractor_version()
        return Read(own, socket.gethostname(), [work(item) for item in shard] if own == version else [])
