"""Alerts as they are kept: JSON Lines in the home, only ever appended to, from where they are sent in order.

What belongs here: what an alert is, writing and reading the file.  Not here: what an alert tells (news.py, troubles.py),
sending (webhook.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines import ids
from pipelines.resources.locks import held

# Bounds of one alert: what is left out is counted, and stands in the warehouse or in the UI.
ITEMS = 50
CHARACTERS = 300
_LINES = 10


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell.

    id: the same for the same thing, so that neither the file nor a receiver needs to take it twice.  title: one line.
    n_items: how many there are; items: the first ITEMS of them.  text: the title and the first few items as lines, which
    is what chat services show of a message.
    """

    kind: str
    id: str
    title: str
    n_items: int = 0
    items: Sequence[dict[str, Any]] = field(default_factory=list)
    text: str = ""
    at: str = ""


def alert(kind: str, key: Sequence[object], title: str, told: Sequence[tuple[str, dict[str, Any]]] = ()) -> Alert:
    """An alert, bounded; `told` are its items, each with the line that tells it."""
    lines = [_cut(line) for line, _ in told[:_LINES]]
    more = [f"… and {len(told) - _LINES} more"] if len(told) > _LINES else []
    return Alert(
        kind=kind,
        id=ids.digest(kind, *map(str, key), length=16),
        title=title,
        n_items=len(told),
        items=[{name: _bounded(value) for name, value in item.items()} for _, item in told[:ITEMS]],
        text="\n".join([title, *lines, *more]),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _cut(text: str) -> str:
    """The text on one line, no longer than CHARACTERS."""
    line = " ".join(text.split())
    return line if len(line) <= CHARACTERS else line[: CHARACTERS - 1] + "…"


def _bounded(value: Any) -> Any:
    if isinstance(value, str):
        return _cut(value)
    if isinstance(value, list):
        return [_bounded(each) for each in value[:ITEMS]]
    if isinstance(value, dict):
        return {name: _bounded(each) for name, each in value.items()}
    return value


def append(file: Path, new: Alert) -> bool:
    """Write the alert unless it stands there; whether it was written."""
    with held(file.with_suffix(".lock")):
        if any(f'"id": "{new.id}"' in line for _, line in unsent(file, 0)):
            return False
        with file.open("a", encoding="utf-8", errors="replace") as out:
            out.write(json.dumps(asdict(new), ensure_ascii=False) + "\n")
    return True


def unsent(file: Path, offset: int) -> Iterator[tuple[int, str]]:
    """Whole lines from the byte `offset` on, each with the offset after it; from the start where the file is shorter."""
    if not file.exists():
        return
    with file.open("rb") as lines:
        lines.seek(offset if offset <= file.stat().st_size else 0)
        while (line := lines.readline()).endswith(b"\n"):
            yield lines.tell(), line.decode()
