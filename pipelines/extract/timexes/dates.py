"""Expressions that name a place in the calendar: days, weekdays, months, quarters, seasons, years, holidays.

What belongs here: which year, or which week, such a name refers to.  Not here: amounts of time (amounts.py),
words that only point ("yesterday", "last week": resolve.py).

A function returns None where the match is no expression of time after all.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from pipelines.extract.timexes.calendars import (
    Reading,
    century_reading,
    day_reading,
    decade_reading,
    easter,
    month_reading,
    nth_weekday,
    partial_day,
    quarter_reading,
    safe_date,
    season_reading,
    shifted,
    span_of_years,
    unit_reading,
    week_reading,
    year_reading,
)
from pipelines.extract.timexes.context import Context, Tense, full_year, month_number
from pipelines.extract.timexes.grammar import Candidate, lexicon
from pipelines.extract.timexes.words import (
    BACK,
    ON,
    TEXTUAL,
    is_written_as_name,
    number_of,
    ordinal_of,
    part_code,
    tense_around,
    with_part,
)

_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|last|next|this|by|early|late|mid|of|from|for|to|through|before|after|and|during|every|"
    r"each)[ -]\Z",
    re.IGNORECASE,
)
# So many months back in a narrative are the next year.
_NARRATIVE_LEAP = 11
# What follows the near end of a range or list up to a year: "to November 8, 2025", "- 4 August 1952", "and May 1990".
_FAR_END = re.compile(
    r",? ?(?:[-‐‑–—]|to|and|or|until|till|through) ?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?P<month>[A-Z][A-Za-z]{2,8})\.?(?: \d{1,2}(?:st|nd|rd|th)?)?,? (?P<year>[12]\d{3})(?!\d|,\d{3})"
)


def explicit_year(candidate: Candidate, context: Context) -> int | None:
    """The year the match states, in figures, in words or relative to another."""
    digits = candidate.get("year") or candidate.get("yy")
    if digits:
        return full_year(digits.strip("'‘’"), context.today)
    if spelled := candidate.get("spelled"):
        century = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000}[candidate.get("century") or "nineteen"]
        return century + int(number_of(spelled) or 0)
    relative = candidate.get("relyear")
    if relative is None:
        return _year_of_range(candidate, context)
    base = context.today.year if context.today else None
    if relative in {"this", "of this"}:
        return base
    if relative in {"last", "next", "of last", "of next"}:
        return None if base is None else base + (1 if "next" in relative else -1)
    anchor = context.last_year or base
    if anchor is None:
        return None
    return anchor + (1 if "following" in relative else -1 if "previous" in relative else 0)


def _year_of_range(candidate: Candidate, context: Context) -> int | None:
    """The year that only the far end of a range or list states ("26 June to 4 August 1952")."""
    first = candidate.get("month")
    if first is None:
        return None
    far = _FAR_END.match(context.text, candidate.end)
    if far is None or far["month"].lower() not in lexicon()["months"] | lexicon()["month_abbreviations"]:
        return None
    return int(far["year"]) - (1 if month_number(far["month"]) < month_number(first) else 0)


def nearest_year(context: Context, month: int, day: int, tense: Tense) -> int | None:
    """The year of a day or month that none is stated for."""
    if context.is_narrative or context.today is None:
        return _year_in_narrative(context, month)
    today = context.today
    distances: list[tuple[float, int]] = []
    for year in (today.year - 1, today.year, today.year + 1):
        found = safe_date(year, month, day) or safe_date(year, month, 28)
        if found is None:
            continue
        days = (found - today).days
        # Reporting looks back: what lies ahead counts double, and far more where the clause is in the past.
        weight = {"past": 10.0, "open": 2.0, "future": 1.0}[tense] if days > 0 else 4.0 if tense == "future" else 1.0
        distances.append((abs(days) * weight, year))
    return min(distances)[1]


def _year_in_narrative(context: Context, month: int) -> int | None:
    """A narrative goes on from what it dated last: the year it named, or the next where that would be a leap back."""
    year, last = context.last_year, context.last
    if year is None or last is None or last.start is None or context.last_unit == "Y" or last.start.year != year:
        return year
    if last.start.month - month >= _NARRATIVE_LEAP:
        context.last_year = year + 1
    return context.last_year


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
    if ancient := _ancient_year(candidate, context):
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


def _ancient_year(candidate: Candidate, context: Context) -> str | None:
    """`BC0480` where the match says so, or where the narrative last named such a year and the match names none."""
    if stated := candidate.get("bc"):
        context.last_bc = int(stated)
    elif context.last_bc is None or candidate.get("year") or not context.is_narrative:
        return None
    return f"BC{context.last_bc:04d}"


def read_month(candidate: Candidate, context: Context) -> Reading | None:
    word = candidate.get("month") or ""
    if not is_written_as_name(candidate, "month", context):
        return None
    year = explicit_year(candidate, context)
    stated = year is not None or candidate.get("bc") is not None
    bare = word.rstrip(".")
    at = candidate.match.start("month")
    if not stated:
        if bare in lexicon()["month_abbreviations"] and not word.endswith("."):
            return None
        if bare in {"may", "march", "august", "april", "june"} and not _is_month_name(bare, at, context):
            return None
    month = month_number(word)
    if ancient := _ancient_year(candidate, context):
        return Reading("DATE", f"{ancient}-{month:02d}")
    if year is None:
        year = _year_of_named(candidate, context, month, 15)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}")
    reading = month_reading(year, month)
    context.remember(reading, "M", candidate.start, gives_year=stated)
    return reading


def _is_month_name(word: str, at: int, context: Context) -> bool:
    if context.tag_at(at) in {"MD", "VB", "VBP", "VBD", "VBZ"}:
        return False
    if _BEFORE_MONTH.search(context.text, max(0, at - 14), at):
        return True
    token = context.token_at(at)
    if token is None or word in {"may", "march"}:
        return False
    return (token.ent_type_ in {"DATE", ""} and token.dep_ not in {"nsubj"}) or token.ent_type_ == "DATE"


def _year_of_named(candidate: Candidate, context: Context, month: int, day: int) -> int | None:
    """The year of a month, season or holiday: by "last" and "next", else the nearest that the tense allows."""
    relative = candidate.modifier("rel")
    today = context.today
    if relative and today and relative not in TEXTUAL and not context.is_narrative:
        this_year = safe_date(today.year, month, 1) or today
        if relative in BACK:
            return today.year if this_year.replace(day=28) < today.replace(day=1) else today.year - 1
        if relative in ON:
            return today.year if this_year > today else today.year + 1
        return today.year
    base = context.base
    if relative and base and relative in TEXTUAL:
        if relative in BACK:
            return base.year if base.month > month else base.year - 1
        if relative in ON:
            return base.year if base.month < month else base.year + 1
    return nearest_year(context, month, day, tense_around(candidate, context))


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


def read_quarter(candidate: Candidate, context: Context) -> Reading | None:
    name = candidate.get("quarter") or ""
    today = context.today
    if name in {"latest", "current"}:
        reading = None if today is None else unit_reading(today, "Q", -1 if name == "latest" else 0)
        if reading:
            context.remember(reading, "Q", candidate.start, gives_year=False)
        return reading
    number = int(name[0]) if name[0].isdigit() else ordinal_of(name)
    if number > 4:
        return None
    year = explicit_year(candidate, context)
    stated = year is not None
    if year is None and context.is_narrative:
        year = context.last_year
    if year is None and today is not None:
        year = today.year
        starts = date(year, 3 * number - 2, 1)
        if starts > today and tense_around(candidate, context) == "past":
            year -= 1
        elif (today - starts).days > 300 and tense_around(candidate, context) == "future":
            year += 1
    if year is None:
        return Reading("DATE", f"XXXX-Q{number}")
    reading = quarter_reading(year, number)
    context.remember(reading, "Q", candidate.start, gives_year=stated)
    return reading


def read_half_year(candidate: Candidate, context: Context) -> Reading | None:
    year = explicit_year(candidate, context)
    if year is None:
        return None
    first = candidate.get("part") == "first"
    return replace(
        year_reading(year),
        value=f"{year:04d}-H{1 if first else 2}",
        start=safe_date(year, 1 if first else 7, 1),
        end=safe_date(year, 6 if first else 12, 30 if first else 31),
    )


def read_season(candidate: Candidate, context: Context) -> Reading | None:
    word = candidate.get("season") or ""
    season = lexicon()["seasons"][word]
    year = explicit_year(candidate, context)
    stated = year is not None or candidate.get("bc") is not None
    at = candidate.match.start("season")
    if not stated:
        before = context.text[max(0, candidate.start - 8) : at].lower()
        led = bool(
            candidate.modifier("adverb")
            or re.search(r"\b(?:the|in|by|since|until|that|each|every|of|for|over|during|last|next|and|or) $", before)
        )
        noun = context.tag_at(at).startswith("NN")
        if not (led and noun) or (
            word in {"fall", "spring"}
            and re.match(r" of(?! \d)|[ -]?board", context.text[candidate.end : candidate.end + 6])
        ):
            return None
        if word == "fall" and not re.search(r"(?:this|last|next|in the|that|early|late) $", before):
            return None
    if ancient := _ancient_year(candidate, context):
        return Reading("DATE", f"{ancient}-{season}")
    month = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[season]
    if year is None:
        year = _year_of_named(candidate, context, month, 15)
        if year is not None and season == "WI" and not context.is_narrative:
            year -= 1
    if year is None:
        return Reading("DATE", f"XXXX-{season}")
    reading = season_reading(year, season)
    context.remember(reading, "M", candidate.start, gives_year=stated)
    return reading


def read_fiscal_year(candidate: Candidate, context: Context) -> Reading | None:
    """A fiscal year keeps its number; its days depend on who counts, so none are given."""
    year = explicit_year(candidate, context)
    return None if year is None else Reading("DATE", f"{year:04d}")


def read_year(candidate: Candidate, context: Context) -> Reading | None:
    if candidate.get("spelled_thousand"):
        return year_reading(2000)
    era, digits = candidate.get("era"), candidate.get("year")
    if era and digits:
        context.last_bc = int(digits)
        return Reading("DATE", f"BC{int(digits):04d}")
    year = explicit_year(candidate, context)
    if year is None:
        return None
    is_named = candidate.match.group().lower().startswith("year")
    if digits and len(digits) == 4 and not is_named and not _is_year(candidate, context, year):
        return None
    reading = year_reading(year)
    context.remember(reading, "Y", candidate.start, gives_year=True)
    return reading


_NOT_BEFORE_YEAR = re.compile(r"(?:©|\(c\)|copyright)\s*\Z|(?-i:[A-Z][-–]\Z)", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|to|of|during|before|after|through|throughout|between|and|or|around|circa|"
    r"late|early|mid|summer|spring|autumn|fall|winter|the|that|year|years|for|on|at|a|an|his|her|its|their|this|was|is|"
    r"with|both)[ -]"
    r"|['’]s |[(,;:/–—-]\s?)$",
    re.IGNORECASE,
)


def _is_year(candidate: Candidate, context: Context, year: int) -> bool:
    """Four figures are a year where they stand like one, and count nothing."""
    if not 1000 <= year <= 2100:
        return False
    text, at = context.text, candidate.match.start("year")
    if _NOT_BEFORE_YEAR.search(text, max(0, at - 14), at):
        return False
    token = context.token_at(at)
    if token is None or token.ent_type_ in {"MONEY", "QUANTITY", "PERCENT"}:
        return False
    if token.dep_ == "nummod" and token.head.i == token.i + 1 and token.head.tag_ == "NNS":
        return 1900 <= year <= 2050 and year % 100 != 0 and token.ent_type_ != "CARDINAL"
    is_led = bool(_BEFORE_YEAR.search(text, max(0, at - 14), at)) or token.is_sent_start is True
    if not 1900 <= year <= 2050:
        return is_led and (token.ent_type_ != "CARDINAL" or text[max(0, at - 3) : at].lower() == "in ")
    return is_led or token.ent_type_ == "DATE"


def read_year_span(candidate: Candidate, context: Context) -> Reading | None:
    if candidate.get("era"):
        context.last_bc = int(candidate.get("also") or 0)
        return Reading("DATE", f"BC{int(candidate.get('year') or 0):04d}")
    first, also = int(candidate.get("year") or 0), candidate.get("also") or ""
    last = int(also) if len(also) == 4 else first // 100 * 100 + int(also)
    if not first < last <= first + 120:
        return None
    reading = year_reading(first)
    context.remember(reading, "Y", candidate.start, gives_year=True)
    return reading


def read_decade(candidate: Candidate, context: Context) -> Reading | None:
    if spelled := candidate.get("spelled"):
        return decade_reading(1900 + lexicon()["decades"][spelled])
    digits = (candidate.get("decade") or "").strip("'‘’")
    first = full_year(digits, context.today)
    reading = decade_reading(first)
    context.remember(reading, "Y", candidate.start, gives_year=True)
    return reading


def read_century(candidate: Candidate, _context: Context) -> Reading | None:
    words = candidate.get("number")
    number = int(words) if words else ordinal_of(candidate.get("ordinal") or "first")
    if candidate.get("era"):
        return Reading("DATE", f"BC{number - 1:02d}")
    return century_reading(number) if 1 <= number <= 30 else span_of_years("XXXX", 1, 1)


def read_named_day(candidate: Candidate, context: Context) -> Reading | None:
    if not context.text[candidate.match.start("name")].isupper():
        return None
    given = lexicon()["named_days"][candidate.get("name")]
    year = explicit_year(candidate, context)
    stated = year is not None
    month = given.get("month", 4)
    if year is None:
        year = _year_of_named(candidate, context, month, given.get("day", 20))
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
