"""Talks: rounds of negotiation between parties to a conflict, each with its venue, days, mediators and outcome.

What belongs here: which nouns and verbs name such talks, and what their sentence says of them; each side's own account of
the outcome.  Not here: which mentions are one round (rounds.py), truces that come of them (ceasefires.py).

Bilateral visits and talks on trade, pay or contracts are not read: an article must show that its talks are of peace (a
word such as "peace" or "indirect" beside them, a mediator, a numbered round) before any of them counts.
Words and patterns are data: lexicon/talks.yml, lexicon/talks_parties.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments import attachment_cost, clause_of, head_of, said_by, within
from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import UNDATED, Found, Mention, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.phrases import Match, beside, clause_around, is_heading, is_under_condition, phrases
from pipelines.extract.places.find import Place
from pipelines.extract.reportdates import ANNOUNCING, announced_day, only_date, own_date, told_in_present
from pipelines.extract.sides import Sides, distinct, key_of
from pipelines.extract.talks.rounds import Sighting, rounds

_FILE = "talks.yml"
_FAILED = frozenset(("no_agreement", "collapsed", "suspended_indefinitely", "cancelled"))
# Outcomes that the words of a negation say.
_NOT_DONE = frozenset(("no_agreement", "cancelled"))
# Outcomes whose sentence announces them: the day they were announced is the day they came about.
_ANNOUNCED = _FAILED | {"interim_or_partial_agreement", "agreement_signed", "extended_truce"}
_MODIFIERS = frozenset(("compound", "amod", "nmod", "poss", "npadvmod"))
# Cost of attachment (arguments.py) from which a place belongs to another clause.
_OTHER_CLAUSE = 5.0
_ARMED = frozenset(("REB", "UAF"))
_OPEN = frozenset(("scheduled", "not_yet_known"))


# What a speaker says is about the talks where they are named within so many characters.
_TOPIC_WITHIN = 60
_TRAVEL = re.compile(r"left|leaves|travell?ed|head(?:s|ed)|flew|depart(?:s|ed)|arriv(?:es|ed)", re.IGNORECASE)
_BEGINS = re.compile(r"beg[aiu]n|start|open|resum|launch|kick|got under|get under", re.IGNORECASE)
_AGREEING = re.compile(r"\b(?:agree|decid|plan|schedul|set to|due to|will|are to|is to)\w*\b", re.IGNORECASE)
_WHICH_ENDED = re.compile(
    r",\s+which\s+(?:has |have |had )?(?:end|fail|collaps|conclud|clos|broke|stall|open|beg[au]n|start|resum|took place)\w*\b",
    re.IGNORECASE,
)
_ROUND_NUMBER = re.compile(
    r"\bround (?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s+(?:days?|weeks?))",
    re.IGNORECASE,
)
# Talks told as what came long before: "… months after the dialogue stalled".
_LONG_BEFORE = re.compile(r"\b(?:weeks|months|years|decades)\s+after\s+(?:[\w’'-]+\s+){0,5}$", re.IGNORECASE)
_SIGNED = re.compile(r"sign", re.IGNORECASE)
_LEADING_THAT = re.compile(r"^[\s“\"]*that\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: re.Pattern[str]
    rounds: re.Pattern[str]
    other_rounds: re.Pattern[str]
    meeting: re.Pattern[str]
    delegations: re.Pattern[str]
    peace: re.Pattern[str]
    conflict: re.Pattern[str]
    settlement: re.Pattern[str]
    again: re.Pattern[str]
    other_subjects: re.Pattern[str]
    next: re.Pattern[str]
    days: re.Pattern[str]
    no_next: re.Pattern[str]
    has_next: re.Pattern[str]
    unwritten: re.Pattern[str]
    blame: re.Pattern[str]
    demand: re.Pattern[str]


@cache
def _words() -> _Words:
    data = lexicon(_FILE)
    return _Words(**{name: re.compile(data[name], re.IGNORECASE) for name in _Words.__slots__})


@cache
def _choices(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(text, re.IGNORECASE)) for name, text in lexicon(_FILE)[section].items())


@dataclass(frozen=True, slots=True)
class _Trigger:
    """Words that name talks: [start, end), and the stretch of the sentence that speaks of this round.

    apart: the words inside the stretch on a further meeting, whose day and place are not those of this round.
    """

    start: int
    end: int
    sentence: Sentence
    stretch: tuple[int, int]
    apart: tuple[int, int] | None = None

    def is_own(self, start: int) -> bool:
        """Whether what stands at `start` is not said of the further meeting."""
        return self.apart is None or not self.apart[0] <= start < self.apart[1]


def find_talks(reading: Reading) -> Found:
    """Rounds of talks in one article."""
    text, words = reading.document.text, _words()
    if not words.nouns.search(text) and not words.rounds.search(text):
        return Found(())
    is_conflict = bool(words.conflict.search(text))
    is_settled = is_conflict and bool(words.settlement.search(text))
    sides = Sides(reading)
    triggers = list(_triggers(reading))
    if not is_settled and not any(
        _is_of_peace(reading, sides, trigger, is_conflict=is_conflict) for trigger in triggers
    ):
        return Found(())
    sightings = [s for trigger in triggers if (s := _sighting(reading, sides, trigger))]
    told = [s for s in sightings if s.mention.modality in {"actual", "future"}]
    facts = rounds(told, sides, _accounts(reading, sides))
    loose = tuple(s.mention for s in sightings if s.mention.modality not in {"actual", "future"})
    return Found(tuple(facts), loose)


# --- which words name talks -------------------------------------------------------------------------------------------


def _triggers(reading: Reading) -> Iterator[_Trigger]:
    """Nouns of talks, rounds, and meetings of delegations, in order; each with the stretch that speaks of it alone."""
    document, words, text = reading.document, _words(), reading.document.text
    for sentence in document.sentences:
        if sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
            continue
        spots = [m.span() for m in words.nouns.finditer(text, sentence.start, sentence.end)]
        spots += [
            m.span()
            for m in words.rounds.finditer(text, sentence.start, sentence.end)
            if not words.other_rounds.match(text[m.end() : sentence.end])
        ]
        if not spots:
            spots = _meetings(reading, sentence)
        elif again := words.again.search(text, sentence.start, sentence.end):
            spots.append(again.span("at"))
        spots = [s for s in _without_inner(text, sorted(spots)) if not _is_of_another_subject(text, s, sentence)]
        yield from _divided(reading, sentence, spots)


def _meetings(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """The first verb of meeting whose subject is delegations, negotiators or both sides."""
    text, words = reading.document.text, _words()
    for verb in words.meeting.finditer(text, sentence.start, sentence.end):
        if words.delegations.search(text, sentence.start, verb.start()) and not re.search(
            r"\b(?:demand|deadline|target|need|condition)s?\b", text[verb.end() : verb.end() + 30]
        ):
            return [verb.span()]
    return []


def _without_inner(text: str, spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`round of talks` is one mention, named by its first noun."""
    kept: list[tuple[int, int]] = []
    for spot in spots:
        between = text[kept[-1][1] : spot[0]] if kept else "."
        if not re.fullmatch(r"(?:\s+of)?\s+(?:[\w’'-]+\s+){0,4}", between) or re.search(r"\b(?:and|or)\b", between):
            kept.append(spot)
        elif " of " in between or not between.strip():
            kept[-1] = (kept[-1][0], spot[1])
        else:
            kept.append(spot)
    return kept


