"""Opening the published copy to read: shared by query, show and status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.resources.warehouse import connect


@contextmanager
def published(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published copy of the home."""
    if not home.published.exists():
        raise EnvironmentProblem(
            f"no published warehouse in {home.root}",
            expected=str(home.published),
            cure="build it first: factwire run --home DIR --inbox PATH",
        )
    with connect(home.published, read_only=True) as connection:
        yield connection
