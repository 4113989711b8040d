"""Words of publishers in what leaves the pipeline: the full text, quotes only, or offsets only.

What belongs here: which columns hold words of an article, and what is left of each under a policy.  Not here: copying
(copy.py), formats (export/).  A title is a reference to the article, as outlet and URL are, and stays.
"""

from __future__ import annotations

import json
import os
from enum import StrEnum

from pipelines.errors import EnvironmentProblem

TEXTS_VARIABLE = "FACTWIRE_TEXTS"


class Texts(StrEnum):
    """full: articles as delivered.  quotes: the sentences that facts rest on.  offsets: where they stand, no words."""

    FULL = "full"
    QUOTES = "quotes"
    OFFSETS = "offsets"


# Fields, of any table and of a claim's payload, that hold a sentence of an article or a clause of one.
_QUOTED = (
    "condition_text",
    "conditions",
    "demand_or_condition",
    "end_reason",
    "outcome_as_stated",
    "quote",
    "quote_text",
    "reason",
)


def chosen_texts() -> Texts:
    """What FACTWIRE_TEXTS asks for; the full texts where it is not set."""
    written = os.environ.get(TEXTS_VARIABLE) or Texts.FULL.value
    try:
        return Texts(written)
    except ValueError:
        raise EnvironmentProblem(
            f"{TEXTS_VARIABLE} is {written!r}",
            expected=", ".join(Texts),
            cure=f"set {TEXTS_VARIABLE} to one of them, or unset it",
        ) from None


def withheld(table: str, columns: list[str], texts: Texts, *, catalog: str = "") -> dict[str, str]:
    """Column → the SQL expression in its place, for the columns of `table` (schema.name) that may not leave whole.

    catalog: prefix (with its dot) of the schemas, where they are not those of the current database.
    """
    if texts is Texts.FULL:
        return {}
    replaced: dict[str, str] = {}
    if table == "staging.articles":
        replaced["text"] = "null"
    if table == "staging.sentences":
        rests = f"sentence_id in (select c.sentence_id from {catalog}marts.fct_claims as c)"  # noqa: S608
        replaced["text"] = f"case when {rests} then text end" if texts is Texts.QUOTES else "null"
    if texts is Texts.OFFSETS and not table.startswith("marts.review_"):  # reviewers' words are their own
        named = ", ".join(f"'{name}'" for name in _QUOTED)
        replaced |= dict.fromkeys(_QUOTED, "null")
        replaced["payload"] = f"json_merge_patch(payload, '{json.dumps(dict.fromkeys(_QUOTED))}')"
        replaced |= {v: f"case when field not in ({named}) then {v} end" for v in ("old_value", "new_value", "value")}
    return {column: sql for column, sql in replaced.items() if column in columns}


def selected(replaced: dict[str, str]) -> str:
    """A select list: every column, those of `replaced` by the expression that takes their place."""
    written = ", ".join(f'{sql} as "{column}"' for column, sql in replaced.items())
    return f"* replace ({written})" if written else "*"
