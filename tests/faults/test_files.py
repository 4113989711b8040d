"""Files that are whole or not there; readers of the live file that stand in no run's way; damage that is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.api import read
from pipelines.commands.query import run_query
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.files import replaced, write_whole
from pipelines.publish.copy import publish
from pipelines.resources.live import live
from pipelines.resources.locks import held, holder, shared
from pipelines.resources.warehouse import Warehouse
from tests.faults.test_doctor import scratch

HOLD = (
    "import sys, pathlib; from pipelines.resources.locks import held\n"
    "with held(pathlib.Path(sys.argv[1]), on_wait=lambda pid: print('waits', pid, flush=True)): print('held', flush=True)"
)


def test_what_fails_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    write_whole(file, "old")

    def fail(fresh: Path) -> None:
        fresh.write_text("half")
        Path(f"{fresh}.wal").write_text("half")
        raise OSError

    with pytest.raises(OSError), replaced(file) as fresh:  # noqa: PT011
        fail(fresh)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert file.read_text() == "old"


def test_what_the_dead_left_is_swept_and_what_the_living_write_is_not(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass
    (tmp_path / f".page.html.{dead.pid}").write_text("half")
    living = tmp_path / f".page.html.{os.getppid()}"
    living.write_text("half")
    write_whole(tmp_path / "page.html", "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [living.name, "page.html"]


def test_a_failed_copy_leaves_the_old_one_and_no_part(tmp_path: Path) -> None:
    live_file, target = tmp_path / "live.duckdb", tmp_path / "published" / "warehouse.duckdb"
    with duckdb.connect(str(live_file)) as connection:
        connection.execute(
            "create schema marts; create table marts.facts as select hash(range) as h from range(99_999)"
        )
    publish(live_file, target)
    good = target.read_bytes()
    scratch(live_file)
    with pytest.raises((EnvironmentProblem, duckdb.Error)):
        publish(live_file, target)
    assert target.read_bytes() == good
    assert [file.name for file in target.parent.iterdir()] == [target.name]


def test_a_run_waits_for_a_reader_of_the_live_file(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Warehouse(home.warehouse).prepare()
    home.run_lock.touch()
    with live(home):
        run = subprocess.Popen([sys.executable, "-c", HOLD, home.run_lock], stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        assert run.stdout.readline().strip() == "waits"
        assert run.poll() is None
    assert run.stdout.readline().strip() == "held"
    run.communicate()
    assert holder(home.run_lock) == ""


def test_the_live_file_is_not_read_while_a_run_writes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    Warehouse(home.warehouse).prepare()
    with held(home.run_lock), pytest.raises(EnvironmentProblem, match=f"process {os.getpid()}"), live(home):
        pass


def test_any_number_may_share_a_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    with shared(lock) as first, shared(lock) as second:
        assert first
        assert second


def test_a_damaged_block_of_the_copy_is_said_with_what_mends_it(tmp_path: Path) -> None:
    """Whichever block it is: the right answer, or the file and its cure, never a failed query."""
    home = Home(tmp_path)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(
            "create schema marts; create table marts.facts as select hash(range) as h from range(200_000)"
        )
    publish(home.warehouse, home.published)
    whole = home.published.read_bytes()
    asked = (lambda: run_query(home, "select bit_xor(h) from marts.facts", "csv"), lambda: _read(home))
    said = []
    for byte in range(12288 + 100, len(whole), 262144):
        home.published.write_bytes(whole[:byte] + bytes([whole[byte] ^ 0xFF]) + whole[byte + 1 :])
        for ask in asked:
            try:
                ask()
            except EnvironmentProblem as error:
                said.append(error)
    assert {"cannot be opened" in error.found for error in said} == {True, False}
    assert all("make it anew from the live file: factwire run" in error.cure for error in said)


def _read(home: Home) -> None:
    with read(home.root) as reader:
        reader.sql("select bit_xor(h) from marts.facts")
