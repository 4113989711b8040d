"""What reviewers decided about a fact, as `factwire show` and `factwire review show` print it."""

from __future__ import annotations

import duckdb
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

_DECISIONS = """
select strftime(decided_at, '%Y-%m-%d %H:%M'), reviewer, action, field, old_value, new_value, reason, state
from marts.review_decisions where fact_id = $1 or target_id = $1 order by decided_at, decision_id
"""


def print_decisions(connection: duckdb.DuckDBPyConnection, console: Console, fact_id: str) -> None:
    """Who decided what, when and why; what is no longer in force says so."""
    decisions = connection.execute(_DECISIONS, [fact_id]).fetchall()
    if decisions:
        console.print(Text("\nWhat reviewers decided", style="bold"))
    for moment, reviewer, action, field, old, new, reason, state in decisions:
        what = described(action, field, old, new)
        note = "" if state == "in_force" else f" ({state.replace('_', ' ')})"
        console.print(Padding(Text(f"{moment} UTC · {reviewer} · {what}{note}"), (0, 0, 0, 2)))
        if reason:
            console.print(Padding(Text(reason, style="dim"), (0, 0, 0, 4)))


def described(action: str, field: str | None, old: str | None, new: str | None) -> str:
    """A decision in a few words."""
    if action == "edit" or (action == "accept" and field):
        return f"{action} {field}: " + " → ".join(dict.fromkeys((old or "unknown", new or "unknown")))
    return " ".join(filter(None, (action.replace("_", "-"), new)))
