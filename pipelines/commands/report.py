"""`factwire report`: the published copy as one page."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipelines.config import Home
from pipelines.publish.report.page import write_report
from pipelines.publish.texts import Texts


def report(home: Home, output: Path | None, texts: Texts) -> None:
    """Write the page to `output`, else to its place in the home, and say what was written."""
    file = output.expanduser().resolve() if output else home.report
    written = write_report(home, file, texts)
    Console(highlight=False).print(f"{written['facts']} facts, {written['bytes'] / 1e6:.1f} MB: {file}", soft_wrap=True)
