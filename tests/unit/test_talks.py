"""Talks: which words name them, what came of them, which mentions are one round."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact, Found, read
from pipelines.extract.talks.find import find_talks

THURSDAY = date(2025, 11, 20)


def found(text: str, published: date | None = THURSDAY) -> Found:
    return find_talks(read(parse(Article("a", text, None, published))))


def facts(text: str) -> tuple[Fact, ...]:
    return found(text).facts


def names(fact: Fact) -> set[str]:
    return {actor.iso3 or actor.name for actor in fact.actors}


def test_a_round_has_number_venue_parties_mediators_and_outcome() -> None:
    (fact,) = facts(
        "A fourth round of peace talks between Thailand and Cambodia, mediated by Malaysia, ended in Kuala Lumpur on "
        "Tuesday without agreement."
    )
    assert fact.payload["round_no"] == 4
    assert fact.payload["venue"] == "Kuala Lumpur"
    assert fact.payload["outcome"] == "no_agreement"
    assert names(fact) == {"THA", "KHM"}
    assert [a.iso3 for a in fact.recipients] == ["MYS"]
    assert (fact.when.start, fact.when.end) == (None, date(2025, 11, 18))


def test_the_length_in_days_gives_the_first_day() -> None:
    (fact,) = facts("Three days of peace talks between Sudan and Chad in Doha collapsed on Wednesday.")
    assert (fact.when.start, fact.when.end) == (date(2025, 11, 17), date(2025, 11, 19))
    assert fact.payload["outcome"] == "collapsed"


def test_a_host_named_by_a_hyphen_mediates_and_is_no_party() -> None:
    (fact,) = facts("The Qatari-hosted peace talks between Pakistan and Afghanistan collapsed on Monday.")
    assert [a.iso3 for a in fact.recipients] == ["QAT"]
    assert names(fact) == {"PAK", "AFG"}


def test_a_planned_round_is_scheduled_and_stands_on_the_next_such_day() -> None:
    (fact,) = facts("Iran and the United States will hold a sixth round of indirect nuclear talks in Muscat on Sunday.")
    assert fact.payload["outcome"] == "scheduled"
    assert fact.when.start == date(2025, 11, 23)
    assert fact.when.end is None


@pytest.mark.parametrize(
    "text",
    [
        "Trade talks between China and the United States ended in Geneva on Sunday without agreement.",
        "The third round of wage talks between the union and the airline ended on Monday without a deal.",
        "Turkey's foreign minister held talks with his Greek counterpart in Athens during a visit on Monday.",
        "If peace talks with the rebels fail, the army will attack, the minister warned after the clashes.",
        "Kabul said it was ready to resume peace talks with Islamabad if the air strikes stopped.",
    ],
)
def test_what_is_no_round_of_peace_talks(text: str) -> None:
    assert facts(text) == ()


def test_opening_and_end_of_one_meeting_are_one_round() -> None:
    (fact,) = facts(
        "Peace talks between Armenia and Azerbaijan opened in Abu Dhabi on Monday. The negotiations, mediated by the "
        "United States, broke down on Wednesday."
    )
    assert fact.payload["outcome"] == "collapsed"
    assert fact.payload["venue"] == "Abu Dhabi"
    assert [a.iso3 for a in fact.recipients] == ["USA"]
    assert (fact.when.start, fact.when.end) == (date(2025, 11, 17), date(2025, 11, 19))


def test_rounds_in_two_cities_are_two_even_with_one_number() -> None:
    first, second = facts(
        "Peace talks between Sudan and Chad in Istanbul broke down on Tuesday. An earlier round of talks in "
        "Doha ended with a ceasefire agreement."
    )
    assert (first.payload["venue"], second.payload["venue"]) == ("Istanbul", "Doha")
    assert second.payload["outcome"] == "interim_or_partial_agreement"


def test_a_list_of_rounds_gives_each_its_own_place_and_day() -> None:
    listed = facts(
        "Iran and the United States have held nuclear talks before. The first round took place in Muscat on October 4; "
        "the second, in Rome on October 11; and the third, in Muscat on October 18."
    )
    numbered = {f.payload["round_no"]: (f.payload["venue"], f.when.start) for f in listed if "round_no" in f.payload}
    assert numbered == {
        1: ("Muscat", date(2025, 10, 4)),
        2: ("Rome", date(2025, 10, 11)),
        3: ("Muscat", date(2025, 10, 18)),
    }


def test_each_side_gives_its_own_account() -> None:
    (fact,) = facts(
        "Peace talks between Pakistan and Afghanistan in Istanbul ended on Tuesday without agreement. Pakistani defence "
        "minister Khawaja Asif said the talks had failed. Taliban spokesman Zabihullah Mujahid blamed Pakistan for the "
        "failure of the talks."
    )
    accounts = [m.payload for m in fact.mentions if m.rule == "talks.account"]
    assert any("failed" in p.get("outcome_as_stated", "") for p in accounts)
    assert any(p.get("blames") == "Pakistan" for p in accounts)


def test_a_further_meeting_keeps_its_day_from_the_talks_before_it() -> None:
    meeting, talks = facts(
        "Thailand and Cambodia agreed to prolong their truce and to meet again in Penang on November 26 after four days of "
        "talks."
    )
    assert (meeting.payload["outcome"], meeting.when.start) == ("scheduled", date(2025, 11, 26))
    assert talks.payload["outcome"] == "extended_truce"
    assert talks.when.start is None


def test_present_tense_dates_the_opening_by_the_day_of_publication() -> None:
    (fact,) = facts("Delegations from Sudan and Chad begin peace talks in Doha.")
    assert (fact.payload["outcome"], fact.when.start) == ("ongoing", THURSDAY)
    assert names(fact) == {"SDN", "TCD"}


def test_mediators_that_suspend_talks_are_named() -> None:
    (fact,) = facts("Saudi and Egyptian mediators have suspended the peace talks between Sudan and Chad.")
    assert {a.iso3 for a in fact.recipients} == {"SAU", "EGY"}
    assert fact.payload["outcome"] == "suspended_indefinitely"


def test_no_text_no_date_no_crash() -> None:
    for text in ("", "talks", "\u200b\u00a0 round; round; first second", "Peace talks collapsed. " * 3):
        assert found(text, None) is not None


def test_those_named_as_mediators_are_no_parties() -> None:
    text = (
        "Sudan and Chad agreed to meet again. Their round of peace talks was held in Cairo from March 3 to 5 with Egypt "
        "and Qatar as mediators, officials said."
    )
    facts = found(text, date(2025, 3, 6)).facts
    assert {a.name for f in facts for a in f.recipients} == {"Egypt", "Qatar"}
    assert not {"Egypt", "Qatar"} & {a.name for f in facts for a in f.actors}


# Wordings of many newsrooms: outcome, venue, first and last day, parties, mediators, number of the round.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Talks aimed at shoring up the truce between Kabul and Islamabad fell flat in Istanbul on Saturday.",
            ("collapsed", "Istanbul", (None, 15), {"AFG", "PAK"}, set(), None),
        ),
        (
            "Negotiators for Russia and Ukraine parted ways in Istanbul late on Tuesday without settling any of the "
            "issues that keep the war going. Turkey had hosted the peace talks.",
            ("no_agreement", "Istanbul", (None, 18), {"RUS", "UKR"}, {"TUR"}, None),
        ),
        (
            "Colombia's government broke off negotiations with the ELN on Friday after an attack on a barracks.",
            ("collapsed", None, (None, 14), {"COL", "eln"}, set(), None),
        ),
        (
            "Caracas and the Venezuelan opposition returned to the negotiating table in Mexico City on Monday under "
            "Norwegian mediation, months after the dialogue to end the country's political conflict stalled.",
            ("ongoing", "Mexico City", (17, None), {"VEN"}, {"NOR"}, None),
        ),
        (
            "Syria and Israel held a round of U.S.-mediated security talks in Paris on Wednesday, two diplomats said.",
            ("held", "Paris", (19, None), {"SYR", "ISR"}, {"USA"}, None),
        ),
        (
            "Delegations of Afghanistan and Tajikistan held talks on security along their border in Tashkent on "
            "Wednesday with Uzbekistan mediating.",
            ("held", "Tashkent", (19, None), {"AFG", "TJK"}, {"UZB"}, None),
        ),
        (
            "Round four of the Doha negotiations between Kabul's rulers and Islamabad ended on a sour note on Sunday: "
            "nothing was signed. Qatar mediated the talks after weeks of clashes at the border.",
            ("no_agreement", "Doha", (None, 16), {"AFG", "PAK"}, {"QAT"}, 4),
        ),
        (
            "The sixth round of nuclear talks between Tehran and Washington, planned for Sunday in Muscat, will not take "
            "place, Oman's foreign minister said.",
            ("cancelled", "Muscat", None, {"IRN", "USA"}, set(), 6),
        ),
        (
            "Peace negotiations between Burundi and Rwanda were put off to 3 December at the request of Tanzania, which "
            "is mediating, state radio reported.",
            ("scheduled", None, None, {"BDI", "RWA"}, {"TZA"}, None),
        ),
        (
            "A second round of negotiations between the Congolese government and the M23 rebels got under way in Doha on "
            "Tuesday. Qatar is acting as mediator.",
            ("ongoing", "Doha", (18, None), {"COD", "m23"}, {"QAT"}, 2),
        ),
        (
            "Three days of negotiations between Israel and Lebanon in Doha produced nothing, an official said. Mediators "
            "Qatar and Egypt will try to stop the war again.",
            ("no_agreement", "Doha", None, {"ISR", "LBN"}, {"QAT", "EGY"}, None),
        ),
        (
            "The Ukrainian delegation has arrived in Abu Dhabi for peace talks with Russia scheduled for Friday.",
            ("scheduled", "Abu Dhabi", (21, None), {"UKR", "RUS"}, set(), None),
        ),
        (
            "19 November: The second round of peace negotiations between Chad and Sudan concludes in Rome.",
            ("held", "Rome", (None, 19), {"TCD", "SDN"}, set(), 2),
        ),
        (
            "Thailand has put border talks with Cambodia on hold after a soldier lost a foot to a mine.",
            ("suspended_indefinitely", None, None, {"THA", "KHM"}, set(), None),
        ),
    ],
)
def test_other_wordings(text: str, expected: tuple[object, ...]) -> None:
    (fact,) = facts(text)
    days = (fact.when.start and fact.when.start.day, fact.when.end and fact.when.end.day)
    parties = {a.actor_id if a.kind == "armed_group" else a.iso3 for a in fact.actors}
    told = (fact.payload["outcome"], fact.payload.get("venue"), days if expected[2] else None, parties)
    assert (*told, {a.iso3 for a in fact.recipients}, fact.payload.get("round_no")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "India and the United States will hold a sixth round of trade talks next week to end their tariff war.",
        "The second round of Poland's presidential election is on Sunday. The candidates clashed over the war in Ukraine.",
        "It is thirty years since the Dayton peace talks ended the war in Bosnia.",
        "Norway and the European Union ended a round of talks on fishing quotas without a deal on Tuesday.",
        "Turkish officials denied that peace talks between Damascus and the Kurds had been held in Ankara.",
        "Boxing: the challenger won by knockout in the third round after a fierce exchange of blows in Doha.",
        "Kenya and Uganda opened talks in Nairobi on Monday on a joint oil pipeline near the border.",
    ],
)
def test_talks_of_something_else(text: str) -> None:
    assert facts(text) == ()


@pytest.mark.parametrize(
    ("text", "parties", "venue"),
    [
        (
            "Russian and Ukrainian envoys huddled in Abu Dhabi on Tuesday to discuss a truce.",
            {"RUS", "UKR"},
            "Abu Dhabi",
        ),
        (
            "Negotiators for the Congolese government and the M23 rebels are meeting in Doha this week to end the fighting.",
            {"COD", "M23"},
            "Doha",
        ),
        ("Thai and Cambodian commanders met at the border on Friday to cement the truce.", {"THA", "KHM"}, None),
        (
            "Israel and Hamas have agreed to no truce yet. The two sides met in Doha on Tuesday with Qatar mediating.",
            {"ISR", "Hamas"},
            "Doha",
        ),
    ],
)
def test_a_sitting_without_a_noun_for_talks(text: str, parties: set[str], venue: str | None) -> None:
    (fact,) = facts(text)
    assert fact.event_type == "held"
    assert {actor.name if actor.name in parties else actor.iso3 for actor in fact.actors} == parties
    assert fact.payload.get("venue") == venue


def test_a_sitting_to_come() -> None:
    (fact,) = facts("Russian and Ukrainian envoys will meet in Abu Dhabi on Monday to discuss a truce.")
    assert (fact.event_type, fact.when.start) == ("scheduled", date(2025, 11, 24))


@pytest.mark.parametrize(
    "text",
    [
        "Indian and Pakistani officials met in Dubai on Monday. The two sides discussed the war and trade in rice.",
        "Russian and Ukrainian envoys may meet in Abu Dhabi on Monday to discuss a truce.",
        "US and Russian officials met in Riyadh on Monday to discuss an end to the war in Ukraine.",
        "Egyptian and French officials met in Cairo on Monday to discuss a ceasefire in Gaza.",
        "The president met troops at the border on Monday to discuss an end to the fighting.",
        "Putin met Xi Jinping in Beijing on Tuesday to discuss an end to the conflict.",
        "Security Council envoys met in New York on Monday to discuss the fighting.",
        "The Indian and Pakistani teams met in Dubai on Sunday to settle the war of words over the toss.",
        "Pakistani and Afghan trade delegations met in Kabul on Monday to resolve the conflict over tariffs.",
        "The warring parties were back at the table in Geneva on Tuesday, mediators said.",
    ],
)
def test_meetings_that_are_no_talks_of_peace(text: str) -> None:
    assert facts(text) == ()