def _is_of_another_subject(text: str, spot: tuple[int, int], sentence: Sentence) -> bool:
    """Whether the words around the noun say that the talks are on trade, pay, a contract."""
    words = _words()
    before = " ".join(text[sentence.start : spot[0]].split()[-4:])
    after = re.match(
        r"(?:\s+(?:with|between)\s[^,.;]{3,60}?)?\s+(?:on|about|over|regarding)\s+(?:[\w’'-]+\s+){0,4}[\w’'-]+",
        text[spot[1] : sentence.end],
    )
    named = text[slice(*spot)]
    if words.peace.search(before) or words.peace.search(named):
        return False
    return bool(
        words.other_subjects.search(f"{before} {named}") or (after and words.other_subjects.search(after.group()))
    )


def _divided(reading: Reading, sentence: Sentence, spots: list[tuple[int, int]]) -> Iterator[_Trigger]:
    """One trigger a noun; a sentence that lists rounds by number gives one for each number."""
    text = reading.document.text
    listed = list(_ordinal_pattern().finditer(text, sentence.start, sentence.end))
    if len(listed) > 1 and any(spots) and ";" in text[sentence.start : sentence.end]:
        for ordinal, following in zip(listed, [*listed[1:], None], strict=True):
            end = following.start() if following else sentence.end
            yield _Trigger(ordinal.start(), ordinal.end(), sentence, (ordinal.start(), end))
        return
    again = [s for s in spots if len(spots) > 1 and _words().again.search(text, s[0] - 6, sentence.end)]
    for start, end in spots:
        low, high = clause_around(text, (sentence.start, sentence.end), (start, end))
        if _WHICH_ENDED.match(text, max(high - 1, end)) or _WHICH_ENDED.match(text, high):
            high = sentence.end
        if (start, end) in again:
            yield _Trigger(start, end, sentence, (start, _end_of_meeting(text, start, high)))
        else:
            apart = next(((s[0], _end_of_meeting(text, s[0], high)) for s in again), None)
            yield _Trigger(start, end, sentence, (low, high), apart)


