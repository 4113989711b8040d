"""Deportations and returns: counts of people sent or gone back over a border, each with its window and its definition.

What belongs here: one number, one window, one definition a fact.  Not here: numbers as such (quantities/numerals.py, quantities/find.py);
deadlines, plans and forecasts, exchanges of prisoners, returns of things, which make no fact; arrests, which stay claims.

The window stands in `when`: first and last day counted, open where the text leaves it open.  Of where from and where to,
what one measurement leaves open is taken from the measurement before it, since one article counts one movement.
Words and patterns are data: lexicon/deportations.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments import said_by, within
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.deportations.windows import covered, is_comparison, is_said_day
from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import UNDATED, Fact, Found, Mention, Modality, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.phrases import is_heading
from pipelines.extract.places.countries import country_iso3, country_name
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.numerals import Numeral, numerals
from pipelines.extract.reportdates import told_in_present

_FILE = "deportations.yml"


# Stands for an origin that the text gives as several countries together.
SEVERAL = "several"
_NO_WAY = re.compile(r"\b(?:according to|returned to (?:power|work)|thanks to)\s+$", re.IGNORECASE)
# Words that may name a people, two together first: `South Sudanese`.
_NAMES = re.compile(r"\b(?:(?:North|South|Central|East|Sri|Saudi|Papua|New) [A-Z][a-zé]+|[A-Z][a-zé]+)\b")
_STATE = frozenset(("GOV", "MIL", "COP", "SPY"))
_DATA = re.compile(r"\s+(?:data|figures|statistics|records|numbers)$", re.IGNORECASE)
_WITH = re.compile(r"\bwith\s+$", re.IGNORECASE)
_SAYS = re.compile(r",?\s+(?:said|says|reported|reports|announced|estimates?|estimated|recorded)\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to (?:the )?$", re.IGNORECASE)
_CURRENCY = ("$", "€", "£", "¥", "Rs", "Rs ", "Rs.", "Rs. ")
_CITING = frozenset(("cite", "according", "quote"))
# Without a word of deportation or refuge in the article, only a crowd that returns is more than travellers.
_MANY = 50
# Of refugees and migrants fewer will do.
_SOME = 10
# A date that stands so near after a number (characters) is the number's own.
_DIRECTLY = 12
_RATE = re.compile(
    r"(?<!\bin )(?<!\bwithin )\b(?:(?:every|each|per|a|an) (?:single )?(?:day|week|month|hour)|daily)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"\b(?:daily|weekly|monthly|the) (?:average|rate)\b|\bon average\b", re.IGNORECASE)
# Parts of speech that end the noun phrase of a count.
_NOT_INSIDE = frozenset(("ADP", "VERB", "AUX", "CCONJ", "PRON", "SCONJ", "DET"))
_FAMILIES = frozenset(("family", "household"))


@dataclass(frozen=True, slots=True)
class _Words:
    movement: re.Pattern[str]
    weak_movement: re.Pattern[str]
    subject: re.Pattern[str]
    part_opens: re.Pattern[str]
    never: re.Pattern[str]
    cumulative: re.Pattern[str]
    reached: re.Pattern[str]
    bare_before: re.Pattern[str]
    bare_after: re.Pattern[str]
    subset_before: re.Pattern[str]
    subset_after: re.Pattern[str]
    difference_before: re.Pattern[str]
    difference_after: re.Pattern[str]
    share: re.Pattern[str]
    comprising: re.Pattern[str]
    percent: re.Pattern[str]
    origin: re.Pattern[str]
    destination: re.Pattern[str]
    host: re.Pattern[str]
    data_source: re.Pattern[str]
    legal_basis: re.Pattern[str]


@cache
def _words() -> _Words:
    data = lexicon(_FILE)
    return _Words(**{name: re.compile(data[name], re.IGNORECASE) for name in _Words.__slots__})


@cache
def _measures() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(text, re.IGNORECASE)) for name, text in lexicon(_FILE)["measures"])


@cache
def _split_measures() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(verb, re.IGNORECASE), re.compile(particle, re.IGNORECASE))
        for name, verb, particle in lexicon(_FILE)["split_measures"]
    )


@cache
def _documents() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(text, re.IGNORECASE)) for name, text in lexicon(_FILE)["document_status"].items())


@dataclass(frozen=True, slots=True)
class _Count:
    """One number that may count people: its words, its clause, and the count it is a part of (index in the list)."""

    numeral: Numeral
    start: int
    end: int
    sentence: Sentence
    before: str
    after: str
    noun: Token | None
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A count read whole."""

    count: _Count
    measure: str
    crossing: Place | None
    trigger: tuple[int, int]
    modality: Modality
    when: When
    is_cumulative: bool
    origin: str | None
    destination: str | None
    authorities: tuple[Actor, ...]
    authority: str | None
    attribution: Attribution | None


