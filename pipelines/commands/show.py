"""`factwire show`: one fact, its values, every sentence behind it with speaker and stance, and what contradicts it."""

from __future__ import annotations

from datetime import date

import duckdb
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipelines.api.evidence import Conflict, Evidence, conflicts_of, evidence_of
from pipelines.api.facts import FACT_TABLES, find_fact
from pipelines.api.published import published
from pipelines.commands.decided import print_decisions
from pipelines.config import Home

_LINKS = """
select l.published_on, l.outlet, r.published_on, r.outlet, k.score, k.linked_by, k.likeness, k.shared_words, k.days_apart,
    k.place, k.toll, k.kind, k.actors, k.persons
from marts.brg_fact_links as k
join marts.dim_articles as l on l.article_id = k.left_article_id
join marts.dim_articles as r on r.article_id = k.right_article_id
where k.fact_id = ?
order by k.score desc, k.left_claim_id, k.right_claim_id
"""
_HEADINGS = {"supports": "What supports it", "contradicts": "What contradicts it", "context": "Context"}
_WITHHELD = "[the publisher’s words are not in this copy]"
_STYLES = {"supports": "green", "contradicts": "red", "context": "dim"}


def show_fact(home: Home, fact_id: str, *, why: bool = False) -> None:
    """Print one fact, and with `why` what made its tellings one.  An id that was merged or split leads to the fact it became; the start of an id is enough."""
    console = Console(highlight=False)
    with published(home) as connection:
        table, full_id = find_fact(connection, fact_id)
        if full_id != fact_id and not full_id.startswith(fact_id):
            console.print(f"{fact_id} is now {full_id}", style="dim")
        _print_values(connection, console, table, full_id)
        _print_evidence(console, evidence_of(connection, table, full_id))
        _print_conflicts(console, conflicts_of(connection, table, full_id))
        if why:
            _print_links(connection, console, full_id)
        print_decisions(connection, console, full_id)


def _print_values(connection: duckdb.DuckDBPyConnection, console: Console, table: str, fact_id: str) -> None:
    cursor = connection.execute(f"select * from marts.{table} where {FACT_TABLES[table]} = ?", [fact_id])  # noqa: S608
    names = [column[0] for column in cursor.description or []]
    values = cursor.fetchall()[0]
    grid = Table.grid(padding=(0, 2))
    for name, value in zip(names, values, strict=True):
        if value not in (None, [], False):
            written = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            grid.add_row(Text(name, style="dim"), Text(written))
    console.print(Panel(grid, title=f"{fact_id}  (marts.{table})", title_align="left"))


def _print_evidence(console: Console, evidence: tuple[Evidence, ...]) -> None:
    heading = None
    for claim in evidence:
        if claim.role != heading:
            console.print(Text(f"\n{_HEADINGS[claim.role]}", style="bold"))
            heading = claim.role
        words = _WITHHELD if claim.quote is None else " ".join(claim.quote.split())
        console.print(Padding(Text(words, style=_STYLES[claim.role]), (0, 0, 0, 2)))
        who = ", ".join(filter(None, (claim.speaker, claim.speaker_role))) if claim.speaker else "the reporter"
        modality = None if claim.modality == "actual" else claim.modality
        said = " · ".join(filter(None, (who, claim.stance, claim.voice, modality)))
        day = str(claim.published_on) if claim.published_on else "undated"
        where = " · ".join(filter(None, (claim.outlet, claim.title, day, f"sentence {claim.sentence_number}")))
        console.print(Padding(Text(f"— {said}", style="italic"), (0, 0, 0, 4)))
        sure = f"article {claim.article_id} · confidence {claim.confidence:.2f}"
        console.print(Padding(Text(f"{where} · {sure}", style="dim"), (0, 0, 0, 6)))


def _print_conflicts(console: Console, conflicts: tuple[Conflict, ...]) -> None:
    if not conflicts:
        return
    console.print(Text("\nWhere the sources differ", style="bold"))
    grid = Table("field", "value", "claims", "chosen", "rule", header_style="bold")
    for c in conflicts:
        grid.add_row(
            c.field, Text(c.value), str(c.n_claims), "yes" if c.is_chosen else "", c.rule if c.is_chosen else ""
        )
    console.print(grid)


def _print_links(connection: duckdb.DuckDBPyConnection, console: Console, fact_id: str) -> None:
    links = connection.execute(_LINKS, [fact_id]).fetchall()
    console.print(Text("\nWhy these tellings are one fact", style="bold"))
    if not links:
        console.print("  one article tells it: nothing was linked", style="dim")
        return
    console.print("  a score of 1 just links two tellings; a group is one fact while its mean reaches 1", style="dim")
    for day, outlet, other_day, other_outlet, score, linked_by, *evidence in links:
        pair = f"{_telling(day, outlet)} — {_telling(other_day, other_outlet)}"
        console.print(Padding(Text.assemble((f"{score:5.2f}  ", "bold"), pair), (0, 0, 0, 2)))
        console.print(Padding(Text(_because(linked_by, *evidence), style="dim"), (0, 0, 0, 9)))


def _telling(day: date | None, outlet: str | None) -> str:
    return " ".join(filter(None, (str(day) if day else "undated", outlet)))


def _because(linked_by: str, likeness: float | None, words: list[str] | None, days: float | None, *levels: str) -> str:
    """What spoke for and against one pair, in words."""
    if linked_by == "manual":
        return "a reviewer said so"
    if likeness is None:
        return "parties, place and days agree"
    names = ("place", "toll", "kind", "actors", "persons")
    told = [
        f"{name} {level.replace('_', ' ')}" for name, level in zip(names, levels, strict=True) if level != "unknown"
    ]
    return ", ".join([f"words {likeness:.2f} ({', '.join(words or [])})", f"{days:g} days apart", *told])
