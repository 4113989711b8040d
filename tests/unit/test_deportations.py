"""Deportations and returns: one number, one window, one definition."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.deportations.find import find_deportations
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact, Found, read

THURSDAY = date(2025, 11, 20)


def found(text: str, published: date | None = THURSDAY) -> Found:
    return find_deportations(read(parse(Article("a", text, None, published))))


def facts(text: str) -> tuple[Fact, ...]:
    return found(text).facts


def test_a_measurement_has_count_window_way_and_authority() -> None:
    (fact,) = facts("Iran deported at least 4,200 Afghans on Monday, according to UNHCR.")
    payload = fact.payload
    assert (payload["measure"], payload["count_low"], payload["count_high"]) == ("deportations", 4200, None)
    assert payload["approximator"] == "at_least"
    assert (payload["from_iso3"], payload["to_iso3"]) == ("IRN", "AFG")
    assert payload["authority"] == "UNHCR"
    assert payload["is_cumulative"] is False
    assert (fact.when.start, fact.when.end) == (date(2025, 11, 17), date(2025, 11, 17))


def test_since_opens_a_window_that_does_not_close() -> None:
    (fact,) = facts("More than 900,000 Afghan refugees have been deported from Pakistan since 2023.")
    assert fact.payload["count_low"] == 900001
    assert fact.payload["is_cumulative"] is True
    assert (fact.when.start, fact.when.end, fact.when.prec) == (date(2023, 1, 1), None, 5)


def test_two_weeks_in_one_sentence_keep_their_windows() -> None:
    first, second = facts(
        "Deportations of Afghans from Iran rose from 11,200 in the week of November 2-8 to 15,300 in the week ending "
        "November 15."
    )
    assert (first.payload["count_low"], first.when.start, first.when.end) == (
        11200,
        date(2025, 11, 2),
        date(2025, 11, 8),
    )
    assert (second.payload["count_low"], second.when.start, second.when.end) == (
        15300,
        date(2025, 11, 9),
        date(2025, 11, 15),
    )


def test_a_part_points_at_its_whole_and_shares_its_window() -> None:
    whole, part = facts("In October 62,000 refugees returned to Afghanistan from Iran, of whom 14,000 were deported.")
    assert part.payload["part_of"] == 0
    assert (whole.payload["measure"], part.payload["measure"]) == ("returns_total", "deportations")
    assert part.when == whole.when


def test_a_running_total_beside_a_day_is_told_apart() -> None:
    day, total = facts(
        "Pakistan deported 8,100 Afghans on Monday, bringing the total number deported since April to 514,000."
    )
    assert (day.payload["is_cumulative"], total.payload["is_cumulative"]) == (False, True)
    assert (total.when.start, total.when.end) == (date(2025, 4, 1), None)


def test_families_beside_the_persons_they_comprise_are_counted_once() -> None:
    (fact,) = facts("Some 310 Afghan families comprising 1,900 individuals were repatriated from Pakistan on Monday.")
    assert fact.payload["count_low"] == 1900


def test_of_two_countries_together_neither_is_named() -> None:
    (fact,) = facts("Some 2,500 Afghan refugees returned from Iran and Pakistan on Monday.")
    assert "from_country" not in fact.payload
    assert fact.payload["to_country"] == "Afghanistan"


def test_arrests_stay_claims() -> None:
    result = found("Police in Pakistan arrested 1,300 undocumented Afghans on Monday.")
    assert result.facts == ()
    assert [m.payload["measure"] for m in result.loose] == ["arrests_detentions"]


@pytest.mark.parametrize(
    "text",
    [
        "The government plans to deport 3 million Afghans next year.",
        "Tehran gave undocumented migrants until March 3 to go.",
        "The museum repatriated 23 statues to Cambodia on Monday.",
        "Russia and Ukraine exchanged 300 prisoners, who returned home on Monday after the deportation of children.",
        "Deportations rose by 40 per cent in November.",
        "Floods left thousands of people stranded as refugees returned home.",
    ],
)
def test_what_is_no_measurement(text: str) -> None:
    assert facts(text) == ()


def test_no_text_no_date_no_crash() -> None:
    for text in ("", "deported", "1,000,000 deported 5 \u200b\u00a0 of whom 3", "returned 100 of these 90"):
        assert not any(fact.when.start for fact in found(text, None).facts)


def test_the_days_after_of_name_the_week() -> None:
    whole, part = facts(
        "In the week of 9–15 November 2025, 21,304 Afghans returned from Iran to Afghanistan, which is 2,110 more than in "
        "the week before. Of these, 5,021 were deported."
    )
    assert (whole.when.start, whole.when.end) == (date(2025, 11, 9), date(2025, 11, 15))
    assert (part.payload["count_low"], part.payload["part_of"]) == (5021, 0)


def test_since_one_day_and_up_to_another_closes_the_window() -> None:
    (fact,) = facts(
        "Since 4 March 2024 and up to 8 November 2025, a total of 811,204 people have returned to Afghanistan."
    )
    assert (fact.when.start, fact.when.end) == (date(2024, 3, 4), date(2025, 11, 8))


def test_a_difference_counts_nobody() -> None:
    (fact,) = facts(
        "In October 62,000 refugees returned to Afghanistan from Iran. Returns rose by 8,400 over September."
    )
    assert fact.payload["count_low"] == 62000


def test_counts_listed_after_a_colon_are_parts_and_name_their_crossing() -> None:
    whole, first, second = facts(
        "In May 31,000 refugees returned from Iran to Afghanistan: 20,100 through Islam Qala and 10,900 through Milak."
    )
    assert whole.place is None
    assert [(f.payload["part_of"], f.place.place_id if f.place else None) for f in (first, second)] == [
        (0, "fw:islam-qala"),
        (0, "fw:milak"),
    ]


def test_a_part_carries_the_share_that_stands_beside_it() -> None:
    whole, part = facts(
        "In May 31,000 refugees returned from Iran to Afghanistan, of whom 6,200 (20 per cent) were deported."
    )
    assert part.payload["percent_of_whole"] == 20.0
    assert "percent_of_whole" not in whole.payload


def test_the_noun_of_one_count_does_not_say_what_the_next_one_measures() -> None:
    measures = [
        f.payload["measure"]
        for f in facts(
            "Returns from Iran to Afghanistan grew from 9,210, including 1,402 deportations, in the week of November 2-8 to "
            "12,733, including 2,015 deportations, in the week ending November 15."
        )
    ]
    assert measures == ["returns_total", "deportations", "returns_total", "deportations"]


# Wordings of many newsrooms: count, approximator, cumulative, first and last day, from, to.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Since January, upwards of 1.5 million Afghans have been sent back from Iran, UNHCR figures show.",
            (1500000, "at_least", True, (date(2025, 1, 1), None), "IRN", "AFG"),
        ),
        (
            "The number of Sudanese who have returned from Egypt since the start of the year stands at 428,676, the IOM said.",
            (428676, "exact", True, (date(2025, 1, 1), None), "EGY", "SDN"),
        ),
        (
            "Turkey's interior minister said 550,000 Syrians had gone home voluntarily from Turkey since December 8, 2024.",
            (550000, "exact", True, (date(2024, 12, 8), None), "TUR", "SYR"),
        ),
        (
            "Tajikistan sent home 49 Afghan refugees in a single day last week, a rights group said.",
            (49, "exact", False, (date(2025, 11, 10), date(2025, 11, 16)), "TJK", "AFG"),
        ),
        (
            "Thai immigration officers handed 60 Cambodians over at the Poipet checkpoint on Wednesday after arresting them.",
            (60, "exact", False, (date(2025, 11, 19), date(2025, 11, 19)), "THA", "KHM"),
        ),
        (
            "Iranian border guards pushed at least 300 Afghans back across the frontier near Islam Qala on Sunday.",
            (300, "at_least", False, (date(2025, 11, 16), date(2025, 11, 16)), "IRN", "AFG"),
        ),
        (
            "Authorities in Malaysia removed 112 Rohingya to Myanmar on Tuesday, the immigration department announced.",
            (112, "exact", False, (date(2025, 11, 18), date(2025, 11, 18)), "MYS", "MMR"),
        ),
        (
            "Nigeria received 250 citizens deported from Niger on Sunday, the emergency agency said.",
            (250, "exact", False, (date(2025, 11, 16), date(2025, 11, 16)), "NER", "NGA"),
        ),
        (
            "Ethiopian officials say they brought home 3,000 citizens from Saudi Arabia on Monday.",
            (3000, "exact", False, (date(2025, 11, 17), date(2025, 11, 17)), "SAU", "ETH"),
        ),
        (
            "Over the last seven days 17,218 Afghans deported by Iran arrived in Herat, the returnee office said.",
            (17218, "exact", False, (date(2025, 11, 13), THURSDAY), "IRN", "AFG"),
        ),
        (
            "Angola expelled 1,100 Congolese diamond diggers on Friday, local officials said.",
            (1100, "exact", False, (date(2025, 11, 14), date(2025, 11, 14)), "AGO", "COD"),
        ),
        (
            "About 900 Burundian refugees went home from Tanzania on Friday aboard trucks of the UN refugee agency.",
            (900, "about", False, (date(2025, 11, 14), date(2025, 11, 14)), "TZA", "BDI"),
        ),
    ],
)
def test_other_wordings(text: str, expected: tuple[object, ...]) -> None:
    (fact,) = facts(text)
    names = ("count_low", "approximator", "is_cumulative", "from_iso3", "to_iso3")
    low, approximator, is_cumulative, origin, home = (fact.payload.get(name) for name in names)
    days = (fact.when.start, fact.when.end)
    assert (low, approximator, is_cumulative, days, origin, home) == expected


def test_a_count_of_which_only_the_upper_bound_is_said() -> None:
    (fact,) = facts("Fewer than 700 refugees went back to Azerbaijan from Armenia last year.")
    assert (fact.payload["count_low"], fact.payload["count_high"]) == (None, 699)


@pytest.mark.parametrize(
    "text",
    [
        "A judge blocked the deportation of 76 Guatemalan children on Sunday.",
        "The daily average has fallen from 10,000 to 4,000 returnees, the agency said.",
        "Up to 6,000 Afghans a day cross at Torkham, the UNHCR said.",
        "The novelist was deported from Vienna as a child; she returned to the city in 1985 with two children.",
        "Of the 12,000 fans who travelled, 300 were sent home for throwing flares. Migrants sold scarves outside.",
        "Some 900 workers returned to their posts after the strike; migrants make up a third of staff.",
        "The ministry denied that 600 Afghans had been deported from Iran on Monday.",
        "Australia deported the tennis star after cancelling his visa. About 200 fans protested outside the court.",
        "Russia returned the bodies of 1,000 Ukrainian soldiers on Thursday.",
        "The team returned home with 14 medals after two refugees won gold.",
    ],
)
def test_people_who_are_no_measurement(text: str) -> None:
    assert facts(text) == ()


def test_a_part_knows_its_whole_where_travellers_before_it_are_left_out() -> None:
    whole, part = facts(
        "Some 12 people returned through Torkham on Monday. A further 300 people returned through Torkham on Tuesday, "
        "of whom 100 were women."
    )
    assert (whole.payload["count_low"], part.payload["count_low"], part.payload["part_of"]) == (300, 100, 0)
