"""Participants: the nouns that stand for those in an event, as the text names them and as known actors.

What belongs here: the words of a phrase, its match with known actors, whether it is of people, in arms, worth naming.  Not here:
who acted and who was harmed (roles.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Reading
from pipelines.extract.quantities.words import is_person_noun

ARGUMENT = frozenset(("NOUN", "PROPN", "NUM", "PRON", "ADJ"))
_EMPTY = frozenset(
    "other several many some another more suspected alleged unidentified unknown presumed least dozens".split()
)
_PLACES_AND_MACHINES = frozenset(("tank", "jet", "drone", "aircraft", "warplane", "column", "unit"))
_PRONOUNS = frozenset(
    "it this that these those which who what they them he him she her we us i you itself himself all".split()
)
_NAMELESS = frozenset("one other people person victim number responsibility dozen self life".split())


def conjuncts(token: Token) -> list[Token]:
    """A noun and what is coordinated with it."""
    out = [token]
    for child in token.children:
        if child.dep_ in ("conj", "appos") and child.pos_ in ARGUMENT and child.dep_ == "conj":
            out += conjuncts(child)
    return out


def phrase(token: Token) -> tuple[int, int]:
    """Offsets of a noun with the names and adjectives before it, without article, number or what follows."""
    if token.ent_type_ == "PERSON":
        named = [token]
        while named[0].i > token.sent.start and named[0].nbor(-1).ent_type_ == "PERSON" and named[0].ent_iob_ == "I":
            named.insert(0, named[0].nbor(-1))
        return named[0].idx, token.idx + len(token.text)
    first = token
    for child in sorted(token.lefts, key=lambda t: -t.i):
        if (
            child.dep_ in ("compound", "amod", "nmod")
            and child.tag_ not in ("JJR", "JJS", "PRP$")
            and not child.like_num
        ):
            first = min((t for t in child.subtree), key=lambda t: t.i)
        elif child.dep_ in ("poss", "det", "nummod", "punct") or child.i == first.i - 1:
            break
    while first.i < token.i and (first.pos_ in ("DET", "NUM", "PUNCT", "PRON", "SPACE") or first.lower_ in _EMPTY):
        first = first.nbor(1)
    return first.idx, token.idx + len(token.text)


def text_of(reading: Reading, token: Token) -> str:
    start, end = phrase(token)
    if token.lemma_.lower() in lexicon().containers:
        contained = next((g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
        if contained is not None:
            end = phrase(contained)[1]
    return " ".join(reading.document.text[start:end].split())


def actor_at(reading: Reading, token: Token) -> Actor | None:
    """The known actor whose mention holds a token; pronouns are none."""
    for actor in reading.actors:
        if actor.start <= token.idx < actor.end:
            return actor if actor.kind != "pronoun" else None
        if actor.start > token.idx:
            break
    return None


def organisations_behind(reading: Reading, token: Token) -> list[Actor]:
    """Organisations named within the phrase of a participant ("guerrillas of the …", "… gunmen")."""
    found: list[Actor] = []
    for child in token.children:
        named = [child] if child.dep_ in ("compound", "amod", "nmod", "poss", "appos") else []
        if child.dep_ == "prep" and child.lower_ in ("of", "from"):
            named = [grand for grand in child.children if grand.dep_ == "pobj"]
        for noun in [n for own in named for n in (own, *(c for c in own.children if c.dep_ in ("compound", "nmod")))]:
            actor = actor_at(reading, noun)
            if actor is not None and actor.kind in ("armed_group", "organization") and noun.pos_ != "NOUN":
                found.append(actor)
    return found


def is_armed(actor: Actor | None, token: Token) -> bool:
    """Whether a participant bears arms: by its noun, or by what is known of the actor."""
    if token.lemma_.lower() in lexicon().armed or token.lower_.rstrip("s") in lexicon().armed:
        return True
    return actor is not None and actor.inter in (1, 2, 3, 4, 8)


def bears_arms(reading: Reading, token: Token) -> bool:
    """Whether a participant, or the organisation its people belong to ("members of …"), bears arms."""
    behind = organisations_behind(reading, token)
    return is_armed(actor_at(reading, token), token) or any(is_armed(actor, token) for actor in behind)


def is_person(token: Token) -> bool:
    """Whether a noun phrase names people rather than things."""
    if token.ent_type_ == "PERSON":
        return True
    return is_person_noun(token) or token.lemma_.lower() in lexicon().armed - _PLACES_AND_MACHINES


def is_nameable(token: Token) -> bool:
    """Whether a token heads a phrase worth naming: no pronoun, no bare number, no word of quantity."""
    if token.lower_ in _PRONOUNS or token.pos_ in ("PRON", "DET", "NUM"):
        return False
    if token.pos_ == "ADJ" and token.ent_type_ not in ("NORP", "GPE", "ORG"):
        return False
    return token.lemma_.lower() not in _NAMELESS
