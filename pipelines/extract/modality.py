"""Modality: whether an event is told as having happened, or only as feared, demanded, planned, denied, or long past.

What belongs here: auxiliaries, negation, conditions, governing verbs and nouns, backgrounds of years.
Not here: who says it and with what stance (attribution/find.py); whether the words name an event at all (the fact families).
Knowledge is data: lexicon/modality.yml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import head_of
from pipelines.extract.arguments.when import when_of
from pipelines.extract.lexicon import any_of, by_word, lexicon, pattern, typed
from pipelines.extract.mentions import Modality, Reading

Offsets = tuple[int, int]

_VERBAL = frozenset(("VERB", "AUX"))
# Arcs by which a governor's mood reaches what it governs; over a relative clause or an adverbial clause it does not.
_TRANSPARENT = frozenset(
    (
        "xcomp",
        "ccomp",
        "dobj",
        "obj",
        "pobj",
        "prep",
        "pcomp",
        "conj",
        "compound",
        "appos",
        "dative",
        "nsubjpass",
        "attr",
        "acl",
        "nmod",
        "agent",
        "oprd",
        "poss",
    )
)


_LONG = frozenset(("year", "decade", "century"))
# Prepositions over which the mood of a governor carries; "after", "since", "despite" … presuppose the event.
_CARRYING = frozenset(("against", "to", "of", "for", "from", "with", "about", "over", "by", "on", "in", "at"))


@dataclass(frozen=True, slots=True)
class _Rules:
    auxiliaries: dict[str, Modality]
    negative_determiners: frozenset[str]
    hypothetical_determiners: frozenset[str]
    negative_prepositions: frozenset[str]
    conditional_marks: frozenset[str]
    modifiers: dict[str, Modality]
    verbs: dict[str, Modality]
    factive: frozenset[str]
    nouns: dict[str, Modality]
    habitual: frozenset[str]
    historical: re.Pattern[str]
    historical_after: int


@cache
def _rules() -> _Rules:
    data = lexicon("modality.yml")
    governors = data["governors"]
    return typed(
        _Rules,
        data,
        auxiliaries=by_word(data["auxiliaries"]),
        modifiers=by_word(data["modifiers"]),
        verbs=by_word({mood: governors[mood] for mood in ("hypothetical", "negated")}),
        factive=frozenset(governors["factive"]),
        nouns=by_word({mood: governors[f"noun_{mood}"] for mood in ("hypothetical", "negated")}),
        habitual=frozenset(data["habitual_adverbs"]),
        historical=pattern(rf"\b(?:{any_of(data['historical_phrases'])})\b"),
        historical_after=int(data["historical_after_days"]),
    )


def background_after_days() -> int:
    """Days after which an event is background to whatever the article reports."""
    return _rules().historical_after


def modality_of(reading: Reading, trigger: Offsets) -> Modality:
    """How the event of `trigger` is told; `actual` where nothing says otherwise."""
    head = head_of(reading, trigger)
    if head is None:
        return "actual"
    return _own_mood(head) or _governed_mood(head) or _background(reading, trigger, head) or "actual"


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is only `to` be done: "agreed to reopen"."""
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _own_mood(token: Token) -> Modality | None:
    """What the words of the event itself say: auxiliaries and negation of a verb, determiners of a noun."""
    rules = _rules()
    if token.pos_ in _VERBAL:
        return _verb_mood(token)
    for child in token.children:
        word = child.lower_
        if child.dep_ in ("det", "preconj", "neg", "advmod"):
            if word in rules.negative_determiners:
                return "negated"
            if word in rules.hypothetical_determiners:
                return "hypothetical"
        if child.dep_ in ("amod", "compound", "nmod") and word in rules.modifiers:
            return rules.modifiers[word]
    return None


