"""Compressed files and archives into the pieces they hold, streaming; nothing is written to disk by a name they give.

What belongs here: .gz .bz2 .zst .zip .tar in any nesting up to a depth, and the bounds that stop bombs.  Not here: which
files are read (inbox.py), what a piece holds (formats/).
"""

from __future__ import annotations

import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, BinaryIO, cast

import pyarrow as pa

from pipelines.ingest.piece import Piece, buffered, printable, suffix_of
from pipelines.ingest.records import Refused, Unreadable

# News compresses to a tenth, dumps of near-copies to a hundredth.
RATIO, FLOOR = 200, 64 << 20
DEPTH = 4
# What zipfile reads at once, before it knows a single member: 16 MiB list some 200,000 of them.
DIRECTORY_MAX = 16 << 20
HEADER_MAX = 1 << 20
CURE = "unpack it yourself and deliver what it holds"

_COMPRESSIONS = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bz2"}
_COMPRESSED_SUFFIXES = (".gz", ".tgz", ".zst", ".bz2")
_ZIP = (b"PK\3\4", b"PK\5\6")
_ARCHIVES = (".zip", ".tar", "")
ARCHIVE_SUFFIXES = (*_COMPRESSED_SUFFIXES, ".zip", ".tar")
# A zip that begins like one of these is a document of another program.
_PACKAGES = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "META-INF/container.xml")


class Budget:
    """How much a file may unpack to, all layers and members together."""

    def __init__(self, size: int) -> None:
        self.left = max(FLOOR, RATIO * size)

    def spend(self, n: int) -> None:
        self.left -= n
        self.check()

    def check(self) -> None:
        """Raise where it is used up."""
        if self.left < 0:
            raise Unreadable(
                f"a decompression bomb: it unpacks to more than {RATIO} times its size; the rest is not read", CURE
            )


def unpacked(piece: Piece, budget: Budget, depth: int = 0) -> Iterator[Piece | Refused]:
    """The pieces inside, or the piece itself where it is no container.  Take each before the next is asked for."""
    opener = _opener(piece)
    if opener is None:
        yield piece
        return
    if depth == DEPTH:
        raise Unreadable(f"packed in more than {DEPTH} layers", CURE)
    with _faults():
        for inner in opener(piece, budget):
            if isinstance(inner, Refused):
                yield inner
                continue
            try:
                yield from unpacked(inner, budget, depth + 1)
            except Unreadable as error:
                yield error.refused(inner.name)


def _opener(piece: Piece) -> Callable[[Piece, Budget], Iterator[Piece | Refused]] | None:
    head = piece.head()
    if any(head.startswith(mark) for mark in _COMPRESSIONS):
        return _decompressed
    if piece.suffix in _ARCHIVES and head.startswith(_ZIP):  # by another name it is a document of another program
        return _zip_members
    if piece.suffix in _ARCHIVES and head[257:262] == b"ustar":
        return _tar_members
    if piece.suffix in ARCHIVE_SUFFIXES and head:
        raise Unreadable(
            f"named {piece.suffix}, but it is no such archive", "deliver the archive whole, or what it holds"
        )
    return None


