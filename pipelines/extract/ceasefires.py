"""Ceasefires: each event in the life of a truce that an article reports, from proposal to end, and how it stands.

What belongs here: one fact per event (declared, extended, alleged to be violated …) or state (holding, conditional),
its day, its parties, its brokers.  Not here: talks that led to it (talks/find.py), fighting that broke it (incidents/find.py).

`when` of a fact: for an event its own day; for a state or a condition the day the truce was made, where the article tells
(for an extension that is not dated too); for an end the time from that day to the end.  A vague date that contradicts an
explicit one ("earlier this month") yields to it and sets the conflict flag.
Words and patterns are data: lexicon/ceasefires.yml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import clause_of
from pipelines.extract.arguments.reports import announced_day, only_date, own_date, told_in_present
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.lexicon import lexicon, typed
from pipelines.extract.mentions import UNDATED, Fact, Found, Mention, Modality, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.phrases import Match, beside, clause_around, is_heading, is_under_condition, phrases
from pipelines.extract.sides import Sides, distinct, key_of

_FILE = "ceasefires.yml"
# Events that are acts of words: that something is only asked for, alleged or hung on a condition is what they say.
_SPEECH = frozenset(("proposed", "rejected", "violation_alleged", "violation_denied", "conditional"))
# UCDP precision up to which a truce to come has its days.
_DAYS = 3
_MAKING = frozenset(("declared", "effective"))
_ENDING = frozenset(("ended", "suspended"))
# What is said of a standing truce: it happens to the truce, and is dated by the day the truce was made.
_STANDING = frozenset(("in_effect", "conditional"))
_PROLONGING = frozenset(("extended", "reaffirmed"))
_ALLEGED = frozenset(("violation_alleged", "violation_denied"))
# What is said of talks as well as of the truce they are about.
_OF_TALKS_TOO = _ENDING | {"effective", "extended"}
_OF_AGREEMENTS = _ENDING | {"violation_alleged"}
_OTHER_CLAUSE = re.compile(r"[,;]|\b(?:was|were|has|had|until|would)\b")
_MEETING = re.compile(r"\b(?:to|will|would|and)\s+(?:meet|reconvene|hold|resume|gather|continue)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|its|their)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
_STATUS = {
    "proposed": "proposed",
    "rejected": "proposed",
    "declared": "declared",
    "effective": "in_effect",
    "extended": "in_effect",
    "reaffirmed": "in_effect",
    "in_effect": "in_effect",
    "conditional": "conditional",
    "violation_alleged": "strained",
    "violation_denied": "strained",
    "suspended": "ended",
    "ended": "ended",
}


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: re.Pattern[str]
    agreements: re.Pattern[str]
    figurative: re.Pattern[str]
    quarrels: re.Pattern[str]
    warfare: re.Pattern[str]
    about: re.Pattern[str]
    compounds: re.Pattern[str]
    continued: re.Pattern[str]
    strained: re.Pattern[str]
    unilateral: re.Pattern[str]
    permanent: re.Pattern[str]
    preliminary: re.Pattern[str]
    written: re.Pattern[str]
    verbal: re.Pattern[str]
    duration: re.Pattern[str]
    condition: re.Pattern[str]
    end_reason: re.Pattern[str]
    origin: re.Pattern[str]
    numbers: dict[str, int]
    units: dict[str, int]
    unsure: re.Pattern[str]


@cache
def _words() -> _Words:
    return typed(_Words, lexicon(_FILE))


@dataclass(frozen=True, slots=True)
class _Seen:
    """One mention with what merging needs: the day the truce was made as this sentence gives it."""

    mention: Mention
    event: str
    origin: When
    is_definite: bool


def find_ceasefires(reading: Reading) -> Found:
    """Events and states of truces in one article."""
    nouns = list(_words().nouns.finditer(reading.document.text))
    if not nouns:
        return Found(())
    sides = Sides(reading)
    seen = [found for noun in nouns if (found := _read(reading, sides, noun))]
    actual = [s for s in seen if s.mention.modality == "actual"]
    facts = _merged(_with_parties(_with_origin(actual), sides))
    facts = [fact for fact in facts if fact.actors or fact.recipients or _is_of_war(reading, fact)]
    return Found(tuple(facts), tuple(s.mention for s in seen if s.mention.modality != "actual"))


def _is_of_war(reading: Reading, fact: Fact) -> bool:
    """Whether a truce of nobody named is meant as one: in an article on a war, and not called a mere truce."""
    text = reading.document.text
    named = text[slice(*fact.mentions[0].trigger)]
    return "truce" not in named.lower() and bool(_words().warfare.search(text))


def _read(reading: Reading, sides: Sides, noun: re.Match[str]) -> _Seen | None:
    """What the sentence says became of the truce that `noun` names."""
    words, text = _words(), reading.document.text
    sentence = reading.document.sentence_at(noun.start())
    if noun.end() > sentence.end or sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
        return None
    if words.figurative.search(text, sentence.start, noun.start()):
        return None
    after = text[noun.end() : sentence.end]
    if words.compounds.match(after) or words.quarrels.match(after):
        return None
    continued = words.continued.match(after)
    phrase = (noun.start(), noun.end() + (continued.end() if continued else 0))
    clause = clause_around(text, (sentence.start, sentence.end), phrase)
    is_agreement = bool(words.agreements.match(noun.group()))
    is_topic = bool(words.about.search(text, clause[0], phrase[0]))
    matches = [
        m
        for m in beside(phrases(_FILE, "events"), text, clause, phrase)
        if (not is_agreement or m.phrase.label in _OF_AGREEMENTS)
        and not (is_topic and m.start >= phrase[1] and m.phrase.label in _OF_TALKS_TOO)
    ]
    if not matches:
        return None
    is_conditional = is_under_condition(text, clause, phrase[0])
    told = [(m, "conditional" if is_conditional else _modality(reading, clause, m)) for m in matches]
    match, modality = next((pair for pair in told if pair[1] == "actual"), told[0])
    if match.phrase.label == "proposed" and _is_asked_by_crowd(reading, match):
        return None
    return _mention(reading, sides, sentence, clause, phrase, match, modality)


def _is_asked_by_crowd(reading: Reading, match: Match) -> bool:
    """Whether those who ask for a truce are protesters or other civilians, who propose none."""
    clause = clause_of(reading.document.span(match.start, match.end)[0])
    subject = next((c for c in clause.lefts if c.dep_ == "nsubj"), None)
    return subject is not None and any(
        a.sector == "CVL" and a.start <= subject.idx < a.end for a in reading.actors if a.kind != "pronoun"
    )


def _modality(reading: Reading, clause: tuple[int, int], match: Match) -> Modality:
    if match.phrase.label in _SPEECH:
        return "actual"
    if match.phrase.extra.get("planned"):
        # "Will observe a truce from Saturday": a truce with a day is made by saying so.
        dated = any(
            t.date_start and (t.prec or 9) <= _DAYS for t in reading.timexes if clause[0] <= t.start < clause[1]
        )
        return "actual" if dated and not _words().unsure.search(reading.document.text, *clause) else "future"
    modality = modality_of(reading, (match.start, match.end))
    verb = reading.document.span(match.start, match.end)[0]
    is_pledge = match.phrase.label == "reaffirmed" and any(c.lower_ in {"will", "would"} for c in verb.lefts)
    # "X said it would stand by the truce" is how a truce is reaffirmed.
    return "actual" if is_pledge and modality in {"future", "hypothetical"} else modality


def _mention(
    reading: Reading,
    sides: Sides,
    sentence: Sentence,
    clause: tuple[int, int],
    phrase: tuple[int, int],
    match: Match,
    modality: Modality,
) -> _Seen:
    document, event = reading.document, match.phrase.label
    head = document.span(*phrase).root
    predicate = document.span(match.start, match.end)[0]
    brokers = sides.mediators(head)
    if not brokers and event in _MAKING:
        brokers = _mediators_of_talks(reading, sides, sentence) or sides.mediators_in(document.sentence_span(sentence))
    out = {key_of(a) for a in brokers}
    is_alone = bool(_words().unilateral.search(document.text, clause[0], phrase[0]))
    parties = tuple(a for a in sides.parties(head, clause_of(predicate)) if key_of(a) not in out)
    if is_alone and event in _MAKING and (declarer := _side_of_child(sides, clause_of(predicate), ("nsubj",))):
        parties = distinct((*parties, declarer))
    origin = _origin(reading, sentence, phrase)
    attribution = said_by(reading, (match.start, match.end))
    if not parties and match.phrase.extra.get("planned") and attribution and attribution.speaker:
        declarer = sides.of_actor(attribution.speaker)  # "X said it will observe …"
        parties = (declarer,) if declarer and key_of(declarer) not in out else ()
    by_actor, against = _roles(sides, predicate, event) if predicate.pos_ in {"VERB", "AUX"} else (None, None)
    if event in _ALLEGED and by_actor is not None and by_actor == against and attribution and attribution.speaker:
        by_actor = sides.of_actor(attribution.speaker)
    if event in _ENDING | _ALLEGED:
        parties = distinct((*parties, *(a for a in (by_actor, against) if a)))
    text = document.text
    payload: dict[str, Any] = {"event": event, "status": _status(event, text[clause[0] : clause[1]])}
    payload |= _description(text, clause, phrase, event)
    payload |= {k: a.name for k, a in (("by_actor", by_actor), ("against_actor", against)) if a}
    mention = Mention(
        kind="ceasefire",
        fact_kind="ceasefire",
        span=(sentence.start, sentence.end),
        trigger=(min(match.start, phrase[0]), max(match.end, phrase[1])),
        event_type=event,
        sub_event_type=None,
        when=_event_day(reading, sentence, clause, match, event, origin),
        place=None,
        actors=parties,
        recipients=brokers,
        payload=payload,
        attribution=attribution,
        stance=attribution.stance if attribution else "asserts",
        modality=modality,
        rule=f"ceasefire.{event}",
    )
    before = text[max(clause[0], phrase[0] - 40) : phrase[0]]
    return _Seen(mention, event, origin, bool(_DEFINITE.search(before)))


def _status(event: str, clause: str) -> str:
    status = _STATUS[event]
    return "strained" if status == "in_effect" and _words().strained.search(clause) else status


def _description(text: str, clause: tuple[int, int], phrase: tuple[int, int], event: str) -> dict[str, Any]:
    """Class, laterality, form, length, condition and reason, as the clause puts them."""
    words = _words()
    around, before = text[clause[0] : clause[1]], text[max(clause[0], phrase[0] - 40) : phrase[0]]
    found: dict[str, Any] = {}
    if words.permanent.search(before):
        found["class"] = "definitive"
    elif words.preliminary.search(before):
        found["class"] = "preliminary"
    if words.unilateral.search(before):
        found["laterality"] = "unilateral"
    if event in _MAKING and words.written.search(around):
        found["form"] = "written"
    elif words.verbal.search(before):
        found["form"] = "verbal"
    length = words.duration.search(before)
    if length:
        number = length.group("number").lower()
        count = int(number) if number.isdigit() else words.numbers[number]
        found["planned_duration_hours"] = count * words.units[length.group("unit").lower()]
    if event == "conditional" and (condition := words.condition.search(text, phrase[1], clause[1])):
        found["conditions"] = condition.group("what").strip(" ,")
    if event in _ENDING and (reason := words.end_reason.search(text, phrase[1], clause[1])):
        found["end_reason"] = reason.group("what").strip(" ,")
    return found


def _roles(sides: Sides, predicate: Token, event: str) -> tuple[Actor | None, Actor | None]:
    """Who did it or is said to have, and who is accused."""
    clause = clause_of(predicate)
    subject = _side_of_child(sides, clause, ("nsubj",))
    if event in _ALLEGED:
        accusing = next((t for t in (clause, *clause.ancestors) if t.lemma_ in {"accuse", "blame", "charge"}), None)
        if accusing is None:
            return subject, subject
        accused = _side_of_child(sides, accusing, ("dobj", "obj"))
        return _side_of_child(sides, accusing, ("nsubj",)), accused
    while subject is None and clause.dep_ in {"advcl", "acl", "xcomp", "conj", "pcomp"} and clause.head != clause:
        clause = clause.head
        subject = _side_of_child(sides, clause, ("nsubj",))
    return (subject, None) if event in _ENDING | {"proposed", "rejected"} else (None, None)


def _side_of_child(sides: Sides, verb: Token, deps: tuple[str, ...]) -> Actor | None:
    return next((side for child in verb.children if child.dep_ in deps for side in sides.chain(child)), None)


def _mediators_of_talks(reading: Reading, sides: Sides, sentence: Sentence) -> tuple[Actor, ...]:
    """Who mediated the talks that the same sentence says led to the truce."""
    talks = [
        t for t in reading.document.sentence_span(sentence) if t.lower_ in {"talks", "negotiations", "discussions"}
    ]
    return distinct(side for token in talks for side in sides.mediators(token))


# --- days -------------------------------------------------------------------------------------------------------------


def _event_day(
    reading: Reading, sentence: Sentence, clause: tuple[int, int], match: Match, event: str, origin: When
) -> When:
    """The event's own day, for a standing truce the day it was made, for an end the span from there to the end."""
    if event in _STANDING:
        return origin
    trigger = (match.start, match.end)
    own = _unless_of_meeting(reading, clause, trigger, own_date(reading, trigger, sentence, clause))
    if own.start is None and own.end is None:
        own = _unless_of_meeting(reading, clause, trigger, only_date(reading, clause, trigger))
    if own.start is None and own.end is None and event != "reaffirmed":
        own = told_in_present(reading, trigger, sentence)
    if own.start is None and own.end is None and event in _MAKING | _ENDING | {"extended"}:
        own = announced_day(reading, trigger, sentence)
    if event in _ENDING and origin.start and origin.prec == 1:
        known = own if own.start or own.end else origin
        return When(origin.start, own.end or own.start, known.prec, known.text, known.rule)
    if event in _MAKING | _PROLONGING and own.start is None:
        return origin
    return own


