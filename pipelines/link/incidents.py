"""Pairs of incidents in a warehouse: all that share a block, within what strong pairs join, made anew where something changed.

What belongs here: which tellings are compared, year by year, and what stays of the build before.  Not here: enumeration of
pairs and likeness of words (candidates.py), blocks, words and evidence (dbt: int_incidents__*, macro incident_evidence).

A pair under the bar counts in the mean of two groups, but only groups that a chain of pairs over the bar joins are ever
asked: between two parts that none joins pairs are many, and decide nothing.  So all pairs are walked through, those of the
blocks of one year at a time (`divide`), and only those within a part are written (`compare`).

Compared anew are the tellings that a touched year bears on: those of its news, whose words it weighs, and those told of its
weeks, whose blocks it counts.  Parts they belong to reach into other years; what is there of such a part is paired anew too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipelines.link.candidates import Chosen, Nodes, compared, matrix, pairs, parts, shared

# Tellings in their order: the number of their article, and whether a touched year bears on them.
TELLINGS = """
    with touched as (select news_year from {schema}.int_incidents__years where is_touched or not {is_known})

    select
        dense_rank() over (order by article_id) as article,
        news_year in (from touched)
        or coalesce(year(date_trunc('week', link_start - 6)) in (from touched), false)
        or coalesce(year(date_trunc('week', link_end + 6)) in (from touched), false)
        or coalesce(year(date_trunc('week', published_on - 6)) in (from touched), false)
        or coalesce(year(date_trunc('week', published_on + 6)) in (from touched), false) as is_touched
    from {schema}.int_incidents__described
    order by telling
"""
# Strong pairs of the build before, between tellings that stand as they did.
KNOWN = """
    select l.telling - 1 as lower, r.telling - 1 as upper
    from {schema}.{known} as known
    inner join {schema}.int_incidents__described as l on known.left_id = l.article_fact_id
    inner join {schema}.int_incidents__described as r on known.right_id = r.article_fact_id
    where known.is_strong and l.telling - 1 not in (from chosen) and r.telling - 1 not in (from chosen)
"""
YEARS = """
    select distinct block_year from {schema}.int_incidents__blocked where telling - 1 in (from chosen) order by block_year
"""
# Blocks of one year: the chosen tellings with all others in their blocks, or the chosen ones alone.
AROUND = """
    with blocks as (select * from {schema}.int_incidents__blocked where block_year = {year})

    select telling - 1 as telling, block
    from blocks
    where block in (select block from blocks where telling - 1 in (from chosen))
"""
AMONG = """
    select telling - 1 as telling, block
    from {schema}.int_incidents__blocked
    where block_year = {year} and telling - 1 in (from chosen)
"""
WORDS = """
    select telling - 1 as telling, word_no, weight
    from {schema}.int_incidents__vectors
    where telling - 1 in (from around)
"""
SPELLED = "select word from {schema}.int_incidents__vocabulary order by word_no"
STRONG = "select left_telling - 1 as lower, right_telling - 1 as upper from {schema}.strong_pairs('some_pairs')"
DIVIDED = """
    select article_fact_id, part, is_anew as is_touched
    from {schema}.int_incidents__described inner join parted on telling - 1 = number
"""
PARTED = """
    select dense_rank() over (order by article_id) as article, part, is_touched
    from {schema}.int_incidents__described inner join {schema}.int_incidents__parted using (article_fact_id)
    order by telling
"""
PAIRS = """
    select l.article_fact_id as left_id, r.article_fact_id as right_id, likeness, shared_words
    from found
    inner join {schema}.int_incidents__described as l on found.lower + 1 = l.telling
    inner join {schema}.int_incidents__described as r on found.upper + 1 = r.telling
