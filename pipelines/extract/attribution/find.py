"""Attribution: who says what, by which word: direct and indirect speech, "according to", collective and anonymous sources.

What belongs here: source, cue and content spans (PolNeAR practice), the speaker, stance and voice.
Not here: what the content asserts (the fact families), statement types (statements.py).
Verbs and phrases are data: lexicon/reporting.yml.

The grammar of a cue is in frames.py, quotation marks in quotes.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.attribution.frames import Frame, frames, nearby_source, source_of, verb_key
from pipelines.extract.attribution.quotes import Quote, Quotes, find_quotes
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
}
_MARKS = "\"“”«»‘’'`"
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
    """Every attribution of the article, in order of where it starts."""
    quotes = find_quotes(document.text)
    found = [_with_quotes(frame, quotes) for frame in frames(document.doc) if quotes.at(frame.cue.idx) is None]
    found = _outermost(found) + _colons(document.doc, quotes)
    found = _with_loose_quotes(document, quotes, found)
    speakers = _Speakers(actors)
    attributions = [_attribution(document, frame, speakers) for frame in found if frame.content]
    return sorted(attributions, key=lambda a: min((*a.source, *a.cue, *a.content)))


def _outermost(found: list[Frame]) -> list[Frame]:
    """Without the thoughts and words inside what someone else says, unless a named source of their own vouches for them."""
    outer = [(span, frame) for frame in found if frame.rule in ("clause", "according") for span in frame.content]
    kept: list[Frame] = []
    for frame in found:
        at = frame.cue.idx
        nested = any(start <= at < end for (start, end), other in outer if other is not frame)
        if not nested or (frame.rule in ("clause", "object") and _is_named(frame)):
            kept.append(frame)
    return kept


def _is_named(frame: Frame) -> bool:
    head = frame.head
    if head is None or head.head != frame.cue:
        return False
    return head.pos_ == "PROPN" or (head.pos_ == "NOUN" and head.lemma_.lower() in people_nouns())


# -- quotations --------------------------------------------------------------------------------------------------------


def _with_quotes(frame: Frame, quotes: Quotes) -> Frame:
    """The frame with its content widened to whole quotations, and to the second half of a quotation the cue splits."""
    content: list[Span] = []
    for start, end in frame.content:
        for quote in quotes.touching(start - 1, end + 1):
            if not (quote.start <= frame.cue.idx < quote.end):
                start, end = min(start, quote.start), max(end, quote.end)
        content.append((start, end))
    return replace(frame, content=_merged(content, [frame.cue_span, *frame.source]))


def _merged(spans: list[Span], holes: list[Span]) -> tuple[Span, ...]:
    """The spans joined where they overlap, cut where a hole reaches into them."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    for hole in holes:
        joined = [piece for span in joined for piece in _cut(span, hole)]
    return tuple(joined)


def _cut(span: Span, hole: Span) -> list[Span]:
    if hole[1] <= span[0] or span[1] <= hole[0]:
        return [span]
    pieces = [(span[0], hole[0]), (hole[1], span[1])]
    return [(start, end) for start, end in pieces if start < end]


def _with_loose_quotes(document: Document, quotes: Quotes, found: list[Frame]) -> list[Frame]:
    """Give each quotation no frame covers its cue, or the frame it continues."""
    kept = list(found)
    last: int | None = None
    pending: list[Quote] = []
    for number, quote in enumerate(quotes.all):
        owner = next((i for i, f in enumerate(kept) if _covers(f, quote)), None)
        if owner is None and _is_speech(document.text, quote):
            frame = _cue_beside(document, quotes, quote)
            if frame is not None:
                owner = next((i for i, f in enumerate(kept) if f.cue == frame.cue), None)
                if owner is None:
                    kept.append(frame)
                    owner = len(kept) - 1
                else:
                    kept[owner] = _extended(kept[owner], quote)
            elif last is not None and _continues(document.text, quotes, number, kept[last]):
                kept[last] = _extended(kept[last], quote)
                owner = last
            elif quote.is_open:
                pending.append(quote)
        if owner is not None:
            for earlier in pending:
                kept[owner] = _extended(kept[owner], earlier)
            pending = []
            last = owner
    return kept


def _covers(frame: Frame, quote: Quote) -> bool:
    shared = sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in frame.content)
    return 2 * shared >= quote.end - quote.start


def _is_speech(text: str, quote: Quote) -> bool:
    """A stretch of someone's words, not a title or a word held with tongs."""
    inner = text[quote.start : quote.end].strip(_MARKS + " ")
    if len(inner.split()) < 3:
        return bool(inner) and inner[-1] in ".,?!" and quote.end - quote.start > 4
    before = text[max(0, quote.start - 3) : quote.start].rstrip(" \t\u00a0")
    return inner[-1] in ".,?!…-—" or not before or before[-1] in ":,.\n" or quote.is_open


def _extended(frame: Frame, quote: Quote) -> Frame:
    return replace(frame, content=_merged([*frame.content, (quote.start, quote.end)], [frame.cue_span, *frame.source]))


def _continues(text: str, quotes: Quotes, number: int, frame: Frame) -> bool:
    """Whether a quotation without a cue goes on with the speaker of the one before it."""
    quote = quotes.all[number]
    ends = [end for _, end in (*frame.content, frame.cue_span, *frame.source) if end <= quote.start]
    if not ends or frame.rule in ("passive", "raising", "adverb", "noun", "adjective"):
        return False
    between = text[max(ends) : quote.start]
    if "\n" not in between:
        return len(between) < 400
    before = quotes.all[number - 1] if number else None
    if before is not None and before.is_open and not text[before.end : quote.start].strip():
        return True
    lead, _, rest = between.partition("\n")
    opens = not rest.strip() and "\n" not in rest.strip("\n")
    return opens and len(lead) < 200


