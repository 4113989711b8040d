"""The payload of an incident: parties, targets, victims, weapons and figures, as some frames of one event give them together.

What belongs here: fields of a mention or a fact filled from frames.  Not here: who the parties are (parties.py, harmed.py), how
tolls add up (tolls.py), who is held responsible (responsibility.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.harmed import victims_and_targets
from pipelines.extract.incidents.parties import perpetrators
from pipelines.extract.incidents.tolls import Count, injured_of, over_sentences
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Reading


def payload_of(reading: Reading, frames: Sequence[Frame]) -> dict[str, Any]:
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
    counted = {
        "killed_attackers": [q.low for q in quantities if q.effect == "killed" and q.is_attackers],
        "deaths_civilians": [q.low for q in quantities if q.effect == "killed" and q.is_civilian],
        "arrested": [q.low for q in quantities if q.effect == "arrested"],
    }
    for field, lows in counted.items():
        if known := [low for low in lows if low is not None]:
            payload[field] = max(known)
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
    return each_once(individuals), each_once(organisations), each_once(targets), each_once(victims)


def _weapons(reading: Reading, frames: Sequence[Frame]) -> list[str]:
    text = reading.document.text
    return each_once(
        match.group().lower()
        for frame in frames
        for pattern, _ in lexicon().means
        for match in pattern.finditer(text, frame.sentence.start, frame.sentence.end)
    )


def each_once(texts: Iterable[str]) -> list[str]:
    """Texts in order, each once; one that only repeats the last words of another is dropped."""
    kept: list[str] = []
    for text in (" ".join(t.split()) for t in texts):
        if not text or any(
            text.lower() == other.lower() or other.lower().endswith(" " + text.lower()) for other in kept
        ):
            continue
        kept = [other for other in kept if not text.lower().endswith(" " + other.lower())] + [text]
    return kept
