"""Who does what in what is said: hostile acts of another side, deeds and threats of the speaker's own.

What belongs here: doers of verbs and of nouns for strikes.  Not here: what type of statement that makes (types.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.mentions import Reading
from pipelines.extract.statements.acts import Act
from pipelines.extract.statements.sides import actor_at, is_other_side, is_own
from pipelines.extract.statements.words import words

_ANSWERABLE = frozenset(("responsible", "accountable", "guilty", "complicit"))
STRIKES = frozenset("strike airstrike attack bombing raid shelling assault bombardment blast".split())
DEEDS = STRIKES | {"ambush", "explosion", "killing", "abduction", "shooting", "assassination", "kidnapping"}
_FUTURE = frozenset(("will", "’ll", "'ll", "shall", "would"))
_FRIENDLY = frozenset(("support", "back", "refuse", "carry"))


def threatens(act: Act) -> bool:
    """A future with force in it: "will respond", "only war will happen"; told in the past, "would respond"."""
    for token in act.tokens:
        verb = token.head
        if token.dep_ not in ("aux", "auxpass") or token.lower_ not in _FUTURE or _is_negated(verb):
            continue
        subject = _subject(verb)
        doer = actor_at(act.reading.actors, subject) if subject is not None else None
        is_of_other = doer is not None and is_other_side(act.speaker, doer) and verb.lemma_ in words().hostile_verbs
        is_own_loss = verb.lemma_ in words().suffered_verbs and subject is not None and _is_own(act, subject)
        if token.lower_ == "would":
            if verb.lemma_ in words().force_verbs | words().suffered_verbs and not is_of_other and not is_own_loss:
                return True
        elif (verb.lemma_ in words().force_verbs | words().suffered_verbs and not is_own_loss) or _means_force(verb):
            return True
    return False


def vows_force(act: Act) -> bool:
    """What is vowed is force: "vowed to avenge them", "vowed revenge", "vowed to step up its raids"."""
    for token in act.tokens:
        is_vowed = token.head in act.cue_tokens and token.dep_ in ("xcomp", "ccomp", "dobj")
        if token.dep_ == "dobj" and is_vowed and token.lemma_.lower() in words().force_nouns:
            return True
        if token.pos_ == "VERB" and (is_vowed or token.dep_ in ("conj", "xcomp")) and not _is_negated(token):
            presses = token.lemma_ in words().pressing_verbs and _means_force(token)
            if token.lemma_ in words().force_verbs or presses:
                return True
    return False


def _means_force(verb: Token) -> bool:
    """Whether subject or object of a verb is force: "war will follow"."""
    parts = ("nsubj", "dobj", "attr", "nsubjpass")
    return any(c.lemma_.lower() in words().force_nouns for c in verb.children if c.dep_ in parts)


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _is_own(act: Act, subject: Token) -> bool:
    return is_own(act.reading, act.speaker, subject)


def claims_deed(act: Act) -> bool:
    """Whether it is told, as done, what the speaker's own side did: "its men carried out the ambush"."""
    doer = behind_it(act)
    return (doer is not None and _is_own(act, doer)) or any(_is_own_deed(act, token) for token in act.tokens)


def _is_own_deed(act: Act, verb: Token) -> bool:
    if verb.lemma_ not in words().claimed_verbs or verb.tag_ not in ("VBD", "VBN"):
        return False
    if _is_negated(verb):
        return False
    subject = _subject(verb)
    return subject is not None and _is_own(act, subject)


def behind_it(act: Act) -> Token | None:
    """X in "X is behind the attack", "X was responsible for the killings"."""
    for token in act.tokens:
        is_behind = token.lower_ == "behind" and any(c.lemma_ in DEEDS for c in token.children if c.dep_ == "pobj")
        if (is_behind or token.lemma_ in _ANSWERABLE) and token.head.lemma_ == "be" and not _is_negated(token.head):
            return _subject(token.head)
    return None


def disowns(act: Act) -> bool:
    """Whether a hostile act of the speaker's own side is said not to be: "it harbours no foreign fighters"."""
    return any(_is_disowned(act, token) for token in act.tokens)


def _is_disowned(act: Act, verb: Token) -> bool:
    if (
        verb.pos_ != "VERB"
        or verb.lemma_ not in words().hostile_verbs
        or any(c.lower_ in _FUTURE for c in verb.children)
    ):
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    # Not to back a plan is an opinion; not to back a group denies a deed.
    if verb.lemma_ in _FRIENDLY and not any(actor_at(act.reading.actors, c) for c in objects):
        return False
    subject = _subject(verb)
    is_negated = any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children) or any(
        d.lower_ == "no" for c in objects for d in c.children
    )
    return is_negated and subject is not None and _is_own(act, subject)


def hostile_doer(act: Act) -> Actor | None:
    """Another side that the content makes the doer of a hostile act."""
    for token in act.tokens:
        if token.pos_ != "VERB" or token.lemma_ not in words().hostile_verbs:
            continue
        for child in token.children:
            doer = child if child.dep_ == "nsubj" else None
            if child.dep_ == "agent":
                doer = next((c for c in child.children if c.dep_ == "pobj"), None)
            actor = _named_at(act.reading, doer) if doer is not None else None
            if actor is not None and is_other_side(act.speaker, actor):
                return actor
    behind = behind_it(act)
    accused = _named_at(act.reading, behind) if behind is not None else None
    return accused if accused is not None and is_other_side(act.speaker, accused) else None


def striker(act: Act) -> Actor | None:
    """Whose strike it was: "an X strike killed …", "strikes by X"."""
    for token in act.tokens:
        if token.lemma_.lower() in STRIKES and token.pos_ == "NOUN":
            doers = [actor_at(act.reading.actors, child) for child in token.children]
            for doer in (*doers, _pinned_on(act.reading, token)):
                if doer is not None and is_other_side(act.speaker, doer):
                    return doer
    return None


def is_pinned(act: Act) -> bool:
    """ "Strikes by X": the doer is what is told, not what tells strikes apart ("the X strikes")."""
    return any(t.lemma_.lower() in STRIKES and _pinned_on(act.reading, t) is not None for t in act.tokens)


def _pinned_on(reading: Reading, strike: Token) -> Actor | None:
    """X in "strikes by X", however the parser attached it."""
    by = strike.doc[strike.i + 1] if strike.i + 1 < len(strike.doc) else None
    if by is None or by.lower_ != "by":
        return None
    doer = next((c for c in by.children if c.dep_ == "pobj"), None)
    return actor_at(reading.actors, doer) if doer is not None else None


def _named_at(reading: Reading, noun: Token) -> Actor | None:
    """The actor a noun is, or whose it is: "Cambodia", "Pakistani jets"."""
    own = actor_at(reading.actors, noun)
    if noun.lemma_.lower() in STRIKES:  # "an Israeli strike killed two" tells the strike apart, it accuses nobody
        return own
    modifiers = (c for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod", "poss"))
    return own or next((actor for c in modifiers if (actor := actor_at(reading.actors, c))), None)


def _subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)
