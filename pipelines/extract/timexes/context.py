"""What an expression of time is read against: today, what the text dated last, and the tense around it.

What belongs here: the state that resolving needs and the questions it asks of the parse.  Not here: patterns
(grammar.py) and the rules that turn a match into a date (resolve.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from pipelines.extract.document import Document
from pipelines.extract.timexes.calendars import Reading, months_away, quarter_reading, safe_date, unit_reading
from pipelines.extract.timexes.lexicon import lexicon

# What leads to the first or the last day of something.
_FIRST_DAY = frozenset("from starting beginning commencing until till to through".split())
# What may stand between: "starting at noon on Friday".
_BETWEEN = frozenset("at on the late early noon midnight midday dawn dusk a.m. p.m. am pm".split())
Tense = Literal["past", "future", "open"]
Unit = Literal["D", "W", "M", "Q", "Y"]

_YEAR = re.compile(r"(?<![\d$€£,.])(1[5-9]\d\d|20\d\d)(?![\d,.]\d|\d)")
_ANCIENT_YEAR = re.compile(r"\b\d{1,4} (?:BC|B\.C)")
_NEAR_WORDS = re.compile(
    r"\b(?:today|yesterday|tomorrow|(?:this|last|next) (?:week|month|year)|ago|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
# A text is a narrative when at least this many years stand in it, and hardly a word that only the day of writing dates.
_NARRATIVE_YEARS = 6
_DATELINE = re.compile(
    r"\s*[A-Z][\w.,’'() -]{1,70}?[,(] ?"
    r"(?:(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9})\.?(?:,? (?P<year>\d{4}|\d\d))?|"
    r"(?P<month_>[A-Z][A-Za-z]{2,8})\.? (?P<day_>\d{1,2})(?:, (?P<year_>\d{4}))?)"
    r"\)? ?(?=\(|--|—|–|-|/|\.? ?/|:)"
)
# A dateline stands this close to publication, or it is no dateline.
_DATELINE_REACH = 7


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(lexicon()[key].split()) if isinstance(lexicon()[key], str) else frozenset(lexicon()[key])


def month_number(word: str) -> int:
    """Number of a month by name or abbreviation."""
    name = word.lower().rstrip(".")
    number: int = lexicon()["months"].get(name) or lexicon()["month_abbreviations"][name]
    return number


def full_year(digits: str, pivot: date | None) -> int:
    """A year of two or four digits; two digits are read as at most twenty years ahead of the pivot."""
    if len(digits) > 2:
        return int(digits)
    latest = (pivot.year if pivot else 2030) + 20
    return latest - (latest - int(digits)) % 100


@dataclass(slots=True)
class Context:
    """State of one reading of one article; `last` is what the text dated last, with the unit it was given in."""

    document: Document
    text: str
    today: date | None
    is_narrative: bool
    last: Reading | None = None
    last_unit: Unit = "D"
    last_at: int = -1
    last_year: int | None = None
    # The year before Christ that the text named last, after any year of our era.
    last_bc: int | None = None
    quarter: date | None = None

    @classmethod
    def of(cls, document: Document) -> Context:
        text = document.doc.text
        published = document.article.published
        # Over a dateline may stand a headline and a byline.
        opening = next((s.start for s in document.sentences if s.part == "dateline"), 0)
        today = _dateline_day(text[opening:], published) or published
        return cls(document, text, today, _is_narrative(text, published))

    def remember(self, reading: Reading, unit: Unit, at: int, *, gives_year: bool) -> None:
        """Keep a resolved date as what later expressions may hang on."""
        if reading.start is None:
            return
        self.last, self.last_unit, self.last_at = reading, unit, at
        # Without a day of publication only a full date gives its year to the days after it.
        if gives_year and (self.today is not None or unit == "D"):
            self.last_year, self.last_bc = reading.start.year, None
        if unit == "Q":
            self.quarter = reading.start

    @property
    def base(self) -> date | None:
        """The day that "the next day" or "two days later" counts from: what the text dated last, else today."""
        if self.last is not None and self.last.start is not None:
            return self.last.start
        return self.today

    def is_same_sentence(self, a: int, b: int) -> bool:
        return self.document.sentence_at(a).start == self.document.sentence_at(b).start

    def back_or_on(self, step: int, unit: Unit) -> Reading | None:
        """The unit before or after what the text dated last, as coarse as that was given, or as the step."""
        if self.base is None:
            return None
        if unit == "Y" and self.last_unit == "Q" and self.last is not None:
            return unit_reading(self.base, "Q", 4 * step)
        if unit == "Y" and self.last_unit == "M":
            year, month = months_away(self.base, 12 * step)
            return unit_reading(date(year, month, 1), "M", 0) if 0 < year < 10000 else None
        return unit_reading(self.base, unit, step)

    def year_ago_quarter(self) -> Reading | None:
        if self.quarter is not None:
            return quarter_reading(self.quarter.year - 1, (self.quarter.month + 2) // 3)
        if self.today is None:
            return None
        return unit_reading(self.today, "Q", -5)

    def token_at(self, offset: int) -> Token | None:
        span = self.document.span(offset, offset + 1)
        return span[0] if len(span) else None

    def tag_at(self, offset: int) -> str:
        token = self.token_at(offset)
        return token.tag_ if token is not None else ""

    def tense(self, start: int, end: int) -> Tense:
        """Whether what the expression dates lies behind or ahead, as the clause around it says."""
        span = self.document.span(start, end)
        if not len(span):
            return "open"
        token = span.root
        if _is_planned(token, span.start) or _is_put_off(token, span.start) or _is_announced(token, span.start):
            return "future"
        if token.dep_ == "poss" and token.head.dep_ not in {"nsubj", "nsubjpass"}:
            return "past"
        for _ in range(12):
            if token.pos_ in {"VERB", "AUX"}:
                found = _tense_of(token)
                if found is not None:
                    return found
            if token.head == token:
                break
            token = token.head
            if _is_planned_head(token):
                return "future"
        return "open"


def _is_planned_head(token: Token) -> bool:
    return token.lemma_.lower() in {"due", "schedule", "slate", "payable", "effective"} and token.tag_ in {
        "JJ",
        "VBN",
        "VBD",
        "IN",
    }


def _is_planned(token: Token, first: int) -> bool:
    """ "scheduled for Monday", "due on Friday"."""
    doc: Doc = token.doc
    before = doc[max(0, first - 2) : first]
    if any(_is_planned_head(t) for t in before):
        return True
    if len(before) == 2 and before[1].lower_ == "as" and before[0].lower_ in {"soon", "early"}:
        return True
    link = before[-1] if len(before) else None
    return link is not None and link.lower_ == "for" and link.head.lemma_.lower() in {"plan", "set", "schedule"}


def _is_put_off(token: Token, first: int) -> bool:
    """ "postponed until Friday", "gave them until Tuesday"."""
    doc: Doc = token.doc
    before = doc[max(0, first - 2) : first]
    link = next((t for t in before if t.lower_ in {"until", "till"}), None)
    return link is not None and link.head.lemma_.lower() in _words("putting_off")


def _is_announced(token: Token, first: int) -> bool:
    """ "Declared a truce from Saturday", "agreed to a pause starting on Friday": the first or last day of what is announced."""
    at = first - 1
    while at > 0 and (token.doc[at].lower_ in _BETWEEN or token.doc[at].like_num):
        at -= 1
    if at < 0 or token.doc[at].lower_ not in _FIRST_DAY:
        return False
    verbs = (t for t in token.ancestors if t.pos_ in {"VERB", "AUX"} and t.lower_ not in _FIRST_DAY)
    nearest = next(verbs, None)
    return nearest is not None and nearest.lemma_.lower() in _words("announcing")


def _tense_of(verb: Token) -> Tense | None:
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & {"will", "shall", "'ll", "’ll", "wo"}:
        return "future"
    if auxiliaries & {"would", "could", "might", "may", "should", "must", "can", "ca"}:
        return "future" if auxiliaries & {"would", "should", "must"} else "open"
    if "to" in auxiliaries:
        head = verb.head
        if verb.dep_ == "acl" or head.lemma_.lower() in _words("future_heads") or head.lemma_ == "be":
            return "future"
        return None
    if verb.tag_ == "VBD" or auxiliaries & {"had", "was", "were", "did", "has", "have", "'d", "been"}:
        return "past"
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"} and not auxiliaries:
        return "future" if verb.lemma_.lower() in _words("future_heads") else "past"
    if verb.tag_ == "VBG" and auxiliaries & {"is", "are", "am", "'s", "’s", "'re", "’re"}:
        return "open"
    if verb.tag_ in {"VBZ", "VBP"}:
        return "open"
    return None


def _is_narrative(text: str, published: date | None) -> bool:
    """Whether the text tells of years rather than of the days before its publication."""
    n_years = len(_YEAR.findall(text)) + len(_ANCIENT_YEAR.findall(text))
    return published is not None and n_years >= _NARRATIVE_YEARS and len(_NEAR_WORDS.findall(text)) <= 0.15 * n_years


def _dateline_day(text: str, published: date | None) -> date | None:
    """The day of a dateline ("KABUL, 9 Nov 25 (Agency) --") where it stands next to publication, or has its year."""
    match = _DATELINE.match(text[:160])
    if match is None:
        return None
    word = (match["month"] or match["month_"]).lower()
    if word not in lexicon()["months"] and word not in lexicon()["month_abbreviations"]:
        return None
    digits = match["year"] or match["year_"]
    if digits is None and published is None:
        return None
    month, day = month_number(word), int(match["day"] or match["day_"])
    years = [full_year(digits, published)] if digits else [published.year, published.year - 1] if published else []
    days = [found for year in years if (found := safe_date(year, month, day))]
    if published is None:
        return days[0] if days else None
    return next((d for d in days if 0 <= (published - d).days <= _DATELINE_REACH), None)
