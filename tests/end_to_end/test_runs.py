"""Runs: the same input changes nothing, a killed run leaves nothing behind, a reader stops nobody."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path

import duckdb

from pipelines.config import SAMPLE, Home
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


def run_all_again(home: Path) -> None:
    """As a run does that does not know whether anything changed."""
    Home(home).last_run.unlink()
    factwire("run", "--home", home, "--inbox", SAMPLE)


def told_to_dagster(home: Path) -> tuple[int, float]:
    """How many runs there were, and when what is published was last said to be current."""
    with closing(sqlite3.connect(home / "dagster" / "history" / "runs.db")) as runs:
        [(number,)] = runs.execute("select count(*) from runs").fetchall()
    with closing(sqlite3.connect(home / "dagster" / "history" / "runs" / "index.db")) as index:
        [(latest,)] = index.execute(
            """select max(strftime('%s', last_materialization_timestamp)) from asset_keys where asset_key = '["published", "warehouse"]'"""
        ).fetchall()
    return number, float(latest)


def test_with_nothing_new_no_run_is_started(sample_home: Path) -> None:
    """What is published stays as it is and is said to be current as of now, so that no freshness policy calls it stale."""
    published = (sample_home / "published" / "warehouse.duckdb").stat()
    number, latest = told_to_dagster(sample_home)
    time.sleep(1)
    done = factwire("run", "--home", sample_home, "--inbox", SAMPLE)
    assert "nothing new since" in done.stderr
    assert "INCIDENTS" in done.stdout
    now_number, now_latest = told_to_dagster(sample_home)
    assert now_number == number
    assert now_latest > latest
    assert (sample_home / "published" / "warehouse.duckdb").stat().st_mtime_ns == published.st_mtime_ns


def test_an_article_more_starts_a_run_and_then_nothing_is_new(tmp_path: Path, sample_home: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, ignore=shutil.ignore_patterns("logs"))
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "later.txt").write_text(
        "KUNDUZ, Nov 7 - Gunmen killed four officers at a police post in Kunduz on Friday.\n"
    )
    taken = [factwire("run", "--home", home).stderr for _ in range(2)]
    assert ["nothing new" in told for told in taken] == [False, True]
    assert (
        len(
            rows(
                home,
                "select 1 from marts.dim_articles where first_seen_at = (select max(first_seen_at) from marts.dim_articles)",
            )
        )
        == 1
    )


def test_the_same_run_again_changes_no_row(sample_home: Path) -> None:
    before = content(sample_home, with_times=True)
    run_all_again(sample_home)
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
        run_all_again(sample_home)
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


def test_what_went_while_the_inbox_was_read_is_read_when_it_is_back(tmp_path: Path) -> None:
    home, inbox, away = tmp_path / "home", tmp_path / "inbox", tmp_path / "away"
    inbox.mkdir()
    first, last = sorted(SAMPLE.glob("*.txt"))[:2]
    shutil.copy(last, inbox / "z.txt")
    # Blank lines keep the reader at it long enough.
    slow = inbox / "a.jsonl"
    article = json.dumps({"id": "a", "title": "Blast in Khost", "text": first.read_text(encoding="utf-8")})
    slow.write_text("\n" * 20_000_000 + article, encoding="utf-8")
    words = [str(FACTWIRE), "run", "--home", str(home), "--inbox", str(inbox)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
        while slow not in opened_by(run.pid):
            assert run.poll() is None, "the run ended before the inbox went"
            time.sleep(0.05)
        inbox.rename(away)
        told, _ = run.communicate()
    assert "z.txt: went while the inbox was read" in told
    away.rename(inbox)
    factwire("run", "--home", home, "--inbox", inbox)
    assert len(rows(home, "select article_id from marts.dim_articles")) == 2


def opened_by(pid: int) -> set[Path]:
    """The files that a process has open."""
    with suppress(OSError):
        return {link.readlink() for link in Path(f"/proc/{pid}/fd").iterdir()}
    return set()
