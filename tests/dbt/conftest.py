"""One small world, built once: every scenario of the fact marts in one warehouse."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tests.dbt.warehouse import GUNMEN, NOBODY, PAKISTAN, QATAR, TALIBAN, TURKEY, Staging, build, days

STRIKE = ("Explosions/Remote violence", "Air/drone strike")
CLASH = ("Battles", "Armed clash")
ATTACK = ("Violence against civilians", "Attack")


def world() -> Staging:
    """What the tests of this folder look at; each scenario keeps to its own days and places."""
    staging = Staging()
    kabul_night(staging)
    bus_attack(staging)
    border_talks(staging)
    truce(staging)
    returns(staging)
    crossings(staging)
    quarrel(staging)
    return staging


def kabul_night(staging: Staging) -> None:
    """Two outlets and one copy tell one night: one blames, the other carries the denial; a third tells of another year."""
    first = staging.article("night-1", "2025-10-10", source="wire")
    first.told(
        "incident",
        "Jets hit two depots in Kabul, the interior ministry said.",
        days("2025-10-09"),
        at="Kabul",
        types=STRIKE,
        by=[PAKISTAN],
        killed_low=3,
        killed_best=3,
        killed_high=3,
        responsibility_status="alleged",
        attributed_to=["Pakistan"],
        casualty_scope="event",
    )
    second = staging.article("night-2", "2025-10-11", source="paper")
    second.told(
        "incident",
        "At least five people died in the Kabul blasts.",
        days("2025-10-09"),
        at="Kabul",
        types=STRIKE,
        killed_low=5,
        killed_best=5,
        responsibility_status="denied",
        denied_by=["Pakistan"],
        casualty_scope="event",
        claims=[
            {},
            {
                "quote": "Islamabad said its aircraft never left the ground.",
                "stance": "denies",
                "speaker_id": "pak-gov",
                "speaker": "Pakistan",
            },
        ],
    )
    copy = staging.article("night-3", "2025-10-12", source="mirror", copies="night-1")
    copy.told(
        "incident",
        "Jets hit two depots in Kabul, the interior ministry says.",
        days("2025-10-09"),
        at="Kabul",
        types=STRIKE,
        by=[PAKISTAN],
        killed_low=3,
        killed_best=3,
        killed_high=3,
        responsibility_status="alleged",
        attributed_to=["Pakistan"],
        casualty_scope="event",
    )
    weeks = staging.article("weeks", "2025-10-12", source="paper")
    weeks.told(
        "incident",
        "Shelling has cost dozens of lives since early October.",
        days("2025-10-01", "2025-10-12", 3),
        at="Kabul",
        types=STRIKE,
        killed_low=12,
        killed_best=12,
        casualty_scope="period_total",
    )


def bus_attack(staging: Staging) -> None:
    """Two attacks of one day in one province, told apart by one article and together with others."""
    both = staging.article("bus-both", "2024-03-05")
    both.told(
        "incident",
        "Gunmen shot eight bus passengers dead in Quetta.",
        days("2024-03-04"),
        at="Quetta",
        types=ATTACK,
        by=[GUNMEN],
        killed_low=8,
        killed_best=8,
        killed_high=8,
    )
    both.told(
        "incident",
        "A guard died elsewhere in Balochistan.",
        days("2024-03-04"),
        at="Balochistan",
        types=ATTACK,
        by=[GUNMEN],
        killed_low=1,
        killed_best=1,
        killed_high=1,
    )
    one = staging.article("bus-one", "2024-03-05")
    one.told(
        "incident",
        "Eight travellers were shot on a Balochistan road.",
        days("2024-03-04"),
        at="Balochistan",
        types=ATTACK,
        by=[GUNMEN],
        killed_low=8,
        killed_best=8,
        killed_high=8,
    )
    other = staging.article("bus-kabul", "2024-03-05")
    other.told(
        "incident",
        "Eight people were shot in Kabul.",
        days("2024-03-04"),
        at="Kabul",
        types=ATTACK,
        by=[GUNMEN],
        killed_low=8,
        killed_best=8,
        killed_high=8,
    )


def border_talks(staging: Staging) -> None:
    """One round of talks, announced, counted differently, and described by both sides."""
    before = staging.article("talks-plan", "2025-11-04")
    before.told(
        "talks",
        "Envoys will sit down in Istanbul on Thursday.",
        days("2025-11-06"),
        at="Istanbul",
        by=[PAKISTAN, TALIBAN],
        venue="Istanbul",
        outcome="scheduled",
        claims=[{"modality": "future"}],
    )
    after = staging.article("talks-end", "2025-11-09")
    after.told(
        "talks",
        "The third round fell apart.",
        days("2025-11-06", "2025-11-07", 2),
        at="Istanbul",
        by=[PAKISTAN, TALIBAN],
        to=[TURKEY, QATAR],
        venue="Istanbul",
        outcome="collapsed",
        round_no=3,
        claims=[
            {},
            {
                "quote": "It is finished, the minister said.",
                "speaker_id": "person-khawaja-asif",
                "speaker": "Khawaja Asif",
                "payload": {"outcome_as_stated": "finished"},
            },
            {
                "quote": "Nobody will meet again, he added.",
                "speaker_id": "person-khawaja-asif",
                "speaker": "Khawaja Asif",
                "payload": {"outcome_as_stated": "no further meeting"},
            },
            {
                "quote": "Pakistan asked too much, the spokesman said.",
                "speaker_id": "afg-taliban-gov",
                "speaker": "Taliban government",
                "payload": {"blames": "Pakistan", "outcome_as_stated": "paused"},
            },
        ],
    )


def truce(staging: Staging) -> None:
    """One truce told by two articles, dated twice by the second, then broken; another one two years before."""
    told = staging.article("truce-1", "2025-10-20")
    told.told(
        "ceasefire",
        "A truce brokered in Doha took hold on Sunday.",
        days("2025-10-19"),
        by=[PAKISTAN, TALIBAN],
        to=[QATAR],
        event="declared",
        **{"class": "preliminary"},
    )
    later = staging.article("truce-2", "2025-11-09")
    later.told(
        "ceasefire",
        "Qatar brokered a truce on 19 October.",
        days("2025-10-19"),
        by=[PAKISTAN, TALIBAN],
        to=[QATAR],
        event="declared",
        conflict=True,
        claims=[
            {},
            {
                "quote": "The truce agreed this month is fragile.",
                "date_start": date(2025, 11, 1),
                "date_end": date(2025, 11, 9),
                "date_prec": 3,
            },
        ],
    )
    later.told(
        "ceasefire",
        "It holds only while nobody breaks it, he said.",
        days(None),
        by=[PAKISTAN, TALIBAN],
        event="conditional",
        status="conditional",
        by_actor="Pakistan",
    )
    later.told(
        "ceasefire",
        "Kabul said the truce was broken on Friday.",
        days("2025-11-07"),
        by=NOBODY,
        event="violation_alleged",
        by_actor="Taliban government",
        against_actor="Pakistan",
    )
    later.told("ceasefire", "Most of the line is quiet.", days("2025-10-19"), by=[PAKISTAN, TALIBAN], event="in_effect")
    old = staging.article("truce-old", "2023-09-12")
    old.told("ceasefire", "Both armies stopped firing.", days("2023-09-10"), by=[PAKISTAN, TALIBAN], event="declared")


def returns(staging: Staging) -> None:
    """One running total told twice, a part larger than its whole, a share that is not that of the counts, a total that shrinks."""
    one = staging.article("returns-1", "2025-05-02")
    whole = {
        "measure": "returns_total",
        "is_cumulative": True,
        "from_iso3": "PAK",
        "to_iso3": "AFG",
        "approximator": "exact",
    }
    total = one.told(
        "deportation",
        "In all 90,000 people have gone home since January.",
        days("2025-01-01", "2025-05-01", 5),
        count_low=90000,
        count_best=90000,
        count_high=90000,
        **whole,
    )
    one.told(
        "deportation",
        "Of these, 95,000 were deported.",
        days("2025-01-01", "2025-05-01", 5),
        count_low=95000,
        count_best=95000,
        count_high=95000,
        **{**whole, "measure": "deportations", "part_of": total},
    )
    one.told(
        "deportation",
        "Some 9,100 of them (12 per cent) hold no papers.",
        days("2025-01-01", "2025-05-01", 5),
        count_low=9100,
        count_best=9100,
        count_high=9100,
        percent_of_whole=12.0,
        **{**whole, "document_status": "undocumented", "part_of": total},
    )
    two = staging.article("returns-2", "2025-05-03")
    two.told(
        "deportation",
        "Some 90,000 returned this year.",
        days("2025-01-01", "2025-05-02", 5),
        count_low=90000,
        count_best=90000,
        count_high=90000,
        **whole,
    )
    three = staging.article("returns-3", "2025-07-03")
    three.told(
        "deportation",
        "So far 80,000 returned this year.",
        days("2025-01-01", "2025-07-02", 5),
        count_low=80000,
        count_best=80000,
        count_high=80000,
        **whole,
    )
    open_end = staging.article("returns-4", "2025-11-09")
    since = days("2023-01-01", prec=5) | {"date_end": None}
    open_end.told(
        "deportation",
        "Over a million have been sent home since 2023.",
        since,
        measure="repatriations_unspecified",
        is_cumulative=True,
        count_low=1000001,
        count_best=1000001,
        approximator="more_than",
        from_iso3="PAK",
        to_iso3="AFG",
    )


def crossings(staging: Staging) -> None:
    """Torkham shut and opened again, and open to returnees in between; then the whole border shut, dated apart."""
    for name, published, day, status, traffic, at in (
        ("border-1", "2025-10-13", "2025-10-12", "closed", "all", "Torkham"),
        ("border-2", "2025-10-13", "2025-10-12", "closed", "all", "Torkham"),
        ("border-3", "2025-11-02", "2025-11-01", "reopened_temporarily", "returnees_only", "Torkham"),
        ("border-4", "2025-12-02", "2025-12-01", "open", "all", "Torkham"),
        ("border-5", "2026-01-12", "2026-01-12", "closed", "all", None),
        ("border-6", "2026-01-13", "2026-01-12", "closed", "all", None),
        ("border-7", "2026-01-14", "2026-01-11", "closed", "all", None),
        ("border-8", "2026-01-25", "2026-02-01", "announced_open", "all", "Torkham"),
        ("border-9", "2026-02-06", "2026-02-05", "partially_open", "trade", "Torkham"),
    ):
        staging.article(name, published).told(
            "border_status",
            "The gate changed hands.",
            days(day),
            at=at,
            by=[PAKISTAN],
            crossing=at or f"the crossings with Afghanistan, as {name} calls them",
            status=status,
            traffic_class=traffic,
            by_actor="Pakistan",
            side="PAK",
            **({} if at else {"countries": ["AFG", "PAK"]}),
        )


def quarrel(staging: Staging) -> None:
    """An accusation and the denial that answers it, in one article; the same accusation in another."""
    story = staging.article("quarrel-1", "2025-09-02")
    story.told(
        "statement",
        "They shelter bombers, the minister said.",
        days("2025-09-01"),
        by=[PAKISTAN],
        to=[TALIBAN],
        statement_type="accusation",
        about_ids=["afg-taliban-gov"],
        claims=[{"speaker_id": "pak-gov", "speaker": "Pakistan"}],
    )
    accusation = staging.claims[-1]["claim_id"]
    story.told(
        "statement",
        "We shelter nobody, the spokesman said.",
        days("2025-09-01"),
        by=[TALIBAN],
        statement_type="denial",
        quote_text="We shelter nobody",
        claims=[
            {
                "speaker_id": "afg-taliban-gov",
                "speaker": "Taliban government",
                "stance": "denies",
                "target_claim_id": accusation,
            }
        ],
    )
    staging.article("quarrel-2", "2025-09-02").told(
        "statement",
        "They shelter bombers, the minister said.",
        days("2025-09-01"),
        by=[PAKISTAN],
        statement_type="accusation",
        claims=[{"speaker_id": "pak-gov", "speaker": "Pakistan"}],
    )


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One target folder for all runs, so that dbt parses the project once."""
    return tmp_path_factory.mktemp("target")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, target: Path) -> Path:
    """The world, built."""
    file = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    world().write(file)
    build(file, target)
    return file


@pytest.fixture
def warehouse(built: Path, tmp_path: Path) -> Path:
    """A copy of the built world that a test may change."""
    return Path(shutil.copy(built, tmp_path / "warehouse.duckdb"))
