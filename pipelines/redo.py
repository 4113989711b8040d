"""Which articles to read again: a range of days of publication, as somebody wrote it."""

from __future__ import annotations

from datetime import date

from pipelines.errors import DataProblem


def days(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """First and last day of the range, open on the side that is not given; nothing where neither is."""
    if first is None and last is None:
        return None, None
    start = _day(first) if first is not None else date.min
    end = _day(last) if last is not None else date.max
    if start > end:
        raise DataProblem(
            f"the days to read again begin on {start} and end on {end}",
            expected="a first day that is not after the last",
            cure="exchange them, and start the run again",
        )
    return start, end


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise DataProblem(
            f"{written!r} is no day to read again from or to",
            expected="a day of the calendar as 2025-10-09",
            cure="correct it, and start the run again",
        ) from None
