"""The doctor: each thing that is amiss is found, said with what mends it, and left as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.commands.doctor import doctor
from pipelines.config import Home
from pipelines.errors import DataProblem
from pipelines.publish.copy import publish
from pipelines.resources.locks import held
from pipelines.resources.warehouse import Warehouse


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a live file and a published copy, as far as the doctor looks, without a run."""
    made = Home(tmp_path / "home")
    Warehouse(made.warehouse).prepare()
    with duckdb.connect(str(made.warehouse)) as connection:
        connection.execute("create schema marts; create table marts.fct_talks as select range as n from range(50_000)")
    publish(made.warehouse, made.published)
    made.inbox.mkdir()
    made.dbt.mkdir()
    (made.dbt / "manifest.json").write_text("{}")
    made.dagster.mkdir()
    with sqlite3.connect(made.dagster / "runs.db") as runs:
        runs.execute("create table runs (id)")
    return made


def state(home: Home) -> dict[str, bytes]:
    return {str(file.relative_to(home.root)): file.read_bytes() for file in home.root.rglob("*") if file.is_file()}


def test_a_sound_home_needs_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(home)
    doctor(home)
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == "nothing needs mending"
    assert not any(line.startswith("mend") for line in said.splitlines())
    assert state(home) == before


def scratch(file: Path) -> None:
    """Another byte in every block but the headers."""
    found = bytearray(file.read_bytes())
    for block in range(12288 + 100, len(found), 262144):
        found[block] ^= 0xFF
    file.write_bytes(found)


def newer_schema(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("update main.factwire set schema_version = 99")


def one_more_fact(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("insert into marts.fct_talks values (1)")


def torn_decision(home: Home) -> None:
    home.decisions.parent.mkdir()
    home.decisions.write_text('{"decision_id": ')


FAULTS: dict[str, tuple[Callable[[Home], object], str, str]] = {
    "live file damaged": (lambda home: scratch(home.warehouse), "live file", "restore"),
    "live file cut": (
        lambda home: home.warehouse.write_bytes(home.warehouse.read_bytes()[:9000]),
        "live file",
        "restore",
    ),
    "live file gone": (lambda home: home.warehouse.unlink(), "live file", "restore it from a backup"),
    "schema of a newer version": (newer_schema, "schema", "use the newer Factwire"),
    "copy damaged": (lambda home: scratch(home.published), "published copy", "factwire run"),
    "copy no database": (lambda home: home.published.write_text("no database"), "published copy", "factwire run"),
    "copy gone": (lambda home: home.published.unlink(), "published copy", "factwire run"),
    "copy older": (one_more_fact, "published copy", "factwire run"),
    "manifest torn": (lambda home: (home.dbt / "manifest.json").write_text('{"nodes": '), "dbt manifest", "rm "),
    "runs torn": (lambda home: (home.dagster / "runs.db").write_text("no database" * 999), "dagster", "move "),
    "inbox a file": (lambda home: (home.inbox.rmdir(), home.inbox.touch()), "inbox", "make a folder"),
    "decisions torn": (torn_decision, "decisions", "restore those lines"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_amiss_is_said_with_its_cure_and_left_alone(
    home: Home, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    harm, what, cure = FAULTS[fault]
    harm(home)
    before = state(home)
    with pytest.raises(DataProblem, match=f"needs mending: {what}\n"):
        doctor(home)
    lines = capsys.readouterr().out.splitlines()
    (start,) = [n for n, line in enumerate(lines) if line.startswith("mend")]
    assert lines[start].startswith(f"mend {what}")
    (mends,) = [n for n, line in enumerate(lines) if line.strip().startswith("to mend: ")]
    assert lines[mends - 1].strip().startswith("expected: ")
    assert start < mends
    assert cure in lines[mends]
    assert state(home) == before


def test_a_full_disk_is_said(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("pipelines.commands.doctor._LEAST_ROOM", 10**18)
    with pytest.raises(DataProblem, match="disk"):
        doctor(home)
    assert "1000000000.0 GB for a run" in capsys.readouterr().out


def test_a_run_that_goes_on_is_left_alone(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with held(home.run_lock), duckdb.connect(str(home.warehouse)):
        doctor(home)
    said = capsys.readouterr().out
    assert "which lives: a run goes on" in said
    assert "not looked at while a run writes it" in said


def test_a_lock_of_a_killed_run_is_no_fault(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home.run_lock.write_text("4242")
    doctor(home)
    assert "process 4242, which held it last, was killed" in capsys.readouterr().out


def test_no_home_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="home"):
        doctor(Home(tmp_path / "none"))
