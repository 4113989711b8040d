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
