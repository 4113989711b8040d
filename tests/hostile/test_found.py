"""What the campaign and the fuzzer broke, each with the promise it broke: mended, and kept so that it stays mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.ingest.formats.feed import feed_fields
from pipelines.ingest.formats.mail import mail_fields
from pipelines.ingest.formats.page import page_fields
from pipelines.ingest.formats.parquet import table_rows
from pipelines.ingest.records import Unreadable
from tests.delivery import Story, page, parquet, zipped
from tests.hostile.checks import (
    check_attributions,
    check_delivery,
    check_quantities,
    check_rows,
    check_sentences,
    family_check,
)


@pytest.mark.parametrize(
    "count",
    [
        "99999999999999999999999",
        "9" * 400,
        "9" * 5000,
        "10-" + "9" * 5000,
        "one " + "hundred " * 200,
        "5 " + "million " * 60,
        "1,000,000,000,000,001",
    ],
)
def test_a_number_that_counts_nothing_is_no_toll(count: str) -> None:
    text = f"The blast killed {count} people in Kabul on Monday, police said."
    assert check_quantities(text), "no quantity is read"
    check_rows(text)


def test_the_most_that_is_counted_is_still_read() -> None:
    assert not check_quantities("Aid for 1,000,000 people came to Kabul on Monday.")


@pytest.mark.parametrize("reference", ["&#xD800;", "&#55296;", "&#x110000;", f"&#{'9' * 5000};", "&amp;#1;"])
def test_a_character_that_there_is_not_costs_no_feed(reference: str) -> None:
    item = f"<item><title>x</title><description>Traders {reference} came.</description></item>"
    feed = f"<rss version='2.0'><channel><title>x</title>{item}{item}</channel></rss>"
    assert [entry["text"] for entry in feed_fields(feed.encode())] == ["Traders \ufffd came."] * 2


def test_an_entry_that_breaks_off_within_its_content_is_no_fault() -> None:
    feed = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</titx href='a</content></entry></feed>"
    with pytest.raises(Unreadable, match="no well-formed XML"):
        list(feed_fields(feed.encode()))


def test_a_feed_of_nothing_but_a_byte_order_mark_has_no_entries() -> None:
    assert list(feed_fields(b"\xff\xfe")) == []


def test_a_json_feed_that_is_no_json_is_said() -> None:
    with pytest.raises(Unreadable, match="no valid JSON"):
        list(feed_fields(b'{"version": "https://jsonfeed.org/version/1.1", "items": [\n'))


def test_authors_of_a_json_feed_may_be_anything() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"authors": 5, "content_text": "Traders came."}]}
    assert [entry["text"] for entry in feed_fields(json.dumps(feed).encode())] == ["Traders came."]


def test_a_mail_whose_sender_ends_too_early_is_read_without_it() -> None:
    [fields] = mail_fields(b"From: Torkham Gazette <\r\nSubject: x\r\n\r\nTraders came to the gate.")
    assert (fields["outlet"], fields["text"]) == (None, "Traders came to the gate.")


def test_a_mail_of_an_hour_beyond_counting_is_read_without_it() -> None:
    [fields] = mail_fields(b"Date: Fri, 07 Nov 2025 06:3" + b"9" * 40 + b":00 +0500\r\n\r\nTraders came to the gate.")
    assert (fields["date"], fields["text"]) == (None, "Traders came to the gate.")


def test_a_parquet_file_with_bytes_that_are_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    file.write_bytes(parquet(Story(7)).replace(b"Lorries cross in convoy 7", b"Lorries cross in\xcaconvoy 7"))
    with pytest.raises(Unreadable, match="no Parquet that can be read"):
        list(table_rows(str(file), {}))


def test_a_page_that_begins_with_a_picture_is_read() -> None:
    fields = list(page_fields(b"<svg onload=alert(1)>" + page(Story(7)).encode()))
    assert [entry["title"] for entry in fields] == [Story(7).title]


@pytest.mark.parametrize(
    "days",
    ["", " on 9 October 2025", " from 3 to 5 October", " overnight", " tomorrow"],
)
def test_no_talks_and_no_truce_end_before_they_begin(days: str) -> None:
    told = f"Pakistan and the Afghan Taliban agreed to a ceasefire after talks in Doha on 9 October 2025.\n\nPeace talks between Pakistan and the Afghan Taliban in Doha ended{days} without agreement, the minister said.\n\nThe ceasefire, agreed on 11 October 2025, collapsed{days or ' on 9 October 2025'}."
    family_check("talks")(told)
    family_check("ceasefire")(told)


def test_an_archive_whose_names_are_no_text_costs_no_run() -> None:
    archive = zipped({"\u00e9.txt": b"Came."}).replace("\u00e9.txt".encode(), b"\x83\x83.txt")
    assert check_delivery(("a.zip", archive))


def test_a_member_under_two_long_names_is_refused_in_few_words() -> None:
    packed = zipped({"y" * 3000: b"Traders came."})
    assert check_delivery(("a.zip", packed.replace(b"y" * 3000, b"z" * 3000, 1)))


def test_a_member_without_a_name_is_refused() -> None:
    assert check_delivery(("a.zip", zipped({"q.txt": b"Traders came."}).replace(b"q.txt", b"\0.txt")))


def test_an_outlet_with_a_sign_of_capitals_has_a_source() -> None:
    table = (
        "title,date,outlet,text\nLorries cross,2025-11-14,Torkham Ga\u2122te,Convoy 14 crossed the frontier at dawn.\n"
    )
    assert not check_delivery(("a.csv", table.encode()))


def test_each_part_of_a_source_has_words() -> None:
    check_attributions('date: 202The clashe     s followed exp5-12-03\nt: "Nome to ss"\n')


def test_a_line_of_closing_marks_is_a_sentence_like_any_other() -> None:
    assert not check_sentences("”" * 60 + "\nTraders came to Kabul on Monday.")
