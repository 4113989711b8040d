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

# Field of the article → names it is delivered under, the first one present wins.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "guid"),
    "title": ("title", "headline"),
    "published": ("date", "published", "published_at", "publishedAt", "pubDate", "date_published"),
    "text": ("text", "body", "content"),
    "url": ("url", "link"),
    "outlet": ("outlet", "source", "publisher"),
    "language": ("language", "lang"),
    "author": ("author", "byline"),
}
_HALF_PAIR = re.compile("[\ud800-\udfff]")


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

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or record that could not be read; `item` is the line or item number inside the file."""

    file: str
    item: str | None
    reason: str
    cure: str


def from_fields(
    fields: Mapping[str, object],
    *,
    file: str,
    item: str | None,
    delivered_format: str,
    published_from: str = "metadata",
) -> Delivered | Refused:
    """A record from named fields; refused where it has no text, or a field that is not what its name says."""

    def refuse(reason: str, cure: str) -> Refused:
        return Refused(file, item, reason, cure)

    values: dict[str, str | None] = {}
    for field, names in FIELD_NAMES.items():
        name = next((n for n in names if fields.get(n) not in (None, "")), None)
        value = fields[name] if name else None
        if isinstance(value, Mapping) and isinstance(value.get("name"), str):
            value = value["name"]  # {"source": {"id": …, "name": …}}, as news APIs write it
        if isinstance(value, date):
            value = value.isoformat()
        if field == "external_id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            return refuse(
                f"field {name!r} is of type {type(value).__name__}, expected text", f"write {name!r} as a string"
            )
        values[field] = value
    text, published = values.pop("text"), values.pop("published")
    if not text or not text.strip():
        wanted = ", ".join(FIELD_NAMES["text"])
        return refuse(f"no text: none of the fields {wanted} holds any", "give the article's text in one of them")
    if broken := next(
        (name for name, value in {**values, "text": text}.items() if value and _HALF_PAIR.search(value)), None
    ):
        return refuse(
            f"{broken} holds half of a surrogate pair, which is no character", "write it in whole UTF-8 characters"
        )
    return Delivered(
        text=text,
        published=published,
        published_from=published_from if published else "none",
        delivered_in=f"{file}#{item}" if item else file,
        delivered_format=delivered_format,
        **values,
    )
