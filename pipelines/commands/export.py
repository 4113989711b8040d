"""`factwire export`: the published copy in the formats other tools read."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipelines.api.published import published
from pipelines.config import Home
from pipelines.publish.export.events import write_events, write_geojson
from pipelines.publish.export.feeds import write_feed
from pipelines.publish.export.tables import write_tables
from pipelines.publish.texts import Texts


def export(home: Home, form: str, output: Path, texts: Texts, *, formula_safe: bool) -> None:
    """Write the format to `output` (a folder for whole tables, else a file) and say what was written."""
    output = output.expanduser().resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    with published(home) as connection:
        match form:
            case "parquet" | "csv":
                counts = write_tables(connection, output, form, texts, formula_safe=formula_safe)
            case "acled" | "ucdp" | "plover":
                counts = write_events(connection, output, form, formula_safe=formula_safe)
            case "geojson":
                counts = write_geojson(connection, output)
            case _:
                counts = write_feed(connection, output, form, texts)
    console = Console(highlight=False)
    for file, rows in counts.items():
        console.print(f"{rows:>8}  {file}", soft_wrap=True)
