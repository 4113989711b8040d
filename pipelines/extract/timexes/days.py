"""Expressions that name a day or a week of the calendar: dates, weekdays, weeks by one of their days, holidays.

What belongs here: which day such a name refers to.  Not here: its year (years.py), longer spans (spans.py), words that only point
("yesterday", "last week": resolve.py).

A function returns None where the match is no expression of time after all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from pipelines.extract.timexes.calendars import (
    Reading,
    day_reading,
    easter,
    nth_weekday,
    partial_day,
    safe_date,
    shifted,
    week_reading,
)
from pipelines.extract.timexes.context import Context, full_year, month_number
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.scan import Candidate
from pipelines.extract.timexes.words import (
    BACK,
    ON,
    TEXTUAL,
    is_written_as_name,
    ordinal_of,
    part_code,
    tense_around,
    with_part,
)
from pipelines.extract.timexes.years import ancient_year, explicit_year, nearest_year, year_of_named


def read_month_day(candidate: Candidate, context: Context) -> Reading | None:
    word = candidate.get("month") or candidate.get("month_") or ""
    month = month_number(word)
    ordinal = candidate.get("ordinal")
    digits = candidate.get("day") or candidate.get("day_")
    day = ordinal_of(ordinal) if ordinal else int(digits or 0)
    if not 1 <= day <= 31 or not safe_date(2000, month, day):
        return None
    if not is_written_as_name(candidate, "month", context) and not is_written_as_name(candidate, "month_", context):
        return None
    if ancient := ancient_year(candidate, context):
        return Reading("DATE", f"{ancient}-{month:02d}-{day:02d}")
    year = explicit_year(candidate, context)
    stated = year is not None
    if year is None:
        year = nearest_year(context, month, day, tense_around(candidate, context))
    if year is None:
        return partial_day(month, day)
    found = safe_date(year, month, day)
    if found is None:
        return None if stated else partial_day(month, day)
    reading = day_reading(found)
    context.remember(reading, "D", candidate.start, gives_year=stated)
    return reading


def read_iso_date(candidate: Candidate, context: Context) -> Reading | None:
    found = safe_date(int(candidate.get("year") or 0), int(candidate.get("mm") or 0), int(candidate.get("day") or 0))
    if found is None:
        return None
    reading = day_reading(found)
    context.remember(reading, "D", candidate.start, gives_year=True)
    return reading


def read_numeric_date(candidate: Candidate, context: Context) -> Reading | None:
    a, b = int(candidate.get("a") or 0), int(candidate.get("b") or 0)
    year = full_year(candidate.get("year") or "", context.today)
    found = safe_date(year, b, a) if a > 12 else safe_date(year, a, b)
    if found is None:
        return None
    reading = day_reading(found)
    context.remember(reading, "D", candidate.start, gives_year=True)
    return reading


def read_weekday(candidate: Candidate, context: Context) -> Reading | None:
    word = (candidate.get("weekday") or "").rstrip(".")
    if not is_written_as_name(candidate, "weekday", context):
        return None
    if word in lexicon()["weekday_abbreviations"]:
        if not context.text[candidate.match.start("weekday") : candidate.match.end("weekday")].endswith("."):
            return None
        number = lexicon()["weekday_abbreviations"][word]
    else:
        number = lexicon()["weekdays"][word]
    part = candidate.get("pod")
    if candidate.get("plural"):
        return Reading("SET", f"XXXX-WXX-{number}{part_code(part)}")
    day = _day_of_weekday(candidate, context, number)
    if day is None:
        return Reading("TIME" if part else "DATE", f"XXXX-WXX-{number}{part_code(part)}")
    reading = day_reading(day)
    context.remember(reading, "D", candidate.start, gives_year=False)
    return with_part(reading, part)


def _day_of_weekday(candidate: Candidate, context: Context, number: int) -> date | None:
    relative = candidate.modifier("rel")
    today = context.today
    if relative in TEXTUAL or context.is_narrative:
        today = context.base if context.last else context.today
    if today is None or (context.is_narrative and not context.last):
        return None
    back = (today.isoweekday() - number) % 7
    if relative in BACK:
        return shifted(today, -(back or 7))
    if relative in ON:
        return shifted(today, (-back % 7) or 7)
    if relative in {"same", "that", "the same", "that same"} and back == 0:
        return today
    if back == 0:
        return today
    tense = tense_around(candidate, context)
    return shifted(today, -back % 7 if tense == "future" and not context.is_narrative else -back)


def read_weekdays(candidate: Candidate, context: Context) -> Reading | None:
    if not is_written_as_name(candidate, "weekday", context):
        return None
    return Reading("SET", f"XXXX-WXX-{lexicon()['weekdays'][candidate.get('weekday')]}")


def read_week_of(candidate: Candidate, context: Context) -> Reading | None:
    """A week by one of its days: its last ("ending"), its first (also where that is a Sunday or Monday), or any."""
    day = read_month_day(candidate, context)
    if day is None or day.start is None:
        return None
    week = week_reading(day.start)
    way = candidate.get("way")
    if also := candidate.get("also"):
        last = safe_date(day.start.year, day.start.month, int(also))
        return replace(week, start=day.start, end=last) if last and last > day.start else week
    if way in {"ending", "ended", "to"}:
        return replace(week, start=shifted(day.start, -6), end=day.start)
    if way != "of" or day.start.isoweekday() == 7:
        return replace(week, start=day.start, end=shifted(day.start, 6))
    return week


def read_named_day(candidate: Candidate, context: Context) -> Reading | None:
    if not context.text[candidate.match.start("name")].isupper():
        return None
    given = lexicon()["named_days"][candidate.get("name")]
    year = explicit_year(candidate, context)
    stated = year is not None
    month = given.get("month", 4)
    if year is None:
        year = year_of_named(candidate, context, month, given.get("day", 20))
    if year is None or not MINYEAR <= year <= MAXYEAR:
        return Reading("DATE", f"XXXX-{month:02d}-{given['day']:02d}" if "day" in given else "XXXX-XX-XX")
    if "easter" in given:
        day = shifted(easter(year), given["easter"])
    elif "weekday" in given:
        day = nth_weekday(year, month, given["weekday"] - 1, given["nth"])
    else:
        day = safe_date(year, month, given["day"])
    if day is None:
        return None
    reading = day_reading(day)
    context.remember(reading, "D", candidate.start, gives_year=stated)
    return reading
