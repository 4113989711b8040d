"""Refusals over time: met again, read without, gone, come back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Refused
from pipelines.ingest.rejects import met_again, on_disk, resolved
from pipelines.ingest.versions import reject_row
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import RAW_REJECTS
from tests.delivery import zipped

DAYS = [datetime(2025, 11, day, tzinfo=UTC) for day in (1, 2, 3, 4)]


def refusals(*paths: Path, day: datetime = DAYS[0]) -> pl.DataFrame:
    return RAW_REJECTS.frame([reject_row(x, day) for x in read_paths(paths) if isinstance(x, Refused)])


def test_one_refusal_however_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.json").write_text("{")
    first = refusals(tmp_path)
    again = met_again(refusals(tmp_path / "sub" / "a.json", day=DAYS[1]), first)
    assert again["reject_id"].to_list() == first["reject_id"].to_list()
    assert again.select("file", "first_seen_at", "last_seen_at").row(0) == ("sub/a.json", DAYS[0], DAYS[1])


def test_what_is_read_without_it_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.json": b"{"}))
    (tmp_path / "b.json").write_text("{")
    standing = refusals(tmp_path)
    assert resolved(standing, [tmp_path / "*.txt"], DAYS[1]).is_empty()
    assert resolved(standing, [tmp_path / "a.zip"], DAYS[1])["file"].to_list() == ["a.zip/x.json"]
    assert resolved(standing, [tmp_path / "*.json"], DAYS[1])["file"].to_list() == ["b.json"]
    both = resolved(standing, [tmp_path], DAYS[1])
    assert both.select("resolved_as", "resolved_at").rows() == [("read", DAYS[1])] * 2


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{")
    standing = refusals(tmp_path)
    (tmp_path / "b.json").unlink()
    assert on_disk(standing["path"][0]) is None
    assert resolved(standing, [], DAYS[1])["resolved_as"].to_list() == ["gone"]


def test_a_refusal_that_comes_back_stands_again(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{")
    first = refusals(tmp_path)
    held = resolved(first, [tmp_path], DAYS[1])
    back = met_again(refusals(tmp_path, day=DAYS[2]), held)
    assert back.select("first_seen_at", "last_seen_at", "resolved_at").row(0) == (DAYS[0], DAYS[2], None)


def test_a_row_can_be_replaced_by_itself(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w.duckdb")
    warehouse.prepare()
    (tmp_path / "b.json").write_text("{")
    for day in DAYS:
        frame = refusals(tmp_path / "b.json", day=day)
        warehouse.write(Write(RAW_REJECTS, frame, replacing=frame.select("reject_id")))
    assert warehouse.read("select last_seen_at from raw.rejects").rows() == [(DAYS[-1],)]


@pytest.mark.parametrize("path", ["/nowhere/a.zip/b", "relative"])
def test_no_file_is_found_where_there_is_none(path: str) -> None:
    assert on_disk(path) is None
