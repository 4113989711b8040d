"""Events: the frames of one article that tell one act, and what they say together.

What belongs here: the type, whether an event makes a fact, the best day and place of several.  Not here: which frames tell one
event (merge.py, likeness.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.where import coarseness
from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.participants import is_nameable
from pipelines.extract.incidents.violence import tells_of_dead
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Mention, When
from pipelines.extract.modality import background_after_days, is_factive
from pipelines.extract.places.find import Place
from pipelines.extract.places.precision import COUNTRY


@dataclass
class Event:
    """Frames of one event, in order of the text, with the mentions made of them and the denials that join them.

    supposed: who acted by what the article says elsewhere (sides.py).
    """

    frames: list[Frame] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    denials: list[Mention] = field(default_factory=list)
    deniers: list[str] = field(default_factory=list)
    claimants: list[str] = field(default_factory=list)
    claiming_actors: list[Actor] = field(default_factory=list)
    claiming: list[Token] = field(default_factory=list)
    supposed: list[Actor] = field(default_factory=list)

    @property
    def last(self) -> Frame:
        return self.frames[-1]

    @property
    def whens(self) -> list[When]:
        return [f.when for f in self.frames if f.when.start is not None or f.when.end is not None]

    @property
    def places(self) -> list[Place]:
        return [f.place for f in self.frames if f.place is not None]


def is_fact(event: Event, published: date | None) -> bool:
    """Whether an event may be stated: told as having happened, as one event, with enough to tell which."""
    actual = [f for f in event.frames if f.modality == "actual" and not f.is_trend and not f.is_retrospective]
    if not actual or not any(f.is_supported for f in event.frames):
        return False
    if any(f.is_accident and not f.attribution for f in event.frames):
        return False
    if all(f.is_accident or not f.is_supported for f in event.frames) and not _somebody_fired(event):
        return False
    if event.frames[0].is_retrospective:
        return False
    if _is_long_past(event, published):
        return False
    has_toll = any((f.killed and f.killed.low) or (f.injured and f.injured.low) for f in actual)
    has_patient = any(f.roles.patients for f in actual)
    has_named = any(is_nameable(token) for f in actual for token in f.roles.patients)
    has_agent = any(f.roles.agents or f.roles.sides for f in actual)
    has_place = any(f.place is not None and coarseness(f.place) < COUNTRY for f in actual)
    has_day = any(f.when.prec in (1, 2) for f in actual)
    is_taken_up = event.frames[0].is_strong and any(f.is_definite for f in event.frames[1:])
    headlines = [f for f in actual if f.sentence.part == "headline" and f.is_supported]
    known = 2 * has_toll + has_patient + has_agent + has_place + has_day + (len(actual) > 1 and has_named) + is_taken_up
    # What a headline tells is what the article is about: one event of these days.
    known += len(headlines) > 0
    known += any(tells_of_dead(f.main) for f in headlines)
    known += any(is_factive(f.main.head) for f in actual if f.main.dep_ in ("dobj", "obj"))
    if all(f.is_plural for f in actual):
        return known >= 3 or has_toll or (has_day and has_place)
    return known >= 2


def _somebody_fired(event: Event) -> bool:
    """Whether somebody shot: that it was an accident is then the word of a speaker, not the nature of the event."""
    return any(trigger.kind == "shooting" for frame in event.frames for trigger in frame.triggers)


def _is_long_past(event: Event, published: date | None) -> bool:
    """Whether it happened so long before the article that it is the background of another story."""
    when = best_when(event)
    last = when.end or when.start
    return published is not None and last is not None and (published - last).days > background_after_days()


def best_when(event: Event) -> When:
    """The most precise date that a sentence of the event gives; explicit words before relative ones."""
    known = event.whens
    if not known:
        return When(None, None, None, None, None)
    return min(known, key=lambda when: when.prec or 9)


def best_place(event: Event) -> Place | None:
    """The most specific place that a sentence of the event gives."""
    known = event.places
    if not known:
        return None
    return min(known, key=coarseness)


def is_toll_of_campaign(frame: Frame) -> bool:
    """ "The offensive has killed thousands": what has gone on for long, told up to today."""
    for verb in (trigger.token for trigger in frame.triggers if frame.killed is not None):
        is_perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'s", "'ve") for c in verb.children)
        doers = [c.lemma_.lower() for c in verb.children if c.dep_ == "nsubj"]
        if is_perfect and lexicon().campaigns.intersection(doers):
            return True
    return False


def is_period(event: Event) -> bool:
    """Whether its toll is that of many events over time ("clashes have left dozens dead", "killed in separate attacks")."""
    first = event.frames[0]
    if is_toll_of_campaign(first):
        return True
    nouns = [t.token for t in first.triggers if t.token.pos_ == "NOUN"]
    noun = first.main if first.main in nouns else next(iter(nouns), None)
    if first.killed is None or noun is None or noun.lemma_.lower() not in lexicon().period_nouns:
        return False
    verb = noun.head
    while verb.pos_ not in ("VERB", "AUX") and verb.dep_ != "ROOT":
        verb = verb.head
    clause = {child.lower_ for child in verb.children} | {c.lower_ for child in noun.children for c in child.subtree}
    if noun.tag_ == "NNS" and ("separate" in clause or "weekend" in (first.when.text or "").lower()):
        return True
    return first.is_plural and (
        bool(clause & {"have", "has", "since", "'ve"})
        or (first.when.prec or 0) >= 3
        or any(q.is_cumulative for q in first.quantities)
    )
