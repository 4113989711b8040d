"""Feeds and pages into WARC files: what is asked, what is kept, and what happens when servers or runs break off."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import islice
from pathlib import Path
from threading import Event, Lock
from time import sleep

import httpx
import pytest
from fastwarc.warc import ArchiveIterator

from pipelines.fetch.archive import Archive
from pipelines.fetch.client import Answer, Client, Limits
from pipelines.fetch.courtesy import Guest
from pipelines.fetch.feeds import read_feed
from pipelines.fetch.health import troubles
from pipelines.fetch.network import CheckedNetwork
from pipelines.fetch.state import MOST_TRIES, State
from pipelines.fetch.walk import HOSTS_AT_ONCE, PAGES, Outcome, fetch
from pipelines.ingest.sources import Source
from tests.unit.publisher import PLACE, Publisher, Request, Send, answer, publisher

PAGE = b"<html><title>Pass opens</title><p>The pass opened on Monday.</p></html>"


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as made:
        yield made


class Desk:
    """A folder, a state and a guest that does not sleep but notes how long it would have."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "fetched"
        self.file = root / "state.sqlite"
        self.slept: list[float] = []

    def fetch(self, *sources: Source, most: int | None = None, limits: Limits | None = None) -> list[Outcome]:
        """What came of the sources, all or the first ones before the run is broken off; every name is this machine."""
        state = State(self.file)
        network = CheckedNetwork(lambda host, _: [PLACE] if host.endswith(".example") else [host], frozenset({PLACE}))
        client = Client(network, limits=limits or Limits(silence=2))
        guest = Guest(client, state, sleep=self.slept.append)
        outcomes = fetch(sources, self.folder, state, guest)
        try:
            return list(islice(outcomes, most))
        finally:
            outcomes.close()
            client.close()
            state.close()

    def records(self) -> list[tuple[str, str, bytes]]:
        """Type, address and body of every record but the first of each file, in order."""
        found = []
        for file in sorted(self.folder.rglob("*.warc.gz")):
            assert not file.name.startswith("."), "a file was left hidden"
            with file.open("rb") as opened:
                records = [
                    (r.headers["WARC-Type"], r.headers.get("WARC-Target-URI", ""), r.reader.read())
                    for r in ArchiveIterator(opened, parse_http=True)
                ]
            assert records[0][0] == "warcinfo"
            found += records[1:]
        return found


def fetch_alone(root: Path, *sources: Source) -> None:
    """In a process of its own, which a test can kill."""
    Desk(root).fetch(*sources)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def feed(*items: tuple[str, str], extra: str = "") -> bytes:
    """An RSS feed of (title, link)."""
    written = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><description>About {title}.</description>"
        "</item>"
        for title, link in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title>{extra}{written}</channel></rss>'.encode()
    )


def source(server: Publisher, *paths: str, name: str = "pass-post", pages: bool = False, host: str = PLACE) -> Source:
    return Source(
        id=name,
        title=name,
        is_official=False,
        url_patterns=(host,),
        feeds=tuple(server.url(path, host) for path in paths or ("/feed",)),
        fetch_pages=pages,
    )


class Crowd:
    """Counts who is being answered at one time, and answers once as many are there as can be, or nobody more comes."""

    def __init__(self, enough: int, patience: float, body: bytes) -> None:
        self.most = 0
        self._here = 0
        self._alone = Lock()
        self._enough = enough
        self._patience = patience
        self._is_full = Event()
        self._body = body

    def __call__(self, _: Request, send: Send) -> None:
        with self._alone:
            self._here += 1
            self.most = max(self.most, self._here)
            if self._here >= self._enough:
                self._is_full.set()
        self._is_full.wait(self._patience)
        sleep(0.05)  # whoever comes beside the others comes now
        with self._alone:
            self._here -= 1
        send(answer(self._body))


def told(outcomes: list[Outcome]) -> list[tuple[str, int, int]]:
    return [(o.status, o.entries, o.new) for o in outcomes]


def test_a_feed_is_kept_as_delivered(server: Publisher, desk: Desk) -> None:
    body = feed(("Pass opens", "http://news.example/1"))
    server.answers("/feed", answer(body))
    assert told(desk.fetch(source(server))) == [("ok", 1, 1)]
    assert desk.records() == [("response", server.url("/feed"), body)]


