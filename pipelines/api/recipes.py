"""The recipe book: questions people ask, each an SQL file of dbt_project/analyses that opens with the question.

What belongs here: reading the files and turning dbt's `ref` into the names of the published copy.  Not here: running them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.config import DBT_PROJECT
from pipelines.errors import DataProblem

_FOLDER = DBT_PROJECT / "analyses"
_REF = re.compile(r"\{\{\s*ref\('(\w+)'\)\s*\}\}")
_HISTORY = frozenset({"changes"})


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question: its name, what it asks, and the SQL that answers it from the published copy."""

    name: str
    question: str
    sql: str


@cache
def recipes() -> dict[str, Recipe]:
    """Every recipe by its name, in the order of the names."""
    return {file.stem: _recipe(file.stem, file.read_text(encoding="utf-8")) for file in sorted(_FOLDER.glob("*.sql"))}


def recipe(name: str) -> Recipe:
    """The recipe of that name, or of the one name that starts so."""
    named = [name] if name in recipes() else [known for known in recipes() if known.startswith(name)]
    if len(named) != 1:
        raise DataProblem(
            f"{len(named)} recipes are called {name}…" if named else f"no recipe is called {name!r}",
            expected="the name of one: " + ", ".join(named or recipes()),
            cure="list them with their questions: factwire recipe",
        )
    return recipes()[named[0]]


def _recipe(name: str, text: str) -> Recipe:
    lines = text.splitlines()
    question = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    sql = "\n".join(line for line in lines if not line.startswith("--"))
    return Recipe(name, " ".join(question), _REF.sub(lambda m: f"{_schema(m[1])}.{m[1]}", sql).strip())


def _schema(table: str) -> str:
    return "history" if table in _HISTORY else "marts"
