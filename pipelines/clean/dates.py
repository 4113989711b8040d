"""When an article was published: what each place that can say so says, and which of them holds.

What belongs here: the candidates of an article, and the choice between them.  Not here: reading a date as written
(written.py), time of delivery (ingest/).

The rules of the choice, in this order (docs/methodology.md):
1. A day before the press, the first of the Unix epoch, or one after the article was first seen is impossible, unless a
   second place gives that future day too.
2. The day that most places agree on holds.  They agree within a day (time zones); a dateline up to a week before.
3. Between equals a URL's folders are trusted most, then metadata, header, feed, a number in the URL, dateline, file name.
4. A day nobody else gives yields to a dateline written after it, or more than two months before it.
5. A numeric day that reads two ways, or that fits only with day and month exchanged, is read as another place decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import unquote, urlsplit

from pipelines.clean.sentences import Sentence
from pipelines.clean.written import MONTH, MONTHS, YEAR_FIRST, Written, day_of, read_written

Origin = Literal["metadata", "header", "feed", "url", "filename", "dateline"]
Confidence = Literal["confirmed", "stated", "inferred", "contradicted", "none"]
Flag = Literal["epoch", "future", "swapped", "years_off", "disagrees", "ambiguous", "unreadable"]

_GRAVEST: tuple[Flag, ...] = ("epoch", "future", "swapped", "years_off", "disagrees", "ambiguous", "unreadable")
# Whose day is taken where several agree: what was delivered as the date, in the outlet's own zone, comes first.
_PREFERRED: tuple[Origin, ...] = ("metadata", "header", "feed", "url", "dateline", "filename")
_TRUST: dict[Origin, float] = {"url": 6, "metadata": 5, "header": 4, "feed": 3, "dateline": 1.5, "filename": 1}
# Eight digits in a URL may be the number of the article.
_TRUST_OF_NUMBER = 2

_EPOCHS = frozenset((date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1)))
_FIRST_NEWSPAPER = 1605
_DATELINE_REACH = 7
# A report may come out weeks after it was written, hardly months.
_STALE_AFTER = 60
_YEARS_OFF = 300

_IN_FOLDERS = re.compile(
    rf"/(?P<year>(?:19|20)\d\d)/(?:{MONTH}|(?P<number>\d{{1,2}}))(?:/(?P<day>\d{{1,2}})(?=[/_.-]|$))?(?=[/_.-]|$)",
    re.I,
)
_IN_NUMBER = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_UPDATED = re.compile(r"\W*(?:last )?(?:updated|modified)\b", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one place says: `words` as they stand there."""

    origin: Origin
    words: str
    written: Written | None
    trust: float


@dataclass(frozen=True, slots=True)
class Published:
    """The settled publication of one article.  `day` is that of the delivered zone, whose offset is kept beside it."""

    day: date | None
    origin: Origin | Literal["reviewer", "none"]
    at: datetime | None
    offset: str | None
    confidence: Confidence
    flag: Flag | None
    candidates: tuple[Candidate, ...]

    @property
    def has_conflict(self) -> bool:
        """Whether a place gives another day than the settled one."""
        return self.day is not None and any(c.written is not None and not self._is_with(c) for c in self.candidates)

    def row(self) -> dict[str, object]:
        """The columns of `staging.articles`."""
        return {
            "published_on": self.day,
            "published_from": self.origin,
            "published_at": self.at.astimezone(UTC) if self.at else None,
            "published_offset": self.offset,
            "published_confidence": self.confidence,
            "has_published_conflict": self.has_conflict,
            "published_flag": self.flag,
            "published_candidates": json.dumps(
                [{"from": c.origin, "words": c.words, "agrees": self._is_with(c)} for c in self.candidates],
                ensure_ascii=False,
            ),
        }

    def _is_with(self, candidate: Candidate) -> bool:
        return self.day is not None and _agreement(candidate, self.day) == 1


# --- candidates -------------------------------------------------------------------------------------------------------


def candidates_of(
    *,
    published: str | None,
    published_from: str,
    url: str | None,
    delivered_in: str,
    text: str,
    sentences: Sequence[Sentence],
) -> tuple[Candidate, ...]:
    """What each place says, one candidate a place; `text` is that which the sentences count."""
    found: dict[Origin, Candidate] = {}
    for candidate in (
        *_delivered(published, published_from),
        *_in_text(text, sentences),
        *_in_name("url", unquote(urlsplit(url).path) if url else ""),
        # A file of many articles ("dump.jsonl#7") dates none of them.
        *_in_name("filename", "" if "#" in delivered_in else f"/{delivered_in}"),
    ):
        found.setdefault(candidate.origin, candidate)
    return tuple(found.values())


