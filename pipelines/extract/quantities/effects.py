"""Effects: what a clause says happened to what is counted (killed, injured, arrested …), and the word that says it.

What belongs here: passives, objects, participles, "death toll", headlines the parser cannot read.
Not here: the counts themselves (find.py).  Verbs and nouns are data: lexicon/quantity.yml.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipelines.extract.quantities.words import Effect
from pipelines.extract.quantities.words import quantity_words as _words

_SUBJECT = frozenset(("nsubj", "nsubjpass"))
_OBJECT = frozenset(("dobj", "obj", "oprd", "attr"))
_NOMINAL = frozenset(("NOUN", "PROPN"))
_PAST = frozenset(("VBN", "VBD"))
_NOT_QUITE = frozenset(("almost", "nearly"))
_DEADLY = frozenset(("fatally", "mortally"))


def effect_on(head: Token, depth: int = 0) -> tuple[Effect | None, Token | None]:
    """What the clause says happened to `head`, and the word that says it; death beats an injury told beside it."""
    words = _words()
    own = words.nouns.get(head.lemma_.lower()) or words.states.get(head.lower_)
    if own is None and head.lower_ in ("die", "dies"):
        own = words.intransitive["die"]
    if own is not None and head.pos_ != "VERB":
        return own, head
    if head.lemma_.lower() in words.tolls and any(c.dep_ == "nummod" and c.i > head.i for c in head.children):
        # "Death toll from market bombs now 43"
        return _toll_kind(head), head
    beside = _by_modifiers(head)
    if beside[0] is not None and (beside[0] != "injured" or head.dep_ not in _SUBJECT):
        return beside
    told = _by_clause(head, depth)
    return told if beside[0] is None or told[0] == "killed" else beside


def _by_modifiers(head: Token) -> tuple[Effect | None, Token | None]:
    """What participles, adjectives and relative clauses of the phrase say."""
    found: list[tuple[Effect, Token]] = []
    for child in head.children:
        if child.dep_ in ("amod", "acl", "relcl", "advcl", "appos") and child.i != head.i:
            effect = _participle(child)
            if effect is None and child.dep_ == "relcl":
                effect = _as_subject(child, child)
            if effect is not None:
                found.append((effect, child))
        if child.lower_ in _DEADLY:
            # "three of them fatally"
            found.append(("killed", child))
        if (wound := _wound_with(child)) is not None:
            found.append(("injured", wound))
    return next((f for f in found if f[0] == "killed"), found[0] if found else (None, None))


def _wound_with(preposition: Token) -> Token | None:
    return _wound(preposition) if preposition.lower_ == "with" and preposition.dep_ == "prep" else None


def _wound(above: Token) -> Token | None:
    """The wound somebody was found with, or suffered."""
    wounds = (child for child in above.children if child.dep_ in ("pobj", *_OBJECT))
    return next((w for w in wounds if w.pos_ == "NOUN" and w.lemma_.lower() in ("wound", "injury", "burn")), None)


def _by_clause(head: Token, depth: int) -> tuple[Effect | None, Token | None]:
    """What the verb or the noun above the phrase says."""
    verb = head.head
    if verb.i == head.i:
        return _in_headline(head)
    if depth > 3:
        return None, None
    dep = head.dep_
    if dep in _SUBJECT:
        effect = _as_subject(verb, head)
        return (effect, verb) if effect is not None else (None, None)
    if dep in _OBJECT or dep == "dative":
        return _as_object(head, verb)
    if dep in ("pobj", "pcomp"):
        return _under_preposition(head)
    if dep in ("conj", "appos"):
        if head.like_num and verb.like_num and dep == "appos":
            # "rises to 25, 62 hurt": two counts.
            return None, None
        if verb.pos_ in _NOMINAL or verb.like_num or verb.pos_ in ("NUM", "PRON", "ADJ"):
            return effect_on(verb, depth + 1)
        return None, None
    if dep in ("nummod", "compound", "amod", "nmod") and verb.pos_ in _NOMINAL:
        return effect_on(verb, depth + 1)
    return None, None


def _in_headline(head: Token) -> tuple[Effect | None, Token | None]:
    """A headline without a verb: its participle may hang on a later word of the phrase ("Head of banned group killed")."""
    if head.pos_ not in _NOMINAL:
        return None, None
    for token in head.subtree:
        is_last = token.dep_ == "acl" and token.tag_ in _PAST and token.head.i > head.i
        is_listed = token.head.dep_ == "appos" and token.head.head == head
        if is_last and (is_listed or not any(child.dep_ == "nummod" for child in token.head.children)):
            effect = _words().transitive.get(token.lemma_.lower())
            if effect is not None:
                return effect, token
    return None, None


def _phrase(verb: Token) -> Effect | None:
    """Effect of a verb with its particle or result ("gunned down", "shot dead", "burned to death")."""
    lemma = verb.lemma_.lower()
    table = _words().phrasal
    nearby = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 9]] if verb.i + 1 < len(verb.doc) else []
    for phrase, effect in table.items():
        if phrase[0] != lemma:
            continue
        rest = phrase[1:]
        if len(rest) == 1 and any(_is_result(verb, c) for c in verb.subtree if c.lower_ == rest[0]):
            return effect
        if len(rest) > 1 and " ".join(rest) in " ".join(nearby):
            return effect
    return None


def _is_result(verb: Token, word: Token) -> bool:
    """Whether a particle or a result ("down", "dead") belongs to the verb, not to somebody counted on its own."""
    if not 0 < word.i - verb.i < 9 or (word.head != verb and word.head.head != verb):
        return False
    between = () if word.head == verb else word.head.children
    return not any(child.dep_ in (*_SUBJECT, "nummod") for child in (*word.children, *between))


def _verb_effect(verb: Token) -> Effect | None:
    """Effect on the object of a verb."""
    words = _words()
    if _is_attempted(verb):
        return None
    phrasal = _phrase(verb)
    if phrasal is not None:
        return phrasal
    lemma = verb.lemma_.lower()
    is_harm = lemma in words.shooting or lemma in words.transitive
    if is_harm and any(child.lower_ in _DEADLY for child in verb.children):
        return "killed"
    if lemma in words.transitive:
        return words.transitive[lemma]
    if lemma in words.shooting:
        if any(_kills_the_same(verb, child) for child in verb.children):
            return "killed"
        if any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children):
            return None
        return "injured"
    if lemma in words.striking and any(token.lemma_.lower() in words.projectiles for token in verb.sent):
        return "injured"
    return None


def _is_attempted(verb: Token) -> bool:
    """ "attempts to kill him", "tried to kill him": he lives."""
    return verb.tag_ == "VB" and verb.head.lemma_.lower() in ("attempt", "try")


def _kills_the_same(verb: Token, child: Token) -> bool:
    """ "shot and killed four", not "shot four, killing one"."""
    if not _is_shared(child) or _words().transitive.get(child.lemma_.lower()) != "killed":
        return False
    return not (_has_object(verb) and _has_object(child))


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in ("dobj", "obj") for child in verb.children)


def _is_shared(verb: Token) -> bool:
    """Whether a second verb tells of the same person as the first ("was shot and killed")."""
    return verb.dep_ == "conj" and not any(child.dep_ in _SUBJECT for child in verb.children)


def _participle(token: Token) -> Effect | None:
    """Effect of a participle or adjective that stands with what is counted ("people killed", "wounded soldiers")."""
    words = _words()
    if token.tag_ == "VBG":
        return None
    if token.pos_ == "VERB" and token.tag_ in _PAST and token.dep_ in ("acl", "amod", "relcl"):
        if any(c.dep_ in ("nsubj", "dobj") for c in token.children):
            return None
        return _verb_effect(token)
    if token.pos_ in ("ADJ", "VERB", "NOUN") and token.dep_ in ("amod", "acl", "appos"):
        return words.states.get(token.lower_)
    return None


def _as_subject(verb: Token, head: Token) -> Effect | None:
    """Effect on the subject of a verb: passives (also without auxiliary, as headlines have them), "die", "are dead"."""
    words = _words()
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "neg" or c.lower_ in _NOT_QUITE for c in verb.children):
        return None
    is_passive = any(c.dep_ == "auxpass" for c in verb.children) or head.dep_ == "nsubjpass"
    has_object = any(c.dep_ in ("dobj", "obj", "ccomp", "dative") for c in verb.children)
    may_be_bare = lemma in words.transitive or lemma in words.shooting or _phrase(verb) is not None
    is_bare = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and not has_object and may_be_bare)
    if lemma in words.intransitive and not is_passive and not has_object:
        return words.intransitive[lemma]
    if is_passive or (is_bare and not has_object):
        effect = _verb_effect(verb)
        if effect == "injured":
            # "was shot and pronounced dead"
            return "killed" if _conjoined_effect(verb) == "killed" else effect
        if effect is not None:
            return effect
        for child in verb.children:
            if child.dep_ in ("oprd", "acomp", "advcl", "xcomp") and child.lower_ in words.states:
                return words.states[child.lower_]
            if lemma == "find" and child.dep_ in ("oprd", "xcomp") and child.tag_ == "VBN":
                # "was found shot to death"
                return _verb_effect(child)
        if child_of := _conjoined_effect(verb):
            return child_of
        return None
    if lemma in words.intransitive and lemma != "return":
        return words.intransitive[lemma]
    if lemma in ("be", "remain", "lie", "go", "become", "leave", "get"):
        for child in verb.children:
            if child.dep_ in ("acomp", "attr", "oprd", "xcomp", "prep", "conj") and child.lower_ in words.states:
                return words.states[child.lower_]
            if child.dep_ == "prep" and child.lower_ == "among":
                for grand in child.subtree:
                    if grand.lower_ in words.states:
                        return words.states[grand.lower_]
    if lemma in ("suffer", "sustain", "receive") and _wound(verb) is not None:
        return "injured"
    if lemma == "lose" and any(c.dep_ in _OBJECT and c.lemma_.lower() == "life" for c in verb.children):
        return "killed"
    return _conjoined_effect(verb)


def _conjoined_effect(verb: Token) -> Effect | None:
    """ "was shot and killed", "were taken to hospital and died": death beats what the first verb says."""
    words = _words()
    for child in verb.children:
        if child.pos_ == "VERB" and _is_shared(child) and not any(c.dep_ == "neg" for c in child.children):
            lemma = child.lemma_.lower()
            has_object = _has_object(child)
            if lemma in words.intransitive:
                return words.intransitive[lemma]
            if (phrasal := _phrase(child)) is not None and not has_object:
                return phrasal
            if child.tag_ in _PAST and not has_object and lemma in words.transitive and verb.tag_ in _PAST:
                return words.transitive[lemma]
    return None


def _as_object(head: Token, verb: Token) -> tuple[Effect | None, Token | None]:
    words = _words()
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "neg" or c.lower_ in _NOT_QUITE for c in verb.children):
        return None, None
    if lemma in words.life_verbs and head.lemma_.lower() == "life":
        return "killed", verb
    if lemma in ("leave", "find", "declare", "pronounce"):
        states = [c for c in (*head.children, *verb.children) if c.lower_ in words.states and c.i > head.i]
        if states:
            nearest = min(states, key=lambda c: c.i)
            return words.states[nearest.lower_], nearest
        wound = next((w for c in verb.children if (w := _wound_with(c)) is not None), None)
        if wound is not None:
            return "injured", wound
    effect = _verb_effect(verb)
    if effect is not None and any(c.dep_ == "auxpass" for c in verb.children) and head.dep_ in ("dobj", "obj"):
        return None, None
    if effect is not None:
        return effect, verb
    if lemma in words.rising and _has_toll(verb):
        return "killed", verb
    if lemma in _SENDING and any(g.lemma_.lower() == "hospital" for c in verb.children for g in c.children):
        # "a shooting that sent two to the hospital"
        return "injured", verb
    return None, None


_SENDING = frozenset(("send", "put", "land"))


def _under_preposition(head: Token) -> tuple[Effect | None, Token | None]:
    words = _words()
    preposition = head.head
    governor = preposition.head
    lemma = governor.lemma_.lower()
    if preposition.lower_ in ("between", "about", "around", "over", "under", "above", "to"):
        verb = _verb_effect(governor) if governor.pos_ == "VERB" else None
        if verb is not None and preposition.lower_ != "to":
            return verb, governor
    if preposition.lower_ == "of":
        if lemma in ("shooting", "stabbing", "attack", "beating"):
            is_fatal = any(child.lower_ in ("fatal", "deadly") for child in governor.children)
            return ("killed" if is_fatal else "injured"), governor
        if governor.pos_ in _NOMINAL and lemma in words.nouns:
            return words.nouns[lemma], governor
        if governor.tag_ == "VBG" and lemma in words.transitive:
            return words.transitive[lemma], governor
        if lemma in words.tolls:
            return ("injured" if _toll_kind(governor) == "injured" else "killed"), governor
        if lemma == "life" and governor.head.lemma_.lower() in words.life_verbs:
            return "killed", governor.head
    if preposition.lower_ in ("to", "at", "by", "from") and lemma in words.rising:
        kind = _has_toll(governor)
        if kind and preposition.lower_ in ("to", "at"):
            return kind, governor
    if preposition.lower_ == "to" and lemma in words.tolls:
        return _toll_kind(governor), governor
    return None, None


def _has_toll(verb: Token) -> Effect | None:
    """ "the death toll rose to", "the number of dead stands at", "brought the toll to"."""
    words = _words()
    for child in verb.children:
        if child.dep_ in (*_SUBJECT, *_OBJECT):
            if child.lemma_.lower() in words.tolls:
                return _toll_kind(child)
            if child.lemma_.lower() == "number" or words.nouns.get(child.lemma_.lower()):
                for grand in child.subtree:
                    effect = words.states.get(grand.lower_) or words.nouns.get(grand.lemma_.lower())
                    if effect is not None:
                        return effect
    return None


def _toll_kind(toll: Token) -> Effect:
    words = {t.lower_ for t in toll.subtree}
    if words & {"injured", "wounded", "injury", "injuries"} and not words & {"death", "dead"}:
        return "injured"
    return "killed"


def effect_beside(doc: Doc, first: int, last: Token) -> tuple[Effect | None, Token | None]:
    """Where the parse fails: "killed at least 12", "12 people killed", "two said killed", with only modifiers between."""
    words = _words()
    if first > 0 and doc[first - 1].sent == last.sent:
        verb = doc[first - 1]
        lemma = _lemma(verb)
        is_active = not any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
        if _is_attempted(verb):
            return None, None
        if lemma in words.transitive and is_active and (verb.dep_ not in ("acl", "amod") or verb.tag_ == "VBG"):
            return words.transitive[lemma], verb
        if verb.lower_ == "to" and verb.head.lemma_.lower() in words.rising and (kind := _has_toll(verb.head)):
            return kind, verb.head
        phrasal = words.phrasal.get((_lemma(doc[first - 2]), verb.lower_)) if first > 1 else None
        if phrasal is not None:
            return phrasal, doc[first - 2]
    for token in doc[last.i + 1 : last.i + 5]:
        if token.sent != last.sent or token.lower_ in _NOT_QUITE or token.dep_ == "neg":
            break
        lemma = _lemma(token)
        effect = words.states.get(token.lower_) or words.intransitive.get(lemma)
        if token.lower_ == "fatally" and _is_last_of_clause(token):
            return effect, token
        if effect is not None and token.lower_ not in ("fatally", "hurt"):
            # "12 killed 30": the verb governs what follows it, not what stands before.
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            is_active = following is not None and (following.like_num or following.dep_ in ("dobj", "obj"))
            return (None, None) if is_active and token.lower_ in words.states else (effect, token)
        if token.pos_ not in ("AUX", "ADV", "ADJ", "NOUN") and token.lower_ not in _PASSED_OVER:
            break
    return None, None


def _is_last_of_clause(token: Token) -> bool:
    """ "three of them fatally": nothing that the adverb would belong to follows."""
    return token.i + 1 >= len(token.doc) or token.nbor().is_punct or token.nbor().pos_ in ("CCONJ", "SCONJ")


# Words that may stand between a count and what happened: "two said killed", "four others feared dead".
_PASSED_OVER = frozenset(
    "said reported feared believed presumed confirmed others more people have been and shot gunned".split()
)


def _lemma(token: Token) -> str:
    """Lemma, also of a verb the tagger took for a name or a noun ("Kills" in a headline)."""
    word = token.lemma_.lower()
    if word in _words().transitive or word in _words().intransitive:
        return word
    if word == "shot":
        return "shoot"
    for ending in ("s", "ed", "d", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and (stem in _words().transitive or stem in _words().intransitive):
            return stem
    return word
