"""The asset that reads: what is passed over, and what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.assets.claims import read_articles
from pipelines.assets.raw import store
from pipelines.assets.staging import clean_pending
from pipelines.beat import use_beat
from pipelines.clean.articles import clean_articles
from pipelines.config import Home
from pipelines.errors import DataProblem
from pipelines.extract.version import extractor_version
from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.registry import Registry
from pipelines.ingest.versions import news
from pipelines.redo import days
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import RAW_ARTICLES, STAGING_ARTICLES

_GERMAN = (
    "Der Minister sagte am Freitag in Kabul, die Gespräche seien beendet und es werde keine weitere Runde geben. Die Grenze "
    "bleibe geschlossen, bis eine schriftliche Vereinbarung vorliege."
)


def staged(path: Path, articles: list[dict[str, str | None]]) -> Warehouse:
    """A warehouse with these articles, cleaned and not read yet."""
    warehouse = Warehouse(path / "warehouse.duckdb")
    warehouse.prepare()
    found = [from_fields(fields, file="f.json", item=str(fields["id"]), delivered_format="json") for fields in articles]
    raw = news([item for item in found if isinstance(item, Delivered)], [], datetime.now(UTC)).rows
    cleaned = clean_articles(RAW_ARTICLES.frame(raw).with_columns(is_current=pl.lit(True)), Registry([])).articles
    warehouse.write(Write(STAGING_ARTICLES, cleaned))
    return warehouse


def test_an_article_in_another_language_is_kept_and_not_read(tmp_path: Path) -> None:
    texts = (("de", _GERMAN), ("en", "Gunmen killed two guards near Quetta on Friday, police said."))
    warehouse = staged(tmp_path, [{"id": name, "text": text, "date": "2025-11-09"} for name, text in texts])

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


def test_an_article_off_the_beat_is_kept_and_not_read_until_the_beat_is_wider(tmp_path: Path, beat_home: Home) -> None:
    texts = (("goma", "Goma"), ("quetta", "Quetta"))
    warehouse = staged(
        tmp_path,
        [
            {"id": name, "text": f"Gunmen killed two guards near {place} on Friday, police said.", "date": "2025-11-09"}
            for name, place in texts
        ],
    )

    def told(countries: str) -> list[tuple[object, ...]]:
        (beat_home.beat / "coverage.yml").write_text(f"countries: {countries}\n")
        use_beat(beat_home)
        extractor_version.cache_clear()
        dg.materialize([read_articles], resources={"warehouse": warehouse})
        return warehouse.read(
            "select external_id, status, n_facts from staging.extractions join staging.articles using (article_id) order by 1"
        ).rows()

    try:
        assert told("[PAK]") == [("goma", "off_beat", 0), ("quetta", "read", 1)]
        assert told("[COD, PAK]") == [("goma", "read", 1), ("quetta", "read", 1)]
        assert told("[]") == [("goma", "read", 1), ("quetta", "read", 1)]
    finally:
        extractor_version.cache_clear()


def test_what_is_dated_or_worded_otherwise_now_is_read_again(tmp_path: Path) -> None:
    """The same text with another day, and another text that has become the newest under the same number."""
    raid = {"id": "a", "text": "Gunmen killed two guards near Quetta on Friday, police said.", "outlet": "Post"}
    later = raid | {"text": "Gunmen killed three guards near Quetta on Friday, police said."}
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    warehouse.prepare()

    def told(*deliveries: dict[str, str]) -> list[tuple[object, ...]]:
        found = [from_fields(fields, file="f.json", item=None, delivered_format="json") for fields in deliveries]
        with warehouse.session():
            store(warehouse, [item for item in found if isinstance(item, Delivered)], datetime.now(UTC))
            clean_pending(warehouse, Registry([]))
        dg.materialize([read_articles], resources={"warehouse": warehouse})
        return warehouse.read(
            "select version, date_start::varchar, payload ->> 'killed_best' from staging.article_facts"
        ).rows()

    assert told(raid) == [(1, None, "2")]
    assert told(raid | {"date": "2025-11-10"}) == [(1, "2025-11-07", "2")]
    assert told(raid | {"date": "2025-11-10"}) == [(1, "2025-11-07", "2")]
    assert told(later | {"date": "2025-11-12"}) == [(2, "2025-11-07", "3")]
    assert told(later | {"date": "2025-11-09"}) == [(2, "2025-11-07", "2")]


@pytest.mark.parametrize(
    ("first", "last", "again"),
    [
        ("2025-11-02", "2025-11-03", ["b", "c"]),
        ("2025-11-03", None, ["c"]),
        (None, "2025-11-01", ["a"]),
        ("2026-01-01", "2026-01-02", []),
    ],
)
def test_a_range_of_days_reads_just_its_articles_again(
    tmp_path: Path, first: str | None, last: str | None, again: list[str]
) -> None:
    dated = (("a", "2025-11-01"), ("b", "2025-11-02"), ("c", "2025-11-03"), ("undated", None))
    articles = [{"id": name, "text": f"Rain fell in Quetta, station {name} said.", "date": day} for name, day in dated]
    warehouse = staged(tmp_path, articles)
    config = {"redo_from": first, "redo_to": last}
    dg.materialize([read_articles], resources={"warehouse": warehouse})
    before = datetime.now(UTC)
    dg.materialize(
        [read_articles],
        resources={"warehouse": warehouse},
        run_config={"ops": {"read_articles": {"config": {k: v for k, v in config.items() if v}}}},
    )
    read = warehouse.read(
        "select external_id from staging.extractions join staging.articles using (article_id) where recorded_at > ? order by 1",
        [before],
    )
    assert read["external_id"].to_list() == again


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("soon", None, "'soon' is no day"),
        ("2025-11-31", "2025-12-01", "'2025-11-31' is no day"),
        ("2025-11-03", "2025-11-02", "begin on 2025-11-03 and end on 2025-11-02"),
    ],
)
def test_a_range_that_is_none_says_what_would_be(first: str, last: str | None, found: str) -> None:
    with pytest.raises(DataProblem, match=found) as told:
        days(first, last)
    assert told.value.expected
    assert told.value.cure
