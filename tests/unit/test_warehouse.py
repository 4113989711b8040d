"""The warehouse file: writes are whole or not at all, zero rows too; connections are closed; other holders are named."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.resources.migration import SCHEMA_VERSION, schema_version
from pipelines.resources.warehouse import Warehouse, Write, connect
from pipelines.schemas import RAW_REJECTS, STAGING_CLAIMS


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "home" / "warehouse.duckdb")
    made.prepare()
    return made


def reject(number: int) -> dict[str, object]:
    now = datetime(2025, 11, 2, tzinfo=UTC)
    row = {"reject_id": str(number), "file": "f", "item": None, "reason": "r", "cure": "c", "first_seen_at": now}
    return row | {"path": None, "last_seen_at": now, "resolved_at": None, "resolved_as": None}


def test_replace_by_key_and_replace_all(warehouse: Warehouse) -> None:
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1), reject(2)])))
    gone = pl.DataFrame({"reject_id": ["2", "3"]})
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(3)]), replacing=gone))
    assert warehouse.read("select reject_id from raw.rejects order by 1")["reject_id"].to_list() == ["1", "3"]
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([]), everything=True))
    assert warehouse.count("raw.rejects") == 0


def test_a_write_that_fails_leaves_nothing(warehouse: Warehouse) -> None:
    with pytest.raises(duckdb.ConstraintException):
        warehouse.write(
            Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)])), Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)]))
        )
    assert warehouse.count("raw.rejects") == 0


def test_preparing_again_keeps_rows(warehouse: Warehouse) -> None:
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)])))
    warehouse.prepare()
    assert warehouse.count("raw.rejects") == 1


def test_an_older_file_gains_the_columns_that_may_be_null(warehouse: Warehouse) -> None:
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)])))
    with connect(warehouse.path) as connection:
        connection.execute("alter table raw.rejects drop column path")
    warehouse.prepare()
    assert warehouse.read("select reject_id, path from raw.rejects").to_dicts() == [{"reject_id": "1", "path": None}]
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(2) | {"path": "p"}])))
    assert warehouse.count("raw.rejects") == 2


def test_an_older_staging_that_lacks_what_every_row_must_have_is_made_anew(warehouse: Warehouse) -> None:
    with connect(warehouse.path) as connection:
        connection.execute("alter table staging.sentences drop column is_quote")
        connection.execute("insert into staging.extractions values ('a', 1, 'x', 'y', 'read', null, 0, 0, now())")
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)])))
    warehouse.prepare()
    assert warehouse.read("select is_quote from staging.sentences").height == 0
    assert warehouse.count("staging.extractions") == 0  # else its articles would count as read
    assert warehouse.count("raw.rejects") == 1


def test_a_file_of_a_newer_version_is_left_alone_and_said(warehouse: Warehouse) -> None:
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)])))
    with connect(warehouse.path) as connection:
        connection.execute("alter table raw.rejects add column colour varchar")
        connection.execute("alter table staging.sentences add column colour varchar")
    with pytest.raises(EnvironmentProblem, match=r"raw\.rejects .* other columns"):
        warehouse.prepare()
    assert warehouse.read("select colour from raw.rejects").height == 1
    assert warehouse.read("select colour from staging.sentences").height == 0


def test_a_file_of_a_later_schema_is_left_alone_and_said(warehouse: Warehouse) -> None:
    with connect(warehouse.path) as connection:
        connection.execute(f"update main.factwire set schema_version = {SCHEMA_VERSION + 1}")
        connection.execute("alter table raw.rejects drop column path")
    with pytest.raises(EnvironmentProblem, match=f"schema {SCHEMA_VERSION + 1}"):
        warehouse.prepare()
    with connect(warehouse.path) as connection:
        assert schema_version(connection) == SCHEMA_VERSION + 1
        assert "path" not in connection.execute("select * from raw.rejects limit 0").pl().columns


def test_a_file_from_before_versions_were_kept_is_brought_up_to_date(warehouse: Warehouse) -> None:
    warehouse.write(Write(RAW_REJECTS, RAW_REJECTS.frame([reject(1)])))
    with connect(warehouse.path) as connection:
        connection.execute("drop table main.factwire")
        assert schema_version(connection) is None
    warehouse.prepare()
    with connect(warehouse.path) as connection:
        assert schema_version(connection) == SCHEMA_VERSION
    assert warehouse.count("raw.rejects") == 1


def test_what_a_killed_run_spilled_is_swept(warehouse: Warehouse) -> None:
    spilled = warehouse.path.with_name("warehouse.duckdb.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_block-1.block").write_bytes(b"x")
    warehouse.prepare()
    assert not spilled.exists()


def test_a_damaged_block_is_not_taken_for_a_lock(warehouse: Warehouse) -> None:
    found = bytearray(warehouse.path.read_bytes())
    for block in range(12288 + 100, len(found), 262144):
        found[block] ^= 0xFF
    warehouse.path.write_bytes(found)
    with pytest.raises(EnvironmentProblem, match=r"cannot be opened: .* in block"):
        warehouse.prepare()


def test_a_row_with_an_undeclared_column_is_refused() -> None:
    with pytest.raises(DataProblem, match="colour"):
        RAW_REJECTS.frame([reject(1) | {"colour": "red"}])


def test_tables_carry_their_meaning(warehouse: Warehouse) -> None:
    comment = warehouse.read(
        "select comment from duckdb_tables() where schema_name = 'staging' and table_name = 'claims'"
    )
    assert comment["comment"][0] == STAGING_CLAIMS.meaning


def test_another_process_on_the_file_is_named(warehouse: Warehouse) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(warehouse.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(EnvironmentProblem, match="another process"):
            warehouse.count("raw.rejects")
        holder.communicate("")
    assert warehouse.count("raw.rejects") == 0


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    file.write_text("this is not a database at all, " * 1000)
    with pytest.raises(EnvironmentProblem, match="cannot be opened"), connect(file):
        pass


def test_a_file_that_may_not_be_written_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    """As root, without the privilege to write where the permissions say no."""
    tmp_path.chmod(0o500)
    words = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    code = "import pathlib, sys; from pipelines.resources.warehouse import *; Warehouse(pathlib.Path(sys.argv[1])).prepare()"
    done = subprocess.run(
        [*words, sys.executable, "-c", code, tmp_path / "w.duckdb"], capture_output=True, text=True, check=False
    )
    assert "cannot be read or written" in done.stderr
    assert "restore" not in done.stderr
