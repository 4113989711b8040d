"""Exports of the sample home, each read back by what people read it with."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import duckdb
import feedparser
import polars as pl
import pyogrio
import pytest

from pipelines.api import FAMILIES, read
from pipelines.config import SAMPLE
from pipelines.publish.copy import publish
from pipelines.publish.texts import Texts
from tests.end_to_end.conftest import factwire, rows


def exported(home: Path, form: str, output: Path, *options: str) -> Path:
    factwire("export", form, "--home", home, "--output", output, *options)
    return output


def test_parquet_holds_every_table_of_marts_and_says_what_its_columns_mean(sample_home: Path, tmp_path: Path) -> None:
    folder = exported(sample_home, "parquet", tmp_path / "facts")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"]: resource["schema"]["fields"] for resource in package["resources"]}
    with read(sample_home) as warehouse:
        for family, table in FAMILIES.items():
            frame = pl.read_parquet(folder / f"marts.{table}.parquet")
            assert frame.height == warehouse.facts(family).height > 0
            assert [field["name"] for field in described[f"marts.{table}.parquet"]] == frame.columns
            assert all(field["description"] for field in described[f"marts.{table}.parquet"])


def test_csv_reads_back_with_the_rows_of_the_table(sample_home: Path, tmp_path: Path) -> None:
    folder = exported(sample_home, "csv", tmp_path / "facts")
    frame = pl.read_csv(folder / "marts.fct_incidents.csv", infer_schema_length=None)
    with read(sample_home) as warehouse:
        facts = warehouse.facts("incidents")
    assert sorted(frame["incident_id"]) == facts["incident_id"].to_list()
    assert json.loads(frame.sort("incident_id")["conflict_fields"][0]) == facts["conflict_fields"][0].to_list()


def test_no_spreadsheet_runs_a_cell_of_a_formula_safe_csv(tmp_path: Path) -> None:
    from pipelines.publish.export.files import copy_query

    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\n=1", "＝1+1", "safe"]
    with duckdb.connect() as connection:
        connection.execute("create table cells as select unnest(?) as cell, -1 as number", [cells])
        copy_query(connection, "select * from cells", tmp_path / "safe.csv", "csv", formula_safe=True)
    with (tmp_path / "safe.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["cell"] for row in written] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\n=1", "'＝1+1", "safe"]
    assert {row["number"] for row in written} == {"-1"}, "a number is no formula"


def test_ogr_reads_the_incidents_of_the_geojson(sample_home: Path, tmp_path: Path) -> None:
    file = exported(sample_home, "geojson", tmp_path / "incidents.geojson")
    information = pyogrio.read_info(file)
    assert information["driver"] == "GeoJSON"
    assert information["features"] == rows(sample_home, "select count(*) as n from marts.fct_incidents")[0]["n"]
    _, table = pyogrio.read_arrow(file, columns=["location"], where="location = 'Kabul'")
    assert table.num_rows >= 1
    data = json.loads(file.read_text(encoding="utf-8"))
    kabul = next(f for f in data["features"] if f["properties"]["location"] == "Kabul")
    assert [round(degrees) for degrees in kabul["geometry"]["coordinates"]] == [69, 35]


def test_acled_columns_hold_the_incidents_but_no_tolls_of_a_period(sample_home: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(exported(sample_home, "acled", tmp_path / "acled.csv"), infer_schema_length=None)
    blast = frame.row(by_predicate=pl.col("sub_event_type") == "Explosion, cause disputed", named=True)
    assert (blast["event_date"], blast["iso"], blast["admin1"], blast["fatalities"]) == ("2025-10-09", 4, "Kabul", None)
    assert "Gulf Lantern" in blast["source"]
    assert "responsibility disputed" in blast["tags"]
    wanted = rows(sample_home, "select count(*) as n from marts.fct_incidents where casualty_scope = 'event'")
    assert frame.height == wanted[0]["n"]


def test_ucdp_columns_hold_incidents_with_dead(sample_home: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(exported(sample_home, "ucdp", tmp_path / "ged.csv"), infer_schema_length=None)
    assert frame.height > 0
    assert frame["low"].min() >= 1  # type: ignore[operator]
    paktika = frame.row(by_predicate=(pl.col("adm_1") == "Paktika") & (pl.col("best") == 14), named=True)
    # The cell of 33.0–32.5 N, 69.0–69.5 E: row (32.95 + 90) × 2 = 245, column (69.18 + 180) × 2 = 498.
    assert paktika["priogrid_gid"] == 245 * 720 + 498 + 1


def test_plover_records_name_mode_and_who_told_them(sample_home: Path, tmp_path: Path) -> None:
    lines = exported(sample_home, "plover", tmp_path / "plover.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    strike = next(r for r in records if r["mode"] == "aerial")
    assert strike["event"] == "ASSAULT"
    assert strike["publications"][0]["article_id"]
    rounds = [r for r in records if r["event"] == "CONSULT"]
    assert {actor["country"] for r in rounds for actor in r["source"]} == {"PAK", "AFG"}


@pytest.mark.parametrize("form", ["rss", "jsonfeed"])
def test_feeds_tell_each_new_fact_with_its_sentences(sample_home: Path, tmp_path: Path, form: str) -> None:
    file = exported(sample_home, form, tmp_path / "feed")
    facts = "select distinct fact_id as id from marts.brg_fact_evidence where fact_table <> 'fct_statements'"
    ids = {r["id"] for r in rows(sample_home, facts)}
    if form == "rss":
        parsed = feedparser.parse(str(file))
        assert not parsed.bozo, parsed.get("bozo_exception")
        told = {entry.id: entry.summary for entry in parsed.entries}
    else:
        feed = json.loads(file.read_text(encoding="utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        told = {item["id"]: item["content_text"] for item in feed["items"]}
    assert set(told) == ids
    assert all(text.startswith(("supports", "contradicts", "context", "In doubt")) for text in told.values())


def _runs(text: str, length: int = 8) -> set[str]:
    words = re.findall(r"\w+", text)
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.mark.parametrize("texts", list(Texts))
def test_a_published_copy_holds_no_more_of_the_texts_than_asked_for(
    sample_home: Path, tmp_path: Path, texts: Texts
) -> None:
    copy = tmp_path / "copy.duckdb"
    publish(sample_home / "warehouse.duckdb", copy, texts)
    with duckdb.connect(str(copy), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        held = {
            f"{schema}.{table}": _runs(str(connection.execute(f'select * from {schema}."{table}"').fetchall()))
            for schema, table in tables
        }
    # Paragraphs alone, since titles stay.
    lines = [line for file in SAMPLE.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    articles = "\n".join(line for line in lines if len(line) > 140)
    sentence = "had written on X only that a blast had been heard"  # a claim rests on it
    runs = _runs(articles)
    words = {table for table, found in held.items() if found & runs}
    if texts is Texts.FULL:
        assert {"staging.articles", "staging.sentences", "marts.fct_claims"} <= words
    if texts is Texts.QUOTES:
        assert "staging.articles" not in words
        assert any(run in " ".join(held["marts.fct_claims"]) for run in _runs(sentence))
        assert held["staging.sentences"] & runs
        assert not any("Abu Dhabi" in run for run in held["staging.sentences"]), "no fact rests on the day's cricket"
    if texts is Texts.OFFSETS:
        assert words == set()


def test_an_export_leaves_out_the_words_it_is_told_to(sample_home: Path, tmp_path: Path) -> None:
    bare = exported(sample_home, "parquet", tmp_path / "bare", "--texts", "offsets")
    quoted = exported(sample_home, "parquet", tmp_path / "quoted")
    assert pl.read_parquet(quoted / "marts.fct_claims.parquet")["quote"].null_count() == 0
    claims = pl.read_parquet(bare / "marts.fct_claims.parquet")
    assert claims["quote"].null_count() == claims.height
    assert claims["char_end"].null_count() == 0
