"""The live file, read in passing: what was refused, what state it is in.

What belongs here: reading it without standing in a run's way.  Not here: what people read (api/published.py), runs
(warehouse.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.config import Home
from pipelines.errors import EnvironmentProblem
from pipelines.resources.locks import holder, shared
from pipelines.resources.warehouse import connect


@contextmanager
def live(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection while no run writes; a run that starts meanwhile waits for the block to end."""
    with shared(home.run_lock) as is_free:
        if not is_free:
            raise EnvironmentProblem(
                f"a run (process {holder(home.run_lock)}) is writing {home.warehouse}",
                expected="the live file at rest",
                cure=f"try again when it has ended: factwire status --home {home.root} says whether it has",
            )
        with connect(home.warehouse, read_only=True) as connection:
            yield connection
