"""Nouns that name an act of violence: "an attack on", "heavy shelling", and headlines that make a verb a noun.

What belongs here: in which company a noun counts, and its figurative use.  Not here: verbs (verbs.py), whether the event is
supported by what stands beside it (violence.py).  Knowledge is data: lexicon/incident.yml, lexicon/not_events.yml.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipelines.extract.arguments.attachment import NOMINAL
from pipelines.extract.incidents.acts import Trigger, beside, is_retold
from pipelines.extract.incidents.words import lexicon, not_events
from pipelines.extract.quantities.words import quantity_words

_EVENT_GERUNDS = frozenset(("firing", "shelling", "bombing", "shooting", "fighting"))
_NOMINAL_PLACES = frozenset(("pobj", "pcomp", "nsubj", "nsubjpass", "csubj", "conj", "aux", "amod", "compound"))


def is_event_gerund(token: Token) -> bool:
    """Whether an -ing form names an event ("killed in fighting", "the killing of two"), not an act with its object."""
    has_object = any(child.dep_ in ("dobj", "obj", "aux") for child in token.children)
    is_subject = _is_before_its_verb(token)
    if token.tag_ != "VBG" or (has_object and not is_subject):
        return False
    if token.lower_ == "killing":
        return any(child.lower_ == "of" for child in token.children)
    # "in a late night shooting": the parse hangs it on the hour before it.
    is_placed = is_subject or token.dep_ in _NOMINAL_PLACES or token.head.lemma_.lower() in quantity_words().measures
    return token.lower_ in _EVENT_GERUNDS and is_placed


def _is_before_its_verb(act: Token) -> bool:
    """ "As fighting flares", "firing kills two": the parser takes the verb for what is fought or fired."""
    following = act.nbor() if act.i + 1 < len(act.doc) else act
    return following.lemma_.lower() in lexicon().begin_verbs or following.tag_ == "VBZ"


def singular(token: Token) -> str:
    """Lemma of a noun, also of one that title case made a name ("Clashes")."""
    lemma = token.lemma_.lower()
    if token.pos_ != "PROPN":
        return lemma
    words = lexicon()
    forms = (lemma.removesuffix(ending) for ending in ("", "s", "es"))
    return next((form for form in forms if form in words.strong_nouns or form in words.weak_nouns), lemma)


def noun_trigger(token: Token, lemma: str) -> Trigger | None:
    words = lexicon()
    if lemma in ("wound", "injury") and beside(token) & words.shots:
        # Somebody was shot, though no verb says so ("two men with gunshot wounds").
        return Trigger(token, "shooting", is_strong=True)
    kind = words.strong_nouns.get(lemma) or words.weak_nouns.get(lemma)
    if kind is None or (token.dep_ in ("compound", "amod", "nmod") and _head_is_trigger(token)):
        return _headline_verb(token)
    company = beside(token)
    if company & not_events().modifiers or is_figurative_noun(token) or _is_other_sense(token, lemma, kind, company):
        return None
    modified = next((words.modifiers[word] for word in sorted(company) if word in words.modifiers), None)
    is_taken = modified != "clash" or kind in ("clash", "attack")
    if modified is not None and is_taken and kind != "abduction" and lemma in words.modified_nouns:
        return Trigger(token, modified, is_strong=True)
    is_strong = lemma in words.strong_nouns or (lemma == "strike" and bool(company & {"air", "drone", "missile"}))
    return Trigger(token, kind, is_strong)


def _is_other_sense(token: Token, lemma: str, kind: str, company: set[str]) -> bool:
    """Whether a noun of several senses names no act of violence here."""
    if lemma == "strike":
        return not _is_military_strike(token, company)
    if lemma == "fire" and token.dep_ in ("dobj", "obj") and token.head.lemma_.lower() == "open":
        # "opened fire": the verb tells it, and tells no battle.
        return True
    if lemma in ("fire", "exchange", "firing"):
        return not _is_gunfire(token, company)
    if lemma in ("device", "charge") and not company & lexicon().company[lemma]:
        return True
    if kind in ("bomb", "grenade") and _is_unexploded(token):
        return True
    return lemma in lexicon().described_by and token.dep_ in ("compound", "poss")


def _is_unexploded(weapon: Token) -> bool:
    """Whether a weapon is only found, made or carried, alone or in a list ("seized rifles, grenades and a mine")."""
    while weapon.dep_ in ("conj", "appos", "nmod") and weapon.head.pos_ in NOMINAL:
        weapon = weapon.head
    governor = weapon.head.lemma_.lower()
    return weapon.dep_ in ("dobj", "nsubjpass", "pobj") and governor in not_events().unexploded


def headline_phrase(token: Token) -> Trigger | None:
    """A verb with its particle that the tagger took for a noun ("Rangers gun down two", "Four shot dead")."""
    lemma = "shoot" if token.lower_ == "shot" else token.lemma_.lower()
    following = tuple(t.lower_ for t in token.doc[token.i + 1 : token.i + 2])
    kind = next((kind for rest, kind in lexicon().phrases.get(lemma, ()) if rest == following), None)
    if kind is None:
        # "India and Pakistan exchange heavy border fire"
        after = {t.lower_ for t in token.doc[token.i + 1 : token.i + 5] if t.head == token or t.head.head == token}
        phrases = lexicon().phrases.get(lemma, ())
        kind = next((kind for rest, kind in phrases if kind == "clash" and len(rest) == 1 and rest[0] in after), None)
    return Trigger(token, kind, is_strong=True) if kind is not None else None


def _headline_verb(token: Token) -> Trigger | None:
    """A headline's verb that the tagger took for a name ("Indian Shelling Kills Two")."""
    word = token.lower_
    if token.pos_ == "PROPN" and word in ("kills", "killed", "kidnapped", "ambushed", "bombed", "attacked", "explodes"):
        kind = {
            "ambushed": "attack",
            "attacked": "attack",
            "bombed": "bomb",
            "explodes": "blast",
            "kidnapped": "abduction",
        }
        return Trigger(token, kind.get(word, "killing"), is_strong=False)
    kind_of_act = lexicon().weak_verbs.get(token.lemma_.lower()) or lexicon().weak_verbs.get(word.removesuffix("s"))
    if kind_of_act is not None and _follows_the_armed(token):
        return Trigger(token, kind_of_act, is_strong=False)
    return None


