"""Triggers: the words of a sentence that name an act of violence, each with its kind, grouped into one frame per event.

What belongs here: which words count in which company, figurative use, and which triggers of a sentence tell one event.
Not here: who and whom (roles.py), figures (tolls.py), events told by several sentences
(merge.py).  Knowledge is data: lexicon/incident.yml, lexicon/not_events.yml.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.extract.arguments.attachment import attachment_cost
from pipelines.extract.incidents.words import lexicon, not_events
from pipelines.extract.quantities.words import is_person_noun, quantity_words

_NOMINAL = frozenset(("NOUN", "PROPN"))
_MODIFYING = frozenset(("compound", "amod", "nmod", "poss", "npadvmod", "advmod", "appos"))
# Beyond this cost two triggers of a sentence tell two events.
_ONE_EVENT = 7.5
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Trigger:
    """One word that names violence.  `is_strong`: it does so alone; a weak one needs a casualty, weapon or armed agent."""

    token: Token
    kind: str
    is_strong: bool

    @property
    def rank(self) -> int:
        return lexicon().kinds[self.kind].rank


def find_triggers(sentence: Span) -> list[Trigger]:
    """Every trigger of a sentence, from left to right."""
    found = (_trigger(token) for token in sentence)
    return [trigger for trigger in found if trigger is not None]


def grouped(triggers: list[Trigger]) -> list[list[Trigger]]:
    """Triggers of one sentence, grouped by the event they tell."""
    groups: list[list[Trigger]] = []
    for trigger in triggers:
        home = next((group for group in groups if any(_tell_one_event(other, trigger) for other in group)), None)
        if home is None:
            groups.append([trigger])
        else:
            home.append(trigger)
    return groups


def _tell_one_event(first: Trigger, second: Trigger) -> bool:
    if _is_introduced(second.token) and first.token.dep_ not in ("ROOT",):
        return False
    between = first.token.doc[first.token.i + 1 : second.token.i]
    apart = [token.lower_ for token in between if token.lemma_.lower() in lexicon().separators]
    if apart and not (
        apart == ["after"] and first.kind in ("killing", "toll") and second.kind not in ("killing", "toll")
    ):
        # "Three were killed after gunmen opened fire" is one event all the same.
        return False
    if apart:
        return True
    there = attachment_cost(first.token, second.token)
    back = attachment_cost(second.token, first.token)
    costs = [cost for cost in (there, back) if cost is not None]
    if costs:
        return min(costs) < _ONE_EVENT
    # The parse shows no way; so short a stretch of one sentence still tells one event.
    return len(between) <= _SHORT


def _is_introduced(token: Token) -> bool:
    """Whether the words before a noun set it apart as another event ("a separate attack")."""
    return any(child.lower_ in lexicon().new_event_words for child in token.children if child.i < token.i)


def _trigger(token: Token) -> Trigger | None:
    lemma = token.lemma_.lower()
    if _is_event_gerund(token):
        return _noun_trigger(token, token.lower_)
    if token.pos_ in _NOMINAL or token.tag_ in ("NN", "NNS", "NNP", "NNPS"):
        return _headline_phrase(token) or _noun_trigger(token, _singular(token))
    if token.pos_ == "VERB" or token.tag_.startswith("VB"):
        return _verb_trigger(token, lemma)
    return None


_EVENT_GERUNDS = frozenset(("firing", "shelling", "bombing", "shooting", "fighting"))
_NOMINAL_PLACES = frozenset(("pobj", "pcomp", "nsubj", "nsubjpass", "csubj", "conj", "aux", "amod", "compound"))


def _is_event_gerund(token: Token) -> bool:
    """Whether an -ing form names an event ("killed in fighting", "the killing of two"), not an act with its object."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    has_object = any(child.dep_ in ("dobj", "obj", "aux") for child in token.children)
    # "as fighting flares": the parser takes the verb for what is fought.
    if token.tag_ != "VBG" or (has_object and following.lemma_.lower() not in lexicon().begin_verbs):
        return False
    if token.lower_ == "killing":
        return any(child.lower_ == "of" for child in token.children)
    # "in a late night shooting": the parse hangs it on the hour before it.
    is_placed = token.dep_ in _NOMINAL_PLACES or token.head.lemma_.lower() in quantity_words().measures
    return token.lower_ in _EVENT_GERUNDS and is_placed


def _singular(token: Token) -> str:
    """Lemma of a noun, also of one that title case made a name ("Clashes")."""
    lemma = token.lemma_.lower()
    if token.pos_ != "PROPN":
        return lemma
    words = lexicon()
    forms = (lemma.removesuffix(ending) for ending in ("", "s", "es"))
    return next((form for form in forms if form in words.strong_nouns or form in words.weak_nouns), lemma)


