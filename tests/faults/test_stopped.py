"""What stops a command is said as what it is: the disk, the permissions, a damaged file, a build that does not hold."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.commands.stopped import of_the_system, why
from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.resources.warehouse import Warehouse
from tests.end_to_end.conftest import FACTWIRE, factwire

HOME = Home(Path("/somewhere"))


def raised(error: Exception, cause: Exception) -> Exception:
    try:
        raise error from cause
    except type(error) as found:
        return found


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "is full"),
        (raised(RuntimeError("a step"), OSError(errno.EDQUOT, "quota")), "is full"),
        (duckdb.IOException("Could not write file: No space left on device"), "is full"),
        (dg.Failure("the build does not hold:\n  x: IO Error: No space left on device"), "is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/somewhere/dbt"), "cannot be written"),
        (DataProblem("dbt stopped: Read-only file system", expected="e", cure="c"), "cannot be written"),
        (duckdb.IOException("Corrupt database file: checksum 1 does not match stored checksum 2"), "is damaged"),
        (raised(RuntimeError("a step"), EnvironmentProblem("the tagger", expected="e", cure="c")), "the tagger"),
    ],
)
def test_the_machine_is_told_from_the_data(error: Exception, words: str) -> None:
    found = why(error, HOME)
    assert isinstance(found, EnvironmentProblem)
    assert words in found.found


@pytest.mark.parametrize("error", [dg.Failure("the build does not hold:\n  test x"), ValueError("x"), KeyError("y")])
def test_what_is_neither_is_a_data_problem(error: Exception) -> None:
    assert isinstance(why(error, HOME), DataProblem)


def test_what_the_system_refuses_to_a_command_names_the_file() -> None:
    found = of_the_system(PermissionError(errno.EACCES, "Permission denied", "/somewhere/x"))
    assert found.found == "/somewhere/x: Permission denied"


def test_no_traceback_where_no_file_can_grow(tmp_path: Path) -> None:
    """A limit on the size of files, as a disk that is full: nothing is left half written."""
    Warehouse(tmp_path / "warehouse.duckdb").prepare()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = factwire("run", "--home", tmp_path, "--inbox", "data/sample", check=False, preexec_fn=limit)
    assert done.returncode == 3
    assert re.search("the disk of .* (is full|does not take what is written)", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """As root, without the privilege to write where the permissions say no."""
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("Four people were killed in a blast in Kabul on Monday.")
    words = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*words, FACTWIRE, "run", "--home", home, "--inbox", inbox], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
