"""JSON and JSON Lines: objects with the usual names, and the exports of news APIs, whose articles stand in a list inside.

What belongs here: objects into records.  Not here: the names of fields (records.py), JSON Feed (feed.py).
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping

from pipelines.ingest.columns import columns_beside, renamed
from pipelines.ingest.decode import decode
from pipelines.ingest.parser import parser
from pipelines.ingest.piece import LINE_MAX, Piece
from pipelines.ingest.records import FIELD_NAMES, Delivered, Refused, Unreadable, from_fields

JSON_MAX = 48 << 20
_LISTS = ("articles", "results", "items", "docs", "stories", "response", "data", "hits")
_CURE = "mend the file; one article a line goes into a .jsonl file"


def read_json(piece: Piece) -> Iterator[Delivered | Refused]:
    """The object, or each object of the list it is or holds."""
    yield from parser.run(json_articles, piece.whole(JSON_MAX), piece.name, columns_beside(piece.folder))


def json_articles(data: bytes, name: str, columns: Mapping[str, str]) -> Iterator[Delivered | Refused]:
    """The articles of a whole document; made here, where memory is bounded, since objects take many times their text."""
    text, encoding = decode(data)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {error}", _CURE) from error
    items = articles_in(found)
    if items is None:
        yield _article(found, name, None, "json", encoding, columns)
        return
    if not items:
        raise Unreadable("an empty list of articles", "export it again, or remove the file")
    for number, item in enumerate(items, start=1):
        yield _article(item, name, str(number), "json", encoding, columns)


def articles_in(data: object, depth: int = 3) -> list[object] | None:
    """The list of articles that the data is or, under one of the usual names, holds; None where it is one article."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict) or not depth or any(isinstance(data.get(name), str) for name in FIELD_NAMES["text"]):
        return None
    return next((found for name in _LISTS if (found := articles_in(data.get(name), depth - 1)) is not None), None)


def read_jsonl(piece: Piece) -> Iterator[Delivered | Refused]:
    """Each line an object; a line that cannot be read is refused and the next one read."""
    if piece.head().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("UTF-16, in which lines cannot be told apart byte by byte", "save it in UTF-8")
    columns = columns_beside(piece.folder)
    for number, line in piece.lines():
        try:
            item, encoding = _object(line)
            yield _article(item, piece.name, str(number), "jsonl", encoding, columns)
        except Unreadable as error:
            yield Refused(piece.name, str(number), error.reason, error.cure)


def _object(line: bytes | None) -> tuple[object, str]:
    if line is None:
        raise Unreadable(f"a line of more than {LINE_MAX >> 20} MiB", "write one article a line")
    text, encoding = decode(line)
    try:
        return json.loads(text), encoding
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {error}", "write one JSON object a line") from error


def _article(
    item: object, name: str, number: str | None, form: str, encoding: str, columns: Mapping[str, str]
) -> Delivered | Refused:
    if not isinstance(item, dict):
        found = f"a JSON value of type {type(item).__name__}"
        return Refused(name, number, f"{found}, expected an object with a field text", 'write {"text": …}')
    return from_fields(renamed(item, columns), file=name, item=number, delivered_format=form, encoding=encoding)
