"""A warehouse that an earlier version wrote, brought to the tables declared now.

What belongs here: the version of the schema, columns that came or went.  Not here: tables as such (schemas.py), what dbt makes (it makes it anew).
What can be made anew from `raw` is; what was delivered or decided is never dropped.
"""

from __future__ import annotations

import duckdb

from pipelines.errors import EnvironmentProblem
from pipelines.schemas import TABLES, Table

# Raised when what stands in a table comes to mean something else, or when an older version could not go on with it.
SCHEMA_VERSION = 1
_BOOK = "main.factwire"


def schema_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The version of the schema that the file was written with; None before versions were kept."""
    kept = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and schema_name || '.' || table_name = ?",
        [_BOOK],
    ).fetchall()
    found = connection.execute(f"select schema_version from {_BOOK}").fetchone() if kept else None  # noqa: S608
    return int(found[0]) if found else None


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Add columns that may be null; drop all of staging where one of its tables cannot be mended so; one transaction."""
    if (version := schema_version(connection) or 0) > SCHEMA_VERSION:
        raise EnvironmentProblem(
            f"the warehouse has schema {version}, this version of Factwire knows schema {SCHEMA_VERSION}",
            expected="a warehouse that this version or an earlier one wrote",
            cure="use the newer version, or move the file away and build anew: factwire run",
        )
    connection.begin()
    standing = {table: found for table in TABLES if (found := _columns(connection, table))}
    for table, found in standing.items():
        for column in table.columns:
            if column.name not in found and not column.required:
                connection.execute(f"alter table {table.name} add column {column.name} {column.duckdb_type}")
    unfit = [table for table, found in standing.items() if _differs(table, found)]
    if kept := [table.name for table in unfit if table.schema != "staging"]:
        raise EnvironmentProblem(
            f"{', '.join(kept)} of the warehouse has other columns than this version of Factwire",
            expected="a warehouse that this version or an earlier one wrote",
            cure="use the newer version, or move the file away and build anew: factwire run",
        )
    if unfit:
        for table in standing:
            if table.schema == "staging":
                connection.execute(f"drop table {table.name}")
    if version < SCHEMA_VERSION:
        connection.execute(f"create or replace table {_BOOK} as select {SCHEMA_VERSION}::integer as schema_version")
    connection.commit()


def _differs(table: Table, found: set[str]) -> bool:
    """Whether a column is there that is declared no more, or one is missing that every row must have."""
    return bool(found - {c.name for c in table.columns} or {c.name for c in table.columns if c.required} - found)


def _columns(connection: duckdb.DuckDBPyConnection, table: Table) -> set[str]:
    schema, name = table.name.split(".")
    rows = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database() "
        "and schema_name = ? and table_name = ?",
        [schema, name],
    ).fetchall()
    return {str(row[0]) for row in rows}
