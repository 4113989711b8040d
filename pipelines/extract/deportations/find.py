"""Deportations and returns: counts of people sent or gone back over a border, each with its window and its definition.

What belongs here: the order of reading: counts (counts.py), what each measures (measurements.py), the facts they make (facts.py);
one number, one window, one definition a fact.  Not here: numbers as such (quantities/numerals.py, quantities/find.py); deadlines,
plans and forecasts, exchanges of prisoners, returns of things, which make no fact; arrests, which stay claims.

The window stands in `when`: first and last day counted, open where the text leaves it open.  Of where from and where to,
what one measurement leaves open is taken from the measurement before it, since one article counts one movement.
Words and patterns are data: lexicon/deportations.yml.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.clean.sentences import Sentence
from pipelines.extract.deportations.counts import counts_in, is_mover, with_wholes
from pipelines.extract.deportations.facts import found_in
from pipelines.extract.deportations.measurements import measurements
from pipelines.extract.deportations.words import vocabulary
from pipelines.extract.mentions import Found, Reading
from pipelines.extract.places.gazetteer import crossing_names
from pipelines.extract.quantities.numerals import number_pattern

# Without a word of deportation or refuge in the article, only a crowd that returns is more than travellers.
_MANY = 50
# Of refugees and migrants fewer will do.
_SOME = 10


def may_tell_returns(text: str, sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence has words for going back, a measure of it and a number, in an article on such matters."""
    words = vocabulary()
    if not words.subject.search(text) and not any(name in text for name in crossing_names()):
        return False
    measures = [pattern for _, pattern in words.measures] + [verb for _, verb, _ in words.split_measures]
    return any(
        number_pattern().search(said)
        and (words.movement.search(said) or words.weak_movement.search(said))
        and any(measure.search(said) for measure in measures)
        for said in (text[s.start : s.end] for s in sentences)
    )


def find_deportations(reading: Reading) -> Found:
    """Measurements of deportation and return in one article."""
    text = reading.document.text
    if not vocabulary().subject.search(text) and not any(place.is_crossing for place in reading.places):
        return Found(())
    counts = list(counts_in(reading))
    if not vocabulary().movement.search(text):
        counts = [c for c in counts if (c.numeral.low or c.numeral.high or 0) >= (_SOME if is_mover(c.noun) else _MANY)]
    return found_in(measurements(reading, with_wholes(counts)))
