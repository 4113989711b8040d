"""One document, table or archive of a delivery: its name and a stream of its bytes, read within bounds.

What belongs here: bounded reading, and what a name says.  Not here: unpacking (unpack.py), what the bytes hold (formats/).
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple, Protocol

from pipelines.ingest.records import Unreadable

PEEKED = 1 << 16
# An article is some thousand characters; a line longer than this is no record.
LINE_MAX = 8 << 20
COPY_MAX = 4 << 30


@dataclass(frozen=True, slots=True)
class Piece:
    """`stream` stands at its beginning.

    path: the file on disk that holds exactly these bytes, where one does.
    folder: where the file lies that it came in; none for standard input.
    """

    name: str
    suffix: str
    stream: io.BufferedReader
    path: Path | None = None
    folder: Path | None = None

    def head(self) -> bytes:
        """The first bytes, without taking them from the stream."""
        return self.stream.peek(PEEKED)

    def whole(self, limit: int) -> bytes:
        """All bytes, where they are at most `limit`."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise Unreadable(
                f"larger than the {limit >> 20} MiB that one {self.suffix.lstrip('.') or 'document'} may have",
                "split it; many articles go into a .jsonl file, one a line",
            )
        return data

    def copy_to(self, copy: IO[bytes]) -> None:
        """All bytes into a file of ours that one can jump in."""
        left = COPY_MAX
        while data := self.stream.read(1 << 20):
            if (left := left - len(data)) < 0:
                raise Unreadable(f"more than {COPY_MAX >> 30} GiB inside another archive", "deliver it by itself")
            copy.write(data)
        copy.seek(0)

    def lines(self) -> Iterator[Line]:
        """The lines, blank ones left out; of one that is too long nothing is kept."""
        number = 0
        while data := self.stream.readline(LINE_MAX + 1):
            number += 1
            too_long = len(data) > LINE_MAX
            while too_long and data and not data.endswith(b"\n"):
                data = self.stream.readline(LINE_MAX)
            if too_long or data.strip():
                yield Line(number, None if too_long else data)


class Line(NamedTuple):
    """One line by its number; `data` is None where it is longer than a record may be."""

    number: int
    data: bytes | None


def suffix_of(name: str) -> str:
    """The ending of the name, in small letters: what the file calls itself."""
    return PurePosixPath(name).suffix.lower()


def printable(name: str) -> str:
    """A name that can be stored and shown: bytes that are no UTF-8 are written out, as control characters are."""
    whole = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in whole)


class Source(Protocol):
    """What bytes come from: a file, a decompressor, a member of an archive."""

    def read(self, n: int, /) -> bytes: ...


class Counted(io.RawIOBase):
    """A stream whose every byte is announced before it is handed on, so that whoever counts can stop it."""

    def __init__(self, source: Source, spend: Callable[[int], None]) -> None:
        super().__init__()
        self._source = source
        self._spend = spend

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, unless the stream ends first."""
        view, filled = memoryview(buffer), 0
        while filled < len(view) and (data := self._read(len(view) - filled)):
            self._spend(len(data))
            view[filled : filled + len(data)] = data
            filled += len(data)
        return filled

    def _read(self, n: int) -> bytes:
        try:
            return self._source.read(n)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError) as error:
            raise Unreadable(f"damaged or cut short: {error}", "deliver the whole file again") from error


def buffered(source: Source, spend: Callable[[int], None] = lambda _: None) -> io.BufferedReader:
    """A buffered stream of a source that has only `read`."""
    return io.BufferedReader(Counted(source, spend), PEEKED)
