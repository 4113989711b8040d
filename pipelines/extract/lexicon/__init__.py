"""What the reader knows, as data: one file a subject beside this one, loaded once a process.

What belongs here: the door to the files.  Not here: what their words mean (each reader makes its own sets of them).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent

#: Tables shared with the warehouse: actors, roles, places.
SEEDS = _FOLDER.parents[2] / "dbt_project" / "seeds"


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The content of one file of this folder; do not change what it returns."""
    data: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return data
