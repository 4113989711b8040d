"""Delivered articles into rows of `raw.articles` and `raw.rejects`: ids, versions, what is new.

What belongs here: what makes a delivery a new article, a new version, or nothing new.  Pure: what the warehouse already
holds is given.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pipelines import ids
from pipelines.clean.written import read_day
from pipelines.ingest.records import Delivered, Refused

Row = dict[str, object]

# What a delivery says of an article, beside its text; the name of the file last, since it says least.
_SAID = "published published_from url outlet title author language external_id encoding delivered_format delivered_in".split()
HELD = ["article_id", "version", "text_sha256", "collected_at", *_SAID]
_FEEDS = frozenset({"rss", "atom", "json feed"})
_DAY_IN_NAME = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class News:
    """What a batch brings: `rows` with texts not held yet, `changed` rows (of HELD columns) for texts that are."""

    rows: list[Row]
    changed: list[Row]


def id_of(delivered: Delivered) -> str:
    """The article's id, equal for every delivery of the same article."""
    return ids.article_id(
        url=delivered.url, source=delivered.outlet, delivered_id=delivered.external_id, text=delivered.text
    )


def news(batch: Iterable[Delivered], held: Iterable[Row], seen_at: datetime) -> News:
    """What the warehouse does not hold yet; held: rows of HELD columns of the articles in the batch.

    Versions are numbered from the oldest, whatever the order in which they came.  Of deliveries of one text the one dated
    first is kept, of equal days the one that says most: so the order of delivery decides only where nothing else does.
    """
    before = {(row["article_id"], row["text_sha256"]): row for row in held}
    texts: dict[object, dict[object, Row]] = defaultdict(dict)
    for row in sorted(before.values(), key=lambda row: int(str(row["version"]))):
        texts[row["article_id"]][row["text_sha256"]] = row
    for delivered in batch:
        row = _row(delivered, seen_at)
        versions = texts[row["article_id"]]
        known = versions.setdefault(row["text_sha256"], row)
        if _worth(row) < _worth(known):
            versions[row["text_sha256"]] = known | {name: row[name] for name in (*_SAID, "collected_at")}
    found = [
        row | {"version": version}
        for versions in texts.values()
        for version, row in enumerate(sorted(versions.values(), key=_age), start=1)
    ]
    return News(
        rows=[row for row in found if "text" in row],
        changed=[row for row in found if "text" not in row and row != before[row["article_id"], row["text_sha256"]]],
    )


def _row(delivered: Delivered, seen_at: datetime) -> Row:
    """One row of `raw.articles`; its version is not known yet."""
    said: Row = {name: getattr(delivered, name) for name in _SAID}
    return said | {
        "article_id": id_of(delivered),
        "version": 0,
        "collected_at": delivered.collected_at,
        "text": delivered.text,
        "text_sha256": delivered.sha256,
        "first_seen_at": seen_at,
    }


def _day(row: Row) -> date | None:
    return read_day(str(row["published"])) if row["published"] else None


def _age(row: Row) -> tuple[bool, date, date]:
    """By the day of publication, then by the day in the name of its file; of equal ones that delivered later is newer.

    What a feed says of an article is never newer than the article itself: most feeds give its first sentences only.
    """
    named = _DAY_IN_NAME.search(str(row["delivered_in"]))
    is_article = row["delivered_format"] not in _FEEDS
    return is_article, _day(row) or date.min, (read_day(named.group()) if named else None) or date.min


def _worth(row: Row) -> tuple[object, ...]:
    """Less is better: dated early, then saying much; the rest only makes one of two come first."""
    missing = sum(row[name] is None for name in _SAID)
    return _day(row) or date.max, missing, *(str(row[name] or "") for name in _SAID)


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
