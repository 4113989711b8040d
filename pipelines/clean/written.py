"""A date as somebody wrote it: the days it can mean, and what of it is missing or open.

What belongs here: reading ISO 8601, RFC 2822, Unix seconds, numbers and English.  Not here: which date of an article
holds (dates.py), and dates of what the article tells (extract/timexes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\b\.?"
_MONTH_NAME = re.compile(rf"\b{MONTH}", re.I)
_WRITTEN = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{MONTH}(?:,?[ -](?P<year>\d{{4}}|\d\d)(?![\d:]))?", re.I
    ),
    re.compile(rf"\b{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>\d{{4}})\b)?", re.I),
)
YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_MONTH_ONLY = re.compile(rf"(?P<year>\d{{4}})-(?P<number>\d\d)|{MONTH},? (?P<year_>\d{{4}})", re.I)
_UNIX_SECONDS = re.compile(r"\d{10}(?:\d{3})?")
_RFC_2822 = re.compile(r"(?:[a-z]{3},? )?\d{1,2} [a-z]{3} \d{2,4} \d{1,2}:\d\d", re.I)
_LATEST_OF_TWO_DIGITS = 2049
# Days next to the first and the last one of the calendar cannot be counted from.
_YEARS = range(1000, 3000)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written.

    days: the days it can mean, two where the order of day and month is open.  month_day: where the year is missing.
    month: where the day is missing.  at: with a time and a zone.  is_numeric: day and month may have been exchanged.
    """

    days: tuple[date, ...] = ()
    month_day: tuple[int, int] | None = None
    month: tuple[int, int] | None = None
    at: datetime | None = None
    is_numeric: bool = False


def read_day(written: str) -> date | None:
    """The day a written date names, where it can be read one way."""
    found = read_written(written)
    return found.days[0] if found is not None and len(found.days) == 1 else None


def read_written(words: str) -> Written | None:
    """A date in ISO 8601, RFC 2822 (feeds), Unix seconds, numbers or written out in English; None where it is none."""
    words = " ".join(words.split())
    moment = _moment(words)
    if moment is not None:
        at = moment if moment.tzinfo else None
        return Written((moment.date(),), at=at, is_numeric=_MONTH_NAME.search(words) is None)
    if (match := YEAR_FIRST.search(words)) and (day := day_of(match["year"], match["month"], match["day"])):
        return Written((day,), is_numeric=True)
    for pattern in _WRITTEN:
        if match := pattern.search(words):
            return _named(match)
    if match := _YEAR_LAST.search(words):
        first, mark, second, year = match.groups()
        orders = [(second, first)] if mark == "." else [(second, first), (first, second)]
        days = {found for month, day in orders if (found := day_of(_full_year(year), month, day))}
        return Written(tuple(sorted(days)), is_numeric=True) if days else None
    if match := _MONTH_ONLY.fullmatch(words):
        number = int(match["number"] or MONTHS[(match["month"] or "jan")[:3].lower()])
        return Written(month=(int(match["year"] or match["year_"]), number)) if 1 <= number <= 12 else None
    return None


def _moment(words: str) -> datetime | None:
    if _UNIX_SECONDS.fullmatch(words):
        return datetime.fromtimestamp(int(words[:10]), UTC)
    try:
        found = parsedate_to_datetime(words) if _RFC_2822.match(words) else datetime.fromisoformat(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.year in _YEARS else None


def _named(match: re.Match[str]) -> Written | None:
    month = MONTHS[match["month"][:3].lower()]
    if match["year"] is None:
        return Written(month_day=(month, int(match["day"]))) if day_of(2024, month, match["day"]) else None
    day = day_of(_full_year(match["year"]), month, match["day"])
    return Written((day,)) if day else None


def _full_year(digits: str) -> int:
    """Two digits stand for a year from 1950 to 2049."""
    return int(digits) if len(digits) > 2 else _LATEST_OF_TWO_DIGITS - (_LATEST_OF_TWO_DIGITS - int(digits)) % 100


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    """That day, where there is one."""
    try:
        return date(int(year), int(month), int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None
