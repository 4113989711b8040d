"""One article read whole: records, rows, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from pipelines.clean.articles import sentences
from pipelines.errors import DataProblem
from pipelines.extract.article import Analysis, analyse
from pipelines.extract.document import Article
from pipelines.extract.mentions import When
from pipelines.extract.payloads import refuse_undeclared
from pipelines.extract.record import EMPTY_RECORD, RECORD_LISTS, iso_interval, record
from pipelines.extract.rows import Job, read_job, rows
from pipelines.schemas import STAGING_ARTICLE_FACTS, STAGING_CLAIMS

TEXT = (
    "Gunmen attacked a police post near Kunduz on Sunday, killing four officers, the interior ministry said. "
    "The army denied that soldiers were among the dead."
)
NOW = datetime(2025, 11, 3, tzinfo=UTC)


def read(text: str = TEXT) -> Analysis:
    return analyse(Article("a1", text, None, date(2025, 11, 3)))


def test_record_has_every_list_and_offsets_inside_the_text() -> None:
    found = record(read())
    assert set(EMPTY_RECORD) <= set(found)
    assert len(found["incidents"]) == 1
    spans = [(x["start"], x["end"]) for kind in ("timexes", "places") for x in found[kind]]
    spans += [tuple(s) for a in found["attributions"] for part in ("source", "cue", "content") for s in a[part]]
    spans += [tuple(s) for fact in found["incidents"] for s in fact["evidence"]]
    assert spans
    assert all(0 <= start < end <= len(TEXT) for start, end in spans)
    json.dumps(found)


def test_rows_fit_their_tables_and_quote_their_sentence() -> None:
    made = rows(read(), version=1, recorded_at=NOW)
    claims = STAGING_CLAIMS.frame(made.claims)
    facts = STAGING_ARTICLE_FACTS.frame(made.facts)
    assert claims["claim_id"].is_unique().all()
    assert set(facts["article_fact_id"]) <= set(claims["article_fact_id"])
    for start, end, quote in claims.select("char_start", "char_end", "quote").iter_rows():
        assert TEXT[start:end] == quote


def test_reading_again_gives_the_same_ids() -> None:
    first, second = (rows(read(), version=1, recorded_at=NOW) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("text", ["", " ", "\n\n", "12", "\ud83d", "😀 " * 50, "“" * 20, "A" * 3000])
def test_odd_texts_are_read_without_error(text: str) -> None:
    assert record(read(text))["incidents"] == []


def test_a_text_that_is_too_long_is_refused_and_costs_no_other() -> None:
    job = Job("a1", 1, None, None, "word " * 250_000, NOW)
    assert "1,250,000 characters" in (read_job(job).error or "")


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"colour": "red"}, "colour"),
        ({"casualty_scope": "maybe"}, "maybe"),
        ({"killed_low": 5, "killed_best": 4}, "cross"),
    ],
)
def test_a_field_or_a_value_nobody_declared_is_refused(payload: dict[str, object], said: str) -> None:
    [fact] = read().found["incident"].facts
    refuse_undeclared("incident", [fact.payload])
    with pytest.raises(DataProblem, match=said):
        refuse_undeclared("incident", [fact.payload | payload])


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(date(2025, 10, 9), date(2025, 10, 9), 1, None, None), ("2025-10-09", "2025-10-09")),
        (When(date(2025, 10, 1), date(2025, 10, 31), 4, None, None), ("2025-10", "2025-10")),
        (When(date(2023, 1, 1), None, 5, None, None), ("2023", None)),
        (When(date(2023, 1, 1), date(2023, 12, 31), 5, None, None), ("2023", "2023")),
        (When(None, date(2025, 11, 8), 2, None, None), (None, "2025-11-08")),
    ],
)
def test_intervals_say_no_more_than_the_text(when: When, expected: tuple[str | None, str | None]) -> None:
    assert iso_interval(when) == expected


def test_wrongly_decoded_text_is_read_as_written_and_counted_as_delivered() -> None:
    written = (
        "QUETTA, Nov 9 (Wire) — Gunmen killed two guards at Chaman’s market on Friday, police chief Rustam Malik said. “The men "
        "fled towards Pakistan’s border,” Malik told reporters. Kabul’s foreign ministry denied that it shelters them."
    )
    delivered = written.encode().decode("sloppy-windows-1252")
    clean, spoilt = (analyse(Article("a1", text, None, date(2025, 11, 9))) for text in (written, delivered))
    as_written, as_delivered = record(clean), record(spoilt)

    def words(found: dict[str, Any], text: str) -> list[str]:
        spans = [(named["start"], named["end"]) for named in (*found["timexes"], *found["places"])]
        spans += [
            span for said in found["attributions"] for part in ("source", "cue", "content") for span in said[part]
        ]
        spans += [span for name in RECORD_LISTS.values() for fact in found[name] for span in fact["evidence"]]
        return [text[start:end] for start, end in spans]

    assert as_written["incidents"][0]["killed_low"] == as_delivered["incidents"][0]["killed_low"] == 2
    assert as_delivered["attributions"]
    assert words(as_delivered, delivered) == [
        w.encode().decode("sloppy-windows-1252") for w in words(as_written, written)
    ]
    told = rows(spoilt, version=1, recorded_at=NOW)
    assert told.claims
    for claim in told.claims:
        assert claim["quote"] == delivered[claim["char_start"] : claim["char_end"]]  # type: ignore[misc]
    stored = {row["sentence_id"]: row for row in sentences(_staged(delivered)).to_dicts()}
    for claim in told.claims:
        sentence = stored[claim["sentence_id"]]
        assert (sentence["text"], sentence["char_start"]) == (claim["quote"], claim["char_start"])


def _staged(text: str) -> pl.DataFrame:
    return pl.DataFrame({"article_id": ["a1"], "version": [1], "title": [None], "text": [text]})
