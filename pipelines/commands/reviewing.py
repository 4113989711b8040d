"""What asks for a human: the ranked list, one item with its evidence, and the walk from item to item."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.api.facts import find_fact
from pipelines.api.published import published
from pipelines.commands.article import print_article
from pipelines.commands.decided import described
from pipelines.commands.deciding import Desk, accept, desk, edit, print_kept, reject, waiting
from pipelines.commands.show import show_fact
from pipelines.config import Home
from pipelines.errors import DataProblem, FactwireError
from pipelines.review import targets
from pipelines.review.fields import ARTICLES, editable, kinds_by_table

LOST = "decision_without_target"
_ITEMS = """
select rank, impact, reason, target_table, target_id, detail, item_id, review_status, is_open from marts.review_items order by rank
"""
_CLAIMS = """
select e.role, c.claim_id, c.article_id, coalesce(c.speaker, 'the reporter'), c.quote
from marts.brg_fact_evidence as e join marts.fct_claims as c using (claim_id) where e.fact_id = ?
order by e.role = 'context', e.role = 'contradicts', c.article_id, c.char_start
"""


class Item(NamedTuple):
    """One row of marts.review_items."""

    rank: int
    impact: float
    reason: str
    target_table: str
    target_id: str
    detail: str
    item_id: str
    review_status: str | None
    is_open: bool


def print_items(home: Home, *, limit: int, everything: bool) -> None:
    """Print what asks for a human, what would change most first; then the decisions that wait for a build."""
    console = Console(highlight=False)
    with published(home) as connection:
        decided = waiting(home, connection)
        items = _items(connection) if everything else _open_items(home, connection)
    grid = Table("rank", "impact", "what", header_style="bold")
    for item in items[:limit]:
        text = Text(f"{item.reason.replace('_', ' ')}: {item.detail}")
        status = f" · {item.review_status}" if item.review_status else ""
        text.append(f"\n{item.target_id}{status}", style="dim")
        grid.add_row(str(item.rank), f"{item.impact:.1f}", text)
    if items:
        console.print(grid)
    console.print(f"{len(items)} items{f', the first {limit} shown' if len(items) > limit else ''}")
    if decided:
        console.print(f"{len(decided)} decisions wait for the next factwire run:")
    for decision in decided:
        what = described(decision.action, decision.field, decision.old_value, decision.new_value)
        console.print(Text(f"  {decision.target_id} · {what} · {decision.reviewer}"))


def show_for_review(home: Home, given: str) -> None:
    """One fact with all that bears on a decision: its evidence, the items it raised, the ids of its claims; or an article."""
    console = Console(highlight=False)
    with published(home) as connection:
        items = [item for item in _items(connection) if given in {item.item_id, str(item.rank)}]
        if items and items[0].reason == LOST:
            console.print(Text(items[0].detail))
            return
        target = items[0].target_id if items else given
        article_id = targets.article(connection, target)
        fact_id = article_id or find_fact(connection, target)[1]
        raised = [item for item in _items(connection) if item.target_id == fact_id]
        claims = connection.execute(_CLAIMS, [fact_id]).fetchall()
        if article_id:
            print_article(connection, console, article_id)
    if not article_id:
        show_fact(home, fact_id)
    if raised:
        console.print(Text("\nWhy it asks", style="bold"))
    for item in raised:
        console.print(Text(f"  {item.rank}. {item.reason.replace('_', ' ')}: {item.detail} (impact {item.impact:.1f})"))
    if article_id:
        return
    console.print(Text("\nIts claims", style="bold"))
    grid = Table("role", "claim", "article", "who: what", header_style="bold")
    for role, claim, article, speaker, quote in claims:
        words = Text(f"{speaker}: {' '.join(quote.split())}", overflow="ellipsis", no_wrap=True)
        grid.add_row(role, Text(claim, no_wrap=True), Text(article, no_wrap=True), words)
    console.print(grid)


def walk(home: Home, reviewer: str | None) -> None:
    """One open item after the other; a key decides."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DataProblem(
            "standard input or output is no terminal",
            expected="a person at a terminal",
            cure="in scripts use: factwire review list, show, accept, reject, edit, merge, split, link-denial",
        )
    console = Console(highlight=False)
    with published(home) as connection:
        items = [item for item in _open_items(home, connection) if item.reason != LOST]
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        if item.target_id in seen:  # decided a moment ago, for another reason
            continue
        show_for_review(home, item.target_id)
        console.rule()
        console.print(Text(f"{number} of {len(items)} · {item.reason.replace('_', ' ')}: {item.detail}", style="bold"))
        rejecting = "" if item.target_table == ARTICLES else "[r]eject  "
        key = _ask(f"[a]ccept  {rejecting}[e]dit a value  [s]kip  [q]uit > ", tuple("aresq" if rejecting else "aesq"))
        if key == "q":
            return
        if key != "s" and _decide(home, reviewer, item.target_id, key, console):
            seen.add(item.target_id)
    console.print("no more items")


def _decide(home: Home, reviewer: str | None, fact_id: str, key: str, console: Console) -> bool:
    """Ask for what the decision needs and keep it; what is refused says why, and the item is passed."""
    actions: dict[str, Callable[[Desk], None]] = {
        "a": lambda at: print_kept(accept(at, fact_id)),
        "r": lambda at: print_kept(reject(at, fact_id)),
        "e": lambda at: _edit(at, fact_id),
    }
    reason = _answer("why (may stay empty) > ")
    try:
        with desk(home, reviewer, reason) as at:
            actions[key](at)
    except FactwireError as error:
        console.print(Text(str(error), style="red"))
        return False
    return True


def _edit(at: Desk, fact_id: str) -> None:
    table = ARTICLES if targets.article(at.connection, fact_id) else find_fact(at.connection, fact_id)[0]
    field = _answer(f"field ({', '.join(editable(kinds_by_table()[table]))}) > ")
    value = _answer("value (empty: not known) > ")
    print_kept(edit(at, fact_id, field, value or None))


def _ask(question: str, keys: tuple[str, ...]) -> str:
    while True:
        key = _answer(question).lower()[:1]
        if key in keys:
            return key


def _answer(question: str) -> str:
    """What is typed; the end of input quits, as q does."""
    try:
        return input(question).strip()
    except EOFError:
        raise SystemExit(0) from None


def _items(connection: duckdb.DuckDBPyConnection) -> list[Item]:
    return [Item(*row) for row in connection.execute(_ITEMS).fetchall()]


def _open_items(home: Home, connection: duckdb.DuckDBPyConnection) -> list[Item]:
    """Items that no reviewer settled, neither in the last build nor since."""
    settled = {d.target_id for d in waiting(home, connection) if d.action in {"accept", "reject", "edit"}}
    return [item for item in _items(connection) if item.is_open and item.target_id not in settled]
