"""Incidents: acts of organised or armed violence of one article, each once, with what its sentences say of it.

What belongs here: the way from frames to mentions, and from merged mentions to facts.  Not here: triggers, roles, tolls,
same-event decisions (its neighbours here), and what other families read (talks/find.py and its neighbours).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.arguments.when import is_dayless, when_of
from pipelines.extract.arguments.where import where_of
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.incidents.frames import Frame, frames_of
from pipelines.extract.incidents.harmed import victims_and_targets
from pipelines.extract.incidents.merge import Event, best_place, best_when, home_of, is_fact, is_period, joined
from pipelines.extract.incidents.parties import only_armed_group, organisation_names, perpetrators
from pipelines.extract.incidents.roles import actor_at, is_armed, text_of
from pipelines.extract.incidents.sides import accused_by, actors_of, infer_actors
from pipelines.extract.incidents.tolls import Count, injured_of, over_sentences
from pipelines.extract.incidents.words import Kind, lexicon
from pipelines.extract.mentions import UNDATED, Fact, Found, Mention, Reading, When
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.words import is_attacker_noun

_TAKEN = "Non-state actor overtakes territory"
_DISPUTED = "Explosion, cause disputed"
_NAMING = 3
_TOLLS = ("killed", "injured")
# Kinds of actor that may claim an act.
_BODIES = frozenset(("armed_group", "organization", "government"))


def find_incidents(reading: Reading) -> Found:
    """Incidents of one article, and mentions that make none (threats, trends, other stories)."""
    published = reading.document.article.published
    events: list[Event] = []
    for frame in frames_of(reading):
        event = home_of(frame, events, published)
        if event is None:
            event = Event()
            events.append(event)
        event.frames.append(frame)
        event.mentions.append(_mention(reading, frame))
    events = joined(events)
    _join_denials_and_claims(reading, events)
    infer_actors(reading, events)
    facts = [_fact(reading, event, order) for order, event in enumerate(events) if is_fact(event, published)]
    loose = [mention for event in events if not is_fact(event, published) for mention in event.mentions]
    return Found(tuple(facts), tuple(loose))


# --- mentions ----------------------------------------------------------------------------------------------------


def _mention(reading: Reading, frame: Frame) -> Mention:
    agents, patients = actors_of(reading, frame)
    modality = frame.modality
    if modality == "actual" and (frame.is_trend or frame.is_retrospective):
        modality = "historical"
    attribution = frame.attribution
    return Mention(
        kind="incident",
        fact_kind="incident",
        span=(frame.sentence.start, frame.sentence.end),
        trigger=frame.trigger,
        event_type=frame.kind.event_type,
        sub_event_type=frame.kind.sub_event_type,
        when=frame.when,
        place=frame.place,
        actors=agents,
        recipients=patients,
        payload=_payload(reading, [frame]),
        attribution=attribution,
        stance=attribution.stance if attribution is not None else "asserts",
        modality=modality,
        rule=f"incident:{frame.kind.name}",
    )


def _payload(reading: Reading, frames: Sequence[Frame]) -> dict[str, Any]:
    """Fields of the kind, as these frames give them together."""
    payload: dict[str, Any] = {}
    individuals, organisations, targets, victims = _named(reading, frames)
    named = {
        "perpetrator_individuals": individuals,
        "perpetrator_organizations": organisations,
        "physical_targets": targets,
        "victims": victims,
        "weapons": _weapons(reading, frames),
    }
    payload.update({key: values for key, values in named.items() if values})
    counting = [f for f in frames if not _boasts(f)] or frames
    killed = over_sentences([f.killed for f in counting if f.killed is not None])
    _put_toll(payload, "killed", killed)
    _put_toll(payload, "injured", injured_of([f.injured for f in counting if f.injured is not None], killed))
    quantities = [q for f in frames for q in f.quantities]
    attackers = [q.low for q in quantities if q.effect == "killed" and q.is_attackers and q.low is not None]
    if attackers:
        payload["killed_attackers"] = max(attackers)
    civilians = [q.low for q in quantities if q.effect == "killed" and q.is_civilian and q.low is not None]
    if civilians:
        payload["deaths_civilians"] = max(civilians)
    arrested = [q.low for q in quantities if q.effect == "arrested" and q.low is not None]
    if arrested:
        payload["arrested"] = max(arrested)
    return payload


def _boasts(frame: Frame) -> bool:
    """Whether an armed group counts whom it killed: of the tolls of an event the least to be trusted."""
    said = frame.attribution
    return said is not None and said.speaker is not None and said.speaker.kind == "armed_group"


def _put_toll(payload: dict[str, Any], effect: str, count: Count | None) -> None:
    if count is not None:
        payload[f"{effect}_low"] = count.low
        payload[f"{effect}_best"] = count.best
        payload[f"{effect}_high"] = count.high


def _named(reading: Reading, frames: Sequence[Frame]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Perpetrators (persons, organisations), targets and victims, as the text names them, each once."""
    individuals: list[str] = []
    organisations: list[str] = []
    for frame in frames:
        people, bodies = perpetrators(reading, [*frame.roles.agents, *frame.roles.sides])
        individuals += people
        organisations += bodies
    victims, targets = victims_and_targets(reading, frames)
    return _once(individuals), _once(organisations), _once(targets), _once(victims)


