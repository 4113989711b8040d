"""Sources in the graph: bounds that warn or stop, feeds that fail."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipelines.assets.fetched import fetched_feeds
from pipelines.checks import feeds_answer, source_bounds
from pipelines.config import Home
from pipelines.ingest.sources import Bounds, Source
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import STAGING_SOURCES


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = Warehouse(tmp_path / "warehouse.duckdb")
    made.prepare()
    return made


def outside(warehouse: Warehouse, days: list[str | None], **bounds: Any) -> tuple[dg.AssetCheckResult, list[Any]]:
    """The check's result for a source with articles of these days, and the counts it names."""
    source = Source(id="post", title="Post", is_official=False, expected_articles=Bounds(**bounds))
    warehouse.write(Write(STAGING_SOURCES, STAGING_SOURCES.frame([source.row()]), everything=True))
    with duckdb.connect(str(warehouse.path)) as live:
        live.execute("drop table staging.articles")
        live.execute(
            "create table staging.articles (article_id int, source_id text, is_current bool, published_on date)"
        )
        for number, day in enumerate(days):
            on = day and date.fromisoformat(day)
            live.execute(
                "insert into staging.articles values (?, 'post', true, ?), (?, 'post', false, ?)", [number, on] * 2
            )
    result = source_bounds(warehouse)
    assert isinstance(result, dg.AssetCheckResult)
    first: Any = result.metadata["first"].value
    return result, [(row["period"], row["found"]) for row in first]


@pytest.mark.parametrize(
    ("days", "bounds", "found"),
    [
        (["2025-11-03", None], {"min": 2, "max": 2}, []),
        (["2025-11-03", None], {"min": 3}, [(None, 2)]),
        (["2025-11-03", None], {"max": 1}, [(None, 2)]),
        (["2025-11-03", "2025-11-05", "2025-11-06"], {"per": "day", "min": 1}, [("2025-11-04", 0)]),
        (["2025-11-03", "2025-11-05"], {"per": "day", "min": 2}, [("2025-11-04", 0)]),
        (["2025-11-03", "2025-11-03"], {"per": "day", "max": 1}, [("2025-11-03", 2)]),
        (["2025-11-03", "2025-11-19"], {"per": "week", "min": 1}, [("2025-11-10", 0)]),
        (["2025-11-03", "2025-11-12", "2025-11-19"], {"per": "week", "min": 1, "max": 1}, []),
        ([], {"min": 5}, []),
    ],
)
def test_counts_outside_bounds(
    warehouse: Warehouse, days: list[str | None], bounds: dict[str, Any], found: list[Any]
) -> None:
    result, counts = outside(warehouse, days, **bounds)
    assert counts == found
    assert result.passed is (found == [])
    assert result.severity is dg.AssetCheckSeverity.WARN


def test_the_definition_says_whether_the_build_stops(warehouse: Warehouse) -> None:
    result, _ = outside(warehouse, ["2025-11-03"], min=2, severity="error")
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.ERROR
    assert all(spec.blocking for spec in source_bounds.check_specs)


def test_a_feed_that_fails_is_told_and_stops_nothing(tmp_path: Path) -> None:
    """The asset knows no setting that lets it reach this machine."""
    home = Home(tmp_path)
    home.sources.mkdir()
    (home.sources / "near.yml").write_text(
        "id: near\ntitle: Near\nis_official: false\nfeeds: ['http://127.0.0.1/feed']\n"
    )
    done = dg.materialize(
        [fetched_feeds, feeds_answer],
        resources={"home": home},
        run_config={"ops": {"fetched__feeds": {"config": {"sources": ["near"]}}}},
    )
    assert done.success
    [event] = done.get_asset_materialization_events()
    assert event.materialization.metadata["failed"].value == 1
    [check] = done.get_asset_check_evaluations()
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.WARN
    assert "not on the public internet" in str(check.metadata["feeds"].value)
