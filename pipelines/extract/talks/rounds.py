"""Rounds: which mentions of talks in one article are one round, and the fact they make together.

What belongs here: comparing mentions by venue, number, days and wording, never by number alone; merging.  Not here:
reading a mention (sightings.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from pipelines.extract.actors.find import Actor
from pipelines.extract.mentions import UNDATED, Fact, Mention, When
from pipelines.extract.places.find import Place
from pipelines.extract.sides import Sides, distinct, key_of
from pipelines.extract.talks.outcomes import FAMILY
from pipelines.extract.talks.sightings import Sighting

# Of several outcomes the one that says most stands: that talks were held or went on yields to how they ended.
_WEIGHT = {"failed": 3, "agreed": 3, "open": 2}


@dataclass
class _Round:
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def venue(self) -> Place | None:
        return next((s.venue for s in self.sightings if s.venue), None)

    @property
    def number(self) -> int | None:
        return next((s.number for s in self.sightings if s.number), None)

    @property
    def is_next(self) -> bool:
        return self.sightings[0].is_next

    @property
    def families(self) -> set[str]:
        return {FAMILY[s.outcome] for s in self.sightings if s.outcome in FAMILY}

    @property
    def mediators(self) -> set[str]:
        return {key_of(a) for s in self.sightings for a in s.mention.recipients}

    @property
    def parties(self) -> set[str]:
        return {key_of(a) for s in self.sightings for a in s.mention.actors}

    @property
    def days(self) -> list[When]:
        return [s.mention.when for s in self.sightings if s.mention.when.start or s.mention.when.end]


def rounds(sightings: list[Sighting], sides: Sides, accounts: list[tuple[Actor, Mention]]) -> list[Fact]:
    """The rounds of one article, in order of their first mention."""
    found: list[_Round] = []
    # "Four rounds were held" is a round of its own only where the article tells of no single one.
    for sighting in sorted(sightings, key=lambda s: s.is_summary):
        if sighting.is_summary and found:
            continue
        home = _home(sighting, found)
        if home is not None:
            home.sightings.append(sighting)
        elif _stands_alone(sighting):
            found.append(_Round([sighting]))
    common = _common_parties(found, sides)
    facts = [_fact(r, common) for r in found]
    if len(facts) == 1 and not facts[0].recipients:
        # Who mediates is often told in a sentence of its own; with one round it is clear which.
        taking_part = {key_of(a) for a in facts[0].actors}
        mediators = tuple(a for a in sides.article_mediators if key_of(a) not in taking_part)
        facts = [replace(facts[0], recipients=mediators)]
    return _with_accounts(facts, found, accounts)


def _stands_alone(sighting: Sighting) -> bool:
    """Whether one mention tells enough of a round to make one: what came of it, or where and which it was."""
    return bool(sighting.outcome or (sighting.venue and (sighting.number or sighting.mention.recipients)))


def _home(sighting: Sighting, found: list[_Round]) -> _Round | None:
    """The round a mention belongs to: the best of those nothing in it contradicts."""
    scored = [
        (score, order, candidate)
        for order, candidate in enumerate(found)
        if (score := _affinity(sighting, candidate, is_latest=candidate is found[-1])) is not None
    ]
    return max(scored, key=lambda s: s[:2])[2] if scored else None


def _affinity(sighting: Sighting, candidate: _Round, *, is_latest: bool) -> float | None:
    """How well a mention fits a round; None where they differ or nothing joins them."""
    if sighting.is_next != candidate.is_next and not _turned_real(sighting, candidate):
        return None
    score = 0.0
    if sighting.venue and candidate.venue:
        if not _same_place(sighting.venue, candidate.venue):
            return None
        score += 3
    if sighting.number and candidate.number:
        if sighting.number != candidate.number:
            return None
        score += 3
    for when in candidate.days:
        fit = _days_fit(sighting.mention.when, when)
        if fit is False:
            return None
        score += 2 if fit else 0
    parties = {key_of(a) for a in sighting.mention.actors}
    if len(parties) > 1 and len(candidate.parties) > 1 and not parties & candidate.parties:
        return None
    family = FAMILY.get(sighting.outcome or "")
    if family and candidate.families:
        if family not in candidate.families and not (sighting.venue and candidate.venue):
            return None
        score += 1
    score += bool({key_of(a) for a in sighting.mention.recipients} & candidate.mediators)
    if sighting.venue and not candidate.venue and sighting.venue.iso3 in candidate.mediators:
        score += 2
    if score < 1 and (sighting.is_new or (sighting.venue and not candidate.venue and not sighting.is_topic)):
        return None
    is_elsewhere = sighting.venue is not None and candidate.venue is None
    if sighting.is_bare or sighting.is_topic or (sighting.is_definite and not is_elsewhere):
        score += 1 + 0.5 * is_latest
    return score if score >= 1 else None


def _turned_real(sighting: Sighting, candidate: _Round) -> bool:
    """A bare mention goes with a round to come only where the article knows no other."""
    return sighting.is_bare and sighting.outcome is None and candidate.is_next


def _same_place(a: Place, b: Place) -> bool:
    """One place, or a place and the country it lies in."""
    if a.name == b.name or (a.place_id and a.place_id == b.place_id):
        return True
    is_country = (a.where_prec or 0) >= 6 or (b.where_prec or 0) >= 6
    return bool(is_country and a.iso3 and a.iso3 == b.iso3)


def _days_fit(a: When, b: When) -> bool | None:
    """Whether days meet or touch; None where one of them is unknown."""
    first, second = _span(a), _span(b)
    if first is None or second is None:
        return None
    slack = timedelta(days=2)
    return first[0] - slack <= second[1] and second[0] - slack <= first[1]


def _span(when: When) -> tuple[date, date] | None:
    start, end = when.start or when.end, when.end or when.start
    return (start, end) if start and end else None


def _common_parties(found: Iterable[_Round], sides: Sides) -> tuple[Actor, ...]:
    """The parties of the process: of the first round that names two, else the article's two main sides."""
    mediators = [a for r in found for s in r.sightings for a in s.mention.recipients]
    for r in found:
        named = distinct(a for s in r.sightings for a in s.mention.actors)
        if len(named) >= 2:
            return named
    first = next((s.mention.span for r in found for s in r.sightings), (0, 0))
    return sides.of_article(mediators, first, frozenset(r.venue.iso3 for r in found if r.venue))


