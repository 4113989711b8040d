"""Ceasefires: events in the life of a truce, their days, parties and brokers."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.ceasefires.find import find_ceasefires
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact, read

THURSDAY = date(2025, 11, 20)


def facts(text: str, published: date | None = THURSDAY) -> tuple[Fact, ...]:
    return find_ceasefires(read(parse(Article("a", text, None, published)))).facts


def sides(fact: Fact) -> set[str]:
    return {actor.iso3 or actor.name for actor in fact.actors}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("India and Pakistan agreed to a ceasefire on Monday.", "declared"),
        ("The truce between Lebanon and Israel took effect on Monday.", "effective"),
        ("Both armies agreed on Monday to extend the ceasefire.", "extended"),
        ("Thailand and Cambodia pledged to uphold the ceasefire.", "reaffirmed"),
        ("The fragile truce in Gaza has largely held.", "in_effect"),
        ("The ceasefire would last only as long as the raids stopped, the general said.", "conditional"),
        ("Cambodia accused Thailand of breaking the truce.", "violation_alleged"),
        ("Thailand denied violating the ceasefire.", "violation_denied"),
        ("Thailand suspended the ceasefire on Monday.", "suspended"),
        ("The ceasefire in Sudan collapsed on Tuesday.", "ended"),
        ("Russia rejected a Ukrainian proposal for a ceasefire.", "rejected"),
        ("Egypt proposed a truce in Sudan.", "proposed"),
    ],
)
def test_events(text: str, event: str) -> None:
    assert [f.payload["event"] for f in facts(text)] == [event]


@pytest.mark.parametrize(
    "text",
    [
        "Washington and Beijing extended their trade truce on Monday.",
        "The supermarkets ended their price war truce.",
        "Ceasefire talks resumed in Cairo on Monday.",
        "The army will attack if the ceasefire collapses.",
        "The two presidents may sign a ceasefire next week.",
    ],
)
def test_what_is_no_event_of_a_truce(text: str) -> None:
    assert facts(text) == ()


def test_the_broker_is_no_party() -> None:
    (fact,) = facts("Egypt and Qatar brokered a truce between Israel and Hamas on Monday.")
    assert sides(fact) == {"ISR", "Hamas"} or sides(fact) == {"ISR", "PSE"}
    assert {a.iso3 for a in fact.recipients} == {"EGY", "QAT"}
    assert fact.when.start == date(2025, 11, 17)


def test_talks_that_led_to_it_name_the_brokers() -> None:
    (fact,) = facts("Pakistan and Afghanistan agreed to a ceasefire after talks in Doha mediated by Qatar.")
    assert [a.iso3 for a in fact.recipients] == ["QAT"]


def test_the_day_of_an_announcement_dates_the_agreement_it_makes() -> None:
    (fact,) = facts("India and Pakistan have agreed to a ceasefire, officials confirmed on Tuesday.")
    assert fact.when.start == date(2025, 11, 18)


def test_present_tense_is_the_day_of_publication() -> None:
    (fact,) = facts("Cambodia and Thailand sign a ceasefire agreement.")
    assert fact.when.start == THURSDAY


def test_an_explicit_day_wins_over_a_vague_one_and_the_clash_is_marked() -> None:
    made, standing = facts(
        "Qatar brokered a ceasefire between Pakistan and Afghanistan on October 19. Mr Asif said the ceasefire brokered "
        "earlier this month would hold only if the attacks stopped."
    )
    assert made.when.start == standing.when.start == date(2025, 10, 19)
    assert standing.when.is_conflicting
    assert not made.when.is_conflicting
    assert standing.payload["conditions"] == "the attacks stopped"


def test_an_end_spans_from_the_day_the_truce_was_made() -> None:
    (fact,) = facts("Pakistani jets bomb Kabul, ending the 48-hour ceasefire which started on Monday.")
    assert (fact.when.start, fact.when.end) == (date(2025, 11, 17), THURSDAY)
    assert fact.payload["planned_duration_hours"] == 48


def test_one_event_told_twice_is_one_fact() -> None:
    told = facts(
        "India and Pakistan agreed to a ceasefire on Monday. A spokesman said the two governments had agreed on a full "
        "ceasefire."
    )
    assert len(told) == 1
    assert len(told[0].mentions) == 2


def test_the_day_of_a_meeting_to_come_is_not_that_of_the_extension() -> None:
    (fact,) = facts("Sudan and Chad agreed to extend the ceasefire and to meet again in Doha on November 26.")
    assert fact.payload["event"] == "extended"
    assert fact.when.start != date(2025, 11, 26)


def test_a_speaker_who_only_tells_of_it_is_no_party() -> None:
    (fact,) = facts("Thailand and Cambodia fought on Monday. US president Donald Trump says a truce has been brokered.")
    assert sides(fact) == {"THA", "KHM"}


def test_no_text_no_date_no_crash() -> None:
    for text in ("", "ceasefire", "Truce truce TRUCE \u200b\u00a0", "The ceasefire which which"):
        assert not any(fact.when.start for fact in facts(text, None))


# Wordings of many newsrooms: event, day of November, parties, brokers.
@pytest.mark.parametrize(
    ("text", "event", "day", "parties", "brokers"),
    [
        (
            "Guns fell silent along the Thai-Cambodian frontier at midnight on Monday as a truce brokered by Malaysia "
            "came into force.",
            *("effective", 17, {"THA", "KHM"}, {"MYS"}),
        ),
        (
            "Israel and Hezbollah have signed up to a 60-day cessation of hostilities mediated by the United States and "
            "France, Lebanon's prime minister announced on Tuesday.",
            *("declared", 18, {"ISR", "LBN"}, {"USA", "FRA"}),
        ),
        ("President Vladimir Putin declared a unilateral truce on Saturday.", "declared", 15, {"RUS"}, set()),
        (
            "The ceasefire between Pakistan and Afghanistan, brokered by Qatar, expired at 6 p.m. on Friday.",
            *("ended", 14, {"PAK", "AFG"}, {"QAT"}),
        ),
        (
            "Pakistan said the truce with Afghanistan, which began on Wednesday, was being extended.",
            *("extended", 19, {"PAK", "AFG"}, set()),  # undated: the day the truce was made
        ),
        ("Armenia declared the ceasefire with Azerbaijan over on Tuesday.", "ended", 18, {"ARM", "AZE"}, set()),
        (
            "Rebels overran two villages, flouting the ceasefire that Chad and Sudan concluded in July, elders said.",
            *("violation_alleged", None, {"TCD", "SDN"}, set()),
        ),
        ("Kyiv brushed aside the Kremlin's offer of a three-day ceasefire.", "rejected", None, {"UKR", "RUS"}, set()),
        (
            "Hanoi, Beijing and Washington welcomed the ceasefire that Thailand and Cambodia struck on Monday.",
            *("declared", 17, {"THA", "KHM"}, set()),
        ),
        (
            "Turkey's president said Ankara would stand by the truce with Syria.",
            "reaffirmed",
            None,
            {"TUR", "SYR"},
            set(),
        ),
        ("India and Pakistan have prolonged their truce, both said on Tuesday.", "extended", 18, {"IND", "PAK"}, set()),
    ],
)
def test_other_wordings(text: str, event: str, day: int | None, parties: set[str], brokers: set[str]) -> None:
    (fact,) = facts(text)
    assert (fact.payload["event"], fact.when.start and fact.when.start.day) == (event, day)
    assert {a.iso3 for a in fact.actors} == parties
    assert {a.iso3 for a in fact.recipients} == brokers


@pytest.mark.parametrize(
    "text",
    [
        "The two supermarket chains called a truce in their price war on Monday.",
        "The two tech giants declared a ceasefire in their patent war on Tuesday.",
        "The singer and her former husband have reached a truce over the tapes.",
        "The union ended its truce with the railway bosses on Monday.",
        "Protesters in London demanded an immediate ceasefire in Gaza on Saturday.",
        "Efforts to broker a ceasefire in Sudan ended in failure on Monday.",
        "Peace talks on a truce in Sudan ended on Monday.",
        "The Kremlin denied that a ceasefire with Ukraine had been agreed.",
    ],
)
def test_truces_of_nobody_at_war_and_truces_that_are_not_there(text: str) -> None:
    assert facts(text) == ()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The RSF said it will observe a three-day truce over Eid from Saturday.", (2025, 11, 22), (2025, 11, 22)),
        ("The ELN announced a unilateral ceasefire from December 24 to January 3.", (2025, 12, 24), (2026, 1, 3)),
        ("The Taliban declared a three-day ceasefire for Eid beginning Sunday.", (2025, 11, 23), (2025, 11, 23)),
        ("Russia and Ukraine will observe a truce from December 31 to January 2.", (2025, 12, 31), (2026, 1, 2)),
        ("A ceasefire between Israel and Hezbollah will take effect on Wednesday.", (2025, 11, 26), (2025, 11, 26)),
        ("Israel and Hamas agreed to a pause in fighting starting on Friday.", (2025, 11, 21), (2025, 11, 21)),
    ],
)
def test_a_truce_for_days_to_come(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    (fact,) = facts(text)
    assert fact.event_type == "declared"
    assert (fact.when.start, fact.when.end) == (date(*start), date(*end))
    assert fact.actors


@pytest.mark.parametrize(
    "text",
    [
        "The RSF may observe a truce from Saturday.",
        "The RSF said it will observe a truce from Saturday if the army does so.",
        "The UN hopes the rebels will observe a truce from Saturday.",
        "The RSF said it would observe a truce one day.",
    ],
)
def test_a_truce_that_nobody_promised_for_a_day(text: str) -> None:
    assert facts(text) == ()
