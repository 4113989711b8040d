"""The published copy brought to the lake: what people on other machines read, with every state since kept.

What belongs here: changing only the rows that differ, all tables in one transaction, one snapshot a publication.  Not here:
what is published (copy.py), connections (resources/lake.py).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.resources.lake import Lake, transact

MESSAGE = "publish"
_SCHEMAS = ["marts", "history", "staging"]


def publish_to_lake(published: Path, lake: Lake) -> int:
    """Bring the lake's tables to those of the published file; the number of rows that went or came."""
    with lake.connect() as connection:
        connection.execute(f"attach '{_quoted(str(published))}' as fresh (read_only)")
        return transact(connection, _bring, message=MESSAGE)


def _bring(connection: duckdb.DuckDBPyConnection) -> int:
    fresh, held = _tables(connection, "fresh"), _tables(connection, "lake")
    for name in held.keys() - fresh.keys():
        connection.execute(f"drop table lake.{name}")
    return sum(
        _rows_brought(connection, name) if held.get(name) == columns else _table_made(connection, name)
        for name, columns in fresh.items()
    )


def _rows_brought(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Rows are compared whole, null equal to null; what did not change keeps its file."""
    gone = connection.execute(
        f"delete from lake.{name} where rowid in (select held_.rowid from lake.{name} as held_ "  # noqa: S608
        f"where held_ not in (select fresh_ from fresh.{name} as fresh_))"
    ).fetchall()
    come = connection.execute(f"insert into lake.{name} from (from fresh.{name} except from lake.{name})").fetchall()
    return int(gone[0][0]) + int(come[0][0])


def _table_made(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    connection.execute(f"create schema if not exists lake.{name.partition('.')[0]}")
    connection.execute(f"create or replace table lake.{name} as from fresh.{name}")
    schema, _, table = name.partition(".")
    comments = connection.execute(
        "select column_name, comment from duckdb_columns() where database_name = 'fresh' and schema_name = ? "
        "and table_name = ? and comment is not null",
        [schema, table.strip('"')],
    ).fetchall()
    for column, comment in comments:
        connection.execute(f"comment on column lake.{name}.\"{column}\" is '{_quoted(comment)}'")
    return int(connection.execute(f"select count(*) from lake.{name}").fetchall()[0][0])  # noqa: S608


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[tuple[str, str]]]:
    """Published tables by name, with the names and types of their columns."""
    rows = connection.execute(
        "select schema_name || '.\"' || table_name || '\"', column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name in (select unnest(?)) order by 1, column_index",
        [database, _SCHEMAS],
    ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for name, column, kind in rows:
        found.setdefault(name, []).append((column, kind))
    return found


def _quoted(text: str) -> str:
    return text.replace("'", "''")
