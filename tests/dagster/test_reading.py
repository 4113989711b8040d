"""The asset that reads: what is passed over, and what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl

from pipelines.assets.claims import read_articles
from pipelines.clean.articles import clean_articles
from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.registry import Registry
from pipelines.ingest.versions import news
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import RAW_ARTICLES, STAGING_ARTICLES

_GERMAN = (
    "Der Minister sagte am Freitag in Kabul, die Gespräche seien beendet und es werde keine weitere Runde geben. Die Grenze "
    "bleibe geschlossen, bis eine schriftliche Vereinbarung vorliege."
)


def test_an_article_in_another_language_is_kept_and_not_read(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    warehouse.prepare()
    delivered = [
        from_fields({"id": name, "text": text, "date": "2025-11-09"}, file="f.json", item=name, delivered_format="json")
        for name, text in (("de", _GERMAN), ("en", "Gunmen killed two guards near Quetta on Friday, police said."))
    ]
    raw = news([item for item in delivered if isinstance(item, Delivered)], [], datetime.now(UTC)).rows
    staged = clean_articles(RAW_ARTICLES.frame(raw).with_columns(is_current=pl.lit(True)), Registry([])).articles
    warehouse.write(Write(STAGING_ARTICLES, staged))

    done = dg.materialize([read_articles], resources={"warehouse": warehouse})

    assert warehouse.read(
        "select external_id, status, error, n_facts from staging.extractions join staging.articles using (article_id) order by 1"
    ).rows() == [("de", "other_language", None, 0), ("en", "read", None, 1)]
    assert warehouse.read(
        "select external_id, count(*) from staging.sentences join staging.articles using (article_id) group by 1 order by 1"
    ).rows() == [("de", 2), ("en", 1)]
    [told] = [
        event.materialization.metadata
        for event in done.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(["staging", "extractions"])
    ]
    assert (told["articles_read"].value, told["other_language"].value) == (1, 1)
