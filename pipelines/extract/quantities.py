"""Quantities of people and things: bounds, approximation, what is counted and what happened to it.

What belongs here: reading one number in its clause; a person named or told in the singular counts one where the clause
says what happened to that person.  Not here: values of number words (numerals.py), which event a count belongs to and
how tolls merge (incident_tolls.py).  Knowledge is data: lexicon/quantity.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from spacy.tokens import Doc, Token

from pipelines.extract.document import Document
from pipelines.extract.numerals import Numeral, numerals

Approximator = Literal[
    "exact",
    "more_than",
    "at_least",
    "about",
    "up_to",
    "fewer_than",
    "nearly",
    "several",
    "tens",
    "dozens",
    "hundreds",
    "thousands",
]
Effect = Literal[
    "killed",
    "injured",
    "captured",
    "abducted",
    "missing",
    "displaced",
    "detained",
    "arrested",
    "deported",
    "returned",
    "registered",
    "destroyed",
]
Unit = Literal["individuals", "families", "things"]

_LEXICON = Path(__file__).with_name("lexicon") / "quantity.yml"
_SUBJECT = frozenset(("nsubj", "nsubjpass"))
_OBJECT = frozenset(("dobj", "obj", "oprd", "attr"))
_NOMINAL = frozenset(("NOUN", "PROPN"))
_DETERMINING = frozenset(("det", "amod", "compound", "neg", "nummod"))
_PAST = frozenset(("VBN", "VBD"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One count at characters [start, end) of the article's text ("at least four civilians").

    number_start, number_end: the number alone, with its approximator ("at least four").
    low, high: bounds as data-model.md reads vague words; high None where open.  best: None where only a bound is known.
    noun: lemma of what is counted ("civilian"), None where elliptic ("killed 10").
    effect: what happened to the counted, None where the clause does not say.  effect_at: offset of the word that says it.
    is_cumulative: a running total ("since 2023", "so far").  is_revision: "rose to 31".
    part_of: index (in the returned list) of the quantity it is a subset of ("14, including six attackers").
    is_attackers: the counted are those who attacked ("six attackers").  is_civilian: the noun says they are civilians.
    unit: what one of them is: individuals, families, or things.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: int | None
    best: int | None
    high: int | None
    approximator: Approximator
    noun: str | None
    unit: Unit
    effect: Effect | None
    effect_at: int | None
    is_cumulative: bool = False
    is_revision: bool = False
    part_of: int | None = None
    is_attackers: bool = False
    is_civilian: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    measures: frozenset[str]
    families: frozenset[str]
    things: frozenset[str]
    attackers: frozenset[str]
    fighters: frozenset[str]
    civilians: frozenset[str]
    subset_openers: tuple[str, ...]
    transitive: dict[str, Effect]
    intransitive: dict[str, Effect]
    phrasal: dict[tuple[str, ...], Effect]
    shooting: frozenset[str]
    states: dict[str, Effect]
    nouns: dict[str, Effect]
    life_verbs: frozenset[str]
    tolls: frozenset[str]
    rising: frozenset[str]
    cumulative: tuple[str, ...]


def _by_word(table: dict[Effect, list[str]]) -> dict[str, Effect]:
    return {word: effect for effect, words in table.items() for word in words}


@cache
def _words() -> _Words:
    data = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return _Words(
        measures=frozenset(map(str, data["measures"])),
        families=frozenset(data["families"]),
        things=frozenset(data["things"]),
        attackers=frozenset(data["attackers"]),
        fighters=frozenset(data["fighters"]),
        civilians=frozenset(data["civilians"]),
        subset_openers=tuple(data["subset_openers"]),
        transitive=_by_word(data["transitive"]),
        intransitive=_by_word(data["intransitive"]),
        phrasal={tuple(phrase.split()): effect for phrase, effect in _by_word(data["phrasal"]).items()},
        shooting=frozenset(data["shooting"]),
        states=_by_word(data["states"]),
        nouns=_by_word(data["nouns"]),
        life_verbs=frozenset(data["life_verbs"]),
        tolls=frozenset(data["toll_nouns"]),
        rising=frozenset(data["rising_verbs"]),
        cumulative=tuple(data["cumulative_phrases"]),
    )


def find_quantities(document: Document) -> list[Quantity]:
    """Every count of people or things of the article, in order of start."""
    doc = document.doc
    read: list[tuple[Quantity, Token]] = []
    taken: set[int] = set()
    for numeral in numerals(doc):
        found = _counted(doc, numeral)
        if found is not None:
            read.append(found)
            taken.update((found[1].i, numeral.last))
    read += _singulars(doc, taken)
    read.sort(key=lambda item: (item[0].start, item[0].end))
    return _with_parts(document, _with_shared_effects(document, read))


# --- numbers -----------------------------------------------------------------------------------------------------


_JOINT = re.compile(r"\s*(?:,|and|,\s*and|&|or)\s*", re.IGNORECASE)


def _with_shared_effects(document: Document, read: list[tuple[Quantity, Token]]) -> list[tuple[Quantity, Token]]:
    """In a list the last count says what happened to all ("19 militants, three soldiers die")."""
    out = list(read)
    for index in range(len(out) - 2, -1, -1):
        quantity, head = out[index]
        following = out[index + 1][0]
        if quantity.effect is None and quantity.unit == "individuals" and following.effect in ("killed", "injured"):
            if _JOINT.fullmatch(document.text[quantity.end : following.start]):
                out[index] = (replace(quantity, effect=following.effect, effect_at=following.effect_at), head)
    return out


def _counted(doc: Doc, numeral: Numeral) -> tuple[Quantity, Token] | None:
    """The count a numeral makes, with the head of what is counted; None where it counts neither people nor things."""
    last = doc[numeral.last]
    head = _noun_of(last)
    if head.i == last.i and numeral.first < numeral.last:
        # "between 25 and 30 militants": the noun hangs on the first of the two.
        head = _noun_of(doc[numeral.first])
        head = last if head.i == numeral.first else head
    if _is_no_count(doc, numeral, last, head):
        return None
    effect, source = _effect(head)
    if effect is None:
        effect, source = _effect_beside(doc, numeral.opens, doc[max(head.i, numeral.last)])
    if effect is None and head.i != last.i:
        effect, source = _effect_beside(doc, numeral.opens, last)
    noun = None if head.i == last.i else head.lemma_.lower()
    if noun is None and effect is None:
        return None
    end_token = max(head.i, last.i) if 0 <= head.i - last.i <= 6 else last.i
    words = _words()
    unit: Unit = "families" if noun in words.families else "things" if noun in words.things else "individuals"
    first = doc[numeral.opens]
    return (
        Quantity(
            start=first.idx,
            end=doc[end_token].idx + len(doc[end_token].text),
            number_start=first.idx,
            number_end=last.idx + len(last.text),
            low=numeral.low,
            best=numeral.best,
            high=numeral.high,
            approximator=numeral.approximator,
            noun=noun,
            unit=unit,
            effect=effect,
            effect_at=source.idx if source is not None else None,
            is_cumulative=_is_cumulative(head),
            is_revision=source is not None and source.lemma_.lower() in words.rising,
            is_attackers=noun in words.attackers,
            is_civilian=noun in words.civilians,
            rule="number",
        ),
        head,
    )


def _noun_of(token: Token) -> Token:
    """The noun a number counts: what it modifies, through "dozens of people", "two of the men"; itself where elliptic."""
    if token.dep_ in ("nummod", "amod", "det", "quantmod", "compound", "nmod") and token.head.pos_ in _NOMINAL:
        if token.head.i > token.i:
            return _outermost(token.head)
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is not None and noun.pos_ in _NOMINAL:
                return noun
    if token.head.dep_ in ("nummod", "quantmod") and token.head.i > token.i:
        return _noun_of(token.head)
    return token


def _outermost(noun: Token) -> Token:
    while noun.dep_ == "compound" and noun.head.i > noun.i and noun.head.pos_ in _NOMINAL:
        noun = noun.head
    return noun


def _is_no_count(doc: Doc, numeral: Numeral, last: Token, head: Token) -> bool:
    """Ages, dates, money, measures, addresses, ordinals."""
    words = _words()
    first = doc[numeral.first]
    following = doc[last.i + 1] if last.i + 1 < len(doc) else None
    before = doc[first.i - 1] if first.i else None
    if head.lemma_.lower() in words.measures or head.lower_ in words.measures:
        return True
    if following is not None and following.sent == last.sent:
        if following.lower_ in words.measures or following.lemma_.lower() in words.measures:
            return True
        if following.lower_ in ("-", "–") and last.i + 2 < len(doc) and not following.whitespace_:
            return True
        if following.text in (":", "/") and not last.whitespace_ and not following.whitespace_:
            return True
        if following.like_num and following.lower_ not in _words().states:
            return True
    if before is not None and before.sent == first.sent:
        if before.text in (
            "$",
            "£",
            "€",
            "#",
            "No",
            "No.",
            "Rs",
            "Rs.",
            ".",
            "/",
            ":",
            "§",
            "Flight",
            "Route",
            "aged",
            "age",
        ):
            return True
        if before.lower_ in ("-", "–") and not before.whitespace_ and first.i > 1 and not doc[first.i - 2].whitespace_:
            return True
    if first.is_digit and first.i == last.i:
        if head is last and 1900 <= int(first.text[:9]) <= 2100:
            return True
        if _is_age(doc, last):
            return True
    return (
        last.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL") and head is last and _effect(last)[0] is None
    )


def _is_age(doc: Doc, number: Token) -> bool:
    """ "Doe, 34," — a number of two digits between commas after a name."""
    if not 0 < number.i < len(doc) or len(number.text) > 3:
        return False
    before = doc[number.i - 1]
    after = doc[number.i + 1] if number.i + 1 < len(doc) else None
    is_closed = (
        after is None or after.text in (",", ".", ";", ")") or after.lower_ in ("of", "was", "and", "were", "died")
    )
    return before.text == "," and number.i > 1 and doc[number.i - 2].pos_ == "PROPN" and is_closed


# --- what happened to the counted --------------------------------------------------------------------------------


def _effect(head: Token, depth: int = 0) -> tuple[Effect | None, Token | None]:
    """What the clause says happened to `head`, and the word that says it."""
    words = _words()
    own = words.nouns.get(head.lemma_.lower()) or words.states.get(head.lower_)
    if own is not None and head.pos_ != "VERB":
        return own, head
    for child in head.children:
        if child.dep_ in ("amod", "acl", "relcl", "advcl", "appos") and child.i != head.i:
            effect = _participle(child)
            if effect is not None:
                return effect, child
        if child.dep_ == "relcl":
            effect = _as_subject(child, child)
            if effect is not None:
                return effect, child
    verb = head.head
    if verb.i == head.i or depth > 3:
        return None, None
    dep = head.dep_
    if dep in _SUBJECT or (dep == "ROOT"):
        effect = _as_subject(verb, head)
        return (effect, verb) if effect is not None else (None, None)
    if dep in _OBJECT or dep == "dative":
        return _as_object(head, verb)
    if dep in ("pobj", "pcomp"):
        return _under_preposition(head)
    if dep in ("conj", "appos"):
        if verb.pos_ in _NOMINAL or verb.like_num or verb.pos_ in ("NUM", "PRON", "ADJ"):
            return _effect(verb, depth + 1)
        return None, None
    if dep in ("nummod", "compound", "amod", "nmod") and verb.pos_ in _NOMINAL:
        return _effect(verb, depth + 1)
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
        if len(rest) == 1 and any(
            c.lower_ == rest[0] for c in verb.subtree if 0 < c.i - verb.i < 9 and c.head.i in (verb.i, c.head.i)
        ):
            if any(c.lower_ == rest[0] and (c.head == verb or c.head.head == verb) for c in verb.subtree):
                return effect
        if len(rest) > 1 and " ".join(rest) in " ".join(nearby):
            return effect
    return None


def _verb_effect(verb: Token) -> Effect | None:
    """Effect on the object of a verb."""
    words = _words()
    phrasal = _phrase(verb)
    if phrasal is not None:
        return phrasal
    lemma = verb.lemma_.lower()
    if lemma in words.transitive:
        return words.transitive[lemma]
    if lemma in words.shooting:
        if any(c.lower_ == "fatally" for c in verb.children) or any(
            c.dep_ == "conj" and _words().transitive.get(c.lemma_.lower()) == "killed" for c in verb.children
        ):
            return "killed"
        if any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children):
            return None
        return "injured"
    return None


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
    if any(c.dep_ == "neg" for c in verb.children):
        return None
    is_passive = any(c.dep_ == "auxpass" for c in verb.children) or head.dep_ == "nsubjpass"
    has_object = any(c.dep_ in ("dobj", "obj", "ccomp", "dative") for c in verb.children)
    may_be_bare = lemma in words.transitive or lemma in words.shooting or _phrase(verb) is not None
    is_bare = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and not has_object and may_be_bare)
    if is_passive or (is_bare and not has_object):
        effect = _verb_effect(verb)
        if effect is not None:
            return effect
        for child in verb.children:
            if child.dep_ in ("oprd", "acomp", "advcl", "xcomp") and child.lower_ in words.states:
                return words.states[child.lower_]
        if child_of := _conjoined_effect(verb):
            return child_of
        return None
    if lemma in words.intransitive and not (lemma == "return" and has_object):
        return words.intransitive[lemma]
    if lemma in ("be", "remain", "lie", "go", "become", "leave", "get"):
        for child in verb.children:
            if child.dep_ in ("acomp", "attr", "oprd", "xcomp", "prep", "conj") and child.lower_ in words.states:
                return words.states[child.lower_]
            if child.dep_ == "prep" and child.lower_ == "among":
                for grand in child.subtree:
                    if grand.lower_ in words.states:
                        return words.states[grand.lower_]
    if lemma in ("suffer", "sustain", "receive") and any(
        c.dep_ in _OBJECT
        and (words.nouns.get(c.lemma_.lower()) == "injured" or c.lemma_.lower() in ("burn", "gunshot"))
        for c in verb.children
    ):
        return "injured"
    if lemma == "lose" and any(c.dep_ in _OBJECT and c.lemma_.lower() == "life" for c in verb.children):
        return "killed"
    return _conjoined_effect(verb)


def _conjoined_effect(verb: Token) -> Effect | None:
    """ "was shot and killed", "were taken to hospital and died": death beats what the first verb says."""
    words = _words()
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and not any(c.dep_ in _SUBJECT for c in child.children):
            lemma = child.lemma_.lower()
            has_object = any(c.dep_ in ("dobj", "obj") for c in child.children)
            if lemma in words.intransitive:
                return words.intransitive[lemma]
            if child.tag_ in _PAST and not has_object and lemma in words.transitive and verb.tag_ in _PAST:
                return words.transitive[lemma]
    return None


def _as_object(head: Token, verb: Token) -> tuple[Effect | None, Token | None]:
    words = _words()
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "neg" for c in verb.children):
        return None, None
    if lemma in words.life_verbs and head.lemma_.lower() == "life":
        return "killed", verb
    effect = _verb_effect(verb)
    if effect is not None and any(c.dep_ == "auxpass" for c in verb.children) and head.dep_ in ("dobj", "obj"):
        return None, None
    if effect is not None:
        return effect, verb
    if lemma in ("leave", "find", "declare", "pronounce"):
        for child in (*verb.children, *head.children):
            if child.lower_ in words.states:
                return words.states[child.lower_], child
    if lemma in words.rising and _has_toll(verb):
        return "killed", verb
    return None, None


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


def _effect_beside(doc: Doc, first: int, last: Token) -> tuple[Effect | None, Token | None]:
    """Where the parse fails: "killed at least 12", "12 people killed", "two said killed", with only modifiers between."""
    words = _words()
    if first > 0 and doc[first - 1].sent == last.sent:
        verb = doc[first - 1]
        lemma = _lemma(verb)
        if lemma in words.transitive and not any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
            if verb.dep_ not in ("acl", "amod") or verb.tag_ == "VBG":
                return words.transitive[lemma], verb
    for token in doc[last.i + 1 : last.i + 5]:
        if token.sent != last.sent:
            break
        lemma = _lemma(token)
        effect = words.states.get(token.lower_) or words.intransitive.get(lemma)
        if effect is not None and token.lower_ not in ("fatally", "hurt"):
            # "12 killed 30": the verb governs what follows it, not what stands before.
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            is_active = following is not None and (following.like_num or following.dep_ in ("dobj", "obj"))
            return (None, None) if is_active and token.lower_ in words.states else (effect, token)
        if token.pos_ not in ("AUX", "ADV", "ADJ", "NOUN") and token.lower_ not in _PASSED_OVER:
            break
    return None, None


# Words that may stand between a count and what happened: "two said killed", "four others feared dead".
_PASSED_OVER = frozenset(
    "said reported feared believed presumed confirmed others more people have been and shot gunned".split()
)


def _lemma(token: Token) -> str:
    """Lemma, also of a verb the tagger took for a name or a noun ("Kills" in a headline)."""
    word = token.lemma_.lower()
    if word in _words().transitive or word in _words().intransitive:
        return word
    for ending in ("s", "ed", "d", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and (stem in _words().transitive or stem in _words().intransitive):
            return stem
    return word


def _is_cumulative(head: Token) -> bool:
    clause = head
    while clause.pos_ not in ("VERB", "AUX") and clause.dep_ != "ROOT":
        clause = clause.head
    sentence = head.sent
    text = " " + " ".join(t.lower_ for t in sentence) + " "
    return any(f" {phrase} " in text for phrase in _words().cumulative) and clause.sent == sentence


# --- one person, told in the singular ----------------------------------------------------------------------------


def _singulars(doc: Doc, taken: set[int]) -> Iterator[tuple[Quantity, Token]]:
    """A person told in the singular, or nobody at all, where the clause says what happened."""
    words = _words()
    for token in doc:
        if token.i in taken or token.dep_ in ("compound", "amod", "nummod"):
            continue
        is_name = token.pos_ == "PROPN" and token.ent_type_ == "PERSON"
        is_noun = token.tag_ == "NN" or (token.tag_ == "NNP" and not is_name and is_person_noun(token))
        is_nobody = token.lower_ in ("nobody", "no-one") or (
            token.lower_ == "one" and any(c.lower_ == "no" for c in token.children)
        )
        is_none = token.pos_ == "NOUN" and any(c.lower_ == "no" and c.dep_ in ("det", "neg") for c in token.children)
        if not (is_name or is_noun or is_nobody or is_none):
            continue
        effect, source = _effect(token)
        if effect is None and (is_name or is_person_noun(token)):
            start = min((c.i for c in token.children if c.i < token.i and c.dep_ in _DETERMINING), default=token.i)
            effect, source = _effect_beside(doc, start, token)
        if effect not in ("killed", "injured", "abducted") or source is None:
            continue
        is_effect_noun = source.i == token.i
        if is_none or is_nobody:
            if (
                not is_effect_noun
                and not is_nobody
                and token.lemma_.lower() not in ("people", "person", "one", "casualty")
            ):
                continue
            yield _single(token, effect, source, 0, "nobody"), token
            continue
        if is_effect_noun or token.lemma_.lower() in words.things or token.lemma_.lower() in words.measures:
            continue
        if not is_name and not is_person_noun(token):
            continue
        if any(
            c.dep_ == "nummod" or (c.dep_ in ("det", "amod") and c.lower_ in ("all", "both", "every", "many", "any"))
            for c in token.children
        ):
            continue
        yield _single(token, effect, source, 1, "name" if is_name else "singular"), token


@cache
def _persons() -> frozenset[str]:
    data = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return frozenset((*data["attackers"], *data["fighters"], *data["civilians"], *data["persons"]))


def is_person_noun(token: Token) -> bool:
    """Whether a noun names people."""
    lemma = token.lemma_.lower()
    return lemma in _persons() or lemma.endswith(("man", "woman", "person", "ist", "boy", "girl", "father", "mother"))


def is_attacker_noun(word: str) -> bool:
    """Whether a word only says that somebody attacked ("assailants"), not who."""
    return word.lower() in _words().attackers or word.lower().removesuffix("s") in _words().attackers


def is_thing_noun(token: Token) -> bool:
    """Whether a noun names things."""
    return token.lemma_.lower() in _words().things


def _single(token: Token, effect: Effect, source: Token, count: int, rule: str) -> Quantity:
    words = _words()
    span = [
        t
        for t in token.subtree
        if t.dep_ in ("det", "amod", "compound", "neg", "nummod") and t.head == token and t.i < token.i
    ]
    first = min(span, key=lambda t: t.i, default=token)
    noun = token.lemma_.lower()
    return Quantity(
        start=first.idx,
        end=token.idx + len(token.text),
        number_start=first.idx,
        number_end=token.idx + len(token.text),
        low=count,
        best=count,
        high=count,
        approximator="exact",
        noun=noun,
        unit="individuals",
        effect=effect,
        effect_at=source.idx,
        is_attackers=noun in words.attackers,
        is_civilian=noun in words.civilians,
        rule=rule,
    )


# --- parts of a whole --------------------------------------------------------------------------------------------


def _with_parts(document: Document, read: list[tuple[Quantity, Token]]) -> list[Quantity]:
    """Mark counts that only break down an earlier one of the sentence ("14, including six attackers")."""
    out: list[Quantity] = []
    for quantity, head in read:
        whole = next(
            (
                index
                for index in range(len(out) - 1, -1, -1)
                if out[index].part_of is None and _opens_part(document, out[index], quantity, head)
            ),
            None,
        )
        if whole is None:
            out.append(quantity)
            continue
        effect = quantity.effect or out[whole].effect
        out.append(
            replace(quantity, part_of=whole, effect=effect, effect_at=quantity.effect_at or out[whole].effect_at)
        )
    return out


def _opens_part(document: Document, whole: Quantity, part: Quantity, head: Token) -> bool:
    if whole.end > part.start or document.sentence_at(whole.start) != document.sentence_at(part.start):
        return False
    between = " ".join(document.text[whole.end : part.start].lower().split())
    openers = _words().subset_openers
    tail = document.text[part.number_start : part.end].lower() + " " + document.text[part.end : part.end + 9].lower()
    if " of them" in tail or " of whom" in tail:
        return True
    if whole.high is not None and part.low is not None and part.low > whole.high:
        return False
    if "other" in tail.split() or "others" in tail.split():
        return False
    # What follows "including" up to the next verb of the sentence is a list of parts.
    for opener in openers:
        at = between.rfind(opener)
        if at >= 0 and not any(
            t.pos_ == "VERB" and t.dep_ != "prep" and t.lower_ not in ("including", "comprising") and t.tag_ != "VBN"
            for t in _tokens_between(head, document, whole.end + at + len(opener), part.start)
        ):
            return True
    return False


def _tokens_between(head: Token, document: Document, start: int, end: int) -> Iterator[Token]:
    return (t for t in head.sent if start <= t.idx < end)
