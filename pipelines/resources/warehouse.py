"""The warehouse file: read, replace, append, delete-and-insert; every connection is closed, every write is one transaction.

What belongs here: DuckDB connections and the writes that assets need.  Not here: what is written (assets/), the copy that
people read (publish/copy.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb
import polars as pl

from pipelines.errors import EnvironmentProblem
from pipelines.resources.migration import migrate
from pipelines.schemas import TABLES, Table

# Nothing is fetched at run time: an extension that is missing is an error, not a download.
SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
# What DuckDB raises where bytes of a file are not as it wrote them.
DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
# DuckDB's own share of memory in a session; what does not fit is spilled beside the file.
_SESSION_MEMORY = "512MB"
# A checkpoint writes the last, unfinished group of rows anew: doing so after every chunk costs the square of the archive.
_SESSION_LOG = "128MB"


class DamagedFile(EnvironmentProblem):
    """A file that is no database, or no whole one."""


@contextmanager
def connect(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that is closed whatever happens; a file that cannot be opened is an EnvironmentProblem."""
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=dict(SETTINGS))
    except duckdb.Error as error:
        raise _unusable(path, error) from error
    try:
        connection.execute("set timezone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _unusable(path: Path, error: duckdb.Error) -> EnvironmentProblem:
    message = str(error).splitlines()[0]
    if "could not set lock" in message.lower():  # a damaged block has the word too
        return EnvironmentProblem(
            f"{path} is open in another process",
            expected="no other process on the live file: readers use published/warehouse.duckdb",
            cure="close that process (its number stands in the message below) and run again\n  " + message,
        )
    if "permission denied" in message.lower() or "read-only" in message.lower():
        return EnvironmentProblem(
            f"{path} cannot be read or written: {message}",
            expected="a home whose files and folders belong to whoever runs factwire, on a disk that takes writes",
            cure="see which: factwire doctor",
        )
    return DamagedFile(
        f"{path} cannot be opened: {message}",
        expected="a DuckDB file written by this version of Factwire",
        cure="restore it from a copy, or move it away and build anew: factwire run",
    )


class Warehouse:
    """The live DuckDB file of one home."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def session(self) -> Iterator[None]:
        """Reads and writes in here share one connection: for work in many chunks, with its memory bounded."""
        if self._held is not None:
            yield
            return
        with connect(self.path) as connection:
            connection.execute(f"set memory_limit = '{_SESSION_MEMORY}'; set wal_autocheckpoint = '{_SESSION_LOG}'")
            self._held = connection
            try:
                yield
            finally:
                self._held = None

    @contextmanager
    def _connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        if self._held is not None:
            yield self._held
            return
        with connect(self.path) as connection:
            yield connection

    def prepare(self) -> None:
        """Make the file and every table that Python writes, where they do not stand yet; bring older ones up to date."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(f"{self.path}.tmp", ignore_errors=True)  # what a killed run had spilled
        with connect(self.path) as connection:
            migrate(connection)
            for table in TABLES:
                for statement in table.create_statements():
                    connection.execute(statement)

    def read(self, query: str, parameters: Sequence[object] = (), *, given: pl.DataFrame | None = None) -> pl.DataFrame:
        """The rows of a query; `given` stands in it as a table.  (A long list among the parameters is slow.)"""
        with self._connection() as connection:
            if given is not None:
                connection.register("given", given.to_arrow())
            found = connection.execute(query, list(parameters)).pl()
            if given is not None:
                connection.unregister("given")
            return found

    def run(self, *statements: str) -> None:
        """Statements that give no rows, in one transaction; in a session they may make temporary tables."""
        self.write(*map(Statement, statements))

    def count(self, table: str) -> int:
        """Number of rows."""
        return int(self.read(f"select count(*) as n from {table}")["n"][0])  # noqa: S608  (a name from schemas.py)

    def write(self, *writes: Change) -> None:
        """All the writes in one transaction: all of them stand, or none."""
        with self._connection() as connection:
            connection.begin()
            try:
                for write in writes:
                    write.run(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()


class Change(Protocol):
    """What can be part of a transaction."""

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Apply it inside the connection's transaction."""


class Statement:
    """A statement of SQL that gives no rows."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Apply it inside the connection's transaction."""
        connection.execute(self.sql)


class Write:
    """One change of one table: rows whose key columns are in `replacing` go, the rows of `frame` come.

    `replacing` None appends; an empty selection (`everything=True`) replaces the whole table, with zero rows too.
    """

    def __init__(
        self, table: Table, frame: pl.DataFrame, *, replacing: pl.DataFrame | None = None, everything: bool = False
    ) -> None:
        self.table = table
        self.frame = frame.cast(dict(table.polars_schema()))  # type: ignore[arg-type]
        self.replacing = replacing
        self.everything = everything

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Apply the change inside the connection's transaction."""
        name, columns = self.table.name, ", ".join(self.frame.columns)
        if self.everything:
            connection.execute(f"delete from {name}")  # noqa: S608
        elif self.replacing is not None:
            keys = ", ".join(self.replacing.columns)
            connection.register("gone", self.replacing.to_arrow())
            connection.execute(f"delete from {name} where ({keys}) in (select ({keys}) from gone)")  # noqa: S608
            connection.unregister("gone")
        connection.register("come", self.frame.to_arrow())
        connection.execute(f"insert into {name} ({columns}) select {columns} from come")  # noqa: S608
        connection.unregister("come")


class Update:
    """New values for rows that stand: those whose `by` columns equal a row of `frame` take its other columns."""

    def __init__(self, table: Table, frame: pl.DataFrame, *, by: Sequence[str]) -> None:
        types = table.polars_schema()
        self.table = table
        self.frame = frame.cast({name: types[name] for name in frame.columns})
        self.by = by

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Apply the change inside the connection's transaction."""
        name = self.table.name
        values = ", ".join(f"{column} = come.{column}" for column in self.frame.columns if column not in self.by)
        same = " and ".join(f"{name}.{column} = come.{column}" for column in self.by)
        connection.register("come", self.frame.to_arrow())
        connection.execute(f"update {name} set {values} from come where {same}")  # noqa: S608
        connection.unregister("come")
