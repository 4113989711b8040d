"""From a match to what it means: the table of rules, and the expressions that only point ("yesterday", "last week").

What belongs here: the dispatch, deictic words, times of day.  Not here: patterns (grammar.py), names of the
calendar (days.py, spans.py), amounts (amounts.py), the tense of a clause (context.py).

A function returns None where the match is no expression of time after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pipelines.extract.timexes.amounts import (
    amount_value,
    read_amount,
    read_long,
    read_rolling,
    read_set,
    read_set_adverb,
    read_set_per,
    read_vague_amount,
    rolled,
)
from pipelines.extract.timexes.calendars import (
    Reading,
    day_reading,
    part_of,
    quarter_reading,
    season_reading,
    shifted,
    unit_reading,
    week_reading,
    year_reading,
)
from pipelines.extract.timexes.context import Context, Unit
from pipelines.extract.timexes.days import (
    read_iso_date,
    read_month_day,
    read_named_day,
    read_numeric_date,
    read_week_of,
    read_weekday,
    read_weekdays,
)
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.scan import Candidate
from pipelines.extract.timexes.spans import (
    read_century,
    read_decade,
    read_fiscal_year,
    read_half_year,
    read_month,
    read_quarter,
    read_season,
    read_year,
    read_year_span,
)
from pipelines.extract.timexes.words import (
    BACK,
    COARSE,
    ON,
    SUBDAILY,
    TEXTUAL,
    number_of,
    ordinal_of,
    part_code,
    tense_around,
    unit_of,
    with_part,
)

_PARTS = {
    "early": "START", "beginning": "START", "start": "START", "early part": "START", "first part": "START",
    "first half": "HALF1", "first days": "START", "first weeks": "START", "first months": "START",
    "late": "END", "end": "END", "close": "END", "latter part": "END", "latter half": "HALF2", "second half": "HALF2",
    "last half": "HALF2", "last days": "END", "last weeks": "END", "last months": "END", "final days": "END",
    "final weeks": "END", "closing days": "END",
    "mid": "MID", "middle": "MID",
    "first week": "WEEK1", "second week": "WEEK2", "third week": "WEEK3", "fourth week": "WEEK4",
    "last week": "WEEKLAST", "final week": "WEEKLAST", "first two weeks": "WEEK12", "last two weeks": "WEEKLAST2",
}  # fmt: skip


# "The year ended March 31" is twelve months, no calendar year.
_FISCAL = re.compile(r" (?:ended|ending|to) ")


def resolve(candidate: Candidate, context: Context) -> Reading | None:
    """What the candidate means; None where it is no expression of time."""
    reading = _RULES[candidate.rule](candidate, context)
    if reading is None:
        return None
    part = candidate.modifier("part") or candidate.modifier("adverb")
    if part in {"earlier", "later"} and context.today and reading.start and reading.end:
        if part == "earlier" and reading.start <= context.today <= reading.end:
            return replace(reading, end=context.today)
        if part == "later" and reading.start <= context.today <= reading.end:
            return replace(reading, start=context.today)
    if part in _PARTS and reading.type == "DATE":
        return part_of(reading, _PARTS[part])
    return reading


def _today_or_last(candidate: Candidate, context: Context) -> date | None:
    """The day of a time of day without one: the day the sentence named, else today."""
    if (
        context.last is not None
        and context.last_unit == "D"
        and context.is_same_sentence(context.last_at, candidate.start)
    ):
        return context.last.start
    return context.base if context.is_narrative else context.today


def _clock(candidate: Candidate, context: Context) -> Reading | None:
    hour = int(number_of(candidate.get("hour")) or 0)
    half = (candidate.get("half") or "").replace(".", "")
    if half in {"am", "pm"} and not 1 <= hour <= 12:
        return None
    if half in {"pm", "afternoon", "evening"} and hour < 12:
        hour += 12
    elif half in {"am", "morning"} and hour == 12:
        hour = 0
    day = _today_or_last(candidate, context)
    value = f"T{hour:02d}:{candidate.get('minute') or '00'}"
    return Reading("TIME", (day.isoformat() if day else "XXXX-XX-XX") + value, day, day)


def _moment(candidate: Candidate, context: Context) -> Reading | None:
    day = _today_or_last(candidate, context)
    part = candidate.get("pod")
    if day is None:
        return Reading("TIME", f"XXXX-XX-XX{part_code(part)}")
    # The midnight that news tells of is the last one.
    night = shifted(day, -1) if part == "midnight" and day == context.today else day
    return with_part(day_reading(night or day), part)


def _at_night(_candidate: Candidate, _context: Context) -> Reading | None:
    """ "At night" says no night in particular."""
    return Reading("TIME", "XXXX-XX-XXTNI")


def on_day(candidate: Candidate, reading: Reading, day: Reading) -> Reading:
    """A time of day together with the day that follows it ("10 p.m. Wednesday", "the night of April 18")."""
    time = reading.value[reading.value.index("T") :] if "T" in reading.value else ""
    covers_two = candidate.get("pod") == "midnight" or candidate.get("word") == "overnight"
    end = shifted(day.end, 1) if covers_two and day.end else day.end
    return replace(day, type="TIME", value=day.value.split("T")[0] + time, end=end)


def _is_title(candidate: Candidate, context: Context) -> bool:
    """ "Today" or "Now" with a capital inside a sentence is a programme or a paper."""
    at = candidate.match.start()
    if not context.text[at].isupper() or context.document.sentence_at(at).start == at:
        return False
    return context.text[max(0, at - 2) : at].strip(" ") not in {
        '"',
        "“",
        "‘",
        "'",
        "``",
        ":",
        "—",
        "-",
        "–",
        "]",
        ".",
        "''",
    }


def _near_day(candidate: Candidate, context: Context) -> Reading | None:
    if _is_title(candidate, context):
        return None
    step = {"yesterday": -1, "today": 0, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    part = candidate.get("pod")
    today = context.today if not context.is_narrative else None
    day = shifted(today, step[candidate.get("word") or "today"]) if today else None
    if day is None:
        return Reading("DATE", "XXXX-XX-XX" + part_code(part))
    reading = day_reading(day)
    context.remember(reading, "D", candidate.start, gives_year=False)
    return with_part(reading, part)


def _tonight(candidate: Candidate, context: Context) -> Reading | None:
    today = context.today
    if today is None:
        return Reading("TIME", "XXXX-XX-XXTNI")
    if candidate.get("word") == "tonight":
        return Reading("TIME", f"{today}TNI", today, today)
    if context.tense(candidate.start, candidate.end) == "future":
        return Reading("TIME", f"{today}TNI", today, shifted(today, 1))
    yesterday = shifted(today, -1)
    return Reading("TIME", f"{yesterday}TNI", yesterday, today)


def _near_part(candidate: Candidate, context: Context) -> Reading | None:
    relative, part = candidate.relation(), candidate.get("pod")
    base = context.base if relative in TEXTUAL or context.is_narrative else context.today
    if base is None:
        return Reading("TIME", "XXXX-XX-XX" + part_code(part))
    step = -1 if relative in BACK else 1 if relative in ON else 0
    day = shifted(base, step)
    if day is None:
        return None
    context.remember(day_reading(day), "D", candidate.start, gives_year=False)
    return with_part(day_reading(day), part)


def _near_unit(candidate: Candidate, context: Context) -> Reading | None:
    relative, unit = candidate.relation(), unit_of(candidate.get("unit") or "")
    if unit in {"SEC", "MIN"} or (unit == "H" and relative not in {"the past", "the last", "past"}):
        return None
    if relative in {"same", "last", "past", "next", "latest"} and unit == "D" and relative != "next":
        return None
    if relative in {"past", "the past"}:
        return rolled(context, relative, unit, 1.0)
    is_textual = relative in TEXTUAL and not (relative == "the next" and unit not in {"D"} and not context.is_narrative)
    base = context.base if is_textual or context.is_narrative or (relative == "next" and unit == "D") else context.today
    step = -1 if relative in BACK else 1 if relative in ON else 0
    if unit == "Q" and relative in {"latest", "the latest"}:
        step = -1
    if base is None:
        return Reading("DATE", "XXXX") if unit == "Y" else None
    if unit == "H":
        return rolled(context, relative, unit, 1.0)
    if is_textual and unit in {"D", "W", "M", "Q"} and step == 0 and context.last is None:
        return None
    reading = unit_reading(base, "W" if unit == "W2" else unit, step)
    if reading is None:
        return None
    if quarter := candidate.get("quarter"):
        reading = quarter_reading(base.year + step, ordinal_of(quarter))
        unit = "Q"
    known: dict[str, Unit] = {"D": "D", "W": "W", "WE": "W", "M": "M", "Q": "Q", "Y": "Y"}
    if unit in known:
        context.remember(reading, known[unit], candidate.start, gives_year=False)
    return reading


def _near_season(candidate: Candidate, context: Context) -> Reading | None:
    relative, season = candidate.relation(), lexicon()["seasons"][candidate.get("season")]
    base = context.base if relative in TEXTUAL or context.is_narrative else context.today
    if base is None:
        return Reading("DATE", f"XXXX-{season}")
    now = season_reading(base.year, season)
    year = base.year
    if relative in BACK and now.end is not None and now.end >= base:
        year -= 1
    elif relative in ON and now.start is not None and now.start <= base:
        year += 1
    elif season == "WI" and base.month < 3 and relative not in ON:
        year -= 1
    reading = season_reading(year, season)
    context.remember(reading, "M", candidate.start, gives_year=False)
    return reading


def _day_after(candidate: Candidate, context: Context) -> Reading | None:
    """ "the day following", "the week before"."""
    if not (candidate.modifier("the") or candidate.modifier("rel")):
        return None
    way = (candidate.get("dir") or "").strip()
    word = candidate.get("unit") or "day"
    unit = "D" if word == "morning" else unit_of(word)
    reading = context.back_or_on(-1 if way in {"before", "earlier"} else 1, COARSE.get(unit, "D"))
    if reading is None or context.last is None:
        return None
    context.remember(reading, COARSE.get(unit, "D"), candidate.start, gives_year=False)
    return with_part(reading, word if word in {"night", "morning"} else None)


def _year_earlier(candidate: Candidate, context: Context) -> Reading | None:
    if units := candidate.get("units"):
        return Reading("DURATION", amount_value(number_of(candidate.get("num")), unit_of(units)))
    if quarter := candidate.get("quarter"):
        base = context.quarter or context.today
        return None if base is None else quarter_reading(base.year - 1, ordinal_of(quarter))
    if candidate.get("unit") == "quarter" or context.quarter is not None:
        return context.year_ago_quarter()
    return None if context.today is None else year_reading(context.today.year - 1)


def _year_end(candidate: Candidate, context: Context) -> Reading | None:
    base = context.base if context.is_narrative else context.today
    if base is None:
        return None
    reading = unit_reading(base, unit_of(candidate.get("unit") or "year"), 0)
    return part_of(reading, "END") if reading else None


def _bare_unit(candidate: Candidate, context: Context) -> Reading | None:
    """ "the year", "the end of the week", "later in the day": what the text speaks of, else the current one."""
    unit = unit_of(candidate.get("unit") or "")
    specified = candidate.modifier("part") or candidate.modifier("adverb")
    if unit in SUBDAILY | {"W2"} or not (candidate.modifier("the") or specified):
        return None
    if candidate.get("unit") in {"day", "night"} and not specified:
        return None
    after = context.text[candidate.end : candidate.end + 2]
    if after[:1] in {"-", "–"} or (unit in {"E", "C"} and after[:1].isalnum()):
        return None
    if unit == "Y" and _FISCAL.match(context.text, candidate.end):
        return Reading("DURATION", "P1Y")
    if unit == "Q":
        if context.quarter is not None:
            return unit_reading(context.quarter, "Q", 0)
        return None if context.today is None else unit_reading(context.today, "Q", -1)
    base = context.base if context.is_narrative or (unit in {"D", "M"} and context.last) else context.today
    if base is None:
        return None
    if unit == "WE":
        is_ahead = tense_around(candidate, context) == "future" or base.isoweekday() >= 6
        return week_reading(base, is_weekend=True) if is_ahead else unit_reading(base, "WE", -1)
    return unit_reading(base, unit, 0)


def _reference(candidate: Candidate, context: Context) -> Reading | None:
    if _is_title(candidate, context):
        return None
    return next(
        (Reading("DATE", ref) for ref in ("PRESENT_REF", "PAST_REF", "FUTURE_REF") if candidate.get(ref)),
        None,
    )


_RULES: dict[str, Callable[[Candidate, Context], Reading | None]] = {
    "iso_date": read_iso_date,
    "numeric_date": read_numeric_date,
    "month_day": read_month_day,
    "day_month": read_month_day,
    "month": read_month,
    "weekday_date": read_month_day,
    "weekday": read_weekday,
    "weekdays": read_weekdays,
    "clock": _clock,
    "moment": _moment,
    "part_of_day": _moment,
    "at_night": _at_night,
    "near_day": _near_day,
    "tonight": _tonight,
    "near_part": _near_part,
    "near_unit": _near_unit,
    "near_season": _near_season,
    "rolling": read_rolling,
    "amount": read_amount,
    "long": read_long,
    "day_after": _day_after,
    "vague_amount": read_vague_amount,
    "year_earlier": _year_earlier,
    "year_end": _year_end,
    "bare_unit": _bare_unit,
    "week_of": read_week_of,
    "quarter": read_quarter,
    "half_year": read_half_year,
    "season": read_season,
    "fiscal_year": read_fiscal_year,
    "year": read_year,
    "year_span": read_year_span,
    "decade": read_decade,
    "century": read_century,
    "named_day": read_named_day,
    "set": read_set,
    "set_per": read_set_per,
    "set_adverb": read_set_adverb,
    "reference": _reference,
    "past": _reference,
}
