"""The runners: results in order, none lost and none doubled, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import dask
import pytest

from pipelines.errors import EnvironmentProblem
from pipelines.extract.rows import Job, lost_job, read_job
from pipelines.resources.runner import RUNNER_VARIABLE, cluster, run_in_order
from pipelines.resources.runner.cluster import ADDRESS_VARIABLE
from pipelines.resources.runner.pool import Pool
from tests.unit.work import POISON, lost, square


@pytest.fixture(scope="module")
def workers() -> Iterator[str]:
    """The address of a cluster of two workers; one death is enough to suspect a task, two seconds to miss a worker."""
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.comm.timeouts.connect": "2s"}
    with (
        dask.config.set(settings),
        cluster.LocalCluster(2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as started,
    ):
        yield started.scheduler_address


@pytest.fixture(params=["pool", "dask"])
def runner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RUNNER_VARIABLE, request.param)
    if request.param == "dask":
        monkeypatch.setenv(ADDRESS_VARIABLE, request.getfixturevalue("workers"))


def test_one_process_is_this_one() -> None:
    assert list(run_in_order(square, range(3), lost=lost)) == [(n * n, os.getpid()) for n in range(3)]


def test_order_is_kept_over_processes(runner: None) -> None:
    read = list(run_in_order(square, range(100), workers=2, lost=lost))
    assert [value for value, _ in read] == [n * n for n in range(100)]
    assert os.getpid() not in {pid for _, pid in read}


def test_a_killed_process_loses_and_doubles_nothing(runner: None) -> None:
    read: list[object] = []
    for value, pid in run_in_order(square, range(400), workers=2, lost=lost):
        read.append(value)
        if len(read) in {100, 200, 300}:
            _kill(pid)
    assert read == [n * n for n in range(400)]


def _kill(pid: int) -> None:
    """A process that is gone already was another's neighbour in a broken pool."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        assert os.environ[RUNNER_VARIABLE] == "pool"


def test_a_pool_that_breaks_while_it_starts_a_process_is_replaced() -> None:
    """The executor closes its queue when a process dies, at any moment of another's start."""
    with Pool(2) as pool:
        pool.submit(square, [1])
        pool._pool._call_queue._reader.close()  # type: ignore[attr-defined]
        assert [value for value, _ in pool.result(pool.submit(square, [2]))] == [4]


def test_a_process_that_the_executor_lost_sight_of_ends_with_the_pool() -> None:
    with Pool(2) as pool:
        lost_one = pool._context.Process(target=time.sleep, args=(1000,))
        lost_one.start()
    lost_one.join(10)
    assert lost_one.exitcode == -signal.SIGKILL


def test_an_item_that_ends_its_process_is_lost_alone(runner: None) -> None:
    given = [*range(20), POISON, *range(20, 60)]
    read = [value for value, _ in run_in_order(square, given, workers=2, lost=lost)]
    assert read == [f"lost {n}" if n == POISON else n * n for n in given]


def test_a_cluster_of_this_machine_is_made_where_no_address_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RUNNER_VARIABLE, "dask")
    read = list(run_in_order(square, range(40), workers=2, lost=lost))
    assert [value for value, _ in read] == [n * n for n in range(40)]
    assert os.getpid() not in {pid for _, pid in read}


def test_articles_read_alike_by_every_runner(runner: None) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    towns = ["Quetta", "Khost", "Kabul", "Lahore"]
    jobs = [
        Job(
            f"art_{n}",
            1,
            "Blast in the north",
            date(2026, 3, 1),
            f"A bomb killed {n + 3} soldiers in {town} on Saturday, officials said. The Taliban denied it.",
            at,
        )
        for n, town in enumerate(towns * 5)
    ]
    assert list(run_in_order(read_job, jobs, workers=2, lost=lost_job)) == [read_job(job) for job in jobs]


# -- settings that do not fit ------------------------------------------------------------------------------------------


def _first(**settings: str) -> Iterator[object]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        return next(run_in_order(square, [1], workers=2, lost=lost))  # type: ignore[return-value]


def test_a_runner_nobody_knows_is_refused() -> None:
    with pytest.raises(EnvironmentProblem, match="'spark', which is no runner"):
        _first(**{RUNNER_VARIABLE: "spark"})


def test_dask_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.resources.runner.find_spec", lambda _: None)
    with pytest.raises(EnvironmentProblem, match="Dask is not installed") as found:
        _first(**{RUNNER_VARIABLE: "dask"})
    assert "factwire[dask]" in found.value.cure


@pytest.mark.parametrize("address", ["here", "tcp://127.0.0.1", "http://127.0.0.1:1", "tcp://127.0.0.1:99999"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be worked with"):
        _first(**{RUNNER_VARIABLE: "dask", ADDRESS_VARIABLE: address})


def test_a_scheduler_nobody_runs_is_said_to_be_gone() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(EnvironmentProblem, match="refused"):
        _first(**{RUNNER_VARIABLE: "dask", ADDRESS_VARIABLE: address})


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with (
        cluster.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(EnvironmentProblem, match="no worker within 1 seconds"),
    ):
        _first(**{RUNNER_VARIABLE: "dask", ADDRESS_VARIABLE: empty.scheduler_address})


def test_a_worker_of_another_version_is_refused(workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "extractor_version", lambda: "0123456789ab")
    with pytest.raises(EnvironmentProblem, match="reads with extractor") as found:
        _first(**{RUNNER_VARIABLE: "dask", ADDRESS_VARIABLE: workers})
    assert "0123456789ab" in found.value.expected


def test_a_pool_in_use_when_it_breaks_is_replaced() -> None:
    with Pool(1) as pool:
        broken = pool.submit(square, [POISON])
        pool.settle([broken])
        assert pool.result(pool.submit(square, [3]))[0][0] == 9
