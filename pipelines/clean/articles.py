"""Raw articles into staging frames, a chunk at a time: settled values, source, sentences.

What belongs here: the frames of the staging layer.  Not here: what is settled within one article (settle.py), reading
what it says (extract/).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from pipelines import ids
from pipelines.clean.duplicates.sketches import credit, sketch
from pipelines.clean.sentences import split_delivered
from pipelines.clean.settle import settled
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source
from pipelines.schemas import STAGING_ARTICLES, STAGING_SENTENCES, STAGING_SKETCHES

# Columns that hang on other articles: settled afterwards, over all of them (duplicates/archive.py).
_OF_COPIES = ("near_duplicate_of", "duplicate_kind", "likeness", "shared_spans")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Rows of `staging.articles`, and the publishers they come from."""

    articles: pl.DataFrame
    sources: list[Source]


def clean_articles(raw: pl.DataFrame, registry: Registry) -> Cleaned:
    """Some rows of `raw.articles`, each with `is_current`, settled one by one: no row depends on the others."""
    origins = find_sources(raw, registry)
    cleaned = raw.with_columns(
        *source_columns(raw["outlet"], origins),
        *settled(raw).get_columns(),
        **dict.fromkeys(_OF_COPIES, pl.lit(None)),
    )
    return Cleaned(cleaned.select(list(STAGING_ARTICLES.polars_schema())), origins)


def find_sources(raw: pl.DataFrame, registry: Registry) -> list[Source]:
    """The publisher of each row, by its outlet and URL as delivered."""
    return [registry.find(outlet=outlet, url=url) for outlet, url in raw.select("outlet", "url").iter_rows()]


def source_columns(outlets: pl.Series, origins: list[Source]) -> list[pl.Series]:
    """The columns of `staging.articles` that hang on the publisher."""
    titles = [s.title if outlet else None for s, outlet in zip(origins, outlets, strict=True)]
    return [
        pl.Series("source_id", [s.id for s in origins], dtype=pl.String),
        pl.Series("text_licence", [s.licence for s in origins], dtype=pl.String),
        pl.Series("outlet", titles, dtype=pl.String),
    ]


def sketch_rows(raw: pl.DataFrame, origins: list[Source], registry: Registry) -> pl.DataFrame:
    """Rows of `staging.sketches` for the current ones among rows of `raw.articles`."""
    credited = [credit(text) for text in raw["text"]]
    sketches = raw.with_columns(
        pl.Series("credit", credited, dtype=pl.String),
        is_credited_elsewhere=credited_elsewhere(credited, origins, registry),
        sketch=sketch(raw["text"]),
        is_settled=pl.lit(value=False),
    )
    return sketches.filter("is_current").select(list(STAGING_SKETCHES.polars_schema()))


def credited_elsewhere(credited: list[str | None], origins: list[Source], registry: Registry) -> pl.Series:
    """Whether each dateline credits another publisher than the article's own."""

    def is_other(name: str | None, own: Source) -> bool:
        named = registry.find(outlet=name, url=None).id if name else own.id
        # A credit is often shorter than the outlet's name: (Northern) in a story of the Northern Wire.
        return named != own.id and not own.id.startswith(f"{named}-")

    return pl.Series([is_other(c, own) for c, own in zip(credited, origins, strict=True)], dtype=pl.Boolean)


@cache
def cleaner_version() -> str:
    """Hash over the code and the data that cleaning rests on: what another hash cleaned is cleaned again."""
    files = sorted(path for path in _FOLDER.rglob("*") if path.suffix in {".py", ".yml"})
    state = hashlib.sha256(pl.__version__.encode())
    for path in files:
        state.update(path.name.encode())
        state.update(path.read_bytes())
    return state.hexdigest()[:12]


def sentences(raw: pl.DataFrame) -> pl.DataFrame:
    """Rows of `staging.sentences` for rows of `staging.articles` (article_id, version, title, text)."""
    rows: list[dict[str, object]] = []
    for article, version, title, text in raw.select("article_id", "version", "title", "text").iter_rows():
        repaired, found = split_delivered(text, title)
        for sentence in found:
            start, end = repaired.delivered(sentence.start, sentence.end)
            rows.append(
                {
                    "sentence_id": ids.sentence_id(article, version, sentence.number),
                    "article_id": article,
                    "version": version,
                    "number": sentence.number,
                    "char_start": start,
                    "char_end": end,
                    "text": text[start:end],
                    "is_quote": sentence.is_quote,
                    "part": sentence.part,
                    "is_boilerplate": sentence.is_boilerplate,
                }
            )
    return STAGING_SENTENCES.frame(rows)