@contextmanager
def _faults() -> Iterator[None]:
    """What the libraries raise on damaged containers, as one error; a fault in what a container holds passes through."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise Unreadable(f"a damaged archive: {error}", CURE) from error


def _decompressed(piece: Piece, budget: Budget) -> Iterator[Piece | Refused]:
    head = piece.head()
    compression = next(name for mark, name in _COMPRESSIONS.items() if head.startswith(mark))
    source = pa.CompressedInputStream(pa.PythonFile(piece.stream, mode="r"), compression)
    inner = piece.name.lower()
    for suffix in _COMPRESSED_SUFFIXES:
        inner = inner.removesuffix(suffix)
    suffix = ".tar" if piece.suffix == ".tgz" else suffix_of(inner)
    yield replace(piece, suffix=suffix, stream=buffered(source, budget.spend), path=None)


def _zip_members(piece: Piece, budget: Budget) -> Iterator[Piece | Refused]:
    with _seekable(piece) as file:
        if _directory_size(file) > DIRECTORY_MAX:
            raise Unreadable(f"the archive's directory is larger than {DIRECTORY_MAX >> 20} MiB", "split the archive")
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if any(member.filename in _PACKAGES for member in members[:50]):
                raise Unreadable("a document of another program (Office, e-book, package)", "export it as HTML or text")
            for member in members:
                budget.check()
                name = f"{piece.name}/{printable(member.filename)}"
                mode = member.external_attr >> 16
                if not member.filename:
                    yield Refused(name, None, "a member without a name", "pack it under a name")
                elif leads_out(member.filename):
                    yield _leading_out(name)
                elif member.is_dir() or is_hidden(member.filename):
                    continue
                elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                    yield _no_file(name)
                elif member.flag_bits & 1:
                    yield Refused(name, None, "protected by a password", CURE)
                elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    yield Refused(name, None, f"compressed by method {member.compress_type} of zip", CURE)
                else:
                    yield from _zip_member(piece, name, archive, member, budget)


def _zip_member(
    piece: Piece, name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget
) -> Iterator[Piece | Refused]:
    try:
        source = archive.open(member)
    except (zipfile.BadZipFile, OSError, ValueError) as error:  # of this member alone: its own header is damaged
        yield Unreadable(f"damaged: {error}", CURE).refused(name)
        return
    with source:
        yield _member(piece, name, source, budget)


def _tar_members(piece: Piece, budget: Budget) -> Iterator[Piece | Refused]:
    with tarfile.open(fileobj=piece.stream, mode="r|", tarinfo=_Member) as archive:
        while member := archive.next():
            archive.members = []  # type: ignore[attr-defined]  # else it keeps every member it has passed
            name = f"{piece.name}/{printable(member.name)}"
            if leads_out(member.name):
                yield _leading_out(name)
            elif member.isdir() or is_hidden(member.name):
                continue
            elif not member.isreg() or (source := archive.extractfile(member)) is None:
                yield _no_file(name)
            else:
                yield _member(piece, name, source, budget)


_HEADERS = (
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
)


class _Member(tarfile.TarInfo):
    """A header whose own length is bounded: tarfile reads long names and extended headers whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str | None, errors: str) -> _Member:
        header = super().frombuf(buf, encoding or "utf-8", errors)
        if header.type in _HEADERS and header.size > HEADER_MAX:
            raise tarfile.ReadError(f"a header of {header.size} bytes")
        return header


def _member(piece: Piece, name: str, source: IO[bytes], budget: Budget) -> Piece:
    return replace(piece, name=name, suffix=suffix_of(name), stream=buffered(source, budget.spend), path=None)


def is_hidden(name: str) -> bool:
    """Whether a part of the path starts with a dot, as what the system keeps beside files does."""
    return any(part.startswith(".") and part not in {".", ".."} for part in PurePosixPath(name).parts)


def leads_out(name: str) -> bool:
    """Whether the name points outside the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or bool(PureWindowsPath(name).drive)


def _leading_out(name: str) -> Refused:
    return Refused(name, None, "its name leads out of the archive", "pack it under a name inside the archive")


def _no_file(name: str) -> Refused:
    return Refused(name, None, "a link or a device, no file", "pack the file itself")


@contextmanager
def _seekable(piece: Piece) -> Iterator[BinaryIO]:
    """The bytes as a file one can jump in: the file on disk, or a nameless copy of what an archive holds."""
    if piece.path is not None:
        with piece.path.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as copy:
        piece.copy_to(copy)
        yield cast("BinaryIO", copy)


def _directory_size(file: BinaryIO) -> int:
    """How many bytes the directory at a zip's end says it has; zipfile reads as many at once."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - (1 << 16) - 22 - 76))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\5\6")
    if end < 0 or len(tail) < end + 22:
        raise Unreadable("a damaged archive: it has no directory, it was cut short", "deliver the whole file again")
    large = tail.rfind(b"PK\6\6", 0, end)
    if large >= 0 and len(tail) >= large + 48:
        return int(struct.unpack_from("<Q", tail, large + 40)[0])
    return int(struct.unpack_from("<I", tail, end + 12)[0])
