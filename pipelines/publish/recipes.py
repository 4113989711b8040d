"""The recipe book as a page: each question, its SQL, and what it answers on a home, as Markdown.

usage: python -m pipelines.publish.recipes HOME > docs/recipes.md
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from pipelines.api import Reader, read
from pipelines.api.recipes import recipes

ROWS = 5
_WIDTH = 60


def page(warehouse: Reader) -> str:
    """The whole page."""
    lines = [
        "# Recipes",
        "",
        "Questions people ask, as SQL on the published copy. Each stands in `dbt_project/analyses`; `factwire recipe` lists them,",
        "`factwire recipe NAME` answers one, `factwire recipe NAME --sql` prints it for your own client. What is shown are the first",
        f"{ROWS} rows on the sample articles, long cells cut; made by `make docs`.",
    ]
    for one in recipes().values():
        answer = warehouse.sql(one.sql)
        lines += [
            "",
            f"## {one.name.replace('_', ' ').capitalize()}",
            "",
            one.question,
            "",
            "```sql",
            one.sql,
            "```",
            "",
        ]
        lines += _table(answer) if answer.height else ["Nothing on the sample articles."]
    return "\n".join(lines) + "\n"


def _table(answer: pl.DataFrame) -> list[str]:
    rows = ["| " + " | ".join(map(_cell, row)) + " |" for row in answer.head(ROWS).iter_rows()]
    more = ["", f"{answer.height - ROWS} more."] if answer.height > ROWS else []
    return ["| " + " | ".join(answer.columns) + " |", "|" + "---|" * answer.width, *rows, *more]


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


if __name__ == "__main__":
    with read(Path(sys.argv[1])) as opened:
        sys.stdout.write(page(opened))
