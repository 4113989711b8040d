"""Frames: what one sentence says of one event: its kind, participants, figures, date, place, mood and speaker.

What belongs here: from triggers of a sentence to one Frame.  Not here: whether violence is meant (violence.py), how it is told
(telling.py), frames of several sentences (merge.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.clean.sentences import Sentence
from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.aftermath import is_in_aftermath
from pipelines.extract.arguments.attachment import within
from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.arguments.when import when_of
from pipelines.extract.arguments.where import coarseness, where_of
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.incidents.acts import Trigger
from pipelines.extract.incidents.participants import actor_at
from pipelines.extract.incidents.roles import Roles, roles_of
from pipelines.extract.incidents.telling import (
    is_chronicle,
    is_definite,
    is_new,
    is_present,
    is_retrospective,
    is_trend,
    opens_another,
)
from pipelines.extract.incidents.tolls import TOLL_EFFECTS, Count, has_toll, in_sentence, shared_out
from pipelines.extract.incidents.triggers import find_triggers, grouped
from pipelines.extract.incidents.violence import is_accident, is_supported
from pipelines.extract.incidents.words import Kind, lexicon, not_events
from pipelines.extract.mentions import Modality, Reading, When
from pipelines.extract.modality import modality_of
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.model import Quantity


@dataclass(frozen=True)
class Frame:
    """One event in one sentence.

    main: the trigger nearest the root.  kind: by the trigger of highest rank and the means named beside it.
    is_strong: a trigger says so alone.
    is_supported: something beside the trigger says that real violence is meant.  is_trend: told as a trend or background.
    is_aftermath: named where what followed it is told, such as an arrest.
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
    is_aftermath: bool
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
        if q.effect in TOLL_EFFECTS and q.effect_at is not None
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
    killed, injured = (in_sentence(reading, quantities, effect) for effect in TOLL_EFFECTS)
    when = _best_when(reading, group, sentence)
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
        is_supported=is_supported(reading, group, roles, text, quantities),
        is_strong=any(trigger.is_strong for trigger in group),
        is_accident=is_accident(group, roles, text),
        is_trend=is_trend(reading, group, main, text, has_toll=has_toll(quantities)),
        is_retrospective=is_retrospective(reading, text, when),
        is_definite=any(is_definite(t.token) for t in group),
        is_new=any(is_new(t.token) for t in group) or opens_another(text),
        is_plural=all(t.token.tag_ in ("NNS", "NNPS") for t in group) and not _is_one_fight(kind, roles),
        is_aftermath=is_in_aftermath(main),
        is_present=is_present(main),
        is_chronicle=is_chronicle(reading, sentence, text, main),
    )


def _is_one_fight(kind: Kind, roles: Roles) -> bool:
    """ "Clashes between rival groups": the plural of one fight."""
    return kind.name == "clash" and len(roles.sides) > 0


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


def participants(reading: Reading, tokens: Sequence[Token]) -> list[Actor]:
    """The known actors among some tokens, each once."""
    found = [actor for token in tokens if (actor := actor_at(reading, token)) is not None]
    return list({actor.actor_id or actor.name: actor for actor in found}.values())