def test_what_did_not_change_is_not_kept_twice(server: Publisher, desk: Desk) -> None:
    one = feed(("Pass opens", "http://news.example/1"))
    two = feed(("Pass closes", "http://news.example/2"), ("Pass opens", "http://news.example/1"))
    later = two.replace(b"<title>Post</title>", b"<title>Post</title><lastBuildDate>today</lastBuildDate>")
    server.answers(
        "/feed",
        answer(one, ETag='"1"', Last_Modified="Mon, 03 Nov 2025 05:00:00 GMT"),
        answer(status="304 Not Modified"),
        answer(one, ETag='"2"'),
        answer(two, ETag='"3"'),
        answer(later, ETag='"4"'),
    )
    outcomes = [told(desk.fetch(source(server)))[0] for _ in range(5)]
    assert outcomes == [("ok", 1, 1), ("unchanged", 0, 0), ("unchanged", 0, 0), ("ok", 2, 1), ("ok", 2, 0)]
    assert [body for _, _, body in desk.records()] == [one, two]
    asked = [r.headers.get("if-none-match") for r in server.requests if r.path == "/feed"]
    assert asked == [None, '"1"', '"1"', '"2"', '"3"']
    assert server.requests[2].headers["if-modified-since"] == "Mon, 03 Nov 2025 05:00:00 GMT"


def test_an_entry_that_changed_is_kept_again(server: Publisher, desk: Desk) -> None:
    server.answers(
        "/feed",
        answer(feed(("Pass opens", "http://news.example/1"))),
        answer(feed(("Pass opens for trucks", "http://news.example/1"))),
    )
    desk.fetch(source(server))
    assert told(desk.fetch(source(server))) == [("ok", 1, 1)]


def test_pages_are_fetched_once_and_the_feed_is_no_article(server: Publisher, desk: Desk) -> None:
    body = feed(("One", server.url("/1")), ("Two", "/2"), ("Elsewhere", "http://other.example/3"))
    server.answers("/feed", answer(body))
    server.answers("/1", answer(PAGE, kind="text/html; charset=utf-8"))
    server.answers("/2", answer(b"x", kind="application/pdf"))
    outcomes = desk.fetch(source(server, pages=True))
    assert told(outcomes) == [("ok", 3, 3), ("ok", 2, 1)]
    assert outcomes[1].what == PAGES
    assert desk.records() == [("metadata", server.url("/feed"), body), ("response", server.url("/1"), PAGE)]
    assert told(desk.fetch(source(server, pages=True))) == [("unchanged", 0, 0), ("ok", 0, 0)]
    assert server.paths() == ["/feed", "/1", "/2", "/feed"]


def test_a_page_that_fails_for_now_waits_and_one_that_is_gone_does_not(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(("One", server.url("/1")), ("Two", server.url("/gone")))))
    server.answers("/1", *[answer(status="503 Busy")] * 3, answer(PAGE, kind="text/html"))
    first = desk.fetch(source(server, pages=True))
    assert told(first) == [("ok", 2, 2), ("failed", 2, 0)]
    assert "1 wait for the next run" in (first[1].note or "")
    assert desk.records() == []
    assert told(desk.fetch(source(server, pages=True))) == [("unchanged", 0, 0), ("ok", 1, 1)]
    assert server.paths().count("/gone") == 1


def test_a_killed_run_goes_on_and_nothing_comes_twice(server: Publisher, desk: Desk) -> None:
    links = [(f"Story {n}", server.url(f"/{n}")) for n in range(4)]
    server.answers("/feed", answer(feed(*links)))
    for n in range(4):
        server.answers(f"/{n}", answer(PAGE + b"%d" % n, kind="text/html"))

    child = multiprocessing.get_context("spawn").Process(
        target=fetch_alone, args=(desk.file.parent, source(server, pages=True))
    )
    server.routes["/2"] = lambda *_: os.kill(child.pid or 0, signal.SIGKILL)
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    [part] = desk.folder.rglob(".*.warc.gz")
    with part.open("ab") as file:  # a record that was being written
        file.write(b"\x1f\x8b half of a member")
    server.answers("/2", answer(PAGE + b"2", kind="text/html"))
    assert told(desk.fetch(source(server, pages=True))) == [("unchanged", 0, 0), ("ok", 2, 2)]
    pages = [url for kind, url, _ in desk.records() if kind == "response"]
    assert pages == [server.url(f"/{n}") for n in range(4)]
    assert [server.paths().count(f"/{n}") for n in range(4)] == [1, 1, 2, 1]