def _delivered(published: str | None, published_from: str) -> Iterator[Candidate]:
    if published:
        origin: Origin = next(p for p in _PREFERRED if p == published_from)
        yield Candidate(origin, published, read_written(published), _TRUST[origin])


def _in_text(text: str, sentences: Sequence[Sentence]) -> Iterator[Candidate]:
    for sentence in sentences:
        if sentence.part not in {"timestamp", "dateline"}:
            continue
        words = text[sentence.start : sentence.end]
        origin: Origin = "dateline" if sentence.part == "dateline" else "header"
        written = None if _UPDATED.match(words) else read_written(words)
        if written is not None:
            yield Candidate(origin, words, written, _TRUST[origin])


def _in_name(origin: Origin, path: str) -> Iterator[Candidate]:
    """The day in the folders or the name of a path."""
    month: Written | None = None
    for match in _IN_FOLDERS.finditer(path):
        number = int(match["number"]) if match["number"] else MONTHS[match["month"][:3].lower()]
        if match["day"] and (day := day_of(match["year"], number, match["day"])):
            yield Candidate(origin, match.group().strip("/"), Written((day,), is_numeric=True), _TRUST[origin])
            return
        if 1 <= number <= 12:
            month = Written(month=(int(match["year"]), number))
    # The folder of a delivery tells when it was delivered.
    names = path if origin == "url" else path.rsplit("/", 1)[-1]
    for pattern, trust in ((YEAR_FIRST, _TRUST[origin]), (_IN_NUMBER, min(_TRUST[origin], _TRUST_OF_NUMBER))):
        for match in pattern.finditer(names):
            if day := day_of(match["year"], match["month"], match["day"]):
                yield Candidate(origin, match.group(), Written((day,), is_numeric=True), trust)
                return
    if month is not None and month.month is not None:
        yield Candidate(origin, "{}/{:02}".format(*month.month), month, _TRUST[origin])


# --- choice -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Proposal:
    day: date
    by: Candidate
    is_inferred: bool = False


def settle(candidates: tuple[Candidate, ...], seen_on: date | None) -> Published:
    """The publication that the candidates give; `seen_on` is the day the article was first seen, if that is known."""
    proposals = list(_proposals(candidates))
    possible = [p for p in proposals if _impossible(p.day, seen_on) is None or _is_vouched_future(p, candidates)]
    chosen = _chosen(possible, candidates)
    if chosen is None:
        alone = min(_flags_alone(candidates, seen_on), key=_GRAVEST.index, default=None)
        return Published(None, "none", None, None, "none", alone, candidates)
    possible_ones = [c for c in candidates if not _is_impossible(c, seen_on) or _agreement(c, chosen.day) == 1]
    flags = {*_flags_alone(candidates, seen_on), *_flags_against(chosen.day, possible_ones)}
    if any(c.written and len(c.written.days) > 1 and _agreement(c, chosen.day) for c in candidates):
        flags.discard("ambiguous")
    written = chosen.by.written
    at = written.at if written is not None and chosen.day in written.days else None
    return Published(
        day=chosen.day,
        origin=chosen.by.origin,
        at=at,
        offset=_offset(at),
        confidence=_confidence(chosen, possible_ones),
        flag=min(flags, key=_GRAVEST.index, default=None),
        candidates=candidates,
    )


def decided(published: Published, day: date | None) -> Published:
    """The publication as a reviewer set it: the day is that one, what the places say and what was doubted stays beside it."""
    times = (c.written.at for c in published.candidates if c.written is not None and day in c.written.days)
    at = next((moment for moment in times if moment is not None), None)
    return replace(
        published, day=day, origin="reviewer", at=at, offset=_offset(at), confidence="confirmed" if day else "none"
    )


def _offset(at: datetime | None) -> str | None:
    return f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:5] if at else None


def _proposals(candidates: Iterable[Candidate]) -> Iterator[_Proposal]:
    full = [(c, c.written) for c in candidates if c.written is not None and c.written.days]
    for candidate, written in full:
        for day in written.days:
            yield _Proposal(day, candidate, is_inferred=len(written.days) > 1)
            if (swapped := _swapped(day, written)) and swapped not in written.days:
                yield _Proposal(swapped, candidate, is_inferred=True)
    for candidate in candidates:
        if candidate.written is None or candidate.written.month_day is None:
            continue
        for other in {day for _, written in full for day in written.days}:
            # Written before it came out.
            earlier = [day for day in _readings(candidate.written, other) if day <= other + timedelta(days=1)]
            yield from (_Proposal(day, candidate, is_inferred=True) for day in earlier[-1:])


