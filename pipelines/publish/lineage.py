"""Which columns a column is made from, read off the compiled SQL of the dbt project.

What belongs here: the columns behind each column, of one model and through the models between.  Not here: how they are shown
(dictionary.py).  A column is made from what its values are computed from, conditions of its own included; what only joins,
filters, groups or orders rows is no part of it.  Python models are opaque: what they write is where the way ends.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any, NamedTuple

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

from pipelines.config import DBT_PROJECT
from pipelines.errors import DataProblem
from pipelines.schemas import TABLES

_VALUES = "intermediate.int_fact_values__observed"
_IDS = "intermediate.int_facts__identified"
_SILENT = "states.kept"  # what a build remembers of the last one
_OF_SNAPSHOTS = ("dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to")
_DIALECT = "duckdb"


class Origin(NamedTuple):
    """A column that another is made from; `field` is that of the resolved value, where it is one."""

    table: str
    column: str
    field: str | None = None


Columns = Mapping[str, frozenset[Origin]]


def origins(manifest: Mapping[str, Any]) -> dict[str, dict[str, frozenset[Origin]]]:
    """Table → column → what it is made from: columns of tables that people read, of staging and of seeds.

    manifest: with compiled SQL.  Two more places end the way: values that were resolved between reports, by field, and the
    ids of facts.
    """
    direct = _direct(manifest)
    return {table: {c: _ends(direct, columns[c]) for c in columns} for table, columns in direct.items()}


def _ends(direct: Mapping[str, Columns], found: Iterable[Origin]) -> frozenset[Origin]:
    """Follow what is intermediate to where it comes from."""
    ends, seen, open_ones = set(), set(), list(found)
    while open_ones:
        one = open_ones.pop()
        if one in seen or one.table == _SILENT:
            continue
        seen.add(one)
        if _is_end(one) or one.table not in direct:
            ends.add(one)
        else:
            open_ones += direct[one.table].get(one.column, ())
    return frozenset(ends)


def _is_end(one: Origin) -> bool:
    is_resolved = one.table == _VALUES and one.column in ("field", "value", "value_prec")
    return is_resolved or one.table == _IDS or not one.table.startswith("intermediate.")


def _direct(manifest: Mapping[str, Any]) -> dict[str, dict[str, frozenset[Origin]]]:
    """What each column of each SQL model is made from in the tables that the model names."""
    nodes = {key: n for key, n in manifest["nodes"].items() if n["resource_type"] in {"model", "snapshot", "seed"}}
    known: dict[str, dict[str, str]] = {table.name: {column.name: "" for column in table.columns} for table in TABLES}
    found: dict[str, dict[str, frozenset[Origin]]] = {}
    for key in TopologicalSorter({key: _parents(n) & nodes.keys() for key, n in nodes.items()}).static_order():
        node = nodes[key]
        name = f"{node['schema']}.{node['alias']}"
        if node.get("language") == "sql":
            try:
                found[name] = _of_query(node["compiled_code"], known)
            except SqlglotError as error:
                raise DataProblem(
                    f"what the columns of {name} are made from cannot be read: {error}",
                    expected="SQL that sqlglot resolves, with every column of its tables known",
                    cure="list under `columns:` what a Python model writes; name a column before the same select uses it",
                ) from error
            names: Iterable[str] = found[name]
        else:
            names = _header(node) if node["resource_type"] == "seed" else node["columns"]
        added = _OF_SNAPSHOTS if node["resource_type"] == "snapshot" else ()
        known[name] = dict.fromkeys([*names, *added], "")
    return found


def _parents(node: Mapping[str, Any]) -> set[str]:
    return set(node["depends_on"].get("nodes", ()))


def _header(seed: Mapping[str, Any]) -> list[str]:
    with (DBT_PROJECT / seed["original_file_path"]).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _of_query(sql: str, known: Mapping[str, Mapping[str, str]]) -> dict[str, frozenset[Origin]]:
    schema: dict[str, dict[str, Mapping[str, str]]] = {}
    for name, columns in known.items():
        folder, _, table = name.partition(".")
        schema.setdefault(folder, {})[table] = columns
    query = qualify(parse_one(sql, dialect=_DIALECT), dialect=_DIALECT, schema={"warehouse": schema})
    for order in list(query.find_all(exp.Order)):
        if order.this is not None:  # inside an aggregate: it says which value comes first, and gives none
            order.replace(order.this)
    scope = build_scope(query)
    for part in scope.traverse() if scope else ():
        _spell_rows_out(part, known)
    traced = lineage(None, query, {}, dialect=_DIALECT, scope=scope, trim_selects=False)
    return {column: frozenset(_leaves(node)) for column, node in traced.items()}


def _spell_rows_out(scope: Scope, known: Mapping[str, Iterable[str]]) -> None:
    """A table named as a value, as in `hash(facts)`, is all its columns."""
    for row in scope.find_all(exp.TableColumn):
        source = scope.sources[row.name]
        if isinstance(source, exp.Table):
            columns: Iterable[str] = known[_name(source)]
        else:
            assert isinstance(source.expression, exp.Query)  # noqa: S101  (what else has rows)
            columns = source.expression.named_selects
        row.replace(exp.Tuple(expressions=[exp.column(column, table=row.name) for column in columns]))


def _leaves(top: Node) -> Iterator[Origin]:
    """Columns of tables at the ends of what sqlglot traced; of resolved values, the fields that are picked on the way."""
    reached = list(_nodes(top))
    fields = {
        test.expression.name
        for node in reached
        for test in node.expression.find_all(exp.EQ)
        if isinstance(test.this, exp.Column) and test.this.name == "field" and test.expression.is_string
    }
    for node in reached:
        if not isinstance(node.expression, exp.Table):
            continue
        table, column = _name(node.expression), exp.to_column(node.name).name
        if table != _VALUES or not fields:
            yield Origin(table, column)
        elif column in ("value", "value_prec"):
            yield from (Origin(table, column, field) for field in fields)


def _nodes(top: Node) -> Iterator[Node]:
    open_ones, seen = [top], set()
    while open_ones:
        node = open_ones.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            open_ones += node.downstream


def _name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}"
