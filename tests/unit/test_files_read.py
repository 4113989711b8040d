"""Files of the inbox that were read whole are not read again until they change."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.assets import raw
from pipelines.assets.raw import read_inbox
from pipelines.ingest import chunks
from pipelines.resources.warehouse import Warehouse

NOW = datetime(2025, 11, 2, tzinfo=UTC)
LATER = datetime(2025, 11, 3, tzinfo=UTC)
LAST = datetime(2025, 11, 4, tzinfo=UTC)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "warehouse.duckdb")
    made.prepare()
    return made


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text("Guards shut the gate on Sunday.")
    (folder / "b.jsonl").write_text('{"text": "Two died."}\n{"text": "Three died."}\n')
    return folder


def test_a_file_read_whole_is_passed_over_until_it_changes(warehouse: Warehouse, inbox: Path) -> None:
    assert read_inbox(warehouse, [inbox], NOW).read == 3
    assert read_inbox(warehouse, [inbox], LATER).read == 0
    (inbox / "a.txt").write_text("Guards opened the gate on Monday.")
    assert read_inbox(warehouse, [inbox], LATER).new == 1
    os.utime(inbox / "b.jsonl", ns=(1, 1))
    assert read_inbox(warehouse, [inbox], LATER).read == 2
    assert warehouse.count("raw.articles") == 4


def test_columns_named_later_count_as_a_change(warehouse: Warehouse, inbox: Path) -> None:
    (inbox / "b.jsonl").unlink()
    (inbox / "t.csv").write_text("text,Kopf\nGuards shut the gate.,Gate shut\n")
    read_inbox(warehouse, [inbox], NOW)
    (inbox / "columns.yml").write_text("title: Kopf\n")
    assert read_inbox(warehouse, [inbox], LATER).read == 2
    assert warehouse.read("select title from raw.articles where title is not null").rows() == [("Gate shut",)]


def test_a_file_of_which_something_was_refused_is_read_each_time(warehouse: Warehouse, inbox: Path) -> None:
    (inbox / "b.jsonl").write_text('{"text": "Two died."}\n{"text": 5}\n')
    assert read_inbox(warehouse, [inbox], NOW).refused == 1
    again = read_inbox(warehouse, [inbox], LATER)
    assert (again.read, again.refused, again.resolved) == (1, 1, 0)
    (inbox / "b.jsonl").write_text('{"text": "Two died."}\n{"text": "Five died."}\n')
    assert read_inbox(warehouse, [inbox], LAST).resolved == 1
    assert read_inbox(warehouse, [inbox], LAST).read == 0


def test_other_readers_read_everything_again(
    warehouse: Warehouse, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_inbox(warehouse, [inbox], NOW)
    monkeypatch.setattr(raw, "reader_version", lambda: "other")
    assert read_inbox(warehouse, [inbox], LATER).read == 3


def test_a_run_killed_within_a_file_reads_the_rest_of_it(
    warehouse: Warehouse, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 1)
    stored = raw.store

    def dies(*given: object) -> int:
        if warehouse.count("raw.articles") == 2:
            raise KeyboardInterrupt
        return stored(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(raw, "store", dies)
    with pytest.raises(KeyboardInterrupt):
        read_inbox(warehouse, [inbox], NOW)
    monkeypatch.setattr(raw, "store", stored)
    read_inbox(warehouse, [inbox], LATER)
    assert warehouse.count("raw.articles") == 3
