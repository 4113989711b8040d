"""Files and folders in, delivered articles and refusals out, one at a time: memory does not grow with the archive.

What belongs here: the walk over paths, and the way of each file: unpack, choose a reader, read.  Not here: containers
(unpack.py), formats (formats/), what makes a record an article (records.py), ids and versions (versions.py).
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipelines.errors import EnvironmentProblem
from pipelines.ingest.columns import FILE as COLUMNS_FILE
from pipelines.ingest.formats.choice import KNOWN, reader_of
from pipelines.ingest.parser import OVERDUE
from pipelines.ingest.piece import Piece, buffered, printable, suffix_of
from pipelines.ingest.records import Delivered, Refused, Unreadable
from pipelines.ingest.unpack import Budget, unpacked

STDIN = "-"
# What standard input holds is not known beforehand: taken to be as large as a large archive.
_STDIN_SIZE = 1 << 30
OVERDUE_MAX = 5
# What another run may find there again, though nothing of it was written meanwhile.
GONE = "went while the inbox was read"


class Found(NamedTuple):
    """A file by its path, and by the name it goes by: relative to the folder that was given."""

    path: Path
    name: str


class Finished(NamedTuple):
    """Said after the last article of a file of which nothing was refused: `stamp` tells it from what it may become."""

    path: str
    stamp: str


def read_paths(paths: Iterable[Path]) -> Iterator[Delivered | Refused]:
    """Every article of the files, folders and patterns, in the order of their names; `-` is standard input, JSON Lines."""
    return (item for item in read_new(paths, lambda _: False) if not isinstance(item, Finished))


def read_new(paths: Iterable[Path], is_done: Callable[[Finished], bool]) -> Iterator[Delivered | Refused | Finished]:
    """The same, with a mark after each file that was read whole; files are passed over of which `is_done` says that they
    were read whole before as they are now."""
    for path in paths:
        if str(path) == STDIN:
            yield from read_stream(Piece("stdin", ".jsonl", buffered(sys.stdin.buffer)), _STDIN_SIZE)
            continue
        for found in walk(path):
            finished = _finished(found)
            if finished is None or not is_done(finished):
                yield from _whole(found, finished)


def _whole(found: Found, finished: Finished | None) -> Iterator[Delivered | Refused | Finished]:
    """The articles of a file, and at the end that it was read whole, where nothing of it was refused."""
    is_whole = True
    for item in _read(found):
        is_whole &= not isinstance(item, Refused)
        yield replace(item, path=_place(found, item.file)) if isinstance(item, Refused) else item
    if is_whole and finished is not None:
        yield finished


def _finished(found: Found) -> Finished | None:
    """The mark of a file as it is now; none where it cannot be looked at."""
    beside = found.path.parent / COLUMNS_FILE
    try:
        stamps = [file.stat() for file in (found.path, beside) if file == found.path or file.exists()]
    except OSError:
        return None
    return Finished(str(place_of(found.path)), " ".join(f"{s.st_size}:{s.st_mtime_ns}" for s in stamps))


@cache
def reader_version() -> str:
    """Hash over the code of the readers: what others read is read again."""
    state = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        state.update(path.read_bytes())
    return state.hexdigest()[:12]


def existing(path: Path) -> Path:
    """The path itself; raises where nothing is there."""
    if str(path) != STDIN and not os.path.lexists(path) and not matches(path):
        raise EnvironmentProblem(
            f"{path} does not exist",
            expected=f"a file, a folder or a pattern of files ({', '.join(KNOWN)}), or {STDIN} for standard input",
            cure="check the path given to --inbox",
        )
    return path


def walk(path: Path) -> Iterator[Found]:
    """The file itself, or all below the folder or pattern but hidden ones, in the order of their names."""
    existing(path)
    if path.is_dir():
        yield from _below(path, path)
    elif os.path.lexists(path):
        yield Found(path, path.name)
    else:
        fixed = next(parent for parent in path.parents if not glob.has_magic(str(parent)))
        for matched in matches(path):
            if matched.name != COLUMNS_FILE and not matched.is_dir():
                yield Found(matched, matched.relative_to(fixed).as_posix())


def matches(pattern: Path) -> list[Path]:
    """What a pattern of file names names now."""
    # Path.glob takes no absolute pattern.
    return sorted(map(Path, glob.glob(str(pattern), recursive=True)))  # noqa: PTH207


def files_in(path: Path) -> list[Path]:
    """The paths of the files that would be read; not of pipes and of links that lead nowhere."""
    return [found.path for found in walk(path) if found.path.is_file()]


def _below(folder: Path, root: Path) -> Iterator[Found]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        if entry.name.startswith(".") or entry.name == COLUMNS_FILE:
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _below(path, root)
        else:
            yield Found(path, path.relative_to(root).as_posix())


def _read(found: Found) -> Iterator[Delivered | Refused]:
    """The articles of one file; what cannot be read is refused and the rest goes on."""
    name = printable(found.name)
    try:
        status = found.path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a link to a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, a socket or a device"
            raise Unreadable(f"{what}, no file", "deliver the files themselves")
        with found.path.open("rb") as file:
            piece = Piece(name, suffix_of(name), buffered(file), path=found.path, folder=found.path.parent)
            yield from read_stream(piece, status.st_size)
    except Unreadable as error:
        yield error.refused(name)
    except OSError as error:
        if os.path.lexists(found.path):
            yield Refused(name, None, f"cannot be opened: {error.strerror}", "make the file readable for this user")
        else:
            yield Refused(name, None, GONE, "put it back, run again")


def read_stream(piece: Piece, size: int) -> Iterator[Delivered | Refused]:
    """The articles of all pieces inside; `size` bounds what it may unpack to, and what hangs the parser is not met for ever."""
    overdue = 0
    for item in _pieces(piece, size):
        yield item
        overdue += isinstance(item, Refused) and item.reason.startswith(OVERDUE)
        if overdue == OVERDUE_MAX:
            reason = f"{overdue} documents in it take too long to read; the rest is not read"
            yield Refused(piece.name, None, reason, "take them out, and deliver the rest again")
            return


def _pieces(piece: Piece, size: int) -> Iterator[Delivered | Refused]:
    try:
        for inner in unpacked(piece, Budget(size)):
            if isinstance(inner, Refused):
                yield inner
                continue
            try:
                yield from reader_of(inner)(inner)
            except Unreadable as error:
                yield error.refused(inner.name)
            except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
                # What no reader foresaw costs one file, not the run.
                yield Refused(
                    inner.name, None, f"cannot be read: {type(error).__name__}: {error}"[:500], "mend the file"
                )
    except Unreadable as error:
        yield error.refused(piece.name)


def place_of(path: Path) -> Path:
    """The one spelling of a path by which a refusal is known again; links are not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _place(found: Found, name: str) -> str:
    """The path of the file, and below it that of the member that the refusal names."""
    return printable(str(place_of(found.path))) + name.removeprefix(printable(found.name))
