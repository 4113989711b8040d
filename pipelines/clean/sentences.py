"""Sentence boundaries in delivered text: one splitter for staging and for extraction, offsets into the text as given.

What belongs here: where a sentence starts and ends, whether it stands in quotation marks.  Not here: which part of the
article it is (parts.py), parsing (extract/document.py, which takes its sentence starts from here so that both layers
agree).

Rules of the language are data (`clean/sentence_rules.yml`): abbreviations that end no sentence, the shape of a dateline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from pipelines.clean.mojibake import Repaired, repair
from pipelines.clean.parts import STORY, Paragraph, Part, Span, is_around_a_story, parts_of

_RULES = Path(__file__).with_name("sentence_rules.yml")
_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«(["
# End marks, closing quotes and brackets, then white space: a candidate, decided by what stands on either side.
_CANDIDATE = re.compile(rf"[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s)")
# One opening mark, one closing mark, nothing outside them: "We will not go."
_WHOLE_QUOTE = re.compile(r"[\"“«][^\"“”«»]+[\"”»][.,!?]?")
_LINE = re.compile(r"[^\n]+")
# Copy wrapped at a fixed width (old wires) has no longer line; such a line runs on into the next unless it ends a
# sentence or a paragraph.
_WRAP_WIDTH = range(45, 101)
_LONGEST_WRAPPED = 120
# A dateline opens the story: behind it may stand a headline and a byline.
_DATELINE_BLOCKS = 4
_LAST_WORD = re.compile(r"[\w.&’'-]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `start` and `end` are character offsets into the text as delivered, end exclusive."""

    number: int
    start: int
    end: int
    is_quote: bool
    part: Part = "body"

    @property
    def is_boilerplate(self) -> bool:
        """Whether it is no part of the story, and so is not read."""
        return self.part not in STORY


@dataclass(frozen=True, slots=True)
class _Rules:
    never_last: frozenset[str]
    last_before_lower: frozenset[str]
    date_header: re.Pattern[str]
    dateline: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    return _Rules(
        never_last=frozenset(data["never_last"]),
        last_before_lower=frozenset(data["last_before_lower"]),
        date_header=re.compile(data["date_header"], re.IGNORECASE),
        dateline=re.compile(data["dateline"], re.VERBOSE),
    )


def date_header(text: str) -> re.Match[str] | None:
    """The leading words `date YYYY-MM-DD` of a delivered text, if it opens with them."""
    return _rules().date_header.match(text)


def split_delivered(text: str, title: str | None) -> tuple[Repaired, list[Sentence]]:
    """A delivered text as it is read, and its sentences, which count the characters of what is read."""
    repaired = repair(text)
    return repaired, split_sentences(repaired.text, title)


def split_sentences(text: str, title: str | None = None) -> list[Sentence]:
    """Sentences of `text` in order; white space between them belongs to none."""
    header = date_header(text)
    datelines: list[Span | None] = []
    paragraphs: list[Paragraph] = []
    for number, (start, end) in enumerate(_blocks(text, header.end() if header else 0)):
        dateline = _dateline(text, start, end) if number < _DATELINE_BLOCKS else None
        datelines.append(_trim(text, *dateline) if dateline else None)
        begin = dateline[1] if dateline else start
        paragraphs.append(Paragraph(begin, end, tuple(_within_block(text, begin, end))))
    found: list[tuple[Span, Part]] = [(_trim(text, 0, header.end()), "timestamp")] if header else []
    for dateline, paragraph, parts in zip(datelines, paragraphs, parts_of(text, paragraphs, title), strict=True):
        found += [(dateline, "dateline")] if dateline else []
        found += zip(paragraph.sentences, parts, strict=True)
    return [
        Sentence(number, start, end, is_quote=bool(_WHOLE_QUOTE.fullmatch(text, start, end)), part=part)
        for number, ((start, end), part) in enumerate(found)
    ]


def _dateline(text: str, start: int, end: int) -> Span | None:
    line = _rules().dateline.match(text, start, end)
    if line is None or not text[line.end() : end].strip() or is_around_a_story(text, (start, end)):
        return None
    return line.span()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _blocks(text: str, begin: int) -> list[tuple[int, int]]:
    """Stretches no sentence crosses: lines, joined where they are one wrapped paragraph."""
    blocks: list[tuple[int, int]] = []
    lines = list(_LINE.finditer(text, begin))
    is_wrapped = all(line.end() - line.start() <= _LONGEST_WRAPPED for line in lines)
    is_running_on = False
    for line in lines:
        if is_running_on and blocks and text[line.start() - 1] == "\n" and text[line.start() - 2] != "\n":
            blocks[-1] = (blocks[-1][0], line.end())
        else:
            blocks.append((line.start(), line.end()))
        written = line.group().strip()
        is_running_on = is_wrapped and len(written) in _WRAP_WIDTH and written.rstrip(_CLOSERS)[-1:] not in ".!?:"
    return blocks


def _within_block(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence spans inside one block."""
    spans: list[tuple[int, int]] = []
    begin = start
    for mark in _CANDIDATE.finditer(text, start, end):
        if _ends_sentence(text, begin, mark.start(), mark.end(), end):
            spans.append(_trim(text, begin, mark.end()))
            begin = mark.end()
    spans.append(_trim(text, begin, end))
    return [span for span in spans if span[0] < span[1]]


def _ends_sentence(text: str, begin: int, mark: int, after: int, line_end: int) -> bool:
    rest = text[after:line_end].lstrip()
    if not rest:
        return True
    follows = rest.lstrip(_OPENERS)[:1]
    closed = after - mark > len(text[mark:after].rstrip(_CLOSERS))
    if text[mark] in "!?…" or text.startswith("...", mark):
        return not follows.islower() and not (closed and follows.islower())
    word = _LAST_WORD.search(text, begin, mark)
    last = word.group().rsplit("’")[-1] if word else ""
    lowered = last.lower()
    rules = _rules()
    if follows.islower():
        return False
    if closed:
        return True
    if lowered in rules.never_last:
        return False
    if lowered in rules.last_before_lower:
        # "at 5 p.m. The…" ends a sentence, "on Oct. 25" and "the U.S. Embassy" do not.
        return follows.isupper() and _opens_clause(rest)
    # Initials ("J. Smith") and dotted abbreviations ("U.N. envoy").
    return not (len(last) == 1 and last.isupper() and last != "I")


_CLAUSE_OPENERS = frozenset(
    "the a an he she it they we i in on at but and as his her their its this that these those there after before "
    "when while since for from by with according both two three four five six seven eight nine ten no one some many "
    "earlier later meanwhile officials police".split()
)


def _opens_clause(rest: str) -> bool:
    first = re.match(r"[\"“‘']?(\w+)", rest)
    return bool(first) and first.group(1).lower() in _CLAUSE_OPENERS  # type: ignore[union-attr]
