"""Feeds of new facts: JSON Feed 1.1 and RSS 2.0, the newest first, each item with the sentences it rests on.

What belongs here: what an item says, the two formats.  Not here: which words may leave (texts.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from xml.etree import ElementTree as ET  # nosec B405

import duckdb

from pipelines.api.evidence import Evidence, evidence_of
from pipelines.api.facts import ALL_FACTS, FAMILIES
from pipelines.files import replaced
from pipelines.publish.texts import Texts

ITEMS = 200
_TITLE = "Factwire: new facts"
_ABOUT = "Facts read from news articles by machine: each says who reports it."
# RSS asks for a link; the facts of a home have no address.
_LINK = "urn:factwire:new-facts"
_NEW = f"""
select f.family, f.fact_id, f.day_from, f.day_to, f.place, f.what, f.doubt, c.fact_table, min(c.changed_at) as since
from ({ALL_FACTS}) as f
join history.changes as c on c.fact_id = f.fact_id and c.change = 'created'
where c.fact_table in ({", ".join(f"'{table}'" for table in FAMILIES.values())})
group by all
order by since desc, f.fact_id
limit {ITEMS}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Item:
    """One fact as a feed tells it."""

    fact_id: str
    family: str
    title: str
    text: str
    since: datetime


def write_feed(connection: duckdb.DuckDBPyConnection, file: Path, form: str, texts: Texts) -> dict[Path, int]:
    """The newest facts (at most ITEMS) as `jsonfeed` or `rss`; items by file."""
    items = _items(connection, texts)
    with replaced(file) as fresh:
        if form == "rss":
            ET.ElementTree(_rss(items)).write(fresh, encoding="utf-8", xml_declaration=True)
        else:
            fresh.write_text(json.dumps(_json_feed(items), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {file: len(items)}


def _items(connection: duckdb.DuckDBPyConnection, texts: Texts) -> list[Item]:
    items = []
    for family, fact_id, start, end, place, what, doubt, table, since in connection.execute(_NEW).fetchall():
        days = "–".join(dict.fromkeys(str(day) for day in (start, end) if day)) or "undated"
        title = " · ".join(filter(None, (days, place, what)))
        lines = [f"In doubt: {doubt}"] if doubt else []
        lines += [_line(claim, texts) for claim in evidence_of(connection, table, fact_id)]
        items.append(Item(fact_id, family, title, "\n".join(lines), since))
    return items


def _line(claim: Evidence, texts: Texts) -> str:
    """One claim: its words as far as they may leave, else where they stand."""
    words = None if texts is Texts.OFFSETS else claim.quote
    said = (
        " ".join(words.split())
        if words
        else f"article {claim.article_id}, characters {claim.char_start}–{claim.char_end}"
    )
    who = ", ".join(filter(None, (claim.speaker or "the reporter", claim.outlet, str(claim.published_on or ""))))
    return f"{claim.role}: {said} ({who})"


def _json_feed(items: list[Item]) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _TITLE,
        "description": _ABOUT,
        "items": [
            {
                "id": item.fact_id,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.since.isoformat(),
                "tags": [item.family],
            }
            for item in items
        ],
    }


def _rss(items: list[Item]) -> ET.Element:
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    for name, value in (("title", _TITLE), ("link", _LINK), ("description", _ABOUT)):
        ET.SubElement(channel, name).text = value
    for item in items:
        element = ET.SubElement(channel, "item")
        ET.SubElement(element, "guid", isPermaLink="false").text = item.fact_id
        for name, value in (
            ("title", item.title),
            ("description", item.text),
            ("category", item.family),
            ("pubDate", format_datetime(item.since)),
        ):
            ET.SubElement(element, name).text = _xml_safe(value)
    return rss


def _xml_safe(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
