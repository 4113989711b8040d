"""One delivered record: the usual names of its fields read, its text checked, or refused with reason and cure.

What belongs here: what makes a record an article.  Not here: file formats (inbox.py), what its date means
(clean/dates.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

# Field of the article → names it is delivered under, the first one present wins.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "guid", "uri", "stories_id"),
    "title": ("title", "headline"),
    "published": (
        "date",
        "published",
        "published_at",
        "publishedAt",
        "pubDate",
        "date_published",
        "date_publish",
        "publish_date",
    ),
    "text": ("text", "body", "content", "maintext"),
    "url": ("url", "link"),
    "outlet": ("outlet", "source", "publisher", "media_name", "source_domain"),
    "language": ("language", "lang"),
    "author": ("author", "byline", "authors"),
}
# A text longer than a book holds many articles, or none.
TEXT_MAX, FIELD_MAX = 1_000_000, 10_000
# Control characters that no text holds; a file that does is an image, a program, a damaged disk.
NO_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Delivered:
    """An article as delivered; `text` is never changed after this point."""

    text: str
    external_id: str | None
    title: str | None
    published: str | None
    published_from: str
    url: str | None
    outlet: str | None
    language: str | None
    author: str | None
    delivered_in: str
    delivered_format: str
    encoding: str | None = None
    collected_at: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or record that could not be read; `item` is the line or item number inside the file.

    path: the file on disk, and below it the member of an archive; null for standard input.
    """

    file: str
    item: str | None
    reason: str
    cure: str
    path: str | None = None


# What is quoted of a bad file may be as long as the file.
REASON_MAX = 500


class Unreadable(Exception):
    """Raised by a reader where it cannot go on: a file, or from some item of it on."""

    def __init__(self, reason: str, cure: str, item: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.cure, self.item = reason[:REASON_MAX], cure, item

    def refused(self, file: str) -> Refused:
        """The record of it."""
        return Refused(file, self.item, self.reason, self.cure)


def from_fields(
    fields: Mapping[str, object],
    *,
    file: str,
    item: str | None,
    delivered_format: str,
    published_from: str = "metadata",
    encoding: str | None = None,
    collected_at: str | None = None,
) -> Delivered | Refused:
    """A record from named fields; refused where it has no text, or a field that is not what its name says."""
    try:
        values = {field: _value(fields, field) for field in FIELD_NAMES}
        text = _checked(values)
    except Unreadable as error:
        return Refused(file, item, error.reason, error.cure)
    del values["text"]
    published = values.pop("published")
    return Delivered(
        text=text,
        published=published,
        published_from=published_from if published else "none",
        delivered_in=f"{file}#{item}" if item else file,
        delivered_format=delivered_format,
        encoding=encoding,
        collected_at=collected_at,
        **values,
    )


def _value(fields: Mapping[str, object], field: str) -> str | None:
    """The first of the field's names that holds anything."""
    name = next((n for n in FIELD_NAMES[field] if fields.get(n) not in (None, "")), None)
    value = _named(fields[name]) if name else None
    if field == "author" and isinstance(value, list):
        value = ", ".join(who for who in map(_named, value) if isinstance(who, str)) or None
    if isinstance(value, date):
        value = value.isoformat()
    if field == "external_id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise Unreadable(
            f"field {name!r} is of type {type(value).__name__}, expected text", f"write {name!r} as a string"
        )
    return value


def _checked(values: Mapping[str, str | None]) -> str:
    """The text; Unreadable where it is none, or another field is not what it says."""
    text = values["text"]
    if not text or not text.strip():
        wanted = ", ".join(FIELD_NAMES["text"])
        cure = "give the article's text in one of them"
        if values["url"]:
            cure += ", or fetch the page that it links to and deliver that"
        raise Unreadable(f"no text: none of the fields {wanted} holds any", cure)
    if len(text) > TEXT_MAX:
        raise Unreadable(f"a text of {len(text):,} characters, which is no article", "deliver its articles one by one")
    if long := next((name for name, value in values.items() if name != "text" and len(value or "") > FIELD_MAX), None):
        raise Unreadable(
            f"{long} of {len(values[long] or ''):,} characters", f"leave {long} out, or give what it names"
        )
    if broken := next((name for name, value in values.items() if value and not _is_whole(value)), None):
        raise Unreadable(
            f"{broken} holds half of a surrogate pair, which is no character", "write it in whole UTF-8 characters"
        )
    if found := NO_TEXT.search(text):
        where = f"U+{ord(found.group()):04X} at character {found.start()}"
        raise Unreadable(f"no text: control character {where}", "deliver plain text")
    if values["url"] and not _is_address(values["url"]):
        raise Unreadable(f"{values['url'][:200]!r} is no address", "write the whole address, or leave the field out")
    return text


def _is_whole(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_address(url: str) -> bool:
    try:
        urlsplit(url.strip())
    except ValueError:
        return False
    return True


def _named(value: object) -> object:
    """The name in `{"id": …, "name": …}` or `{"uri": …, "title": …}`, as news APIs write a source or an author."""
    if isinstance(value, Mapping):
        return next((value[key] for key in ("name", "title") if isinstance(value.get(key), str)), value)
    return value