def find_deportations(reading: Reading) -> Found:
    """Measurements of deportation and return in one article."""
    text = reading.document.text
    if not _words().subject.search(text) and not any(place.is_crossing for place in reading.places):
        return Found(())
    counts = _with_wholes(list(_counts(reading)))
    if not _words().movement.search(text):
        counts = [
            c for c in counts if (c.numeral.low or c.numeral.high or 0) >= (_SOME if _is_mover(c.noun) else _MANY)
        ]
    read: list[_Reading | None] = []
    for count in counts:
        whole = read[count.part_of] if count.part_of is not None else None
        previous = next((r for r in reversed(read) if r), None)
        read.append(_read(reading, counts, count, whole, previous))
    read = _completed(reading, read)
    return _found(read)


# --- which numbers count people who go back ---------------------------------------------------------------------------


def _counts(reading: Reading) -> Iterator[_Count]:
    """Numbers of people in sentences that speak of going back, and in those that carry such a count on."""
    document, words = reading.document, _words()
    text, doc = document.text, document.doc
    by_sentence: dict[int, list[Numeral]] = {}
    for numeral in numerals(doc):
        by_sentence.setdefault(document.sentence_at(doc[numeral.first].idx).number, []).append(numeral)
    is_carried = False
    for sentence in document.sentences:
        said = text[sentence.start : sentence.end]
        moves = words.movement.search(said) or words.weak_movement.search(said)
        if sentence.is_boilerplate or is_heading(text, sentence.start, sentence.end):
            continue
        found = []
        if moves or (is_carried and re.search(r"\b(?:total|of these|of those|of them|figure)\b", said, re.IGNORECASE)):
            found = [c for n in by_sentence.get(sentence.number, ()) if (c := _count(reading, sentence, n))]
        is_carried = bool(found) or (is_carried and not moves)
        yield from found


def _count(reading: Reading, sentence: Sentence, numeral: Numeral) -> _Count | None:
    """The number as a count of people; None where it is a date, a share, an age, or counts something else."""
    doc, text, words = reading.document.doc, reading.document.text, _words()
    first, last = doc[numeral.opens], doc[numeral.last]
    start, end = first.idx, last.idx + len(last.text)
    # "Several repatriated persons" are witnesses, not a measurement.
    if (
        (numeral.low is None and numeral.high is None)
        or numeral.approximator == "several"
        or any(t.start < end and doc[numeral.first].idx < t.end for t in reading.timexes)
    ):
        return None
    before, after = text[sentence.start : start], text[end : sentence.end]
    if (
        before.endswith(_CURRENCY)
        or words.percent.match(after)
        or words.difference_before.search(before)
        or words.difference_after.match(after)
        or re.match(r"[-–]|\s*(?:years?|months?|days?|hours?|km|miles)\b", after)
    ):
        return None
    noun = _noun_after(doc, numeral, sentence.end)
    count = _Count(numeral, start, end, sentence, before, after, noun)
    if noun is not None:
        return count if _is_people(noun) or _is_people_of_country(noun) else None
    # A bare small number is a rank, a score or a share; a bare large one is a count where its clause says so.
    if (numeral.best or numeral.low or 0) < 100:
        return None
    return count if words.bare_before.search(before) or words.bare_after.match(after) else None


def _noun_after(doc: Any, numeral: Numeral, end: int) -> Token | None:
    """The noun that a number counts: at most four words on, with only modifiers between."""
    for token in doc[numeral.last + 1 : numeral.last + 6]:
        # "1,880 suspected Bangladeshis", also where the parser takes the participle for a clause.
        is_participle = token.tag_ == "VBN" and (token.dep_ == "amod" or token.nbor(1).pos_ == "PROPN")
        if token.idx >= end or token.is_punct or (token.pos_ in _NOT_INSIDE and not is_participle):
            return None
        following = token.nbor(1) if token.i + 1 < len(doc) else None
        is_modifier = (
            following is not None and following.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"amod", "compound"}
        )
        if token.pos_ in {"NOUN", "PROPN"} and not is_modifier:
            return token  # type: ignore[no-any-return]
        if token.pos_ == "ADJ" and token.text[:1].isupper() and not is_modifier:
            return token  # type: ignore[no-any-return]
    return None


