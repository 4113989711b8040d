"""Mentions: what one sentence says of one incident, as the claim it makes.

What belongs here: from a frame to a mention.  Not here: frames (frames.py), denials (responsibility.py).
"""

from __future__ import annotations

from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.payload import payload_of
from pipelines.extract.incidents.sides import actors_of
from pipelines.extract.mentions import Mention, Reading


def mention_of(reading: Reading, frame: Frame) -> Mention:
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
        payload=payload_of(reading, [frame]),
        attribution=attribution,
        stance=attribution.stance if attribution is not None else "asserts",
        modality=modality,
        rule=f"incident:{frame.kind.name}",
    )