def _end_of_meeting(text: str, start: int, end: int) -> int:
    """Where the words on a further meeting stop and those on the talks before it go on."""
    turn = re.search(r"\s(?:after|following|as|when|if)\s", text[start:end])
    return start + turn.start() if turn else end


@cache
def _ordinal_pattern() -> re.Pattern[str]:
    names = "|".join(lexicon(_FILE)["ordinals"])
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


def _is_of_peace(reading: Reading, sides: Sides, trigger: _Trigger, *, is_conflict: bool) -> bool:
    """Whether this mention shows that the article's talks are between parties to a conflict.

    Where the article speaks of no conflict, a mediator or a round is enough only with both parties named beside it.
    """
    text, words = reading.document.text, _words()
    near = text[max(trigger.sentence.start, trigger.start - 40) : min(trigger.sentence.end, trigger.end + 40)]
    if is_conflict and words.peace.search(near):
        return True
    head = head_of(reading, (trigger.start, trigger.end))
    parties = sides.parties(head, clause_of(head)) if head is not None else ()
    if head is None or not (is_conflict or len(parties) > 1):
        return False
    # Whoever talks with an armed group, or indirectly, talks of peace.
    if len(parties) > 1 and (words.peace.search(near) or any(a.sector in _ARMED for a in parties)):
        return True
    return bool(sides.mediators(head)) or bool(words.rounds.search(text, trigger.start, trigger.end))


# --- what the sentence says of them -----------------------------------------------------------------------------------


