"""Roles: who did it, to whom or what, and with what means, as the parse of one sentence gives them.

What belongs here: agents and patients of triggers, noun phrases as the text names them, their match with known actors.
Not here: which words are triggers (triggers.py), counts (tolls.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import NOMINAL
from pipelines.extract.incidents.acts import Trigger
from pipelines.extract.incidents.blame import blamed, damaged
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Reading
from pipelines.extract.quantities.words import is_person_noun

_ARGUMENT = frozenset(("NOUN", "PROPN", "NUM", "PRON", "ADJ"))
# Kinds whose object is harmed, not damaged.
_HARMING = frozenset(("killing", "abduction", "shooting", "sexual"))
_EXPLOSIVE = frozenset(("bomb", "blast", "grenade", "suicide", "shelling", "air"))


@dataclass
class Roles:
    """Tokens that head the phrases of one event's participants.  sites: patients where something went off or was thrown."""

    agents: list[Token] = field(default_factory=list)
    patients: list[Token] = field(default_factory=list)
    harmed: list[Token] = field(default_factory=list)
    sides: list[Token] = field(default_factory=list)
    sites: list[Token] = field(default_factory=list)


def roles_of(triggers: Iterable[Trigger]) -> Roles:
    """Participants of an event told by some triggers of one sentence."""
    roles = Roles()
    for trigger in triggers:
        before = len(roles.patients)
        _fill(roles, trigger)
        roles.agents += [doer for token in blamed(trigger.token) for doer in _doers(token)]
        roles.patients += [thing for token in damaged(trigger.token) for thing in conjuncts(token)]
        if trigger.kind in _HARMING:
            roles.harmed += roles.patients[before:]
    roles.agents = _distinct(roles.agents)
    roles.sides = _distinct(roles.sides)
    taken = {token.i for token in roles.agents}
    roles.patients = [token for token in _distinct(roles.patients) if token.i not in taken]
    return roles


def _fill(roles: Roles, trigger: Trigger) -> None:
    token = trigger.token
    if token.pos_ in NOMINAL:
        _fill_from_noun(roles, trigger)
    else:
        _fill_from_verb(roles, trigger)


def _fill_from_verb(roles: Roles, trigger: Trigger) -> None:
    verb = trigger.token
    is_passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) or _is_headline_passive(verb)
    for child in verb.children:
        if child.dep_ == "nsubjpass" or (is_passive and child.dep_ == "nsubj"):
            roles.patients += conjuncts(child)
        elif child.dep_ == "nsubj" and not is_passive:
            if trigger.kind == "clash":
                roles.sides += conjuncts(child)
            elif verb.lemma_.lower() in ("explode", "detonate", "go", "die"):
                continue
            else:
                roles.agents += _doers(child)
        elif child.dep_ in ("dobj", "obj"):
            # "fired a shot": what is fired is no target.
            roles.patients += [n for n in conjuncts(child) if n.lemma_.lower() not in lexicon().weapons]
        elif child.dep_ == "agent":
            roles.agents += [doer for grand in child.children if grand.dep_ == "pobj" for doer in _doers(grand)]
        elif child.dep_ == "prep" and child.lower_ in ("on", "at", "into", "against", "upon", "with"):
            named = [noun for grand in child.children if grand.dep_ == "pobj" for noun in conjuncts(grand)]
            if child.lower_ == "with" and trigger.kind == "clash":
                roles.sides += named
            elif child.lower_ in ("at", "on", "into", "upon", "against") and trigger.kind in (
                "shooting",
                "attack",
                "blast",
            ):
                roles.patients += [noun for noun in named if not _is_time(noun)]
        elif child.dep_ == "prep" and trigger.kind in _EXPLOSIVE and child.lower_ in lexicon().at_prepositions:
            named = [noun for grand in child.children if grand.dep_ == "pobj" for noun in conjuncts(grand)]
            _add_sites(roles, named)
    if verb.dep_ in ("acl",) and verb.tag_ == "VBN" and verb.head.pos_ in _ARGUMENT:
        roles.patients += [verb.head]
    if verb.dep_ in ("relcl",) and verb.head.pos_ in _ARGUMENT:
        pronoun = next((c for c in verb.children if c.lower_ in ("who", "which", "that")), None)
        if pronoun is not None:
            target = roles.patients if pronoun.dep_ in ("nsubjpass", "dobj") else roles.agents
            if pronoun in target:
                target.remove(pronoun)
            target += _doers(verb.head) if target is roles.agents else [verb.head]
    if not any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children):
        roles.agents += _inherited_agents(verb)


