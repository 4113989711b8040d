"""Spans: which words of a text could name a place.

What belongs here: the longest known name at a token, names the gazetteer has not.  Not here: whether it does (votes.py), which place
it is (resolution.py).
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipelines.extract.places.countries import cased_names, demonyms
from pipelines.extract.places.gazetteer import Candidate, gazetteer
from pipelines.extract.places.model import Kind, Mention
from pipelines.extract.places.names import fold
from pipelines.extract.places.words import country, short_forms, unit_demonyms, units

MAX_WORDS = 6
_LONGEST_STREET = 4
# Small words inside a name: "Bosnia and Herzegovina", "Rio de Janeiro", "Spin Boldak" needs none.
_INNER = frozenset("of and de del la las los el al ul the upon on du des da do dos di e y le sur en i ez".split())
_DASHES = frozenset("-–—'’./")


def is_capital(token: Token) -> bool:
    text = token.text
    return text[:1].isupper() or (len(text) > 3 and text[:3] in ("al-", "el-") and text[3].isupper())


def mention_at(text: str, tokens: list[Token], index: int) -> Mention | None:
    """The longest name that starts at this token."""
    first = tokens[index]
    if not is_capital(first) or first.lower_ == "the":
        return None
    ends = [index]
    for j in range(index + 1, min(index + MAX_WORDS, len(tokens))):
        token = tokens[j]
        if token.is_sent_start or token.is_space:
            break
        if is_capital(token):
            ends.append(j)
        elif not (token.lower_ in _INNER or token.text in _DASHES or token.like_num or tokens[j - 1].text in _DASHES):
            break
    for last in reversed(ends):
        name = text[first.idx : tokens[last].idx + len(tokens[last])]
        if last > index and last == ends[-1] and _is_street(tokens[index : last + 1]):
            return Mention(index, last, first.idx, first.idx + len(name), name, "street", ())
        mention = _read(tokens, index, last, name)
        if mention:
            return mention
    return None


def _is_street(run: list[Token]) -> bool:
    return run[-1].lower_.rstrip(".") in units().streets and len(run) <= _LONGEST_STREET and all(map(is_capital, run))


def _read(tokens: list[Token], first: int, last: int, text: str) -> Mention | None:
    start = tokens[first].idx
    kind: Kind = "name"
    candidates: tuple[Candidate, ...] = ()
    short = short_forms().get(text.replace(" ", ""))
    if short and _is_short_form(tokens, first, text):
        kind, candidates = "short", (short,)
    elif text in demonyms():
        kind, candidates = "demonym", country(demonyms()[text])
    elif text in unit_demonyms():
        kind, candidates = "demonym", (unit_demonyms()[text],)
    elif fold(text) not in units().never and cased_names().get(fold(text)) in (None, text.replace(".", "")):
        candidates = gazetteer().candidates(text)
    if not candidates:
        return None
    return Mention(first, last, start, start + len(text), text, kind, candidates)


def _is_short_form(tokens: list[Token], first: int, text: str) -> bool:
    """After a comma or a party's letter, or alone with its points ("W.Va."); "IN" and "OR" are words otherwise."""
    before = tokens[first - 1].text if first else ""
    if before == "," and first > 1 and is_capital(tokens[first - 2]):
        return True
    if before in ("-", "–", "—") and first > 1 and tokens[first - 2].text in ("D", "R", "I"):
        return True
    return "." in text and (text.count(".") > 1 or len(text) > 4)


def unlisted(doc: Doc, tokens: list[Token], found: list[Mention]) -> list[Mention]:
    """Names the gazetteer has not: beside a noun of units ("Zor Kot village"), or places to the model after "in"."""
    taken = {i for mention in found for i in range(mention.first, mention.last + 1)}
    spans = {
        (entity.start, entity.end - 1)
        for entity in doc.ents
        if entity.label_ in ("GPE", "LOC") and _follows(doc, entity.start)
    }
    for token in tokens:
        if token.lower_ in units().level and token.text.islower() and token.i and not token.is_sent_start:
            spans.add(_run(tokens, token.i - 1))
            if token.i + 2 < len(tokens) and tokens[token.i + 1].lower_ == "of" and is_capital(tokens[token.i + 2]):
                spans.add(_run_from(tokens, token.i + 2))
    new: list[Mention] = []
    for first, last in sorted(span for span in spans if span):
        span = doc[first : last + 1]
        is_name = (
            all((is_capital(t) and t.pos_ == "PROPN") or t.text in _DASHES for t in span) and span.text[-1].isalpha()
        )
        if not is_name or taken.intersection(range(first, last + 1)) or fold(span.text) in units().never:
            continue
        taken.update(range(first, last + 1))
        start = tokens[first].idx
        new.append(Mention(first, last, start, start + len(span.text), span.text, "unlisted", ()))
    return new


def _follows(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].lower_ in units().prepositions and not doc[first].is_sent_start


def _run(tokens: list[Token], last: int) -> tuple[int, int]:
    """The capitalised words that end at this token."""
    first = last
    while first > 0 and last - first < 3 and is_capital(tokens[first - 1]) and not tokens[first].is_sent_start:
        first -= 1
    return first, last


def _run_from(tokens: list[Token], first: int) -> tuple[int, int]:
    """The capitalised words that start at this token ("the suburb of San Telmo Alto")."""
    last = first
    while last + 1 < len(tokens) and last - first < _LONGEST_STREET - 1 and is_capital(tokens[last + 1]):
        last += 1
    return first, last
