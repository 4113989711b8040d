"""The rules' reading of an article: a frame for every cue its grammar gives, and for sources set off by a colon.

What belongs here: which of the possible frames stand.  Not here: the grammar of one cue (verbs.py, clauses.py, nouns.py), quotations without
a cue of their own (speech.py), the learned reading that may take the place of this one (tagger.py).
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from pipelines.extract.attribution.frame import Frame
from pipelines.extract.attribution.frames import frames
from pipelines.extract.attribution.quotes import Quotes
from pipelines.extract.attribution.speech import with_quotes
from pipelines.extract.attribution.tokens import end_of
from pipelines.extract.attribution.words import people_nouns, reporting


def rule_frames(doc: Doc, quotes: Quotes) -> list[Frame]:
    """The frames of an article by rules, contents widened to whole quotations."""
    found = [with_quotes(frame, quotes) for frame in frames(doc) if quotes.at(frame.cue.idx) is None]
    return _outermost(found) + _colons(doc, quotes)


def _outermost(found: list[Frame]) -> list[Frame]:
    """Without the thoughts and words inside what someone else says, unless a named source of their own vouches for them."""
    outer = [(span, frame) for frame in found for span in frame.content]
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


# -- headlines: "X: …", "…: police" ------------------------------------------------------------------------------------


def _colons(doc: Doc, quotes: Quotes) -> list[Frame]:
    found: list[Frame] = []
    names = {token.lower_ for token in doc if token.ent_type_ in ("PERSON", "ORG")}
    for token in doc:
        if token.text == ":" and quotes.at(token.idx) is None and token.i > 0:
            frame = _colon(doc, token, quotes, names)
            if frame is not None:
                found.append(frame)
    return found


def _colon(doc: Doc, colon: Token, quotes: Quotes, names: set[str]) -> Frame | None:
    """A speaker before a colon speaks what follows; a source after the last colon of a line, what precedes."""
    sentence = colon.sent
    left = [t for t in doc[sentence.start : colon.i] if not t.is_space]
    # The label of a headline is parsed alone: its clause is the next sentence of the parse.
    end = sentence.end if colon.i + 1 < sentence.end or sentence.end == len(doc) else doc[sentence.end].sent.end
    right = [t for t in doc[colon.i + 1 : end] if not t.is_space and t.text != "."]
    speaker = _since_a_dash(left)
    if (
        1 <= len(speaker) <= 6
        and len(right) > 2
        and speaker[-1].lower_ in names
        and all(_is_capital(t) for t in speaker)
    ):
        quote = quotes.at(right[0].idx)
        if quote is not None:
            return replace(_colon_frame(colon, source=speaker, content=right), content=((quote.start, quote.end),))
        if speaker[0].i == 0 or "\n" in doc[speaker[0].i - 1].text:
            return _colon_frame(colon, source=speaker, content=_rest_of_line(colon) or right)
    if any(t.pos_ in ("VERB", "AUX") for t in (left if len(left) <= 6 else right)):
        return None
    if 1 <= len(left) <= 6 and len(right) > 2 and _is_source(left[-1]) and not any(t.pos_ == "ADP" for t in left):
        return _colon_frame(colon, source=left, content=right)
    if len(left) > 6 and 1 <= len(right) <= 4 and _is_source(right[-1]):
        return _colon_frame(colon, source=right, content=left)
    return None


def _since_a_dash(words: list[Token]) -> list[Token]:
    dashes = [n for n, word in enumerate(words) if word.text in ("-", "–", "—")]
    return words[dashes[-1] + 1 :] if dashes else words


def _is_capital(word: Token) -> bool:
    return word.text[0].isupper() or word.lower_ in ("and", "of") or word.is_punct


def _rest_of_line(colon: Token) -> list[Token]:
    """A speaker who opens a line has all of it."""
    found: list[Token] = []
    for token in colon.doc[colon.i + 1 :]:
        if "\n" in token.text:
            break
        found.append(token)
    return [token for token in found if not token.is_space]


def _is_source(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return token.ent_type_ in ("PERSON", "ORG") or lemma in people_nouns() or lemma in reporting().texts


def _colon_frame(colon: Token, *, source: list[Token], content: list[Token]) -> Frame:
    return Frame(
        cue=colon,
        lemma=":",
        cue_span=(colon.idx, colon.idx + 1),
        source=((source[0].idx, end_of(source[-1])),),
        content=((content[0].idx, end_of(content[-1])),),
        head=source[-1],
        rule="colon",
    )
