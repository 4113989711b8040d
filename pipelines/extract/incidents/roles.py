"""Roles: who did it, to whom or what, and with what means, as the parse of one sentence gives them.

What belongs here: agents and patients of triggers, by subject, object and preposition.  Not here: which words are triggers
(triggers.py), the words of a participant (participants.py), counts (tolls.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import NOMINAL
from pipelines.extract.incidents.acts import Trigger
from pipelines.extract.incidents.blame import blamed, damaged
from pipelines.extract.incidents.participants import ARGUMENT, conjuncts, is_person
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.places.roles import listed_before, says_where

# Kinds whose object is harmed, not damaged.
_HARMING = frozenset(("killing", "abduction", "shooting", "sexual"))
# Kinds that are done to what stands after "of".
_DONE_TO = frozenset(("killing", "abduction", "attack", "shooting", "bomb", "air", "shelling"))
# Nouns of what goes off: what stands beside them is no party to an act.
_GOES_OFF = frozenset("bomb mine landmine ied dynamite grenade explosive blast explosion detonation".split())
# Words for the armed that before an act say of what kind it is, not who did it.
_NO_AGENTS = frozenset(("tank", "jet", "drone", "aircraft", "force", "unit", "individual", "military", "warplane"))
_EXPLOSIVE = frozenset(("bomb", "blast", "grenade", "suicide", "shelling", "air"))
_SUBJECTS = ("nsubj", "nsubjpass")
_TRANSITIVE = frozenset(
    "kill shoot gun murder injure wound kidnap abduct assassinate ambush behead lynch stab slay bomb".split()
)


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


# --- verbs ------------------------------------------------------------------------------------------------------------


def _fill_from_verb(roles: Roles, trigger: Trigger) -> None:
    verb = trigger.token
    is_passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children) or _is_headline_passive(verb)
    for child in verb.children:
        if child.dep_ == "nsubjpass" or (is_passive and child.dep_ == "nsubj"):
            roles.patients += conjuncts(child)
        elif child.dep_ == "nsubj":
            _fill_from_subject(roles, trigger, child)
        elif child.dep_ in ("dobj", "obj"):
            # "fired a shot": what is fired is no target.
            roles.patients += [n for n in conjuncts(child) if n.lemma_.lower() not in lexicon().weapons]
            # "traded fire with India"
            against = [p for p in child.children if p.lower_ == "with"] if trigger.kind == "clash" else []
            roles.sides += [noun for preposition in against for noun in _objects(preposition)]
        elif child.dep_ == "agent":
            roles.agents += [doer for grand in child.children if grand.dep_ == "pobj" for doer in _doers(grand)]
        elif child.dep_ == "prep":
            _fill_from_adverbial(roles, trigger, child)
    if verb.dep_ == "acl" and (verb.tag_ == "VBN" or is_passive) and verb.head.pos_ in ARGUMENT:
        roles.patients += [verb.head]
    if verb.dep_ == "relcl" and verb.head.pos_ in ARGUMENT:
        _fill_from_antecedent(roles, verb)
    if not any(child.dep_ in _SUBJECTS for child in verb.children):
        roles.agents += _inherited_agents(verb)
        roles.patients += _inherited_patients(verb) if is_passive else []


def _fill_from_subject(roles: Roles, trigger: Trigger, subject: Token) -> None:
    if trigger.kind == "clash":
        roles.sides += conjuncts(subject)
    elif trigger.token.lemma_.lower() not in ("explode", "detonate", "go", "die") and not _is_told_harmed(subject):
        roles.agents += _doers(subject)


def _is_told_harmed(subject: Token) -> bool:
    """ "Two farmers killed in border shelling": the parser takes what they were killed in for what they did."""
    return any(c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_.lower() in _TRANSITIVE for c in subject.children)


def _fill_from_adverbial(roles: Roles, trigger: Trigger, preposition: Token) -> None:
    """ "Fired on X", "clashed with X", "exploded near X"."""
    word, named = preposition.lower_, _objects(preposition)
    if word == "with":
        roles.sides += named if trigger.kind == "clash" else []
    elif word in ("on", "at", "into", "against", "upon"):
        if trigger.kind in ("shooting", "attack", "blast"):
            roles.patients += [noun for noun in named if not _is_time(noun)]
    elif trigger.kind in _EXPLOSIVE and word in lexicon().at_prepositions:
        _add_sites(roles, named)


def _fill_from_antecedent(roles: Roles, verb: Token) -> None:
    """ "The men who attacked": the pronoun stands for what the clause is said of."""
    pronoun = next((c for c in verb.children if c.lower_ in ("who", "which", "that")), None)
    if pronoun is None:
        return
    is_patient = pronoun.dep_ in ("nsubjpass", "dobj")
    target = roles.patients if is_patient else roles.agents
    if pronoun in target:
        target.remove(pronoun)
    target += [verb.head] if is_patient else _doers(_meant(pronoun, verb.head))


def _meant(pronoun: Token, nearest: Token) -> Token:
    """ "A blast at a hotel that killed six": of the nouns before "that" the one that kills."""
    act = nearest.head.head
    is_at_act = nearest.dep_ == "pobj" and act.lemma_.lower() in lexicon().weapons
    return act if is_at_act and pronoun.lower_ in ("which", "that") else nearest


def _is_headline_passive(verb: Token) -> bool:
    """A participle that headlines leave without its auxiliary ("Officer gunned down in …")."""
    if verb.tag_ not in ("VBN", "VBD") or verb.lemma_.lower() not in _TRANSITIVE:
        return False
    return not any(child.dep_ in ("dobj", "obj", "aux", "ccomp") for child in verb.children)


def _inherited_patients(verb: Token) -> list[Token]:
    """The subject of the clause that goes on with "after being …" ("a boy is in hospital after being shot"), or of whom
    something is said ("a commander reported killed")."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "after":
        governor = verb.head.head
    elif verb.dep_ == "xcomp" and verb.tag_ == "VBN":
        governor = verb.head
    else:
        return []
    subjects = [child for child in governor.children if child.dep_ in _SUBJECTS]
    return [who for child in subjects for who in conjuncts(child) if is_person(who)]


