"""The warehouse file: read, replace, append, delete-and-insert; every connection is closed, every write is one transaction.

What belongs here: DuckDB connections and the writes that assets need.  Not here: what is written (assets/), the copy that
people read (publish/copy.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipelines.errors import EnvironmentProblem
from pipelines.resources.migration import migrate
from pipelines.schemas import TABLES, Table

# Nothing is fetched at run time: an extension that is missing is an error, not a download.
SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


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
    if "lock" in message.lower():
        return EnvironmentProblem(
            f"{path} is open in another process",
            expected="no other process on the live file: readers use published/warehouse.duckdb",
            cure="close that process (its number stands in the message below) and run again\n  " + message,
        )
    return EnvironmentProblem(
        f"{path} cannot be opened: {message}",
        expected="a DuckDB file written by this version of Factwire",
        cure="restore it from a copy, or move it away and build anew: factwire run",
    )


class Warehouse:
    """The live DuckDB file of one home."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the file and every table that Python writes, where they do not stand yet; bring older ones up to date."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with connect(self.path) as connection:
            migrate(connection)
            for table in TABLES:
                for statement in table.create_statements():
                    connection.execute(statement)

    def read(self, query: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """The rows of a query."""
        with connect(self.path) as connection:
            return connection.execute(query, list(parameters)).pl()

    def count(self, table: str) -> int:
        """Number of rows."""
        return int(self.read(f"select count(*) as n from {table}")["n"][0])  # noqa: S608  (a name from schemas.py)

    def write(self, *writes: Write) -> None:
        """All the writes in one transaction: all of them stand, or none."""
        with connect(self.path) as connection:
            connection.begin()
            for write in writes:
                write.run(connection)
            connection.commit()


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