def _once(texts: Iterable[str]) -> list[str]:
    """Texts in order, each once; one that only repeats the last words of another is dropped."""
    kept: list[str] = []
    for text in (" ".join(t.split()) for t in texts):
        if not text or any(
            text.lower() == other.lower() or other.lower().endswith(" " + text.lower()) for other in kept
        ):
            continue
        kept = [other for other in kept if not text.lower().endswith(" " + other.lower())] + [text]
    return kept


def _weapons(reading: Reading, frames: Sequence[Frame]) -> list[str]:
    text = reading.document.text
    return _once(
        match.group().lower()
        for frame in frames
        for pattern, _ in lexicon().means
        for match in pattern.finditer(text, frame.sentence.start, frame.sentence.end)
    )


# --- claim and denial --------------------------------------------------------------------------------------------


def _join_denials_and_claims(reading: Reading, events: list[Event]) -> None:
    for sentence in reading.document.sentences:
        span = reading.document.sentence_span(sentence)
        for token in span:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in lexicon().denying and _denies_an_act(token):
                _join_denial(reading, events, sentence, token)
            elif lemma == "claim" and _claims_responsibility(token):
                event = _event_near(events, sentence)
                if event is not None:
                    event.claimants += _subjects(reading, token)
                    event.claiming += _subject_tokens(token)
                    event.claiming_actors += _subject_actors(reading, token)
            elif lemma == "be" and _owns_up(token):
                event = _event_near(events, sentence)
                said = said_by(reading, (token.idx, token.idx + len(token.text)))
                if event is not None and said is not None and said.speaker is not None and said.speaker.kind in _BODIES:
                    event.claimants.append(said.speaker.name)
                    event.claiming_actors.append(said.speaker)
            elif accused := accused_by(reading, token):
                event = _event_near(events, sentence, reach=3)
                if event is not None:
                    event.supposed += accused


def _denies_an_act(verb: Token) -> bool:
    words = lexicon()
    return any(
        child.dep_ in ("dobj", "obj", "xcomp", "ccomp", "nsubjpass")
        and (child.lemma_.lower() in words.denied_things or child.pos_ == "VERB")
        for child in verb.children
    )


def _claims_responsibility(verb: Token) -> bool:
    words = lexicon()
    for child in verb.children:
        if child.dep_ in ("dobj", "obj", "nsubjpass") and child.lemma_.lower() in words.anaphors | {
            "responsibility",
            "credit",
        }:
            return True
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.lemma_.lower() in words.anaphors


