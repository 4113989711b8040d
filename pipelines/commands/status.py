"""`factwire status`: what the warehouse holds, what was decided, what was refused, when it was published."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.api.published import published
from pipelines.commands.deciding import waiting
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.resources.locks import is_held
from pipelines.resources.warehouse import connect

REJECTS_SHOWN = 20


def show_status(home: Home) -> None:
    """Print counts by table, the time of publication, a run that is going on, and what was refused."""
    console = Console(highlight=False)
    with published(home) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name, estimated_size, comment from duckdb_tables() order by 1"
        ).fetchall()
        span = connection.execute(
            "select count(*), min(published_on), max(published_on) from marts.dim_articles"
        ).fetchone()
    written = datetime.fromtimestamp(home.published.stat().st_mtime, UTC)
    console.print(f"published  {home.published}  {written:%Y-%m-%d %H:%M} UTC")
    if span:
        console.print(f"articles   {span[0]}, published {span[1]} to {span[2]}")
    if is_held(home.run_lock):
        console.print("a run is going on: what follows is what was published before it")
    grid = Table("table", "rows", "what it holds", header_style="bold")
    for name, size, comment in tables:
        grid.add_row(name, str(size), Text((comment or "").split("\n")[0], overflow="ellipsis", no_wrap=True))
    console.print(grid)
    _print_rejects(home, console)
    _print_decisions(home, console)


def _print_decisions(home: Home, console: Console) -> None:
    """What reviewers decided, what of it waits for a build, and what has lost its target."""
    with published(home) as connection:
        states = dict(connection.execute("select state, count(*) from marts.review_decisions group by 1").fetchall())
        lost = connection.execute(
            "select target_id, detail from marts.review_items where reason = 'decision_without_target' order by rank"
        ).fetchall()
        n_waiting = len(waiting(home, connection))
    in_force = f"{states.get('in_force', 0)} in force"
    console.print(f"decisions  {in_force}, {n_waiting} waiting for the next run, {len(lost)} without their target")
    for target_id, detail in lost:
        console.print(Text(f"  {target_id}: {detail}"))


def _print_rejects(home: Home, console: Console) -> None:
    """What was refused stands in the live file, which a run may hold at this moment."""
    try:
        with connect(home.warehouse, read_only=True) as connection:
            rejects = connection.execute("select file, item, reason, cure from raw.rejects order by 1, 2").fetchall()
    except (EnvironmentProblem, duckdb.Error):
        console.print("refused    not known while a run holds the live file")
        return
    console.print(f"refused    {len(rejects)} files or records")
    for file, item, reason, cure in rejects[:REJECTS_SHOWN]:
        console.print(Text(f"  {file}{f' item {item}' if item else ''}: {reason}; {cure}"))
    if len(rejects) > REJECTS_SHOWN:
        console.print(f"  … and {len(rejects) - REJECTS_SHOWN} more in raw.rejects")
