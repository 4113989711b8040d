"""What must hold of any input, however hostile: one check a part of the pipeline, used by tests, campaign and fuzzing.

What belongs here: the promises, as assertions on what a part gives back.  Not here: where inputs come from (inputs.py), how
many are tried (test_parsers.py, benchmarks/).  Each check returns whether the input was refused; whatever it raises is a
crash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from pipelines import ids
from pipelines.clean.dates import candidates_of, settle
from pipelines.clean.duplicates.sketches import credit
from pipelines.clean.language import language_of
from pipelines.clean.mojibake import repair
from pipelines.clean.parts import PARTS
from pipelines.clean.sentences import split_delivered
from pipelines.clean.settle import settle_article
from pipelines.clean.written import read_written
from pipelines.extract.actors.find import find_actors
from pipelines.extract.article import FAMILIES, Analysis, analyse_told
from pipelines.extract.attribution.find import find_attributions
from pipelines.extract.document import Article, Document, parse
from pipelines.extract.mentions import Reading, read
from pipelines.extract.payloads import refuse_undeclared
from pipelines.extract.places.find import find_places
from pipelines.extract.quantities.find import find_quantities
from pipelines.extract.record import record
from pipelines.extract.rows import rows
from pipelines.extract.timexes.find import find_timexes
from pipelines.ingest.inbox import read_stream
from pipelines.ingest.parser import _messages, parser
from pipelines.ingest.piece import Piece, buffered
from pipelines.ingest.records import FIELD_MAX, NO_TEXT, REASON_MAX, Delivered, Refused, Unreadable
from pipelines.ingest.registry import Registry
from pipelines.schemas import STAGING_ARTICLE_FACTS, STAGING_CLAIMS

PUBLISHED = date(2025, 10, 12)
NOW = datetime(2025, 11, 1, tzinfo=UTC)
INT64 = 1 << 63
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
# What a reader says that did not foresee the fault; the run goes on, but the reader is at fault.
_UNFORESEEN = re.compile(r"cannot be (?:read|parsed): \w+: |crashes the parser")


def in_this_process(work: Callable[..., Iterable[Any]], *given: Any, seconds: float | None = None) -> Iterator[Any]:
    """`parser.run` without a process of its own: ten thousand inputs in seconds, and coverage that a fuzzer sees."""
    for kind, value in _messages(work, given):
        if kind == "unreadable":
            raise Unreadable(*value)
        if kind == "item":
            yield value


def parse_here() -> None:
    """Let all parsing happen in this process from now on."""
    parser.run = in_this_process  # type: ignore[method-assign]


# --- ingest -----------------------------------------------------------------------------------------------------------


def check_delivery(given: tuple[str, bytes]) -> bool:
    """A file by its name and bytes: every item is an article that holds what articles hold, or refused with reason and cure."""
    name, data = given
    suffix = name[name.rfind(".") :] if "." in name else ""
    items = list(read_stream(Piece(name, suffix, buffered(BytesIO(data))), len(data)))
    for item in items:
        if isinstance(item, Refused):
            assert 0 < len(item.reason) <= REASON_MAX
            assert item.cure
            assert not _UNFORESEEN.match(item.reason), item.reason
            assert item.file.isprintable(), item.file
        else:
            check_delivered(item, name)
    return not any(isinstance(item, Delivered) for item in items)


def check_delivered(item: Delivered, name: str) -> None:
    assert item.text.strip()
    assert not NO_TEXT.search(item.text)
    assert item.delivered_in.startswith(name)
    assert item.delivered_in.split("#")[0].isprintable()
    others = (item.external_id, item.title, item.published, item.url, item.outlet, item.language, item.author)
    assert all(value is None or (isinstance(value, str) and len(value) <= FIELD_MAX) for value in others)
    for value in (item.text, *others, item.collected_at, item.encoding):
        assert value is None or value.encode()
    assert len(ids.article_id(url=item.url, source="s", delivered_id=item.external_id, text=item.text)) == 16
    found = Registry([]).find(outlet=item.outlet, url=item.url)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found.id), found.id
    check_settled(asdict(item) | {"first_seen_at": NOW})


# --- cleaning ---------------------------------------------------------------------------------------------------------


def check_settled(row: dict[str, Any]) -> None:
    settled = settle_article(row)
    assert settled["n_sentences"] >= 0
    assert isinstance(json.loads(settled["published_candidates"]), list)
    assert settled["published_at"] is None or settled["published_at"].tzinfo is UTC


def check_dates(given: tuple[str, str, str, str]) -> bool:
    """A written date, a URL, a file name and a text."""
    written, url, name, text = given
    found = read_written(written)
    if found is not None:
        assert all(1000 <= day.year < 3000 for day in found.days)
        assert len(found.days) <= 2
        assert list(found.days) == sorted(found.days)
    try:
        urlsplit(url)
    except ValueError:  # refused with the record (records.py)
        url = ""
    _, sentences = split_delivered(text, None)
    published = settle(
        candidates_of(
            published=written,
            published_from="metadata",
            url=url,
            delivered_in=name,
            text=repair(text).text,
            sentences=sentences,
        ),
        seen_on=PUBLISHED,
    )
    assert published.day is None or 1605 <= published.day.year < 3000
    published.row()
    return found is None


def check_sentences(text: str) -> bool:
    """Sentences lie in the text, in order, apart, without white space at their ends; and so do they in what was delivered."""
    repaired, found = split_delivered(text, None)
    before = 0
    for number, sentence in enumerate(found):
        assert sentence.number == number
        assert sentence.part in PARTS
        assert before <= sentence.start < sentence.end <= len(repaired.text)
        words = repaired.text[sentence.start : sentence.end]
        assert words == words.strip()
        before = sentence.end
    delivered = [repaired.delivered(s.start, s.end) for s in found]
    assert all(0 <= start < end <= len(text) for start, end in delivered)
    assert all(a[1] <= b[0] for a, b in pairwise(delivered))
    # What belongs to no sentence is white space.
    edges = [0, *(at for s in found for at in (s.start, s.end)), len(repaired.text)]
    gaps = (repaired.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert not any(gap.strip() for gap in gaps)
    return not found


def check_mojibake(text: str) -> bool:
    """Outside the repaired stretches both texts are the same, and every span leads back into the delivered one."""
    repaired = repair(text)
    assert repaired.source == text
    at = done = 0
    for start, end, source_start, source_end in repaired.stretches:
        assert at <= start <= end <= len(repaired.text)
        assert done <= source_start <= source_end <= len(text)
        assert repaired.text[at:start] == text[done:source_start]
        at, done = end, source_end
    assert repaired.text[at:] == text[done:]
    for start in range(0, len(repaired.text), max(1, len(text) // 20)):
        for end in range(start + 1, len(repaired.text) + 1, max(1, len(text) // 10)):
            first, last = repaired.delivered(start, end)
            assert 0 <= first <= last <= len(text)
    return not repaired.stretches


def check_language(given: tuple[str, str | None]) -> bool:
    text, delivered = given
    found = language_of(text, delivered)
    assert found.tag is None or _TAG.fullmatch(found.tag), found
    assert (found.tag is None) == (found.origin == "none")
    credited = credit(text)
    assert credited is None or credited in text
    return not found.is_read


# --- extraction -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def parsed(text: str) -> Document:
    document = parse(Article("a", text, None, PUBLISHED))
    assert len(document.doc.text) == len(document.text)
    return document


@lru_cache(maxsize=1)
def whole_reading(text: str) -> Reading:
    return read(parsed(text))


def check_timexes(text: str) -> bool:
    document = parsed(text)
    found = find_timexes(document)
    for timex in found:
        assert 0 <= timex.start < timex.end <= len(document.text)
        assert timex.value
        assert timex.prec is None or 1 <= timex.prec <= 5
        assert not (timex.date_start and timex.date_end) or timex.date_start <= timex.date_end, timex
        assert timex.anchor is None or 0 <= timex.anchor[0] <= timex.anchor[1] <= len(document.text)
    assert all(a.end <= b.start for a, b in pairwise(found)), found
    return not found


def check_quantities(text: str) -> bool:
    document = parsed(text)
    found = find_quantities(document)
    for number, quantity in enumerate(found):
        assert 0 <= quantity.start < quantity.end <= len(document.text), quantity
        assert 0 <= quantity.number_start < quantity.number_end <= len(document.text), quantity
        bounds = [n for n in (quantity.low, quantity.best, quantity.high) if n is not None]
        assert bounds == sorted(bounds), quantity
        assert all(0 <= n < INT64 for n in bounds), quantity
        assert quantity.part_of is None or (0 <= quantity.part_of < len(found) and quantity.part_of != number)
    return not found


def check_attributions(text: str) -> bool:
    document = parsed(text)
    found = find_attributions(document, find_actors(document, find_places(document)))
    for said in found:
        assert said.cue
        assert said.content
        for start, end in (*said.source, *said.cue, *said.content):
            assert 0 <= start < end <= len(document.text), said
    return not found


def check_names(text: str) -> bool:
    """Places and actors are words of the text."""
    document = parsed(text)
    places = find_places(document)
    for place in places:
        assert place.text == document.text[place.start : place.end] != ""
        assert place.latitude is None or -90 <= place.latitude <= 90
        assert place.longitude is None or -180 <= place.longitude <= 180
        assert place.where_prec is None or 1 <= place.where_prec <= 7
    for actor in find_actors(document, places):
        assert actor.text == document.text[actor.start : actor.end] != ""
        assert actor.start <= actor.head < actor.end, actor
    return not places


def family_check(kind: str) -> Callable[[str], bool]:
    """The check of one kind of fact."""

    def check(text: str) -> bool:
        reading = whole_reading(text)
        found = FAMILIES[kind](reading)
        told = [*found.loose, *(m for fact in found.facts for m in fact.mentions)]
        for mention in told:
            assert 0 <= mention.span[0] < mention.span[1] <= len(reading.document.text), mention
            assert 0 <= mention.trigger[0] < mention.trigger[1] <= len(reading.document.text), mention
        for when in (*(m.when for m in told), *(fact.when for fact in found.facts)):
            assert not (when.start and when.end) or when.start <= when.end, when
        refuse_undeclared(kind, [*(m.payload for m in told), *(fact.payload for fact in found.facts)])
        return not told

    return check


def check_rows(text: str) -> bool:
    """A whole article as rows of the warehouse and as a record: quotes are the words at their place in what was delivered."""
    reading = whole_reading(text)
    analysis = Analysis(reading, {kind: find(reading) for kind, find in FAMILIES.items()})
    written = record(analysis)
    json.dumps(written)
    spans = [
        *((x["start"], x["end"]) for x in (*written["timexes"], *written["places"])),
        *(span for x in written["attributions"] for part in ("source", "cue", "content") for span in x[part]),
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    return _has_no_claims(analysis, text)


def check_told(text: str) -> bool:
    """An article as a run reads it, only where it may tell something: the same of its rows."""
    analysis = analyse_told(Article("a", text, None, PUBLISHED))
    return analysis is None or _has_no_claims(analysis, text)


def _has_no_claims(analysis: Analysis, text: str) -> bool:
    found = rows(analysis, version=1, recorded_at=NOW)
    for claim in found.claims:
        start, end = claim["char_start"], claim["char_end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert 0 <= start < end <= len(text)
        assert claim["quote"] == text[start:end]
    keys = [claim["claim_id"] for claim in found.claims]
    assert len(keys) == len(set(keys))
    STAGING_CLAIMS.frame(found.claims)
    STAGING_ARTICLE_FACTS.frame(found.facts)
    for row in (*found.claims, *found.facts):
        assert all(-INT64 <= n < INT64 for n in _numbers(json.loads(str(row["payload"])))), row["payload"]
    return not found.claims


def _numbers(value: object) -> Iterator[float]:
    """Every number of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, int | float):
        yield value
