"""Deliveries into raw rows: what is new, what is a new version, what is nothing new, whatever the order."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.versions import HELD, Row, id_of, news
from pipelines.schemas import RAW_ARTICLES

NOW = datetime(2025, 11, 2, tzinfo=UTC)


def article(file: str = "f.json", **fields: str) -> Delivered:
    made = from_fields(fields, file=file, item=None, delivered_format="json")
    assert isinstance(made, Delivered)
    return made


def stored(*pieces: list[Delivered]) -> list[Row]:
    """Rows of raw.articles after these deliveries, one after the other."""
    rows: list[Row] = []
    for piece in pieces:
        found = news(piece, [{name: row[name] for name in HELD} for row in rows], NOW)
        changed = {(row["article_id"], row["text_sha256"]): row for row in found.changed}
        rows = [row | changed.get((row["article_id"], row["text_sha256"]), {}) for row in rows] + found.rows
    return rows


def texts(rows: list[Row]) -> list[tuple[Any, Any]]:
    return sorted((row["version"], row["text"]) for row in rows)


def test_changed_text_is_a_version_and_never_an_article() -> None:
    rows = stored([article(id="1", text="Nine died."), article(id="1", text="Twelve died.")])
    assert texts(rows) == [(1, "Nine died."), (2, "Twelve died.")]
    assert len({row["article_id"] for row in rows}) == 1
    assert RAW_ARTICLES.frame(rows).height == 2


def test_what_is_known_is_not_stored_again() -> None:
    assert texts(stored([article(id="1", text="Nine died.")], [article(id="1", text="Nine died.")])) == [
        (1, "Nine died.")
    ]
    assert texts(stored([article(id="1", text="Nine died.")], [article(id="1", text="Ten died.")])) == [
        (1, "Nine died."),
        (2, "Ten died."),
    ]


def test_same_text_under_two_ids_is_two_articles() -> None:
    rows = stored([article(id="1", text="Nine died."), article(id="2", text="Nine died.")])
    assert len({row["article_id"] for row in rows}) == 2


DATED = [
    article("a/2025-11-11.json", id="1", text="Nine died.", date="2025-11-11"),
    article("a/2025-11-11-late.json", id="1", text="Nine died.", date="2025-11-11", title="Blast at court"),
    article("a/2025-11-12.json", id="1", text="Twelve died.", date="2025-11-11"),
    article("a/2025-11-13.json", id="1", text="Thirteen died.", date="2025-11-12"),
]


@pytest.mark.parametrize("order", itertools.permutations(range(len(DATED))))
def test_the_order_of_delivery_does_not_number_dated_versions(order: tuple[int, ...]) -> None:
    pieces = [[DATED[number]] for number in order]
    rows = stored(*pieces)
    assert texts(rows) == [(1, "Nine died."), (2, "Twelve died."), (3, "Thirteen died.")]
    assert texts(stored([piece[0] for piece in pieces])) == texts(rows)
    [first] = [row for row in rows if row["version"] == 1]
    assert (first["title"], first["delivered_in"]) == ("Blast at court", "a/2025-11-11-late.json")


def test_a_page_under_its_url_is_one_article_whatever_was_hung_on_it() -> None:
    url = "https://www.passpost.example/world/gate-opens"
    same = [
        url,
        url + "/",
        url.replace("https", "http") + "?utm_source=rss&utm_medium=feed#comments",
        url.replace("www.", "") + "?fbclid=abc&CMP=share_btn",
        url.replace("www.", "m."),
        url + "/amp",
        url + "?amp=1&at_campaign=x&ns_mchannel=social",
    ]
    assert len({id_of(article(url=address, text="Gate opens.")) for address in same}) == 1
    other = [url + "?id=2", url + "?page=2", url + "-again", url.replace("passpost", "passing")]
    assert len({id_of(article(url=address, text="Gate opens.")) for address in [url, *other]}) == 5


def test_a_redelivery_under_another_campaign_changes_nothing_but_can_tell_more() -> None:
    url = "https://passpost.example/gate"
    first = article(url=url, text="Gate opens.", date="2025-11-02", title="Gate")
    rows = stored([first], [article(url=url + "?utm_source=feed", text="Gate opens.", date="2025-11-05")])
    assert [(row["url"], row["published"], row["title"]) for row in rows] == [(url, "2025-11-02", "Gate")]
    rows = stored([article(url=url + "?utm_source=feed", text="Gate opens.", date="2025-11-05")], [first])
    assert [(row["url"], row["published"], row["title"]) for row in rows] == [(url, "2025-11-02", "Gate")]


def test_what_a_feed_says_is_never_newer_than_the_article() -> None:
    page = from_fields(
        {"url": "https://p.example/1", "text": "Nine died at the gate. More followed.", "date": "2025-11-11"},
        file="p.html",
        item=None,
        delivered_format="html",
    )
    summary = from_fields(
        {"url": "https://p.example/1", "text": "Nine died at the gate.", "date": "2025-11-12"},
        file="f.rss",
        item="1",
        delivered_format="rss",
    )
    assert isinstance(page, Delivered)
    assert isinstance(summary, Delivered)
    for pieces in ([page], [summary]), ([summary], [page]):
        assert [text for _, text in texts(stored(*pieces))][-1] == page.text
