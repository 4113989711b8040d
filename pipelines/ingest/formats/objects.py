"""JSON and JSON Lines: objects with the usual names, and the exports of news APIs, whose articles stand in a list inside.

What belongs here: objects into records.  Not here: the names of fields (records.py), JSON Feed (feed.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipelines.ingest.columns import renamed
from pipelines.ingest.decode import decode
from pipelines.ingest.piece import LINE_MAX, Piece
from pipelines.ingest.records import FIELD_NAMES, Delivered, Refused, Unreadable, from_fields

# An object takes some twenty times as much memory as its text at worst.
JSON_MAX = 24 << 20
_LISTS = ("articles", "results", "items", "docs", "stories", "response", "data", "hits")
_CURE = "mend the file; one article a line goes into a .jsonl file"


def read_json(piece: Piece) -> Iterator[Delivered | Refused]:
    """The object, or each object of the list it is or holds."""
    text, encoding = decode(piece.whole(JSON_MAX))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {error}", _CURE) from error
    found = articles_in(data)
    if found is None:
        yield _article(data, piece, None, "json", encoding)
        return
    if not found:
        raise Unreadable("an empty list of articles", "export it again, or remove the file")
    for number, item in enumerate(found, start=1):
        yield _article(item, piece, str(number), "json", encoding)


def articles_in(data: object, depth: int = 3) -> list[object] | None:
    """The list of articles that the data is or, under one of the usual names, holds; None where it is one article."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict) or not depth or any(isinstance(data.get(name), str) for name in FIELD_NAMES["text"]):
        return None
    return next((found for name in _LISTS if (found := articles_in(data.get(name), depth - 1)) is not None), None)


def read_jsonl(piece: Piece) -> Iterator[Delivered | Refused]:
    """Each line an object; a line that cannot be read is refused and the next one read."""
    if piece.head().startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("UTF-16, in which lines cannot be told apart byte by byte", "save it in UTF-8")
    for number, line in piece.lines():
        try:
            yield _line(line, piece, str(number))
        except Unreadable as error:
            yield Refused(piece.name, str(number), error.reason, error.cure)


def _line(line: bytes | None, piece: Piece, number: str) -> Delivered | Refused:
    if line is None:
        raise Unreadable(f"a line of more than {LINE_MAX >> 20} MiB", "write one article a line")
    text, encoding = decode(line)
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {error}", "write one JSON object a line") from error
    return _article(item, piece, number, "jsonl", encoding)


def _article(item: object, piece: Piece, number: str | None, form: str, encoding: str) -> Delivered | Refused:
    if not isinstance(item, dict):
        found = f"a JSON value of type {type(item).__name__}"
        return Refused(piece.name, number, f"{found}, expected an object with a field text", 'write {"text": …}')
    fields = renamed(item, piece.columns)
    return from_fields(fields, file=piece.name, item=number, delivered_format=form, encoding=encoding)
