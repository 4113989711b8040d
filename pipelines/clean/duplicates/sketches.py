"""Sketches: a few numbers that stand for a text, of which texts with a passage in common share some.

What belongs here: fingerprints of texts, in polars, and whom a story credits.  Not here: what is made of them (archive.py).
Method: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", 2003.  Of every
WINDOW runs of RUN words the one with the lowest hash is kept, so that two texts that share WINDOW + RUN - 1 words on end
share a fingerprint for certain.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.clean.duplicates.words import DROPPED

RUN = 5
WINDOW = 9
# Odd multipliers that mix the hashes of the words of a run by their places.
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD)
# ISLAMABAD, Nov 11 (Northern Wire) - …: the dateline names whose story it is.
_CREDIT = re.compile(r"^[^\n(]{2,60}\(([A-Z][^()\n]{1,30})\)\s*[-–—:]", re.MULTILINE)
_HEAD = 400


def sketch(texts: pl.Series) -> pl.Series:
    """The fingerprints of each text, in ascending order; none for a text shorter than a run."""
    plain = pl.col("text").str.to_lowercase().str.replace_all(rf"[{DROPPED}]", "")
    words = (
        pl.DataFrame({"text": texts})
        .with_row_index("row")
        .select("row", word=plain.str.extract_all(r"[\p{L}\p{M}\p{N}]+"))
        .explode("word")
        .drop_nulls("word")
        .select("row", word=pl.col("word").hash(seed=0))
    )
    mixed = sum(
        (pl.col("word").shift(-place) * pl.lit(factor, pl.UInt64) for place, factor in enumerate(_MIX)),
        start=pl.lit(0, pl.UInt64),
    )
    prints = (
        words.with_columns(run=mixed, last=pl.col("row").shift(1 - RUN))
        .filter(pl.col("row") == pl.col("last"))
        .select("row", run=pl.col("run").hash(seed=0).reinterpret(signed=True))
        .select("row", kept=pl.col("run").rolling_min(WINDOW, min_samples=1).over("row"))
        .group_by("row")
        .agg(pl.col("kept").unique().sort())
    )
    kept = pl.DataFrame({"row": pl.int_range(len(texts), dtype=pl.UInt32, eager=True)}).join(
        prints, on="row", how="left", maintain_order="left"
    )["kept"]
    return kept.fill_null(pl.Series([[]], dtype=pl.List(pl.Int64)))


def credit(text: str) -> str | None:
    """The publisher that the dateline credits in brackets, as written."""
    found = _CREDIT.search(text, 0, _HEAD)
    return found[1].strip() if found else None