def _unless_of_meeting(reading: Reading, clause: tuple[int, int], event: tuple[int, int], when: When) -> When:
    """Not the day of a meeting to come that the same clause plans: `agreed to extend the truce and to meet on …`."""
    at = reading.document.text.find(when.text, *clause) if when.text else -1
    return UNDATED if at > event[1] and _MEETING.search(reading.document.text, event[1], at) else when


def _origin(reading: Reading, sentence: Sentence, phrase: tuple[int, int]) -> When:
    """The date of the participle or clause that says when the truce was made."""
    made = _words().origin.match(reading.document.text[phrase[1] : sentence.end])
    if not made:
        return UNDATED
    end = phrase[1] + made.end()
    for timex in reading.timexes:
        if end <= timex.start <= end + 40 and timex.end <= sentence.end and timex.type != "SET":
            between = reading.document.text[end : timex.start]
            if timex.date_start and not _OTHER_CLAUSE.search(between):
                text = reading.document.text[timex.start : timex.end]
                return When(timex.date_start, timex.date_end, timex.prec, text, timex.rule, timex.is_conflicting)
    return UNDATED


def _with_origin(seen: list[_Seen]) -> list[_Seen]:
    """Give what is said of a standing truce the day the article says it was made; explicit days win over vague ones."""
    made = [s.mention.when for s in seen if s.event in _MAKING and s.mention.when.start and s.mention.when.prec == 1]
    days = {when.start: when for when in made}
    if len(days) != 1:
        return seen
    day = next(iter(days.values()))
    return [_dated(s, day) for s in seen]


