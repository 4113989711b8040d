"""Fetching connects to the public internet only, and takes no more time and room than it may."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from pipelines.fetch.addresses import PORTS, checked_url, is_public
from pipelines.fetch.client import Answer, Client, Limits, unzipped
from pipelines.fetch.network import CheckedNetwork
from pipelines.fetch.problems import FetchProblem, NotAllowed, Stopped, Unavailable
from tests.unit.publisher import PLACE, Publisher, Request, Send, answer, publisher

HERE = frozenset({PLACE})


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as made:
        yield made


def get(url: str, network: CheckedNetwork | None = None, limits: Limits | None = None) -> Answer:
    client = Client(network or CheckedNetwork(also=HERE), contact="desk@newsroom.example", limits=limits)
    try:
        return client.get(httpx.URL(url), {})
    finally:
        client.close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.3",
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378::",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "100::1",
        "localhost",
        "",
    ],
)
def test_addresses_that_are_never_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "151.101.1.81", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "file is not fetched"),
        ("ftp://news.example/feed", "ftp is not fetched"),
        ("gopher://news.example/", "gopher is not fetched"),
        ("//news.example/feed", "no scheme"),
        ("http:///feed", "without host"),
        ("http://desk:word@news.example/feed", "user name"),  # pragma: allowlist secret
        ("http://desk@news.example/feed", "user name"),
        ("http://news.example:22/feed", "port 22"),
        ("https://news.example:8443/", "port 8443"),
        ("http://[::1/feed", "no valid URL"),
        ("http://news.example/" + "a" * 5000, "more than 4096"),
        ("http://news.example:99999/", "port 99999"),
    ],
)
def test_urls_that_are_refused_by_their_form(url: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        checked_url(url, ports=PORTS)


def test_a_port_of_the_definition_is_allowed() -> None:
    assert str(checked_url("http://news.example:8443/a#part", ports={8443})) == "http://news.example:8443/a"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.0.0.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_asked_in_any_spelling(server: Publisher, host: str) -> None:
    server.answers("/feed", answer(b"secret"))
    with pytest.raises((NotAllowed, Unavailable)):
        get(server.url("/feed", host), CheckedNetwork())
    assert server.requests == []


def test_one_address_that_is_not_public_refuses_the_name(server: Publisher) -> None:
    network = CheckedNetwork(lambda *_: [PLACE, "10.0.0.7"], also=HERE)
    with pytest.raises(NotAllowed, match=r"10\.0\.0\.7"):
        get(server.url("/feed", "feeds.example"), network)
    assert server.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(server: Publisher) -> None:
    """A name that resolves otherwise the second time gains nothing: there is no second time."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PLACE] if len(asked) == 1 else ["127.0.0.2"]

    server.answers("/feed", answer(b"<rss/>"))
    network = CheckedNetwork(resolve, also=HERE)
    got = get(server.url("/feed", "feeds.example"), network)
    assert got.body == b"<rss/>"
    assert asked == ["feeds.example"]
    assert server.requests[0].headers["host"] == f"feeds.example:{server.port}"
    with pytest.raises(NotAllowed, match=r"127\.0\.0\.2"):
        get(server.url("/feed", "feeds.example"), network)
    assert len(server.requests) == 1


def test_a_name_without_address_is_unavailable() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unavailable, match=r"gone\.example does not resolve"):
        get("http://gone.example/", CheckedNetwork(resolve))


def test_no_proxy_of_the_environment(server: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, server.url("/proxy"))
    with pytest.raises(NotAllowed):
        get("http://metadata.example/", CheckedNetwork(lambda *_: ["169.254.169.254"], also=HERE))
    assert server.requests == []


def test_who_asks_is_said_and_no_cookie_comes_back(server: Publisher) -> None:
    server.answers("/feed", answer(b"x", Set_Cookie="id=1"))
    client = Client(CheckedNetwork(also=HERE), contact="desk@newsroom.example")
    for _ in range(2):
        client.get(httpx.URL(server.url("/feed")), {})
    client.close()
    assert server.requests[0].headers["user-agent"].startswith("factwire/")
    assert server.requests[0].headers["user-agent"].endswith("(+desk@newsroom.example)")
    assert "cookie" not in server.requests[1].headers


