"""Whether anything changed since the last run: a change of each thing a build goes by must be seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines import current
from pipelines.config import MODEL_VARIABLE, Home
from pipelines.current import inputs, left, remember, unchanged_since


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home after a run, beside a program that the test may change."""
    monkeypatch.setattr(current, "PROGRAM", (tmp_path / "pipelines", tmp_path / "dbt_project", tmp_path / "publishers"))
    monkeypatch.setenv(MODEL_VARIABLE, str(tmp_path / "tagger"))
    monkeypatch.syspath_prepend(tmp_path / "packages")
    made = Home(tmp_path / "home")
    for file in (
        tmp_path / "pipelines" / "extract" / "lexicon" / "verbs.yml",
        tmp_path / "pipelines" / "extract" / "read.py",
        tmp_path / "dbt_project" / "seeds" / "actors.csv",
        tmp_path / "dbt_project" / "models" / "facts.sql",
        tmp_path / "publishers" / "post.yml",
        tmp_path / "packages" / "en_model-1.0.dist-info" / "METADATA",
        tmp_path / "tagger" / "cues.crfsuite",
        tmp_path / "drop" / "raid.txt",
        tmp_path / "drop" / "deep" / "blast.txt",
        made.decisions,
        made.link,
        made.sources / "own.yml",
        made.beat / "places.csv",
        made.warehouse,
        made.published,
        made.report,
        made.last_run,
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("as it was")
    given = inputs(made, [tmp_path / "drop"])
    assert given
    remember(made, given, left(made))
    return made


def is_current(home: Home) -> bool:
    given = inputs(home, [home.root.parent / "drop"])
    return given is not None and unchanged_since(home, given) is not None


def test_with_nothing_changed_nothing_is_new(home: Home) -> None:
    assert is_current(home)


@pytest.mark.parametrize(
    "file",
    [
        "pipelines/extract/read.py",
        "pipelines/extract/lexicon/verbs.yml",
        "dbt_project/seeds/actors.csv",
        "dbt_project/models/facts.sql",
        "publishers/post.yml",
        "tagger/cues.crfsuite",
        "drop/raid.txt",
        "drop/deep/blast.txt",
        "home/reviews/decisions.jsonl",
        "home/link.yml",
        "home/sources/own.yml",
        "home/beat/places.csv",
        "home/warehouse.duckdb",
        "home/published/warehouse.duckdb",
        "home/published/report.html",
        "home/dagster/last-run.json",
    ],
)
@pytest.mark.parametrize("change", [lambda path: path.write_text("as it is"), Path.unlink], ids=["written", "removed"])
def test_a_file_written_anew_or_removed_is_a_change(home: Home, file: str, change: Callable[[Path], object]) -> None:
    change(home.root.parent / file)
    assert not is_current(home)


@pytest.mark.parametrize(
    "file",
    [
        "pipelines/extract/more.py",
        "dbt_project/models/more.sql",
        "publishers/more.yml",
        "packages/en_model-1.1.dist-info",
        "drop/more.txt",
        "drop/columns.yml",
        "home/sources/more.yml",
        "home/beat/actors.csv",
        "home/warehouse.duckdb.wal",
    ],
)
def test_a_file_more_is_a_change(home: Home, file: str) -> None:
    (home.root.parent / file).write_text("new")
    assert not is_current(home)


def test_an_article_of_the_same_size_and_time_is_a_change(home: Home) -> None:
    file = home.root.parent / "drop" / "raid.txt"
    before = file.stat()
    file.write_text("as it is!")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_current(home)


@pytest.mark.parametrize("variable", ["FACTWIRE_TEXTS", "FACTWIRE_MEMORY", "FACTWIRE_SETTING_TO_COME"])
def test_a_setting_is_a_change(home: Home, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "other")
    assert not is_current(home)


def test_what_the_program_sets_itself_is_no_change(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("FACTWIRE_HOME", "FACTWIRE_DUCKDB", "FACTWIRE_PROJECT", "FACTWIRE_SEEDS", "FACTWIRE_BEAT"):
        monkeypatch.setenv(variable, "set by a run")
    (home.root.parent / "dbt_project" / "target").mkdir()
    (home.root.parent / "dbt_project" / "target" / "manifest.json").write_text("{}")
    assert is_current(home)


def test_other_paths_are_a_change_and_standard_input_is_never_known(home: Home) -> None:
    other = inputs(home, [])  # the home's inbox, which is not there: no articles
    assert other is not None
    assert unchanged_since(home, other) is None
    assert inputs(home, [home.root.parent / "drop", Path("-")]) is None


@pytest.mark.parametrize("record", ["", "{", "[]", '{"at": "yesterday"}'])
def test_a_record_that_says_nothing_is_none(home: Home, record: str) -> None:
    home.last_run.write_text(record)
    assert not is_current(home)
