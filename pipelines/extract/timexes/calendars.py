"""Calendar arithmetic behind time expressions: intervals, their TIMEX3 values and their precision.

What belongs here: pure functions from dates to readings.  Not here: words of a language (lexicon/time.yml), patterns
(grammar.py), and what a word refers to in a text (resolve.py).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

# First month of a season (northern hemisphere); a winter runs into the next year and is named by the year it starts in.
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
# First and last day of a week of a month, counted from its first day, or back from its last where negative.
WEEKS_OF_MONTH = {
    "WEEK1": (0, 6),
    "WEEK2": (7, 13),
    "WEEK3": (14, 20),
    "WEEK4": (21, 27),
    "WEEKLAST": (-6, 0),
    "WEEK12": (0, 13),
    "WEEKLAST2": (-13, 0),
}
_APPROXIMATE_LENGTH = {"D": 1, "W": 7, "M": 30, "Q": 91, "Y": 365}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type and value, first and last day (None where open or unknown)."""

    type: TimexType
    value: str
    start: date | None = None
    end: date | None = None
    # The words the expression hangs on, as [start, end) in the text; None where nothing in the text anchors it.
    anchor: tuple[int, int] | None = None

    @property
    def prec(self) -> int | None:
        """UCDP date_prec of the interval: 1 day, 2 up to six days, 3 week, 4 month, 5 longer; None where open."""
        if self.start is None or self.end is None:
            return None
        days = (self.end - self.start).days + 1
        for prec, longest in ((1, 1), (2, 6), (3, 7), (4, 31)):
            if days <= longest:
                return prec
        return 5


def shifted(day: date, days: int) -> date | None:
    """The day that many days away; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_away(day: date, months: int) -> tuple[int, int]:
    """Year and month that many months away."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def day_reading(day: date) -> Reading:
    return Reading("DATE", day.isoformat(), day, day)


def partial_day(month: int, day: int) -> Reading:
    """A day whose year nothing gives."""
    return Reading("DATE", f"XXXX-{month:02d}-{day:02d}")


def month_reading(year: int, month: int) -> Reading:
    if not MINYEAR <= year <= MAXYEAR:
        return Reading("DATE", f"XXXX-{month:02d}")
    return Reading(
        "DATE",
        f"{year:04d}-{month:02d}",
        date(year, month, 1),
        date(year, month, calendar.monthrange(year, month)[1]),
    )


def year_reading(year: int) -> Reading:
    return span_of_years(f"{year:04d}", year, year)


def span_of_years(value: str, first: int, last: int) -> Reading:
    if first < MINYEAR or last > MAXYEAR:
        return Reading("DATE", value)
    return Reading("DATE", value, date(first, 1, 1), date(last, 12, 31))


def decade_reading(first_year: int) -> Reading:
    return span_of_years(f"{first_year // 10:03d}", first_year, first_year + 9)


def century_reading(number: int) -> Reading:
    return span_of_years(f"{number - 1:02d}", (number - 1) * 100 or 1, number * 100 - 1)


def week_reading(day: date, *, is_weekend: bool = False) -> Reading:
    """The calendar week (Monday to Sunday) that holds the day, or its Saturday and Sunday."""
    year, week, weekday = day.isocalendar()
    monday, sunday = shifted(day, 1 - weekday), shifted(day, 7 - weekday)
    saturday = shifted(sunday, -1) if sunday else None
    if is_weekend:
        return Reading("DATE", f"{year:04d}-W{week:02d}-WE", saturday, sunday)
    return Reading("DATE", f"{year:04d}-W{week:02d}", monday, sunday)


def quarter_reading(year: int, quarter: int) -> Reading:
    value = f"{year:04d}-Q{quarter}"
    if not MINYEAR <= year <= MAXYEAR:
        return Reading("DATE", value)
    last = 3 * quarter
    return Reading("DATE", value, date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1]))


def season_reading(year: int, season: str) -> Reading:
    value = f"{year:04d}-{season}"
    if not MINYEAR <= year < MAXYEAR:
        return Reading("DATE", value)
    first = date(year, _SEASON_START[season], 1)
    next_year, next_month = months_away(first, 3)
    return Reading("DATE", value, first, shifted(date(next_year, next_month, 1), -1))


