"""Delivered articles into rows of `raw.articles` and `raw.rejects`: ids, versions, what is new.

What belongs here: what makes a delivery a new article, a new version, or nothing new.  Pure: what the warehouse already
holds is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pipelines import ids
from pipelines.ingest.records import Delivered, Refused

# article_id → sha256 of each version's text → its version.
Known = Mapping[str, Mapping[str, int]]


def id_of(delivered: Delivered) -> str:
    """The article's id, equal for every delivery of the same article."""
    return ids.article_id(
        url=delivered.url, source=delivered.outlet, delivered_id=delivered.external_id, text=delivered.text
    )


def new_rows(batch: Iterable[Delivered], known: Known, seen_at: datetime) -> list[dict[str, object]]:
    """Rows for deliveries whose text the warehouse does not hold yet, in the order they came."""
    versions = {article: dict(found) for article, found in known.items()}
    out: list[dict[str, object]] = []
    for delivered in batch:
        article = id_of(delivered)
        held = versions.setdefault(article, {})
        if delivered.sha256 in held:
            continue
        version = max(held.values(), default=0) + 1
        held[delivered.sha256] = version
        out.append(
            {
                "article_id": article,
                "version": version,
                "external_id": delivered.external_id,
                "url": delivered.url,
                "outlet": delivered.outlet,
                "title": delivered.title,
                "author": delivered.author,
                "language": delivered.language,
                "published": delivered.published,
                "published_from": delivered.published_from,
                "text": delivered.text,
                "text_sha256": delivered.sha256,
                "delivered_in": delivered.delivered_in,
                "delivered_format": delivered.delivered_format,
                "encoding": delivered.encoding,
                "collected_at": delivered.collected_at,
                "first_seen_at": seen_at,
            }
        )
    return out


def reject_row(refused: Refused, seen_at: datetime) -> dict[str, object]:
    """One row of `raw.rejects`."""
    return {
        "reject_id": ids.digest("reject", refused.path or refused.file, refused.item, refused.reason),
        "file": refused.file,
        "item": refused.item,
        "reason": refused.reason,
        "cure": refused.cure,
        "first_seen_at": seen_at,
        "path": refused.path,
        "last_seen_at": seen_at,
        "resolved_at": None,
        "resolved_as": None,
    }
