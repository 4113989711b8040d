"""Measures: what a count of people measures (deportations, returns, arrests), and the word that says so.

What belongs here: choosing among the words around a count.  Not here: which words say what (lexicon/deportations.yml), whether
the count is one at all (counts.py).
"""

from __future__ import annotations

import re

from pipelines.extract.deportations.counts import Count
from pipelines.extract.deportations.stretches import Stretch
from pipelines.extract.deportations.words import vocabulary

_WITH = re.compile(r"\bwith\s+$", re.IGNORECASE)


def measure_of(text: str, count: Count, stretch: Stretch) -> tuple[str, tuple[int, int]] | None:
    """What is measured, and the word that says so: in the counted noun, after it, else before it in the sentence."""
    start, own_end = stretch.start, count.counted_end
    part = vocabulary().part_opens.search(text, own_end, stretch.end)
    after_end = min(stretch.end, stretch.own_end, part.start() if part else stretch.end)
    before, after = text[start : count.start], text[own_end:after_end]
    for name, verb, particle in vocabulary().split_measures:
        if (opening := verb.search(before)) and particle.match(after):
            return name, (start + opening.start(), start + opening.start() + len(opening.group().split()[0]))
    stretches = ((count.end, own_end), (own_end, after_end), (start, count.start))
    # "She returned with two children": who is only along is not counted.
    for low, high in stretches[:2] if _WITH.search(before) else stretches:
        if (found := _first_measure(text, low, high)) is not None:
            return found
    return None if _WITH.search(before) else _first_measure(text, count.sentence.start, count.start)


def _first_measure(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """The measure whose word comes first in a stretch; a tie goes to the more special one."""
    found = [(order, name, p.search(text, start, end)) for order, (name, p) in enumerate(vocabulary().measures)]
    hits = [(m.start(), order, name, m.span()) for order, name, m in found if m]
    if not hits:
        return None
    _, _, name, span = min(hits)
    return name, span