def _fact(r: _Round, common: tuple[Actor, ...]) -> Fact:
    mentions = [s.mention for s in r.sightings]
    best = max(
        (s for s in r.sightings if s.outcome),
        key=lambda s: (_WEIGHT.get(FAMILY.get(s.outcome or "", ""), 1), -s.mention.trigger[0]),
        default=None,
    )
    payload: dict[str, Any] = {}
    for mention in mentions:
        for name, value in mention.payload.items():
            payload.setdefault(name, value)
    if best:
        payload["outcome"] = best.outcome
    recipients = distinct(a for m in mentions for a in m.recipients)
    out = {key_of(a) for a in recipients}
    own = distinct(a for m in mentions for a in m.actors if key_of(a) not in out)
    actors = own if len(own) >= 2 else distinct((*own, *(a for a in common if key_of(a) not in out)))
    first = mentions[0]
    return Fact(
        kind="talks",
        mentions=tuple(mentions),
        event_type=payload.get("outcome"),
        sub_event_type=None,
        when=_completed(
            _merged_days([m.when for m in mentions]), next((s.length for s in r.sightings if s.length), None)
        ),
        place=r.venue,
        actors=actors,
        recipients=recipients,
        payload=payload,
        rule=best.mention.rule if best else first.rule,
    )


def _merged_days(whens: list[When]) -> When:
    """The most precise statement, completed by the others: a start from one, an end from another, a length from a third."""
    dated = [w for w in whens if w.start or w.end]
    if not dated:
        return UNDATED
    exact = [w for w in dated if (w.prec or 9) <= 2] or dated
    starts = [w.start for w in exact if w.start and w.start != w.end] or [w.start for w in exact if w.start]
    start = starts[0] if starts else None
    end = next((w.end for w in exact if w.end), None)
    chosen = exact[0]
    if start and end and start > end:  # of the days that contradict each other the first told stand, and the doubt
        return replace(chosen, is_conflicting=True)
    prec = chosen.prec if len(exact) == 1 else (2 if start and end and start != end else chosen.prec)
    return When(start, end, prec, chosen.text, chosen.rule, any(w.is_conflicting for w in whens))


def _completed(when: When, length: int | None) -> When:
    """The first day of talks whose last day and length are known."""
    if when.end is None or length is None or (when.start and when.start < when.end):
        return when
    return replace(when, start=when.end - timedelta(days=length - 1), prec=1 if length == 1 else 2)


def _with_accounts(facts: list[Fact], found: list[_Round], accounts: list[tuple[Actor, Mention]]) -> list[Fact]:
    """Give each side's account to the round it speaks of: the one told nearest before it that the side takes part in."""
    out = list(facts)
    for side, account in accounts:
        fitting = [
            n
            for n, (fact, r) in enumerate(zip(facts, found, strict=True))
            if not r.is_next and key_of(side) in {key_of(a) for a in fact.actors}
        ]
        if not fitting:
            continue
        failing = [n for n in fitting if "failed" in found[n].families] or fitting
        n = min(failing, key=lambda n: min(abs(m.trigger[0] - account.trigger[0]) for m in facts[n].mentions))
        payload = dict(out[n].payload)
        for name in ("next_round_planned", "document_signed"):
            if name in account.payload:
                payload[name] = account.payload[name]
        mentions = tuple(sorted((*out[n].mentions, account), key=lambda m: m.trigger))
        out[n] = replace(out[n], payload=payload, mentions=mentions)
    return out
