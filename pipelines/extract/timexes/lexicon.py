"""The words of time (lexicon/time.yml).

What belongs here: the door to the file.  Not here: what its words refer to (words.py, and the readers beside it).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pipelines.extract.lexicon import lexicon as load


@cache
def lexicon() -> dict[str, Any]:
    """Words of time (lexicon/time.yml)."""
    data: dict[str, Any] = load("time.yml")
    return data
