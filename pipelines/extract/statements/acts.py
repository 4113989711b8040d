"""One act of speech: what one speaker says in one sentence, as the rules of statements read it.

What belongs here: the shared types of this folder, and the words an act covers.
Not here: which attributions are acts of speech (find.py), what they amount to (types.py, about.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.model import Actor
from pipelines.extract.attribution.find import Attribution, Span
from pipelines.extract.attribution.quotes import Quotes
from pipelines.extract.mentions import Reading


@dataclass(frozen=True)
class Act:
    """An attribution in one sentence.  pieces: what of its content stands there; has_cue: whether its cue does.

    quotes: the quotations of the article.
    """

    reading: Reading
    attribution: Attribution
    speaker: Actor
    sentence: Sentence
    quotes: Quotes
    pieces: tuple[Span, ...]
    has_cue: bool

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of what is said."""
        return [token for start, end in self.pieces for token in self.reading.document.span(start, end)]

    @cached_property
    def cue_tokens(self) -> list[Token]:
        """The tokens of the cue, wherever it stands."""
        return [token for start, end in self.attribution.cue for token in self.reading.document.span(start, end)]

    @cached_property
    def lowered(self) -> str:
        """What is said, in small letters."""
        text = self.reading.document.text
        return " ".join(text[start:end] for start, end in self.pieces).lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Said:
    """An act of speech with what it amounts to.  quoted: the content of all that it stands for."""

    act: Act
    kind: str
    about: tuple[Actor, ...]
    quoted: tuple[Span, ...] = ()

    @property
    def speaker(self) -> Actor:
        return self.act.speaker

    @property
    def span(self) -> Span:
        return self.act.sentence.start, self.act.sentence.end
