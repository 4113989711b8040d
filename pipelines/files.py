"""Files that are whole or not there, however the process that writes them ends.

What belongs here: taking the place of a file in one step.  Not here: what is written.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A path to write to that takes the place of `target` when the block ends well, and is on the disk by then.

    What a killed process left of its own is swept; what a process that lives is writing is left alone.
    """
    for left_over in _beside(target, ""):
        if not _lives(left_over.name.removeprefix(f".{target.name}.").partition(".")[0]):
            left_over.unlink(missing_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        yield fresh
        _sync(fresh)
        fresh.replace(target)
        _sync(target.parent)
    finally:  # half a file would keep a full disk full
        for part in _beside(target, str(os.getpid())):
            part.unlink(missing_ok=True)


def write_whole(target: Path, text: str) -> None:
    """Write a small file; one that says this already is left alone."""
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return
    with replaced(target) as fresh:
        fresh.write_text(text, encoding="utf-8")


def _beside(target: Path, process: str) -> list[Path]:
    return list(target.parent.glob(f".{glob.escape(target.name)}.{process}*"))


def _lives(process: str) -> bool:
    """Whether a process of this number is there (it may be another one by now: then its file waits for the next time)."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _sync(path: Path) -> None:
    """Have the system write the file or folder to the disk before what follows."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
