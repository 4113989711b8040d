"""Deliveries into raw rows: what is new, what is a new version, what is nothing new."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.versions import new_rows
from pipelines.schemas import RAW_ARTICLES

NOW = datetime(2025, 11, 2, tzinfo=UTC)


def article(**fields: str) -> Delivered:
    made = from_fields(fields, file="f.json", item=None, delivered_format="json")
    assert isinstance(made, Delivered)
    return made


def test_changed_text_is_a_version_and_never_an_article() -> None:
    rows = new_rows([article(id="1", text="Nine died."), article(id="1", text="Twelve died.")], {}, NOW)
    assert [(row["version"], row["text"]) for row in rows] == [(1, "Nine died."), (2, "Twelve died.")]
    assert len({row["article_id"] for row in rows}) == 1
    assert RAW_ARTICLES.frame(rows).height == 2


def test_what_is_known_is_not_stored_again() -> None:
    [first] = new_rows([article(id="1", text="Nine died.")], {}, NOW)
    known = {str(first["article_id"]): {str(first["text_sha256"]): 1}}
    assert new_rows([article(id="1", text="Nine died.")], known, NOW) == []
    [second] = new_rows([article(id="1", text="Ten died.")], known, NOW)
    assert second["version"] == 2


def test_same_text_under_two_ids_is_two_articles() -> None:
    rows = new_rows([article(id="1", text="Nine died."), article(id="2", text="Nine died.")], {}, NOW)
    assert len({row["article_id"] for row in rows}) == 2
