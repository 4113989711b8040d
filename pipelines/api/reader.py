"""One published warehouse, read: facts as frames, one fact with what stands behind it, what was believed on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Timer

import duckdb
import polars as pl

from pipelines.api.evidence import Conflict, Evidence, conflicts_of, evidence_of
from pipelines.api.facts import FACT_TABLES, FAMILIES, find_fact
from pipelines.api.published import published, refused
from pipelines.config import Home
from pipelines.errors import DataProblem
from pipelines.resources.warehouse import DAMAGE


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its row, every claim behind it, the values its claims differ on."""

    table: str
    fact_id: str
    values: Mapping[str, object]
    evidence: tuple[Evidence, ...]
    conflicts: tuple[Conflict, ...]


class Reader:
    """Reads one published copy; made by `read`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def facts(self, family: str) -> pl.DataFrame:
        """Every fact of a family (one of FAMILIES), a row each, by its id."""
        table = _table(family)
        return self.sql(f"select * from marts.{table} order by {FACT_TABLES[table]}")  # noqa: S608

    def fact(self, fact_id: str) -> Fact:
        """One fact.  The id of a merged or split fact leads to the one it became; the start of an id is enough.

        Raises DataProblem where no fact, or more than one, answers to it.
        """
        table, full_id = find_fact(self._connection, fact_id)
        row = self.sql(f"select * from marts.{table} where {FACT_TABLES[table]} = ?", [full_id])  # noqa: S608
        return Fact(
            table,
            full_id,
            row.row(0, named=True),
            evidence_of(self._connection, table, full_id),
            conflicts_of(self._connection, table, full_id),
        )

    def as_of(self, family: str, day: date) -> pl.DataFrame:
        """The facts of a family as they were believed when `day` ended (UTC)."""
        _table(family)
        return self.sql(f"select * from history.{family}_as_of(?)", [day])  # noqa: S608

    def changes(self, since: date) -> pl.DataFrame:
        """What changed from `since` (a day, UTC) on: fact, field, old and new value, the article that brought it."""
        return self.sql(
            "select * from history.changes where changed_at >= ? order by changed_at, fact_id, field", [since]
        )

    def search(self, words: str) -> pl.DataFrame:
        """Facts that rest on a sentence with all of the words, in any order and case: fact_table, fact_id, quote."""
        wanted = words.casefold().split()
        return self.sql(
            """
            select e.fact_table, e.fact_id, any_value(c.quote) as quote, count(*) as n_claims
            from marts.brg_fact_evidence as e
            join marts.fct_claims as c using (claim_id)
            where list_bool_and(list_transform(?::varchar[], lambda word: contains(lower(c.quote), word)))
            group by all
            order by n_claims desc, e.fact_id
            """,
            [wanted],
        )

    def sql(self, query: str, parameters: list[object] | None = None, *, seconds: float | None = None) -> pl.DataFrame:
        """The rows of one SQL statement; files and network are out of its reach.

        seconds: how long it may take; no limit where none is given.
        """
        watch = Timer(seconds, self._connection.interrupt) if seconds else None
        if watch:
            watch.start()
        try:
            return self._connection.execute(query, parameters or []).pl()
        except duckdb.InterruptException as error:
            raise DataProblem(
                f"the query was stopped after {seconds:g} seconds",
                expected="a query that ends in that time",
                cure="narrow it: fewer days, an aggregate, a limit",
            ) from error
        except DAMAGE:  # said by who opened the copy
            raise
        except duckdb.Error as error:
            raise refused(error) from error
        finally:
            if watch:
                watch.cancel()


@contextmanager
def read(home: Path | str | None = None) -> Iterator[Reader]:
    """Open the published copy of a home (else $FACTWIRE_HOME, else the project's `data/`), read-only.

    A run may publish meanwhile: this reader keeps the copy it opened.  Raises EnvironmentProblem where there is none.
    """
    with published(Home.find(Path(home) if home else None)) as connection:
        connection.execute("set enable_external_access = false; set lock_configuration = true")
        yield Reader(connection)


def _table(family: str) -> str:
    if family not in FAMILIES:
        raise DataProblem(
            f"no family is called {family!r}", expected=f"one of {', '.join(FAMILIES)}", cure="name one of them"
        )
    return FAMILIES[family]
