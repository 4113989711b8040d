"""The source registry: definitions checked together, articles matched safely, unknown outlets provisional."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.config import SHIPPED_SOURCES, Home
from pipelines.errors import EnvironmentProblem
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import load_sources, read_source

GOOD = "id: pass-post\ntitle: The Pass Post\nis_official: false\nnames: [Pass Post]\nurl_patterns: [passpost.example]\n"


def registry(*texts: str) -> Registry:
    return Registry([read_source(text) for text in texts])


def test_match_by_name_then_url_then_provisional() -> None:
    known = registry(GOOD)
    assert known.find(outlet="pass  post", url="https://elsewhere.example/x").id == "pass-post"
    assert known.find(outlet=None, url="https://www.passpost.example/x").id == "pass-post"
    unknown = known.find(outlet="Somebody’s Blog", url=None)
    assert unknown.is_provisional
    assert unknown.title == "Somebody’s Blog"
    assert known.find(outlet=None, url=None).id == "unknown-outlet"
    assert known.find(outlet=None, url="https://new.example/a").id == "new-example"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://passpost.example/news/1", "pass-post"),
        ("http://PASSPOST.example:8080", "pass-post"),
        ("https://epaper.passpost.example/1", "pass-post"),
        ("https://passpost.example./1", "pass-post"),
        ("https://notpasspost.example/1", None),
        ("https://passpost.example.evil.example/1", None),
        ("https://other.example/passpost.example", None),
        ("https://other.example/?u=https://passpost.example/", None),
        ("https://passpost.example@other.example/", None),
        ("https://[not-an-address/", None),
        ("passpost.example", None),
    ],
)
def test_a_pattern_is_the_end_of_the_host(url: str, expected: str | None) -> None:
    found = registry(GOOD).at(url)
    assert (found and found.id) == expected


def test_of_two_patterns_the_narrower_one_speaks() -> None:
    sport = "id: pass-sport\ntitle: Pass Sport\nis_official: false\nurl_patterns: [passpost.example/sport/]\n"
    valley = "id: valley\ntitle: Valley\nis_official: false\nurl_patterns: [valley.passpost.example]\n"
    known = registry(GOOD, sport, valley)
    for url, expected in (
        ("https://passpost.example/sport/1", "pass-sport"),
        ("https://passpost.example/sport", "pass-sport"),
        ("https://passpost.example/sports/1", "pass-post"),
        ("https://www.valley.passpost.example/sport/1", "valley"),
    ):
        found = known.at(url)
        assert found is not None
        assert found.id == expected, url


def test_names_of_other_scripts_stay_apart() -> None:
    known = registry("id: dari\ntitle: Dari Post\nis_official: false\nnames: [روزنامه صبح]\n")
    assert known.find(outlet="روزنامه  صبح", url=None).id == "dari"
    other = known.find(outlet="شبکه شام", url=None)
    assert other.is_provisional
    assert other.id != known.find(outlet="Хроника", url=None).id


def test_all_faults_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("id: x\n")
    (tmp_path / "b.yml").write_text(GOOD + "colour: red\ncountry: no\ntime_zone: Mars/Base\nkind: blog\n")
    (tmp_path / "c.yml").write_text("- a list")
    (tmp_path / "d.yml").write_text("a: [")
    (tmp_path / "e.yml").write_text(
        GOOD.replace("pass-post", "../up") + "url_patterns: [example, 'http://a.example']\n"
    )
    (tmp_path / "f.yml").write_text(
        "id: f\ntitle: F\nis_official: 'no'\nfeeds: ['ftp://f.example/', 'https://u:p@f.example/']\n"
        "expected_articles: {min: 3, max: 2}\n"
    )
    (tmp_path / "g.yml").write_text("id: f\ntitle: G\nis_official: true\nexpected_articles: {per: month}\n")
    (tmp_path / "h.yml").write_bytes(b"id: \xff")
    (tmp_path / "i.yml").write_text("id: i\ntitle: I\nis_official: true\nfetch_pages: true\n")
    with pytest.raises(EnvironmentProblem) as raised:
        load_sources(tmp_path)
    said = str(raised.value)
    for fault in (
        "a.yml: title is missing",
        "b.yml: unknown key 'colour'",
        "b.yml: country: ",
        "b.yml: time_zone: 'Mars/Base' is no time zone",
        "b.yml: kind: ",
        "c.yml: not a mapping",
        "d.yml: no valid YAML",
        "e.yml: id: ",
        "e.yml: url_patterns.0: 'example' is no host",
        "e.yml: url_patterns.1: 'http://a.example' is no host",
        "f.yml: is_official: ",
        "f.yml: feeds.0: 'ftp://f.example/' is no http or https address",
        "f.yml: feeds.1: ",
        "f.yml: expected_articles: min 3 is above max 2",
        "g.yml: expected_articles.per: ",
        "h.yml: ",
        "i.yml: fetch_pages needs url_patterns",
    ):
        assert fault in said, fault


def test_ambiguous_definitions_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(GOOD)
    (tmp_path / "b.yml").write_text(GOOD.replace("id: pass-post", "id: other").replace("The Pass Post", "Other"))
    (tmp_path / "c.yml").write_text(GOOD)
    with pytest.raises(EnvironmentProblem) as raised:
        load_sources(tmp_path)
    said = str(raised.value)
    assert "other and pass-post both claim the name 'pass-post'" in said
    assert "other and pass-post both claim the url pattern 'passpost.example'" in said
    assert "c.yml: id pass-post is that of a.yml too" in said


def test_the_definitions_of_a_home_add_to_those_shipped_and_replace_them_by_id(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    (home.sources / "mine.yml").write_text(GOOD)
    (home.sources / "changed.yml").write_text("id: dawn\ntitle: Dawn\nis_official: false\nlicence: agreed\n")
    found = {source.id: source for source in load_sources(*home.source_folders)}
    assert found["dawn"].licence == "agreed"
    assert found["dawn"].feeds == ()
    assert {"pass-post", "khyber-ledger", "un-news"} <= set(found)


def test_shipped_definitions_say_what_the_registry_asks() -> None:
    shipped = load_sources(SHIPPED_SOURCES)
    real = [source for source in shipped if source.licence != "illustrative"]
    assert len(real) >= 25
    for source in real:
        assert source.not_fetched_here, source.id
        assert source.kind, source.id
        assert source.scale, source.id
        assert source.bias, source.id
        assert source.licence, source.id
        assert source.url_patterns, source.id
        assert not source.fetch_pages, source.id
    assert sum(bool(source.feeds) for source in real) >= 15
