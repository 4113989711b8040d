"""`factwire deliver`: articles into the lake, from as many machines at once as there are."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.ingest.chunks import chunks
from pipelines.ingest.deliveries import deliver, files_delivered, prepare
from pipelines.ingest.inbox import existing, read_new
from pipelines.ingest.records import Delivered, Refused
from pipelines.resources.lake import LAKE_VARIABLE, Lake


def deliver_articles(home: Home, inbox: list[Path]) -> None:
    """Read the paths (the home's inbox, where none is named) into the lake, but for files delivered before as they are."""
    lake = Lake.find()
    if lake is None:
        raise EnvironmentProblem(
            f"{LAKE_VARIABLE} is not set: there is no lake to deliver to",
            expected="the PostgreSQL database of its catalogue",
            cure="set it (docs/many-machines.md), or take the articles into a home: factwire run",
        )
    paths = [existing(path) for path in inbox or [home.inbox]]
    articles = refused = 0
    with lake.connect() as connection:
        prepare(connection)
        known = files_delivered(connection)
        for chunk in chunks(read_new(paths, lambda file: known.get(file.path) == file.stamp)):
            deliver(connection, chunk)
            articles += sum(isinstance(item, Delivered) for item in chunk)
            refused += sum(isinstance(item, Refused) for item in chunk)
    Console(stderr=True, highlight=False).print(f"{articles} articles delivered, {refused} refused")
