"""What a copy counts for: nothing it took over is a source of its own, what it adds is."""

from __future__ import annotations

from pathlib import Path

from tests.dbt.conftest import STRIKE
from tests.dbt.warehouse import PAKISTAN, Staging, Story, build, days, rows

NIGHT = "Jets hit two depots in Kabul and killed three guards, the interior ministry said."
MINE = "A mine killed two shepherds below the dam of Quetta."
# Passages of the partial copies: their first sentence, and a blank.
SHARED = [(0, len(NIGHT))]


def tells_night(story: Story, *more: str) -> None:
    story.told(
        "incident",
        NIGHT,
        days("2025-10-09"),
        at="Kabul",
        types=STRIKE,
        by=[PAKISTAN],
        killed_low=3,
        killed_best=3,
        killed_high=3,
        casualty_scope="event",
        claims=[{}, *({"quote": quote} for quote in more)],
    )


def tells_mine(story: Story) -> None:
    story.told(
        "incident",
        MINE,
        days("2025-10-11"),
        at="Quetta",
        types=("Explosions/Remote violence", "Remote explosive/landmine/IED"),
        killed_low=2,
        killed_best=2,
        killed_high=2,
        casualty_scope="event",
    )


def test_a_copy_counts_for_its_original_and_what_it_adds_for_itself(tmp_path: Path, target: Path) -> None:
    staging = Staging()
    tells_night(staging.article("first", "2025-10-10", source="wire"))
    tells_night(staging.article("reprint", "2025-10-10", source="mirror", copies="first"))
    weekend = staging.article("weekend", "2025-10-12", source="weekly", copies="first", shares=SHARED)
    tells_night(weekend)
    tells_mine(weekend)
    headed = staging.article("headed", "2025-10-12", source="evening", copies="first", shares=SHARED)
    headed.row["title"] = "Three guards killed in Kabul"
    tells_night(headed, "Three guards killed in Kabul")
    tells_mine(staging.article("mirror-2", "2025-10-12", source="mirror"))
    file = tmp_path / "warehouse.duckdb"
    staging.write(file)
    build(file, target)
    counts = "select location, n_sources, n_articles from marts.fct_incidents order by 1"
    assert [tuple(r.values()) for r in rows(file, counts)] == [("Kabul", 1, 4), ("Quetta", 2, 2)]

    tells = staging.article("visited", "2025-10-13", source="visitor", copies="first", shares=SHARED)
    tells_night(tells, "Our reporter counted three coffins in the yard.")
    staging.write(file)
    build(file, target)
    assert [tuple(r.values()) for r in rows(file, counts)] == [("Kabul", 2, 5), ("Quetta", 2, 2)]
