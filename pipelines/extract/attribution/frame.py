"""A frame: one cue with its source and its content, as character ranges.

What belongs here: the type, and the ranges of a cue and of a source.  Not here: which words are cues (verbs.py, nouns.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.extract.attribution.tokens import SUBJECTS, Range, end_of, range_below

_CUE_PARTS = frozenset(("aux", "auxpass", "neg", "prt"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its source and content, as character ranges; `head` is the word that heads the source."""

    cue: Token
    lemma: str
    cue_span: Range
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    head: Token | None
    rule: str


def frame_of(cue: Token, lemma: str, source: Token | None, content: list[Range], rule: str) -> Frame:
    span = _cue_range(cue)
    ranges = source_ranges(source)
    return Frame(cue, lemma, span, ranges, tuple(without(content, [span, *ranges])), source, rule)


def _cue_range(cue: Token) -> Range:
    start, end = cue.idx, end_of(cue)
    for child in cue.children:
        if child.dep_ in _CUE_PARTS or (child.dep_ == "advmod" and abs(child.i - cue.i) == 1):
            start, end = min(start, child.idx), max(end, end_of(child))
    subject = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
    if subject is not None and start < subject.idx < cue.idx:
        start = cue.idx
    return start, end


def source_ranges(source: Token | None) -> tuple[Range, ...]:
    return () if source is None else (range_below(source),)


def without(ranges: list[Range], holes: list[Range]) -> list[Range]:
    """The ranges with the holes cut out."""
    for hole_start, hole_end in holes:
        cut: list[Range] = []
        for start, end in ranges:
            if hole_end <= start or end <= hole_start:
                cut.append((start, end))
                continue
            if start < hole_start:
                cut.append((start, hole_start))
            if hole_end < end:
                cut.append((hole_end, end))
        ranges = cut
    return ranges
