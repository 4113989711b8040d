"""What `factwire run` shows at its end: the facts found, what was refused, where to look next."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.api.facts import ALL_FACTS
from pipelines.api.published import published
from pipelines.commands.refused import standing
from pipelines.config import HOME_VARIABLE, PROJECT, Home
from pipelines.errors import EnvironmentProblem
from pipelines.resources.live import live

# More than this is no longer read on a screen; the rest is a query away.
ROWS_PER_FAMILY = 12
_TRY = "select event_date, location, killed_low, killed_high, responsibility_status from marts.fct_incidents order by 1"


def print_facts(home: Home) -> None:
    """Print the newest facts of each family as a table, then counts, refusals, the file, and three commands to try."""
    console = Console(highlight=False)
    with published(home) as connection:
        facts = connection.execute(
            f"select * from ({ALL_FACTS}) qualify row_number() over (partition by family order by n_articles desc, "  # noqa: S608
            f"day_from desc nulls last, fact_id) <= {ROWS_PER_FAMILY} order by family, day_from nulls last, fact_id"
        ).fetchall()
        totals = connection.execute(f"select family, count(*) from ({ALL_FACTS}) group by family").fetchall()  # noqa: S608
        statements = connection.execute("select count(*) from marts.fct_statements").fetchall()[0][0]
        articles = connection.execute("select count(*) from marts.dim_articles").fetchall()[0][0]
        disputed = connection.execute(
            f"select fact_id from ({ALL_FACTS}) where family = 'incidents' "  # noqa: S608
            "order by doubt like '%disputed%' desc, n_articles desc, fact_id limit 1"
        ).fetchone()
    console.print(_table(facts))
    counts = dict(totals) | {"statements": statements}
    found = ", ".join(f"{count} {family}" for family, count in sorted(counts.items()))
    console.print(f"{articles} articles; facts: {found}")
    if sum(count for _, count in totals) > len(facts):
        console.print(f"at most {ROWS_PER_FAMILY} of a family are shown, those with most articles first", style="dim")
    _print_rejects(home, console)
    console.print(f"published: {_short(home.published)}")
    console.print(f"report, to open in a browser: {_short(home.report)}\n", soft_wrap=True)
    _print_next(home, console, disputed[0] if disputed else None)


def _table(facts: list[tuple[object, ...]]) -> Table:
    """Two columns, so that it reads on a narrow screen too: when, and below each other what, and id with what is in doubt."""
    table = Table(header_style="bold", show_lines=False)
    table.add_column("when", no_wrap=True)
    table.add_column("fact", overflow="fold")
    before = None
    for family, fact_id, start, end, place, what, n_articles, doubt in facts:
        if family != before:
            table.add_section()
            table.add_row(Text(str(family).upper(), style="bold"))
            before = family
        when = f"{start or '…'} – {end or '…'}" if start != end else str(start or "undated")
        told = f"{n_articles} article{'' if n_articles == 1 else 's'}"
        fact = Text(": ".join(filter(None, (str(place or ""), str(what)))))
        fact.append(f"\n{fact_id} · {told}", style="dim")
        if doubt:
            fact.append(f" · in doubt: {doubt}", style="yellow")
        table.add_row(Text(when), fact)
    return table


def _print_rejects(home: Home, console: Console) -> None:
    try:
        with live(home) as connection:
            refused = standing(connection)
    except EnvironmentProblem:  # the next run has begun
        console.print("what was refused: factwire rejects list, when the run that goes on has ended", style="dim")
        return
    if not refused:
        return
    console.print(Text(f"refused: {len(refused)} files or records, kept in raw.rejects", style="yellow"))
    for reject in refused[:5]:
        console.print(Text(f"  {reject}"))
    if len(refused) > 5:
        console.print("  … all of them: factwire rejects list")


def _print_next(home: Home, console: Console, fact_id: str | None) -> None:
    factwire = ".venv/bin/factwire" if (PROJECT / ".venv" / "bin" / "factwire").exists() else "factwire"
    is_default = home.root == Home.find().root and HOME_VARIABLE not in os.environ
    at = "" if is_default or home.root == PROJECT / "data" else f" --home {_short(home.root)}"
    console.print("next:")
    for command in (
        f"{factwire} show{at} {fact_id or 'FACT_ID'}",
        f'{factwire} query{at} "{_TRY}"',
        f"{factwire} ui{at}",
    ):
        console.print(Text(f"  {command}"), soft_wrap=True)


def _short(path: Path) -> str:
    """Relative to the working folder where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
