"""Raw articles into staging frames: publication day, source, currency, copies, sentences.

What belongs here: settled values of an article, and its sentences.  Not here: reading what it says (extract/).
"""

from __future__ import annotations

import polars as pl

from pipelines import ids
from pipelines.clean.duplicates import near_duplicates
from pipelines.clean.sentences import split_sentences
from pipelines.ingest.records import read_day
from pipelines.ingest.registry import Registry
from pipelines.schemas import STAGING_ARTICLES, STAGING_SENTENCES, STAGING_SOURCES


def clean_articles(raw: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Rows of `staging.articles` from all rows of `raw.articles`; the registry gains provisional sources on the way."""
    origins = [registry.find(outlet=o, url=u) for o, u in raw.select("outlet", "url").iter_rows()]
    staged = raw.with_columns(
        published_on=pl.Series([read_day(p) if p else None for p in raw["published"]], dtype=pl.Date),
        source_id=pl.Series([s.id for s in origins], dtype=pl.String),
        text_licence=pl.Series([s.licence for s in origins], dtype=pl.String),
        outlet=pl.Series(
            [s.title if outlet else None for s, outlet in zip(origins, raw["outlet"], strict=True)], dtype=pl.String
        ),
        is_current=pl.col("version") == pl.col("version").max().over("article_id"),
        n_sentences=pl.Series([len(split_sentences(text)) for text in raw["text"]], dtype=pl.Int64),
    )
    copies = near_duplicates(staged.filter("is_current").select("article_id", "text", "published_on"))
    return (
        staged.join(copies, on="article_id", how="left")
        .select(list(STAGING_ARTICLES.polars_schema()))
        .sort("article_id", "version")
    )


def sentences(raw: pl.DataFrame) -> pl.DataFrame:
    """Rows of `staging.sentences` for rows of `raw.articles` (article_id, version, text)."""
    return STAGING_SENTENCES.frame(
        [
            {
                "sentence_id": ids.sentence_id(article, version, s.number),
                "article_id": article,
                "version": version,
                "number": s.number,
                "char_start": s.start,
                "char_end": s.end,
                "text": text[s.start : s.end],
                "is_quote": s.is_quote,
                "is_boilerplate": s.is_boilerplate,
            }
            for article, version, text in raw.select("article_id", "version", "text").iter_rows()
            for s in split_sentences(text)
        ]
    )


def source_rows(registry: Registry) -> pl.DataFrame:
    """Rows of `staging.sources`: every definition, and the provisional ones in use."""
    return STAGING_SOURCES.frame([source.row() for source in sorted(registry.sources.values(), key=lambda s: s.id)])
