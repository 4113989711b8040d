"""From a match to what it means: one function a rule, against the context of the text.

What belongs here: reference (which year, which week, before or after what).  Not here: patterns (timex_grammar.py),
calendar arithmetic (timex_calendar.py), the tense of a clause (timex_context.py).

A function returns None where the match is no expression of time after all ("the second", "a quarter of").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pipelines.extract.timex_calendar import (
    Reading,
    century_reading,
    day_reading,
    decade_reading,
    duration_value,
    easter,
    month_reading,
    nth_weekday,
    part_of,
    partial_day,
    quarter_reading,
    rolling,
    safe_date,
    season_reading,
    shifted,
    span_of_years,
    unit_reading,
    week_reading,
    year_reading,
)
from pipelines.extract.timex_context import Context, Tense, Unit, full_year, month_number
from pipelines.extract.timex_grammar import Candidate, lexicon

_BACK = {"last", "past", "previous", "prior", "preceding", "the last", "the past", "this past", "the previous", "the preceding", "the prior"}
_ON = {"next", "coming", "following", "subsequent", "this coming", "the next", "the very next", "the following", "the ensuing", "the coming"}
# These count from what the text dated last, not from today.
_TEXTUAL = {"previous", "prior", "preceding", "following", "subsequent", "same", "that", "that same", "the same", "this same", "the previous", "the preceding", "the prior", "the following", "the ensuing", "the very next", "the next"}
# So many months back in a narrative are the next year.
NARRATIVE_LEAP = 8
_SUBDAILY = {"H", "MIN", "SEC"}
_PARTS = {
    "early": "START", "beginning": "START", "start": "START", "early part": "START", "first part": "START",
    "first half": "START", "first days": "START", "first weeks": "START", "first months": "START",
    "late": "END", "end": "END", "close": "END", "latter part": "END", "latter half": "END", "second half": "END",
    "last half": "END", "last days": "END", "last weeks": "END", "last months": "END", "final days": "END",
    "final weeks": "END", "closing days": "END",
    "mid": "MID", "middle": "MID",
    "first week": "WEEK1", "second week": "WEEK2", "third week": "WEEK3", "fourth week": "WEEK4",
    "last week": "WEEKLAST", "final week": "WEEKLAST", "first two weeks": "WEEK12", "last two weeks": "WEEKLAST2",
}  # fmt: skip
# What follows the near end of a range or list up to a year: "to November 8, 2025", "- 4 August 1952", "and May 1990".
_FAR_END = re.compile(
    r",? ?(?:[-‐‑–—]|to|and|or|until|till|through) ?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?P<month>[A-Z][A-Za-z]{2,8})\.?"
    r"(?: \d{1,2}(?:st|nd|rd|th)?)?,? (?P<year>[12]\d{3})(?![\d,])"
)
_RATE_LEADS = re.compile(r"(?:\b(?:for|in|within|after|over|than|about|around|nearly|almost|every|least|most|just|only|under|lasts?|lasted|lasting|took|take|takes|spent|spend|spending|be|is|was|half|and|or|of|by|once|up to|as|until|like|the|to|through|during|at|that|wait|waited)|^|[,.;:\"“(])\s*$", re.IGNORECASE)
_PLURAL_LEADS = re.compile(r"(?:\b(?:for|in|within|after|over|than|of|about|just|only|took|take|takes|lasted|last|spent|spend|and|or|by|to|until|during|throughout|from|through|recent|coming|many|were|are|is|was|be|before|more|the|that|but|those|these|wait|waited)|^|[,.;:\"“(])\s*$", re.IGNORECASE)


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


def number_of(words: str | None) -> float | None:
    """The figure that number words stand for; None where they give none ("several")."""
    if words is None:
        return 1.0
    text = words.lower().strip()
    data = lexicon()
    if text in data["vague_numbers"] or text.endswith(" of") and "couple" not in text:
        return None
    extra = 0.5 if text.endswith((" and a half", " and one-half", "½", " 1/2", "-1/2")) else 0.0
    text = re.sub(r"(?: and a half| and one-half| ?½|[ -]1/2)$", "", text)
    fixed = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "half": 0.5, "a dozen": 12.0, "two dozen": 24.0}
    if text in fixed or "couple" in text:
        return fixed.get(text, 2.0) + extra
    if text[:1].isdigit():
        figures = text.split()[0].split("-")[0].replace(",", "")
        return float(figures) + extra if re.fullmatch(r"\d+(?:\.\d+)?", figures) else None
    total = current = 0.0
    for word in re.split(r"[ -]", text):
        if word in data["numbers"]:
            current += data["numbers"][word]
        elif word in data["multipliers"]:
            current = (current or 1.0) * data["multipliers"][word]
            if data["multipliers"][word] == 1000:
                total, current = total + current, 0.0
    return total + current + extra


def unit_of(word: str) -> str:
    """TIMEX3 code of a unit in singular or plural."""
    units: dict[str, str] = lexicon()["units"]
    singular = lexicon()["plurals"].get(word, word[:-1] if word not in units and word.endswith("s") else word)
    return units[singular]


def ordinal_of(words: str) -> int:
    ordinals: dict[str, int] = lexicon()["ordinals"]
    parts = re.split(r"[ -]", words)
    return (20 if parts[0] == "twenty" else 0) + ordinals[parts[-1]]


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
        return _year_in_narrative(context, month, day)
    today = context.today
    distances: list[tuple[float, int]] = []
    for year in (today.year - 1, today.year, today.year + 1):
        found = safe_date(year, month, day) or safe_date(year, month, 28)
        if found is None:
            continue
        days = (found - today).days
        # Reporting looks back: what lies ahead counts double, and far more where the clause is in the past.
        weight = {"past": 6.0, "open": 2.0, "future": 1.0}[tense] if days > 0 else 4.0 if tense == "future" else 1.0
        distances.append((abs(days) * weight, year))
    return min(distances)[1]


def _year_in_narrative(context: Context, month: int, day: int) -> int | None:
    """A narrative goes on from what it dated last: the year it named, or the next where that would be a leap back."""
    year, last = context.last_year, context.last
    if year is None or last is None or last.start is None or context.last_unit == "Y" or last.start.year != year:
        return year
    months = month - last.start.month
    return year + (1 if months <= -NARRATIVE_LEAP else 0)


def _tense(candidate: Candidate, context: Context) -> Tense:
    return context.tense(candidate.match.start(), candidate.match.end())


def _month_day(candidate: Candidate, context: Context) -> Reading | None:
    word = candidate.get("month") or candidate.get("month_") or ""
    month = month_number(word)
    ordinal = candidate.get("ordinal")
    digits = candidate.get("day") or candidate.get("day_")
    day = ordinal_of(ordinal) if ordinal else int(digits or 0)
    if not 1 <= day <= 31 or not safe_date(2000, month, day):
        return None
    if not _is_written_as_name(candidate, "month", context) and not _is_written_as_name(candidate, "month_", context):
        return None
    if ancient := _ancient_year(candidate, context):
        return Reading("DATE", f"{ancient}-{month:02d}-{day:02d}")
    year = explicit_year(candidate, context)
    stated = year is not None
    if year is None:
        year = nearest_year(context, month, day, _tense(candidate, context))
    if year is None:
        return partial_day(month, day)
    found = safe_date(year, month, day)
    if found is None:
        return None
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


def _is_written_as_name(candidate: Candidate, group: str, context: Context) -> bool:
    at = candidate.match.start(group) if group in candidate.match.re.groupindex else -1
    return at >= 0 and context.text[at].isupper()


def _month(candidate: Candidate, context: Context) -> Reading | None:
    word = candidate.get("month") or ""
    if not _is_written_as_name(candidate, "month", context):
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
    before = context.text[max(0, at - 14) : at].lower()
    if re.search(r"\b(?:in|since|until|till|last|next|this|by|early|late|mid|of|from|for|to|through|before|after|and|during|every|each|late-|mid-|early-)[ -]$", before):
        return True
    token = context.token_at(at)
    if token is None or word in {"may", "march"}:
        return False
    return token.ent_type_ in {"DATE", ""} and token.dep_ not in {"nsubj"} or token.ent_type_ == "DATE"


def _year_of_named(candidate: Candidate, context: Context, month: int, day: int) -> int | None:
    """The year of a month, season or holiday: by "last" and "next", else the nearest that the tense allows."""
    relative = candidate.modifier("rel")
    today = context.today
    if relative and today and relative not in _TEXTUAL and not context.is_narrative:
        this_year = safe_date(today.year, month, 1) or today
        if relative in _BACK:
            return today.year if this_year.replace(day=28) < today.replace(day=1) else today.year - 1
        if relative in _ON:
            return today.year if this_year > today else today.year + 1
        return today.year
    base = context.base
    if relative and base and relative in _TEXTUAL:
        if relative in _BACK:
            return base.year if base.month > month else base.year - 1
        if relative in _ON:
            return base.year if base.month < month else base.year + 1
    return nearest_year(context, month, day, _tense(candidate, context))


def _iso_date(candidate: Candidate, context: Context) -> Reading | None:
    found = safe_date(int(candidate.get("year") or 0), int(candidate.get("mm") or 0), int(candidate.get("day") or 0))
    if found is None:
        return None
    reading = day_reading(found)
    context.remember(reading, "D", candidate.start, gives_year=True)
    return reading


def _numeric_date(candidate: Candidate, context: Context) -> Reading | None:
    a, b = int(candidate.get("a") or 0), int(candidate.get("b") or 0)
    year = full_year(candidate.get("year") or "", context.today)
    found = safe_date(year, b, a) if a > 12 else safe_date(year, a, b)
    if found is None:
        return None
    reading = day_reading(found)
    context.remember(reading, "D", candidate.start, gives_year=True)
    return reading


def _weekday(candidate: Candidate, context: Context) -> Reading | None:
    word = (candidate.get("weekday") or "").rstrip(".")
    if not _is_written_as_name(candidate, "weekday", context):
        return None
    if word in lexicon()["weekday_abbreviations"]:
        if not context.text[candidate.match.start("weekday") : candidate.match.end("weekday")].endswith("."):
            return None
        number = lexicon()["weekday_abbreviations"][word]
    else:
        number = lexicon()["weekdays"][word]
    part = candidate.get("pod")
    if candidate.get("plural"):
        return Reading("SET", f"XXXX-WXX-{number}{_part_code(part)}")
    day = _day_of_weekday(candidate, context, number)
    if day is None:
        return Reading("TIME" if part else "DATE", f"XXXX-WXX-{number}{_part_code(part)}")
    reading = day_reading(day)
    context.remember(reading, "D", candidate.start, gives_year=False)
    return _with_part(reading, part)


def _day_of_weekday(candidate: Candidate, context: Context, number: int) -> date | None:
    relative = candidate.modifier("rel")
    today = context.today
    if relative in _TEXTUAL or context.is_narrative:
        today = context.base if context.last else context.today
    if today is None or (context.is_narrative and not context.last):
        return None
    back = (today.isoweekday() - number) % 7
    if relative in _BACK:
        return shifted(today, -(back or 7))
    if relative in _ON:
        return shifted(today, (-back % 7) or 7)
    if relative in {"same", "that", "the same", "that same"} and back == 0:
        return today
    if back == 0:
        return today
    tense = _tense(candidate, context)
    return shifted(today, -back % 7 if tense == "future" and not context.is_narrative else -back)


def _weekdays(candidate: Candidate, context: Context) -> Reading | None:
    if not _is_written_as_name(candidate, "weekday", context):
        return None
    return Reading("SET", f"XXXX-WXX-{lexicon()['weekdays'][candidate.get('weekday')]}")


def _part_code(part: str | None) -> str:
    return "" if part is None else f"T{lexicon()['parts_of_day'][part]}"


def _with_part(reading: Reading, part: str | None) -> Reading:
    """The part of a day; midnight belongs to two days."""
    if part is None:
        return reading
    end = shifted(reading.end, 1) if part == "midnight" and reading.end else reading.end
    return replace(reading, type="TIME", value=reading.value + _part_code(part), end=end)


def _today_or_last(candidate: Candidate, context: Context) -> date | None:
    """The day of a time of day without one: the day the sentence named, else today."""
    if context.last is not None and context.last_unit == "D" and context.is_same_sentence(context.last_at, candidate.start):
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
        return Reading("TIME", f"XXXX-XX-XX{_part_code(part)}")
    # The midnight that news tells of is the last one.
    night = shifted(day, -1) if part == "midnight" and day == context.today else day
    return _with_part(day_reading(night or day), part)


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
    return context.text[max(0, at - 2) : at].strip(" ") not in {"\"", "“", "‘", "'", "``", ":", "—", "-", "–", "]", ".", "''"}


def _near_day(candidate: Candidate, context: Context) -> Reading | None:
    if _is_title(candidate, context):
        return None
    step = {"yesterday": -1, "today": 0, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
    part = candidate.get("pod")
    today = context.today if not context.is_narrative else None
    day = shifted(today, step[candidate.get("word") or "today"]) if today else None
    if day is None:
        return Reading("DATE", "XXXX-XX-XX" + _part_code(part))
    reading = day_reading(day)
    context.remember(reading, "D", candidate.start, gives_year=False)
    return _with_part(reading, part)


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
    relative, part = candidate.get("rel") or "", candidate.get("pod")
    base = context.base if relative in _TEXTUAL or context.is_narrative else context.today
    if base is None:
        return Reading("TIME", "XXXX-XX-XX" + _part_code(part))
    step = -1 if relative in _BACK else 1 if relative in _ON else 0
    day = shifted(base, step)
    if day is None:
        return None
    context.remember(day_reading(day), "D", candidate.start, gives_year=False)
    return _with_part(day_reading(day), part)


def _near_unit(candidate: Candidate, context: Context) -> Reading | None:
    relative, unit = candidate.get("rel") or "", unit_of(candidate.get("unit") or "")
    if unit in {"SEC", "MIN"} or (unit == "H" and relative not in {"the past", "the last", "past"}):
        return None
    if relative in {"same", "last", "past", "next", "latest"} and unit == "D" and relative != "next":
        return None
    if relative in {"past", "the past"}:
        return _rolled(context, relative, unit, 1.0)
    is_textual = relative in _TEXTUAL and not (relative == "the next" and unit not in {"D"} and not context.is_narrative)
    base = context.base if is_textual or context.is_narrative or relative == "next" and unit == "D" else context.today
    step = -1 if relative in _BACK else 1 if relative in _ON else 0
    if unit == "Q" and relative in {"latest", "the latest"}:
        step = -1
    if base is None:
        return Reading("DATE", "XXXX") if unit == "Y" else None
    if unit == "H":
        return _rolled(context, relative, unit, 1.0)
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
    relative, season = candidate.get("rel") or "", lexicon()["seasons"][candidate.get("season")]
    base = context.base if relative in _TEXTUAL or context.is_narrative else context.today
    if base is None:
        return Reading("DATE", f"XXXX-{season}")
    now = season_reading(base.year, season)
    year = base.year
    if relative in _BACK and now.end is not None and now.end >= base:
        year -= 1
    elif relative in _ON and now.start is not None and now.start <= base:
        year += 1
    elif season == "WI" and base.month < 3 and relative not in _ON:
        year -= 1
    reading = season_reading(year, season)
    context.remember(reading, "M", candidate.start, gives_year=False)
    return reading


def _rolling(candidate: Candidate, context: Context) -> Reading | None:
    relative, unit = candidate.get("rel") or "", unit_of(candidate.get("unit") or "")
    words = candidate.get("num")
    count = None if words is None else number_of(words)
    if words is None and relative == "final":
        return None
    return _rolled(context, relative, unit, count)


def _rolled(context: Context, relative: str, unit: str, count: float | None) -> Reading:
    """So many units up to now or from now on; no figure, no days."""
    value = _amount_value(count, unit)
    direction = 1 if relative in _ON | {"ensuing", "future"} else -1
    is_now = relative.removeprefix("the ") in {"past", "last", "next", "coming", "recent"}
    if count is None or context.today is None or context.is_narrative or not is_now:
        return Reading("DURATION", value)
    start, end = rolling(context.today, unit, count * (2 if unit == "W2" else 1), direction)
    return Reading("DURATION", value, start, end)


def _amount_value(count: float | None, unit: str) -> str:
    if unit == "W2":
        unit, count = "W", None if count is None else 2 * count
    return duration_value(count, unit)


def _amount(candidate: Candidate, context: Context) -> Reading | None:
    words, unit = candidate.get("num") or "", unit_of(candidate.get("unit") or "")
    way = (candidate.get("dir") or "").strip()
    count = number_of(words)
    joined = candidate.get("joined") or ""
    text = context.text
    if words in {"a", "an"} and (candidate.get("unit") or "").endswith("s"):
        return None
    if "old" in joined or text[candidate.end : candidate.end + 4].lower() in {" old", "-old"}:
        return None
    if unit == "Q" and words in {"a", "one", "three"} and not way:
        return None
    if unit == "SEC" and candidate.get("unit") == "second" and not way:
        return None
    if not way and words in {"a", "an"} and not _RATE_LEADS.search(text, max(0, candidate.start - 16), candidate.start):
        return None
    if words.isdigit() and len(words) == 4 and candidate.get("unit") in {"quarter", "year"}:
        return None
    if (extra := candidate.get("extra")) and count is not None:
        if extra == "a half":
            count += 0.5
        elif (unit2 := candidate.get("unit2")) and (more := number_of(candidate.get("num3"))) is not None:
            return Reading("DURATION", _compound(count, unit, more, unit_of(unit2)))
    if way:
        return _directed(candidate, context, count, unit, way)
    return Reading("DURATION", _amount_value(count, unit))


def _compound(count: float, unit: str, more: float, smaller: str) -> str:
    first, second = duration_value(count, unit), duration_value(more, smaller)
    if second.startswith("PT"):
        return first + second.removeprefix("PT" if "T" in first else "P")
    return first + second.removeprefix("P")


def _directed(candidate: Candidate, context: Context, count: float | None, unit: str, way: str) -> Reading | None:
    """ "two days ago", "a week later", "hours before …"."""
    back = way in {"ago", "earlier", "before", "prior", "beforehand"}
    from_today = way in {"ago", "from now", "hence"}
    base = context.today if from_today else context.base
    if count is None:
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    if base is None:
        return Reading("DURATION", _amount_value(count, unit))
    sign = -1 if back else 1
    if unit in _SUBDAILY:
        days = -(-count // 24) if unit == "H" else 0
        other = shifted(base, int(sign * max(days, 1)) if unit == "H" else 0)
        first, last = (other, base) if back else (base, other)
        return Reading("TIME", f"{base.isoformat()}TXX:XX", first, last)
    if unit == "Y" and way == "ago" and count == 1 and context.quarter is not None and context.last_unit == "Q":
        return context.year_ago_quarter()
    if unit == "W2":
        unit, count = "W", 2 * count
    if unit == "E":
        unit, count = "Y", 10 * count
    if unit == "C":
        unit, count = "Y", 100 * count
    step = sign * int(count)
    if count != int(count) and unit == "Y":
        reading = unit_reading(base, "M", sign * round(count * 12))
    elif from_today:
        reading = unit_reading(base, unit, step)
    else:
        reading = context.back_or_on(step, _COARSE.get(unit, "D"))
    if reading is not None and not back:
        context.remember(reading, _COARSE.get(unit, "D"), candidate.start, gives_year=False)
    return reading


_COARSE: dict[str, Unit] = {"D": "D", "W": "W", "WE": "W", "M": "M", "Q": "Q", "Y": "Y"}


def _vague_amount(candidate: Candidate, context: Context) -> Reading | None:
    way = (candidate.get("dir") or "").strip()
    unit = unit_of(candidate.get("unit") or "")
    if way:
        back = way in {"ago", "earlier", "before", "prior", "beforehand"}
        return Reading("DATE", "PAST_REF" if back else "FUTURE_REF")
    if not _PLURAL_LEADS.search(context.text, max(0, candidate.start - 16), candidate.start):
        return None
    if unit in {"SEC", "Q", "WE"} or candidate.get("unit") in {"nights"}:
        return None
    return Reading("DURATION", duration_value(None, unit))


def _long(candidate: Candidate, _context: Context) -> Reading | None:
    """ "day-long", "decades-long"."""
    word = candidate.match.group().lower().split("-")[0]
    return Reading("DURATION", _amount_value(1.0 if word in lexicon()["units"] else None, unit_of(word)))


def _day_after(candidate: Candidate, context: Context) -> Reading | None:
    """ "the day following", "the week before"."""
    if not (candidate.modifier("the") or candidate.modifier("rel")):
        return None
    way = (candidate.get("dir") or "").strip()
    word = candidate.get("unit") or "day"
    unit = "D" if word == "morning" else unit_of(word)
    reading = context.back_or_on(-1 if way in {"before", "earlier"} else 1, _COARSE.get(unit, "D"))
    if reading is None or context.last is None:
        return None
    context.remember(reading, _COARSE.get(unit, "D"), candidate.start, gives_year=False)
    return _with_part(reading, word if word in {"night", "morning"} else None)


def _year_earlier(candidate: Candidate, context: Context) -> Reading | None:
    if units := candidate.get("units"):
        return Reading("DURATION", _amount_value(number_of(candidate.get("num")), unit_of(units)))
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
    if unit in _SUBDAILY | {"W2"} or not (candidate.modifier("the") or specified):
        return None
    if candidate.get("unit") in {"day", "night"} and not specified:
        return None
    after = context.text[candidate.end : candidate.end + 2]
    if after[:1] in {"-", "–"} or (unit in {"E", "C"} and after[:1].isalnum()):
        return None
    if unit == "Q":
        if context.quarter is not None:
            return unit_reading(context.quarter, "Q", 0)
        return None if context.today is None else unit_reading(context.today, "Q", -1)
    base = context.base if context.is_narrative or (unit in {"D", "M"} and context.last) else context.today
    if base is None:
        return None
    if unit == "WE":
        is_ahead = _tense(candidate, context) == "future" or base.isoweekday() >= 6
        return week_reading(base, is_weekend=True) if is_ahead else unit_reading(base, "WE", -1)
    return unit_reading(base, unit, 0)


def _week_of(candidate: Candidate, context: Context) -> Reading | None:
    """A week by one of its days: its last ("ending"), its first (also where that is a Sunday or Monday), or any."""
    day = _month_day(candidate, context)
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


def _quarter(candidate: Candidate, context: Context) -> Reading | None:
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
        if starts > today and _tense(candidate, context) == "past":
            year -= 1
        elif (today - starts).days > 300 and _tense(candidate, context) == "future":
            year += 1
    if year is None:
        return Reading("DATE", f"XXXX-Q{number}")
    reading = quarter_reading(year, number)
    context.remember(reading, "Q", candidate.start, gives_year=stated)
    return reading


def _half_year(candidate: Candidate, context: Context) -> Reading | None:
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


def _season(candidate: Candidate, context: Context) -> Reading | None:
    word = candidate.get("season") or ""
    season = lexicon()["seasons"][word]
    year = explicit_year(candidate, context)
    stated = year is not None or candidate.get("bc") is not None
    at = candidate.match.start("season")
    if not stated:
        before = context.text[max(0, candidate.start - 8) : at].lower()
        led = bool(re.search(r"\b(?:the|in|by|since|until|that|each|every|of|for|over|during|last|next) $", before))
        noun = context.tag_at(at).startswith("NN")
        if not (led and noun) or (word in {"fall", "spring"} and re.match(r" of(?! \d)|[ -]?board", context.text[candidate.end : candidate.end + 6])):
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


def _fiscal_year(candidate: Candidate, context: Context) -> Reading | None:
    """A fiscal year keeps its number; its days depend on who counts, so none are given."""
    year = explicit_year(candidate, context)
    return None if year is None else Reading("DATE", f"{year:04d}")


def _year(candidate: Candidate, context: Context) -> Reading | None:
    if candidate.get("spelled_thousand"):
        return year_reading(2000)
    era, digits = candidate.get("era"), candidate.get("year")
    if era and digits:
        context.last_bc = int(digits)
        return Reading("DATE", f"BC{int(digits):04d}")
    year = explicit_year(candidate, context)
    if year is None:
        return None
    if digits and len(digits) == 4 and not candidate.match.group().lower().startswith("year"):
        if not _is_year(candidate, context, year):
            return None
    reading = year_reading(year)
    context.remember(reading, "Y", candidate.start, gives_year=True)
    return reading


_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*\Z", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|to|of|during|before|after|through|throughout|between|and|or|around|circa|late|"
    r"early|mid|summer|spring|autumn|fall|winter|the|that|year|years|for|on|at|a|an|his|her|its|their|this|was|is|with|both)[ -]"
    r"|['’]s |[(,;:/–—-]\s?)$",
    re.IGNORECASE,
)


def _is_year(candidate: Candidate, context: Context, year: int) -> bool:
    """Four figures are a year where they stand like one, and count nothing."""
    if not 1000 <= year <= 2100:
        return False
    text, at = context.text, candidate.match.start("year")
    if _COPYRIGHT.search(text, max(0, at - 14), at):
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


def _year_span(candidate: Candidate, context: Context) -> Reading | None:
    if candidate.get("era"):
        context.last_bc = int(candidate.get("also") or 0)
        return Reading("DATE", f"BC{int(candidate.get('year') or 0):04d}")
    first = int(candidate.get("year") or 0)
    last = first // 100 * 100 + int(candidate.get("also") or 0)
    if not first < last <= first + 60:
        return None
    reading = year_reading(first)
    context.remember(reading, "Y", candidate.start, gives_year=True)
    return reading


def _decade(candidate: Candidate, context: Context) -> Reading | None:
    if spelled := candidate.get("spelled"):
        return decade_reading(1900 + lexicon()["decades"][spelled])
    digits = (candidate.get("decade") or "").strip("'‘’")
    first = full_year(digits, context.today)
    reading = decade_reading(first)
    context.remember(reading, "Y", candidate.start, gives_year=True)
    return reading


def _century(candidate: Candidate, context: Context) -> Reading | None:
    words = candidate.get("number")
    number = int(words) if words else ordinal_of(candidate.get("ordinal") or "first")
    if candidate.get("era"):
        return Reading("DATE", f"BC{number - 1:02d}")
    return century_reading(number) if 1 <= number <= 30 else span_of_years("XXXX", 1, 1)


def _named_day(candidate: Candidate, context: Context) -> Reading | None:
    if not context.text[candidate.match.start("name")].isupper():
        return None
    given = lexicon()["named_days"][candidate.get("name")]
    year = explicit_year(candidate, context)
    stated = year is not None
    month = given.get("month", 4)
    if year is None:
        year = _year_of_named(candidate, context, month, given.get("day", 20))
    if year is None:
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


def _set(candidate: Candidate, context: Context) -> Reading | None:
    if word := candidate.get("unit"):
        unit = unit_of(word)
        if unit == "SEC":
            return None
        return Reading("SET", _amount_value(number_of(candidate.get("num")), unit))
    if word := candidate.get("weekday"):
        name = word.rstrip(".")
        return Reading("SET", f"XXXX-WXX-{lexicon()['weekdays'].get(name) or lexicon()['weekday_abbreviations'][name]}")
    if word := candidate.get("month"):
        return Reading("SET", f"XXXX-{month_number(word):02d}") if _is_written_as_name(candidate, "month", context) else None
    if word := candidate.get("season"):
        return Reading("SET", f"XXXX-{lexicon()['seasons'][word]}")
    return Reading("SET", "XXXX-XX-XX" + _part_code(candidate.get("pod")))


def _set_per(candidate: Candidate, _context: Context) -> Reading | None:
    unit = unit_of(candidate.get("unit") or "")
    return None if unit in {"SEC"} else Reading("SET", _amount_value(1.0, unit))


def _set_adverb(candidate: Candidate, context: Context) -> Reading | None:
    # "Daily" with a capital inside a sentence is a newspaper.
    if context.text[candidate.start].isupper() and context.document.sentence_at(candidate.start).start != candidate.start:
        return None
    return Reading("SET", lexicon()["sets"][candidate.get("word")])


def _reference(candidate: Candidate, context: Context) -> Reading | None:
    if _is_title(candidate, context):
        return None
    return next(
        (Reading("DATE", ref) for ref in ("PRESENT_REF", "PAST_REF", "FUTURE_REF") if candidate.get(ref)),
        None,
    )


_RULES: dict[str, Callable[[Candidate, Context], Reading | None]] = {
    "iso_date": _iso_date,
    "numeric_date": _numeric_date,
    "month_day": _month_day,
    "day_month": _month_day,
    "month": _month,
    "weekday_date": _month_day,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "clock": _clock,
    "moment": _moment,
    "part_of_day": _moment,
    "near_day": _near_day,
    "tonight": _tonight,
    "near_part": _near_part,
    "near_unit": _near_unit,
    "near_season": _near_season,
    "rolling": _rolling,
    "rolling_one": _rolling,
    "amount": _amount,
    "long": _long,
    "day_after": _day_after,
    "vague_amount": _vague_amount,
    "year_earlier": _year_earlier,
    "year_end": _year_end,
    "bare_unit": _bare_unit,
    "week_of": _week_of,
    "quarter": _quarter,
    "half_year": _half_year,
    "season": _season,
    "fiscal_year": _fiscal_year,
    "year": _year,
    "year_span": _year_span,
    "decade": _decade,
    "century": _century,
    "named_day": _named_day,
    "set": _set,
    "set_per": _set_per,
    "set_adverb": _set_adverb,
    "reference": _reference,
    "past": _reference,
}
