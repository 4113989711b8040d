"""Attribution: who says what, by which word: direct and indirect speech, "according to", collective and anonymous sources.

What belongs here: source, cue and content spans (PolNeAR practice), the speaker, stance and voice.
Not here: what the content asserts (the fact families), statement types (statements/types.py).
Verbs and phrases are data: lexicon/reporting.yml.

The frames come from the rules (rules.py) or, where one is plugged in, from a trained tagger (tagger.py); speaker, stance
and voice are read off them in the same way here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.attribution.frame import Frame
from pipelines.extract.attribution.quotes import find_quotes
from pipelines.extract.attribution.rules import rule_frames
from pipelines.extract.attribution.speech import with_loose_quotes
from pipelines.extract.attribution.tagger import Tagger, plugged_in
from pipelines.extract.attribution.tokens import end_of
from pipelines.extract.attribution.words import Stance, people_nouns, reporting
from pipelines.extract.document import Document

__all__ = ["Attribution", "Span", "Stance", "Voice", "find_attributions"]
Span = tuple[int, int]
Voice = Literal["direct_quote", "indirect_speech", "reporter", "anonymous_official"]
_CONFIDENCE = {
    "according": 0.95,
    "clause": 0.9,
    "quote": 0.9,
    "continuation": 0.75,
    "colon": 0.8,
    "infinitive": 0.65,
    "object": 0.6,
    "preposition": 0.6,
    "adjective": 0.6,
    "passive": 0.6,
    "noun": 0.5,
    "adverb": 0.5,
    "raising": 0.5,
    "tagger": 0.7,
}
_OPENING = ('"', "“", "«", "‘", "''", "``")


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
    """Every attribution of the article, in order of where it starts, by the tagger plugged in or else by the rules."""
    return attributions_from(document, actors, plugged_in())


def attributions_from(document: Document, actors: list[Actor], tagger: Tagger | None) -> list[Attribution]:
    """Every attribution of the article, by the tagger given, or by the rules."""
    quotes = find_quotes(document.text)
    found = tagger.frames(document.doc, quotes) if tagger else rule_frames(document.doc, quotes)
    found = with_loose_quotes(document, quotes, found)
    speakers = _Speakers(actors)
    attributions = [a for frame in found if (a := _attribution(document, frame, speakers)).content]
    return sorted(attributions, key=lambda a: min((*a.source, *a.cue, *a.content)))


class _Speakers:
    """The actors of an article by the offset of their head and by the characters they cover."""

    def __init__(self, actors: list[Actor]) -> None:
        self._by_head = {actor.head: actor for actor in actors}
        self._actors = actors

    def of(self, head: Token | None) -> Actor | None:
        """The actor that the head of a source names; for a relative pronoun, what it stands for."""
        if head is None:
            return None
        if head.lower_ in ("who", "which", "that") and head.head.dep_ == "relcl":
            head = head.head.head
        exact = self._by_head.get(head.idx)
        if exact is not None:
            return exact
        return next((a for a in self._actors if a.start <= head.idx < a.end), None)


def _attribution(document: Document, frame: Frame, speakers: _Speakers) -> Attribution:
    text = document.text
    starts_quoted = any(text[start:end].lstrip().startswith(_OPENING) for start, end in frame.content)
    return Attribution(
        source=_worded(text, frame.source),
        cue=(frame.cue_span,),
        content=_worded(text, frame.content),
        speaker=speakers.of(frame.head),
        verb=frame.lemma.split("_")[0] if frame.lemma != ":" else None,
        stance=_stance(text, frame),
        voice="direct_quote"
        if starts_quoted
        else "anonymous_official"
        if _is_anonymous(frame.head)
        else "indirect_speech",
        addressee=_addressee(text, frame.cue),
        rule=f"attribution.{frame.rule}",
        confidence=_CONFIDENCE[frame.rule],
    )


def _stance(text: str, frame: Frame) -> Stance:
    content = " ".join(text[start:end] for start, end in frame.content).lower()
    negated = any(child.dep_ == "neg" for child in frame.cue.children)
    if "comment" in content[:40] and frame.lemma in ("decline", "refuse"):
        return "declines_comment"
    if negated and frame.lemma in ("comment", "respond", "reply"):
        return "declines_comment"
    if "responsibility" in content and frame.lemma in ("claim", "accept", "admit", "take", "acknowledge"):
        return "claims_responsibility"
    if frame.lemma == "responsibility" and frame.cue.head.lemma_ in ("accept", "assume", "take"):
        return "claims_responsibility"
    if negated:
        return "asserts"
    return reporting().stance.get(frame.lemma, "asserts")


def _is_anonymous(head: Token | None) -> bool:
    return (
        head is not None
        and head.lemma_.lower() in reporting().anonymous
        and not any(child.dep_ == "appos" for child in head.children)
    )


def _addressee(text: str, cue: Token) -> str | None:
    """Who is told: the object of "tell", the one after "to" or "called on", the one given "a deadline"."""
    verb = cue.head if cue.dep_ == "dobj" else cue
    takes_object = cue.lemma_ in reporting().addressed | reporting().told
    for child in (*verb.children, *cue.children):
        is_told = child.dep_ == "dative" and child.pos_ != "ADP"
        if is_told or (child in cue.children and child.dep_ in ("dative", "dobj") and takes_object):
            return text[child.left_edge.idx : end_of(child.right_edge)]
        leads_to = child.lower_ == "to" or (child.lower_ in ("on", "upon") and cue.lemma_ == "call")
        if child.dep_ in ("prep", "dative") and leads_to and child.i > cue.i:
            told = next((c for c in child.children if c.dep_ == "pobj"), None)
            if told is not None and (told.pos_ == "PROPN" or told.lemma_.lower() in people_nouns()):
                return text[told.left_edge.idx : end_of(told.right_edge)]
    return None


def _worded(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without what surrounds their words, and none that has no words."""
    return tuple(span for span in (_trimmed(text, s) for s in spans) if _has_words(text, span))


def _has_words(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in text[span[0] : span[1]])


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:”"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    if end - start > 3 and text[end - 1] == "." and text[end - 3 : end - 1].islower():
        end -= 1
    return start, end
