"""Borders: crossings that were closed, opened or partly opened, for whom, by whom and from when.

What belongs here: changes and standing states of ways over a border.  Not here: embassies, schools, roads, airspace and
whatever else opens and shuts; people who pass (deportations/find.py).
Words and patterns are data: lexicon/borders.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import clause_of, within
from pipelines.extract.arguments.reports import own_date, told_in_present
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.lexicon import Choices, lexicon, typed
from pipelines.extract.mentions import Fact, Found, Mention, Modality, Reading, When
from pipelines.extract.modality import is_infinitive, modality_of
from pipelines.extract.phrases import Match, beside, clause_around, is_heading, is_under_condition, phrases
from pipelines.extract.places.countries import country_iso3
from pipelines.extract.places.find import Place
from pipelines.extract.places.gazetteer import crossing_names
from pipelines.extract.sides import Sides, distinct

_FILE = "borders.yml"
_CLOSING = frozenset(("closed", "announced_closed"))
_OWN_NAME = re.compile(r"((?:\b(?!The\b|Its\b|All\b|Both\b)[A-Z][a-z][\w’'-]*\s+){1,3})(?:border\s+)?$")
_SPEAKER_ITSELF = frozenset(("it", "they", "he", "she", "we"))
_UNNAMED = frozenset(("border", "borders", "land border", "land borders", "frontier", "frontiers"))
_NEEDS_NAME = re.compile(r"gates?", re.IGNORECASE)
_BORDER = re.compile(r"\b(?:border|frontier)\b(?!\s+(?:crossing|post|point|gate|terminal|checkpoint)\b)", re.IGNORECASE)
_ONLY_FOR = re.compile(r",?\s*(?:but|though|albeit)\s+only\s+(?:for|to)\b[^.;]*", re.IGNORECASE)
_ANY_CHANGE = re.compile(
    r"\b(?:clos|shut|seal|re-?open|open|resum|suspend|block|halt|stop|barr|ban|standstill)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: re.Pattern[str]
    compounds: re.Pattern[str]
    before: re.Pattern[str]
    temporary: re.Pattern[str]
    partial: re.Pattern[str]
    several: re.Pattern[str]
    reason: re.Pattern[str]
    traffic: Choices
    ways: re.Pattern[str]
    frontier: re.Pattern[str]
    joining: re.Pattern[str]
    passing: re.Pattern[str]
    planned: re.Pattern[str]
    unsure: re.Pattern[str]


@cache
def _words() -> _Words:
    return typed(_Words, lexicon(_FILE))


@dataclass(frozen=True, slots=True)
class _Crossing:
    """What is crossed: [start, end) of its words, its name, the place where it is one."""

    start: int
    end: int
    name: str
    place: Place | None


def may_tell_borders(text: str, sentences: Iterable[Sentence]) -> bool:
    """Whether a sentence has a word for opening or shutting beside one for a way over a border, or beside a crossing's name."""
    return _ANY_CHANGE.search(text) is not None and any(
        _ANY_CHANGE.search(text, s.start, s.end) and _names_way(text[s.start : s.end]) for s in sentences
    )


def _names_way(said: str) -> bool:
    words = _words()
    nouns = words.nouns.finditer(said)
    return any(name in said for name in crossing_names()) or any(
        not words.ways.search(noun.group()) or words.frontier.search(said) or words.joining.search(said[noun.end() :])
        for noun in nouns
    )


def find_borders(reading: Reading) -> Found:
    """Changes of crossings in one article."""
    if not _ANY_CHANGE.search(reading.document.text):
        return Found(())
    sides = Sides(reading)
    mentions = [m for crossing in _crossings(reading) if (m := _read(reading, sides, crossing))]
    actual = [m for m in mentions if m.modality == "actual"]
    return Found(tuple(_merged(actual)), tuple(m for m in mentions if m.modality != "actual"))