def _sighting(reading: Reading, sides: Sides, trigger: _Trigger) -> Sighting | None:
    """One mention of talks: outcome, venue, days, number, parties and mediators, as its own clause gives them."""
    text, span = reading.document.text, (trigger.start, trigger.end)
    head = head_of(reading, span)
    if head is None:
        return None
    match, modality = _outcome(reading, trigger)
    predicate = clause_of(reading.document.span(match.start, match.end)[0]) if match else clause_of(head)
    if match and modality == "hypothetical" and _is_agreed_on(text, trigger, match):
        modality = "conditional" if _is_under_condition(predicate) else "future"
    is_verb = not _words().nouns.search(text[trigger.start : trigger.end]) and not _words().rounds.search(
        text[trigger.start : trigger.end]
    )
    outcome = match.phrase.label if match else ("held" if is_verb else None)
    if match and outcome == "interim_or_partial_agreement" and _SIGNED.match(text, match.start):
        outcome = "agreement_signed"
    if is_verb and modality is None:
        modality = modality_of(reading, span)
        if modality == "actual" and _is_infinitive(predicate):
            modality = "future"
    if modality == "future" or (outcome == "scheduled" and modality in {"actual", "hypothetical", None}):
        outcome, modality = ("scheduled" if outcome not in _OPEN else outcome), "future"
    venue = _venue(reading, trigger, head, is_bound=bool(match and _TRAVEL.fullmatch(text, match.start, match.end)))
    number, wording = _number(reading, trigger)
    when = _days(reading, trigger, predicate, match, outcome)
    mediators = sides.mediators(head) or sides.mediators_in(reading.document.sentence_span(trigger.sentence))
    out = {key_of(a) for a in mediators}
    parties = tuple(a for a in sides.parties(head, predicate) if key_of(a) not in out)
    if len(parties) < 2:
        joined = next(sides.joined_in(reading.document.span(*trigger.stretch)), ())
        parties = distinct((*parties, *(a for a in joined if key_of(a) not in out)))
    around = text[trigger.stretch[0] : trigger.stretch[1]]
    payload: dict[str, Any] = {}
    payload |= {"outcome": outcome} if outcome else {}
    payload |= {"venue": venue.name or venue.text} if venue else {}
    payload |= {"round_no": number} if number else {}
    payload |= {"round_text": wording} if wording else {}
    payload |= _manner(around, bool(mediators))
    payload |= {"document_signed": "written"} if outcome == "agreement_signed" else {}
    attribution = said_by(reading, (match.start, match.end) if match else span)
    mention = Mention(
        kind="talks",
        fact_kind="talks",
        span=(trigger.sentence.start, trigger.sentence.end),
        trigger=(min(trigger.start, match.start), max(trigger.end, match.end)) if match else span,
        event_type=outcome,
        sub_event_type=None,
        when=when,
        place=venue,
        actors=parties,
        recipients=mediators,
        payload=payload,
        attribution=attribution,
        stance=attribution.stance if attribution else "asserts",
        modality=modality or "actual",
        rule=f"talks.{outcome or 'mention'}",
    )
    lead = text[trigger.sentence.start : trigger.start]
    return Sighting(
        mention=mention,
        outcome=outcome,
        venue=venue,
        number=number,
        length=_length(text, trigger),
        is_next=bool(_words().next.search(_noun_phrase(text, trigger))) or outcome in _OPEN,
        is_summary=bool(re.search(r"\brounds\b", text[trigger.start : trigger.end], re.IGNORECASE)),
        is_topic=bool(re.fullmatch(r"[\"“‘]?(?:the|these|those)?\s*(?:[\w’'-]+\s+){0,3}", lead, re.IGNORECASE)),
        is_definite=_is_definite(lead),
        is_new=bool(
            re.search(r"\b(?:an?|another|one|previous|earlier|last)\s+(?:[\w’'-]+\s+){0,2}$", lead, re.IGNORECASE)
        ),
    )


def _is_agreed_on(text: str, trigger: _Trigger, match: Match) -> bool:
    """Whether talks that are only `to hold` are agreed on: `… agreed to extend the truce and to hold further talks`."""
    is_event = match.phrase.label in {"held", "ongoing"}
    return is_event and bool(_AGREEING.search(text, trigger.stretch[0], match.start))


def _is_definite(lead: str) -> bool:
    return not re.search(r"\b(?:a|an|another|some|any|no)\s+(?:[\w’'-]+\s+){0,3}$", lead, re.IGNORECASE)


def _noun_phrase(text: str, trigger: _Trigger) -> str:
    before = text[max(trigger.stretch[0], trigger.start - 40) : trigger.start]
    after = text[trigger.end : min(trigger.stretch[1], trigger.end + 8)]
    return " ".join([*before.split()[-4:], text[trigger.start : trigger.end], after])


