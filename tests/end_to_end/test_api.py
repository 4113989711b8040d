"""The read-only door for programs, on the sample home."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.api import FAMILIES, read
from pipelines.errors import DataProblem, EnvironmentProblem


def test_every_family_is_a_frame_of_facts(sample_home: Path) -> None:
    with read(sample_home) as warehouse:
        assert all(warehouse.facts(family).height > 0 for family in FAMILIES)


def test_a_fact_brings_its_sentences_and_what_sources_differ_on(sample_home: Path) -> None:
    with read(sample_home) as warehouse:
        incidents = warehouse.facts("incidents")
        disputed = incidents.row(by_predicate=pl.col("sub_event_type") == "Explosion, cause disputed", named=True)
        fact = warehouse.fact(disputed["incident_id"][:-7])
        texts = dict(warehouse.sql("select article_id, text from staging.articles where is_current").rows())
    assert fact.fact_id == disputed["incident_id"]
    assert dict(fact.values) == disputed
    assert {e.role for e in fact.evidence} >= {"supports", "contradicts"}
    assert all(texts[e.article_id][e.char_start : e.char_end] == e.quote for e in fact.evidence)
    chosen = {c.field: c.value for c in fact.conflicts if c.is_chosen}
    assert chosen["responsibility_status"] == "disputed"


def test_the_past_is_asked_by_day(sample_home: Path) -> None:
    today = datetime.now(UTC).date()
    with read(sample_home) as warehouse:
        assert warehouse.as_of("talks", today).height == warehouse.facts("talks").height
        assert warehouse.as_of("talks", date(2025, 1, 1)).is_empty()
        assert set(warehouse.changes(date(2025, 1, 1))["change"]) == {"created"}


def test_facts_are_found_by_the_words_of_their_sentences(sample_home: Path) -> None:
    with read(sample_home) as warehouse:
        found = warehouse.search("KABUL explosions")
        assert found.height > 0
        assert all("kabul" in quote.lower() and "explosions" in quote.lower() for quote in found["quote"])
        assert warehouse.search("no sentence says zyzzyva").is_empty()


def test_what_cannot_be_answered_says_why(sample_home: Path, tmp_path: Path) -> None:
    with read(sample_home) as warehouse:
        with pytest.raises(DataProblem, match="no family is called 'wars'"):
            warehouse.facts("wars")
        with pytest.raises(DataProblem, match="no fact has the id"):
            warehouse.fact("nothing")
        with pytest.raises(DataProblem, match="the query failed"):
            warehouse.sql("select * from read_text('/etc/hostname')")
        with pytest.raises(DataProblem, match="the query failed"):
            warehouse.sql("delete from marts.fct_incidents")
        with pytest.raises(DataProblem, match="the query failed"):
            warehouse.sql("set enable_external_access = true")
        with pytest.raises(DataProblem, match="stopped after"):
            warehouse.sql(
                "select count(*) from range(1000000) as a, range(1000000) as b where a.range % 7 = b.range % 11",
                seconds=0.2,
            )
    with pytest.raises(EnvironmentProblem, match="no published warehouse"), read(tmp_path):
        pass
