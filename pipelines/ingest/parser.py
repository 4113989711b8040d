"""Parsing of what strangers wrote, in a process of its own: bounded in time and memory, and a crash costs one document.

What belongs here: the process, its bounds, what is said when it oversteps them.  Not here: what is parsed (formats/).
"""

from __future__ import annotations

import atexit
import multiprocessing
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Literal

from pipelines.ingest.records import Unreadable

# A page of news takes hundredths of a second and some megabytes.
SECONDS = 20.0
MEMORY = 400 << 20
STARTING = 120.0
CURE = "deliver the article as text"
OVERDUE = "takes longer than"
_Message = tuple[Literal["begun", "item", "end", "unreadable"], Any]
# Started by itself and not by multiprocessing, which would run the main module of whoever asks once more.
_COMMAND = (sys.executable, "-c", "import sys; from pipelines.ingest.parser import serve; serve(int(sys.argv[1]))")


class Parser:
    """One process that parses documents one after the other; it is started when first needed, and anew when it had to be ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def run(self, work: Callable[..., Iterable[Any]], *given: Any, seconds: float | None = None) -> Iterator[Any]:
        """What `work(*given)` gives, one by one; Unreadable where an item takes too long, too much memory, or crashes."""
        pipe = self._started()
        is_idle = False
        try:
            _sent(pipe, (work, given))
            _received(pipe, STARTING)  # the process is up, and has imported what the work needs
            while True:
                kind, value = _received(pipe, SECONDS if seconds is None else seconds)
                is_idle = kind != "item"
                if kind == "unreadable":
                    raise Unreadable(*value)
                if kind == "end":
                    return
                yield value
        finally:
            if (
                not is_idle
            ):  # at work still, gone, or left by whoever asked: what it sends next would be taken for another's
                self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None and self._pipe is not None:
            self._process.kill()
            self._process.wait()
            self._pipe.close()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or self._process.poll() is not None:
            self.stop()
            self._pipe, theirs = multiprocessing.Pipe()
            with theirs:
                self._process = subprocess.Popen(
                    [*_COMMAND, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,  # libraries log what they think of a page
                )
        return self._pipe


parser = Parser()
atexit.register(parser.stop)


def _sent(pipe: Connection, message: object) -> None:
    try:
        pipe.send(message)
    except BrokenPipeError:
        raise Unreadable("the parser cannot be started, or crashes", CURE) from None


def _received(pipe: Connection, seconds: float) -> _Message:
    if not pipe.poll(seconds):
        raise Unreadable(f"{OVERDUE} {seconds:g} seconds to read", CURE)
    try:
        message: _Message = pipe.recv()
    except (EOFError, ConnectionResetError):
        raise Unreadable("crashes the parser, or needs more memory than it may take", CURE) from None
    return message


def serve(descriptor: int) -> None:
    """The other end: do what is asked until nobody asks any more."""
    if sys.platform == "linux":  # elsewhere the system does not hold a process to it
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    with Connection(descriptor) as pipe:
        while True:
            try:
                work, given = pipe.recv()
                pipe.send(("begun", None))
                for message in _messages(work, given):
                    pipe.send(message)
            except (EOFError, ConnectionError):  # the process that asks is gone
                return


def _messages(work: Callable[..., Iterable[Any]], given: tuple[Any, ...]) -> Iterator[_Message]:
    try:
        for item in work(*given):
            yield "item", item
    except Unreadable as error:
        yield "unreadable", (error.reason, error.cure, error.item)
    except MemoryError:
        yield "unreadable", ("needs more memory to read than it may take", CURE)
    except RecursionError:
        yield "unreadable", ("is nested too deeply", CURE)
    except Exception as error:  # noqa: BLE001  (a parser that fails on one document must not cost the others)
        yield "unreadable", (f"cannot be parsed: {type(error).__name__}: {error}"[:300], CURE)
    else:
        yield "end", None