def _outcome(reading: Reading, trigger: _Trigger) -> tuple[Match | None, Any]:
    """The outcome that the clause gives, the first in order of the rules that is told as a fact, and its modality."""
    text = reading.document.text
    spot = (trigger.start, trigger.end)
    matches = beside(phrases(_FILE, "outcomes"), text, trigger.stretch, spot)
    is_conditional = is_under_condition(text, trigger.stretch, trigger.start)
    told: list[tuple[Match, Any]] = []
    is_long_ago = bool(_LONG_BEFORE.search(text, trigger.stretch[0], trigger.start))
    for match in matches:
        head = reading.document.span(match.start, match.end)[0]
        modality = "conditional" if is_conditional else modality_of(reading, (match.start, match.end))
        if modality == "negated" and match.phrase.label in _NOT_DONE:
            modality = "actual"
        if match.phrase.label in _OPEN and modality in {"hypothetical", "negated", "historical"}:
            modality = "future" if not _is_under_condition(head) else "hypothetical"
        if match.phrase.label not in _OPEN and modality == "actual" and _is_infinitive(head):
            modality = "hypothetical"
        told.append((match, "historical" if is_long_ago else modality))
    chosen = next((pair for pair in told if pair[1] in {"actual", "future"}), None)
    return chosen or (told[0] if told else (None, None))


def _is_under_condition(token: Token) -> bool:
    """Whether the verb stands in an if- or whether-clause."""
    for verb in (token, *token.ancestors):
        if any(c.dep_ == "mark" and c.lower_ in {"if", "whether", "unless"} for c in verb.children):
            return True
    return False


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _venue(reading: Reading, trigger: _Trigger, head: Token, *, is_bound: bool) -> Place | None:
    """Where they were held: a city before the noun, else `in` or `at` a place that attaches to the noun or its verb."""
    text, ranked = reading.document.text, list[tuple[float, int, Place]]()
    is_listed = trigger.stretch[0] == trigger.start
    inner = reading.document.span(trigger.start, trigger.end)[-1]
    for place in within(reading.places, *trigger.stretch):
        token = head_of(reading, (place.start, place.end))
        if place.is_crossing or token is None or not trigger.is_own(place.start):
            continue
        first = reading.document.span(place.start, place.end)[0]
        is_country = (place.where_prec or 9) >= 6
        if is_country and _is_of_other_noun(first, trigger):
            continue
        before = first.nbor(-1).lower_ if first.i > 0 else ""
        if before in {"in", "at", "near"} or (is_bound and before in {"for", "to"}):
            # "A round of talks in …": the place may hang on either noun.
            costs = (attachment_cost(noun, token) for noun in (head, inner))
            cost = 0.0 if is_listed else min((c for c in costs if c is not None), default=_OTHER_CLAUSE)
            if cost < _OTHER_CLAUSE:
                ranked.append((1 + cost + 4 * is_country, abs(place.start - trigger.end), place))
        elif trigger.start < place.start < trigger.end and not is_country and token.dep_ in _MODIFIERS:
            ranked.append((0.0, 0, place))
        elif place.end <= trigger.start and not is_country and token.dep_ in _MODIFIERS:
            if re.fullmatch(r"(?:\s+[\w-]+){0,2}\s*", text[place.end : trigger.start]):
                ranked.append((0.0, trigger.start - place.end, place))
        elif is_listed and not is_country and place.start >= trigger.end:
            ranked.append((9.0, place.start - trigger.end, place))
    return min(ranked, key=lambda r: (r[0], r[1], r[2].start))[2] if ranked else None


def _is_of_other_noun(place: Token, trigger: _Trigger) -> bool:
    """Whether `in` and a country hang on another noun: "talks on a truce in Sudan"."""
    head = place.nbor(-1).head if place.i > 0 and place.nbor(-1).dep_ == "prep" else place
    return head.pos_ == "NOUN" and not trigger.start <= head.idx < trigger.end


