"""Measurements: a count read whole: what it measures, its window, its way and who counted.

What belongs here: putting together what its neighbours find, refusing rates and those who never moved, filling what one
measurement leaves open from the one before it.  Not here: claims and facts (facts.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.reports import told_in_present
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.deportations.authorities import article_authority, authority_of
from pipelines.extract.deportations.counts import Count, is_mover, is_people
from pipelines.extract.deportations.measures import measure_of
from pipelines.extract.deportations.stretches import Stretch, before_next, own_words, stretch_of
from pipelines.extract.deportations.ways import article_host, crossing_of, way_of
from pipelines.extract.deportations.windows import window_of
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import UNDATED, Modality, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.places.find import Place

_RATE = re.compile(
    r"(?<!\bin )(?<!\bwithin )\b(?:(?:every|each|per|a|an) (?:single )?(?:day|week|month|hour)|daily)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"\b(?:daily|weekly|monthly|the) (?:average|rate)\b|\bon average\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A count read whole."""

    count: Count
    measure: str
    crossing: Place | None
    trigger: tuple[int, int]
    modality: Modality
    when: When
    is_cumulative: bool
    origin: str | None
    destination: str | None
    authorities: tuple[Actor, ...]
    authority: str | None
    attribution: Attribution | None


def measurements(reading: Reading, counts: list[Count]) -> list[Measurement | None]:
    """The measurement each count makes, None for one that measures nothing."""
    read: list[Measurement | None] = []
    for n, count in enumerate(counts):
        whole = read[count.part_of] if count.part_of is not None else None
        previous = next((m for m in reversed(read) if m), None)
        read.append(_measurement(reading, count, stretch_of(counts, n), whole, previous))
    return _completed(reading, read)


def _measurement(
    reading: Reading, count: Count, stretch: Stretch, whole: Measurement | None, previous: Measurement | None
) -> Measurement | None:
    """The measurement one number makes; None where nothing says that the counted went back."""
    if _is_none(reading, count, stretch):
        return None
    # "The total stands at …" goes on counting what was counted before.
    carried = whole or (previous if count.noun is None else None)
    measured = measure_of(reading.document.text, count, stretch)
    if measured is None and carried is not None:
        measured = carried.measure, (count.start, count.end)
    if measured is None or not _is_of_people(reading, count, *measured):
        return None
    measure, trigger = measured
    modality = modality_of(reading, trigger)
    attribution = said_by(reading, (count.start, count.end))
    authorities, authority = authority_of(reading, count, attribution)
    origin, destination = way_of(reading, count, trigger)
    when, is_cumulative = _window(reading, count, stretch, trigger, whole)
    return Measurement(
        count=count,
        measure=measure,
        crossing=crossing_of(reading, count, stretch),
        trigger=trigger,
        modality="actual" if modality == "historical" else modality,
        when=when,
        is_cumulative=is_cumulative,
        origin=origin or (whole.origin if whole else None),
        destination=destination or (whole.destination if whole else None),
        authorities=authorities or (whole.authorities if whole else ()),
        authority=authority or (whole.authority if whole else None),
        attribution=attribution,
    )


def _is_none(reading: Reading, count: Count, stretch: Stretch) -> bool:
    """Whether the words around a number say that it measures no going back in a window."""
    text, words = reading.document.text, vocabulary()
    if count.noun is not None and words.never.search(count.counted):
        return True
    said = text[count.sentence.start : count.sentence.end]
    if words.never.search(said) and not words.movement.search(said) and not is_mover(count.noun):
        return True
    # A rate ("2,000 a day", "the daily average") has no window.
    if _AVERAGE.search(count.before) or _RATE.search(own_words(text, count, stretch)):
        return True
    # Families beside the individuals they comprise are the same people.
    return bool(words.comprising.search(before_next(text, count, stretch)))


def _is_of_people(reading: Reading, count: Count, measure: str, trigger: tuple[int, int]) -> bool:
    """Whether the counted are people; who else is counted must be the very object of the deporting."""
    if count.noun is None or is_people(count.noun):
        return True
    verb = reading.document.span(*trigger)[0]
    return measure == "deportations" and (count.noun.head == verb or verb.head == count.noun)


def _window(
    reading: Reading, count: Count, stretch: Stretch, trigger: tuple[int, int], whole: Measurement | None
) -> tuple[When, bool]:
    """The window, and whether the count adds up what a longer time brought."""
    text, words = reading.document.text, vocabulary()
    when = window_of(reading, count, stretch) or (whole.when if whole else UNDATED)
    is_cumulative = _is_cumulative(own_words(text, count, stretch), count, when, whole)
    if when is not UNDATED or whole is not None:
        return when, is_cumulative
    if not is_cumulative:
        return told_in_present(reading, trigger, count.sentence), is_cumulative
    if words.reached.search(text[count.sentence.start : count.sentence.end]):
        return When(None, reading.document.article.published, 1, None, "as_of_report"), is_cumulative
    return when, is_cumulative


def _is_cumulative(said: str, count: Count, when: When, whole: Measurement | None) -> bool:
    if vocabulary().cumulative.search(said):
        return True
    if when.start and when.end:
        return (when.end - when.start).days > vocabulary().cumulative_after_days
    own = when.start or when.end
    return bool(whole and whole.is_cumulative and count.part_of is not None and (own is None or when == whole.when))


def _completed(reading: Reading, read: list[Measurement | None]) -> list[Measurement | None]:
    """Fill what a measurement leaves open from the one before it, then from what the article speaks of."""
    out: list[Measurement | None] = []
    origin: str | None = None
    destination: str | None = None
    authorities: tuple[Actor, ...] = ()
    authority: str | None = None
    host = article_host(reading, {r.destination for r in read if r})
    home = next((r.destination for r in read if r and r.destination), None)
    for r in read:
        if r is None:
            out.append(None)
            continue
        destination = r.destination or destination or home
        origin = r.origin or (origin if origin != destination else None) or host
        if r.authority:
            authorities, authority = r.authorities, r.authority
        elif authority is None and not out:
            authorities, authority = article_authority(reading, r.count.start)
        out.append(
            replace(
                r,
                origin=origin if origin != destination else None,
                destination=destination,
                authorities=r.authorities or authorities,
                authority=r.authority or authority,
            )
        )
    return out
