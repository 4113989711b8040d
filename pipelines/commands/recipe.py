"""`factwire recipe`: the questions of the recipe book, and the answer to one of them."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from pipelines.api.recipes import recipe, recipes
from pipelines.commands.query import run_query
from pipelines.config import Home


def list_recipes() -> None:
    """Print every question with its name."""
    grid = Table("recipe", "what it answers", header_style="bold")
    for one in recipes().values():
        grid.add_row(one.name, one.question)
    Console().print(grid)


def run_recipe(home: Home, name: str, form: str, *, sql: bool) -> None:
    """Print the answer of one recipe, or with `sql` the query itself."""
    one = recipe(name)
    if sql:
        Console(highlight=False, soft_wrap=True).print(f"-- {one.question}\n{one.sql}", markup=False)
        return
    run_query(home, one.sql, form)