def _number(reading: Reading, trigger: _Trigger) -> tuple[int | None, str | None]:
    """The ordinal of the round: before its noun, or said of it ("were the third … round")."""
    text, data = reading.document.text, lexicon(_FILE)["ordinals"]
    own = _ordinal_pattern().fullmatch(text, trigger.start, trigger.end)
    if own:
        return data[own.group().lower()], own.group()
    if not _words().rounds.search(text, trigger.start, trigger.end):
        return None, None
    if counted := _ROUND_NUMBER.search(text, trigger.start, min(trigger.stretch[1], trigger.end + 12)):
        said = counted.group("number").lower()
        return int(said) if said.isdigit() else lexicon(_FILE)["numbers"][said], counted.group()
    lead_start = max(trigger.stretch[0], trigger.start - 60)
    found = list(_ordinal_pattern().finditer(text, lead_start, trigger.start))
    if not found or re.search(r"[,;.]|\bday\b", text[found[-1].end() : trigger.start]):
        return None, None
    return data[found[-1].group().lower()], text[found[-1].start() : trigger.end]


def _days(reading: Reading, trigger: _Trigger, predicate: Token, match: Match | None, outcome: str | None) -> When:
    """First and last day: a span as given, else one end by what the verb says, the other from the length in days."""
    when = next((w for w in _dates(reading, trigger, match, outcome) if w.start or w.end), UNDATED)
    is_bound = bool(match and _TRAVEL.fullmatch(reading.document.text, match.start, match.end))
    if is_bound:
        # The day of a departure is not the day of the talks; one that follows their noun is.
        stretch = (trigger.end, trigger.stretch[1])
        when = only_date(reading, stretch, (trigger.start, trigger.end))
    if when.start is None and when.end is None:
        return UNDATED
    when = _ahead(reading, when) if outcome == "scheduled" else when
    lemma = predicate.lemma_.lower()
    length = _length(reading.document.text, trigger)
    if when.start != when.end or when.prec != 1:
        return when
    if outcome in _ANNOUNCED or (lemma in lexicon(_FILE)["ends"] and outcome not in _OPEN):
        start = when.end - timedelta(days=length - 1) if length and when.end else None
        return When(start, when.end, 2 if start and start != when.end else 1, when.text, when.rule, when.is_conflicting)
    end = when.start + timedelta(days=length - 1) if length and when.start else None
    return When(when.start, end, 2 if end and end != when.start else 1, when.text, when.rule, when.is_conflicting)


def _dates(reading: Reading, trigger: _Trigger, match: Match | None, outcome: str | None) -> Iterator[When]:
    """Dates that may be those of the talks, the surest first; only such as stand in words on this round."""
    spot = (trigger.start, trigger.end)
    at = (match.start, match.end) if match else spot
    whole = (min(spot[0], at[0]), max(spot[1], at[1]))

    def own(when: When) -> When:
        said_at = reading.document.text.find(when.text, *trigger.stretch) if when.text else trigger.start
        return when if said_at >= 0 and trigger.is_own(said_at) else UNDATED

    yield own(own_date(reading, at, trigger.sentence, trigger.stretch))
    if match:
        yield own(own_date(reading, spot, trigger.sentence, trigger.stretch))
    if match or trigger.stretch[0] == trigger.start:
        yield own(only_date(reading, trigger.stretch, whole))
    begins = match is not None and _BEGINS.match(reading.document.text, match.start)
    if outcome in {"held", "interim_or_partial_agreement", "extended_truce"} or (outcome == "ongoing" and begins):
        yield told_in_present(reading, at, trigger.sentence)
    if outcome in _ANNOUNCED:
        yield announced_day(reading, at, trigger.sentence, ANNOUNCING)


def _ahead(reading: Reading, when: When) -> When:
    """A bare weekday of something still to come is the next such day, not the last."""
    published = reading.document.article.published
    if when.rule != "weekday" or published is None or when.start is None or when.start > published:
        return when
    start = when.start + timedelta(days=7)
    return When(start, start, when.prec, when.text, "weekday+ahead", when.is_conflicting)


