"""Parts of an article: which sentences are the story, and which are what a newsroom prints around it.

What belongs here: the part of each paragraph and sentence, by rules kept as data (parts.yml).  Not here: where
sentences end (sentences.py), and the date a stamp or a dateline gives (dates.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml

Part = Literal[
    "headline",
    "repeat",
    "body",
    "byline",
    "dateline",
    "timestamp",
    "caption",
    "paywall",
    "related",
    "share",
    "notice",
    "tail",
    "bio",
]
PARTS: tuple[str, ...] = get_args(Part)
# What is read; everything else is boilerplate.
STORY = frozenset(("headline", "body"))

Span = tuple[int, int]

_RULES = Path(__file__).with_name("parts.yml")
# So many paragraphs at either end are where bylines and tails may stand.
_OPENING, _CLOSING = 6, 8
_HEADLINE_MAX = 160
# A list of headlines is no longer than this.
_LIST_MAX = 12
_FULL_STOP = re.compile(r"[.!…:;][\"'”’»)\]]*$")
_CLOSED = re.compile(r"[)\]]\W*$")
_WORD = re.compile(r"\w+")
# What a title carries of its outlet: "Talks end in Doha | The Gazette".
_OUTLET = re.compile(r"\s+(?:[|–—-]|::)\s+[^|–—]{2,40}$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text no sentence crosses, and the spans of its sentences; a dateline is no part of it."""

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    part: Part
    of: str
    where: str
    longest: int
    beside: bool
    alone: bool
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    data = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for name, pattern in data["words"].items():
        words[name] = _filled(pattern, words)
    return tuple(
        _Rule(
            part=rule["part"],
            of=rule["of"],
            where=rule["where"],
            longest=rule["longest"],
            beside=rule.get("beside", False),
            alone=rule.get("alone", False),
            pattern=re.compile(
                "|".join(f"(?:{_filled(p, words)})" for p in rule["patterns"]), re.IGNORECASE | re.DOTALL
            ),
        )
        for rule in data["rules"]
    )


def _filled(pattern: str, words: dict[str, str]) -> str:
    for name, words_pattern in words.items():
        pattern = pattern.replace(f"{{{name}}}", words_pattern)
    return pattern


def parts_of(text: str, paragraphs: Sequence[Paragraph], title: str | None) -> Iterator[list[Part]]:
    """For each paragraph the parts of its sentences, in order."""
    labels = list(_marked(text, paragraphs))
    headline = _headline(text, paragraphs, labels, title)
    again = set(_repeats(text, paragraphs, headline))
    for number, found in enumerate(labels):
        if number == headline:
            yield ["headline"] * len(found)
        else:
            yield ["repeat" if number in again and part == "body" else part for part in found]


def is_around_a_story(text: str, span: Span) -> bool:
    """Whether a stretch reads like boilerplate wherever it stands ("READ MORE: …" is no dateline)."""
    return any(rule.where == "anywhere" and _fits(rule, text, *span) for rule in _rules())


def _marked(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[list[Part]]:
    usable = [rule for rule in _rules() if _is_usable(rule, text, paragraphs)]
    listed = 0
    for number, paragraph in enumerate(paragraphs):
        places = {"anywhere"}
        if number < _OPENING:
            places.add("opening")
        if number >= len(paragraphs) - _CLOSING:
            places.add("closing")
        rules = [rule for rule in usable if rule.where in places]
        whole = next(
            (r for r in rules if r.of in {"paragraph", "list"} and _fits(r, text, paragraph.start, paragraph.end)), None
        )
        if whole is not None:
            listed = _LIST_MAX if whole.of == "list" else 0
            yield [whole.part] * len(paragraph.sentences)
        elif listed and len(paragraph.sentences) == 1 and _is_line(text, paragraph):
            listed -= 1
            yield ["related"]
        else:
            listed = 0
            yield list(_by_sentence(text, paragraph, [r for r in rules if r.of == "sentence"]))


def _is_usable(rule: _Rule, text: str, paragraphs: Sequence[Paragraph]) -> bool:
    if rule.alone:
        return sum(_fits(rule, text, paragraph.start, paragraph.end) for paragraph in paragraphs) == 1
    return not rule.beside or len(paragraphs) > 1


def _by_sentence(text: str, paragraph: Paragraph, rules: Sequence[_Rule]) -> Iterator[Part]:
    in_bracket: Part | None = None
    for start, end in paragraph.sentences:
        found = next((rule.part for rule in rules if _fits(rule, text, start, end)), None)
        part = found or in_bracket or "body"
        yield part
        opens = text[start] in "([" or in_bracket
        in_bracket = part if opens and part not in STORY and not _CLOSED.search(text, start, end) else None


def _fits(rule: _Rule, text: str, start: int, end: int) -> bool:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return end - start <= rule.longest and rule.pattern.match(text[start:end]) is not None


def _headline(
    text: str, paragraphs: Sequence[Paragraph], labels: Sequence[list[Part]], title: str | None
) -> int | None:
    """The paragraph that repeats the title; without a title, a first line that reads like one over a story."""
    opening = [n for n, found in enumerate(labels[:_OPENING]) if found and set(found) == {"body"}]
    if title:
        wanted = _wordings(title)
        return next((n for n in opening if _wordings(_words_of(text, paragraphs[n])) & wanted), None)
    if not opening:
        return None
    first = opening[0]
    told = (n for n in range(first + 1, len(paragraphs)) if "body" in labels[n])
    is_over_a_story = any(not _is_line(text, paragraphs[n]) for n in told)
    return first if is_over_a_story and _is_line(text, paragraphs[first]) else None


def _repeats(text: str, paragraphs: Sequence[Paragraph], headline: int | None) -> Iterator[int]:
    """The lines that give the headline once more, as a page's template does; a sentence of the same words is the story's."""
    if headline is None:
        return
    wanted = _wordings(_words_of(text, paragraphs[headline]))
    for number, paragraph in enumerate(paragraphs):
        if number != headline and _is_line(text, paragraph) and _wordings(_words_of(text, paragraph)) & wanted:
            yield number


def _wordings(line: str) -> set[str]:
    """The words of a headline, with and without the name of its outlet."""
    return {_plain(line), _plain(_OUTLET.sub("", line))}


def _words_of(text: str, paragraph: Paragraph) -> str:
    return text[paragraph.start : paragraph.end].strip()


def _is_line(text: str, paragraph: Paragraph) -> bool:
    """Whether it is short and ends like a headline."""
    line = _words_of(text, paragraph)
    return 0 < len(line) <= _HEADLINE_MAX and not _FULL_STOP.search(line)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