def _verb_mood(verb: Token) -> Modality | None:
    rules = _rules()
    mood: Modality | None = None
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in ("never", "nowhere")):
            return "negated"
        if child.dep_ in ("aux", "auxpass") and child.lower_ in rules.auxiliaries:
            mood = rules.auxiliaries[child.lower_]
        if child.dep_ == "mark" and child.lower_ in rules.conditional_marks:
            return "conditional"
        if child.dep_ == "advcl" and mood and any(c.lower_ in rules.conditional_marks for c in child.children):
            mood = "conditional"
        if child.dep_ in ("nsubj", "nsubjpass") and any(c.lower_ in rules.negative_determiners for c in child.children):
            return "negated"
        if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in ("nobody", "none", "no-one"):
            return "negated"
    if mood is None and verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in verb.children):
        return _verb_mood(verb.head) if verb.head.pos_ in _VERBAL else None
    return mood


def _governed_mood(head: Token) -> Modality | None:
    """What governs the event: threats, fears, plans, demands, prevention; conditions of the clause it stands in."""
    rules = _rules()
    token = head
    while token.dep_ != "ROOT":
        governor, dep = token.head, token.dep_
        if dep == "advcl" and _is_years_ago(token):
            return "historical"
        if dep == "advcl" and is_infinitive(token) and governor.lemma_.lower() in rules.verbs:
            # "Paid a man to kill him"
            return rules.verbs[governor.lemma_.lower()]
        if dep == "advcl" or dep == "relcl":
            return "conditional" if any(c.lower_ in rules.conditional_marks for c in token.children) else None
        if dep in ("pobj", "pcomp"):
            if governor.lower_ in rules.negative_prepositions:
                return "negated"
            if governor.lower_ not in _CARRYING:
                return None
            if (
                governor.lower_ in ("in", "at", "by")
                and governor.head.pos_ in _VERBAL
                and governor.head.lemma_ != "result"
            ):
                token = governor.head
                if (mood := _verb_mood(token)) is not None:
                    return mood
                continue
        if dep not in _TRANSPARENT:
            if dep == "nsubj" and governor.pos_ in _VERBAL:
                return _verb_mood(governor)
            return None
        lemma = governor.lemma_.lower()
        if governor.pos_ in _VERBAL:
            if is_factive(governor) and dep != "conj":
                return None
            if lemma in rules.verbs and _reaches(dep, token, lemma):
                return rules.verbs[lemma]
            own = _verb_mood(governor)
            if own is not None and dep in ("dobj", "obj", "xcomp", "prep", "pobj", "nsubjpass", "agent", "attr"):
                return own
        elif lemma in rules.nouns and dep in ("prep", "acl", "pobj", "compound", "nmod", "ccomp"):
            return rules.nouns[lemma]
        token = governor
    return None


def is_factive(verb: Token) -> bool:
    """Whether what a verb governs has happened ("condemned", "investigated")."""
    return verb.lemma_.lower() in _rules().factive


def _is_years_ago(verb: Token) -> bool:
    """ "It is twenty years since …": what lies that far back is background."""
    is_since = any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)
    return is_since and verb.head.lemma_ == "be" and any(c.lemma_ in _LONG for c in verb.head.rights)


def _reaches(dep: str, token: Token, lemma: str) -> bool:
    """Whether a governing verb's mood covers what it governs: "plans to attack", "denied that it attacked", "fears attacks"."""
    if dep == "ccomp":
        return lemma not in ("suggest", "call", "expect") or any(c.lower_ == "to" for c in token.children)
    if dep == "conj":
        return False
    if dep == "nsubjpass":
        return lemma in _rules().verbs
    return True


def _background(reading: Reading, trigger: Offsets, head: Token) -> Modality | None:
    """Events of years: habits, "in recent years", and days long before the article."""
    rules = _rules()
    clause = head
    while clause.pos_ not in _VERBAL and clause.dep_ != "ROOT":
        clause = clause.head
    if any(child.dep_ == "advmod" and child.lower_ in rules.habitual for child in (*clause.children, *head.children)):
        return "historical"
    sentence = reading.document.sentence_at(trigger[0])
    if rules.historical.search(reading.document.text, sentence.start, sentence.end):
        return "historical"
    published = reading.document.article.published
    when = when_of(reading, trigger, sentence, nearby=False)
    last = when.end or when.start
    if published is not None and last is not None and (published - last).days > rules.historical_after:
        return "historical"
    if (
        when.prec == 5
        and when.start is not None
        and published is not None
        and (published - when.start).days > rules.historical_after
    ):
        return "historical"
    return None
