"""What the speaker's own side will do: tied to a condition, or as a go-between of others.

What belongs here: conditional commitments, offers of mediation, and the condition a statement hangs on.
Not here: force that is threatened (deeds.py), the choice among the types (types.py).  Words are data: lexicon/commitments.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.attribution.find import Span
from pipelines.extract.lexicon import any_of, lexicon, pattern, typed
from pipelines.extract.statements.acts import Act
from pipelines.extract.statements.sides import actor_at, is_own
from pipelines.extract.statements.words import words

_FUTURE = frozenset(("will", "’ll", "'ll", "shall", "would", "wo", "’d", "'d"))
_HYPOTHETICAL = frozenset(("would", "’d", "'d"))
_FIRST = frozenset(("i", "we"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))
_NO_CONDITION = frozenset(("as", "even", "what"))
_WITH_INFINITIVE = frozenset(("attribution.infinitive", "attribution.adjective", "attribution.noun"))
# Words after "provided" among which its clause has its verb.
_REACH = 12
# Arcs that lead from a verb up to the word by which it is offered: "ready to help end …", "its offer to mediate".
_UPWARDS = frozenset(
    ("xcomp", "ccomp", "acomp", "pcomp", "acl", "dobj", "pobj", "prep", "conj", "attr", "advcl", "compound", "nmod")
)


@dataclass(frozen=True)
class _Words:
    """commitments.yml."""

    conditions: re.Pattern[str]
    outcomes: frozenset[str]
    abiding: frozenset[str]
    hedges: frozenset[str]
    ready: frozenset[str]
    offering: frozenset[str]
    going_on: frozenset[str]
    mediating: frozenset[str]
    mediation: frozenset[str]
    go_betweens: frozenset[str]
    hosting: frozenset[str]
    meetings: frozenset[str]
    settling: frozenset[str]
    conflicts: frozenset[str]
    roles: frozenset[str]
    mediation_phrases: tuple[str, ...]


@cache
def _words() -> _Words:
    data = lexicon("commitments.yml")
    return typed(_Words, data, conditions=pattern(rf"\b(?:{any_of(data['conditions'])})\b"))


# -- conditions --------------------------------------------------------------------------------------------------------


def condition_of(act: Act, spans: Iterable[Span]) -> Span | None:
    """The condition that a statement hangs on: in what is said, else beside it in the sentence."""
    text, sentence = act.reading.document.text, act.sentence
    for start, end in (*spans, (sentence.start, sentence.end)):
        for found in _words().conditions.finditer(text, max(start, sentence.start), min(end, sentence.end)):
            if _is_condition(act, found.start()):
                return found.start(), _end_of_condition(text, found.start(), min(end, sentence.end), start)
    return None


def _is_condition(act: Act, at: int) -> bool:
    """Not the "if" of a question ("asked if …") nor of a likeness ("as if"), nor a provision ("it provided food")."""
    word = act.reading.document.span(at, at + 1)[0]
    before, after = word.doc[max(0, word.i - 1)], word.doc[word.i + 1 : word.i + _REACH]
    if word.lower_ == "if":
        return before.lower_ not in _NO_CONDITION and not (word.dep_ == "mark" and word.head.dep_ == "ccomp")
    if word.lower_ in ("provided", "providing"):
        is_verb = word.dep_ == "acl" or any(c.dep_ in (*_SUBJECTS, "aux", "auxpass") for c in word.children)
        return not is_verb and after[0].pos_ != "ADP" and any(t.tag_ in _FINITE for t in after)
    return True


def _end_of_condition(text: str, at: int, end: int, start: int) -> int:
    """A condition put first ends at its comma, any other where what is said ends."""
    stop = re.compile(r"[.;”\"]").search(text, at, end)
    end = stop.start() if stop else end
    is_first = not text[start:at].strip(" \"“'‘,").removeprefix("that").removeprefix("but").strip()
    comma = text.find(",", at, end) if is_first else -1
    return comma if comma > 0 else end


def on_condition(act: Act) -> str | None:
    """What "X will do A if B" amounts to: a commitment; a threat where A is to befall one who leaves B undone."""
    condition = condition_of(act, act.pieces)
    if condition is None:
        return None
    start, end = condition
    verb = next((t for t in act.tokens if not start <= t.idx < end and _commits(act, t)), None)
    if verb is None:
        # "Promised to hold its fire if …", "is ready to …": the cue is what commits.
        is_cue = act.attribution.verb in _words().offering | _words().ready
        is_committed = is_cue and act.attribution.rule in _WITH_INFINITIVE and start > act.pieces[0][0]
        return "conditional_commitment" if is_committed else None
    is_punished = verb.pos_ == "VERB" and not _is_negated(verb) and verb.lemma_ not in _words().abiding
    return "threat" if is_punished and _asks_for_a_deed(act, condition) else "conditional_commitment"


def _asks_for_a_deed(act: Act, condition: Span) -> bool:
    """ "Unless Kabul acts", "if Kabul does not act"."""
    inside = act.reading.document.span(*condition)
    subject = next((t for t in inside if t.dep_ in _SUBJECTS), None)
    if subject is None or _is_of_speaker(act, subject):
        return False
    return inside[0].lower_ == "unless" or _is_negated(subject.head)


def _commits(act: Act, verb: Token) -> bool:
    """Whether a verb says what the speaker's own side will do, is ready to do, or will not do to another."""
    if verb.dep_ == "acomp" and verb.lemma_ in _words().ready:
        return any(c.dep_ == "xcomp" for c in verb.children) and _has_own_subject(act, verb.head)
    if verb.pos_ not in ("VERB", "AUX") or verb.lemma_ in _words().outcomes:
        return False
    # In exact words "would" is what might be, not what will.
    future = _FUTURE - _HYPOTHETICAL if act.quotes.at(verb.idx) else _FUTURE
    if not any(c.dep_ == "aux" and c.lower_ in future for c in verb.children) or not _has_own_subject(act, verb):
        return False
    if any(c.lower_ in _words().hedges or c.lower_ == "be" for c in verb.children):
        return False
    return not _is_negated(verb) or verb.lemma_ in words().hostile_verbs


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children)


