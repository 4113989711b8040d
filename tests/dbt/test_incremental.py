"""What a build leaves as it was: an archive that came in several deliveries holds what it would hold had it come in one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import duckdb
import pytest

from tests.dbt.conftest import ATTACK, CLASH, STRIKE
from tests.dbt.test_review import decide, of_article
from tests.dbt.warehouse import PAKISTAN, PROJECT, TALIBAN, Staging, days, rows, run_dbt

ARTICLES = 90
# Few tellings make a block too large, so that deliveries take blocks away and bring them back.
SETTINGS = '{"link_block_largest": 6, "link_block_words": 4}'
# Which ids there were before, and what was registered when, is of the deliveries.
OF_THE_DELIVERIES = {"marts.fact_id_aliases"}
# Rows that the feed of changes says there are.
STANDING = """
    select fact_table, row_key
    from history.changes
    where change <> 'changed'
    qualify row_number() over (partition by fact_table, row_key order by changed_at desc, change) = 1 and change = 'created'
"""


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
        if number % 6 == 0:
            answers = {"target_claim_id": staging.claims[-1]["claim_id"], "speaker_id": "afg-taliban-gov"}
            story.told(
                "statement", f"Kabul denied {number}.", days(published.isoformat()), by=[TALIBAN], claims=[answers]
            )
        if number % 5 == 0:
            incident(story, published, chance, [{}, {"quote": f"It was not us, {number}.", "stance": "denies"}])
            # A denial of no fact that this article tells.
            staging.claims[-1]["article_fact_id"] = None
        if number % 9 == 0:
            story.told("talks", "They met.", days(published.isoformat()), at="Istanbul", by=[PAKISTAN, TALIBAN])
    return staging


def incident(story: Any, published: date, chance: random.Random, claims: list[dict[str, Any]] | None = None) -> None:
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
        claims=claims,
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


def without_facts(staging: Staging, numbers: Iterable[int]) -> Staging:
    """These articles are still there, but nothing is read in them any more."""
    names = {f"a{number:02}" for number in numbers}
    for kind in ("claims", "article_facts"):
        setattr(staging, kind, [row for row in getattr(staging, kind) if row["article_id"] not in names])
    return staging


def delivered(file: Path, target: Path, *deliveries: Staging, only: Iterable[str] = ()) -> Path:
    for staging in deliveries:
        staging.write(file)
        command = ["build", "--exclude-resource-types", "unit_test", "test", "--vars", SETTINGS]
        result = run_dbt(file, *command, *(["--select", *only] if only else []), target=target)
        assert result.success, [r.message for r in result.result.results if r.status in ("error", "fail")]
    return file


def kept_tables() -> set[str]:
    return {path.stem for path in (PROJECT / "models").rglob("*.sql") if "materialized='kept'" in path.read_text()}


def published(file: Path) -> dict[str, list[str]]:
    """Every row of every mart and of what else is kept, the pairs incidents were linked by, and how the history ends, in a
    fixed order."""
    found = rows(
        file,
        "select table_schema || '.' || table_name as name, table_name from information_schema.tables "
        "where table_schema in ('intermediate', 'marts')",
    )
    tables = {r["name"] for r in found if r["name"].startswith("marts.") or r["table_name"] in kept_tables()}
    pairs = "select left_id, right_id, score from intermediate.int_incidents__paired where score > 0.14"
    last = "select * exclude (dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to, first_seen_at, last_changed_at)"
    asked = (
        {table: f"select * from {table}" for table in tables - OF_THE_DELIVERIES}
        | {"pairs": pairs}
        | {"last incidents": f"{last} from history.incidents where dbt_valid_to is null"}
        | {"last statements": f"{last[:-32]}) from history.statements where dbt_valid_to is null"}
        | {"feed": STANDING}
    )
    return {name: sorted(map(str, rows(file, question))) for name, question in asked.items()}


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("at_once")
    return delivered(folder / "warehouse.duckdb", folder / "target", archive())


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
def test_deliveries_leave_what_one_would(deliveries: tuple[range, ...], at_once: Path, tmp_path: Path) -> None:
    earlier = [part_of(archive(misread=True), numbers) for numbers in deliveries]
    file = delivered(tmp_path / "warehouse.duckdb", tmp_path / "target", *earlier, archive())
    found, expected = published(file), published(at_once)
    assert found.keys() == expected.keys()
    assert differences(found, expected) == {}


def test_what_is_decided_withdrawn_or_broken_off_leaves_no_trace(at_once: Path, tmp_path: Path) -> None:
    """Decisions come and go, articles tell nothing for a while, and a build of another reading stops half way."""
    file, target = tmp_path / "warehouse.duckdb", tmp_path / "target"
    copyfile(at_once, file)
    decide(file, "reject", of_article(file, "a01"))
    decide(file, "edit", of_article(file, "a02"), field="place_id", new_value="gn:1138958")
    decide(file, "edit", of_article(file, "a04"), field="killed_best", new_value="99")
    decided = published(delivered(file, target, without_facts(archive(), [6, 7, 8])))

    with duckdb.connect(str(file)) as connection:
        connection.execute("create table decisions as from raw.review_decisions; delete from raw.review_decisions")
    delivered(file, target, archive(misread=True), only=["+int_fact_values__observed", "+fct_claims"])
    undecided = published(delivered(file, target, archive()))
    assert differences(undecided, published(at_once)) == {}

    with duckdb.connect(str(file)) as connection:
        connection.execute("insert into raw.review_decisions from decisions")
    nothing = tmp_path / "nothing.duckdb"
    archive().write(nothing)
    with duckdb.connect(str(nothing)) as connection:
        connection.execute(f"attach '{file}' as other; insert into raw.review_decisions from other.decisions")
    assert differences(decided, published(delivered(nothing, target, without_facts(archive(), [6, 7, 8])))) == {}


def test_what_is_made_of_touched_things_stands_before_states_are_kept(at_once: Path) -> None:
    """And what a test of them rests on too, so that no build that fails one keeps states."""
    manifest = json.loads((at_once.parent / "target" / "manifest.json").read_text())
    above, last = {"model.factwire.kept"}, ["model.factwire.kept"]
    while last:
        last = [name for node in last for name in manifest["parent_map"][node] if name not in above]
        above |= set(last)
    states = {f"model.factwire.{name}" for name in ("int_articles__state", "int_facts__state", "int_facts__linked")}
    tests = {name for name in manifest["nodes"] if name.startswith("test.")}
    narrowed = {
        name
        for name, node in manifest["nodes"].items()
        if node["config"]["materialized"] == "kept"
        or "kept_by" in node["config"]["meta"]
        or "is_touched" in node.get("raw_code", "")
    } | {
        parent for test in tests for parent in manifest["parent_map"][test] if states & {*manifest["parent_map"][test]}
    }
    assert {name.rsplit(".", 1)[-1] for name in narrowed - above} == set()
    assert len(narrowed) > 10


def test_a_pair_is_gone_with_either_of_its_tellings(tmp_path: Path) -> None:
    """An article of a later year told of the event of two earlier ones, until it was read otherwise."""

    def news(misread: bool) -> Staging:
        staging = Staging()
        told = [("first", "2024-03-11", True), ("second", "2024-03-12", True), ("later", "2025-01-06", misread)]
        for name, published, is_of_the_mill in told:
            staging.article(name, published).told(
                "incident",
                "bridge shelled near the mill" if is_of_the_mill else "market burned down",
                days("2024-03-10" if is_of_the_mill else "2025-01-05"),
                at="Kabul" if is_of_the_mill else "Quetta",
                types=STRIKE,
                killed_low=4,
                killed_best=4,
            )
        return staging

    file = delivered(tmp_path / "warehouse.duckdb", tmp_path / "target", news(misread=True))
    assert len(rows(file, "select * from intermediate.int_incidents__paired")) == 3
    delivered(file, tmp_path / "target", news(misread=False))
    at_once = delivered(tmp_path / "at_once.duckdb", tmp_path / "target", news(misread=False))
    assert differences(published(file), published(at_once)) == {}


def test_a_build_that_fails_a_test_fails_it_again(tmp_path: Path) -> None:
    """What it made stays touched, so that the next build looks at it too."""
    staging = part_of(archive(), range(3))
    staging.claims[0]["quote"] = "What no article says."
    file = tmp_path / "warehouse.duckdb"
    for _ in range(2):
        staging.write(file)
        result = run_dbt(file, "build", "--exclude-resource-types", "unit_test", target=tmp_path / "target")
        failed = {r.node.name for r in result.result.results if r.status == "fail"}
        assert failed == {"assert_quotes_stand_at_their_offsets"}
