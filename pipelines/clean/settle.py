"""What cleaning settles of one article: its title, language and publication, each with where it comes from.

What belongs here: one delivered row in, the settled values of that row out; nothing of other articles.  Not here: how
each value is found (dates.py, language.py, parts.py), sources and copies (articles.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from pipelines.clean.dates import candidates_of, decided, settle
from pipelines.clean.language import language_of
from pipelines.clean.mojibake import repair
from pipelines.clean.sentences import Sentence, split_delivered
from pipelines.clean.written import read_day
from pipelines.schemas import STAGING_ARTICLES

_SETTLED = (
    "title title_from language language_from is_read published_on published_from published_at published_offset "
    "published_confidence has_published_conflict published_flag published_candidates n_sentences"
).split()


def settled(raw: pl.DataFrame) -> pl.DataFrame:
    """The settled columns of `staging.articles` for rows of `raw.articles`, in their order."""
    schema = {name: dtype for name, dtype in STAGING_ARTICLES.polars_schema().items() if name in _SETTLED}
    return pl.DataFrame([settle_article(row) for row in raw.iter_rows(named=True)], schema=schema, orient="row")


def settle_article(row: Mapping[str, Any]) -> dict[str, Any]:
    """Settled values of one row of `raw.articles`; `first_seen_at` may be unknown.

    With `is_decided` a reviewer has set the day, which is `decided_on`.
    """
    title = repair(row["title"]).text if row["title"] else None
    repaired, sentences = split_delivered(row["text"], title)
    text = repaired.text
    headline = title or _headline(text, sentences)
    language = language_of(text, row["language"])
    published = settle(
        candidates_of(
            published=row["published"],
            published_from=row["published_from"],
            url=row["url"],
            delivered_in=row["delivered_in"],
            text=text,
            sentences=sentences,
        ),
        seen_on=_seen_on(row["collected_at"], row["first_seen_at"]),
    )
    if row.get("is_decided"):
        published = decided(published, row["decided_on"])
    return published.row() | {
        "title": headline,
        "title_from": "metadata" if title else "text" if headline else "none",
        "language": language.tag,
        "language_from": language.origin,
        "is_read": language.is_read,
        "n_sentences": len(sentences),
    }


def _seen_on(collected: str | None, first_seen: datetime | None) -> date | None:
    """The day the article was fetched, where the archive that it came in says so, else that of its delivery."""
    return (read_day(collected) if collected else None) or (first_seen.date() if first_seen else None)


def _headline(text: str, sentences: Sequence[Sentence]) -> str | None:
    spans = [(s.start, s.end) for s in sentences if s.part == "headline"]
    return " ".join(text[spans[0][0] : spans[-1][1]].split()) if spans else None
