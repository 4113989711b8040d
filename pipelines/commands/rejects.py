"""`factwire rejects`: options and help of its subcommands; the work is in refused.py."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.options import HomeOption
from pipelines.config import Home

rejects_app = typer.Typer(
    name="rejects", help="What was refused: list it, read it again once it is mended.", no_args_is_help=True
)


@rejects_app.command("list", epilog="Example:  factwire rejects list --home my-warehouse --all")
def list_rejects(
    home: HomeOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is resolved, with when and how.")] = False,
) -> None:
    """List what stands refused, with the reason and what mends it."""
    from pipelines.commands.refused import print_rejects

    print_rejects(Home.find(home), everything=everything)


@rejects_app.command(epilog="Example:  factwire rejects retry --home my-warehouse")
def retry(home: HomeOption = None) -> None:
    """Read the files again that something was refused of, and build; what is read now is resolved, and kept as such."""
    from pipelines.commands.refused import retry

    retry(Home.find(home))
