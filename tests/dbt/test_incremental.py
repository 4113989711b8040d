"""What a build leaves as it was: an archive that came in several deliveries holds what it would hold had it come in one."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.conftest import ATTACK, CLASH, STRIKE
from tests.dbt.warehouse import PAKISTAN, TALIBAN, Staging, days, rows, run_dbt

ARTICLES = 90
# Few tellings make a block too large, so that deliveries take blocks away and bring them back.
SETTINGS = '{"link_block_largest": 6, "link_block_words": 4}'
# Which ids there were before, and what was registered when, is of the deliveries.
OF_THE_DELIVERIES = {"fact_id_aliases"}


def archive(misread: bool = False) -> Staging:
    """The news of some weeks on either side of a new year, of few places and words, and of days long gone.

    misread: an older reading of a fifth of the articles, with other days, tolls and words.
    """
    staging = Staging()
    for number in range(ARTICLES):
        chance = random.Random(number)  # noqa: S311
        published = date(2024, 12, 5) + timedelta(days=chance.randrange(50))
        story = staging.article(f"a{number:02}", published.isoformat(), source=f"source-{number % 7}")
        chance = random.Random(f"{number} read anew" if misread and number % 5 == 0 else number)  # noqa: S311
        for _ in range(chance.choice([1, 1, 2])):
            incident(story, published, chance)
        if number % 3 == 0:
            story.told("statement", f"Minister {number} spoke.", days(published.isoformat()), by=[PAKISTAN])
        if number % 9 == 0:
            story.told("talks", "They met.", days(published.isoformat()), at="Istanbul", by=[PAKISTAN, TALIBAN])
    return staging


def incident(story: Any, published: date, chance: random.Random) -> None:
    event = chance.randrange(12)
    day = date(2024, 12, 5) + timedelta(days=4 * event + chance.choice([0, 0, 0, 1]))
    if day > published or chance.random() < 0.1:
        day = published - timedelta(days=chance.choice([0, 1, 2, 400]))
    words = [f"event{event}word{chance.randrange(6)}" for _ in range(3)] + [
        f"word{chance.randrange(30)}" for _ in range(5)
    ]
    killed = event + chance.choice([0, 0, 1])
    story.told(
        "incident",
        " ".join(words),
        days(day.isoformat()),
        at=chance.choice(["Kabul", "Quetta", "Balochistan", None]),
        types=[STRIKE, CLASH, ATTACK][event % 3],
        by=[PAKISTAN] if chance.random() < 0.5 else [TALIBAN],
        killed_low=killed,
        killed_best=killed,
        killed_high=killed,
    )


def part_of(staging: Staging, wanted: range) -> Staging:
    """Some of the articles and all they tell."""
    names = {f"a{number:02}" for number in wanted}
    part = Staging()
    for kind in ("articles", "sentences", "claims", "article_facts"):
        setattr(part, kind, [row for row in getattr(staging, kind) if row["article_id"] in names])
    return part


def delivered(file: Path, target: Path, *deliveries: Staging) -> Path:
    for staging in deliveries:
        staging.write(file)
        result = run_dbt(file, "build", "--exclude-resource-type", "unit_test", "--vars", SETTINGS, target=target)
        assert result.success, [r.message for r in result.result.results if r.status in ("error", "fail")]
    return file


def published(file: Path) -> dict[str, list[str]]:
    """Every row of every mart, and the pairs they were linked by, in a fixed order."""
    marts = {
        r["name"] for r in rows(file, "select table_name as name from duckdb_tables() where schema_name = 'marts'")
    }
    found = {t: sorted(map(str, rows(file, f"select * from marts.{t}"))) for t in marts - OF_THE_DELIVERIES}
    pairs = "select left_id, right_id, score from intermediate.int_incidents__paired where score > 0.14"
    return found | {"pairs": sorted(map(str, rows(file, pairs)))}


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory, target: Path) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("at_once")
    return published(delivered(folder / "warehouse.duckdb", folder / "target", archive()))


def differences(found: dict[str, list[str]], expected: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    return {
        table: (sorted(set(found[table]) - set(rows_of)), sorted(set(rows_of) - set(found[table])))
        for table, rows_of in expected.items()
        if found[table] != rows_of
    }


@pytest.mark.parametrize(
    "deliveries",
    [
        pytest.param((range(60), range(30, ARTICLES)), id="some vanish, some come"),
        pytest.param((range(0, ARTICLES, 2),), id="half, and some read otherwise"),
    ],
)
def test_deliveries_leave_what_one_would(
    deliveries: tuple[range, ...], at_once: dict[str, list[str]], tmp_path: Path
) -> None:
    earlier = [part_of(archive(misread=True), numbers) for numbers in deliveries]
    file = delivered(tmp_path / "warehouse.duckdb", tmp_path / "target", *earlier, archive())
    found = published(file)
    assert found.keys() == at_once.keys()
    assert differences(found, at_once) == {}
