"""The published copy: what people read, written beside the old one and moved into its place in one step.

What belongs here: which schemas are published, the atomic replacement.  Not here: exports and pages.
A reader of the old copy keeps it; a run never waits for a reader.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.files import replaced
from pipelines.publish.texts import Texts, selected, withheld
from pipelines.resources.warehouse import connect

# From staging only what evidence leads to; raw and intermediate stay in the live file.
_PUBLISHED = """(select * from {catalog} where database_name = 'live' and (schema_name in ('marts', 'history')
    or (schema_name = 'staging' and table_name in ('articles', 'sentences'))))"""
_TABLES = _PUBLISHED.format(catalog="duckdb_tables()")
_COLUMNS = _PUBLISHED.format(catalog="duckdb_columns()")


def publish(live: Path, target: Path, texts: Texts = Texts.FULL) -> dict[str, int]:
    """Copy the published tables and macros of `live` to `target`; rows by table.  `target` is replaced atomically.

    texts: how much of the publishers' words the copy holds.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left_over in target.parent.glob(
        f".{target.name}.*"
    ):  # of a run that was killed while it wrote; one writes at a time
        left_over.unlink()
    with replaced(target) as fresh, connect(fresh) as connection:
        connection.execute(f"attach {_literal(str(live))} as live (read_only)")
        counts = _copy_tables(connection, texts)
        _copy_comments(connection)
        _copy_macros(connection)
        connection.execute("detach live")
        connection.execute("checkpoint")
    return counts


def _copy_tables(connection: duckdb.DuckDBPyConnection, texts: Texts) -> dict[str, int]:
    tables = connection.execute(
        f"select schema_name, table_name, sql from {_TABLES} order by 1, 2"  # noqa: S608
    ).fetchall()
    counts = {}
    for schema, table, ddl in tables:
        name = f'{schema}."{table}"'
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(ddl)
        columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
        replaced = withheld(f"{schema}.{table}", columns, texts, catalog="live.")
        for column in replaced:
            connection.execute(f'alter table {name} alter column "{column}" drop not null')
        chosen = selected(replaced)
        copied = connection.execute(f"insert into {name} select {chosen} from live.{name}").fetchall()  # noqa: S608
        counts[f"{schema}.{table}"] = int(copied[0][0])
    return counts


def _copy_comments(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute(
        f"select schema_name, table_name, comment from {_TABLES} where comment is not null"  # noqa: S608
    ).fetchall()
    for schema, table, comment in tables:
        connection.execute(f'comment on table {schema}."{table}" is {_literal(comment)}')
    columns = connection.execute(
        f"select schema_name, table_name, column_name, comment from {_COLUMNS} where comment is not null"  # noqa: S608
    ).fetchall()
    for schema, table, column, comment in columns:
        connection.execute(f'comment on column {schema}."{table}"."{column}" is {_literal(comment)}')


def _copy_macros(connection: duckdb.DuckDBPyConnection) -> None:
    macros = connection.execute(
        "select schema_name, function_name, function_type, parameters, macro_definition from duckdb_functions() "
        "where database_name = 'live' and not internal and schema_name in ('marts', 'history') order by 1, 2"
    ).fetchall()
    for schema, name, kind, parameters, definition in macros:
        connection.execute(f"create schema if not exists {schema}")
        body = f"table {definition}" if kind == "table_macro" else definition
        connection.execute(f'create macro {schema}."{name}"({", ".join(parameters)}) as {body}')


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
