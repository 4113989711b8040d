"""What the page of an asset shows beside its data: columns, where its code is, where the docs tell of it.

What belongs here: metadata of definitions that follows from files of the project.  Not here: what a run reports (the assets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import dagster as dg

from pipelines.config import PROJECT
from pipelines.schemas import TABLES, Table

_TABLES = {table.name: table for table in TABLES}
_REFERENCES = "dagster/code_references"
_DICTIONARY = PROJECT / "docs" / "data-dictionary.md"
# | `column` | type | meaning | made from |
_TRACED = re.compile(r"\| `(?P<column>\w+)` \| [^|]+ \| .+ \| (?P<origin>[^|]+) \|")


@contextmanager
def _beta() -> Iterator[None]:
    """References to code are a beta of Dagster, whose version is pinned: its warning at each asset is for nobody."""
    with catch_warnings():
        simplefilter("ignore", dg.BetaWarning)
        yield


def with_page(assets: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The assets of a Python function with their pages."""
    with _beta():
        [sourced] = dg.with_source_code_references([assets])
    assert isinstance(sourced, dg.AssetsDefinition)  # noqa: S101  (it gives what it takes)
    return sourced.map_asset_specs(_completed)


def sql_page(key: dg.AssetKey, file: Path, columns: dg.TableSchema | None) -> dict[str, Any]:
    """Metadata of an asset that a file of the dbt project makes.

    What a column is made from stands in its description: the UI keeps its own entry for it, `dagster/column_lineage`, hidden.
    """
    with _beta():
        metadata = _references(key, [dg.LocalFileCodeReference(file_path=str(file), label=file.name)])
    if columns and (made := _lineage().get(".".join(key.path))):
        metadata["dagster/column_schema"] = dg.TableSchema([_traced(column, made) for column in columns.columns])
    return metadata


def _traced(column: dg.TableColumn, made: Mapping[str, str]) -> dg.TableColumn:
    origin = made.get(column.name)
    meaning = f"{column.description} Made from {origin}." if origin else column.description
    return dg.TableColumn(column.name, column.type, meaning, column.constraints)


def _completed(spec: dg.AssetSpec) -> dg.AssetSpec:
    with _beta():
        metadata = _references(spec.key, spec.metadata[_REFERENCES].code_references)
    if table := _TABLES.get(".".join(spec.key.path)):
        metadata["dagster/column_schema"] = _columns(table)
    return spec.merge_attributes(metadata=metadata)


def _references(key: dg.AssetKey, code: Sequence[dg.LocalFileCodeReference]) -> dict[str, Any]:
    """The code, and the entry in the data dictionary where there is one."""
    found = list(code)
    if line := _entries().get(".".join(key.path)):
        label = "data dictionary"
        found.append(dg.LocalFileCodeReference(file_path=str(_DICTIONARY), line_number=line, label=label))
    return {_REFERENCES: dg.CodeReferencesMetadataValue(code_references=[*found])}


def _columns(table: Table) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.name,
                column.duckdb_type.lower(),
                column.meaning,
                dg.TableColumnConstraints(nullable=not column.required),
            )
            for column in table.columns
        ]
    )


@cache
def _entries() -> dict[str, int]:
    """Table → the line of its heading in the data dictionary."""
    return {line.split()[1]: number for number, line in enumerate(_dictionary(), 1) if line.startswith("### ")}


@cache
def _lineage() -> dict[str, dict[str, str]]:
    """Table → column → what the data dictionary says that it is made from."""
    made: dict[str, dict[str, str]] = {}
    for line in _dictionary():
        if line.startswith("### "):
            columns = made.setdefault(line.split()[1], {})
        elif row := _TRACED.fullmatch(line):
            columns[row["column"]] = row["origin"]
    return made


def _dictionary() -> list[str]:
    return _DICTIONARY.read_text(encoding="utf-8").splitlines()