def _is_mover(noun: Token | None) -> bool:
    return noun is not None and noun.lemma_.lower() in lexicon(_FILE)["movers"]


def _is_people(noun: Token) -> bool:
    data = lexicon(_FILE)
    lemma = noun.lemma_.lower()
    is_kind = lemma in data["people"] or lemma in data["acts"] or noun.lower_.rstrip("s") in data["acts"]
    return is_kind or (noun.text[:1].isupper() and country_iso3(noun.text) is not None)


def _is_people_of_country(noun: Token) -> bool:
    """ "Congolese diamond diggers": whoever is several and of a country; what else is so is not deported."""
    return noun.tag_ == "NNS" and any(country_iso3(t.text) for t in noun.lefts if t.text[:1].isupper())


def _with_wholes(counts: list[_Count]) -> list[_Count]:
    """Point each subset ("of whom …", "131,912 of them", "312: 200 …, 112 …") at the count it is a part of."""
    out: list[_Count] = []
    words = _words()
    for count in counts:
        whole = next((n for n in range(len(out) - 1, -1, -1) if out[n].part_of is None), None)
        opening = re.match(r"\s*of (?:these|those|them)\b", count.before, re.IGNORECASE)
        is_listed = whole is not None and ":" in out[whole].after[: max(0, count.start - out[whole].end)]
        is_subset = (
            words.subset_before.search(count.before) or words.subset_after.match(count.after) or opening or is_listed
        )
        is_near = whole is not None and count.sentence.number - out[whole].sentence.number <= 1
        is_less = whole is not None and (count.numeral.low or 0) <= (out[whole].numeral.high or count.numeral.low or 0)
        out.append(replace(count, part_of=whole) if is_subset and is_near and is_less else count)
    return out


# --- what a number measures -------------------------------------------------------------------------------------------


def _read(
    reading: Reading, counts: list[_Count], count: _Count, whole: _Reading | None, previous: _Reading | None
) -> _Reading | None:
    """The measurement one number makes; None where nothing says that the counted went back."""
    words = _words()
    said = reading.document.text[count.sentence.start : count.sentence.end]
    if count.noun is not None and words.never.search(_counted_words(count)):
        return None
    if words.never.search(said) and not words.movement.search(said) and not _is_mover(count.noun):
        return None
    # A rate ("2,000 a day", "the daily average") has no window.
    if _AVERAGE.search(count.before) or _RATE.search(_own_words(reading, counts, count)):
        return None
    # Families beside the individuals they comprise are the same people.
    if words.comprising.search(_before_next(counts, count)):
        return None
    found = _measure(reading, counts, count)
    # "The total stands at …" goes on counting what was counted before.
    carried = whole or (previous if count.noun is None else None)
    if found is None and carried is not None:
        found = carried.measure, (count.start, count.end)
    if found is None:
        return None
    measure, trigger = found
    if count.noun is not None and not _is_people(count.noun):
        # Who else is counted must be the very object of the deporting.
        verb = reading.document.span(*trigger)[0]
        if measure != "deportations" or (count.noun.head != verb and verb.head != count.noun):
            return None
    modality = modality_of(reading, trigger)
    when = _window(reading, counts, count) or (whole.when if whole else UNDATED)
    attribution = said_by(reading, (count.start, count.end))
    authorities, authority = _authority(reading, count, attribution)
    origin, destination = _way(reading, count)
    sender, receiver = _doers(reading, count, trigger)
    destination = receiver or destination
    origin = origin or (sender if sender != destination else None)
    is_cumulative = _is_cumulative(_own_words(reading, counts, count), count, when, whole)
    if when is UNDATED and whole is None and not is_cumulative:
        when = told_in_present(reading, trigger, count.sentence)
    if when is UNDATED and whole is None and is_cumulative and words.reached.search(said):
        when = When(None, reading.document.article.published, 1, None, "as_of_report")
    return _Reading(
        count=count,
        measure=measure,
        crossing=_crossing(reading, counts, count),
        trigger=trigger,
        modality="actual" if modality == "historical" else modality,
        when=when,
        is_cumulative=is_cumulative,
        origin=origin or (whole.origin if whole else None),
        destination=destination or (whole.destination if whole else None),
        authorities=authorities or (whole.authorities if whole else ()),
        authority=authority or (whole.authority if whole else None),
        attribution=attribution,
    )


