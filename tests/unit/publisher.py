"""A publisher's server on this machine that answers as a test tells it, badly too: real sockets, real HTTP."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Send = Callable[[bytes], None]
Route = Callable[["Request", Send], None]

PLACE = "127.0.0.1"


@dataclass
class Request:
    """What a client asked."""

    path: str
    headers: dict[str, str]


@dataclass
class Publisher:
    """Routes by path, and every request in the order it came."""

    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = PLACE) -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def answers(self, path: str, *answers: bytes) -> None:
        """Give these answers in turn, the last one from then on."""
        remaining = list(answers)
        self.routes[path] = lambda _, send: send(remaining.pop(0) if len(remaining) > 1 else remaining[0])


def answer(body: bytes = b"", status: str = "200 OK", kind: str = "application/rss+xml", **headers: str) -> bytes:
    """A whole answer as bytes; header names have _ for -."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A server for the block."""
    held = Publisher()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline().split(b" ")[1].decode()
            lines = iter(self.rfile.readline, b"\r\n")
            headers = dict(line.decode().strip().split(": ", 1) for line in lines)
            request = Request(path, {name.lower(): value for name, value in headers.items()})
            held.requests.append(request)
            route = held.routes.get(path, lambda _, send: send(answer(status="404 Not Found")))
            with contextlib.suppress(OSError):  # the client goes away early, as it should
                route(request, self.wfile.write)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server((PLACE, 0), Handler) as server:
        held.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield held
        held.over.set()
        server.shutdown()
