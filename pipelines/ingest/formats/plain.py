"""Plain text and Markdown: the file is the article.

What belongs here: .txt with its header lines, .md with front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import frontmatter
import yaml

from pipelines.clean.sentences import date_header
from pipelines.ingest.decode import decode
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

TEXT_MAX = 8 << 20
FRONT_MATTER_MAX = 1 << 16
_HEADLINE_MAX = 140
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(.*?)\n---[ \t]*\r?(?:\n|$)", re.S)


def read_txt(piece: Piece) -> Iterator[Delivered | Refused]:
    """The text with its leading date and a headline set apart, where it has them."""
    text, encoding = decode(piece.whole(TEXT_MAX))
    header = date_header(text)
    body = text[header.end() :] if header else text
    first, _, rest = body.lstrip().partition("\n")
    is_headline = (
        rest[:1] in "\r\n" and bool(rest.strip()) and len(first) <= _HEADLINE_MAX and first.rstrip()[-1:] not in ".!?"
    )
    fields = {
        "text": text,
        "date": header["day"] if header else None,
        "title": first.strip() if is_headline else None,
    }
    yield from_fields(
        fields, file=piece.name, item=None, delivered_format="txt", published_from="header", encoding=encoding
    )


def read_md(piece: Piece) -> Iterator[Delivered | Refused]:
    """The text below the front matter, and the fields of that."""
    whole, encoding = decode(piece.whole(TEXT_MAX))
    found = _FRONT_MATTER.match(whole)
    if found and len(found.group(1)) > FRONT_MATTER_MAX:
        raise Unreadable("the front matter is longer than 64 KiB", "leave only the usual fields between the two ---")
    try:
        fields, text = frontmatter.parse(whole)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where else ""
        raise Unreadable(f"the front matter is no valid YAML{line}", "mend the lines between the two ---") from error
    yield from_fields({**fields, "text": text}, file=piece.name, item=None, delivered_format="md", encoding=encoding)
