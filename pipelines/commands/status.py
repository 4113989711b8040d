"""`factwire status`: what the warehouse holds, what was decided, what was refused, when it was published."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.api.published import published
from pipelines.beat import COVERAGE
from pipelines.commands.deciding import waiting
from pipelines.commands.refused import standing
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.link.settings import read as read_link_settings
from pipelines.resources.live import live
from pipelines.resources.locks import is_held

REJECTS_SHOWN = 20


def show_status(home: Home) -> None:
    """Print counts by table, the time of publication, a run that is going on, and what was refused."""
    console = Console(highlight=False)
    with published(home) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name, estimated_size, comment from duckdb_tables() order by 1"
        ).fetchall()
        span = connection.execute(
            "select count(*), min(published_on), max(published_on), count(*) filter (published_on is null), "
            "count(*) filter (has_published_conflict), count(*) filter (published_flag = 'unreadable') "
            "from marts.dim_articles"
        ).fetchone()
        languages = connection.execute(
            "select language, count(*) from marts.dim_articles where not is_read group by 1 order by 2 desc, 1"
        ).fetchall()
    written = datetime.fromtimestamp(home.published.stat().st_mtime, UTC)
    console.print(f"published  {home.published}  {written:%Y-%m-%d %H:%M} UTC")
    if span:
        days = f", published {span[1]} to {span[2]}" if span[1] else ""
        console.print(f"articles   {span[0]}{days}")
        if span[3] or span[4]:
            unreadable = f" ({span[5]} with a day that cannot be read)" if span[5] else ""
            console.print(f"           {span[3]} undated{unreadable}, {span[4]} dated in ways that disagree")
        if languages:
            counts = ", ".join(f"{count} in {language}" for language, count in languages)
            console.print(f"           not read, for their language: {counts}")
    if is_held(home.run_lock):
        console.print("a run is going on: what follows is what was published before it")
    grid = Table("table", "rows", "what it holds", header_style="bold")
    for name, size, comment in tables:
        grid.add_row(name, str(size), Text((comment or "").split("\n")[0], overflow="ellipsis", no_wrap=True))
    console.print(grid)
    _print_taken(home, console)
    _print_decisions(home, console)
    _print_link_settings(home, console, written)


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


def _print_link_settings(home: Home, console: Console, written: datetime) -> None:
    """Settings of linking other than those shipped, and whether the published copy can have been built with them."""
    fitted = read_link_settings(home.link)
    if fitted is None:
        return
    links = f"{fitted.n_joined + fitted.n_apart} reviewed links on {fitted.fitted_at:%Y-%m-%d %H:%M} UTC"
    changed = datetime.fromtimestamp(home.link.stat().st_mtime, UTC)  # by fitting, or by hand
    since = "in force" if changed <= written else "in force from the next run on"
    console.print(f"linking    weights fitted to {links}, {since}: {home.link}", soft_wrap=True)


def _print_taken(home: Home, console: Console) -> None:
    """What came in, by format, and what was refused: it stands in the live file, which a run may hold at this moment."""
    try:
        with live(home) as connection:
            formats = connection.execute(
                "select delivered_format, count(*) from raw.articles group by 1 order by 2 desc, 1"
            ).fetchall()
            rejects = standing(connection)
            (off_beat,) = connection.execute(
                "select count(*) from staging.extractions where status = 'off_beat'"
            ).fetchone() or (0,)
    except (EnvironmentProblem, duckdb.Error):
        console.print(
            "refused    not known while a run holds the live file, or before the next run brings it up to date"
        )
        return
    console.print(f"taken in   {', '.join(f'{form} {count}' for form, count in formats) or 'nothing'}", soft_wrap=True)
    if off_beat:
        cause = f"they name nothing of the beat's countries ({home.beat / COVERAGE})"
        console.print(f"not read   {off_beat}: {cause}", soft_wrap=True)
    console.print(f"refused    {len(rejects)} files or records")
    for reject in rejects[:REJECTS_SHOWN]:
        console.print(Text(f"  {reject}"))
    if len(rejects) > REJECTS_SHOWN:
        console.print("  … all of them: factwire rejects list")
