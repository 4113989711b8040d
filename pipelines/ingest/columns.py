"""`columns.yml` beside a delivery: which of its columns or fields hold what, where the usual names do not serve.

What belongs here: that file, and fields renamed by it.  Not here: the usual names (records.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from pipelines.ingest.records import FIELD_NAMES, Unreadable

FILE = "columns.yml"
FIELDS = {names[0] for names in FIELD_NAMES.values()}


def columns_beside(folder: Path | None) -> dict[str, str]:
    """Field → column, as the folder's columns.yml gives them; none without that file."""
    if folder is None or not (file := folder / FILE).is_file():
        return {}
    cure = f"write lines as `text: Body` into {FILE}; the fields are {', '.join(sorted(FIELDS))}"
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise Unreadable(f"the {FILE} beside it is no valid YAML", cure) from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Unreadable(f"the {FILE} beside it is no list of fields and columns", cure)
    if unknown := given.keys() - FIELDS:
        raise Unreadable(f"the {FILE} beside it names unknown fields: {', '.join(sorted(map(str, unknown)))}", cure)
    return given


def renamed(fields: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """The fields, with those that the columns name under the names that are read."""
    return {**fields, **{field: fields[column] for field, column in columns.items() if column in fields}}


def wanted(header: Iterable[str], columns: Mapping[str, str]) -> list[str]:
    """The columns of a table that are read; Unreadable where none of them holds the text."""
    found = list(header)
    usual = {name for names in FIELD_NAMES.values() for name in names}
    if columns.get("text") not in found and not usual.intersection(found, FIELD_NAMES["text"]):
        shown = ", ".join(found[:20]) or "none"
        raise Unreadable(
            f"no column holds the text: its columns are {shown}",
            f"put a file {FILE} beside it with a line `text: NAME OF THE COLUMN`; known without are "
            + ", ".join(FIELD_NAMES["text"]),
        )
    return [column for column in found if column in usual or column in columns.values()]
