"""Work for the runners' tests, in a module of its own that a process loads in no time."""

from __future__ import annotations

import os

POISON = -1


def square(number: int) -> tuple[int, int]:
    """The square, and who worked it out; poison ends the process."""
    if number == POISON:
        os._exit(9)
    return number * number, os.getpid()


def lost(number: int) -> tuple[str, int]:
    """What stands for an item that could not be worked on."""
    return f"lost {number}", 0