def test_what_no_state_speaks_of_is_fetched_anew(server: Publisher, desk: Desk) -> None:
    """Broken off before the first commit: the record was written, but nothing rests on it."""

    def break_off() -> None:
        with Archive(desk.folder / "pass-post", "pass-post", datetime.now(UTC)) as archive:
            archive.add(Answer("http://news.example/", 200, "OK", httpx.Headers(), b"x"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    server.answers("/feed", answer(feed(("One", "http://news.example/1"))))
    desk.fetch(source(server))
    assert [url for _, url, _ in desk.records()] == [server.url("/feed")]


def test_a_feed_with_nothing_new_for_long_is_stale(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(("One", "http://news.example/1"))))
    server.answers("/empty", answer(feed()))
    both = [source(server, "/feed", "/empty"), source(server, "/never", name="never")]
    desk.fetch(both[0])
    state = State(desk.file)
    soon = [t.problem for t in troubles(both, state, datetime.now(UTC))]
    later = [t.problem for t in troubles(both, state, datetime.now(UTC) + timedelta(days=15))]
    state.close()
    assert soon == ["stale: nothing new ever"]
    assert later == [f"stale: nothing new since {datetime.now(UTC):%Y-%m-%d}", "stale: nothing new ever"]


def test_one_source_that_fails_does_not_stop_the_others(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(("One", "http://news.example/1"))))
    outcomes = desk.fetch(source(server, "/gone", name="gone"), source(server))
    assert [(o.source_id, o.status, o.note) for o in outcomes] == [
        ("gone", "failed", "status 404"),
        ("pass-post", "ok", None),
    ]


def at_hosts(server: Publisher, count: int, *paths: str) -> list[Source]:
    return [source(server, *paths, name=f"post-{n}", host=f"post{n}.example") for n in range(count)]


def test_hosts_are_asked_side_by_side_but_not_too_many(server: Publisher, desk: Desk) -> None:
    server.routes["/feed"] = crowd = Crowd(HOSTS_AT_ONCE, 10, feed(("One", "http://news.example/1")))
    outcomes = desk.fetch(*at_hosts(server, 2 * HOSTS_AT_ONCE + 1))
    assert crowd.most == HOSTS_AT_ONCE
    assert [(o.source_id, o.new) for o in outcomes] == [(f"post-{n}", 1) for n in range(2 * HOSTS_AT_ONCE + 1)]
    assert len(desk.records()) == 2 * HOSTS_AT_ONCE + 1


def test_one_host_is_asked_one_thing_at_a_time_whoever_leads_there(server: Publisher, desk: Desk) -> None:
    server.routes["/feed"] = crowd = Crowd(2, 0.3, feed(("One", "http://news.example/1")))
    server.answers("/moved", answer(status="302 Found", Location=server.url("/feed", "common.example")))
    sources = [*at_hosts(server, 3, "/moved"), source(server, name="own", host="common.example")]
    assert {o.status for o in desk.fetch(*sources)} == {"ok"}
    assert crowd.most == 1
    asked = [r.headers["host"] for r in server.requests if r.path == "/robots.txt"]
    assert len(asked) == len(set(asked))


def test_a_server_that_hangs_or_drips_holds_up_its_own_host_alone(server: Publisher, desk: Desk) -> None:
    def drip(_: Request, send: Send) -> None:
        while not server.over.wait(0.2):
            send(b"H")

    server.routes["/drip"] = drip
    server.routes["/hang"] = lambda *_: server.over.wait() and None
    server.answers("/break", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss")
    server.answers("/feed", answer(feed(("One", "http://news.example/1"))))
    bad = [source(server, f"/{name}", name=name, host=f"{name}.example") for name in ("drip", "hang", "break")]
    outcomes = desk.fetch(*bad, *at_hosts(server, 2), limits=Limits(seconds=1, silence=0.5))
    assert [(o.source_id, o.status) for o in outcomes] == [
        *((name, "failed") for name in ("drip", "hang", "break")),
        *((f"post-{n}", "ok") for n in range(2)),
    ]
    assert [o.note for o in outcomes[:2]] == ["took too long", "no answer for 0.5 seconds"]


def test_a_run_broken_off_blames_nobody_and_the_next_goes_on(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(("A", "/a"), ("B", "/b"))))
    is_asked = Event()

    def hang(_: Request, send: Send) -> None:
        is_asked.set()
        while not server.over.wait(0.05):
            send(b"H")

    server.routes["/a"] = hang
    server.routes["/quick"] = lambda _, send: is_asked.wait() and send(answer(feed(("One", "http://news.example/1"))))
    slow = source(server, name="slow", host="slow.example", pages=True)
    assert told(desk.fetch(source(server, "/quick", name="quick"), slow, most=1)) == [("ok", 1, 1)]
    for path in ("/a", "/b"):
        server.answers(path, answer(PAGE, kind="text/html"))
    assert told(desk.fetch(slow)) == [("unchanged", 0, 0), ("ok", 2, 2)]
    assert [server.paths().count(path) for path in ("/feed", "/a", "/b")] == [2, 2, 1]


