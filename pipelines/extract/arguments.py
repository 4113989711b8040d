"""What belongs to a trigger: the date, the place and the speaker of an event, found by way of the parse.

What belongs here: attachment, one rule for all fact families.  A time or a place belongs to an event when the way through
the parse from one to the other leaves no clause of another event between them.  Not here: recognising dates, places and
attributions (their own modules), nor merging what several sentences say (the families).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml
from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.attribution import Attribution
from pipelines.extract.mentions import UNDATED, Reading, When
from pipelines.extract.places import Place
from pipelines.extract.timexes import Timex

Offsets = tuple[int, int]

_LEXICON = Path(__file__).with_name("lexicon") / "incident_arguments.yml"
_CLAUSES = frozenset(("ccomp", "advcl", "relcl", "acl", "csubj", "csubjpass", "parataxis"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ"))
_UNIT_DAYS = {"minute": 0, "hour": 0, "day": 1, "week": 7, "month": 31, "year": 366}
_OFFSET = re.compile(r"(?P<number>\d+|\w+)?\s*(?P<unit>minute|hour|day|week|month|year)s?\b", re.IGNORECASE)
_BORDER_WORDS = frozenset(("border", "cross-border", "frontier"))


@dataclass(frozen=True, slots=True)
class _Words:
    events: frozenset[str]
    same_moment: frozenset[str]
    other_moment: frozenset[str]
    saying: frozenset[str]
    small_numbers: dict[str, int]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return _Words(
        events=frozenset(data["event_nouns"]),
        same_moment=frozenset(data["same_moment"]),
        other_moment=frozenset(data["other_moment"]),
        saying=frozenset(data["saying"]),
        small_numbers=dict(data["small_numbers"]),
    )


def head_of(reading: Reading, span: Offsets) -> Token | None:
    """The token that carries a span: the one whose governor stands outside it."""
    found = reading.document.span(*span)
    return found.root if len(found) else None


def clause_of(token: Token) -> Token:
    """The predicate of the clause a token stands in: itself, or the nearest verb that governs it."""
    for candidate in (token, *token.ancestors):
        if candidate.pos_ in ("VERB", "AUX") or candidate.dep_ == "ROOT":
            return candidate
    return token


def when_of(reading: Reading, trigger: Offsets, sentence: Sentence, *, nearby: bool = True) -> When:
    """When the event of `trigger` happened: by syntax, then (`nearby`) by the date its paragraph or its report is given."""
    head = head_of(reading, trigger)
    if head is None:
        return UNDATED
    ranked = sorted(
        (cost, abs(timex.start - trigger[0]), timex.start, when)
        for timex in _timexes_in(reading, sentence.start, sentence.end)
        if (cost := _timex_cost(reading, head, timex)) is not None
        and (when := _resolved(reading, timex)) is not None
    ) if _timexes_in(reading, sentence.start, sentence.end) else []
    if ranked:
        return ranked[0][3]
    return _nearby_date(reading, trigger, sentence) if nearby else UNDATED
