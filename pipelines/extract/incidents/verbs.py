"""Verbs that name an act of violence: "gunmen stormed", "opened fire on", "seized the town".

What belongs here: the frame in which a verb of many senses means violence, and its figurative use.  Not here: nouns (nouns.py),
who and whom (roles.py).  Knowledge is data: lexicon/incident.yml, lexicon/not_events.yml.
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.incidents.acts import Trigger, beside, doers_of, is_retold
from pipelines.extract.incidents.nouns import is_figurative_noun
from pipelines.extract.incidents.words import lexicon, not_events
from pipelines.extract.quantities.words import is_person_noun

# Kinds that somebody does to others: a suicide by these is no attack.
_AGAINST_OTHERS = frozenset(("shooting", "killing", "attack"))
# Verbs that mean violence only where somebody in arms, a weapon or a body does it.
_DAMAGING = frozenset("target pound storm raid burn torch sabotage destroy damage".split())
_SELVES = frozenset(("himself", "herself", "themselves", "itself", "myself"))


def verb_trigger(token: Token, lemma: str) -> Trigger | None:
    words = lexicon()
    phrase = _phrase_kind(token, lemma)
    kind = phrase or words.strong_verbs.get(lemma) or words.weak_verbs.get(lemma)
    if kind is None or (lemma not in words.strong_verbs and _is_figurative_verb(token, lemma)):
        return None
    if is_retold(token) or _describes_people(token) or (kind in _AGAINST_OTHERS and _is_reflexive(token)):
        return None
    if kind == "takeover" or (lemma == "seize" and phrase is None and not _seizes_people(token)):
        return Trigger(token, "takeover", is_strong=True) if _takes_territory(token) else None
    if phrase is None and not _has_violent_frame(token, lemma):
        return None
    if lemma == "go" and not _goes_off(token):
        return None
    if lemma in ("strike", "hit"):
        kind = _kind_of_hit(token)
    return Trigger(token, kind, is_strong=phrase not in (None, "blast", "arson") or lemma in words.strong_verbs)


def _is_reflexive(verb: Token) -> bool:
    """Whether somebody took his own life."""
    return any(child.dep_ in ("dobj", "obj") and child.lower_ in _SELVES for child in verb.children)


def _describes_people(verb: Token) -> bool:
    """ "Rebels involved in blowing up a bridge were killed": what somebody is known for is not what is told."""
    involved = verb.head.head
    return verb.dep_ == "pcomp" and involved.lemma_.lower() == "involve" and involved.dep_ in ("acl", "relcl")


def _kind_of_hit(verb: Token) -> str:
    """What hits settles the kind: a bullet is no air strike, and a suicide bomber flies no plane."""
    hits, modifiers = lexicon().hits, lexicon().modifiers
    doers = [doer for doer in doers_of(verb) if doer.lemma_.lower() in hits]
    described = (modifiers[word] for doer in doers for word in sorted(beside(doer)) if word in modifiers)
    return next(described, hits[doers[0].lemma_.lower()] if doers else "attack")


def _goes_off(verb: Token) -> bool:
    """Whether a bomb goes off, not a truck off the road."""
    after = verb.doc[verb.i + 2 : verb.i + 3]
    if len(after) and after[0].pos_ in ("DET", "NOUN", "PROPN", "PRON"):
        return False
    return any(c.dep_ == "nsubj" and c.lemma_.lower() in lexicon().weapons for c in verb.children)


def _phrase_kind(token: Token, lemma: str) -> str | None:
    following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 6]]
    lemmas = [t.lemma_.lower() for t in token.doc[token.i + 1 : token.i + 6]]
    best: tuple[int, str] | None = None
    for rest, kind in lexicon().phrases.get(lemma, ()):
        length = len(rest)
        if any(
            tuple(following[at : at + length]) == rest or tuple(lemmas[at : at + length]) == rest for at in range(3)
        ):
            best = max(best or (0, ""), (length, kind))
    return best[1] if best else None


def _is_figurative_verb(token: Token, lemma: str) -> bool:
    words = not_events()
    subject = _subject_of(token)
    # "Indian firing kills two" is no fire.
    if subject is not None and subject.tag_ != "VBG" and subject.lemma_.lower() in words.subjects | words.animals:
        return True
    for child in token.children:
        word = child.lemma_.lower()
        if child.dep_ in ("dobj", "obj", "nsubjpass") and word in words.objects | words.animals:
            return True
        is_aim = child.dep_ == "prep" and child.lower_ in ("on", "at", "upon") and lemma in ("open", "fire")
        if is_aim and any(grand.lemma_.lower() in words.objects for grand in child.children):
            return True
        if child.dep_ == "agent" and any(grand.lemma_.lower() in words.subjects for grand in child.children):
            return True
        is_cause = child.dep_ == "prep" and child.lower_ in ("in", "by") and lemma in ("kill", "burn", "injure")
        if is_cause and any(g.lemma_.lower() in words.subjects and g.tag_ != "VBG" for g in child.children):
            return True
    return False


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or that of the verb it is coordinated with."""
    while True:
        own = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if own is not None or verb.dep_ != "conj":
            return own if own is not None and own.dep_ == "nsubj" else None
        verb = verb.head