def _dated(seen: _Seen, day: When) -> _Seen:
    own = seen.origin if seen.event in _STANDING else seen.mention.when
    if seen.event not in _STANDING | _MAKING or own.prec == 1 or not (seen.is_definite or own.start):
        return seen
    if seen.event in _MAKING and own.start is None:
        return seen
    clashes = bool(own.start and own.end and day.start and not own.start <= day.start <= own.end)
    text = own.text or day.text
    when = replace(day, end=None if seen.event in _STANDING else day.end, text=text, is_conflicting=clashes)
    return replace(seen, mention=replace(seen.mention, when=when))


# --- parties and merging ----------------------------------------------------------------------------------------------


def _with_parties(seen: list[_Seen], sides: Sides) -> list[_Seen]:
    """Parties that a sentence leaves open are those the article names for its truce, else its two main sides."""
    brokers = [*sides.article_mediators, *(a for s in seen for a in s.mention.recipients)]
    named = next((s.mention.actors for s in seen if len(s.mention.actors) >= 2), ())
    together = distinct(a for s in seen for a in s.mention.actors)
    common = named or (together if len(together) == 2 else ()) or sides.process_parties
    out: list[_Seen] = []
    for s in seen:
        actors = s.mention.actors
        if len(actors) < 2:
            # Where a truce ends or is asked for there is fighting; where it is agreed the place is a venue.
            ground = (0, 0) if s.event in _MAKING | _PROLONGING else s.mention.span
            actors = _completed(actors, common or sides.of_article(brokers, ground))
        out.append(replace(s, mention=replace(s.mention, actors=actors)))
    return out


