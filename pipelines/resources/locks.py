"""Locks that end with their process: who may write a home, and whether a run of Dagster is still alive.

What belongs here: advisory file locks (flock), which the system frees however a process ends, kill -9 included; so a
dead run is never waited for.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path, *, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the lock for the block; where another process has it, tell `on_wait` its number and wait for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait(holder(path))
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def shared(path: Path) -> Iterator[bool]:
    """Keep the lock from being held while the block lasts; False, at once, where a living process holds it.

    Any number may share it, and whoever wants to hold it waits for them.
    """
    if not path.exists():
        yield True
        return
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock."""
    with shared(path) as is_free:
        return not is_free


def holder(path: Path) -> str:
    """The number of the process that holds the lock, or was killed while it did; nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
