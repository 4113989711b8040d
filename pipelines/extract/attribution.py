"""Attribution: who says what, by which word: direct and indirect speech, "according to", collective and anonymous sources.

What belongs here: source, cue and content spans (PolNeAR practice), the speaker, stance and voice.
Not here: what the content asserts (the fact families), statement types (statements.py).
Verbs and phrases are data: lexicon/reporting.yml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.extract.actors import Actor
from pipelines.extract.document import Document

Span = tuple[int, int]
Stance = Literal[
    "asserts", "denies", "attributes_to_other", "claims_responsibility", "confirms", "declines_comment", "revises"
]
Voice = Literal["direct_quote", "indirect_speech", "reporter", "anonymous_official"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of reporting.  Spans are [start, end) character offsets, several where discontinuous.

    source, cue: may be empty (a continuation quote has neither of its own).
    speaker: the actor who vouches for the content, pronouns resolved; None where unknown.
    verb: lemma of the cue.  stance, voice: as data-model.md.  addressee: text of who is told ("Geo News"), None if none.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Actor | None
    verb: str | None
    stance: Stance
    voice: Voice
    addressee: str | None
    rule: str
    confidence: float = 1.0


def find_attributions(document: Document, actors: list[Actor]) -> list[Attribution]:
    """Every attribution of the article, in order of where it starts."""
    return []
