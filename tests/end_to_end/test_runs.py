"""Runs: the same input changes nothing, a killed run leaves nothing behind, a reader stops nobody."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb

from pipelines.config import SAMPLE
from tests.end_to_end.conftest import FACTWIRE, factwire, rows


def content(home: Path, *, with_times: bool) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every mart, in a fixed order; without the times of book-keeping two warehouses of the same articles agree."""
    with duckdb.connect(str(home / "published" / "warehouse.duckdb"), read_only=True) as reader:
        tables = reader.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        assert len(tables) >= 15
        out = {}
        for (table,) in tables:
            found = reader.execute(f"select column_name, column_type from (describe marts.{table})").fetchall()
            columns = ", ".join(name for name, kind in found if with_times or not kind.startswith("TIMESTAMP"))
            out[table] = reader.execute(f"select {columns} from marts.{table} order by all").fetchall()
        return out


def test_the_same_run_again_changes_no_row(sample_home: Path) -> None:
    before = content(sample_home, with_times=True)
    factwire("run", "--home", sample_home, "--inbox", SAMPLE)
    assert content(sample_home, with_times=True) == before


def test_the_order_and_the_pieces_of_delivery_change_no_row(tmp_path: Path, sample_home: Path) -> None:
    """The later half first, with corrections before what they correct; then the rest, and some of it once more."""
    files = sorted(file for file in SAMPLE.iterdir() if file.is_file())
    pieces = [files[len(files) // 2 :], files[: len(files) // 2] + files[-3:]]
    home = tmp_path / "home"
    for number, piece in enumerate(pieces):
        inbox = tmp_path / f"piece-{number}"
        inbox.mkdir()
        for file in piece:
            shutil.copy(file, inbox)
        factwire("run", "--home", home, "--inbox", inbox)
    found, expected = content(home, with_times=False), content(sample_home, with_times=False)
    # Ids that an earlier run published lead on to those of today.
    assert found.pop("fact_id_aliases") != []
    assert expected.pop("fact_id_aliases") == []
    assert {table for table in expected if found[table] != expected[table]} == set()
    staged = "select article_id, version, is_current, near_duplicate_of, duplicate_kind, text from staging.articles order by all"
    assert rows(home, staged) == rows(sample_home, staged)


def test_a_reader_on_the_published_copy_stops_no_run(sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "published" / "warehouse.duckdb"), read_only=True) as reader:
        before = reader.execute("select count(*) from marts.fct_claims").fetchall()
        factwire("run", "--home", sample_home, "--inbox", SAMPLE)
        assert reader.execute("select count(*) from marts.fct_claims").fetchall() == before


def test_history_answers_what_was_known(sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "published" / "warehouse.duckdb"), read_only=True) as reader:
        now = reader.execute("select count(*) from history.incidents_as_of(current_date)").fetchall()
        then = reader.execute("select count(*) from history.incidents_as_of(date '2000-01-01')").fetchall()
        facts = reader.execute("select count(*) from marts.fct_incidents").fetchall()
    assert now == facts != [(0,)]
    assert then == [(0,)]


def test_a_killed_run_is_made_good_by_the_next(tmp_path: Path, sample_home: Path) -> None:
    """Kill the first run of a home while it reads, then run: the warehouse of an undisturbed run.

    Kills in every phase: tests/faults/test_campaign.py.
    """
    words = [str(FACTWIRE), "run", "--home", str(tmp_path), "--inbox", str(SAMPLE)]
    with subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while not (tmp_path / "run.lock").exists():
            assert run.poll() is None, "the run ended before it could be killed"
            time.sleep(0.05)
        time.sleep(2)
        os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    assert not (tmp_path / "published" / "warehouse.duckdb").exists()
    factwire("run", "--home", tmp_path, "--inbox", SAMPLE, timeout=300)
    assert content(tmp_path, with_times=False) == content(sample_home, with_times=False)
