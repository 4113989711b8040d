"""One article as a reviewer of its publication day sees it: what each place says of the day, and the facts that hang on it."""

from __future__ import annotations

import json

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.commands.decided import print_decisions

_ARTICLE = """
select a.title, a.outlet, a.url, a.published_on::varchar, a.published_from, s.published_candidates, left(s.text, 400)
from marts.dim_articles as a join staging.articles as s using (article_id, version) where a.article_id = ?
"""
_FACTS = "select distinct fact_id from marts.brg_fact_evidence where article_id = ? order by fact_id"


def print_article(connection: duckdb.DuckDBPyConnection, console: Console, article_id: str) -> None:
    """Print it, and what reviewers decided about it."""
    [(title, outlet, url, day, origin, candidates, text)] = connection.execute(_ARTICLE, [article_id]).fetchall()
    facts = [row[0] for row in connection.execute(_FACTS, [article_id]).fetchall()]
    console.print(Text(f"{title or 'without a title'}  ({article_id})", style="bold"))
    for line in (outlet, url, " ".join((text or "").split())):
        if line:
            console.print(Text(f"  {line}"))
    console.print(Text(f"\nPublished {day or 'on an unknown day'} ({origin})", style="bold"))
    grid = Table("from", "words", "agrees", header_style="bold")
    for candidate in json.loads(candidates):
        grid.add_row(candidate["from"], Text(candidate["words"][:120]), "yes" if candidate["agrees"] else "no")
    console.print(grid)
    console.print(f"It tells of {len(facts)} facts" + (": " if facts else "") + ", ".join(facts[:8]))
    print_decisions(connection, console, article_id)
