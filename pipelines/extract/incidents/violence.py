"""Violence: whether the words of one event mean real violence, or an accident, or neither.

What belongs here: casualties, weapons, armed sides and victims beside a trigger; crashes, floods and blasts that nobody caused.
Not here: figurative use of the trigger itself (nouns.py, verbs.py).  Knowledge is data: lexicon/incident.yml, lexicon/not_events.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from pipelines.extract.incidents.acts import Trigger, beside
from pipelines.extract.incidents.participants import (
    actor_at,
    bears_arms,
    is_armed,
    is_nameable,
    is_person,
    organisations_behind,
)
from pipelines.extract.incidents.roles import Roles
from pipelines.extract.incidents.tolls import has_toll
from pipelines.extract.incidents.words import lexicon, not_events
from pipelines.extract.mentions import Reading
from pipelines.extract.quantities.model import Quantity
from pipelines.extract.quantities.words import is_thing_noun

UNMISTAKABLY_ARMED = frozenset(
    "gunman militant insurgent rebel guerrilla terrorist soldier troop army bomber attacker assailant commando security".split()
)
# Nobody is kidnapped or ambushed by accident.
_DELIBERATE = frozenset(("abduction", "attack", "arson", "suicide", "clash"))
# What somebody does in person, whatever stands beside it.
_BY_HAND = frozenset(("shooting", "attack", "clash"))
_EXPLOSIVE_OR_SHOT = frozenset(("blast", "bomb", "grenade", "shelling", "suicide", "air", "shooting"))
_GUIDED = re.compile(r"\b(?:drone|missile|rocket|uav)s?\b", re.IGNORECASE)
# Of these it says little that one took place: what happened in it is the event.
_CAMPAIGNS = frozenset(("operation", "offensive"))
# "Two killed, five wounded": accidents injure.
_VIOLENT_COMPANY = UNMISTAKABLY_ARMED | {"wound", "violence"}
# Whose deaths are violence, however they are told.
IRREGULARS = frozenset("militant insurgent rebel guerrilla terrorist gunman jihadist".split())


def is_supported(
    reading: Reading, group: Sequence[Trigger], roles: Roles, text: str, quantities: Sequence[Quantity]
) -> bool:
    """Whether violence is meant: a word that says so alone, casualties of it, a weapon, or an armed side."""
    if any(trigger.is_strong or _is_answered_for(trigger.token) for trigger in group):
        return True
    kinds = {trigger.kind for trigger in group}
    is_armed_act = any(bears_arms(reading, token) for token in (*roles.agents, *roles.sides))
    is_deadly = has_toll(quantities)
    if kinds == {"toll"}:
        irregulars = (q for q in quantities if q.effect == "killed" and q.low and q.noun in IRREGULARS)
        return (is_deadly and is_armed_act) or any(irregulars)
    if kinds == {"killing"}:
        return is_armed_act or _is_violent_killing(reading, group, roles, text) or _kills_politics(group, quantities)
    if kinds == {"clash"}:
        return is_deadly or _is_fought_in_arms(reading, group, roles)
    # "killed in an attack": each says what the other means.
    if "killing" in kinds or is_armed_act or is_deadly or any(_is_called_deadly(trigger.token) for trigger in group):
        return True
    return _is_plain(group, kinds, roles, text)


def tells_of_dead(act: Token) -> bool:
    """Whether the sentence of an act says that it cost lives, without a number ("new clashes, deaths", "death toll rises")."""
    return any(
        (token.tag_ == "NNS" and token.lemma_.lower() in ("death", "casualty", "fatality"))
        or (token.lower_ == "toll" and "death" in beside(token))
        for token in act.sent
    )


def _is_violent_killing(reading: Reading, group: Sequence[Trigger], roles: Roles, text: str) -> bool:
    """Accidents kill too: a killing needs somebody who kills, an armed victim, or a weapon."""
    doers = [token for token in roles.agents if is_nameable(token)]
    return (
        any(is_person(token) or actor_at(reading, token) is not None for token in doers)
        or any(_is_party_to_violence(reading, token) for token in roles.patients)
        or any(token.lemma_.lower() in _VIOLENT_COMPANY for token in group[0].token.sent)
        or _names_weapon(text)
    )


def _kills_politics(group: Sequence[Trigger], quantities: Sequence[Quantity]) -> bool:
    """ "Lawyer, two daughters killed": where the parse loses who was killed, what is counted says it."""
    is_told = any(trigger.token.tag_ in ("VBN", "VBD") for trigger in group)
    return is_told and any(q.effect == "killed" and q.noun in lexicon().political_victims for q in quantities)


def _is_fought_in_arms(reading: Reading, group: Sequence[Trigger], roles: Roles) -> bool:
    """Governments and opinions clash too: a clash needs casualties or somebody in arms; a campaign casualties."""
    words = [trigger.token.lemma_.lower() for trigger in group]
    if all(word in _CAMPAIGNS for word in words):
        return False
    sides = [*roles.agents, *roles.sides]
    known = [a for token in sides for a in (actor_at(reading, token), *organisations_behind(reading, token))]
    return (
        any(is_armed(None, token) for token in sides)
        or any(a is not None and (a.kind == "armed_group" or a.sector in ("MIL", "REB")) for a in known)
        or any(word in ("firing", "crossfire") for word in words)
    )


def _is_plain(group: Sequence[Trigger], kinds: set[str], roles: Roles, text: str) -> bool:
    """Whether an act of nobody in arms and without casualties is one of violence, by whom or what it hits and with what."""
    if roles.patients and any(token.lemma_.lower() in UNMISTAKABLY_ARMED for token in group[0].token.sent):
        return True
    if kinds == {"shooting"}:
        # "fired the first shot": a shooting needs somebody hit, or a weapon, where nobody in arms is named.
        return bool(roles.patients) or _names_weapon(text)
    if kinds == {"attack"} and any(is_thing_noun(token) for token in roles.patients):
        return True
    return bool(kinds & _EXPLOSIVE_OR_SHOT) or _names_weapon(text)


def _is_called_deadly(act: Token) -> bool:
    return bool(beside(act) & lexicon().violent_modifiers)


def _is_answered_for(act: Token) -> bool:
    """ "Claims responsibility for an attack": nobody does so of figurative ones."""
    return act.dep_ in ("pobj", "pcomp") and act.head.lower_ == "for" and act.head.head.lower_ == "responsibility"


def _is_party_to_violence(reading: Reading, victim: Token) -> bool:
    """Whether who was killed is in arms or in politics, by the words of the phrase ("members of a militia")."""
    of = [noun for child in victim.children if child.lower_ == "of" for noun in child.children]
    words = [victim, *of]
    words += [
        child for word in (victim, *of) for child in word.children if child.dep_ in ("compound", "amod", "nmod", "poss")
    ]
    victims = lexicon().political_victims
    return any(is_armed(actor_at(reading, word), word) or word.lemma_.lower() in victims for word in words)


def _names_weapon(text: str) -> bool:
    return any(pattern.search(text) for pattern, _ in lexicon().means)


def is_accident(group: Sequence[Trigger], roles: Roles, text: str) -> bool:
    """A crash, a flood, a blast at a works where nobody is said to have acted."""
    words = not_events()
    if any(t.is_strong and t.kind in _DELIBERATE for t in group):
        return False
    named = words.accidents.search(text)
    if named is not None and _is_cause(named.group().lower(), group, text) and not _is_done_in_arms(roles):
        return True
    if {t.kind for t in group} - {"blast", "killing"} or roles.agents:
        return False
    return any(
        token.lemma_.lower() in words.accident_sites
        for t in group
        if t.kind == "blast"
        for token in _what_it_hit(t.token)
        if token.dep_ in ("pobj", "compound", "dobj")
    )


def _is_done_in_arms(roles: Roles) -> bool:
    """ "Rebels blew up a refinery"."""
    return any(token.lemma_.lower() in UNMISTAKABLY_ARMED for token in roles.agents)


def _is_cause(accident: str, group: Sequence[Trigger], text: str) -> bool:
    """Whether a word of accidents says what happened: a shooting at a show of fireworks, a drone that crashes into a tank
    farm are none for that word."""
    if accident.startswith(("accident", "self-inflicted")):
        return True
    if accident.startswith("crash"):
        return not _GUIDED.search(text)
    return not any(t.kind in _BY_HAND for t in group)


def _what_it_hit(blast: Token) -> Iterator[Token]:
    """ "an explosion at a mill", "a blast ripped through a mill", "a blast flattened a mill": the words after the blast."""
    yield from blast.subtree
    if blast.dep_ == "nsubj":
        for child in blast.head.rights:
            yield child
            if child.dep_ == "prep":
                yield from child.children