def test_a_link_that_is_no_address_costs_its_entry_alone(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(("Odd", "http://[news"), ("One", server.url("/1")))))
    server.answers("/1", answer(PAGE, kind="text/html"))
    assert told(desk.fetch(source(server, pages=True))) == [("ok", 2, 2), ("ok", 1, 1)]


@pytest.mark.parametrize(
    ("delivered", "said"),
    [
        (answer(b"<html>", kind="text/html"), "content type 'text/html', expected a feed"),
        (answer(b"GIF89a", kind="image/gif"), "content type 'image/gif'"),
        (answer(b"nothing of a feed"), "no feed"),
        (answer(b"http://127.0.0.1:1/feed", kind="text/plain"), "no feed"),
        (answer(b""), "no feed"),
        (answer(b"{", kind="application/json"), "no feed"),
        (answer(b"{" * 100_000, kind="application/json"), "no feed"),
        (
            answer(b'{"version": "https://jsonfeed.org/version/1", "items": 3}', kind="application/feed+json"),
            "JSON Feed",
        ),
        (
            answer(b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss>&c;</rss>'),
            "defines entities",
        ),
        (answer('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss/>'.encode("utf-16")), "defines entities"),
        (answer(status="403 Forbidden"), "status 403"),
        (answer(status="302 Found"), "without a location"),
        (answer(status="302 Found", Location="file:///etc/passwd"), "redirects to file is not fetched"),
        (answer(status="302 Found", Location="http://u:p@news.example/"), "redirects to a URL with a user name"),
        (answer(status="302 Found", Location="http://news.example:22/"), "redirects to port 22"),
        (answer(status="301 Moved", Location="http://169.254.169.254/latest/meta-data/"), "169.254.169.254"),
        (answer(status="307 Moved", Location="http://[::1]/"), "at ::1, which is not on the public internet"),
        (answer(status="308 Moved", Location="http://127.0.0.2/"), "at 127.0.0.2, which is not"),
    ],
)
def test_answers_that_are_refused(server: Publisher, desk: Desk, delivered: bytes, said: str) -> None:
    server.answers("/feed", delivered)
    [outcome] = desk.fetch(source(server))
    assert outcome.status == "failed"
    assert said in (outcome.note or "")
    assert desk.records() == []


def test_redirects_are_followed_to_an_end(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(status="302 Found", Location="/feed"))
    server.answers("/a", answer(status="301 Moved", Location="/b"))
    server.answers("/b", answer(feed(("One", "http://news.example/1"))))
    loop, moved = desk.fetch(source(server, "/feed", "/a"))
    assert loop.note == "more than 5 redirects"
    assert server.paths().count("/feed") == 6
    assert moved.new == 1
    assert desk.records()[0][1] == server.url("/b")


def test_busy_servers_are_asked_again_after_a_while(server: Publisher, desk: Desk) -> None:
    good = answer(feed(("One", "http://news.example/1")))
    server.answers("/feed", answer(status="500 Oops"), answer(status="429 Slow down", Retry_After="30"), good)
    assert told(desk.fetch(source(server))) == [("ok", 1, 1)]
    assert any(29 < seconds <= 30 for seconds in desk.slept)


def test_told_to_wait_long_the_host_is_left_alone_in_the_next_run_too(server: Publisher, desk: Desk) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    server.answers("/feed", answer(status="429 Slow down", Retry_After=until))
    for _ in range(2):
        [outcome] = desk.fetch(source(server))
        assert "asks to be left alone until" in (outcome.note or "")
    assert server.paths() == ["/feed"]
    assert max(desk.slept, default=0) < 60


def test_robots_txt_is_obeyed_and_asked_once(server: Publisher, desk: Desk) -> None:
    server.answers("/robots.txt", answer(b"User-agent: factwire\nDisallow: /feed\n\nUser-agent: *\nDisallow: /\n"))
    server.answers("/open", answer(feed(("One", server.url("/feed/1")), ("Two", server.url("/two")))))
    server.answers("/moved", answer(status="302 Found", Location="/feed"))
    server.answers("/two", answer(PAGE, kind="text/html"))
    server.answers("/feed", answer(feed()))
    outcomes = desk.fetch(source(server, "/feed", "/moved", "/open", pages=True))
    assert [o.note for o in outcomes[:3]] == ["robots.txt forbids it", "robots.txt forbids it", None]
    assert server.paths() == ["/moved", "/open", "/two"]
    desk.fetch(source(server, "/open"))
    assert [r.path for r in server.requests].count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "is_asked"), [("404 Not Found", True), ("403 No", True), ("503 Busy", False)])
