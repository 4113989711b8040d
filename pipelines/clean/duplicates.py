"""Near-duplicates: which article copies an earlier one, by a bottom-k sketch over word trigrams.

What belongs here: likeness of texts.  Not here: what a copy counts for (dbt: it adds no independent source).
Method: A. Broder, "On the resemblance and containment of documents", 1997; the sketch is joined on itself in polars.
"""

from __future__ import annotations

import polars as pl

SKETCH_SIZE = 64
# Share of the sketch two texts must have in common: above it copies with other headlines and small edits, below it
# reports of one event by different hands.
ALIKE = 0.6
# A text of a few words has too few trigrams for its sketch to mean anything.
MIN_TRIGRAMS = 20


def near_duplicates(articles: pl.DataFrame) -> pl.DataFrame:
    """For each article that copies an earlier one: `article_id`, `near_duplicate_of` (always an original).

    articles: columns article_id, text, published_on, in any order; the original is the one published first, undated ones
    last, then the one with the lower id.
    """
    ranked = articles.sort("published_on", "article_id", nulls_last=True).with_row_index("rank")
    sketches = _sketches(ranked)
    pairs = (
        sketches.join(sketches, on="trigram", suffix="_of")
        .filter(pl.col("rank_of") < pl.col("rank"))
        .group_by("rank", "rank_of", "size", "size_of")
        .agg(shared=pl.len())
        .filter(pl.col("shared") >= ALIKE * pl.min_horizontal("size", "size_of"))
        .sort("rank", "rank_of")
    )
    original: dict[int, int] = {}
    for rank, rank_of in pairs.select("rank", "rank_of").iter_rows():
        original.setdefault(rank, original.get(rank_of, rank_of))
    names = ranked["article_id"]
    return pl.DataFrame(
        {
            "article_id": [names[rank] for rank in original],
            "near_duplicate_of": [names[rank] for rank in original.values()],
        },
        schema={"article_id": pl.String, "near_duplicate_of": pl.String},
    )


def _sketches(ranked: pl.DataFrame) -> pl.DataFrame:
    """Long frame rank, size, trigram (hash): the SKETCH_SIZE smallest trigram hashes of each text."""
    words = pl.col("text").str.to_lowercase().str.extract_all(r"\w+")
    tokens = (
        ranked.select("rank", word=words)
        .explode("word")
        .drop_nulls("word")
        .with_columns(
            trigram=pl.concat_str(
                "word", pl.col("word").shift(-1).over("rank"), pl.col("word").shift(-2).over("rank"), separator=" "
            )
        )
        .drop_nulls("trigram")
        .select("rank", trigram=pl.col("trigram").hash(seed=0))
        .unique()
    )
    return (
        tokens.with_columns(place=pl.col("trigram").rank("ordinal").over("rank"), size=pl.len().over("rank"))
        .filter(pl.col("place") <= SKETCH_SIZE, pl.col("size") >= MIN_TRIGRAMS)
        .with_columns(size=pl.min_horizontal("size", pl.lit(SKETCH_SIZE)))
        .drop("place")
    )