# --- nouns -------------------------------------------------------------------------------------------------------


def _noun_trigger(token: Token, lemma: str) -> Trigger | None:
    words = lexicon()
    kind = words.strong_nouns.get(lemma) or words.weak_nouns.get(lemma)
    if kind is None or (token.dep_ in ("compound", "amod", "nmod") and _head_is_trigger(token)):
        return _headline_verb(token)
    beside = _beside(token)
    if beside & not_events().modifiers or _is_figurative_noun(token):
        return None
    if lemma == "strike" and not _is_military_strike(token, beside):
        return None
    if lemma in ("fire", "exchange", "firing") and not _is_gunfire(token, beside):
        return None
    if lemma == "fire" and token.dep_ in ("dobj", "obj") and token.head.lemma_.lower() == "open":
        # "opened fire": the verb tells it, and tells no battle.
        return None
    if lemma in ("device", "charge") and not beside & {"explosive", "incendiary", "improvised", "dynamite", "bomb"}:
        return None
    if kind in ("bomb", "grenade") and _is_unexploded(token):
        return None
    if lemma in ("battle", "fight", "operation", "offensive", "mine", "explosive") and token.dep_ in (
        "compound",
        "poss",
    ):
        return None
    modified = next((words.modifiers[word] for word in sorted(beside) if word in words.modifiers), None)
    if modified is not None and kind != "abduction":
        takes = lemma in (
            "attack",
            "assault",
            "raid",
            "strike",
            "blast",
            "explosion",
            "fire",
            "firing",
            "bombing",
            "bombardment",
            "exchange",
            "shooting",
            "bomb",
            "device",
            "massacre",
            "ambush",
        )
        if takes and not (modified == "clash" and kind not in ("clash", "attack")):
            return Trigger(token, modified, is_strong=True)
    is_strong = lemma in words.strong_nouns or (lemma == "strike" and bool(beside & {"air", "drone", "missile"}))
    return Trigger(token, kind, is_strong)


def _is_unexploded(weapon: Token) -> bool:
    """Whether a weapon is only found, made or carried, alone or in a list ("seized rifles, grenades and a mine")."""
    while weapon.dep_ in ("conj", "appos", "nmod") and weapon.head.pos_ in _NOMINAL:
        weapon = weapon.head
    governor = weapon.head.lemma_.lower()
    return weapon.dep_ in ("dobj", "nsubjpass", "pobj") and governor in not_events().unexploded


def _headline_phrase(token: Token) -> Trigger | None:
    """A verb with its particle that the tagger took for a noun ("Rangers gun down two", "Four shot dead")."""
    lemma = "shoot" if token.lower_ == "shot" else token.lemma_.lower()
    following = tuple(t.lower_ for t in token.doc[token.i + 1 : token.i + 2])
    kind = next((kind for rest, kind in lexicon().phrases.get(lemma, ()) if rest == following), None)
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
    return None


def _head_is_trigger(token: Token) -> bool:
    words = lexicon()
    lemma = token.head.lemma_.lower()
    return lemma in words.strong_nouns or lemma in words.weak_nouns


def _beside(token: Token) -> set[str]:
    """The words that modify a noun, with the last one or two before it."""
    words = {
        child.lower_ if child.pos_ == "PROPN" else child.lemma_.lower()
        for child in token.children
        if child.dep_ in _MODIFYING and child.i < token.i
    }
    for child in list(token.children):
        if child.dep_ in _MODIFYING and child.i < token.i:
            words |= {grand.lemma_.lower() for grand in child.children if grand.dep_ in _MODIFYING}
    if token.i > token.sent.start and token.doc[token.i - 1].pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
        words.add(token.doc[token.i - 1].lemma_.lower())
        words.add(token.doc[token.i - 1].lower_)
    if token.i > token.sent.start + 1 and token.doc[token.i - 1].text == "-":
        words.add(token.doc[token.i - 2].lower_)
        if token.i > token.sent.start + 2 and token.doc[token.i - 2].lower_ == "border":
            words.add("cross-border")
    for at in range(max(token.sent.start, token.i - 4), token.i - 2):
        if token.doc[at].lower_ == "cross" and token.doc[at + 2].lower_ == "border":
            words.add("cross-border")
    return words


