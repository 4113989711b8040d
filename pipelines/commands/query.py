"""`factwire query`: SQL on the published copy, printed as a table, CSV, JSON or JSON Lines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import duckdb
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from pipelines.api.published import published, refused
from pipelines.config import Home
from pipelines.resources.warehouse import DAMAGE

Row = tuple[object, ...]
# A table on a screen: more rows than anyone reads are cut, and the cut is said.
TABLE_ROWS = 200
FETCH = 1000
# Characters, with its borders, under which a column is no use.
_LEAST_WIDTH = 9


def run_query(home: Home, sql: str, form: str) -> None:
    """Print the rows of one statement; an error of the SQL is a data problem with DuckDB's own words."""
    with published(home) as connection:
        connection.execute("set enable_external_access = false")
        try:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or []]
            _PRINTERS[form](names, _rows(cursor))
        except DAMAGE:  # said by who opened the copy
            raise
        except duckdb.Error as error:
            raise refused(error) from error


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while rows := cursor.fetchmany(FETCH):
        yield from rows


def _as_table(names: list[str], rows: Iterator[Row]) -> None:
    """A line a row, or, where the columns would be too narrow to read, a line a value."""
    console = Console()
    shown = list(islice(rows, TABLE_ROWS))
    if not shown:
        console.print("no rows", style="dim")
        return
    is_wide = len(names) * _LEAST_WIDTH > console.width
    console.print(_down(names, shown) if is_wide else _across(names, shown))
    if cut := sum(1 for _ in rows):
        console.print(f"{cut} more rows; --format csv, json or jsonl prints all", style="dim")


def _across(names: list[str], rows: list[Row]) -> Table:
    table = Table(*(Column(Text(name)) for name in names), header_style="bold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def _down(names: list[str], rows: list[Row]) -> Table:
    table = Table(show_header=False)
    for row in rows:
        for name, value in zip(names, row, strict=True):
            table.add_row(Text(name, style="bold"), Text(_cell(value)))
        table.add_section()
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(_cell, value)) if isinstance(value, list) else str(value)


def _as_csv(names: list[str], rows: Iterable[Row]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_json(v) if isinstance(v, list | dict) else v for v in row] for row in rows)


def _as_json(names: list[str], rows: Iterable[Row]) -> None:
    sys.stdout.write("[")
    for number, row in enumerate(rows):
        sys.stdout.write((",\n " if number else "\n ") + _json(dict(zip(names, row, strict=True))))
    sys.stdout.write("\n]\n")


def _as_jsonl(names: list[str], rows: Iterable[Row]) -> None:
    for row in rows:
        sys.stdout.write(_json(dict(zip(names, row, strict=True))) + "\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


_PRINTERS: dict[str, Callable[[list[str], Iterator[Row]], None]] = {
    "table": _as_table,
    "csv": _as_csv,
    "json": _as_json,
    "jsonl": _as_jsonl,
}