def _cue_beside(document: Document, quotes: Quotes, quote: Quote) -> Frame | None:
    """The reporting verb just after or just before a quotation, outside every quotation."""
    doc, text = document.doc, document.text
    span = doc.char_span(quote.start, quote.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    closes_open = text[quote.start : quote.end].rstrip(_MARKS + " ")[-1:] in ",?!"
    before = text[max(0, quote.start - 40) : quote.start].rstrip(" \t\u00a0\n")
    leads_in = before[-1:] in (":", ",")
    order = ("after", "before") if closes_open or not leads_in else ("before", "after")
    for side in order:
        verb = _verb_after(doc, quotes, span.end) if side == "after" else _verb_before(doc, quotes, span.start)
        if verb is not None:
            head = source_of(verb) or nearby_source(verb)
            source: tuple[Span, ...] = ((head.left_edge.idx, _end(head.right_edge)),) if head is not None else ()
            source = tuple(piece for s in source for piece in _cut(s, (quote.start, quote.end)))
            cue = verb.idx, _end(verb)
            source = tuple(piece for s in source for piece in _cut(s, cue))
            return Frame(verb, verb_key(verb), cue, source, ((quote.start, quote.end),), head, "quote")
    return None


def _verb_after(doc: Doc, quotes: Quotes, at: int) -> Token | None:
    for token in doc[at : at + 12]:
        if quotes.at(token.idx) is not None or "\n" in token.text or token.text in (".", ";"):
            return None
        if _introduces(token):
            return token
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "relcl", "acl"):
            return None
    return None


def _verb_before(doc: Doc, quotes: Quotes, at: int) -> Token | None:
    ended = False
    for token in reversed(doc[max(0, at - 30) : at]):
        if quotes.at(token.idx) is not None:
            return None
        if token.text in (".", "?", "!") or ("\n" in token.text and ended):
            return None
        if token.is_space:
            continue
        if not ended and token.text not in (":", ",") and at - token.i <= 2 and token.is_sent_end:
            return None
        ended = True
        if _introduces(token):
            return token
    return None


def _introduces(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX", "NOUN", "PROPN") or (token.pos_ in ("NOUN", "PROPN") and token.dep_ != "ROOT"):
        return False
    if token.dep_ in ("amod", "compound", "pcomp"):
        return False
    key = verb_key(token)
    words = reporting()
    return key in words.clause or key in words.quote


# -- headlines: "X: …", "…: police" ------------------------------------------------------------------------------------


def _colons(doc: Doc, quotes: Quotes) -> list[Frame]:
    found: list[Frame] = []
    for token in doc:
        if token.text == ":" and quotes.at(token.idx) is None and token.i > 0:
            frame = _colon(doc, token)
            if frame is not None:
                found.append(frame)
    return found


def _colon(doc: Doc, colon: Token) -> Frame | None:
    """A name before a colon that opens a line speaks what follows; a source after the last colon of a line, what precedes."""
    sentence = colon.sent
    left = [t for t in doc[sentence.start : colon.i] if not t.is_space]
    right = [t for t in doc[colon.i + 1 : sentence.end] if not t.is_space and t.text != "."]
    if any(t.pos_ in ("VERB", "AUX") for t in (left if len(left) <= 6 else right)):
        return None
    if 1 <= len(left) <= 6 and len(right) > 2 and any(_is_source(t) for t in left):
        return _colon_frame(colon, source=left, content=right)
    if len(left) > 6 and 1 <= len(right) <= 4 and _is_source(right[-1]):
        return _colon_frame(colon, source=right, content=left)
    return None


def _is_source(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return token.ent_type_ in ("PERSON", "ORG") or lemma in people_nouns() or lemma in reporting().texts


def _colon_frame(colon: Token, *, source: list[Token], content: list[Token]) -> Frame:
    return Frame(
        cue=colon,
        lemma=":",
        cue_span=(colon.idx, colon.idx + 1),
        source=((source[0].idx, _end(source[-1])),),
        content=((content[0].idx, _end(content[-1])),),
        head=source[-1],
        rule="colon",
    )


# -- speakers, stance, voice -------------------------------------------------------------------------------------------


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
        source=tuple(_trimmed(text, s) for s in frame.source),
        cue=(frame.cue_span,),
        content=tuple(span for span in (_trimmed(text, s) for s in frame.content) if span[0] < span[1]),
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
    """Who is told: the object of "tell", the one after "to"."""
    for child in cue.children:
        if child.dep_ in ("dative", "dobj") and cue.lemma_ in ("tell", "inform", "brief", "assure", "remind", "warn"):
            return text[child.left_edge.idx : _end(child.right_edge)]
        if child.dep_ in ("prep", "dative") and child.lower_ == "to" and child.i > cue.i:
            told = next((c for c in child.children if c.dep_ == "pobj"), None)
            if told is not None and (told.pos_ == "PROPN" or told.lemma_.lower() in people_nouns()):
                return text[told.left_edge.idx : _end(told.right_edge)]
    return None


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    if end - start > 3 and text[end - 1] == "." and text[end - 3 : end - 1].islower():
        end -= 1
    return start, end


def _end(token: Token) -> int:
    return token.idx + len(token)
