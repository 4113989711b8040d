"""The lake: DuckLake with its catalogue in PostgreSQL, which many machines write and read at once.

What belongs here: its settings, connections, and transactions tried again where writers meet.  Not here: what machines
deliver into it (ingest/deliveries.py), what is published to it (publish/lake.py).
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import duckdb

from pipelines.errors import EnvironmentProblem
from pipelines.resources.warehouse import SETTINGS

LAKE_VARIABLE = "FACTWIRE_LAKE"
DATA_VARIABLE = "FACTWIRE_LAKE_DATA"
_EXTENSIONS = ("postgres_scanner", "ducklake")
# DuckLake itself commits again where another writer was first and the two do not contradict each other.
_COMMITS = "set ducklake_max_retry_count = 200; set ducklake_retry_wait_ms = 50; set ducklake_retry_backoff = 1"
# A whole transaction is tried so often where they do (two that make the same table, two that publish).
_TRIES = 8

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lake:
    """catalogue: how libpq reaches the database ("host=… dbname=… user=…").  data: a folder that every machine sees."""

    catalogue: str
    data: Path

    @classmethod
    def find(cls) -> Lake | None:
        """The lake that the settings name; None where they name none."""
        catalogue, data = os.environ.get(LAKE_VARIABLE), os.environ.get(DATA_VARIABLE)
        if not catalogue:
            return None
        if missing := [name for name in _EXTENSIONS if find_spec(f"duckdb_extension_{name}") is None]:
            raise EnvironmentProblem(
                f"{LAKE_VARIABLE} is set, and DuckDB's extensions {', '.join(missing)} are not installed",
                expected="the extra that holds them",
                cure="pip install 'factwire[lake]'",
            )
        if not data or not Path(data).is_absolute():
            raise EnvironmentProblem(
                f"{LAKE_VARIABLE} is set, and {DATA_VARIABLE} is {data or 'not'}{'' if data else ' set'}",
                expected="the absolute path of a folder that every machine sees under that path",
                cure=f"set {DATA_VARIABLE}",
            )
        return cls(catalogue, Path(data))

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection with the lake attached as `lake`; closed whatever happens."""
        with duckdb.connect(config=dict(SETTINGS)) as connection:
            for name in _EXTENSIONS:
                connection.execute(f"load {_literal(str(_extension(name)))}")
            connection.execute(f"set timezone = 'UTC'; {_COMMITS}")
            self._attach(connection)
            yield connection

    def _attach(self, connection: duckdb.DuckDBPyConnection) -> None:
        attach = (
            f"attach {_literal(f'ducklake:postgres:{self.catalogue}')} as lake (data_path {_literal(str(self.data))})"
        )
        try:
            # Whoever comes first makes the tables of the catalogue; a second one at the same time finds half of them.
            again(lambda: connection.execute(attach))
        except duckdb.Error as error:
            said = str(error).replace(self.catalogue, "…").partition(': Unable to connect to Postgres at "…": ')
            raise EnvironmentProblem(
                f"the lake cannot be opened: {(said[2] or said[0]).strip()}",
                expected=f"in {LAKE_VARIABLE} a PostgreSQL database, in {DATA_VARIABLE} the folder it was first opened with",
                cure="start the server, or mend the settings; a password belongs in a file (PGPASSFILE), not in them",
            ) from error


def transact(
    connection: duckdb.DuckDBPyConnection, change: Callable[[duckdb.DuckDBPyConnection], Result], *, message: str
) -> Result:
    """`change` in one transaction, tried again from its start where another writer contradicted it."""

    def once() -> Result:
        connection.begin()
        try:
            result = change(connection)
            connection.execute("call lake.set_commit_message('factwire', ?)", [message])
            connection.commit()
        except BaseException:
            _roll_back(connection)
            raise
        return result

    return again(once)


def again(once: Callable[[], Result]) -> Result:
    """`once`, up to as many times as a conflict is tried again."""
    for tried in range(1, _TRIES):
        try:
            return once()
        except duckdb.Error as error:
            if not _is_conflict(error):
                raise
            time.sleep(random.uniform(0, 0.1 * 2**tried))  # noqa: S311  (so that two do not meet again)
    return once()


def _is_conflict(error: duckdb.Error) -> bool:
    words = ("conflict", "already exists", "duplicate key", "could not serialize")
    return any(word in str(error).lower() for word in words)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.rollback()
    except duckdb.TransactionException:
        return  # a commit that failed has ended the transaction


def _extension(name: str) -> Path:
    found = find_spec(f"duckdb_extension_{name}")
    folder = Path(next(iter(found.submodule_search_locations or []))) if found else Path()
    file = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.exists():
        raise EnvironmentProblem(
            f"DuckDB's extension {name} is not installed for DuckDB {duckdb.__version__}",
            expected=str(file),
            cure="pip install 'factwire[lake]'",
        )
    return file


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
