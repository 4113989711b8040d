"""Expressions that name a longer span of the calendar: months, quarters, halves, seasons, years, decades, centuries.

What belongs here: whether the words are such a name ("May", "fall", "2100"), and the span.  Not here: its year where none is
stated (years.py), days (days.py), amounts of time (amounts.py), words that only point ("last year": resolve.py).

A function returns None where the match is no expression of time after all.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pipelines.extract.timexes.calendars import (
    Reading,
    century_reading,
    decade_reading,
    month_reading,
    quarter_reading,
    safe_date,
    season_reading,
    span_of_years,
    unit_reading,
    year_reading,
)
from pipelines.extract.timexes.context import Context, full_year, month_number
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.scan import Candidate
from pipelines.extract.timexes.words import is_written_as_name, ordinal_of, tense_around
from pipelines.extract.timexes.years import ancient_year, explicit_year, year_of_named

_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|last|next|this|by|early|late|mid|of|from|for|to|through|before|after|and|during|every|"
    r"each)[ -]\Z",
    re.IGNORECASE,
)
_NOT_BEFORE_YEAR = re.compile(r"(?:©|\(c\)|copyright)\s*\Z|(?-i:[A-Z][-–]\Z)", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|to|of|during|before|after|through|throughout|between|and|or|around|circa|"
    r"late|early|mid|summer|spring|autumn|fall|winter|the|that|year|years|for|on|at|a|an|his|her|its|their|this|was|is|"
    r"with|both)[ -]"
    r"|['’]s |[(,;:/–—-]\s?)$",
    re.IGNORECASE,
)


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
    if ancient := ancient_year(candidate, context):
        return Reading("DATE", f"{ancient}-{month:02d}")
    if year is None:
        year = year_of_named(candidate, context, month, 15)
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
    if ancient := ancient_year(candidate, context):
        return Reading("DATE", f"{ancient}-{season}")
    month = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[season]
    if year is None:
        year = year_of_named(candidate, context, month, 15)
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