def _has_own_subject(act: Act, verb: Token) -> bool:
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject is not None and _is_of_speaker(act, subject)


def _is_of_speaker(act: Act, subject: Token) -> bool:
    """Whether a doer is the speaker's side.  In exact words "she" and "they" are others, outside them "we" is not the speaker."""
    if subject.pos_ != "PRON":
        return is_own(act.reading, act.speaker, subject)
    return (subject.lower_ in _FIRST) == (act.quotes.at(subject.idx) is not None)


# -- mediation ---------------------------------------------------------------------------------------------------------


def offers_mediation(act: Act) -> bool:
    """Whether the speaker's side offers to stand between others: to mediate, to host their talks, its good offices."""
    return any(_is_mediation(act, token) and _is_offered(act, token) for token in act.tokens)


def parties_between(act: Act) -> tuple[Actor, ...]:
    """X and Y of "mediate between X and Y"."""
    for token in act.tokens:
        if token.lower_ == "between":
            below = {t.idx for t in token.subtree}
            return tuple(a for a in act.reading.actors if a.head in below)
    return ()


def _is_mediation(act: Act, token: Token) -> bool:
    known, lemma = _words(), token.lemma_.lower()
    if lemma in known.mediation | known.go_betweens and token.pos_ == "NOUN":
        return True
    if lemma == "office" and any(c.lower_ == "good" for c in token.children):
        return True
    if token.pos_ != "VERB" or token.tag_ in ("VBN", "VBD"):
        return False  # what was done is not on offer
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma in known.mediating:
        return True
    if lemma in known.hosting:
        return any(_is_of_others(act, c) for c in objects if c.lemma_.lower() in known.meetings)
    if lemma in known.settling and token.head.lemma_ == "help":
        return any(c.lemma_.lower() in known.conflicts for c in objects)
    if lemma == "play":
        return any(c.lemma_ == "role" and any(m.lower_ in known.roles for m in c.children) for c in objects)
    return lemma == "bring" and any(phrase in act.lowered for phrase in known.mediation_phrases)


def _is_of_others(act: Act, meeting: Token) -> bool:
    """Whether a meeting is one of others: not "talks with X", not "between X and us"."""
    below = list(meeting.subtree)
    guests = [actor_at(act.reading.actors, t) for t in below if t.dep_ in ("pobj", "conj")]
    if any(is_own(act.reading, act.speaker, t) for t in below if t.dep_ in ("pobj", "conj", "compound", "nmod")):
        return False
    is_with = any(t.lower_ == "with" for t in below) or any(c.lower_ == "with" for c in meeting.head.children)
    return not is_with or not any(guest is not None and guest.actor_id for guest in guests)


def _is_offered(act: Act, token: Token) -> bool:
    """Whether what governs a word offers it, in the name of the speaker's side."""
    known = _words()
    for word in _upwards(token):
        subject = next((c for c in word.children if c.dep_ in _SUBJECTS), None)
        if subject is not None and not is_own(act.reading, act.speaker, subject):
            return False
        if any(c.dep_ == "neg" for c in word.children):
            return False
        if subject is not None:
            will = any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in word.children)
            is_ready = any(c.dep_ == "acomp" and c.lemma_ in known.ready for c in word.children)
            return will or is_ready or word.lemma_ in known.offering or word.lemma_ in known.going_on
        holder = next((c for c in word.children if c.dep_ == "poss"), None)
        if holder is not None and word.lemma_ in known.offering:
            return is_own(act.reading, act.speaker, holder)
    return act.attribution.verb in known.offering | known.ready


def _upwards(token: Token) -> Iterator[Token]:
    yield token
    while token.dep_ in _UPWARDS and token.head != token:
        token = token.head
        yield token
