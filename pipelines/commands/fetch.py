"""`factwire fetch`: feeds and pages into the inbox, with a table of how each source answered."""

from __future__ import annotations

import os

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.fetch.run import CONTACT_VARIABLE, fetch_home

_STYLES = {"ok": "green", "unchanged": "dim", "failed": "red"}


def fetch_feeds(home: Home, names: list[str], contact: str | None) -> None:
    """Fetch, print what came of it, and say in the end which feeds failed."""
    console = Console(stderr=True)
    outcomes = []
    with console.status("starting") as status:
        waits = lambda pid: status.update(f"waiting for the fetch of process {pid}")  # noqa: E731
        for outcome in fetch_home(home, names, contact=contact, on_wait=waits):
            outcomes.append(outcome)
            status.update(f"fetching: {outcome.source_id} done")
    grid = Table("source and feed", "status", "entries", "new", header_style="bold")
    for outcome in outcomes:
        what = Text(outcome.source_id)
        what.append(f"\n{outcome.what}", style="dim")
        if outcome.note:
            what.append(f"\n{outcome.note}", style=_STYLES[outcome.status])
        state = Text(outcome.status, style=_STYLES[outcome.status])
        grid.add_row(what, state, str(outcome.entries), str(outcome.new))
    Console(highlight=False).print(grid)
    if not (contact or os.environ.get(CONTACT_VARIABLE)):
        console.print(f"publishers like to know who asks: set ${CONTACT_VARIABLE}, or give --contact", style="dim")
    if failed := sorted({outcome.source_id for outcome in outcomes if outcome.status == "failed"}):
        raise EnvironmentProblem(
            f"{len(failed)} of {len({o.source_id for o in outcomes})} sources failed: {', '.join(failed)}",
            expected="an answer from every feed",
            cure="see the notes above; mend or replace the definition in <home>/sources, or fetch again later",
        )
