"""The Dagster instance of a home: its settings, runs that a killed process left behind, what it is told without a run.

What belongs here: DAGSTER_HOME, liveness of runs.  A run holds a lock of its own while it lives, so a run that the
instance calls started but whose lock is free is dead, however it ended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.config import PROJECT, Home
from pipelines.files import write_whole
from pipelines.resources.locks import held, is_held

if TYPE_CHECKING:
    import dagster as dg

# A run that was only just started may not have its lock yet.
_STARTING = timedelta(seconds=60)


def use_instance(home: Home) -> None:
    """Point Dagster at the home's own state, with the project's instance settings."""
    import dagster as dg

    os.environ["DAGSTER_HOME"] = str(home.dagster)
    # Of two that start at once in a new home, one makes the tables of Dagster.
    with held(home.dagster / "locks" / "instance"):
        write_whole(home.dagster / "dagster.yaml", (PROJECT / "dagster.yaml").read_text(encoding="utf-8"))
        with dg.DagsterInstance.get() as instance:
            instance.get_runs_count()
            instance.schedule_storage  # noqa: B018  (made when it is asked for)


def instance_of_one_run(home: Home) -> dg.DagsterInstance:
    """The instance that `use_instance` prepared, for a process that does one run and ends."""
    import dagster as dg

    from pipelines.resources.event_log import KeptOpenEventLog

    log = {
        "module": KeptOpenEventLog.__module__,
        "class": KeptOpenEventLog.__name__,
        "config": {"base_dir": str(home.dagster / "history" / "runs")},
    }
    return dg.DagsterInstance.local_temp(str(home.dagster), overrides={"event_log_storage": log})


@contextmanager
def alive(home: Home, run_id: str) -> Iterator[None]:
    """Be seen to live while the block lasts.

    The file stays when the lock is free: so a run that ended but could not say so (a full disk) is not taken for one that is
    about to begin.
    """
    with held(_life_of(home, run_id)):
        yield


@contextmanager
def sole_run(home: Home, run_id: str, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Be the one run that writes this home; and be seen to live while the block lasts."""
    with alive(home, run_id), held(home.run_lock, on_wait=on_wait):
        yield


def _life_of(home: Home, run_id: str) -> Path:
    return home.dagster / "locks" / run_id


def fail_dead_runs(instance: dg.DagsterInstance, home: Home) -> list[str]:
    """Mark runs as failed whose process is gone, and free their pool slots; the ids of those runs."""
    import dagster as dg

    unfinished = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
    dead: list[str] = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=unfinished)):
        run = record.dagster_run
        lock = _life_of(home, run.run_id)
        is_young = datetime.now(UTC) - record.create_timestamp < _STARTING
        if is_held(lock) or (is_young and not lock.exists()):
            continue
        instance.report_run_failed(run, "The process of this run ended without a word (killed, no room to say it, …).")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        dead.append(run.run_id)
    _sweep_locks(instance, home)
    return dead


def _sweep_locks(instance: dg.DagsterInstance, home: Home) -> None:
    """Take away the locks that ended runs left."""
    for lock in (home.dagster / "locks").iterdir():
        run = instance.get_run_by_id(lock.name)
        if run is not None and run.is_finished:
            lock.unlink(missing_ok=True)


def confirm_published(instance: dg.DagsterInstance, since: datetime) -> bool:
    """Record that what is published is current though nothing ran, so that it stays fresh; False where no run made it."""
    import dagster as dg

    keys = [dg.AssetKey(["published", name]) for name in ("warehouse", "report")]
    events = [instance.get_latest_materialization_event(key) for key in keys]
    made = [event.asset_materialization for event in events if event and event.asset_materialization]
    if len(made) < len(keys):
        return False
    for last in made:
        instance.report_runless_asset_event(
            dg.AssetMaterialization(
                last.asset_key,
                description="Nothing new: as the last run left it.",
                metadata={**last.metadata, "nothing_new_since": dg.MetadataValue.timestamp(since)},
                tags=last.tags,
            )
        )
    return True
