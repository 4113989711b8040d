"""Borders: crossings closed and opened, for whom, by whom, from when."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.borders import find_borders
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact, Found, read

THURSDAY = date(2025, 11, 20)


def found(text: str, published: date | None = THURSDAY) -> Found:
    return find_borders(read(parse(Article("a", text, None, published))))


def facts(text: str) -> tuple[Fact, ...]:
    return found(text).facts


def test_a_closure_has_crossing_actor_day_and_reason() -> None:
    (fact,) = facts("Iran closed its Islam Qala border crossing with Afghanistan on Monday because of heavy snow.")
    assert fact.payload["crossing"] == "Islam Qala"
    assert fact.payload["status"] == "closed"
    assert fact.payload["by_actor"] == "Iran"
    assert fact.payload["side"] == "IRN"
    assert fact.payload["reason"] == "heavy snow"
    assert fact.when.start == date(2025, 11, 17)


@pytest.mark.parametrize(
    ("text", "status", "traffic"),
    [
        ("The Torkham crossing reopened on Monday.", "open", None),
        ("The Torkham crossing was briefly reopened on Monday.", "reopened_temporarily", None),
        ("Pakistan reopened the Chaman crossing for trade.", "partially_open", "trade"),
        ("The Torkham crossing reopened to let refugees return home.", "partially_open", "returnees_only"),
        ("The Torkham border remained closed on Monday.", "closed", None),
        ("Pakistan announced the closure of the Torkham crossing.", "announced_closed", None),
    ],
)
def test_status_and_traffic(text: str, status: str, traffic: str | None) -> None:
    (fact,) = facts(text)
    assert fact.payload["status"] == status
    assert fact.payload.get("traffic_class") == traffic


def test_several_crossings_keep_the_words_for_them() -> None:
    (fact,) = facts("Pakistan sealed all its border crossings with Afghanistan on Monday.")
    assert fact.payload["crossing"] == "all its border crossings with Afghanistan"


def test_two_crossings_in_one_sentence_keep_their_own_days() -> None:
    dated = {
        f.payload["crossing"]: f.when.start
        for f in facts("Traders cheered the opening of the Chaman border, with Torkham reopening on Monday too.")
    }
    assert dated == {"Chaman": None, "Torkham": date(2025, 11, 17)}


def test_a_crossing_spoken_of_before_is_the_same() -> None:
    (fact,) = facts("Pakistan shut the Torkham crossing on Monday. The crossing was closed after a gunfight.")
    assert fact.payload["crossing"] == "Torkham"
    assert len(fact.mentions) == 2


@pytest.mark.parametrize(
    "text",
    [
        "India reopened its embassy in Kabul on Monday.",
        "Schools near the border were closed on Monday.",
        "Border guards closed the road to the village.",
        "The museum reopened on Monday.",
        "Officials agreed to reopen the Torkham crossing.",
        "Thailand will reopen its border checkpoints with Cambodia if the truce holds.",
    ],
)
def test_what_is_no_change_of_a_crossing(text: str) -> None:
    assert facts(text) == ()


def test_no_text_no_date_no_crash() -> None:
    for text in ("", "closed border", "The border border closed closed \u200b\u00a0", "Gate open"):
        assert not any(fact.when.start for fact in found(text, None).facts)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Pakistan sealed all its border crossings with Afghanistan on Monday.", ["AFG", "PAK"]),
        ("Pakistan sealed the Afghan border on Monday.", ["AFG", "PAK"]),
        ("The border between Thailand and Cambodia was closed on Monday.", ["KHM", "THA"]),
        ("Pakistan closed the Torkham crossing on Monday.", None),
    ],
)
def test_a_border_as_a_whole_has_its_two_countries(text: str, countries: list[str] | None) -> None:
    (fact,) = facts(text)
    assert fact.payload.get("countries") == countries


def test_what_waits_at_a_closed_border_is_no_class_of_traffic() -> None:
    (fact,) = facts("Hundreds of lorries have been waiting since Iran shut its border with Afghanistan on Monday.")
    assert "traffic_class" not in fact.payload


def test_a_restriction_after_but_narrows_the_opening() -> None:
    (fact,) = facts("Iran reopened the Islam Qala crossing on Monday, but only for nationals who are going home.")
    assert (fact.payload["status"], fact.payload["traffic_class"]) == ("partially_open", "returnees_only")


# Wordings of many newsrooms: crossing, status, traffic class, day of November, who did it.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Traffic at the Torkham border terminal was suspended on Wednesday, leaving hundreds of trucks stranded.",
            ("Torkham", "closed", None, 19, None),
        ),
        (
            "Lithuania on Sunday lifted the closure of its two crossings with Belarus.",
            ("two crossings with Belarus", "open", None, 16, "Lithuania"),
        ),
        (
            "Turkey has reopened the Karkamış border gate to Syrians going home for good, the governor said.",
            ("Karkamış", "partially_open", "returnees_only", None, "Turkey"),
        ),
        (
            "Afghan border police shut the gate at Islam Qala on Tuesday after a quarrel with Iranian guards.",
            ("Islam Qala", "closed", None, 18, "Afghanistan"),
        ),
        (
            "Kenya reopened its border with Somalia at Mandera on Monday, twelve years after it was shut.",
            ("border with Somalia", "open", None, 17, "Kenya"),
        ),
        (
            "The Torkham crossing opened for wounded civilians on Saturday, state television said.",
            ("Torkham", "partially_open", "humanitarian", 15, None),
        ),
        (
            "Burundi has barred traffic at its border with Rwanda since last Monday.",
            ("border with Rwanda", "closed", None, 17, "Burundi"),
        ),
    ],
)
def test_other_wordings(text: str, expected: tuple[object, ...]) -> None:
    (fact,) = facts(text)
    names = ("crossing", "status", "traffic_class", "by_actor")
    crossing, status, traffic, by_actor = (fact.payload.get(name) for name in names)
    assert (crossing, status, traffic, fact.when.start and fact.when.start.day, by_actor) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A level crossing near Lyon was closed after a train hit a truck.",
        "Officials inaugurated a new border market near Torkham on Tuesday.",
        "Pakistan denied that the Torkham crossing had been closed.",
        "Fighting along the border resumed on Monday.",
        "The two presidents opened a solar plant on the border between Namibia and Angola.",
        "Thailand opened a shelter for those displaced by fighting at the border on Tuesday.",
        "Had Iran closed the border, thousands would have been stranded, the mayor said.",
    ],
)
def test_what_opens_and_shuts_but_is_no_border(text: str) -> None:
    assert facts(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Torkham crossing will reopen on Monday, the governor said.", ("Torkham", "announced_open", 24, None)),
        (
            "Pakistan said it would reopen the Chaman crossing on Saturday.",
            ("Chaman", "announced_open", 22, "Pakistan"),
        ),
        ("The Rafah crossing is due to reopen on Sunday.", ("Rafah", "announced_open", 23, None)),
        (
            "Iran announced that the Islam Qala crossing will be closed from Friday.",
            ("Islam Qala", "announced_closed", 21, None),
        ),
    ],
)
def test_a_change_announced_for_a_day(text: str, expected: tuple[object, ...]) -> None:
    (fact,) = facts(text)
    told = (fact.payload["crossing"], fact.payload["status"], fact.when.start, fact.payload.get("by_actor"))
    assert told == (*expected[:2], date(2025, 11, int(str(expected[2]))), expected[3])
    assert "reason" not in fact.payload


@pytest.mark.parametrize(
    "text",
    [
        "The Torkham crossing will not reopen on Monday.",
        "The Torkham crossing may reopen on Monday.",
        "The Torkham crossing will reopen on Monday if the truce holds.",
        "Traders hope the Torkham crossing will reopen on Monday.",
        "The Torkham crossing will reopen soon, the governor said.",
    ],
)
def test_what_nobody_announced_for_a_day(text: str) -> None:
    assert facts(text) == ()


def test_a_closure_and_the_reopening_announced_after_it_are_two() -> None:
    told = facts("Pakistan closed the Torkham crossing. The crossing will reopen on Monday, the governor said.")
    assert [fact.payload["status"] for fact in told] == ["closed", "announced_open"]


@pytest.mark.parametrize(
    ("text", "crossing"),
    [
        ("The Khunjerab Pass between Pakistan and China reopened on Monday.", "Khunjerab Pass"),
        ("Georgia closed the Zemo Larsi pass on its border with Russia.", "Zemo Larsi pass"),
        ("The Friendship Bridge linking Thailand and Laos was closed on Tuesday.", "Friendship Bridge"),
        ("The Brooklyn Bridge reopened on Monday.", None),
        ("Snow closed the Gotthard Pass on Tuesday.", None),
        ("The Kerch bridge was closed on Monday after a blast, Russia said.", None),
    ],
)
def test_a_bridge_or_a_pass_is_a_crossing_where_it_leads_over_a_border(text: str, crossing: str | None) -> None:
    assert [fact.payload["crossing"] for fact in facts(text)] == ([crossing] if crossing else [])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Trade through Torkham resumed on Monday.", "partially_open"),
        ("Trade via the Chaman crossing was suspended on Tuesday.", "closed"),
        ("Trade through Torkham ground to a halt on Tuesday.", "closed"),
        ("Afghanistan resumed exports through the Torkham crossing on Monday.", "partially_open"),
        ("Commercial traffic across the border with Iran was halted on Monday.", "closed"),
        ("Trade talks at Torkham resumed on Monday.", None),
        ("Trade through Torkham nearly ground to a halt on Tuesday.", None),
        ("Trade through the port of Karachi resumed on Monday.", None),
    ],
)
def test_trade_that_stops_or_goes_on_at_a_crossing(text: str, status: str | None) -> None:
    told = [(fact.payload["status"], fact.payload.get("traffic_class")) for fact in facts(text)]
    assert told == ([(status, "trade")] if status else [])