def _crossings(reading: Reading) -> Iterator[_Crossing]:
    """Every mention of a crossing: nouns of the border with what names them, and crossings by name alone."""
    document, words = reading.document, _words()
    latest: _Crossing | None = None
    taken = -1
    named = [p for p in reading.places if p.is_crossing]
    nouns = [(m.start(), m.end(), None) for m in words.nouns.finditer(document.text)]
    spots: list[tuple[int, int, Place | None]] = [*nouns, *((p.start, p.end, p) for p in named)]
    for start, end, place in sorted(spots, key=lambda s: (s[0], s[1])):
        sentence = document.sentence_at(start)
        if start < taken or end > sentence.end or not _ANY_CHANGE.search(document.text, sentence.start, sentence.end):
            continue
        if sentence.is_boilerplate or is_heading(document.text, sentence.start, sentence.end):
            continue
        crossing = _named(document.text, place, sentence) if place else _of_noun(reading, start, end, sentence, latest)
        if crossing is None:
            continue
        taken = crossing.end
        latest = crossing if crossing.place else latest
        yield crossing


def _named(text: str, place: Place, sentence: Sentence) -> _Crossing | None:
    """A crossing by its name, with the noun that follows it."""
    words = _words()
    after = words.nouns.match(text, place.end + 1)
    end = after.end() if after and after.end() <= sentence.end else place.end
    if words.compounds.match(text[end : sentence.end]):
        return None
    return _Crossing(place.start, end, place.name or place.text, place)


def _of_noun(reading: Reading, start: int, end: int, sentence: Sentence, latest: _Crossing | None) -> _Crossing | None:
    """A noun of the border: named by a place before it, several at once, or the one spoken of before."""
    text, words = reading.document.text, _words()
    if words.compounds.match(text[end : sentence.end]) or words.before.search(text[max(0, start - 12) : start]):
        return None
    if words.ways.search(text[start:end]):
        return _way(reading, start, end, sentence)
    head = reading.document.span(start, end).root
    left = max(sentence.start, head.doc[head.left_edge.i].idx)
    around = text[left:end]
    inside = within(reading.places, left, start)
    # "the Chaman border": a town of the border gives the crossing its name, a country does not.
    town = next((p for p in reversed(inside) if text[p.end : start].strip() == "" and (p.where_prec or 9) < 4), None)
    if town is not None:
        return _Crossing(town.start, end, town.name or town.text, town)
    # A crossing that no gazetteer knows goes by the name the text gives it.
    own_name = _OWN_NAME.search(text, sentence.start, start)
    if own_name and not any(country_iso3(word) for word in own_name.group(1).split()):
        return _Crossing(own_name.start(1), end, own_name.group(1).strip(), None)
    # "The gate at Islam Qala": the place right after the noun.
    if not _BORDER.search(text[start:end]):
        for place in within(reading.places, end, sentence.end):
            if re.fullmatch(r"\s+(?:at|in)\s+", text[end : place.start]) and (place.where_prec or 9) < 4:
                return _Crossing(start, place.end, place.name or place.text, place)
    if _NEEDS_NAME.fullmatch(text, start, end):
        return None
    counterpart = re.match(r"\s+(?:with|between|to)\s+(?:[A-Z][\w’'-]*(?:\s+and)?\s*){1,4}", text[end : sentence.end])
    if counterpart or words.several.search(around) or inside:
        name = text[left : end + (counterpart.end() if counterpart else 0)].strip()
        return _Crossing(start, end, re.sub(r"^(?:the|its|their)\s+", "", name), None)
    if latest is not None:
        return replace(latest, start=start, end=end)
    return _Crossing(start, end, text[start:end], None) if "cross" in text[start:end].lower() else None


def _way(reading: Reading, start: int, end: int, sentence: Sentence) -> _Crossing | None:
    """A bridge or a pass by its name, where the sentence says that it leads over a border."""
    text, words = reading.document.text, _words()
    name = _OWN_NAME.search(text, sentence.start, start)
    beside = text[sentence.start : name.start()] + text[end : sentence.end] if name else ""
    joined = words.joining.search(text[end : sentence.end])
    after = within(reading.places, end + joined.end(), sentence.end) if joined else []
    if name is None or not (words.frontier.search(beside) or len({p.iso3 for p in after if p.where_prec == 6}) == 2):
        return None
    return _Crossing(name.start(1), end, text[name.start(1) : end], None)


