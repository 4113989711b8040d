"""Time expressions: TIMEX3 type and value, the interval they cover, and how precisely.

What belongs here: finding and resolving expressions of time.  Not here: which event an expression dates (article.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.extract.document import Document

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Timex:
    """One expression of time at characters [start, end) of the article's text.

    value: TIMEX3 (ISO-TimeML) value, e.g. `2025-10-09`, `2025-10-09TNI`, `P2D`, `XXXX-10-09`, `PAST_REF`.
    date_start, date_end: first and last day it covers; None where open or unknown.
    prec: UCDP date_prec 1 day, 2 span of 2–6 days, 3 week, 4 month, 5 year or more; None where nothing is resolved.
    anchor: [start, end) of the event or date in the text it hangs on ("hours before *the talks collapsed*"), whose day
    article.py knows; None where the publication day or nothing anchors it.
    rule: id of the rule that read it.
    """

    start: int
    end: int
    type: TimexType
    value: str
    date_start: date | None
    date_end: date | None
    prec: int | None
    rule: str
    anchor: tuple[int, int] | None = None
    is_conflicting: bool = False


def find_timexes(document: Document) -> list[Timex]:
    """Every expression of time of the article, in order of start, none inside another."""
    return []
