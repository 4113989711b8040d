"""When an article was published: what each place says, which one holds, and what is said about the doubt."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from pipelines.clean.settle import settle_article
from pipelines.clean.settle import settled as settled_rows
from pipelines.clean.written import read_day, read_written

_STORY = "The pass above the village was closed after snow, the district council said, and lorries had to wait."


def settled(
    published: str | None = None,
    published_from: str = "metadata",
    *,
    url: str | None = None,
    file: str = "dump.jsonl#1",
    text: str = _STORY,
    seen: str = "2026-01-15",
    collected: str | None = None,
) -> dict[str, Any]:
    return settle_article(
        {
            "text": text,
            "title": None,
            "language": None,
            "published": published,
            "published_from": published_from if published else "none",
            "url": url,
            "delivered_in": file,
            "collected_at": collected,
            "first_seen_at": datetime.fromisoformat(seen).replace(tzinfo=UTC),
        }
    )


def day(row: dict[str, Any]) -> tuple[str | None, str, str, str | None]:
    on = row["published_on"]
    return on and on.isoformat(), row["published_from"], row["published_confidence"], row["published_flag"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-09", "2025-11-09"),
        ("20251109", "2025-11-09"),
        ("2025/11/09", "2025-11-09"),
        ("2025-11-09T23:30:00+05:00", "2025-11-09"),
        ("2025-11-09 10:30:00 +0500", "2025-11-09"),
        ("Sun, 09 Nov 2025 10:30:00 GMT", "2025-11-09"),
        ("9 November 2025", "2025-11-09"),
        ("Sunday, November 9th, 2025, 10:30 am PKT", "2025-11-09"),
        ("Nov. 9, 2025", "2025-11-09"),
        ("13/11/2025", "2025-11-13"),
        ("11/13/2025", "2025-11-13"),
        ("09.11.2025", "2025-11-09"),
        ("1762646400", "2025-11-09"),
        ("LIMA, 4 JUN 88 --", "1988-06-04"),
        ("03/04/2025", None),
        ("5 May", None),
        ("2025-11", None),
        ("2025-13-40", None),
        ("31 February 2025", None),
        ("soon", None),
        ("9999-12-31", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9" * 40, None),
        ("", None),
    ],
)
def test_written_dates(written: str, expected: str | None) -> None:
    found = read_day(written)
    assert (found and found.isoformat()) == expected


def test_open_dates_keep_what_they_can_mean() -> None:
    assert read_written("03/04/2025").days == (date(2025, 3, 4), date(2025, 4, 3))  # type: ignore[union-attr]
    assert read_written("KABUL, Nov. 9 (Wire) —").month_day == (11, 9)  # type: ignore[union-attr]
    assert read_written("November 2025").month == (2025, 11)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"published": "2025-11-09"}, ("2025-11-09", "metadata")),
        ({"published": "2025-11-09", "published_from": "feed"}, ("2025-11-09", "feed")),
        ({"text": f"date 2025-11-09 {_STORY}"}, ("2025-11-09", "header")),
        ({"text": f"Published: 9 November 2025\n\n{_STORY}"}, ("2025-11-09", "header")),
        ({"text": f"{_STORY}\n\nPublished in The Valley Post, November 9th, 2025"}, ("2025-11-09", "header")),
        ({"url": "https://post.example/2025/11/09/snow"}, ("2025-11-09", "url")),
        ({"url": "https://post.example/world/2025/nov/09/snow"}, ("2025-11-09", "url")),
        ({"url": "https://post.example/snow-20251109.html"}, ("2025-11-09", "url")),
        ({"url": "https://post.example/2025-11-09-snow"}, ("2025-11-09", "url")),
        ({"text": f"QUETTA, Nov 9, 2025 (Wire) — {_STORY}"}, ("2025-11-09", "dateline")),
        ({"file": "2025-11-09-snow.txt"}, ("2025-11-09", "filename")),
        ({"file": "archive/2025/11/09/snow.html"}, ("2025-11-09", "filename")),
    ],
)
def test_each_place_alone_dates_the_article(given: dict[str, Any], expected: tuple[str, str]) -> None:
    assert day(settled(**given)) == (*expected, "stated", None)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"url": "https://post.example/2025/11/snow"},
        {"url": "https://post.example/world-asia-20048862"},
        {"url": "https://post.example/snow?day=2025-11-09"},
        {"file": "2025-11-09-dump.jsonl#4"},
        {"file": "pages.warc#https://post.example/2025/11/09/snow"},
        {"file": "2025-11-09/snow.txt"},
        {"text": f"QUETTA, Nov 9 (Wire) — {_STORY}"},
        {"text": f"Updated on Nov 9, 2025\n\n{_STORY}"},
    ],
)
def test_what_names_no_day_of_publication_leaves_it_open(given: dict[str, Any]) -> None:
    assert day(settled(**given)) == (None, "none", "none", None)


@pytest.mark.parametrize(
    "given",
    [
        {"url": "https://post.example/2025/11/09/snow"},
        {"url": "https://post.example/2025/11/10/snow"},
        {"url": "https://post.example/2025/11/snow"},
        {"text": f"QUETTA, Nov 8 (Wire) — {_STORY}"},
        {"text": f"QUETTA, Nov 2 — {_STORY}"},
        {"file": "2025-11-09-snow.txt"},
    ],
)
def test_places_that_agree_confirm_the_delivered_day(given: dict[str, Any]) -> None:
    assert day(settled("2025-11-09T23:30:00+05:00", **given)) == ("2025-11-09", "metadata", "confirmed", None)


def test_a_time_keeps_its_zone_and_the_day_is_that_of_the_zone() -> None:
    row = settled("2025-11-09T02:30:00+05:00")
    assert row["published_on"] == date(2025, 11, 9)
    assert (row["published_at"], row["published_offset"]) == (datetime(2025, 11, 8, 21, 30, tzinfo=UTC), "+05:00")
    assert settled("Sun, 09 Nov 2025 10:30:00 GMT")["published_offset"] == "+00:00"
    for without_zone in ("2025-11-09T02:30:00", "2025-11-09"):
        assert settled(without_zone)["published_at"] is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # The first day of the Unix epoch: no date at all.
        (
            {"published": "Thu, 01 Jan 1970 00:00:00 GMT", "published_from": "feed"},
            (None, "none", "none", "epoch"),
        ),
        (
            {"published": "1970-01-01", "url": "https://post.example/2025/11/09/snow"},
            ("2025-11-09", "url", "stated", "epoch"),
        ),
        # After the article was seen.
        ({"published": "2031-11-09"}, (None, "none", "none", "future")),
        (
            {"published": "2031-11-09", "text": f"QUETTA, Nov 9, 2025 (Wire) — {_STORY}"},
            ("2025-11-09", "dateline", "stated", "future"),
        ),
        ({"published": "2026-01-16"}, ("2026-01-16", "metadata", "stated", None)),
        # The clock of the machine is wrong, not both places.
        (
            {"published": "2031-11-09", "url": "https://post.example/2031/11/09/snow"},
            ("2031-11-09", "metadata", "confirmed", "future"),
        ),
        # Years off: the feed was written anew.
        (
            {
                "published": "Mon, 12 Jan 2026 08:00:00 GMT",
                "published_from": "feed",
                "url": "https://post.example/2019/11/09/snow",
            },
            ("2019-11-09", "url", "contradicted", "years_off"),
        ),
        (
            {
                "published": "Mon, 12 Jan 2026 08:00:00 GMT",
                "published_from": "feed",
                "text": f"QUETTA, Nov 9, 2019 (Wire) — {_STORY}",
            },
            ("2019-11-09", "dateline", "contradicted", "years_off"),
        ),
        # A dateline without a year: the last such day before.
        (
            {"published": "2025-06-20", "published_from": "feed", "text": f"QUETTA, Nov 9 (Wire) — {_STORY}"},
            ("2024-11-09", "dateline", "contradicted", "disagrees"),
        ),
        # Some weeks after it was written: it came out late.
        (
            {"published": "2025-11-29", "text": f"QUETTA, Nov 9 (Wire) — {_STORY}"},
            ("2025-11-29", "metadata", "contradicted", "disagrees"),
        ),
        # Day and month exchanged.
        (
            {"published": "2025-03-11", "url": "https://post.example/2025/11/03/snow"},
            ("2025-11-03", "url", "stated", "swapped"),
        ),
        (
            {"published": "2025-03-11", "text": f"QUETTA, Nov 3 (Wire) — {_STORY}"},
            ("2025-11-03", "metadata", "inferred", "swapped"),
        ),
        # Two ways to read it: what else is said decides, or nothing does.
        ({"published": "03/11/2025"}, (None, "none", "none", "ambiguous")),
        (
            {"published": "03/11/2025", "text": f"QUETTA, Nov 2 (Wire) — {_STORY}"},
            ("2025-11-03", "metadata", "inferred", None),
        ),
        (
            {"published": "03/11/2025", "url": "https://post.example/2025/11/snow"},
            ("2025-11-03", "metadata", "inferred", None),
        ),
        (
            {"published": "03/11/2025", "url": "https://post.example/2025/11/03/snow"},
            ("2025-11-03", "url", "confirmed", None),
        ),
        ({"published": "01/03/2026"}, ("2026-01-03", "metadata", "inferred", None)),
        # Two against one.
        (
            {
                "published": "2025-11-20",
                "url": "https://post.example/2025/11/09/snow",
                "text": f"QUETTA, Nov 9 (Wire) — {_STORY}",
            },
            ("2025-11-09", "url", "confirmed", "disagrees"),
        ),
        # A number in a URL may be that of the article.
        (
            {"published": "2025-11-09", "url": "https://post.example/world-asia-20121130"},
            ("2025-11-09", "metadata", "contradicted", "years_off"),
        ),
        # What cannot be read is left to the others.
        ({"published": "soon"}, (None, "none", "none", "unreadable")),
        (
            {"published": "soon", "url": "https://post.example/2025/11/09/snow"},
            ("2025-11-09", "url", "stated", "unreadable"),
        ),
    ],
)
def test_doubts(given: dict[str, Any], expected: tuple[str | None, str, str, str | None]) -> None:
    row = settled(**given)
    assert day(row) == expected
    places = json.loads(row["published_candidates"])
    is_settled = expected[0] is not None and expected[3] != "unreadable"
    assert row["has_published_conflict"] == (is_settled and not all(place["agrees"] for place in places))


def test_an_archive_says_when_its_pages_were_fetched() -> None:
    assert day(settled("2025-11-09", collected="2025-11-08T23:00:00Z"))[0] == "2025-11-09"
    assert day(settled("2025-11-09", collected="2025-11-02T23:00:00Z")) == (None, "none", "none", "future")


def test_every_place_is_kept_with_its_words() -> None:
    row = settled("2025-11-20", url="https://post.example/2025/11/09/snow", text=f"QUETTA, Nov 9 (Wire) — {_STORY}")
    assert json.loads(row["published_candidates"]) == [
        {"from": "metadata", "words": "2025-11-20", "agrees": False},
        {"from": "dateline", "words": "QUETTA, Nov 9 (Wire) —", "agrees": True},
        {"from": "url", "words": "2025/11/09", "agrees": True},
    ]


def test_the_title_is_the_headline_where_none_was_delivered() -> None:
    row = settled(text=f"Snow closes the pass\n\n{_STORY}")
    assert (row["title"], row["title_from"]) == ("Snow closes the pass", "text")
    assert settled()["title_from"] == "none"


def test_settled_rows_make_a_frame_whatever_is_delivered() -> None:
    zones = ["2025-11-09T02:30:00+05:00", "2025-11-09T02:30:00Z", "Sun, 09 Nov 2025 02:30:00 -0800", "9999-12-31", None]
    raw = pl.DataFrame(
        {
            "text": [_STORY] * len(zones),
            "title": [None] * len(zones),
            "language": [None] * len(zones),
            "published": zones,
            "published_from": ["feed" if zone else "none" for zone in zones],
            "url": [None] * len(zones),
            "delivered_in": ["dump.jsonl#1"] * len(zones),
            "collected_at": [None] * len(zones),
            "first_seen_at": [datetime(2026, 1, 15, tzinfo=UTC)] * len(zones),
        }
    )
    found = settled_rows(raw)
    assert [moment and moment.isoformat() for moment in found["published_at"]] == [
        "2025-11-08T21:30:00+00:00",
        "2025-11-09T02:30:00+00:00",
        "2025-11-09T10:30:00+00:00",
        None,
        None,
    ]
    assert found["published_on"].to_list() == [date(2025, 11, 9)] * 3 + [None] * 2
    assert found["published_flag"].to_list() == [None] * 3 + ["unreadable", None]
