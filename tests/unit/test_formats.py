"""Every format that is read: text, title, day and outlet as the file holds them, and how it counts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.clean.written import read_day
from pipelines.ingest.inbox import files_in, read_paths
from pipelines.ingest.records import Delivered, Refused
from tests.delivery import OUTLET, Story, atom, deliver, json_feed, mail, page, response, rss, zipped


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[Story, str]]]:
    folder = tmp_path_factory.mktemp("drop")
    return folder, deliver(folder)


def read(folder: Path, name: str, content: str | bytes) -> list[Delivered | Refused]:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_paths([folder]))


def only(items: list[Delivered | Refused]) -> Delivered:
    [item] = items
    assert isinstance(item, Delivered), item
    return item


def test_one_folder_with_every_format(drop: tuple[Path, dict[str, tuple[Story, str]]]) -> None:
    folder, expected = drop
    items = list(read_paths([folder]))
    assert [item for item in items if isinstance(item, Refused)] == []
    articles = {item.delivered_in: item for item in items if isinstance(item, Delivered)}
    assert articles.keys() == expected.keys()
    for place, (story, form) in expected.items():
        article = articles[place]
        assert article.text.endswith(story.text), place
        assert (article.title, article.delivered_format) == (story.title, form), place
        assert str(read_day(article.published or "")) == story.date, place
        assert article.outlet == (None if form == "txt" else OUTLET), place


def test_a_page_says_its_language_author_and_address(tmp_path: Path) -> None:
    article = only(read(tmp_path, "a.html", page(Story(3))))
    assert (article.language, article.author, article.url) == ("en", "Zarmina Popal", Story(3).url)
    assert (article.published, article.published_from) == ("2025-11-03T06:30:00+05:00", "metadata")


def test_a_page_that_gives_no_day_is_not_dated(tmp_path: Path) -> None:
    undated = page(Story(3)).replace("article:published_time", "article:modified")
    article = only(read(tmp_path, "a.html", undated.replace("<footer>", "<footer>Printed on 2025-10-01. ")))
    assert (article.published, article.published_from) == (None, "none")


def test_of_several_times_in_a_page_none_is_its_day(tmp_path: Path) -> None:
    undated = page(Story(3)).replace("article:published_time", "article:modified")
    one = undated.replace("<h1>", '<time datetime="2025-11-04">4 November</time><h1>')
    assert only(read(tmp_path, "a.html", one)).published == "2025-11-04"
    two = one.replace("<footer>", '<footer><time datetime="2025-10-01">1 October</time>')
    assert only(read(tmp_path, "a.html", two)).published is None


def test_a_web_archive_keeps_when_it_was_collected_apart_from_the_day(tmp_path: Path) -> None:
    packed = gzip.compress(page(Story(5)).encode())
    http_gzip = response("https://gazette.example/packed", packed, media="text/html\r\nContent-Encoding: gzip")
    unpacked = response(
        "https://gazette.example/open", page(Story(6)).encode(), media="text/html\r\nContent-Encoding: gzip"
    )
    items = read(tmp_path, "a.warc", http_gzip + unpacked)
    assert [(x.url, x.published, x.collected_at) for x in items if isinstance(x, Delivered)] == [
        ("https://gazette.example/packed", "2025-11-05T06:30:00+05:00", "2025-12-01T08:00:00Z"),
        ("https://gazette.example/open", "2025-11-06T06:30:00+05:00", "2025-12-01T08:00:00Z"),
    ]


def test_what_the_server_refused_is_refused(tmp_path: Path) -> None:
    [item] = read(tmp_path, "a.warc", response("https://gazette.example/x", page(Story(1)).encode(), status="404 Gone"))
    assert isinstance(item, Refused)
    assert (item.item, item.reason) == ("https://gazette.example/x", "the server answered 404")


def test_what_leads_elsewhere_is_passed_over(tmp_path: Path) -> None:
    moved = response("https://gazette.example/old", b"<html>Moved.</html>", status="301 Moved")
    assert only(read(tmp_path, "a.warc", moved + response(Story(1).url, page(Story(1)).encode()))).url == Story(1).url


def test_the_sensor_sees_files_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Traders came.")
    (tmp_path / "b.txt").symlink_to("gone")
    assert [file.name for file in files_in(tmp_path)] == ["a.txt"]


@pytest.mark.parametrize(
    ("export", "title"),
    [
        (
            {
                "status": "ok",
                "totalResults": 1,
                "articles": [
                    {
                        "source": {"id": None, "name": OUTLET},
                        "author": "Z. Popal",
                        "title": "From a news API",
                        "url": "https://gazette.example/1",
                        "publishedAt": "2025-11-02T06:00:00Z",
                        "content": "Traders came back to the gate.",
                    }
                ],
            },
            "From a news API",
        ),
        (
            {
                "articles": {
                    "page": 1,
                    "results": [
                        {
                            "uri": "812",
                            "lang": "eng",
                            "date": "2025-11-02",
                            "title": "From a registry of events",
                            "body": "Traders came back to the gate.",
                            "source": {"uri": "gazette.example", "title": OUTLET},
                            "authors": [{"name": "Z. Popal"}],
                        }
                    ],
                }
            },
            "From a registry of events",
        ),
        (
            [
                {
                    "stories_id": 77,
                    "title": "From a media archive",
                    "publish_date": "2025-11-02 06:00:00",
                    "media_name": OUTLET,
                    "text": "Traders came back to the gate.",
                    "authors": ["Z. Popal"],
                }
            ],
            "From a media archive",
        ),
        (
            {
                "authors": ["Z. Popal"],
                "date_publish": "2025-11-02 06:00:00",
                "maintext": "Traders came back to the gate.",
                "text": None,
                "source_domain": OUTLET,
                "title": "From a crawl of the news",
            },
            "From a crawl of the news",
        ),
    ],
)
def test_exports_of_news_apis(tmp_path: Path, export: object, title: str) -> None:
    article = only(read(tmp_path, "a.json", json.dumps(export, indent=1)))
    assert (article.text, article.title, article.outlet) == ("Traders came back to the gate.", title, OUTLET)
    assert (str(read_day(article.published or "")), article.author) == ("2025-11-02", "Z. Popal")


def test_headlines_with_links_alone_are_refused_with_what_mends_it(tmp_path: Path) -> None:
    listed = {"articles": [{"url": "https://gazette.example/1", "title": "Gate opens", "seendate": "20251102T060000Z"}]}
    [item] = read(tmp_path, "a.json", json.dumps(listed))
    assert isinstance(item, Refused)
    assert "no text" in item.reason
    assert "fetch the page" in item.cure


def test_the_text_of_a_newsletter_in_html(tmp_path: Path) -> None:
    plain = mail(Story(2)).replace(b"text/plain", b"application/octet-stream")
    article = only(read(tmp_path, "a.eml", plain))
    assert article.text.splitlines()[0] == Story(2).paragraphs[0]
    assert (article.published_from, article.title) == ("header", Story(2).title)


def test_the_encoding_found_is_kept_and_the_text_is_whole(tmp_path: Path) -> None:
    story = Story(4)
    for encoding, kept in (("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")):
        article = only(read(tmp_path, "a.txt", story.text.encode(encoding)))
        assert (article.text, article.encoding) == (story.text, kept)


def test_turkish_and_arabic_of_older_systems_are_read(tmp_path: Path) -> None:
    turkish = "Türkiye'nin başkenti Ankara'da görüşmeler başladı, Dışişleri Bakanlığı açıkladı."
    assert only(read(tmp_path, "a.txt", turkish.encode("cp1254"))).text == turkish
    arabic = "قالت وزارة الخارجية إن الحدود فتحت اليوم أمام التجار"
    assert only(read(tmp_path, "a.txt", arabic.encode("cp1256"))).text == arabic


def test_pounds_are_not_read_as_polish(tmp_path: Path) -> None:
    english = "The price was £20 and rose by 3% on Monday, officials said, and traders waited."
    assert only(read(tmp_path, "a.txt", english.encode("cp1252"))).text == english


def test_columns_named_in_a_file_beside_the_table(tmp_path: Path) -> None:
    (tmp_path / "columns.yml").write_text("text: Inhalt\n")
    assert only(read(tmp_path, "a.csv", "Inhalt,title\nTraders came.,Gate\n")).text == "Traders came."
    (tmp_path / "columns.yml").unlink()
    [item] = list(read_paths([tmp_path]))
    assert isinstance(item, Refused)
    assert "Inhalt, title" in item.reason
    assert "columns.yml" in item.cure


def test_one_line_or_row_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("text,title\nOne came.,A\nbroken\nTwo came.,B\n")
    items = read(tmp_path, "a.jsonl", '{"text": "x y"}\n{"text": \n{"text": "z w"}\n')
    found = [x.delivered_in if isinstance(x, Delivered) else f"refused {x.file} {x.item}" for x in items]
    assert found == ["a.jsonl#1", "refused a.jsonl 2", "a.jsonl#3", "b.csv#2", "refused b.csv 3", "b.csv#4"]


def test_entries_before_the_place_where_a_feed_breaks_are_read(tmp_path: Path) -> None:
    first, last = read(tmp_path, "a.rss", rss(Story(1), Story(2)).rpartition("<item>")[0])
    assert isinstance(first, Delivered)
    assert isinstance(last, Refused)
    assert "after 1 entries" in last.reason


_SELF = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://feeds.example/post/all.xml"/>'
_CHANNEL = "<link>https://gazette.example/</link>"


@pytest.mark.parametrize(
    ("name", "feed", "whole"),
    [
        ("a.rss", rss(Story(1)).replace(Story(1).url, "/convoy-1"), "https://gazette.example/convoy-1"),
        ("a.rss", rss(Story(1)).replace(Story(1).url, "//cdn.example/convoy-1"), "https://cdn.example/convoy-1"),
        (
            "a.rss",
            rss(Story(1)).replace(Story(1).url, "convoy-1").replace(_CHANNEL, _CHANNEL + _SELF),
            "https://feeds.example/post/convoy-1",
        ),
        (
            "a.rss",
            rss(Story(1)).replace(Story(1).url, "convoy-1").replace("<item>", '<item xml:base="https://b.example/c/">'),
            "https://b.example/c/convoy-1",
        ),
        (
            "a.atom",
            atom(Story(1))
            .replace(Story(1).url, "convoy-1")
            .replace("<id>urn:x", '<link href="https://d.example/e/"/><id>u'),
            "https://d.example/e/convoy-1",
        ),
        (
            "a.json",
            json_feed(Story(1))
            .replace(Story(1).url, "/convoy-1")
            .replace('"title"', '"feed_url": "https://f.example/g.json", "title"', 1),
            "https://f.example/convoy-1",
        ),
        ("a.rss", rss(Story(1)).replace(Story(1).url, "/convoy-1").replace(_CHANNEL, ""), None),
    ],
)
def test_a_link_in_a_feed_counts_from_what_the_feed_says_of_itself(
    tmp_path: Path, name: str, feed: str, whole: str | None
) -> None:
    assert only(read(tmp_path, name, feed)).url == whole


def test_a_link_in_a_feed_of_an_archive_counts_from_where_it_was_fetched(tmp_path: Path) -> None:
    feed = rss(Story(1)).replace(Story(1).url, "convoy-1").encode()
    record = response("https://fetched.example/rss/all.xml", feed, media="application/rss+xml")
    assert only(read(tmp_path, "a.warc", record)).url == "https://fetched.example/rss/convoy-1"


def test_patterns_and_their_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "b.md", "sub/c.txt"):
        (tmp_path / name).write_text("Traders came.")
    named = [x.delivered_in for x in read_paths([tmp_path / "*.txt"]) if isinstance(x, Delivered)]
    assert named == ["a.txt"]
    named = [x.delivered_in for x in read_paths([tmp_path / "**" / "*.txt"]) if isinstance(x, Delivered)]
    assert named == ["a.txt", "sub/c.txt"]


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b'{"text": "Traders came.", "id": "1"}\n{"text": "They left.", "id": "2"}\n'

    def given(data: bytes) -> Iterator[str]:
        file = tmp_path / "in"
        file.write_bytes(data)
        with file.open() as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            yield from (x.text for x in read_paths([Path("-")]) if isinstance(x, Delivered))

    assert list(given(lines)) == ["Traders came.", "They left."]
    assert list(given(gzip.compress(lines))) == ["Traders came.", "They left."]


def test_what_was_refused_says_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    [item] = read(tmp_path, "sub/a.zip", zipped({"in/b.json": b"{"}))
    assert isinstance(item, Refused)
    assert item.file == "sub/a.zip/in/b.json"
    assert item.path == str(tmp_path / "sub/a.zip/in/b.json")
