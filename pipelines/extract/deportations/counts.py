"""Counts: the numbers of an article that may count people who go back, and which of them is a part of which.

What belongs here: which numbers count people, and subsets.  Not here: numbers as such (quantities/numerals.py), the words that
speak of one count (stretches.py), what it measures (measures.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import Reading
from pipelines.extract.phrases import is_heading
from pipelines.extract.places.countries import country_iso3
from pipelines.extract.quantities.numerals import Numeral, numerals

_CURRENCY = ("$", "€", "£", "¥", "Rs", "Rs ", "Rs.", "Rs. ")
_MEASURE = re.compile(r"[-–]|\s*(?:years?|months?|days?|hours?|km|miles)\b")
_GOES_ON = re.compile(r"\b(?:total|of these|of those|of them|figure)\b", re.IGNORECASE)
# Parts of speech that end the noun phrase of a count.
_NOT_INSIDE = frozenset(("ADP", "VERB", "AUX", "CCONJ", "PRON", "SCONJ", "DET"))


@dataclass(frozen=True, slots=True)
class Count:
    """One number that may count people: its words, its clause, and the count it is a part of (index in the list)."""

    numeral: Numeral
    start: int
    end: int
    sentence: Sentence
    before: str
    after: str
    noun: Token | None
    part_of: int | None = None

    @property
    def counted_end(self) -> int:
        """Where the number ends with the noun it counts."""
        return self.noun.idx + len(self.noun.text) if self.noun else self.end

    @property
    def counted(self) -> str:
        """The words of what it counts."""
        return self.after[: max(0, self.counted_end - self.end)]


def counts_in(reading: Reading) -> Iterator[Count]:
    """Numbers of people in sentences that speak of going back, and in those that carry such a count on."""
    document, words = reading.document, vocabulary()
    text, doc = document.text, document.doc
    by_sentence: dict[int, list[Numeral]] = {}
    for numeral in numerals(doc):
        by_sentence.setdefault(document.sentence_at(doc[numeral.first].idx).number, []).append(numeral)
    is_carried = False
    for sentence in document.sentences:
        said = text[sentence.start : sentence.end]
        moves = words.movement.search(said) or words.weak_movement.search(said)
        if sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
            continue
        found = []
        if moves or (is_carried and _GOES_ON.search(said)):
            found = [c for n in by_sentence.get(sentence.number, ()) if (c := _count(reading, sentence, n))]
        is_carried = bool(found) or (is_carried and not moves)
        yield from found


def _count(reading: Reading, sentence: Sentence, numeral: Numeral) -> Count | None:
    """The number as a count of people; None where it is a date, a share, an age, or counts something else."""
    doc, text, words = reading.document.doc, reading.document.text, vocabulary()
    start, end = doc[numeral.opens].idx, doc[numeral.last].idx + len(doc[numeral.last])
    before, after = text[sentence.start : start], text[end : sentence.end]
    is_date = any(t.start < end and doc[numeral.first].idx < t.end for t in reading.timexes)
    if is_date or not _is_definite(numeral) or _is_amount(before, after):
        return None
    noun = _noun_after(doc, numeral, sentence.end)
    count = Count(numeral, start, end, sentence, before, after, noun)
    if noun is not None:
        return count if is_people(noun) or _is_people_of_country(noun) else None
    # A bare small number is a rank, a score or a share; a bare large one is a count where its clause says so.
    if (numeral.best or numeral.low or 0) < 100:
        return None
    return count if words.bare_before.search(before) or words.bare_after.match(after) else None


def _is_definite(numeral: Numeral) -> bool:
    """Whether it bounds a count; "several repatriated persons" are witnesses, not a measurement."""
    return not (numeral.low is None and numeral.high is None) and numeral.approximator != "several"


def _is_amount(before: str, after: str) -> bool:
    """Whether the words beside a number say that it is money, a share, a difference, an age or a distance."""
    words = vocabulary()
    return bool(
        before.endswith(_CURRENCY)
        or words.percent.match(after)
        or words.difference_before.search(before)
        or words.difference_after.match(after)
        or _MEASURE.match(after)
    )


def _noun_after(doc: Any, numeral: Numeral, end: int) -> Token | None:
    """The noun that a number counts: at most four words on, with only modifiers between."""
    for token in doc[numeral.last + 1 : numeral.last + 6]:
        # "1,880 suspected Bangladeshis", also where the parser takes the participle for a clause.
        is_participle = token.tag_ == "VBN" and (token.dep_ == "amod" or token.nbor(1).pos_ == "PROPN")
        if token.idx >= end or token.is_punct or (token.pos_ in _NOT_INSIDE and not is_participle):
            return None
        following = token.nbor(1) if token.i + 1 < len(doc) else None
        is_modifier = (
            following is not None and following.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"amod", "compound"}
        )
        if token.pos_ in {"NOUN", "PROPN"} and not is_modifier:
            return token  # type: ignore[no-any-return]
        if token.pos_ == "ADJ" and token.text[:1].isupper() and not is_modifier:
            return token  # type: ignore[no-any-return]
    return None


def is_mover(noun: Token | None) -> bool:
    return noun is not None and noun.lemma_.lower() in vocabulary().movers


def is_people(noun: Token) -> bool:
    words = vocabulary()
    lemma = noun.lemma_.lower()
    is_kind = lemma in words.people or lemma in words.acts or noun.lower_.rstrip("s") in words.acts
    return is_kind or (noun.text[:1].isupper() and country_iso3(noun.text) is not None)


def _is_people_of_country(noun: Token) -> bool:
    """ "Congolese diamond diggers": whoever is several and of a country; what else is so is not deported."""
    return noun.tag_ == "NNS" and any(country_iso3(t.text) for t in noun.lefts if t.text[:1].isupper())


def with_wholes(counts: list[Count]) -> list[Count]:
    """Point each subset ("of whom …", "131,912 of them", "312: 200 …, 112 …") at the count it is a part of."""
    out: list[Count] = []
    words = vocabulary()
    for count in counts:
        whole = next((n for n in range(len(out) - 1, -1, -1) if out[n].part_of is None), None)
        opening = re.match(r"\s*of (?:these|those|them)\b", count.before, re.IGNORECASE)
        is_listed = whole is not None and ":" in out[whole].after[: max(0, count.start - out[whole].end)]
        is_subset = (
            words.subset_before.search(count.before) or words.subset_after.match(count.after) or opening or is_listed
        )
        is_near = whole is not None and count.sentence.number - out[whole].sentence.number <= 1
        is_less = whole is not None and (count.numeral.low or 0) <= (out[whole].numeral.high or count.numeral.low or 0)
        out.append(replace(count, part_of=whole) if is_subset and is_near and is_less else count)
    return out
