"""Whole tables: Parquet and CSV, one file a table, with a datapackage.json that says what each column means.

What belongs here: the tables of `marts` and `history` as they are.  Not here: formats of one kind of fact (events.py).
Standard: Data Package v1 and Table Schema (frictionlessdata.io).
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.files import replaced
from pipelines.publish.export.files import copy_query
from pipelines.publish.texts import Texts, selected, withheld

# DuckDB's type → the type of Table Schema; lists and JSON travel as text in CSV.
_TYPES = {"VARCHAR": "string", "BOOLEAN": "boolean", "DOUBLE": "number", "DATE": "date", "JSON": "object"}


def write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, form: str, texts: Texts, *, formula_safe: bool
) -> dict[Path, int]:
    """Every published table of marts and history as `<schema>.<table>.<form>` in the folder; rows by file."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[Path, int] = {}
    resources = []
    tables = connection.execute(
        "select schema_name, table_name, comment from duckdb_tables() where schema_name in ('marts', 'history') order by 1, 2"
    ).fetchall()
    for schema, table, comment in tables:
        name = f"{schema}.{table}"
        columns = _columns(connection, schema, table)
        chosen = selected(withheld(name, [column["name"] for column in columns], texts))
        file = folder / f"{name}.{form}"
        counts[file] = copy_query(
            connection,
            f"select {chosen} from {name} order by all",  # noqa: S608
            file,
            form,
            formula_safe=formula_safe,
        )
        resources.append(
            {
                "name": name.lower(),
                "path": file.name,
                "format": form,
                "description": comment or "",
                "schema": {"fields": columns},
            }
        )
    package = {"name": "factwire", "title": "Sourced facts of Factwire", "resources": resources}
    with replaced(folder / "datapackage.json") as file:
        file.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return counts


def _columns(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[dict[str, str]]:
    found = connection.execute(
        "select column_name, data_type, comment from duckdb_columns() where schema_name = ? and table_name = ? "
        "order by column_index",
        [schema, table],
    ).fetchall()
    return [{"name": name, "type": _type(dtype), "description": comment or ""} for name, dtype, comment in found]


def _type(dtype: str) -> str:
    if dtype.endswith("[]"):
        return "array"
    if dtype.startswith("TIMESTAMP"):
        return "datetime"
    if dtype.endswith("INT") or dtype == "INTEGER":
        return "integer"
    return _TYPES.get(dtype, "any")