def _has_violent_frame(token: Token, lemma: str) -> bool:
    """Whether a verb of many senses stands in the frame that means violence."""
    words = lexicon()
    children = {child.dep_: child for child in token.children}
    # "Tribal leader killed in …": the tagger takes the participle of a headline for a past tense.
    is_of_a_line = token.dep_ == "acl" and token.head.dep_ == "ROOT"
    is_participle = token.tag_ == "VBN" or (token.tag_ == "VBD" and is_of_a_line)
    has_object = is_participle or any(dep in children for dep in ("dobj", "obj", "nsubjpass", "attr"))
    if lemma == "seize":
        return _seizes_people(token)
    if lemma in ("strike", "hit", *_DAMAGING):
        doers = [children["nsubj"]] if "nsubj" in children else []
        doers += children["agent"].children if "agent" in children else []
        if lemma in _DAMAGING:
            return has_object and any(_is_armed_or_named(doer) for doer in doers)
        meant = (doer for doer in doers if not beside(doer) & not_events().modifiers and not is_figurative_noun(doer))
        named = {doer.lemma_.lower() for doer in meant}
        return has_object and bool(named & (words.weapons | words.armed))
    if lemma == "fire":
        return any(
            child.dep_ == "prep" and child.lower_ in ("on", "upon", "at", "into") for child in token.children
        ) or any(
            child.dep_ in ("dobj", "nsubjpass") and child.lemma_.lower() in words.weapons for child in token.children
        )
    if lemma == "fight":
        return _is_fought_by_two(token)
    if lemma in ("attack", "assault", "shoot", "kill", "execute", "stab", "lynch"):
        return has_object or "nsubj" in children
    return True


def _is_armed_or_named(doer: Token) -> bool:
    words = lexicon()
    return doer.lemma_.lower() in words.armed | words.weapons or doer.ent_type_ in ("ORG", "GPE", "NORP")


def _seizes_people(verb: Token) -> bool:
    return any(c.dep_ in ("dobj", "obj", "nsubjpass") and is_person_noun(c) for c in verb.children)


def _takes_territory(verb: Token) -> bool:
    """ "Rebels captured the town", "the army retook Bor": somebody in arms takes what can be held."""
    taken = [c for c in verb.children if c.dep_ in ("dobj", "obj", "nsubjpass")]
    taken += [g for c in taken for of in c.children if of.lower_ == "of" for g in of.children]
    taken += [g for c in verb.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    return any(map(_is_armed_word, doers_of(verb))) and any(
        t.lemma_.lower() in lexicon().territories or t.ent_type_ in ("GPE", "LOC") for t in taken
    )


def _is_armed_word(token: Token) -> bool:
    return bool({token.lower_, token.lower_.removesuffix("s"), token.lemma_.lower()} & lexicon().armed)


def _is_fought_by_two(verb: Token) -> bool:
    """ "Troops and rebels fought", "rebels fought with the army": two sides, each by a word for the armed."""
    sides = [child for child in verb.children if child.dep_ in ("nsubj", "dobj", "obj")]
    sides += [g for c in verb.children if c.lower_ in ("with", "against") for g in c.children if g.dep_ == "pobj"]
    sides += [other for side in sides for other in side.children if other.dep_ == "conj"]
    return sum(map(_is_armed_word, sides)) > 1
