"""Files of an export: the rows of a query, cells that no spreadsheet runs."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.files import replaced

_OPTIONS = {
    "parquet": "format parquet, compression zstd",
    "csv": "format csv, header",
    "jsonl": "format json",
}
# A cell that starts with one of these is a formula to a spreadsheet (OWASP, "CSV Injection"), in some also in full width.
_FORMULA = r"^[=+\-@\x09\x0a\x0d＝＋－＠]"


def copy_query(
    connection: duckdb.DuckDBPyConnection, query: str, file: Path, form: str, *, formula_safe: bool = False
) -> int:
    """Write the rows of a query as parquet, csv or jsonl; how many there were.

    formula_safe: text cells of a CSV that a spreadsheet would run get an apostrophe before them.
    """
    if form == "csv":
        query = _flat(connection, query, formula_safe=formula_safe)
    with replaced(file) as fresh:
        target = str(fresh).replace("'", "''")
        written = connection.execute(f"copy ({query}) to '{target}' ({_OPTIONS[form]})").fetchall()
    return int(written[0][0])


def _flat(connection: duckdb.DuckDBPyConnection, query: str, *, formula_safe: bool) -> str:
    """The query with lists and structs as JSON text, and formulas made harmless where asked for."""
    cells = []
    for name, dtype, *_ in connection.execute(f"describe {query}").fetchall():
        column = f'"{name}"'
        if dtype.endswith("[]") or dtype.startswith("STRUCT"):
            cells.append(f"to_json({column})::varchar as {column}")
        elif formula_safe and dtype in {"VARCHAR", "JSON"}:
            cells.append(
                f"case when regexp_matches({column}, '{_FORMULA}') then '''' || {column} else {column} end as {column}"
            )
        else:
            cells.append(column)
    return f"select {', '.join(cells)} from ({query})"  # noqa: S608