def _length(text: str, trigger: _Trigger) -> int | None:
    """How many days they lasted: `two days of talks`, `a four-day round`."""
    found = _words().days.search(text, *trigger.stretch)
    if not found:
        return None
    number = found.group("number").lower()
    return int(number) if number.isdigit() else int(lexicon(_FILE)["numbers"][number])


def _manner(clause: str, is_mediated: bool) -> dict[str, Any]:
    """Level of the delegations, format, next round and document, as the clause puts them."""
    words = _words()
    found: dict[str, Any] = {}
    level = next((name for name, pattern in _choices("levels") if pattern.search(clause)), None)
    form = next((name for name, pattern in _choices("formats") if pattern.search(clause)), None)
    found |= {"delegation_level": level} if level else {}
    found |= {"format": form or "mediated"} if form or is_mediated else {}
    if words.no_next.search(clause):
        found["next_round_planned"] = "no"
    elif words.has_next.search(clause):
        found["next_round_planned"] = "yes"
    return found


# --- each side's own account ------------------------------------------------------------------------------------------


def _accounts(reading: Reading, sides: Sides) -> list[tuple[Actor, Mention]]:
    """What a speaker of a side says of the talks: the outcome in that side's words, whom it blames, what it demands."""
    found: list[tuple[Actor, Mention]] = []
    text, words = reading.document.text, _words()
    for attribution in reading.attributions:
        side = sides.of_actor(attribution.speaker) if attribution.speaker else None
        if side is None or not attribution.content:
            continue
        start, end = attribution.content[0][0], attribution.content[-1][1]
        sentence = reading.document.sentence_at(start)
        said = _LEADING_THAT.sub("", " … ".join(text[s:e].strip(' ,“”"') for s, e in attribution.content))
        payload: dict[str, Any] = {}
        if any(_tells_outcome(reading, *piece) for piece in attribution.content):
            payload["outcome_as_stated"] = said
        if words.no_next.search(said):
            payload |= {"outcome_as_stated": said, "next_round_planned": "no"}
        if words.nouns.search(text, sentence.start, sentence.end) or words.delegations.search(said):
            blame = words.blame.search(text, sentence.start, sentence.end)
            accused = _side_in(reading, sides, *blame.span("who")) if blame else None
            if accused and key_of(accused) != key_of(side):
                payload["blames"] = accused.name
            if demand := words.demand.search(said):
                payload["demand_or_condition"] = demand.group("what").strip()
            if words.unwritten.search(said):
                payload["document_signed"] = "none"
        if payload:
            found.append((side, _account(sentence, (start, end), side, payload, attribution)))
    return found


def _tells_outcome(reading: Reading, start: int, end: int) -> bool:
    """Whether the words of a speaker say, as a fact, what came of the talks."""
    text = reading.document.text
    for noun in _words().nouns.finditer(text, start, min(end, start + _TOPIC_WITHIN)):
        matches = beside(phrases(_FILE, "outcomes"), text, (start, end), noun.span())
        if any(modality_of(reading, (m.start, m.end)) in {"actual", "negated"} for m in matches):
            return True
    return False


def _account(sentence: Sentence, span: tuple[int, int], side: Actor, payload: dict[str, Any], said: Any) -> Mention:
    return Mention(
        kind="talks",
        fact_kind="talks",
        span=(sentence.start, sentence.end),
        trigger=span,
        event_type=None,
        sub_event_type=None,
        when=UNDATED,
        place=None,
        actors=(side,),
        recipients=(),
        payload=payload,
        attribution=said,
        stance=said.stance,
        modality="actual",
        rule="talks.account",
    )


def _side_in(reading: Reading, sides: Sides, start: int, end: int) -> Actor | None:
    return next(iter(distinct(sides.in_tokens(reading.document.span(start, end)))), None)