def _own_words(reading: Reading, counts: list[_Count], count: _Count) -> str:
    """The words that speak of this count alone: from the count before it to the next pause or count after it."""
    text = reading.document.text
    mates = [c for c in counts if c.sentence == count.sentence]
    start = max((c.end for c in mates if c.end <= count.start), default=count.sentence.start)
    end = min((c.start for c in mates if c.start > count.start), default=count.sentence.end)
    pause = re.search(r"[,;]\s", text[count.end : end])
    return text[start : count.end + pause.start() if pause else end]


def _counted_end(count: _Count) -> int:
    """Where the number ends with the noun it counts."""
    return count.noun.idx + len(count.noun.text) if count.noun else count.end


def _counted_words(count: _Count) -> str:
    return count.after[: max(0, _counted_end(count) - count.end)]


def _before_next(counts: list[_Count], count: _Count) -> str:
    """The words between this count and the next one of its sentence; empty where there is none."""
    following = next((c for c in counts if c.sentence == count.sentence and c.start > count.start), None)
    return count.after[: following.start - count.end] if following else ""


def _stretch(counts: list[_Count], count: _Count) -> tuple[int, int]:
    """The part of the sentence that speaks of this count: from the count before it to the next that is no part of it."""
    mates = [c for c in counts if c.sentence == count.sentence]
    start = max((_counted_end(c) for c in mates if c.end <= count.start), default=count.sentence.start)
    own = counts.index(count)
    ends = [c.start for c in mates if c.start > count.start and c.part_of != own]
    return start, min(ends, default=count.sentence.end)


def _measure(reading: Reading, counts: list[_Count], count: _Count) -> tuple[str, tuple[int, int]] | None:
    """What is measured, and the word that says so: in the counted noun, after it, else before it in the sentence."""
    text = reading.document.text
    start, end = _stretch(counts, count)
    own_end = _counted_end(count)
    nearest_other = next((c.start for c in counts if c.sentence == count.sentence and c.start > count.start), end)
    part = _words().part_opens.search(text, own_end, end)
    after_end = min(end, nearest_other, part.start() if part else end)
    before, after = text[start : count.start], text[own_end:after_end]
    for name, verb, particle in _split_measures():
        if (opening := verb.search(before)) and particle.match(after):
            return name, (start + opening.start(), start + opening.start() + len(opening.group().split()[0]))
    stretches = ((count.end, own_end), (own_end, after_end), (start, count.start))
    # "She returned with two children": who is only along is not counted.
    for low, high in stretches[:2] if _WITH.search(before) else stretches:
        if (found := _first_measure(text, low, high)) is not None:
            return found
    return None if _WITH.search(before) else _first_measure(text, count.sentence.start, count.start)