def _owns_up(verb: Token) -> bool:
    """ "It was behind the attack", "its fighters were behind it": said by the one who was."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or not (subject.pos_ == "PRON" or any(c.tag_ == "PRP$" for c in subject.children)):
        return False
    behind = [child for child in verb.children if child.lower_ == "behind"]
    return any(g.lemma_.lower() in lexicon().anaphors | {"it"} for child in behind for g in child.children)


def _subject_tokens(verb: Token) -> list[Token]:
    """Who claims or denies: the subject, or the "by" of a passive."""
    tokens = [child for child in verb.children if child.dep_ == "nsubj"]
    tokens += [g for child in verb.children if child.dep_ == "agent" for g in child.children if g.dep_ == "pobj"]
    if not tokens and verb.dep_ in ("conj", "advcl", "xcomp"):
        tokens = [child for child in verb.head.children if child.dep_ == "nsubj"]
    return [token for token in tokens if not any(child.lower_ in ("no", "neither") for child in token.children)]


def _subject_actors(reading: Reading, verb: Token) -> list[Actor]:
    found = [actor_at(reading, token) for token in _subject_tokens(verb)]
    return [actor for actor in found if actor is not None and actor.kind in _BODIES]


def _subjects(reading: Reading, verb: Token) -> list[str]:
    """Names of who claims or denies."""
    tokens = _subject_tokens(verb)
    out: list[str] = []
    for token in tokens:
        actor = actor_at(reading, token)
        place = next((p for p in reading.places if p.start <= token.idx < p.end), None)
        if actor is not None:
            out.append(actor.name)
        elif place is not None and place.country:
            out.append(place.country if (place.where_prec or 1) < 6 and place.is_actor else place.name or place.text)
        elif token.pos_ != "PRON":
            out.append(text_of(reading, token))
    return out


def _event_near(events: Sequence[Event], sentence: Sentence, reach: int = 6, before: int | None = None) -> Event | None:
    """The event told in this sentence (`before` an offset of it), else the last one told shortly before it."""
    told = [
        (sentence.number - frame.sentence.number, -order, event)
        for order, event in enumerate(events)
        for frame in event.frames
        if 0 <= sentence.number - frame.sentence.number <= reach
        and frame.is_supported
        and not frame.is_trend
        and (before is None or frame.main.idx < before)
    ]
    return min(told, key=lambda t: t[:2])[2] if told else None


def _join_denial(reading: Reading, events: list[Event], sentence: Sentence, verb: Token) -> None:
    event = _event_near(events, sentence, reach=3, before=verb.idx)
    deniers = _subjects(reading, verb)
    if event is None or not deniers:
        return
    event.deniers += deniers
    trigger = (verb.idx, verb.idx + len(verb.text))
    attribution = (
        next((a for a in reading.attributions if any(s <= verb.idx < e for s, e in a.cue)), None)
        or said_by(reading, trigger)
        or _own_words(reading, sentence, verb)
    )
    first = event.mentions[0]
    event.denials.append(
        replace(
            first,
            span=(sentence.start, sentence.end),
            trigger=trigger,
            when=UNDATED,
            place=None,
            actors=(),
            recipients=(),
            payload={"denied_by": deniers},
            attribution=attribution,
            stance="denies",
            modality="negated",
            rule="incident:denial",
        )
    )


def _own_words(reading: Reading, sentence: Sentence, verb: Token) -> Attribution | None:
    """ "X denied involvement": no clause is reported, but X vouches for the denial."""
    denier = next((actor for token in _subject_tokens(verb) if (actor := actor_at(reading, token))), None)
    if denier is None:
        return None
    return Attribution(
        source=((denier.start, denier.end),),
        cue=((verb.idx, verb.idx + len(verb.text)),),
        content=((verb.idx, sentence.end),),
        speaker=denier,
        verb=verb.lemma_,
        stance="denies",
        voice="indirect_speech",
        addressee=None,
        rule="incident:denial",
        confidence=denier.confidence,
    )


# --- facts -------------------------------------------------------------------------------------------------------


def _fact(reading: Reading, event: Event, order: int) -> Fact:
    told = [f for f in event.frames if f.modality == "actual"] or event.frames
    frames = [f for f in told if not f.is_trend] or told
    payload = _payload(reading, frames)
    payload["casualty_scope"] = "period_total" if is_period(event) else "event"
    when = _when(reading, event, payload["casualty_scope"] == "period_total", order)
    place = best_place(event) or _place_nearby(reading, event)
    agents = _distinct([*(a for m in event.mentions for a in m.actors), *event.claiming_actors, *event.supposed])
    patients = [a for a in _distinct(actor for m in event.mentions for actor in m.recipients) if a not in agents]
    _responsibility(reading, event, payload, agents)
    claiming = [name for token in event.claiming for name in organisation_names(reading, token)]
    if claiming:
        payload["perpetrator_organizations"] = _once([*payload.get("perpetrator_organizations", []), *claiming])
    if not payload.get("perpetrator_organizations"):
        side = only_armed_group(reading, [t for f in frames for t in (*f.roles.agents, *f.roles.sides)])
        if side is not None:
            payload["perpetrator_organizations"] = [side]
    # What the first sentences call an event; later ones bring in other means and other events.
    kind = max((f.kind for f in frames[:_NAMING]), key=lambda k: k.rank)
    sub = kind.sub_event_type
    if event.deniers and _cause_is_claimed(event):
        sub = _DISPUTED
    event_type, sub = _type_by_sides(frames, kind, sub, agents, payload)
    return Fact(
        kind="incident",
        mentions=(*event.mentions, *event.denials),
        event_type=event_type,
        sub_event_type=sub,
        when=when,
        place=place,
        actors=tuple(agents),
        recipients=tuple(patients),
        payload=payload,
        rule=f"incident:{kind.name}",
    )


def _distinct(actors: Iterable[Actor]) -> list[Actor]:
    return list({actor.actor_id or actor.name: actor for actor in actors}.values())


def _cause_is_claimed(event: Event) -> bool:
    """Whether the reporter tells a blast and only a speaker says what it was."""
    plain = {t.kind for f in event.frames for t in f.triggers if t.token.lemma_.lower() in ("explosion", "blast")}
    return bool(plain)


def _type_by_sides(
    frames: Sequence[Frame], kind: Kind, sub: str, agents: Sequence[Actor], payload: dict[str, Any]
) -> tuple[str, str]:
    """An attack on armed forces, or by forces on an armed group, is a battle in ACLED's terms; a town is taken by a state or
    from it."""
    event_type = kind.event_type
    harmed = [token for f in frames for token in f.roles.patients]
    armed = [token for token in harmed if is_armed(None, token) and not is_attacker_noun(token.lemma_.lower())]
    payload["civilian_targeting"] = bool(payload.get("deaths_civilians")) or any(
        token.lemma_.lower() == "civilian" for token in harmed
    )
    if sub == _TAKEN and any(a.sector in ("MIL", "GOV") for a in agents):
        return event_type, "Government regains territory"
    if sub == "Attack" and armed and not payload["civilian_targeting"]:
        return "Battles", "Armed clash"
    return event_type, sub


def _responsibility(reading: Reading, event: Event, payload: dict[str, Any], agents: list[Actor]) -> None:
    speakers = [
        _speaker(reading, f.attribution) for f in event.frames if f.attribution and f.attribution.stance != "denies"
    ]
    attributed = _once([*event.claimants, *(s for s in speakers if s)])
    denied = _once(event.deniers)
    if attributed:
        payload["attributed_to"] = attributed
    if denied:
        payload["denied_by"] = denied
    named = bool(agents or payload.get("perpetrator_organizations") or payload.get("perpetrator_individuals"))
    if denied and (named or attributed):
        status = "disputed"
    elif denied:
        status = "denied"
    elif event.claimants:
        status = "claimed"
    elif named:
        is_told = any(mention.actors or mention.recipients for mention in event.mentions) or not event.supposed
        is_said = all(f.attribution is not None for f in event.frames)
        status = "undisputed" if is_told and not is_said else "alleged"
    else:
        status = "unknown"
    payload["responsibility_status"] = status


def _speaker(reading: Reading, attribution: Attribution | None) -> str | None:
    if attribution is None:
        return None
    if attribution.speaker is not None:
        return attribution.speaker.name
    if attribution.source:
        start, end = attribution.source[0]
        return reading.document.text[start:end]
    return None


def _when(reading: Reading, event: Event, is_total: bool, order: int) -> When:
    if is_total:
        return _period(reading, event) or best_when(event)
    when = best_when(event)
    if when.start is not None or when.end is not None:
        return when
    if event.frames[0].is_present:
        return _by_publication(reading, event, 0)
    for frame in event.frames:
        near = when_of(reading, frame.trigger, frame.sentence)
        if near.start is not None or near.end is not None:
            return near
    return _by_publication(reading, event, order)


def _by_publication(reading: Reading, event: Event, order: int) -> When:
    """An event without a date: news leads with what happened that day or the day before, the rest is only not later."""
    published = reading.document.article.published
    if published is None:
        return UNDATED
    first = event.frames[0]
    if first.is_chronicle:
        return When(published, published, 1, None, "chronicle")
    leads = [s.number for s in reading.document.sentences if not s.is_boilerplate][:2]
    if first.is_present or (order == 0 and first.sentence.number in leads) or _has_hour(reading, event):
        return When(published - timedelta(days=1), published, 2, None, "lead")
    return When(None, published, None, None, "not_after_publication")


def _has_hour(reading: Reading, event: Event) -> bool:
    """Whether an event is told beside a time of day alone: so is told what has just happened."""
    at = reading.document.sentence_at
    hours = {at(timex.start).number for timex in reading.timexes if is_dayless(reading, timex)}
    return any(abs(hour - frame.sentence.number) < _SENTENCE_REACH for hour in hours for frame in event.frames)


_SENTENCE_REACH = 3


def _period(reading: Reading, event: Event) -> When | None:
    """The span of a period told by what set it off and what ended it, in the sentences around its toll."""
    words = lexicon()
    number = event.frames[0].sentence.number
    own = [w for w in event.whens if (w.prec or 0) >= 3]
    start: date | None = None
    end: date | None = None
    for sentence in reading.document.sentences[number : number + _SENTENCE_REACH]:
        for timex in reading.timexes:
            if not (sentence.start <= timex.start < sentence.end) or timex.date_start is None or (timex.prec or 9) > 2:
                continue
            verbs = _verbs_above(reading, timex.start)
            if start is None and verbs & words.begin_verbs and not verbs & words.end_verbs:
                start = timex.date_start
            elif verbs & words.end_verbs:
                end = timex.date_end or timex.date_start
    if start is not None and (end is None or end >= start):
        last = end or start
        prec = 1 if start == last else 2 if (last - start).days < 6 else 3 if (last - start).days < 8 else 4
        return When(start, end, prec, None, "period_by_its_ends")
    return own[0] if own else None


def _verbs_above(reading: Reading, offset: int) -> set[str]:
    found = reading.document.span(offset, offset + 1)
    if not len(found):
        return set()
    return {token.lemma_.lower() for token in found[0].ancestors if token.pos_ == "VERB"}


def _place_nearby(reading: Reading, event: Event) -> Place | None:
    for frame in event.frames:
        place = where_of(reading, frame.trigger, frame.sentence)
        if place is not None:
            return place
    return reading.scene.country
