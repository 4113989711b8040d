"""Amounts of time: "two days", "the past 24 hours", "a week later", "every month".

What belongs here: durations, what counts from a day, and sets.  Not here: amounts that hang on an event after them
(links.py), names of days (days.py).

A function returns None where the match is no expression of time after all ("a quarter of").
"""

from __future__ import annotations

import re

from pipelines.extract.timexes.calendars import Reading, duration_value, rolling, shifted, unit_reading
from pipelines.extract.timexes.context import Context, month_number
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.scan import Candidate
from pipelines.extract.timexes.words import COARSE, ON, SUBDAILY, is_written_as_name, number_of, part_code, unit_of

# What a duration stands behind; "a year" behind a noun is a rate ("$3 million a year").
_RATE_LEADS = re.compile(
    r"(?:\b(?:for|in|within|after|over|than|about|around|nearly|almost|every|least|most|just|only|under|lasts?|lasted|"
    r"lasting|took|takes?|spent|spend|spending|be|is|was|half|and|or|of|by|once|up to|as|until|like|the|to|through|"
    r"during|at|that|wait|waited)|^|[,.;:\"“(])\s*\Z",
    re.IGNORECASE,
)
_PLURAL_LEADS = re.compile(
    r"(?:\b(?:for|in|within|after|over|than|of|about|just|only|took|takes?|lasted|last|spent|spend|and|or|by|to|until|"
    r"during|throughout|from|through|recent|coming|many|were|are|is|was|be|before|more|the|that|but|those|these|wait|"
    r"waited)|^|[,.;:\"“(])\s*\Z",
    re.IGNORECASE,
)


def read_rolling(candidate: Candidate, context: Context) -> Reading | None:
    relative, unit = candidate.get("rel") or "", unit_of(candidate.get("unit") or "")
    words = candidate.get("num")
    count = None if words is None else number_of(words)
    if words is None and relative == "final":
        return None
    return rolled(context, relative, unit, count)


def rolled(context: Context, relative: str, unit: str, count: float | None) -> Reading:
    """So many units up to now or from now on; no figure, no days."""
    value = amount_value(count, unit)
    direction = 1 if relative in ON | {"ensuing", "future"} else -1
    is_now = relative.removeprefix("the ") in {"past", "last", "next", "coming", "recent"}
    if count is None or context.today is None or context.is_narrative or not is_now:
        return Reading("DURATION", value)
    start, end = rolling(context.today, unit, count * (2 if unit == "W2" else 1), direction)
    return Reading("DURATION", value, start, end)


def amount_value(count: float | None, unit: str) -> str:
    if unit == "W2":
        unit, count = "W", None if count is None else 2 * count
    return duration_value(count, unit)


def read_amount(candidate: Candidate, context: Context) -> Reading | None:
    words, unit = candidate.get("num") or "", unit_of(candidate.get("unit") or "")
    way = (candidate.get("dir") or "").strip()
    count = number_of(words)
    joined = candidate.get("joined") or ""
    text = context.text
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
    return Reading("DURATION", amount_value(count, unit))


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
        return Reading("DURATION", amount_value(count, unit))
    sign = -1 if back else 1
    if unit in SUBDAILY:
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
        reading = context.back_or_on(step, COARSE.get(unit, "D"))
    if reading is not None and not back:
        context.remember(reading, COARSE.get(unit, "D"), candidate.start, gives_year=False)
    return reading


def read_vague_amount(candidate: Candidate, context: Context) -> Reading | None:
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


def read_long(candidate: Candidate, _context: Context) -> Reading | None:
    """ "day-long", "decades-long"."""
    word = candidate.match.group().lower().split("-")[0]
    return Reading("DURATION", amount_value(1.0 if word in lexicon()["units"] else None, unit_of(word)))


def read_set(candidate: Candidate, context: Context) -> Reading | None:
    if word := candidate.get("unit"):
        unit = unit_of(word)
        if unit == "SEC":
            return None
        return Reading("SET", amount_value(number_of(candidate.get("num")), unit))
    if word := candidate.get("weekday"):
        name = word.rstrip(".")
        return Reading("SET", f"XXXX-WXX-{lexicon()['weekdays'].get(name) or lexicon()['weekday_abbreviations'][name]}")
    if word := candidate.get("month"):
        return (
            Reading("SET", f"XXXX-{month_number(word):02d}")
            if is_written_as_name(candidate, "month", context)
            else None
        )
    if word := candidate.get("season"):
        return Reading("SET", f"XXXX-{lexicon()['seasons'][word]}")
    return Reading("SET", "XXXX-XX-XX" + part_code(candidate.get("pod")))


def read_set_per(candidate: Candidate, _context: Context) -> Reading | None:
    unit = unit_of(candidate.get("unit") or "")
    return None if unit in {"SEC"} else Reading("SET", amount_value(1.0, unit))


def read_set_adverb(candidate: Candidate, context: Context) -> Reading | None:
    # "Daily" with a capital inside a sentence is a newspaper.
    if (
        context.text[candidate.start].isupper()
        and context.document.sentence_at(candidate.start).start != candidate.start
    ):
        return None
    return Reading("SET", lexicon()["sets"][candidate.get("word")])