def _first_measure(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """The measure whose word comes first in a stretch; a tie goes to the more special one."""
    found = [(order, name, p.search(text, start, end)) for order, (name, p) in enumerate(_measures())]
    hits = [(m.start(), order, name, m.span()) for order, name, m in found if m]
    if not hits:
        return None
    _, _, name, span = min(hits)
    return name, span


def _is_cumulative(said: str, count: _Count, when: When, whole: _Reading | None) -> bool:
    if _words().cumulative.search(said):
        return True
    if when.start and when.end:
        return (when.end - when.start).days > int(lexicon(_FILE)["cumulative_after_days"])
    own = when.start or when.end
    return bool(whole and whole.is_cumulative and count.part_of is not None and (own is None or when == whole.when))


def _window(reading: Reading, counts: list[_Count], count: _Count) -> When | None:
    """The days a count covers: by the date right after it, else by one further on or before all counts."""
    text = reading.document.text
    _, end = _stretch(counts, count)
    dates = within(reading.timexes, count.sentence.start, count.sentence.end)
    usable = [
        t
        for t in dates
        if (t.type in {"DATE", "TIME"} or t.rule == "rolling") and t.date_start and not is_said_day(text, t)
    ]
    mates = [c for c in counts if c.sentence == count.sentence]
    next_count = min((c.start for c in mates if c.start > count.start), default=end)
    after = [
        t
        for t in usable
        if count.end <= t.start < end and (t.start - count.end <= _DIRECTLY or not is_comparison(text, t))
    ]
    directly = [t for t in after if t.start < next_count]
    opening = [t for t in usable if t.start < mates[0].start]
    # A date that opens the sentence dates its first count before any date that stands beyond the next one.
    # "…, bringing the total since April to N": between two counts, and the second one's.
    previous_end = max((c.end for c in mates if c.end <= count.start), default=count.start)
    lead = text[previous_end : count.start]
    pause = previous_end + lead.rfind(",") + 1
    leading = [t for t in usable if pause <= t.start < count.start and _words().cumulative.search(lead)]
    groups = (directly, opening, after) if count.start == mates[0].start else (directly, leading, after, opening)
    found = next((group for group in groups if group), None)
    if found is None:
        return None
    when = covered(text, found, count.sentence)
    published = reading.document.article.published
    # What is still running ("this year") has no last day yet.
    return replace(when, end=None) if published and when.end and when.end > published else when


# --- where from, where to, who counts ---------------------------------------------------------------------------------


def _way(reading: Reading, count: _Count) -> tuple[str | None, str | None]:
    """ISO codes of where from and where to, as the sentence says; people sent back go to their own country."""
    text, words = reading.document.text, _words()
    origin: str | None = None
    destination: str | None = None
    for place in within(reading.places, count.sentence.start, count.sentence.end):
        iso3 = place.iso3 or (country_iso3(place.text) if place.where_prec == 6 else None)
        if iso3 is None or place.is_crossing:
            continue
        before = text[max(count.sentence.start, place.start - 40) : place.start]
        after = text[place.end : place.end + 40]
        if _NO_WAY.search(before):
            continue
        if words.origin.search(before) and re.match(r"\s+and\s+(?:neighbou?ring\s+)?(?-i:[A-Z])", after):
            # Counted over two countries together: neither alone is where they came from.
            return SEVERAL, destination or _home(reading, count)
        if words.destination.search(before):
            destination = destination or iso3
        elif words.origin.search(before) or words.host.match(after):
            origin = origin or iso3
    if destination is None:
        destination = _home(reading, count)
    return (origin if origin != destination else None), destination


def _doers(reading: Reading, count: _Count, trigger: tuple[int, int]) -> tuple[str | None, str | None]:
    """ISO codes of the state that sends people away and of the one that takes them in, by the subjects of the verbs."""
    verb = reading.document.span(*trigger)[0]
    if count.noun is not None and verb.head == count.noun:
        verb = count.noun.head
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if verb.pos_ != "VERB" or subject is None:
        return None, None
    doers = (a for a in reading.actors if a.start <= subject.idx < a.end and a.sector in _STATE)
    iso3 = next((a.iso3 for a in doers if a.iso3), None)
    if verb.lemma_.lower() in lexicon(_FILE)["receiving"]:
        return None, iso3
    is_sending = any(p.match(verb.text) for name, p in _measures() if name == "deportations") or any(
        name == "deportations" and p.match(f"{verb.text} ") for name, p, _ in _split_measures()
    )
    return (iso3, None) if is_sending else (None, None)


def _crossing(reading: Reading, counts: list[_Count], count: _Count) -> Place | None:
    """The one crossing that the words of a count name; None where they name several or leave it open."""
    _, end = _stretch(counts, count)
    following = min((c.start for c in counts if c.sentence == count.sentence and c.start > count.start), default=end)
    named = [p for p in within(reading.places, count.end, following) if p.is_crossing]
    return named[0] if len({p.place_id for p in named}) == 1 else None


def _home(reading: Reading, count: _Count) -> str | None:
    """The country whose people the count or its sentence names."""
    said = reading.document.text[count.sentence.start : count.sentence.end]
    near = _counted_words(count)
    for text in (near, said):
        for word in _NAMES.findall(text):
            iso3 = country_iso3(word)
            if iso3 and word != country_name(iso3) and (text == near or re.search(_people_of(word), said)):
                return iso3
    return None


@cache
def _people_of(word: str) -> re.Pattern[str]:
    kinds = (
        r"\s+(?:\w+\s+)?(?:nationals|refugees|migrants|citizens|people|families|returnees|immigrants|women|children)"
    )
    return re.compile(
        rf"\b{re.escape(word)}(?:{kinds}\b|(?<=s)\b|(?<=ese)\s+(?:who|have|had|were|returned|came|went)\b)"
    )


def _authority(
    reading: Reading, count: _Count, attribution: Attribution | None
) -> tuple[tuple[Actor, ...], str | None]:
    """Who counted: the organisations of the source, not the outlet that cites them; else the data it names."""
    text = reading.document.text
    covering = [
        a for a in reading.attributions if any(s <= count.start and count.end <= e for s, e in a.content) and a.source
    ]
    same = [
        a
        for a in reading.attributions
        if a.source and a.verb in _CITING and count.sentence.start <= a.source[0][0] < count.sentence.end
    ]
    for said in (*([attribution] if attribution else []), *covering, *same):
        if not said.source:
            continue
        start, end = said.source[0][0], said.source[-1][1]
        spans = [(start, end), *([(said.content[0][0], said.content[-1][1])] if said.verb == "cite" else [])]
        actors = [
            a for s, e in spans for a in within(reading.actors, s, e) if a.sector != "MED" and a.kind != "pronoun"
        ]
        people = [a for a in actors if a.kind == "person"]
        bodies = [a for a in actors if a.kind != "person" and a.sector not in {"CVL", "REF"}]
        if bodies:
            known = all(a.actor_id for a in bodies)
            words = _DATA.sub("", re.sub(r"^(?:the|an?)\s+", "", text[start:end], flags=re.IGNORECASE))
            return tuple(bodies), " and ".join(dict.fromkeys(a.name for a in bodies)) if known else words
        if any(a.affiliation_id for a in people):
            by_id = {a.actor_id: a.name for a in reading.actors}
            name = next((by_id[a.affiliation_id] for a in people if a.affiliation_id in by_id), people[0].name)
            return tuple(people), name
        if _words().data_source.search(text[start:end]):
            return (), text[start:end]
    # "…, UNHCR said on Friday" where the parser saw no report.
    for actor in within(reading.actors, count.sentence.start, count.sentence.end):
        is_body = actor.sector in {"IGO", "GOV"} and actor.kind in {"organization", "government"}
        if is_body and (_SAYS.match(text, actor.end) or _ACCORDING.search(text, max(0, actor.start - 20), actor.start)):
            return (actor,), actor.name
    return (), None


def _completed(reading: Reading, read: list[_Reading | None]) -> list[_Reading | None]:
    """Fill what a measurement leaves open from the one before it, then from what the article speaks of."""
    out: list[_Reading | None] = []
    origin: str | None = None
    destination: str | None = None
    authorities: tuple[Actor, ...] = ()
    authority: str | None = None
    host = _article_host(reading, {r.destination for r in read if r})
    home = next((r.destination for r in read if r and r.destination), None)
    for r in read:
        if r is None:
            out.append(None)
            continue
        destination = r.destination or destination or home
        origin = r.origin or (origin if origin != destination else None) or host
        if r.authority:
            authorities, authority = r.authorities, r.authority
        elif authority is None and out == []:
            authorities, authority = _article_authority(reading, r.count.start)
        out.append(
            replace(
                r,
                origin=origin if origin != destination else None,
                destination=destination,
                authorities=r.authorities or authorities,
                authority=r.authority or authority,
            )
        )
    return out


def _article_host(reading: Reading, homes: set[str | None]) -> str | None:
    """The one country the article names, beside that of the people, as where they live."""
    words, text = _words(), reading.document.text
    named: dict[str, int] = {}
    for place in reading.places:
        iso3 = country_iso3(text[place.start : place.end])
        if iso3 and iso3 not in homes:
            is_host = words.origin.search(text[max(0, place.start - 20) : place.start]) or words.host.match(
                text[place.end : place.end + 40]
            )
            named[iso3] = named.get(iso3, 0) + (3 if is_host else 1)
    if not named:
        return None
    best = max(named.values())
    leading = [iso3 for iso3, times in named.items() if times == best]
    return leading[0] if len(leading) == 1 else None


def _article_authority(reading: Reading, before: int) -> tuple[tuple[Actor, ...], str | None]:
    """The body that an earlier sentence names as the source of its figures."""
    for said in reading.attributions:
        if said.source and said.content and said.source[0][0] < before and said.verb in _CITING | {"report", "say"}:
            start, end = said.content[0] if said.verb == "cite" else said.source[0]
            bodies = [a for a in within(reading.actors, start, end) if a.sector == "IGO"]
            if bodies:
                return tuple(bodies), " and ".join(dict.fromkeys(a.name for a in bodies))
    return (), None


# --- mentions and facts -----------------------------------------------------------------------------------------------


def _found(read: list[_Reading | None]) -> Found:
    """Facts for what was counted as done, claims for arrests and for what is only planned or feared."""
    facts: list[Fact] = []
    loose: list[Mention] = []
    index: dict[int, int] = {}
    for n, r in enumerate(read):
        if r is None:
            continue
        mention = _mention(r)
        if r.modality != "actual" or r.measure == "arrests_detentions":
            loose.append(mention)
            continue
        twin = next((k for k, fact in enumerate(facts) if _is_same(fact, mention)), None)
        if twin is not None:
            index[n] = twin
            facts[twin] = replace(facts[twin], mentions=(*facts[twin].mentions, mention))
            continue
        index[n] = len(facts)
        payload = dict(mention.payload)
        if r.count.part_of is not None and r.count.part_of in index:
            payload["part_of"] = index[r.count.part_of]
        facts.append(_fact(mention, payload))
    return Found(tuple(facts), tuple(loose))


def _mention(r: _Reading) -> Mention:
    numeral, sentence = r.count.numeral, r.count.sentence
    said = r.count.before + r.count.after
    payload: dict[str, Any] = {
        "measure": r.measure,
        "count_low": numeral.low,
        "count_best": numeral.best or numeral.low,
        "count_high": numeral.high,
        "approximator": numeral.approximator,
        "unit": "families" if r.count.noun is not None and r.count.noun.lemma_.lower() in _FAMILIES else "individuals",
        "is_cumulative": r.is_cumulative,
    }
    words = _counted_words(r.count).strip()
    payload |= {"population": words} if words else {}
    status = next((name for name, pattern in _documents() if pattern.search(said)), None)
    payload |= {"document_status": status} if status else {}
    if r.origin and r.origin != SEVERAL:
        payload |= {"from_country": country_name(r.origin), "from_iso3": r.origin}
    payload |= {"to_country": country_name(r.destination), "to_iso3": r.destination} if r.destination else {}
    payload |= {"authority": r.authority} if r.authority else {}
    basis = _words().legal_basis.search(said)
    payload |= {"legal_basis": basis.group()} if basis else {}
    share = _words().share.search(r.count.after) if r.count.part_of is not None else None
    payload |= {"percent_of_whole": float(share.group("percent"))} if share else {}
    return Mention(
        kind="deportation",
        fact_kind="deportation",
        span=(sentence.start, sentence.end),
        trigger=(min(r.count.start, r.trigger[0]), max(r.count.end, r.trigger[1])),
        event_type=r.measure,
        sub_event_type=None,
        when=r.when,
        place=r.crossing,
        actors=r.authorities,
        recipients=(),
        payload=payload,
        attribution=r.attribution,
        stance=r.attribution.stance if r.attribution else "asserts",
        modality=r.modality,
        rule=f"deportation.{r.measure}",
    )


def _fact(mention: Mention, payload: dict[str, Any]) -> Fact:
    return Fact(
        kind="deportation",
        mentions=(mention,),
        event_type=mention.event_type,
        sub_event_type=None,
        when=mention.when,
        place=mention.place,
        actors=mention.actors,
        recipients=(),
        payload=payload,
        rule=mention.rule,
    )


def _is_same(fact: Fact, mention: Mention) -> bool:
    """Whether two sentences give one measurement: the same number for the same window."""
    names = ("measure", "count_low", "count_high", "from_iso3", "to_iso3")
    if any(fact.payload.get(name) != mention.payload.get(name) for name in names):
        return False
    return _same_days(fact.when, mention.when)


def _same_days(a: When, b: When) -> bool:
    def days(when: When) -> tuple[date | None, date | None]:
        return when.start, when.end

    return days(a) == days(b) or UNDATED in (a, b)