def _read(reading: Reading, sides: Sides, crossing: _Crossing) -> Mention | None:
    """What the sentence says became of one crossing."""
    text = reading.document.text
    sentence = reading.document.sentence_at(crossing.start)
    span = (crossing.start, crossing.end)
    clause = clause_around(text, (sentence.start, sentence.end), span)
    is_passing = bool(_words().passing.search(text[clause[0] : crossing.start]))
    matches = beside(phrases(_FILE, "changes"), text, clause, span)
    matches = [m for m in matches if is_passing or not m.phrase.extra.get("of_passing")]
    if not matches:
        return None
    is_conditional = is_under_condition(text, clause, crossing.start)
    told = [(m, "conditional" if is_conditional else _modality(reading, m)) for m in matches]
    match, modality = next((pair for pair in told if pair[1] == "actual"), told[0])
    trigger = (match.start, match.end)
    when = own_date(reading, trigger, sentence, clause)
    if when.start is None and when.end is None:
        when = _since(reading, clause, match) or told_in_present(reading, trigger, sentence)
    verb = reading.document.span(*trigger)[0]
    attribution = said_by(reading, trigger)
    by = _by(sides, verb, attribution)
    is_planned = _is_planned(reading, match, when, modality, clause)
    modality = "actual" if is_planned else modality
    named = _between(sides, verb, crossing) if crossing.name.lower() in _UNNAMED else crossing
    if named is None:
        return None
    crossing = named
    around = text[clause[0] : _end_of_purpose(text, clause[1])]
    traffic = next((name for name, pattern in _words().traffic if pattern.search(around)), None)
    status = f"announced_{match.phrase.label}" if is_planned else _status(match, around, traffic)
    payload: dict[str, Any] = {"crossing": crossing.name, "status": status}
    payload |= {"traffic_class": traffic} if traffic else {}
    payload |= {"by_actor": by.name, "side": by.iso3} if by else {}
    payload |= {"countries": countries} if (countries := _countries(crossing, by)) else {}
    reason = _words().reason.search(text, sentence.start, sentence.end)
    if reason and not re.search(r"\d|\b(?:talks|rounds)\b", reason.group("what")):
        payload["reason"] = reason.group("what").strip()
    return Mention(
        kind="border_status",
        fact_kind="border_status",
        span=(sentence.start, sentence.end),
        trigger=(min(match.start, crossing.start), max(match.end, crossing.end)),
        event_type=payload["status"],
        sub_event_type=None,
        when=when,
        place=crossing.place,
        actors=(by,) if by else (),
        recipients=(),
        payload=payload,
        attribution=attribution,
        stance=attribution.stance if attribution else "asserts",
        modality=modality,
        rule=f"border.{match.phrase.label}",
    )


def _since(reading: Reading, clause: tuple[int, int], match: Match) -> When | None:
    """The first day of a state that goes on: `closed since …`."""
    text = reading.document.text
    for timex in within(reading.timexes, match.end, clause[1]):
        if timex.date_start and re.search(r"\bsince\s+$", text[match.end : timex.start]):
            return When(timex.date_start, None, timex.prec, text[timex.start : timex.end], f"{timex.rule}+since")
    return None


def _between(sides: Sides, verb: Token, crossing: _Crossing) -> _Crossing | None:
    """A border that is only called so, named by the two that open or close it."""
    owners = [side for child in clause_of(verb).children if child.dep_ == "nsubj" for side in sides.chain(child)]
    if len(owners) != 2:
        return None
    return replace(crossing, name=f"{owners[0].name}–{owners[1].name} border")


def _countries(crossing: _Crossing, by: Actor | None) -> list[str]:
    """The two countries of a border spoken of as a whole, by the words for it and by who acted; empty for a crossing."""
    if crossing.place is not None or not (_words().several.search(crossing.name) or _BORDER.search(crossing.name)):
        return []
    named = {country_iso3(word) for word in re.findall(r"[^\W\d_]+", crossing.name)} | {by.iso3 if by else None}
    found = sorted(iso3 for iso3 in named if iso3)
    return found if len(found) == 2 else []