def _follows_the_armed(token: Token) -> bool:
    """Whether a noun follows a word for the armed in a line without a verb: their act ("Military pounds hideouts")."""
    if token.i == token.sent.start or token.i + 1 == token.sent.end:
        return False
    doer = token.nbor(-1)
    is_doer = doer.lower_ in lexicon().armed or doer.lower_.removesuffix("s") in lexicon().armed
    return is_doer and token.nbor().pos_ in (*NOMINAL, "ADJ", "DET", "NUM") and not _has_verb(token.sent)


def _has_verb(sentence: Span) -> bool:
    return any(t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBZ", "VBP", "VBD", "MD") for t in sentence)


def _head_is_trigger(token: Token) -> bool:
    words = lexicon()
    lemma = token.head.lemma_.lower()
    return lemma in words.strong_nouns or lemma in words.weak_nouns


def is_figurative_noun(token: Token) -> bool:
    """ "an attack on his record", "the battle against inflation", "a clash of opinions", "the anniversary of the blast"."""
    if is_retold(token):
        return True
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("on", "against", "of", "with", "over"):
            for target in child.children:
                if target.dep_ == "pobj" and target.lemma_.lower() in not_events().objects:
                    return True
    return False


def _is_military_strike(token: Token, beside: set[str]) -> bool:
    words = lexicon()
    if beside & words.strike_modifiers:
        return True
    if (
        token.dep_ == "pobj"
        and token.head.lower_ in ("in", "by")
        and token.head.head.lemma_.lower() in words.deadly_verbs
    ):
        # "killed in a strike"
        return True
    if token.head.lemma_.lower() in words.strike_verbs and token.dep_ in ("dobj", "nsubj", "nsubjpass"):
        return token.head.lemma_.lower() not in ("call", "stage") or bool(token.tag_ == "NNS")
    return any(child.dep_ == "prep" and child.lower_ == "on" for child in token.children) or (
        token.tag_ == "NNS"
        and any(child.dep_ == "prep" and child.lower_ in ("in", "against", "near") for child in token.children)
    )


def _is_gunfire(token: Token, beside: set[str]) -> bool:
    words = lexicon()
    if beside & words.fire_modifiers:
        return True
    if token.head.lower_ == "under" and any(c.lower_ in ("for", "over") for c in token.head.head.children):
        # "came under fire for its plan"
        return False
    if token.head.lemma_.lower() in words.fire_verbs and token.dep_ in ("dobj", "pobj"):
        return True
    if token.lemma_.lower() == "exchange":
        shots = {"fire", "gunfire", "shots"} & {t.lower_ for t in token.subtree}
        return any(child.lower_ == "of" for child in token.children) and bool(shots)
    return token.lower_ == "firing" and (token.dep_ in _NOMINAL_PLACES or _is_before_its_verb(token))
