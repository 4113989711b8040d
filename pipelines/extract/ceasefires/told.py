"""What is told of a truce: the words of one mention that its days, its parties and its description are read from.

What belongs here: the type.  Not here: finding the words (sightings.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.clean.sentences import Sentence
from pipelines.extract.phrases import Match


@dataclass(frozen=True, slots=True)
class Told:
    """clause: [start, end) of the stretch that speaks of the truce.  phrase: of its noun.  match: the words of the event."""

    sentence: Sentence
    clause: tuple[int, int]
    phrase: tuple[int, int]
    match: Match

    @property
    def event(self) -> str:
        return self.match.phrase.label
