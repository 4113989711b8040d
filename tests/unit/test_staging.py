"""Cleaning in chunks: only what is new or settled otherwise is cleaned, and sources follow their definitions."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.assets import staging
from pipelines.assets.raw import read_inbox, store
from pipelines.assets.staging import clean_pending, resolve_sources
from pipelines.clean.duplicates.archive import settle_copies
from pipelines.config import PROJECT, SAMPLE
from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source, load_sources
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.review.decisions import new_decision
from pipelines.schemas import RAW_REVIEW_DECISIONS

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LEDGER = Source(id="pass-ledger", title="The Pass Ledger", is_official=False, licence="by", names=("Ledger",))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "warehouse.duckdb")
    made.prepare()
    return made


def deliver(warehouse: Warehouse, *articles: dict[str, str]) -> None:
    """Store articles as ingestion does."""
    made = [from_fields(fields, file="f.json", item=None, delivered_format="json") for fields in articles]
    store(warehouse, [item for item in made if isinstance(item, Delivered)], NOW)


def test_only_what_is_new_is_cleaned(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "CHUNK", 2)
    deliver(warehouse, *({"id": str(n), "text": f"Story {n}.", "date": "2025-11-02"} for n in range(5)))
    with warehouse.session():
        assert clean_pending(warehouse, Registry([])) == 5
        assert clean_pending(warehouse, Registry([])) == 0
        deliver(warehouse, {"id": "5", "text": "Story 5."})
        assert clean_pending(warehouse, Registry([])) == 1
    assert warehouse.count("staging.articles") == warehouse.count("staging.cleanings") == 6


def test_other_rules_clean_everything_again(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(warehouse, {"id": "1", "text": "Nine died."})
    assert clean_pending(warehouse, Registry([])) == 1
    monkeypatch.setattr(staging, "cleaner_version", lambda: "other")
    assert clean_pending(warehouse, Registry([])) == 1
    assert warehouse.count("staging.articles") == 1


def test_a_new_version_takes_the_place_of_the_old_one(warehouse: Warehouse) -> None:
    deliver(warehouse, {"id": "1", "text": "Nine died."})
    clean_pending(warehouse, Registry([]))
    deliver(warehouse, {"id": "1", "text": "Twelve died."})
    assert clean_pending(warehouse, Registry([])) == 2
    rows = warehouse.read("select version, is_current, text from staging.articles order by version").rows()
    assert rows == [(1, False, "Nine died."), (2, True, "Twelve died.")]


def test_a_day_that_a_reviewer_set_holds_in_every_version_and_warehouse(tmp_path: Path) -> None:
    """Set, set otherwise, and not known; the places that say otherwise stay beside it."""
    article = {
        "id": "1",
        "outlet": "Ledger",
        "text": "QUETTA, Nov 9 (Ledger) — Nine men died in a raid.",
        "date": "2019-11-09",
    }
    decisions: list[dict[str, object]] = []

    def decide(at: Warehouse, article_id: str, action: str, day: str | None) -> None:
        given = {"reviewer": "mara", "target": [], "field": "published_on", "new_value": day}
        decisions.append(
            new_decision(action=action, target_table="dim_articles", target_id=article_id, **given).row()  # type: ignore[arg-type]
        )
        at.write(Write(RAW_REVIEW_DECISIONS, RAW_REVIEW_DECISIONS.frame(decisions), everything=True))

    def days(at: Warehouse) -> list[tuple[object, ...]]:
        clean_pending(at, Registry([]))
        return at.read(
            "select published_on::varchar, published_from, published_confidence, published_flag from staging.articles "
            "order by version"
        ).rows()

    first = Warehouse(tmp_path / "first.duckdb")
    first.prepare()
    deliver(first, article)
    assert days(first) == [("2019-11-09", "metadata", "confirmed", None)]
    [article_id] = first.read("select article_id from staging.articles")["article_id"]
    decide(first, article_id, "edit", "2025-11-09")
    assert days(first) == [("2025-11-09", "reviewer", "confirmed", None)]
    deliver(first, article | {"text": article["text"] + " A tenth died later."})
    assert days(first) == [("2025-11-09", "reviewer", "confirmed", None)] * 2
    decide(first, article_id, "edit", None)
    assert days(first) == [(None, "reviewer", "none", None)] * 2
    decide(first, article_id, "accept", "2025-11-10")
    anew = Warehouse(tmp_path / "anew.duckdb")
    anew.prepare()
    anew.write(Write(RAW_REVIEW_DECISIONS, RAW_REVIEW_DECISIONS.frame(decisions), everything=True))
    deliver(anew, article)
    assert days(anew) == days(first)[:1] == [("2025-11-10", "reviewer", "confirmed", None)]
    assert clean_pending(anew, Registry([])) == 0


def test_sources_follow_their_definitions_without_the_texts_being_read(warehouse: Warehouse) -> None:
    deliver(
        warehouse, {"id": "1", "text": "Nine died.", "outlet": "Ledger"}, {"id": "2", "text": "Snow.", "outlet": "X"}
    )
    clean_pending(warehouse, Registry([]))
    resolve_sources(warehouse, Registry([]))
    assert warehouse.read("select source_id from staging.sources order by 1")["source_id"].to_list() == ["ledger", "x"]
    assert clean_pending(warehouse, Registry([LEDGER])) == 0
    assert resolve_sources(warehouse, Registry([LEDGER])) == 2
    assert resolve_sources(warehouse, Registry([LEDGER])) == 0
    found = warehouse.read("select source_id, outlet, text_licence from staging.articles order by 1").rows()
    assert found == [("pass-ledger", "The Pass Ledger", "by"), ("x", "X", None)]
    sources = warehouse.read("select source_id, is_provisional from staging.sources order by 1").rows()
    assert sources == [("pass-ledger", False), ("x", True)]


def test_a_provisional_title_does_not_hang_on_what_came_first(warehouse: Warehouse) -> None:
    deliver(warehouse, {"id": "1", "text": "Nine died.", "outlet": "the gazette"})
    clean_pending(warehouse, Registry([]))
    deliver(warehouse, {"id": "2", "text": "Ten died.", "outlet": "The Gazette"})
    clean_pending(warehouse, Registry([]))
    assert warehouse.read("select source_id, title from staging.sources").rows() == [("the-gazette", "The Gazette")]


def staged(home: Path, pieces: list[list[Path]]) -> list[tuple[object, ...]]:
    """Every row of staging but its book-keeping, after these deliveries."""
    warehouse = Warehouse(home / "warehouse.duckdb")
    warehouse.prepare()
    registry = Registry(load_sources(PROJECT / "data" / "sources"))
    for number, piece in enumerate(pieces):
        inbox = home / f"piece-{number}"
        inbox.mkdir()
        for file in piece:
            shutil.copy(file, inbox)
        with warehouse.session():
            read_inbox(warehouse, [inbox], NOW)
            clean_pending(warehouse, registry)
            resolve_sources(warehouse, registry)
            settle_copies(warehouse, "rules")
    articles = warehouse.read(
        "select * exclude (first_seen_at) from staging.articles order by article_id, version"
    ).rows()
    return articles + warehouse.read("from staging.sources order by source_id").rows()


def test_order_and_pieces_of_delivery_change_nothing(tmp_path: Path) -> None:
    files = sorted(file for file in SAMPLE.iterdir() if file.is_file())
    shuffled = random.Random(5).sample(files, len(files))  # noqa: S311
    deliveries = {
        "once": [files],
        "twice": [files, files],
        "ten": [shuffled[start::10] for start in range(10)],
        "backwards": [files[half:] for half in (20, 10, 0)],
    }
    found = {}
    for name, pieces in deliveries.items():
        (tmp_path / name).mkdir()
        found[name] = staged(tmp_path / name, pieces)
    assert len(found["once"]) > len(files)
    assert {name for name, rows in found.items() if rows != found["once"]} == set()
