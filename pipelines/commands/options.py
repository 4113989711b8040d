"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.config import HOME_VARIABLE

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help=f"Folder of the warehouse; else ${HOME_VARIABLE}, else data/ of the project.", metavar="DIR"
    ),
]
InboxOption = Annotated[
    list[Path] | None,
    typer.Option(
        help="File, folder or pattern ('drop/*.html') with articles; - for JSON Lines on standard input; may be given more than once.",
        metavar="PATH",
    ),
]
