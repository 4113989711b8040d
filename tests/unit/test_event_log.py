"""Dagster's log kept open by one run: others read it meanwhile, and a killed run loses nothing of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.config import Home
from pipelines.instance import instance_of_one_run, use_instance

KEY = dg.AssetKey(["published", "warehouse"])
WRITE_AND_WAIT = (
    "import sys, pathlib, dagster as dg; from pipelines.config import Home; from pipelines.instance import *\n"
    "home = Home(pathlib.Path(sys.argv[1])); use_instance(home); instance = instance_of_one_run(home)\n"
    "instance.report_runless_asset_event(dg.AssetMaterialization(['published', 'warehouse']))\n"
    "print('written', flush=True); sys.stdin.read()"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    made = Home(tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", "")
    use_instance(made)
    return made


def has_event() -> bool:
    """As the UI sees it: through Dagster's own storage."""
    with dg.DagsterInstance.get() as other:
        return other.get_latest_materialization_event(KEY) is not None


def test_events_are_seen_while_the_files_stay_open(home: Home) -> None:
    index = home.dagster / "history" / "runs" / "index.db"
    with instance_of_one_run(home) as instance:
        os.utime(index, (0, 0))
        instance.report_runless_asset_event(dg.AssetMaterialization(KEY))
        assert index.with_name("index.db-wal").exists()  # Dagster's own is closed, and gone, after each event
        assert index.stat().st_mtime > 0  # a UI that watches the file looks again
        assert has_event()
    assert not index.with_name("index.db-wal").exists()
    assert has_event()


def test_events_of_a_killed_run_are_kept(home: Home) -> None:
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(home.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "written"
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    assert has_event()
