"""Refusals over time: one that comes again is the same one, one that comes no more is resolved and kept.

What belongs here: rows of `raw.rejects` from what this run refused and what is held.  Pure but for looking whether a file
is still there.  Not here: why something is refused (formats/, records.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines.ingest.inbox import STDIN, matches, place_of
from pipelines.schemas import RAW_REJECTS


def met_again(refused: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Rows of this run's refusals; of those held already, name and first time stay."""
    known = held.select("reject_id", "file", "first_seen_at")
    return (
        refused.join(known, on="reject_id", how="left", suffix="_held")
        .with_columns(
            file=pl.coalesce("file_held", "file"), first_seen_at=pl.coalesce("first_seen_at_held", "first_seen_at")
        )
        .select(list(RAW_REJECTS.polars_schema()))
    )


def resolved(standing: pl.DataFrame, paths: Iterable[Path], seen_at: datetime) -> pl.DataFrame:
    """Of the refusals that this run did not meet, those it would have met: their file was read, or is there no more."""
    roots = [root for path in paths for root in _roots(path)]
    how = [_how(path, roots) for path in standing["path"]]
    return standing.with_columns(
        resolved_as=pl.Series(how, dtype=pl.String), resolved_at=pl.lit(seen_at).cast(pl.Datetime("us", "UTC"))
    ).filter(pl.col("resolved_as").is_not_null())


def on_disk(path: str) -> Path | None:
    """The file that a refusal lies in: the path itself, or the archive above it."""
    here = Path(path)
    return next((place for place in (here, *here.parents) if place.is_file()), None)


def _how(path: str | None, roots: list[Path]) -> str | None:
    if path is None:  # standard input cannot be looked at again
        return None
    if on_disk(path) is None:
        return "gone"
    return "read" if any(Path(path).is_relative_to(root) for root in roots) else None


def _roots(path: Path) -> list[Path]:
    """What a path given covers: itself, or the files that a pattern matches."""
    if str(path) == STDIN:
        return []
    return [place_of(place) for place in ([path] if path.exists() else matches(path))]