def _chosen(possible: Sequence[_Proposal], candidates: Sequence[Candidate]) -> _Proposal | None:
    weighed = [(proposal, _support(proposal.day, candidates)) for proposal in possible]
    # What is open or exchanged needs a second place; a dateline's year stands on the day it was counted from.
    sure = [
        (p, n)
        for p, n in weighed
        if not p.is_inferred or n >= 1.5 or p.by.origin == "dateline" or _is_only(p, possible)
    ]
    if not sure:
        return None
    best, support = max(sure, key=lambda pair: (pair[1], pair[0].by.trust, -pair[0].is_inferred, pair[0].day))
    dateline = max((p for p, _ in sure if p.by.origin == "dateline"), key=lambda p: p.day, default=best)
    if support == 1 and best.by.trust < _TRUST["url"] and not -1 <= (best.day - dateline.day).days <= _STALE_AFTER:
        best = dateline
    plain = [p for p, _ in sure if not p.is_inferred and _agreement(p.by, best.day) == 1]
    return min(plain, key=lambda p: _PREFERRED.index(p.by.origin), default=best)


def _is_only(proposal: _Proposal, possible: Sequence[_Proposal]) -> bool:
    """Whether the other way to read the same words is impossible, and this one is a way they are written."""
    written = proposal.by.written
    is_reading = written is not None and len(written.days) > 1 and proposal.day in written.days
    return is_reading and not any(p.by is proposal.by and p.day != proposal.day for p in possible)


def _support(day: date, candidates: Iterable[Candidate]) -> float:
    return sum(_agreement(candidate, day) for candidate in candidates)


def _agreement(candidate: Candidate, day: date) -> float:
    """1 where the candidate can mean this day, ½ where it can with day and month exchanged."""
    written = candidate.written
    if written is None:
        return 0
    if written.month is not None:
        return float(any((d.year, d.month) == written.month for d in (day, day - timedelta(1), day + timedelta(1))))
    before = _DATELINE_REACH if candidate.origin == "dateline" else 1
    if any(-1 <= (day - reading).days <= before for reading in _readings(written, day)):
        return 1
    exchanged = (_swapped(reading, written) for reading in written.days)
    return 0.5 if any(d is not None and abs((day - d).days) <= 1 for d in exchanged) else 0


def _readings(written: Written, near: date) -> list[date]:
    """The days it can mean, in order; a missing year is that of `near` or a neighbour of it."""
    if written.month_day is None:
        return list(written.days)
    years = range(near.year - 1, near.year + 2)
    return [found for year in years if (found := day_of(year, *written.month_day))]


def _swapped(day: date, written: Written) -> date | None:
    return day_of(day.year, day.day, day.month) if written.is_numeric and day.day != day.month else None


def _impossible(day: date, seen_on: date | None) -> Flag | None:
    if day in _EPOCHS or day.year < _FIRST_NEWSPAPER:
        return "epoch"
    return "future" if seen_on is not None and day > seen_on + timedelta(days=1) else None


def _is_vouched_future(proposal: _Proposal, candidates: Iterable[Candidate]) -> bool:
    """A clock may be wrong; two places that agree are not."""
    is_epoch = _impossible(proposal.day, None) is not None
    return not is_epoch and not proposal.is_inferred and _support(proposal.day, candidates) >= 2


def _is_impossible(candidate: Candidate, seen_on: date | None) -> bool:
    days = candidate.written.days if candidate.written else ()
    return bool(days) and all(_impossible(day, seen_on) for day in days)


def _flags_alone(candidates: Iterable[Candidate], seen_on: date | None) -> set[Flag]:
    """What is wrong with a candidate whatever the others say."""
    flags: set[Flag] = set()
    for candidate in candidates:
        if candidate.written is None:
            flags.add("unreadable")
            continue
        wrong = [_impossible(day, seen_on) for day in candidate.written.days]
        if wrong and all(wrong):
            flags |= {flag for flag in wrong if flag}
        elif len(wrong) > 1 and not any(wrong):
            flags.add("ambiguous")
    return flags


def _flags_against(day: date, candidates: Iterable[Candidate]) -> Iterator[Flag]:
    for candidate in candidates:
        agreement = _agreement(candidate, day)
        if candidate.written is None or agreement == 1:
            continue
        gaps = [abs((day - reading).days) for reading in _readings(candidate.written, day)]
        if agreement:
            yield "swapped"
        else:
            yield "years_off" if min(gaps, default=0) > _YEARS_OFF else "disagrees"


def _confidence(chosen: _Proposal, candidates: Sequence[Candidate]) -> Confidence:
    agreements = [_agreement(c, chosen.day) for c in candidates if c.written is not None]
    if agreements.count(1) > 1 and not chosen.is_inferred:
        return "confirmed"
    if 0 in agreements:
        return "contradicted"
    return "inferred" if chosen.is_inferred else "stated"