"""
FOUND = pa.schema(
    [
        ("lower", pa.int64()),
        ("upper", pa.int64()),
        ("likeness", pa.float64()),
        ("shared_words", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True)
class _Tables:
    """The tables of a schema; known: the one with the pairs of the build before, where there was one."""

    session: duckdb.DuckDBPyConnection
    schema: str
    known: str = ""

    @cached_property
    def is_known(self) -> bool:
        """Whether pairs of the build before stand, and some of them may stay."""
        made = f"select 1 from duckdb_tables() where schema_name = '{self.schema}' and table_name = '{self.known}'"  # noqa: S608
        untouched = f"select 1 from {self.schema}.int_incidents__years where not is_touched"  # noqa: S608
        return all(self.session.execute(question).fetchall() for question in (made, untouched))

    def asked(self, question: str, **known: pa.Table | int) -> list[NDArray[Any]]:
        """Columns of the answer; tables among what is known are asked by their names."""
        for name, table in known.items():
            if isinstance(table, pa.Table):
                self.hold(name, table)
        return list(self.session.execute(self.written(question, **known)).fetchnumpy().values())

    def hold(self, name: str, table: pa.Table) -> None:
        """Rows as a table of DuckDB, which knows between what numbers a key lies and joins by it twice as fast."""
        self.session.register("given", table)
        self.session.execute(f"create or replace temp table {name} as from given")
        self.session.unregister("given")

    def written(self, question: str, **known: object) -> str:
        return question.format(schema=self.schema, known=self.known, is_known=self.is_known, **known)


def divide(session: duckdb.DuckDBPyConnection, schema: str, known: str) -> duckdb.DuckDBPyRelation:
    """The part of each telling, one that a chain of strong pairs joins, and whether its pairs are to be made anew.

    known: table of the pairs that the build before left (left_id, right_id, is_strong), where there is one.
    """
    tables = _Tables(session, schema, known)
    articles, touched = tables.asked(TELLINGS)
    left, right = np.concatenate([np.empty((2, 0), dtype=np.int64), *_strong(tables, articles, touched)], axis=1)
    part = parts(left, right, len(articles))
    anew = np.isin(part, part[touched])
    tables.hold("parted", pa.table({"number": np.arange(len(part)), "part": part, "is_anew": anew}))
    return session.sql(tables.written(DIVIDED))


def compare(session: duckdb.DuckDBPyConnection, schema: str) -> duckdb.DuckDBPyRelation:
    """Pairs by id within the parts that are made anew, with the likeness of their words and the shared words that say most."""
    tables = _Tables(session, schema)
    articles, part, anew = tables.asked(PARTED)
    session.register("found", _within(tables, articles, part, anew))
    return session.sql(tables.written(PAIRS))


def _strong(tables: _Tables, articles: Nodes, touched: Chosen) -> Iterator[Nodes]:
    """Pairs that reach the bar with all that speaks for and against them."""
    if tables.is_known:
        yield np.stack(tables.asked(KNOWN, chosen=_numbers(touched)))
    for tellings, blocks, words in _years(tables, AROUND, touched):
        for left, right, alike in compared(blocks, articles[tellings], words, touched[tellings]):
            some = {"left_telling": tellings[left] + 1, "right_telling": tellings[right] + 1, "likeness": alike}
            yield np.stack(tables.asked(STRONG, some_pairs=pa.table(some)))


def _within(tables: _Tables, articles: Nodes, part: Nodes, anew: Chosen) -> pa.Table:
    """All pairs of the parts that are made anew, each once though it may share blocks in two years."""
    spelled = tables.session.execute(tables.written(SPELLED)).to_arrow_table()["word"].combine_chunks()
    found, told = [FOUND.empty_table()], _ordered(np.empty(0, dtype=np.int64))
    for tellings, blocks, words in _years(tables, AMONG, anew & (np.bincount(part)[part] > 1)):
        keys = [told[:-1]]
        for left, right in pairs(blocks, articles[tellings], np.ones(len(tellings), dtype=np.bool_)):
            lower, upper = tellings[left], tellings[right]
            key = lower * len(part) + upper
            wanted = (part[lower] == part[upper]) & ~_is_in(key, told)
            keys.append(key[wanted])
            alike, shown, starts = shared(words, left[wanted], right[wanted])
            said = pa.ListArray.from_arrays(starts.astype(np.int32), spelled.take(shown))
            found.append(pa.table([lower[wanted], upper[wanted], alike, said], schema=FOUND))
        told = _ordered(np.concatenate(keys))
    return pa.concat_tables(found)


def _ordered(keys: Nodes) -> Nodes:
    """The keys in order, and after them what is greater than any."""
    return np.append(np.sort(keys), np.iinfo(np.int64).max)


def _is_in(keys: Nodes, ordered: Nodes) -> Chosen:
    """Which of the keys are among those that `_ordered` gave."""
    found: Chosen = ordered[np.searchsorted(ordered, keys)] == keys
    return found


def _years(tables: _Tables, question: str, chosen: Chosen) -> Iterator[tuple[Nodes, csr_matrix, csr_matrix]]:
    """By year of blocks: the tellings in them, their blocks and their words as rows of matrices."""
    for year in tables.asked(YEARS, chosen=_numbers(chosen))[0]:
        told, block = tables.asked(question, chosen=_numbers(chosen), year=int(year))
        tellings = np.unique(told)
        numbers = np.unique(block, return_inverse=True)[1].astype(np.int64)
        words = tables.asked(WORDS, around=pa.table({"telling": tellings}))
        yield tellings, matrix(tellings, told, numbers), matrix(tellings, words[0], words[1], words[2])


def _numbers(chosen: Chosen) -> pa.Table:
    return pa.table({"telling": np.flatnonzero(chosen)})
