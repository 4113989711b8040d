"""What was refused, as people read it: for `factwire rejects`, and for those that show it in passing."""

from __future__ import annotations

from typing import NamedTuple

import duckdb
from rich.console import Console
from rich.text import Text

from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.resources.live import live


class Reject(NamedTuple):
    """One refusal; reads as a line."""

    file: str
    item: str | None
    reason: str
    cure: str
    path: str | None
    resolved_at: object
    resolved_as: str | None

    def __str__(self) -> str:
        line = f"{self.file}{f' item {self.item}' if self.item else ''}: {self.reason}; {self.cure}"
        return f"{line} ({self.resolved_as} {self.resolved_at:%Y-%m-%d})" if self.resolved_at else line


def standing(connection: duckdb.DuckDBPyConnection, *, everything: bool = False) -> list[Reject]:
    """The refusals that stand, or all there ever were."""
    rows = connection.execute(
        f"select {', '.join(Reject._fields)} from raw.rejects where ? or resolved_at is null order by file, item, reason",  # noqa: S608
        [everything],
    ).fetchall()
    return [Reject(*row) for row in rows]


def print_rejects(home: Home, *, everything: bool) -> None:
    """All of them, one a line; of a file that is gone it is said."""
    console = Console(highlight=False)
    rejects = _all(home, everything=everything)
    for reject in rejects:
        console.print(Text(f"{reject}{_gone(reject)}"), soft_wrap=True)
    console.print(f"{sum(reject.resolved_at is None for reject in rejects)} files or records stand refused")


def retry(home: Home) -> None:
    """Build from the files of what stands refused."""
    from pipelines.commands.build import build
    from pipelines.ingest.rejects import on_disk

    console = Console(highlight=False)
    rejects = _all(home, everything=False)
    for reject in rejects:
        if reject.path is None:
            console.print(Text(f"{reject.file}: came by standard input; deliver it again"), soft_wrap=True)
        elif _gone(reject):
            console.print(Text(f"{reject.file}: the file is gone: {reject.path}"), soft_wrap=True)
    files = sorted({file for reject in rejects if reject.path and (file := on_disk(reject.path))})
    if not files:
        console.print("nothing to read again")
        return
    console.print(f"reading {len(files)} files again")
    build(home, files, full_refresh=False)
    left = sum(reject.path is not None and on_disk(reject.path) in files for reject in _all(home, everything=False))
    console.print(
        f"of these files, {left} refusals stand" if left else "nothing of these files stands refused any more"
    )


def _gone(reject: Reject) -> str:
    from pipelines.ingest.rejects import on_disk

    is_gone = reject.resolved_at is None and reject.path is not None and on_disk(reject.path) is None
    return " (the file is gone)" if is_gone else ""


def _all(home: Home, *, everything: bool) -> list[Reject]:
    if not home.warehouse.exists():
        raise EnvironmentProblem(
            f"{home.warehouse} does not exist",
            expected="a warehouse with articles taken in",
            cure="build it: factwire run",
        )
    with live(home) as connection:
        try:
            return standing(connection, everything=everything)
        except duckdb.BinderException as error:
            raise DataProblem(
                f"{home.warehouse} was written by an earlier version",
                expected="refusals with the path of their file",
                cure=f"bring it up to date: factwire run --home {home.root}",
            ) from error
