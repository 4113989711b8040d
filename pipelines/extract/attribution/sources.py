"""Who says it: the word that heads the source of a cue, by subject, coordination, control or place.

What belongs here: finding the source of a given word, and what can be one.  Not here: what it says (frames.py), which actor
that is (find.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.attribution.tokens import SUBJECTS, Range, speaks_on
from pipelines.extract.attribution.words import people_nouns, reporting

_PERSONAL = frozenset("i he she they we who you him her them me us".split())
_STANDING_FOR_PEOPLE = frozenset("which that many some others most both several everyone it one few all".split())
# "Strategist" names someone by its ending, "list" does not.
_LONG_ENOUGH = 5
# Verbs whose object carries out the infinitive: "urged them to say".
_OBJECT_CONTROL = frozenset(
    "advise allow ask cause drive encourage force get help inspire invite lead let make order persuade press prompt push spur tell "
    "urge".split()
)
_ISSUING = frozenset("issue release make publish send post give put deliver circulate read sign air file".split())


def source_of(verb: Token, depth: int = 0) -> Token | None:
    """The word that heads the source of a verb: its subject, or the one it inherits by coordination or control."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "nsubjpass"), None)
    if subject is not None:
        return subject
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    head = verb.head
    if depth > 5 or head == verb:
        return None
    if speaks_on(verb):
        return source_of(head.head, depth + 1)
    if verb.dep_ in ("conj", "aux"):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None) or source_of(head, depth + 1)
    if verb.dep_ == "xcomp":
        controlled = next((c for c in head.children if c.dep_ == "dobj"), None)
        if controlled is not None and head.lemma_ in _OBJECT_CONTROL:
            return controlled
        return source_of(head, depth + 1) or next((c for c in head.children if c.dep_ == "nsubjpass"), None)
    if verb.dep_ in ("advcl", "ccomp", "dep") and head.pos_ in ("VERB", "AUX"):
        return source_of(head, depth + 1) or next((c for c in head.children if c.dep_ == "nsubjpass"), None)
    if verb.dep_ == "pcomp":
        up = head
        while up.head != up and up.pos_ not in ("VERB", "AUX"):
            up = up.head
        return source_of(up, depth + 1) if up.pos_ in ("VERB", "AUX") else None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        issuer = head.head
        if head.lemma_ in reporting().texts and head.dep_ == "dobj" and issuer.lemma_ in _ISSUING:
            return source_of(issuer, depth + 1) or head
        return head if can_report(head) else None
    return None


def nearby_source(verb: Token) -> Token | None:
    """The best source where the grammar gives none: the subject of a clause above, else the name beside the verb."""
    up = verb
    while up.head != up:
        up = up.head
        subject = next((c for c in up.children if c.dep_ in SUBJECTS), None)
        if up.pos_ in ("VERB", "AUX") and subject is not None and can_report(subject):
            return subject
    for step in (-1, 1, -2):
        if 0 <= verb.i + step < len(verb.doc):
            beside = verb.doc[verb.i + step]
            if beside.sent == verb.sent and (beside.pos_ == "PROPN" or beside.lower_ in _PERSONAL):
                return beside
    return None


def inverted_source(verb: Token, content: list[Range]) -> Token | None:
    """ "“…,” added a friend of his": the parser takes the subject after the verb for its object."""
    if content[0][0] > verb.idx:
        return None
    return next((c for c in verb.rights if c.dep_ in ("dobj", "attr", "npadvmod") and can_report(c)), None)


def can_report(source: Token | None) -> bool:
    """Whether a word names someone or something that can say things: a person, a body, a text."""
    if source is None:
        return False
    if source.pos_ == "PROPN" or source.lower_ in _PERSONAL or source.ent_type_ in ("PERSON", "ORG", "NORP", "GPE"):
        return True
    lemma = source.lemma_.lower()
    words = reporting()
    if source.pos_ == "NUM" or any(
        lemma in known for known in (people_nouns(), words.speakers, words.texts, words.holder, words.shares)
    ):
        return True
    if source.pos_ == "NOUN" and len(lemma) > _LONG_ENOUGH and lemma.endswith(words.speaker_endings):
        return True
    return source.lower_ in _STANDING_FOR_PEOPLE
