"""Near-duplicates: noisy copies are found, reports of one event by two hands are not."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.clean.duplicates import near_duplicates

WIRE = (
    "Traders on both sides of the pass said on Monday that queues of lorries had grown to nine kilometres since the gate was "
    "shut, and that fruit worth millions of rupees was rotting in the heat while officials in the two capitals blamed each "
    "other for the delay and gave no date for a meeting that might end it."
)
OTHER = (
    "The gate remains shut and the line of lorries is now nine kilometres long, merchants told this newspaper on Monday. "
    "Loads of grapes and apples are spoiling. Neither government would say when its envoys will sit down together, and each "
    "says the other one is responsible for what has become the longest closure in years."
)


def frame(*texts: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(len(texts))],
            "text": texts,
            "published_on": [date(2025, 11, 3 + number) for number in range(len(texts))],
        },
        schema={"article_id": pl.String, "text": pl.String, "published_on": pl.Date},
    )


def test_copy_with_edits_points_to_the_earlier_article() -> None:
    copy = "QUETTA — " + WIRE.replace("on Monday", "Monday").replace("officials", "Officials") + " (agency)"
    assert near_duplicates(frame(WIRE, copy)).to_dicts() == [{"article_id": "a1", "near_duplicate_of": "a0"}]


def test_copies_of_copies_point_to_the_original() -> None:
    found = near_duplicates(frame(WIRE, WIRE + " More later.", WIRE + " More later. Updated."))
    assert set(found["near_duplicate_of"]) == {"a0"}
    assert found.height == 2


def test_another_report_of_the_same_event_is_none() -> None:
    assert near_duplicates(frame(WIRE, OTHER)).is_empty()


def test_short_texts_are_never_copies() -> None:
    assert near_duplicates(frame("Gate shut.", "Gate shut.")).is_empty()


def test_no_articles() -> None:
    assert near_duplicates(frame()).is_empty()