def test_a_robots_txt_that_cannot_be_read_forbids_everything(
    server: Publisher, desk: Desk, status: str, is_asked: bool
) -> None:
    server.answers("/robots.txt", answer(status=status))
    server.answers("/feed", answer(feed(("One", "http://news.example/1"))))
    [outcome] = desk.fetch(source(server))
    assert (server.paths() == ["/feed"]) is is_asked
    assert (outcome.status == "ok") is is_asked


def test_the_crawl_delay_is_kept(server: Publisher, desk: Desk) -> None:
    server.answers("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 20\n"))
    server.answers("/feed", answer(feed(("One", server.url("/1")))))
    server.answers("/1", answer(PAGE, kind="text/html"))
    desk.fetch(source(server, pages=True))
    assert max(desk.slept) > 19


def test_a_crawl_delay_that_is_too_long_leaves_pages_for_later_runs(server: Publisher, desk: Desk) -> None:
    server.answers("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 900\n"))
    server.answers("/feed", answer(feed(("One", server.url("/1")))))
    for _ in range(MOST_TRIES + 1):  # no page of a host that wants to be left alone is to blame for it
        [_, pages] = desk.fetch(source(server, pages=True))
        assert "1 wait for the next run" in (pages.note or "")
    assert server.paths() == ["/feed"]


def test_a_host_is_not_hurried(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(*[(f"S{n}", server.url(f"/{n}")) for n in range(3)])))
    desk.fetch(source(server, pages=True))
    assert len(desk.slept) == len(server.requests) - 1
    assert all(seconds > 0 for seconds in desk.slept)


def test_a_feed_of_ten_thousand_entries(server: Publisher, desk: Desk) -> None:
    server.answers("/feed", answer(feed(*[(f"Story {n}", f"http://news.example/{n}") for n in range(10_000)])))
    assert told(desk.fetch(source(server))) == [("ok", 10_000, 10_000)]


def test_feeds_of_every_kind_give_their_entries() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><id>tag:1</id><title>One</title>'
        b'<link href="/one"/><updated>2025-11-03T05:00:00Z</updated></entry></feed>'
    )
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b'<channel rdf:about="x"><title>P</title></channel><item rdf:about="http://news.example/one"><title>One</title>'
        b"<link>http://news.example/one</link></item></rdf:RDF>"
    )
    in_json = (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/one", "title": "One"}, 3]}'
    )
    for body in (atom, rdf, in_json, feed(("One", "one"))):
        [entry] = read_feed(delivered(body))
        assert entry.url == "http://news.example/one"


def test_a_damaged_feed_gives_what_can_be_read_and_an_empty_one_nothing() -> None:
    cut = feed(("One", "http://news.example/1"), ("Two", "http://news.example/2"))[:-60]
    assert read_feed(delivered(cut))[0].url == "http://news.example/1"
    assert read_feed(delivered(feed())) == []


def delivered(body: bytes) -> Answer:
    headers = httpx.Headers({"content-type": "text/xml"})
    return Answer("http://news.example/feed", 200, "OK", headers, body)