def _end_of_purpose(text: str, end: int) -> int:
    """Where a clause ends with the restriction that follows it: `reopened …, but only for those who leave`."""
    restriction = _ONLY_FOR.match(text, end)
    return restriction.end() if restriction else end


def _modality(reading: Reading, match: Match) -> Modality:
    """As the words tell it; what someone agreed or plans `to reopen` is still to come."""
    verb = reading.document.span(match.start, match.end)[0]
    return "future" if is_infinitive(verb) else modality_of(reading, (match.start, match.end))


def _is_planned(reading: Reading, match: Match, when: When, modality: Modality, clause: tuple[int, int]) -> bool:
    """Whether a change is announced for a day to come: `will reopen on Monday`; not what is hoped, doubted or on a condition."""
    published = reading.document.article.published
    if match.phrase.label not in ("open", "closed") or published is None or when.start is None:
        return False
    if modality in ("negated", "conditional", "historical"):
        return False
    text = reading.document.text
    is_announced = bool(_words().planned.search(text, clause[0], match.start)) and not _words().unsure.search(
        text, *clause
    )
    return is_announced and when.prec == 1 and when.start >= published


def _status(match: Match, clause: str, traffic: str | None) -> str:
    """Open narrows to temporary or partial by what the clause adds."""
    label, words = match.phrase.label, _words()
    if label != "open":
        return label
    if words.temporary.search(clause):
        return "reopened_temporarily"
    return "partially_open" if words.partial.search(clause) or traffic not in {None, "all"} else "open"


def _by(sides: Sides, verb: Token, said: Attribution | None) -> Actor | None:
    """Who closed or opened it: the subject of an active verb, the agent of a passive one, who says "it will"."""
    clause = clause_of(verb)
    for child in clause.children:
        if child.dep_ == "agent":
            return next((side for obj in child.children for side in sides.chain(obj)), None)
    if verb.lemma_.lower() in {"remain", "be", "stay"} or clause.lemma_.lower() in {"remain", "be", "stay"}:
        return None
    subject = next((child for child in clause.children if child.dep_ == "nsubj"), None)
    if subject is not None and subject.lower_ in _SPEAKER_ITSELF and said is not None and said.speaker is not None:
        return sides.of_actor(said.speaker)
    return next(iter(sides.chain(subject)), None) if subject is not None else None


def _merged(mentions: list[Mention]) -> list[Fact]:
    """One fact per crossing, status and day: mentions that do not contradict each other."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        group = next((g for g in groups if all(_is_same(mention, m) for m in g)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    return [_fact(group) for group in groups]


def _is_same(a: Mention, b: Mention) -> bool:
    if a.payload["crossing"] != b.payload["crossing"]:
        return False
    if (a.payload["status"] in _CLOSING) != (b.payload["status"] in _CLOSING):
        return False
    planned = [m for m in (a, b) if m.payload["status"].startswith("announced_")]
    if len(planned) == 1 and planned[0].when.start and (a.when.start is None or b.when.start is None):
        return False  # a change announced for a day is not one told without a day
    return _overlaps(a.when, b.when)


def _overlaps(a: When, b: When) -> bool:
    if a.start is None or b.start is None:
        return True
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _fact(group: list[Mention]) -> Fact:
    first = min(group, key=lambda m: (m.when.start is None, m.when.prec or 9, m.trigger))
    payload: dict[str, Any] = {}
    for mention in (first, *group):
        for name, value in mention.payload.items():
            payload.setdefault(name, value)
    return Fact(
        kind="border_status",
        mentions=tuple(group),
        event_type=payload["status"],
        sub_event_type=None,
        when=first.when,
        place=first.place,
        actors=distinct(a for m in group for a in m.actors),
        recipients=(),
        payload=payload,
        rule=first.rule,
    )
