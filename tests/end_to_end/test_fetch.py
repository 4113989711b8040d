"""From a publisher's feeds to the published copy: fetched, taken in like any delivery, read, attributed to its source."""

from __future__ import annotations

from pathlib import Path

from pipelines.config import Home
from pipelines.fetch.network import CheckedNetwork
from pipelines.fetch.run import fetch_home
from tests.end_to_end.conftest import factwire, rows
from tests.unit.publisher import PLACE, answer, publisher

STORY = (
    "Gunmen attacked a police post in Kunduz on Sunday, killing four officers, the interior ministry said. "
    "The attackers fled on motorcycles before reinforcements reached the post, a spokesman told reporters. "
    "Residents heard shooting for half an hour, and shops along the road stayed closed on Monday morning."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Police post attacked in Kunduz</title>
<meta property="article:published_time" content="2025-11-03T09:00:00Z"></head><body><nav>Home World Sport</nav>
<article><h1>Police post attacked in Kunduz</h1>{"".join(f"<p>{s}</p>" for s in STORY.split("  "))}</article></body></html>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Post: all news</title><item>
<title>Police post attacked in Kunduz</title><link>{link}</link><guid>a1</guid>
<pubDate>Mon, 03 Nov 2025 09:00:00 GMT</pubDate><description>Four officers die.</description></item></channel></rss>"""
JSON_FEED = """{{"version": "https://jsonfeed.org/version/1.1", "title": "Pass Bulletin", "items": [{{"id": "b1",
"url": "{link}", "title": "Snow closes the pass", "date_published": "2025-11-04T06:00:00Z",
"content_text": "Snow closed the Salang pass on Tuesday, and lorries waited on both sides for the ploughs."}}]}}"""
DEFINITION = (
    "id: {id}\ntitle: {title}\nis_official: false\nurl_patterns: [{host}]\nfeeds: ['{feed}']\nfetch_pages: {pages}\n"
)


def test_what_is_fetched_is_read_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    near = CheckedNetwork(lambda *_: [PLACE], also=frozenset({PLACE}))
    with publisher() as server:
        valley, bulletin = "valleypost.example", "bulletin.example"
        for name, title, host, path, pages in (
            ("valley-post", "The Valley Post", valley, "/rss", "true"),
            ("bulletin", "The Bulletin", bulletin, "/json", "false"),
        ):
            text = DEFINITION.format(id=name, title=title, host=host, feed=server.url(path, host), pages=pages)
            (home.sources / f"{name}.yml").write_text(text)
        server.answers("/rss", answer(RSS.format(link=server.url("/a1", valley)).encode()))
        server.answers("/a1", answer(PAGE.encode(), kind="text/html; charset=utf-8"))
        feed = JSON_FEED.format(link=server.url("/b1", bulletin)).encode()
        server.answers("/json", answer(feed, kind="application/feed+json"))
        outcomes = list(fetch_home(home, ["valley-post", "bulletin"], network=near))
        assert [o.status for o in outcomes] == ["ok", "ok", "ok"], outcomes
        port = server.port
    factwire("run", "--home", home.root)
    articles = "select source_id, title, url, published_on from marts.dim_articles order by 1"
    assert rows(home.root, articles) == [
        {
            "source_id": "bulletin",
            "title": "Snow closes the pass",
            "url": f"http://{bulletin}:{port}/b1",
            "published_on": "2025-11-04",
        },
        {
            "source_id": "valley-post",
            "title": "Police post attacked in Kunduz",
            "url": f"http://{valley}:{port}/a1",
            "published_on": "2025-11-03",
        },
    ]
    [incident] = rows(home.root, "select location, killed_best from marts.fct_incidents")
    assert incident == {"location": "Kunduz", "killed_best": 4}
    assert "refused    0" in factwire("status", "--home", home.root).stdout
    assert "valley-post" in factwire("sources", "list", "--home", home.root).stdout