def _is_figurative_noun(token: Token) -> bool:
    """ "an attack on his record", "the battle against inflation", "a clash of opinions", "the anniversary of the blast"."""
    if _is_retold(token):
        return True
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("on", "against", "of", "with", "over"):
            for target in child.children:
                if target.dep_ == "pobj" and target.lemma_.lower() in not_events().objects:
                    return True
    return False


def _is_retold(token: Token) -> bool:
    """Whether the act is what an anniversary, a film or a drill is of, or what happens in it."""
    words = not_events()
    if token.dep_ == "compound" and token.head.lemma_.lower() in words.retrospective_governors:
        return True
    if token.dep_ == "pobj" and token.head.lower_ in ("of", "on", "about"):
        return token.head.head.lemma_.lower() in words.stagings
    clause = next((t for t in (token, *token.ancestors) if t.dep_ in ("relcl", "acl")), None)
    return clause is not None and clause.head.lemma_.lower() in words.stagings


def _is_military_strike(token: Token, beside: set[str]) -> bool:
    words = lexicon()
    if beside & words.strike_modifiers:
        return True
    if token.head.lemma_.lower() in words.strike_verbs and token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj"):
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
    return token.lower_ == "firing" and token.dep_ in _NOMINAL_PLACES


# --- verbs -------------------------------------------------------------------------------------------------------


def _verb_trigger(token: Token, lemma: str) -> Trigger | None:
    words = lexicon()
    phrase = _phrase_kind(token, lemma)
    kind = phrase or words.strong_verbs.get(lemma) or words.weak_verbs.get(lemma)
    if kind is None or (lemma not in words.strong_verbs and _is_figurative_verb(token, lemma)):
        return None
    if _is_retold(token) or (kind in _AGAINST_OTHERS and _is_reflexive(token)):
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


# Kinds that somebody does to others: a suicide by these is no attack.
_AGAINST_OTHERS = frozenset(("shooting", "killing", "attack"))


def _is_reflexive(verb: Token) -> bool:
    """Whether somebody took his own life."""
    return any(child.dep_ in ("dobj", "obj") and child.lower_ in _SELVES for child in verb.children)


_SELVES = frozenset(("himself", "herself", "themselves", "itself", "myself"))


def _kind_of_hit(verb: Token) -> str:
    """What hits settles the kind: a bullet is no air strike."""
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    doers += [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    hits = lexicon().hits
    return next((hits[doer.lemma_.lower()] for doer in doers if doer.lemma_.lower() in hits), "attack")


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
    if subject is not None and subject.lemma_.lower() in words.subjects | words.animals:
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
    has_object = any(dep in children for dep in ("dobj", "obj", "nsubjpass", "attr")) or token.tag_ == "VBN"
    if lemma == "seize":
        return _seizes_people(token)
    if lemma in ("strike", "hit"):
        subject = children.get("nsubj")
        agent = children.get("agent")
        doers = [subject] if subject is not None else []
        doers += list(agent.children) if agent is not None else []
        named = {doer.lemma_.lower() for doer in doers if not _beside(doer) & not_events().modifiers}
        return has_object and bool(named & (words.weapons | words.armed))
    if lemma in ("target", "pound", "storm", "raid", "seize", "burn", "torch", "sabotage", "destroy", "damage"):
        subject = children.get("nsubj")
        agent = children.get("agent")
        doers = [subject] if subject is not None else []
        doers += list(agent.children) if agent is not None else []
        if not has_object:
            return False
        return any(
            doer.lemma_.lower() in words.armed | words.weapons or doer.ent_type_ in ("ORG", "GPE", "NORP")
            for doer in doers
        )
    if lemma == "fire":
        return any(
            child.dep_ == "prep" and child.lower_ in ("on", "upon", "at", "into") for child in token.children
        ) or any(child.dep_ == "dobj" and child.lemma_.lower() in words.weapons for child in token.children)
    if lemma == "fight":
        return _is_fought_by_two(token)
    if lemma in ("attack", "assault"):
        return has_object or "nsubj" in children
    if lemma in ("shoot", "kill", "execute", "stab", "lynch"):
        return has_object or "nsubj" in children
    return True


def _seizes_people(verb: Token) -> bool:
    return any(c.dep_ in ("dobj", "obj", "nsubjpass") and is_person_noun(c) for c in verb.children)


def _takes_territory(verb: Token) -> bool:
    """ "Rebels captured the town", "the army retook Bor": somebody in arms takes what can be held."""
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    doers += [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    taken = [c for c in verb.children if c.dep_ in ("dobj", "obj", "nsubjpass")]
    taken += [g for c in taken for of in c.children if of.lower_ == "of" for g in of.children]
    taken += [g for c in verb.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    return any(map(_is_armed_word, doers)) and any(
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