def _completed(own: tuple[Actor, ...], fallback: tuple[Actor, ...]) -> tuple[Actor, ...]:
    keys = {key_of(a) for a in own}
    if own and not keys & {key_of(a) for a in fallback}:
        return own
    return distinct((*own, *fallback))


def _merged(seen: list[_Seen]) -> list[Fact]:
    """One fact per event: mentions of the same event whose days and parties do not contradict each other."""
    groups: list[list[_Seen]] = []
    for s in seen:
        for group in groups:
            if all(_is_same(s, other) for other in group):
                group.append(s)
                break
        else:
            groups.append([s])
    return [_fact(group) for group in groups]


def _is_same(a: _Seen, b: _Seen) -> bool:
    if a.event != b.event:
        return False
    x, y = a.mention.when, b.mention.when
    if x.start and y.start and not (x.start <= (y.end or y.start) and y.start <= (x.end or x.start)):
        return False
    return bool({key_of(p) for p in a.mention.actors} & {key_of(p) for p in b.mention.actors}) or not (
        a.mention.actors and b.mention.actors
    )


def _fact(group: list[_Seen]) -> Fact:
    mentions = tuple(s.mention for s in group)
    first = min(mentions, key=lambda m: (m.when.start is None, m.when.prec or 9, m.trigger))
    payload: dict[str, Any] = {}
    for mention in (first, *mentions):
        for name, value in mention.payload.items():
            payload.setdefault(name, value)
    actors = max((m.actors for m in mentions), key=len)
    recipients = distinct(a for m in mentions for a in m.recipients)
    if "laterality" not in payload and len(actors) > 1:  # one named party may be half of two: not known
        payload["laterality"] = "bilateral" if len(actors) == 2 else "multilateral"
    return Fact(
        kind="ceasefire",
        mentions=mentions,
        event_type=first.event_type,
        sub_event_type=None,
        when=replace(first.when, is_conflicting=any(m.when.is_conflicting for m in mentions)),
        place=None,
        actors=actors,
        recipients=recipients,
        payload=payload,
        rule=first.rule,
    )
