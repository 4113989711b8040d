"""Quotations given their frames: contents widened to whole quotations, cues beside them, speakers that go on.

What belongs here: which frame a quotation belongs to.  Not here: where quotations open and close (quotes.py), the
grammar of a cue (verbs.py, nouns.py).
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from pipelines.extract.attribution.frame import Frame
from pipelines.extract.attribution.quotes import Quote, Quotes
from pipelines.extract.attribution.sources import nearby_source, source_of
from pipelines.extract.attribution.tokens import end_of, verb_key
from pipelines.extract.attribution.words import reporting
from pipelines.extract.document import Document

Span = tuple[int, int]
_MARKS = "\"“”«»‘’'`"


def with_quotes(frame: Frame, quotes: Quotes) -> Frame:
    """The frame with its content widened to whole quotations, and to the second half of a quotation the cue splits."""
    content: list[Span] = []
    for start, end in frame.content:
        for quote in quotes.touching(start - 1, end + 1):
            if not (quote.start <= frame.cue.idx < quote.end):
                introduced = quote.end <= frame.cue.idx and _is_led_in(frame.cue.doc, quote)
                start, end = quote.start if introduced else min(start, quote.start), max(end, quote.end)
        content.append((start, end))
    return replace(frame, content=_merged(content, [frame.cue_span, *frame.source]))


def _is_led_in(doc: Doc, quote: Quote) -> bool:
    """Whether a colon leads to the quotation: what stands before it is not part of it."""
    span = doc.char_span(quote.start, quote.end, alignment_mode="expand")
    return span is not None and span.start > 0 and doc[span.start - 1].text == ":"


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


def with_loose_quotes(document: Document, quotes: Quotes, found: list[Frame]) -> list[Frame]:
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
            heads = (source_of(verb), _beside(verb, span), nearby_source(verb))
            head = next((h for h in heads if h is not None and not quote.start <= h.idx < quote.end), None)
            source: tuple[Span, ...] = ((head.left_edge.idx, end_of(head.right_edge)),) if head is not None else ()
            source = tuple(piece for s in source for piece in _cut(s, (quote.start, quote.end)))
            cue = verb.idx, end_of(verb)
            source = tuple(piece for s in source for piece in _cut(s, cue))
            return Frame(verb, verb_key(verb), cue, source, ((quote.start, quote.end),), head, "quote")
    return None


def _beside(verb: Token, quote: TokenSpan) -> Token | None:
    """The noun between a quotation and its verb, else the one right after the verb, where the parser saw no subject."""
    doc = verb.doc
    before = [t for t in doc[quote.end : verb.i] if not t.is_space] if quote.end <= verb.i else []
    after = [t for t in doc[verb.i + 1 : verb.sent.end] if not t.is_space][:6]
    for stretch in (before, after):
        noun = next((t for t in stretch if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
        if noun is not None:
            while noun.head in stretch and noun.dep_ in ("compound", "nmod", "amod", "poss"):
                noun = noun.head
            return noun
        if any(t.is_punct for t in stretch):
            return None
    return None


def _verb_after(doc: Doc, quotes: Quotes, at: int) -> Token | None:
    for token in doc[at : at + 25]:
        if quotes.at(token.idx) is not None or "\n" in token.text or token.text in (".", ";"):
            return None
        if _introduces(token):
            return token
        if token.pos_ in ("VERB", "AUX") and any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children):
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