def _is_headline_passive(verb: Token) -> bool:
    """A participle that headlines leave without its auxiliary ("Officer gunned down in …")."""
    if verb.tag_ not in ("VBN", "VBD") or verb.lemma_.lower() not in _TRANSITIVE:
        return False
    return not any(child.dep_ in ("dobj", "obj", "aux", "ccomp") for child in verb.children)


_TRANSITIVE = frozenset(
    "kill shoot gun murder injure wound kidnap abduct assassinate ambush behead lynch stab slay bomb".split()
)


def _inherited_agents(verb: Token) -> list[Token]:
    """The subject a bare participle, infinitive or second verb shares with its governor ("opened fire, killing ten")."""
    if verb.dep_ == "conj" and any(child.dep_ == "auxpass" for child in verb.children):
        return []
    if verb.dep_ in ("advcl", "xcomp", "conj") and verb.head.pos_ == "VERB" and verb.tag_ != "VBN":
        for child in verb.head.children:
            if child.dep_ == "nsubj":
                return _doers(child)
            if child.dep_ == "agent":
                return [doer for grand in child.children if grand.dep_ == "pobj" for doer in _doers(grand)]
    return []


def _fill_from_noun(roles: Roles, trigger: Trigger) -> None:
    noun = trigger.token
    is_act = noun.lemma_.lower() not in ("bomb", "mine", "landmine", "ied", "dynamite", "grenade", "explosive")
    for child in noun.children:
        if child.dep_ == "prep":
            named = [n for grand in child.children if grand.dep_ == "pobj" for n in conjuncts(grand)]
            if child.lower_ == "by":
                roles.agents += [doer for n in named for doer in _doers(n)]
            elif child.lower_ in ("on", "against", "upon", "targeting", "at") and is_act:
                roles.patients += [n for n in named if not _is_time(n)]
            elif child.lower_ in lexicon().at_prepositions and trigger.kind in _EXPLOSIVE:
                _add_sites(roles, named)
            elif child.lower_ == "of" and trigger.kind in (
                "killing",
                "abduction",
                "attack",
                "shooting",
                "bomb",
                "air",
                "shelling",
            ):
                roles.patients += named
            elif child.lower_ in ("between", "with", "among") and trigger.kind in ("clash", "attack"):
                roles.sides += named
        elif child.dep_ in ("poss", "compound", "amod", "nmod") and child.i < noun.i and is_act:
            if child.dep_ == "poss" and noun.lemma_.lower() in lexicon().befalling:
                roles.patients.append(child)
            elif _is_possible_agent(child):
                (roles.sides if trigger.kind == "clash" and child.dep_ != "poss" else roles.agents).append(child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            roles.agents += [
                doer
                for agent in child.children
                if agent.dep_ == "agent"
                for grand in agent.children
                if grand.dep_ == "pobj"
                for doer in _doers(grand)
            ]
    governor = noun.head
    if governor.lemma_.lower() in lexicon().throwing_verbs and trigger.kind in _EXPLOSIVE:
        thrown_at = [
            n
            for child in governor.children
            if child.dep_ == "prep" and child.lower_ in lexicon().at_prepositions
            for grand in child.children
            if grand.dep_ == "pobj" and _is_site(grand)
            for n in conjuncts(grand)
        ]
        roles.patients += thrown_at
        roles.sites += thrown_at
    if noun.dep_ in ("dobj", "obj") and governor.lemma_.lower() in lexicon().light_verbs:
        roles.agents += [doer for child in governor.children if child.dep_ == "nsubj" for doer in _doers(child)]
        roles.agents += _inherited_agents(governor) if not roles.agents else []
    if noun.dep_ == "nsubjpass" and governor.lemma_.lower() in lexicon().light_verbs:
        roles.agents += [
            doer
            for child in governor.children
            if child.dep_ == "agent"
            for grand in child.children
            for doer in _doers(grand)
        ]
    if (
        noun.dep_ == "nsubj"
        and governor.pos_ == "VERB"
        and governor.lemma_.lower()
        in (
            "destroy",
            "damage",
            "hit",
            "target",
            "rock",
            "rip",
            "strike",
            "kill",
            "wound",
            "injure",
            "shatter",
            "wreck",
            "tear",
            "level",
        )
    ):
        roles.patients += [n for child in governor.children if child.dep_ in ("dobj", "obj") for n in conjuncts(child)]
        roles.patients += [
            n
            for child in governor.children
            if child.dep_ == "prep" and child.lower_ == "through"
            for grand in child.children
            if grand.dep_ == "pobj"
            for n in conjuncts(grand)
        ]


def _doers(token: Token) -> list[Token]:
    """The human doers behind a subject: itself, or for "a strike by X" and "X's bombing" what stands in the phrase."""
    out: list[Token] = []
    for noun in conjuncts(token):
        if noun.pos_ not in _ARGUMENT:
            continue
        if noun.lemma_.lower() in lexicon().weapons and noun.ent_type_ not in ("PERSON", "ORG"):
            out += [
                child
                for child in noun.children
                if child.dep_ in ("poss", "compound", "amod", "nmod") and _is_possible_agent(child)
            ]
            continue
        out.append(noun)
    return out


def _is_possible_agent(token: Token) -> bool:
    """Whether a modifier of an event noun says who did it: a name, a nationality, "militant", not "terrorist"."""
    return token.ent_type_ in ("ORG", "GPE", "NORP", "PERSON") or token.lemma_.lower() in lexicon().armed - {
        "tank",
        "jet",
        "drone",
        "aircraft",
        "force",
        "unit",
        "individual",
        "military",
        "warplane",
    }


def conjuncts(token: Token) -> list[Token]:
    """A noun and what is coordinated with it."""
    out = [token]
    for child in token.children:
        if child.dep_ in ("conj", "appos") and child.pos_ in _ARGUMENT and child.dep_ == "conj":
            out += conjuncts(child)
    return out


def _is_site(token: Token) -> bool:
    """Whether a noun is something to hit, not a town or a time."""
    return token.pos_ in NOMINAL and token.ent_type_ not in ("DATE", "TIME", "GPE", "LOC") and not is_person(token)


def _add_sites(roles: Roles, nouns: Iterable[Token]) -> None:
    sites = [noun for noun in nouns if _is_site(noun)]
    roles.patients += sites
    roles.sites += sites


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME")


def _distinct(tokens: Iterable[Token]) -> list[Token]:
    return list({token.i: token for token in tokens}.values())


# --- phrases as the text names them ------------------------------------------------------------------------------


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
    while first.i < token.i and (first.pos_ in ("DET", "NUM", "PUNCT", "PRON") or first.lower_ in _EMPTY):
        first = first.nbor(1)
    return first.idx, token.idx + len(token.text)


_EMPTY = frozenset(
    "other several many some another more suspected alleged unidentified unknown presumed least dozens".split()
)


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


_PLACES_AND_MACHINES = frozenset(("tank", "jet", "drone", "aircraft", "warplane", "column", "unit"))


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(
        "it this that these those which who what they them he him she her we us i you itself himself all".split()
    )


def is_nameable(token: Token) -> bool:
    """Whether a token heads a phrase worth naming: no pronoun, no bare number, no word of quantity."""
    if token.lower_ in _pronouns() or token.pos_ in ("PRON", "DET", "NUM"):
        return False
    if token.pos_ == "ADJ" and token.ent_type_ not in ("NORP", "GPE", "ORG"):
        return False
    return token.lemma_.lower() not in (
        "one",
        "other",
        "people",
        "person",
        "victim",
        "number",
        "responsibility",
        "dozen",
        "self",
        "life",
    )