def _inherited_agents(verb: Token) -> list[Token]:
    """The subject a bare participle, infinitive or second verb shares with its governor ("opened fire, killing ten")."""
    if verb.dep_ == "conj" and any(child.dep_ == "auxpass" for child in verb.children):
        return []
    if verb.dep_ in ("advcl", "xcomp", "conj") and verb.head.pos_ == "VERB" and verb.tag_ != "VBN":
        suffers = _is_headline_passive(verb.head) or verb.head.lemma_.lower() == "die"
        for child in verb.head.children:
            if child.dep_ == "nsubj" and not suffers:
                return _doers(child)
            if child.dep_ == "agent":
                return [doer for grand in child.children if grand.dep_ == "pobj" for doer in _doers(grand)]
    return []


# --- nouns ------------------------------------------------------------------------------------------------------------


def _fill_from_noun(roles: Roles, trigger: Trigger) -> None:
    noun = trigger.token
    is_act = noun.lemma_.lower() not in _GOES_OFF
    for child in noun.children:
        if child.dep_ == "prep":
            _fill_from_preposition(roles, trigger, child, is_act=is_act)
        elif child.dep_ in ("poss", "compound", "amod", "nmod") and child.i < noun.i and is_act:
            if child.dep_ == "poss" and noun.lemma_.lower() in lexicon().befalling:
                roles.patients.append(child)
            elif _is_agent_of(child, noun):
                is_side = trigger.kind == "clash" and child.dep_ != "poss"
                if is_side:
                    first = listed_before(child)
                    roles.sides += [*([first] if first is not None else []), *conjuncts(child)]
                else:
                    roles.agents.append(child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            roles.agents += _doers_of_passive(child)
    _fill_from_governor(roles, trigger, noun.head)


def _fill_from_preposition(roles: Roles, trigger: Trigger, preposition: Token, *, is_act: bool) -> None:
    """ "An attack by X", "on X", "clashes between X and Y", "a blast outside X"."""
    word, named = preposition.lower_, _objects(preposition)
    if word == "by":
        roles.agents += [doer for noun in named for doer in _doers(noun)]
    elif word in ("on", "against", "upon", "targeting", "at") and is_act:
        roles.patients += [noun for noun in named if not _is_time(noun)]
    elif word in lexicon().at_prepositions and trigger.kind in _EXPLOSIVE:
        _add_sites(roles, named)
    elif word == "of" and trigger.kind in _DONE_TO:
        roles.patients += named
    elif word in ("between", "with", "among") and trigger.kind in ("clash", "attack"):
        roles.sides += named


def _fill_from_governor(roles: Roles, trigger: Trigger, governor: Token) -> None:
    """ "Threw a grenade at X", "X carried out an attack", "an attack was carried out by X", "a blast destroyed X"."""
    noun, lemma = trigger.token, governor.lemma_.lower()
    if lemma in lexicon().throwing_verbs and trigger.kind in _EXPLOSIVE:
        aims = [c for c in governor.children if c.dep_ == "prep" and c.lower_ in lexicon().at_prepositions]
        goals = [g for aim in aims for g in aim.children if g.dep_ == "pobj" and _is_site(g)]
        thrown_at = [noun for goal in goals for noun in conjuncts(goal)]
        roles.patients += thrown_at
        roles.sites += thrown_at
    if noun.dep_ in ("dobj", "obj") and lemma in lexicon().light_verbs:
        roles.agents += [doer for child in governor.children if child.dep_ == "nsubj" for doer in _doers(child)]
        roles.agents += _inherited_agents(governor) if not roles.agents else []
    if noun.dep_ in ("dobj", "obj") and lemma in lexicon().surviving_verbs:
        roles.patients += [who for child in governor.children if child.dep_ == "nsubj" for who in conjuncts(child)]
    if noun.dep_ == "nsubjpass" and lemma in lexicon().light_verbs:
        agents = [child for child in governor.children if child.dep_ == "agent"]
        roles.agents += [doer for agent in agents for grand in agent.children for doer in _doers(grand)]
    if noun.dep_ == "nsubj" and governor.pos_ == "VERB" and lemma in lexicon().hitting_verbs:
        roles.patients += [n for child in governor.children if child.dep_ in ("dobj", "obj") for n in conjuncts(child)]
        through = [child for child in governor.children if child.dep_ == "prep" and child.lower_ == "through"]
        roles.patients += [noun for preposition in through for noun in _objects(preposition)]


def _objects(preposition: Token) -> list[Token]:
    """What a preposition governs, with what is coordinated with it."""
    return [noun for child in preposition.children if child.dep_ == "pobj" for noun in conjuncts(child)]


def _doers_of_passive(verb: Token) -> list[Token]:
    """Who did it, after "by"."""
    agents = [child for child in verb.children if child.dep_ == "agent"]
    return [doer for agent in agents for g in agent.children if g.dep_ == "pobj" for doer in _doers(g)]


def _doers(token: Token) -> list[Token]:
    """The human doers behind a subject: itself, or for "a strike by X" and "X's bombing" what stands in the phrase."""
    out: list[Token] = []
    for noun in conjuncts(token):
        if noun.pos_ not in ARGUMENT:
            continue
        if noun.lemma_.lower() in lexicon().weapons and noun.ent_type_ not in ("PERSON", "ORG"):
            out += [child for child in noun.children if _is_agent_of(child, noun)]
            continue
        out.append(noun)
    return out


def _is_agent_of(modifier: Token, act: Token) -> bool:
    """Whether a modifier of an event noun says who did it: a name, a nationality, "militant", not "terrorist"."""
    is_modifier = modifier.dep_ in ("poss", "compound", "amod", "nmod")
    return is_modifier and _is_possible_agent(modifier) and not says_where(modifier, act)


def _is_possible_agent(token: Token) -> bool:
    if token.ent_type_ in ("ORG", "GPE", "NORP"):
        return True
    if token.ent_type_ == "PERSON":
        # "The Rossi attack" may as well be on him; "Red Path attacks" are those of a group taken for a person.
        return token.dep_ == "poss" or token.head.tag_ == "NNS"
    return token.pos_ in NOMINAL and token.lemma_.lower() in (lexicon().armed - _NO_AGENTS)


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
