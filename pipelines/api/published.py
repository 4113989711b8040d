"""Opening the published copy to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import duckdb

from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.resources.warehouse import DAMAGE, DamagedFile, connect


@contextmanager
def published(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published copy of the home; one that another version built says so."""
    if not home.published.exists():
        raise EnvironmentProblem(
            f"no published warehouse in {home.root}",
            expected=str(home.published),
            cure="build it first: factwire run --home DIR --inbox PATH",
        )
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(connect(home.published, read_only=True))
        except DamagedFile as error:
            raise _damaged(home, error.found) from error
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise DataProblem(
                f"{home.published} lacks a table or column: {str(error).splitlines()[0]}",
                expected="a copy published by this version of Factwire",
                cure=f"build it anew: factwire run --home {home.root}",
            ) from error
        except DAMAGE as error:
            raise _damaged(home, f"{home.published} is damaged: {str(error).splitlines()[0]}") from error


def _damaged(home: Home, found: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        found,
        expected="a copy that can be read whole",
        cure=f"remove it (rm {home.published}), then make it anew from the live file: factwire run --home {home.root}",
    )


def refused(error: duckdb.Error) -> DataProblem:
    """What DuckDB says of a question that somebody wrote, as an error they can mend."""
    return DataProblem(
        f"the query failed: {error}",
        expected="one SQL statement on the tables of the published copy",
        cure="list them: select schema_name, table_name, comment from duckdb_tables(); what a copy of an older version lacks, "
        "`factwire run` builds",
    )
