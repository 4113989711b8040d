"""What the fact families hand to article.py: one sentence's word on one event, before mentions are merged into facts.

What belongs here: the shared types of the families.  Not here: rules that read them (one file a family) or merge them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pipelines.extract.actors.find import Actor, find_actors
from pipelines.extract.attribution.find import Attribution, find_attributions
from pipelines.extract.document import Document
from pipelines.extract.places.find import Place, find_places
from pipelines.extract.quantities.find import find_quantities
from pipelines.extract.quantities.model import Quantity
from pipelines.extract.scene import Scene, scene_of
from pipelines.extract.timexes.find import Timex, find_timexes
from pipelines.schemas import ClaimKind, FactKind

Modality = Literal["actual", "negated", "hypothetical", "conditional", "future", "historical"]


@dataclass(frozen=True)
class Reading:
    """An article with everything the substrate found: the one argument of every fact family."""

    document: Document
    timexes: tuple[Timex, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    actors: tuple[Actor, ...]
    attributions: tuple[Attribution, ...]

    @cached_property
    def scene(self) -> Scene:
        """Where the article as a whole lies."""
        return scene_of(self.document, self.places)


def read(document: Document) -> Reading:
    """Run the substrate over one parsed article."""
    places = find_places(document)
    actors = find_actors(document, places)
    return Reading(
        document=document,
        timexes=tuple(find_timexes(document)),
        places=tuple(places),
        quantities=tuple(find_quantities(document)),
        actors=tuple(actors),
        attributions=tuple(find_attributions(document, actors)),
    )


@dataclass(frozen=True, slots=True)
class When:
    """When something happened: days, UCDP precision, the words and the rule it was read by."""

    start: date | None
    end: date | None
    prec: int | None
    text: str | None
    rule: str | None
    is_conflicting: bool = False


UNDATED = When(None, None, None, None, None)


@dataclass(frozen=True)
class Mention:
    """One sentence's assertion about one event or state, by one speaker.

    span: [start, end) of the sentence that asserts it.  trigger: [start, end) of the words that name the event.
    actors, recipients: incident: who did it, to whom; talks and ceasefires: parties, mediators; deportation: authority;
    border_status: who changed it; statement: speaker, addressees.
    payload: fields of the kind (payloads.py), only those this sentence gives.
    stance and modality: as data-model.md; attribution: who vouches for it, None for the reporter.
    A family merges its own mentions into facts; a mention in no fact (a threat, an event of another story) stays a claim.
    """

    kind: ClaimKind
    fact_kind: FactKind
    span: tuple[int, int]
    trigger: tuple[int, int]
    event_type: str | None
    sub_event_type: str | None
    when: When
    place: Place | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    payload: dict[str, Any]
    attribution: Attribution | None
    stance: str
    modality: Modality
    rule: str


@dataclass(frozen=True)
class Fact:
    """One fact of one article: mentions merged.  Fields as Mention; payload holds the merged values."""

    kind: FactKind
    mentions: tuple[Mention, ...]
    event_type: str | None
    sub_event_type: str | None
    when: When
    place: Place | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    payload: dict[str, Any] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True)
class Found:
    """What one family found in one article: its facts, and mentions that make no fact but stay claims."""

    facts: tuple[Fact, ...]
    loose: tuple[Mention, ...] = ()

    @property
    def mentions(self) -> Iterator[Mention]:
        """Every mention, those of facts first."""
        for fact in self.facts:
            yield from fact.mentions
        yield from self.loose
