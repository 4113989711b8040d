"""One request and its answer, within bounds of time and size.

What belongs here: sending one GET and reading its answer.  Not here: redirects, retries, robots and pace (courtesy.py).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version

import httpcore
import httpx

from pipelines.fetch.network import CheckedNetwork
from pipelines.fetch.problems import FetchProblem, Unavailable

AGENT = "factwire"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one answer: seconds in all, seconds without a byte, bytes as sent and as unpacked (ingest reads 16 MiB)."""

    seconds: float = 60
    silence: float = 15
    sent_bytes: int = 10 * 2**20
    unpacked_bytes: int = 15 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the body unpacked, the headers as they came."""

    url: str
    status: int
    reason: str
    headers: httpx.Headers
    body: bytes

    @property
    def media_type(self) -> str:
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding the server declares."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


def agent(contact: str | None) -> str:
    """The User-Agent: name, version, and whom a publisher can write to."""
    named = f"{AGENT}/{version('factwire')}"
    return f"{named} (+{contact})" if contact else named


class Client:
    """Sends requests over a checked network, from several threads: no proxy, no cookie, no redirect followed."""

    def __init__(self, network: CheckedNetwork, *, contact: str | None = None, limits: Limits | None = None) -> None:
        self._network = network
        self._limits = limits or Limits()
        transport = httpx.HTTPTransport(trust_env=False)
        # httpx has no parameter for the network below its pool.
        transport._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=network
        )
        self._client = httpx.Client(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=self._limits.silence,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": agent(contact), "Accept-Encoding": "gzip"},
        )

    def close(self) -> None:
        self._client.close()

    def wait(self, seconds: float) -> None:
        """Sleep; Stopped once somebody stops."""
        self._network.wait(seconds)

    def stop(self) -> None:
        """End what other threads ask or wait for."""
        self._network.stop()

    def get(self, url: httpx.URL, headers: Mapping[str, str], *, cut_at: int | None = None) -> Answer:
        """The answer of one request; one that is too large is refused, or with `cut_at` cut there."""
        self._network.start_clock(self._limits.seconds)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                body = self._body(response, cut_at)
                return Answer(str(url), response.status_code, response.reason_phrase, response.headers, body)
        except httpx.TimeoutException as error:
            self._network.time_left(None)  # the end of all the time is said as such
            raise Unavailable(f"no answer for {self._limits.silence:g} seconds") from error
        except httpx.TransportError as error:
            raise Unavailable(str(error) or type(error).__name__) from error

    def _body(self, response: httpx.Response, cut_at: int | None) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip", "x-gzip", ""}:
            raise FetchProblem(f"packed as {encoding[:40]!r}, which was not asked for")
        sent = self._bounded(response.iter_raw())
        pieces = sent if encoding in {"identity", ""} else unzipped(sent, self._limits.unpacked_bytes)
        body = bytearray()
        for piece in pieces:
            body += piece
            if cut_at is not None and len(body) >= cut_at:
                return bytes(body[:cut_at])
        return bytes(body)

    def _bounded(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > self._limits.sent_bytes:
                raise FetchProblem(f"larger than {self._limits.sent_bytes:,} bytes")
            yield piece


def unzipped(pieces: Iterable[bytes], most: int) -> Iterable[bytes]:
    """The content of gzip members that come in pieces; never more than `most` bytes, nor much more than that in memory."""
    unpacker = None
    left = most
    for piece in pieces:
        while piece:
            if unpacker is None or unpacker.eof:
                unpacker = zlib.decompressobj(31)
            try:
                out = unpacker.decompress(piece, left + 1)
            except zlib.error as error:
                raise FetchProblem("damaged gzip") from error
            left -= len(out)
            if left < 0:
                raise FetchProblem(f"unpacks to more than {most:,} bytes")
            yield out
            piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise FetchProblem("gzip that ends too early")
