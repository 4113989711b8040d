"""Quantities of people and things: bounds, approximation, what is counted and what happened to it.

What belongs here: the order of reading: counts by number (counted.py), persons in the singular (singulars.py), parts of a whole
(parts.py).  Not here: which event a count belongs to and how tolls merge (incidents/tolls.py).  Knowledge is data:
lexicon/quantity.yml.
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.document import Document
from pipelines.extract.quantities.counted import counted
from pipelines.extract.quantities.model import Quantity
from pipelines.extract.quantities.numerals import numerals
from pipelines.extract.quantities.parts import with_parts, with_shared_effects
from pipelines.extract.quantities.singulars import singulars


def find_quantities(document: Document) -> list[Quantity]:
    """Every count of people or things of the article, in order of start."""
    doc = document.doc
    read: list[tuple[Quantity, Token]] = []
    taken: set[int] = set()
    for numeral in numerals(doc):
        found = counted(doc, numeral)
        if found is not None:
            read.append(found)
            taken.update((found[1].i, numeral.last))
    read += singulars(doc, taken)
    read.sort(key=lambda item: (item[0].start, item[0].end))
    return with_parts(document, with_shared_effects(document, read))
