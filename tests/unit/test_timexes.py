"""Time expressions: each rule with a sentence it must read and a near-miss it must not."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from pipelines.extract.document import Article, Document, parse
from pipelines.extract.timexes.calendars import duration_value, easter, nth_weekday, week_reading
from pipelines.extract.timexes.find import Timex, find_timexes
from pipelines.extract.timexes.words import number_of

# A Sunday.
PUBLISHED = date(2025, 11, 9)


@cache
def read(text: str, published: date | None = PUBLISHED) -> tuple[Timex, ...]:
    return tuple(find_timexes(parsed(text, published)))


def parsed(text: str, published: date | None) -> Document:
    return parse(Article("a", text, None, published))


def words(text: str, published: date | None = PUBLISHED) -> dict[str, str]:
    return {text[t.start : t.end]: t.value for t in read(text, published)}


def interval(text: str, phrase: str, published: date | None = PUBLISHED) -> tuple[str | None, str | None, int | None]:
    timex = next(t for t in read(text, published) if text[t.start : t.end] == phrase)
    first, last = timex.date_start, timex.date_end
    return first and first.isoformat(), last and last.isoformat(), timex.prec


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("The bridge fell on October 9, 2025, at dawn.", "October 9, 2025", "2025-10-09"),
        ("The bridge fell on 9 October.", "9 October", "2025-10-09"),
        ("The bridge fell on Oct. 9.", "Oct. 9", "2025-10-09"),
        ("The bridge fell in December.", "December", "2024-12"),
        ("The bridge fell in early March 2021.", "early March 2021", "2021-03"),
        ("The bridge fell on Saturday.", "Saturday", "2025-11-08"),
        ("The bridge fell on Sunday.", "Sunday", "2025-11-09"),
        ("The bridge fell late on Friday night.", "late on Friday night", "2025-11-07TNI"),
        ("The bridge fell last week.", "last week", "2025-W44"),
        ("The bridge fell yesterday morning.", "yesterday morning", "2025-11-08TMO"),
        ("The bridge fell at 10:35 p.m. on Wednesday.", "10:35 p.m. on Wednesday", "2025-11-05T22:35"),
        ("The bridge fell two weeks ago.", "two weeks ago", "2025-W43"),
        ("The bridge fell three days ago.", "three days ago", "2025-11-06"),
        ("The bridge fell in the summer of 2019.", "the summer of 2019", "2019-SU"),
        ("The bridge fell in the third quarter.", "the third quarter", "2025-Q3"),
        ("The bridge fell in the late 1980s.", "the late 1980s", "198"),
        ("The bridge fell on Christmas Eve.", "Christmas Eve", "2024-12-24"),
        ("The bridge is checked every Friday.", "every Friday", "XXXX-WXX-5"),
        ("The bridge is checked weekly.", "weekly", "P1W"),
        ("The repair took 5 1/2 hours.", "5 1/2 hours", "PT5H30M"),
        ("The repair took at least a dozen days.", "at least a dozen days", "P12D"),
        ("It was the third day of a two-week strike.", "two-week", "P2W"),
        ("The repair took several months.", "several months", "PXM"),
        ("Nobody uses the bridge now.", "now", "PRESENT_REF"),
        ("The city fell in 490 BC.", "490 BC", "BC0490"),
        ("Updated 2025-10-09 by staff.", "2025-10-09", "2025-10-09"),
        ("Updated 15/10/2025 by staff.", "15/10/2025", "2025-10-15"),
        ("The bridge fell on Saturday, November 1.", "Saturday, November 1", "2025-11-01"),
        ("The market opens on Mondays.", "Mondays", "XXXX-WXX-1"),
        ("It burned on the night of April 18.", "night of April 18", "2025-04-18TNI"),
        ("They moved only at night.", "night", "XXXX-XX-XXTNI"),
        ("The bridge fell this morning.", "this morning", "2025-11-09TMO"),
        ("The bridge fell last night.", "last night", "2025-11-08TNI"),
        ("The bridge fell last spring.", "last spring", "2025-SP"),
        ("Prices doubled over the past decade.", "the past decade", "P10Y"),
        ("It was a decades-long feud.", "decades-long", "PXY"),
        ("They had fought for years.", "years", "PXY"),
        ("Sales rose in the second quarter from the year-earlier quarter.", "the year-earlier quarter", "2024-Q2"),
        ("Work ends by year-end.", "year-end", "2025"),
        ("Work ends by the end of the year.", "the end of the year", "2025"),
        ("Sales fell in the first half of 2024.", "the first half of 2024", "2024-H1"),
        ("Sales fell in fiscal 2024.", "fiscal 2024", "2024"),
        ("He reigned in 1861-1865 there.", "1861", "1861"),
        ("It was built in the 19th century.", "the 19th century", "18"),
        ("They fire 30 shells per day.", "per day", "P1D"),
        ("They had met in the past.", "the past", "PAST_REF"),
        ("He fled on May 4. The day after, he was caught.", "The day after", "2025-05-05"),
    ],
)
def test_reads_value(text: str, phrase: str, value: str) -> None:
    assert words(text).get(phrase) == value


@pytest.mark.parametrize(
    "text",
    [
        "He may march to the capital.",
        "They will march on and may fall.",
        "The second attack hit the east.",
        "A quarter of the troops left.",
        "He paid $1990 for 1500 bricks.",
        "The man, 42 years old, has a 6-year-old son.",
        "It was the first time, he told BBC's Today programme.",
        "Copyright 2025 The Paper.",
        "Room 12/40 was empty.",
        "The fall of the town came as no surprise.",
        "Flight PK-1630 was late.",
        "It costs $3 million a year.",
        "He lives at 10/200 Mill Road.",
        "Sun and Mar are brand names.",
    ],
)
def test_leaves_near_misses_alone(text: str) -> None:
    assert words(text) == {}


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("The crossing opened last week.", "last week", ("2025-10-27", "2025-11-02", 3)),
        ("Rain fell earlier this month.", "earlier this month", ("2025-11-01", "2025-11-09", 4)),
        ("It rained in the past 24 hours.", "the past 24 hours", ("2025-11-08", "2025-11-09", 2)),
        ("Guns fired overnight.", "overnight", ("2025-11-08", "2025-11-09", 2)),
        ("Guns fired at midnight on Friday.", "midnight on Friday", ("2025-11-07", "2025-11-08", 2)),
        ("Guns fired in late October.", "late October", ("2025-10-22", "2025-10-31", 4)),
        ("Guns fired in the first week of October.", "the first week of October", ("2025-10-01", "2025-10-07", 3)),
        ("Counts for the week ending November 1 rose.", "the week ending November 1", ("2025-10-26", "2025-11-01", 3)),
        ("Guns fired in 2023.", "2023", ("2023-01-01", "2023-12-31", 5)),
        ("Guns fired for two days.", "two days", (None, None, None)),
    ],
)
def test_gives_interval(text: str, phrase: str, expected: tuple[str | None, str | None, int | None]) -> None:
    assert interval(text, phrase) == expected


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("Guns fired on 7–8 November.", "7", "8 November", ("2025-11-07", "2025-11-08", 2)),
        ("Guns fired from 28 October to 3 November.", "28 October", "3 November", ("2025-10-28", "2025-11-03", 3)),
        ("Guns fired between May 3 and May 5.", "May 3", "May 5", ("2025-05-03", "2025-05-05", 2)),
        ("It ran from June 26 to August 4, 1952.", "June 26", "August 4, 1952", ("1952-06-26", "1952-08-04", 5)),
    ],
)
def test_both_ends_of_a_range_cover_it(
    text: str, first: str, second: str, expected: tuple[str | None, str | None, int | None]
) -> None:
    assert interval(text, first) == interval(text, second) == expected


def test_a_list_of_days_is_no_range() -> None:
    text = "Guns fired on October 11 and 15."
    assert interval(text, "October 11") == ("2025-10-11", "2025-10-11", 1)
    assert interval(text, "15") == ("2025-10-15", "2025-10-15", 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The envoys will meet on Tuesday.", "2025-11-11"),
        ("The vote is scheduled for Tuesday.", "2025-11-11"),
        ("The envoys plan to meet on Tuesday.", "2025-11-11"),
        ("The hearing was postponed until Tuesday.", "2025-11-11"),
        ("The envoys met on Tuesday.", "2025-11-04"),
        ("A plan announced Tuesday would cut taxes.", "2025-11-04"),
    ],
)
def test_tense_decides_the_direction(text: str, value: str) -> None:
    assert words(text)["Tuesday"] == value


def test_counts_from_what_the_text_dated_last() -> None:
    text = "The mine blew up on October 9. A day earlier, a guard had fled. Two days later, the owner was held."
    assert words(text)["A day earlier"] == "2025-10-08"
    assert words(text)["Two days later"] == "2025-10-11"


def test_hangs_on_an_event_after_it() -> None:
    text = "Four men died hours before the peace conference collapsed, officials said."
    (timex,) = read(text)
    assert (text[timex.start : timex.end], timex.value, timex.rule) == ("hours", "PTXH", "before_event")
    assert timex.date_start is None
    assert timex.anchor is not None
    assert text[slice(*timex.anchor)] == "the peace conference collapsed"


def test_takes_the_day_of_a_dated_event() -> None:
    assert interval("He died two days after the October 7 raid.", "two days") == ("2025-10-09", "2025-10-09", 1)


def test_a_dateline_counts_under_its_headline_and_byline_too() -> None:
    text = "Two guards shot at the pass\n\nBy Zarmina Hotak\n\nQUETTA, Nov 5 (Wire) — Two guards were shot at the pass on Thursday."
    assert words(text)["Thursday"] == "2025-10-30"
    assert words(text.replace("QUETTA, Nov 5 (Wire) — ", ""))["Thursday"] == "2025-11-06"


def test_dateline_day_is_the_day_of_writing() -> None:
    text = "QUETTA, Nov 7 (Agency) -- A bus burned today."
    assert words(text)["today"] == "2025-11-07"
    assert words("QUETTA, Jan 7 (Agency) -- A bus burned today.")["today"] == "2025-11-09"


def test_without_a_day_of_publication_values_stay_partial() -> None:
    text = "Since 2021, a bus has burned each year. One burned on October 9, another on Saturday."
    assert words(text, None)["October 9"] == "XXXX-10-09"
    assert words(text, None)["Saturday"] == "XXXX-WXX-6"
    assert interval(text, "Saturday", None) == (None, None, None)


def test_without_a_day_of_publication_a_full_date_lends_its_year() -> None:
    text = "A bus burned on October 9, 2019. Another burned on November 2."
    assert words(text, None)["November 2"] == "2019-11-02"


def test_a_narrative_keeps_the_year_it_named() -> None:
    years = " ".join(f"In {year} the duke lost a fort." for year in range(1801, 1808))
    assert words(f"{years} On 3 May he fled.")["3 May"] == "1807-05-03"


def test_clash_of_relative_and_explicit_date_is_marked() -> None:
    text = "The truce brokered earlier this month holds. Oman brokered the truce on October 19."
    marked = [text[t.start : t.end] for t in read(text) if t.is_conflicting]
    assert marked == ["earlier this month"]


@pytest.mark.parametrize(
    "text",
    [
        "The truce brokered earlier this month holds. Oman brokered the truce on November 3.",
        "Gunmen attacked a post earlier this month. Gunmen attacked a bazaar on October 19.",
        "The truce brokered earlier this month holds. Oman praised the truce on October 19.",
    ],
)
def test_dates_that_agree_or_date_two_events_do_not_clash(text: str) -> None:
    assert not any(t.is_conflicting for t in read(text))


def test_reads_copy_in_capitals() -> None:
    text = "   LIMA, 4 FEB 90 (AGENCY) -- [TEXT] THE REBELS ATTACKED THE FARM AT 2030 ON 2 FEBRUARY."
    found = words(text, date(1990, 2, 4))
    assert found["4 FEB 90"] == "1990-02-04"
    assert found["2030 ON 2 FEBRUARY"] == "1990-02-02T20:30"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "İİİ 9 Ekim", "31 February 2025", "99:99 p.m.", "'", "the", "May.", "0 BC", "in 0000"]
)
def test_survives_odd_input(text: str) -> None:
    for published in (None, date.min, date.max):
        for timex in read(text, published):
            assert 0 <= timex.start < timex.end <= len(text)


def test_survives_the_edges_of_the_calendar() -> None:
    text = "He left last week, two centuries ago, next year, in the past 900 decades, last fall and on Friday."
    for published in (date.min, date.max):
        assert read(text, published)


def test_expressions_come_in_order_and_apart() -> None:
    found = read("At noon on Monday, two days after Easter, and in late 2019 or early last month, it rained for hours.")
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "figure"),
    [("two", 2), ("twenty-four", 24), ("two and a half", 2.5), ("a couple of", 2), ("1,200", 1200), ("a hundred", 100)],
)
def test_reads_numbers(text: str, figure: float) -> None:
    assert number_of(text) == figure


def test_vague_numbers_have_no_figure() -> None:
    assert number_of("several") is None


def test_calendar() -> None:
    assert easter(2025) == date(2025, 4, 20)
    assert nth_weekday(2025, 11, 3, 4) == date(2025, 11, 27)
    assert week_reading(date(2021, 1, 1)).value == "2020-W53"
    assert duration_value(1.5, "MIN") == "PT1M30S"


@pytest.mark.parametrize(
    ("text", "phrase", "days"),
    [
        ("They left in the first half of October.", "the first half of October", ("2025-10-01", "2025-10-15")),
        ("They left in the second half of October.", "the second half of October", ("2025-10-16", "2025-10-31")),
        ("They left in the latter half of September.", "the latter half of September", ("2025-09-16", "2025-09-30")),
        ("The first half of the year was calm.", "The first half of the year", ("2025-01-01", "2025-06-30")),
        ("They left in early October.", "early October", ("2025-10-01", "2025-10-10")),
    ],
)
def test_halves_of_a_month_and_of_a_year(text: str, phrase: str, days: tuple[str, str]) -> None:
    assert interval(text, phrase)[:2] == days


def test_a_half_that_is_no_time() -> None:
    assert words("She scored in the second half of the match.") == {}


@pytest.mark.parametrize(
    ("text", "phrase", "day"),
    [
        ("The rebels declared a truce from Friday.", "Friday", "2025-11-14"),
        ("Both sides agreed to a pause starting on Friday.", "Friday", "2025-11-14"),
        ("The army ordered a truce starting at noon on Friday.", "noon on Friday", "2025-11-14"),
        ("The rebels announced a truce from December 24 to January 3.", "December 24", "2025-12-24"),
        ("The rebels announced a truce on Friday.", "Friday", "2025-11-07"),
        ("The army said that shelling from Friday on had killed two.", "Friday", "2025-11-07"),
        ("The army announced that it had shelled the town from Friday on.", "Friday", "2025-11-07"),
    ],
)
def test_the_first_day_of_what_is_announced_lies_ahead(text: str, phrase: str, day: str) -> None:
    assert interval(text, phrase)[0] == day