def test_a_slow_drip_ends_at_the_deadline(server: Publisher) -> None:
    def drip(start: bytes) -> None:
        def route(_: Request, send: Send) -> None:
            send(start)
            while not server.over.wait(0.02):
                send(b"x")

        server.routes["/drip"] = route

    for start in (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "):
        drip(start)
        with pytest.raises(FetchProblem, match="took too long"):
            get(server.url("/drip"), limits=Limits(seconds=0.3, silence=5))


def test_silence_ends_early(server: Publisher) -> None:
    server.routes["/mute"] = lambda *_: server.over.wait() and None
    with pytest.raises(Unavailable, match=r"no answer for 0\.1 seconds"):
        get(server.url("/mute"), limits=Limits(silence=0.1))


def test_a_body_without_end_is_cut_off(server: Publisher) -> None:
    def endless(_: Request, send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not server.over.is_set():
            send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    server.routes["/endless"] = endless
    with pytest.raises(FetchProblem, match="larger than 1,000,000 bytes"):
        get(server.url("/endless"), limits=Limits(sent_bytes=1_000_000))


def test_a_gzip_bomb_is_refused(server: Publisher) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000, 9)
    server.answers("/bomb", answer(bomb, Content_Encoding="gzip"))
    server.answers("/twice", answer(gzip.compress(bomb), Content_Encoding="gzip, gzip"))
    with pytest.raises(FetchProblem, match="unpacks to more than 15,728,640 bytes"):
        get(server.url("/bomb"))
    with pytest.raises(FetchProblem, match="packed as 'gzip, gzip'"):
        get(server.url("/twice"))


def test_what_is_unpacked_never_stands_in_memory_at_once() -> None:
    pieces = unzipped([gzip.compress(b"\0" * 30_000_000, 9)], 1000)
    with pytest.raises(FetchProblem):
        next(iter(pieces))
    whole = unzipped([gzip.compress(b"\0" * 30_000_000, 9)], 30_000_000)
    assert sum(map(len, whole)) == 30_000_000


def test_gzip_is_read_whole_in_any_pieces(server: Publisher) -> None:
    packed = gzip.compress(b"first ") + gzip.compress(b"second")
    assert b"".join(unzipped([packed[i : i + 1] for i in range(len(packed))], 100)) == b"first second"
    server.answers("/feed", answer(packed, Content_Encoding="gzip"))
    assert get(server.url("/feed")).body == b"first second"


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nbad\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Large: " + b"x" * 200_000,
        b"",
    ],
)
def test_broken_http_is_unavailable(server: Publisher, sent: bytes) -> None:
    server.answers("/feed", sent)
    with pytest.raises(Unavailable):
        get(server.url("/feed"))


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("br", b"x"), ("zstd", b"x"), ("gzip", b"no gzip"), ("gzip", gzip.compress(b"x" * 99, mtime=0)[:-9])],
)
def test_what_cannot_be_unpacked_is_refused(server: Publisher, encoding: str, body: bytes) -> None:
    server.answers("/feed", answer(body, Content_Encoding=encoding))
    with pytest.raises(FetchProblem):
        get(server.url("/feed"))


def test_the_time_of_one_thread_is_not_that_of_another() -> None:
    network = CheckedNetwork()
    network.start_clock(0)
    with ThreadPoolExecutor(1) as beside:
        beside.submit(network.start_clock, 60).result()
        assert beside.submit(network.time_left, 5).result() == 5
    with pytest.raises(FetchProblem, match="took too long"):
        network.time_left(5)


def test_stopped_nobody_waits_or_reads_on() -> None:
    network = CheckedNetwork()
    network.stop()
    for step in (network.wait, network.time_left):
        with pytest.raises(Stopped):
            step(60)
