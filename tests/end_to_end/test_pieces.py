"""One archive delivered whole, again in another order, and in ten pieces: the same facts, with the same ids."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.claims import read_articles
from pipelines.assets.raw import read_inbox
from pipelines.assets.staging import clean_pending, resolve_sources
from pipelines.clean.articles import cleaner_version
from pipelines.clean.duplicates.archive import settle_copies
from pipelines.config import PROJECT, SAMPLE
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import load_sources
from pipelines.resources.warehouse import Warehouse
from tests.dbt.warehouse import run_dbt

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# What tells when a warehouse learned of something, and which ids it had before: the history of deliveries itself.
_BOOKS = "first_seen_at last_changed_at recorded_at raised_at".split()
_HISTORY = {"fact_id_aliases"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sample articles and what comes with them: near copies, corrections, and texts delivered with less said of them."""
    sample = [item for item in read_paths([SAMPLE]) if isinstance(item, Delivered)]
    folder = tmp_path_factory.mktemp("archive")
    files = []
    for number, article in enumerate([*sample, *_copies(sample), *_corrected(sample), *_undated(sample)]):
        files.append(folder / f"{number:03}.json")
        fields = {"id": article.external_id, "title": article.title, "date": article.published, "url": article.url}
        fields |= {"outlet": article.outlet, "language": article.language, "text": article.text}
        files[-1].write_text(json.dumps(fields))
    return files


def _copies(sample: list[Delivered]) -> Iterator[Delivered]:
    for number, article in enumerate(sample[::4]):
        text = article.text.replace(" said", " told reporters", 1) + "\nThe desk of the Copyist added nothing to it."
        yield replace(article, text=text, outlet="The Copyist", external_id=f"copy-{number}", url=None)


def _corrected(sample: list[Delivered]) -> Iterator[Delivered]:
    for article in sample[1::5]:
        if article.url or article.external_id:
            yield replace(article, text=article.text + "\nAn earlier version misspelt a name.", published="2025-12-20")


def _undated(sample: list[Delivered]) -> Iterator[Delivered]:
    for article in sample[2::5]:
        yield replace(article, published=None, title=None)


def take_in(warehouse: Warehouse, files: list[Path]) -> None:
    """One delivery, as far as the staging layer."""
    registry = Registry(load_sources(PROJECT / "data" / "sources"))
    with warehouse.session():
        read_inbox(warehouse, files, NOW)
        clean_pending(warehouse, registry)
        resolve_sources(warehouse, registry)
        settle_copies(warehouse, cleaner_version())


def read_and_build(warehouse: Warehouse, target: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the marts, but for the books, after reading what is new and building the fact tables."""
    dg.materialize([read_articles], resources={"warehouse": warehouse})
    built = run_dbt(warehouse.path, "build", "--exclude-resource-types", "test", "unit_test", target=target)
    assert built.success, built.exception
    tables = warehouse.read("select table_name from duckdb_tables() where schema_name = 'marts' order by 1")
    return {
        name: sorted(warehouse.read(_without_books(warehouse, name)).rows(), key=repr)
        for name in tables["table_name"]
        if name not in _HISTORY
    }


def _without_books(warehouse: Warehouse, table: str) -> str:
    columns = warehouse.read(f"select * from marts.{table} limit 0").columns
    return f"select {', '.join(c for c in columns if c not in _BOOKS)} from marts.{table}"


def held(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """All that is delivered and cleaned, the times of it too."""
    tables = ("raw.articles", "staging.articles", "staging.cleanings", "staging.sketches", "staging.sources")
    return [row for table in tables for row in warehouse.read(f"from {table} order by all").rows()]


def test_order_pieces_and_repetition_change_no_fact(archive: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "target"
    shuffled = random.Random(11).sample(archive, len(archive))  # noqa: S311
    whole, pieces = (Warehouse(tmp_path / f"{name}.duckdb") for name in ("whole", "pieces"))
    whole.prepare()
    pieces.prepare()

    take_in(whole, archive)
    once = read_and_build(whole, target)
    assert {len(once[name]) > 0 for name in ("fct_incidents", "fct_talks", "fct_statements", "review_items")} == {True}
    before = held(whole)
    take_in(whole, shuffled)
    assert held(whole) == before

    for start in range(10):
        take_in(pieces, shuffled[start::10])
        if start == 4:  # ids are given, and may have to be given up
            assert read_and_build(pieces, target) != once
    take_in(pieces, archive)
    in_pieces = read_and_build(pieces, target)
    assert in_pieces.keys() == once.keys()
    for name, rows in once.items():
        assert in_pieces[name] == rows, name
