"""Frames: what one sentence says of one event: its kind, participants, figures, date, place, mood and speaker.

What belongs here: from triggers of a sentence to one Frame, and whether it may carry a fact.
Not here: frames of several sentences (merge.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import within
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.arguments.when import when_of
from pipelines.extract.arguments.where import coarseness, where_of
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.incidents.roles import (
    Roles,
    actor_at,
    bears_arms,
    is_armed,
    is_nameable,
    is_person,
    organisations_behind,
    roles_of,
)
from pipelines.extract.incidents.tolls import Count, in_sentence, shared_out
from pipelines.extract.incidents.triggers import Trigger, find_triggers, grouped
from pipelines.extract.incidents.words import Kind, lexicon, not_events
from pipelines.extract.mentions import Modality, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.find import Quantity
from pipelines.extract.quantities.words import is_thing_noun

_UNMISTAKABLY_ARMED = frozenset(
    "gunman militant insurgent rebel guerrilla terrorist soldier troop army bomber attacker assailant commando security".split()
)
# Nobody is kidnapped or ambushed by accident.
_DELIBERATE = frozenset(("abduction", "attack", "arson", "suicide", "clash"))
# What somebody does in person, whatever stands beside it.
_BY_HAND = frozenset(("shooting", "attack", "clash"))
_GUIDED = re.compile(r"\b(?:drone|missile|rocket|uav)s?\b", re.IGNORECASE)
# Of these it says little that one took place: what happened in it is the event.
_CAMPAIGNS = frozenset(("operation", "offensive"))
# Days within which what is told beside courts and trials is news, not the past of a trial.
_NEWS_DAYS = 14
# More acts under one number than one report tells of: a statistic.
_MANY_ACTS = 9
# What opens a sentence that tells another event.
_OPENING = re.compile(
    r"\W*(?:separately|elsewhere|meanwhile|likewise|in addition(?! to)|in a separate|in another)\b", re.IGNORECASE
)
_CLOSING = " \n\"'”’)]"
# "Two killed, five wounded": accidents injure.
_VIOLENT_COMPANY = _UNMISTAKABLY_ARMED | {"wound"}
# Whose deaths are violence, however they are told.
_IRREGULARS = frozenset("militant insurgent rebel guerrilla terrorist gunman jihadist".split())
_TOLL_EFFECTS = ("killed", "injured")


@dataclass(frozen=True)
class Frame:
    """One event in one sentence.

    main: the trigger nearest the root.  kind: by the trigger of highest rank and the means named beside it.
    is_strong: a trigger says so alone.
    is_supported: something beside the trigger says that real violence is meant.  is_trend: told as a trend or background.
    is_present: told in the present, as headlines do.  is_chronicle: so told in a full sentence, as the record of a day.
    """

    sentence: Sentence
    triggers: tuple[Trigger, ...]
    main: Token
    kind: Kind
    roles: Roles
    quantities: tuple[Quantity, ...]
    killed: Count | None
    injured: Count | None
    when: When
    place: Place | None
    modality: Modality
    attribution: Attribution | None
    is_supported: bool
    is_strong: bool
    is_accident: bool
    is_trend: bool
    is_retrospective: bool
    is_definite: bool
    is_new: bool
    is_plural: bool
    is_present: bool
    is_chronicle: bool

    @property
    def trigger(self) -> tuple[int, int]:
        return self.main.idx, self.main.idx + len(self.main.text)


def frames_of(reading: Reading) -> Iterator[Frame]:
    """Every frame of the article, in order of the text."""
    if topic_of(reading) is not None:
        return
    for sentence in reading.document.sentences:
        if not sentence.is_boilerplate:
            yield from _frames_in(reading, sentence)


def topic_of(reading: Reading) -> str | None:
    """The topic whose vocabulary borrows that of violence (sport, films, markets), where the article is full of it."""
    words = not_events()
    if any(q.effect == "killed" and q.low for q in reading.quantities):
        return None
    for topic, pattern in words.topics.items():
        found = {match.group().lower() for match in pattern.finditer(reading.document.text)}
        if len(found) >= words.topic_threshold:
            return topic
    return None


def _frames_in(reading: Reading, sentence: Sentence) -> Iterator[Frame]:
    span = reading.document.sentence_span(sentence)
    if not len(span):
        return
    groups = grouped(find_triggers(span)) or _casualties_alone(reading, sentence)
    text = reading.document.text[sentence.start : sentence.end]
    for group, quantities in zip(groups, shared_out(reading, groups, sentence), strict=True):
        yield _frame(reading, sentence, text, group, quantities)


def _casualties_alone(reading: Reading, sentence: Sentence) -> list[list[Trigger]]:
    """A sentence that only counts dead and injured: it can add to an event told before, never make one."""
    offsets = [
        q.effect_at
        for q in within(reading.quantities, sentence.start, sentence.end)
        if q.effect in _TOLL_EFFECTS and q.effect_at is not None
    ]
    tokens = [span[0] for offset in offsets if len(span := reading.document.span(offset, offset + 1))]
    return [[Trigger(token, "toll", is_strong=False) for token in tokens]] if tokens else []


def _frame(
    reading: Reading, sentence: Sentence, text: str, group: list[Trigger], quantities: Sequence[Quantity]
) -> Frame:
    main = min(group, key=lambda t: (len(list(t.token.ancestors)), t.token.i)).token
    span = (main.idx, main.idx + len(main.text))
    roles = roles_of(group)
    kind = _kind(group, text)
    killed, injured = (in_sentence(reading, quantities, effect) for effect in _TOLL_EFFECTS)
    has_toll = _has_toll(quantities)
    when = _best_when(reading, group, sentence)
    is_plural = all(t.token.tag_ in ("NNS", "NNPS") for t in group)
    return Frame(
        sentence=sentence,
        triggers=tuple(group),
        main=main,
        kind=kind,
        roles=roles,
        quantities=tuple(quantities),
        killed=killed,
        injured=injured,
        when=when,
        place=_best_place(reading, group, sentence),
        modality=modality_of(reading, span),
        attribution=_vouching(reading, main, group),
        is_supported=_is_supported(reading, group, roles, text, quantities),
        is_strong=any(trigger.is_strong for trigger in group),
        is_accident=_is_accident(group, roles, text),
        is_trend=bool(not_events().long_periods.search(text))
        or (not has_toll and (bool(not_events().trends.search(text)) or _is_background(group)))
        or _is_statistic(reading, group)
        or _is_habit(main)
        or _is_survived(group),
        is_retrospective=bool(not_events().retrospective.search(text)) and not _is_news(reading, when),
        is_definite=any(_is_definite(t.token) for t in group),
        is_new=any(_is_new(t.token) for t in group) or bool(_OPENING.match(text)),
        is_plural=is_plural,
        is_present=_is_present(main),
        is_chronicle=_is_chronicle(reading, sentence, text, main),
    )


def _has_toll(quantities: Sequence[Quantity]) -> bool:
    return any(q.effect in _TOLL_EFFECTS and q.low for q in quantities)


def _kind(group: Sequence[Trigger], text: str) -> Kind:
    words = lexicon()
    best = max((trigger.kind for trigger in group), key=lambda name: words.kinds[name].rank)
    if best in ("attack", "killing", "shooting", "blast", "bomb", "clash", "arson"):
        for pattern, kind in words.means:
            if kind == "shooting" and best not in ("attack", "killing"):
                continue
            if words.kinds[kind].rank > words.kinds[best].rank and pattern.search(text):
                if kind == "air" and best == "clash":
                    continue
                best = kind
    return words.kinds[best]


def _best_when(reading: Reading, group: Sequence[Trigger], sentence: Sentence) -> When:
    dated = [when_of(reading, (t.token.idx, t.token.idx + len(t.token.text)), sentence, nearby=False) for t in group]
    known = [when for when in dated if when.start is not None or when.end is not None]
    return min(known, key=lambda when: when.prec or 9) if known else dated[0]


def _best_place(reading: Reading, group: Sequence[Trigger], sentence: Sentence) -> Place | None:
    found = [
        place
        for t in group
        if (place := where_of(reading, (t.token.idx, t.token.idx + len(t.token.text)), sentence, nearby=False))
    ]
    return min(found, key=coarseness) if found else None


def _vouching(reading: Reading, main: Token, group: Sequence[Trigger]) -> Attribution | None:
    """Who vouches for the event: the innermost saying whose content, or whose verb in the parse, covers a trigger."""
    tokens = [main, *(t.token for t in group if t.token != main)]
    for token in tokens:
        said = said_by(reading, (token.idx, token.idx + len(token.text)))
        if said is not None:
            return said
    first, last = min(t.idx for t in tokens), max(t.idx for t in tokens)
    above = {cue for a in reading.attributions for cue, _ in a.cue if first < cue < last}
    above |= {ancestor.idx for token in tokens for ancestor in token.ancestors}
    return next(
        (a for a in reading.attributions if a.stance != "denies" and any(start in above for start, _ in a.cue)), None
    )


def _is_supported(
    reading: Reading, group: Sequence[Trigger], roles: Roles, text: str, quantities: Sequence[Quantity]
) -> bool:
    """Whether violence is meant: a word that says so alone, casualties of it, a weapon, or an armed side."""
    has_toll = _has_toll(quantities)
    if any(trigger.is_strong for trigger in group):
        return True
    kinds = {trigger.kind for trigger in group}
    participants = [*roles.agents, *roles.sides]
    armed = any(bears_arms(reading, token) for token in participants)
    if kinds == {"toll"}:
        return (has_toll and armed) or any(q.effect == "killed" and q.low and q.noun in _IRREGULARS for q in quantities)
    if "killing" in kinds and len(kinds) > 1:
        # "killed in an attack": each says what the other means.
        return True
    if kinds == {"killing"}:
        # Accidents kill too: a killing needs somebody who kills, an armed victim, or a weapon.
        doers = [token for token in roles.agents if is_nameable(token)]
        human = any(is_person(token) or actor_at(reading, token) is not None for token in doers)
        fought = any(_is_party_to_violence(reading, token) for token in roles.patients)
        near = any(token.lemma_.lower() in _VIOLENT_COMPANY for token in group[0].token.sent)
        return armed or human or fought or near or _names_weapon(text)
    if kinds == {"clash"} and all(t.token.lemma_.lower() in _CAMPAIGNS for t in group):
        return has_toll
    if kinds == {"clash"}:
        # Governments and opinions clash too: a clash needs casualties or somebody in arms.
        known = [a for token in participants for a in (actor_at(reading, token), *organisations_behind(reading, token))]
        armed = any(is_armed(None, token) for token in participants) or any(
            actor is not None and (actor.kind == "armed_group" or actor.sector in ("MIL", "REB")) for actor in known
        )
        return armed or has_toll or any(t.token.lemma_.lower() in ("firing", "crossfire") for t in group)
    if armed or has_toll or any(_is_deadly(trigger.token) for trigger in group):
        return True
    if roles.patients and any(token.lemma_.lower() in _UNMISTAKABLY_ARMED for token in group[0].token.sent):
        return True
    if kinds == {"shooting"}:
        # "fired the first shot": a shooting needs somebody hit, or a weapon, where nobody in arms is named.
        return bool(roles.patients) or _names_weapon(text)
    if kinds == {"attack"} and any(is_thing_noun(token) for token in roles.patients):
        return True
    if kinds & {"blast", "bomb", "grenade", "shelling", "suicide", "air", "shooting"}:
        return True
    return _names_weapon(text)


def _is_deadly(act: Token) -> bool:
    return any(child.lower_ in ("deadly", "fatal", "lethal") for child in act.children if child.dep_ == "amod")


def _is_party_to_violence(reading: Reading, victim: Token) -> bool:
    """Whether who was killed is in arms or in politics, by the words of the phrase ("members of a militia")."""
    of = [noun for child in victim.children if child.lower_ == "of" for noun in child.children]
    words = [victim, *of]
    words += [child for word in (victim, *of) for child in word.children if child.dep_ in ("compound", "amod", "nmod")]
    victims = lexicon().political_victims
    return any(is_armed(actor_at(reading, word), word) or word.lemma_.lower() in victims for word in words)


def _is_accident(group: Sequence[Trigger], roles: Roles, text: str) -> bool:
    """A crash, a flood, a blast at a works where nobody is said to have acted."""
    words = not_events()
    if any(t.is_strong and t.kind in _DELIBERATE for t in group):
        return False
    named = words.accidents.search(text)
    if named is not None and _is_cause(named.group().lower(), group, text):
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


def _names_weapon(text: str) -> bool:
    return any(pattern.search(text) for pattern, _ in lexicon().means)


def _is_background(group: Sequence[Trigger]) -> bool:
    """ "recent attacks", "a series of bombings": told as the past of the story, not as its event."""
    words = lexicon().background_words
    for trigger in group:
        token = trigger.token
        if token.tag_ in ("NNS", "NNPS") and any(
            child.lower_ in words for child in token.children if child.i < token.i
        ):
            return True
        if token.dep_ == "pobj" and token.head.lower_ in ("of", "in") and _names_trend(token.head.head):
            return True
    return False


def _is_habit(main: Token) -> bool:
    """ "Those who attack outposts", "the weapons they are using to kill": what people do, not what they did."""
    return main.dep_ == "relcl" and main.tag_ in ("VBP", "VBZ")


def _is_survived(group: Sequence[Trigger]) -> bool:
    """ "The general, who survived a bomb attack": the past of a person."""
    governors = (trigger.token.head for trigger in group if trigger.token.dep_ in ("dobj", "obj"))
    return any(verb.lemma_.lower() in ("survive", "escape") and verb.dep_ == "relcl" for verb in governors)


def _is_news(reading: Reading, when: When) -> bool:
    """Whether a frame is dated to the days before the article, so that courts and trials in its sentence are of today."""
    published = reading.document.article.published
    return (
        published is not None
        and when.start is not None
        and when.prec in (1, 2)
        and (published - when.start).days <= _NEWS_DAYS
    )


def _is_statistic(reading: Reading, group: Sequence[Trigger]) -> bool:
    """ "142 murders in September": acts that are themselves counted, by more than a report would tell."""
    acts = [trigger.token.idx for trigger in group if trigger.token.tag_ in ("NNS", "NNPS")]
    return any((q.low or 0) > _MANY_ACTS and q.start <= at < q.end for at in acts for q in reading.quantities)


def _names_trend(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in lexicon().background_words


def _is_present(main: Token) -> bool:
    """Whether the clause is told in the present, as headlines and digests tell what has just happened."""
    verb = next((t for t in (main, *main.ancestors) if t.pos_ in ("VERB", "AUX")), main)
    if verb.tag_ in ("VBZ", "VBP"):
        return True
    return verb.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.lower_ in ("is", "are") for c in verb.children)


def _is_chronicle(reading: Reading, sentence: Sentence, text: str, main: Token) -> bool:
    """Whether a full sentence tells it in the present and names no day: the day is that of the record."""
    is_dated = any(timex.date_start for timex in within(reading.timexes, sentence.start, sentence.end))
    return _is_present(main) and text.rstrip(_CLOSING).endswith(".") and not is_dated


def _is_definite(token: Token) -> bool:
    return token.lemma_.lower() in lexicon().anaphors and any(
        child.lower_ in ("the", "this", "these", "those", "that", "both")
        for child in token.children
        if child.i < token.i
    )


def _is_new(token: Token) -> bool:
    return any(child.lower_ in lexicon().new_event_words for child in token.children if child.i < token.i)


def participants(reading: Reading, tokens: Sequence[Token]) -> list[Actor]:
    """The known actors among some tokens, each once."""
    found = [actor for token in tokens if (actor := actor_at(reading, token)) is not None]
    return list({actor.actor_id or actor.name: actor for actor in found}.values())
