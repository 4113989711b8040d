"""Connections to checked addresses only, each with one deadline for all that is sent and received.  A thread asks one thing
at a time: the deadline is its own.

What belongs here: name → addresses → check → connection to exactly a checked address, so that neither a name that resolves
otherwise the second time nor a proxy comes between.  Not here: what an address may be (addresses.py), HTTP (client.py).
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from pipelines.fetch.addresses import is_public
from pipelines.fetch.problems import FetchProblem, NotAllowed, Stopped

Resolve = Callable[[str, int], list[str]]


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses.

    `also`: addresses allowed though they are not public.  Only tests give any, since their server is this machine;
    nothing reads it from a setting or the environment.
    """

    def __init__(self, resolve: Resolve = system_addresses, also: frozenset[str] = frozenset()) -> None:
        self._resolve = resolve
        self._also = also
        self._network = httpcore.SyncBackend()
        self._clock = threading.local()
        self._is_over = threading.Event()

    def start_clock(self, seconds: float) -> None:
        """All that follows in this thread must be over in so many seconds."""
        self._clock.ends = time.monotonic() + seconds

    def stop(self) -> None:
        """End what goes on in other threads, at its next step."""
        self._is_over.set()

    def wait(self, seconds: float) -> None:
        """Sleep, unless it is over."""
        if self._is_over.wait(seconds):
            raise Stopped

    def time_left(self, wanted: float | None) -> float:
        """How long the next step may take; raises once the time is over."""
        self.wait(0)
        left = getattr(self._clock, "ends", float("inf")) - time.monotonic()
        if left <= 0:
            raise FetchProblem("took too long")
        return left if wanted is None else min(left, wanted)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._network.connect_tcp(
                    address, port, self.time_left(timeout), local_address, socket_options
                )
                return _TimedStream(stream, self.time_left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def _checked(self, host: str, port: int) -> list[str]:
        """Every address of the host; one that is not public refuses them all, since which one answers is chance."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} does not resolve") from error
        if refused := [a for a in addresses if a not in self._also and not is_public(a)]:
            raise NotAllowed(f"{host} is at {refused[0]}, which is not on the public internet")
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step takes no longer than what is left: a byte now and then does not keep it open."""

    def __init__(self, stream: httpcore.NetworkStream, time_left: Callable[[float | None], float]) -> None:
        self._stream = stream
        self._time_left = time_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._time_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._time_left(timeout))
        return _TimedStream(secured, self._time_left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