def unit_reading(day: date, unit: str, step: int) -> Reading | None:
    """The unit (D, W, WE, M, Q, Y, E decade, C century) that many units away from the one that holds the day."""
    if unit in {"D", "W", "WE"}:
        moved = shifted(day, step * (1 if unit == "D" else 7))
        if moved is None:
            return None
        return day_reading(moved) if unit == "D" else week_reading(moved, is_weekend=unit == "WE")
    if unit in {"M", "Q"}:
        year, month = months_away(day, step * (3 if unit == "Q" else 1))
        return month_reading(year, month) if unit == "M" else quarter_reading(year, (month + 2) // 3)
    if unit == "Y":
        return year_reading(day.year + step)
    if unit == "E":
        return decade_reading(day.year // 10 * 10 + 10 * step)
    if unit == "C":
        return century_reading(day.year // 100 + 1 + step)
    return None


def rolling(day: date, unit: str, count: float, direction: int) -> tuple[date | None, date | None]:
    """First and last day of so many units up to the day (direction -1) or from it on (+1)."""
    if unit in {"H", "MIN", "SEC"}:
        days = int(-(-count // 24)) if unit == "H" else 1
    else:
        days = int(count * _APPROXIMATE_LENGTH.get(unit, 365 * (100 if unit == "C" else 10)))
    other = shifted(day, direction * days)
    return (other, day) if direction < 0 else (day, other)


# Days from which an interval is a year, whose first half has fewer days than the second.
_HALF_BY_MONTHS = 360


def part_of(reading: Reading, part: str) -> Reading:
    """The early, middle or late third of an interval, or half of it; the value stays that of the whole (TIMEX3 keeps it in @mod)."""
    if reading.start is None or reading.end is None or reading.start == reading.end:
        return reading
    days = (reading.end - reading.start).days + 1
    third = max(1, round(days / 3))
    if part.startswith("WEEK"):
        first, last = WEEKS_OF_MONTH[part]
        if first < 0:
            return replace(reading, start=shifted(reading.end, first), end=shifted(reading.end, last))
        return replace(reading, start=shifted(reading.start, first), end=shifted(reading.start, last))
    if part.startswith("HALF"):
        # Of a month of 31 days the second half has the odd one; a year halves at the end of June.
        middle = reading.start + timedelta(days=days // 2 - (days > _HALF_BY_MONTHS))
        return replace(reading, end=shifted(middle, -1)) if part == "HALF1" else replace(reading, start=middle)
    if part == "START":
        return replace(reading, end=shifted(reading.start, third - 1))
    if part == "END":
        return replace(reading, start=shifted(reading.end, 1 - third))
    middle_start, middle_end = shifted(reading.start, third), shifted(reading.end, -third)
    if middle_start is None or middle_end is None or middle_start > middle_end:
        return reading
    return replace(reading, start=middle_start, end=middle_end)


def duration_value(count: float | None, unit: str) -> str:
    """`P2D`, `PT5H30M`, `PXY`; decades and centuries count in years."""
    if unit in {"E", "C"}:
        unit, count = "Y", None if count is None else count * (10 if unit == "E" else 100)
    code = {"H": "H", "MIN": "M", "SEC": "S", "WE": "WE"}.get(unit, unit)
    prefix = "PT" if unit in {"H", "MIN", "SEC"} else "P"
    if count is None:
        return f"{prefix}X{code}"
    whole, rest = int(count), count - int(count)
    if not rest:
        return f"{prefix}{whole}{code}"
    smaller = {"Y": ("M", 12), "H": ("M", 60), "MIN": ("S", 60), "M": ("W", 4), "D": ("H", 24)}.get(unit)
    if smaller is None:
        return f"{prefix}{count:g}{code}"
    separator = "T" if unit == "D" else ""
    return f"{prefix}{whole or ''}{code if whole else ''}{separator}{round(rest * smaller[1])}{smaller[0]}"


def easter(year: int) -> date:
    """Western Easter Sunday (anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday (Monday 0) of a month, counted from its end where nth is negative."""
    days = [d for d in calendar.Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if abs(nth) <= len(days) else None
