"""Incidents: acts of organised or armed violence of one article, each once, with what its sentences say of them.

What belongs here: the order of reading: frames (frames.py), their events (merge.py), who claims and denies (responsibility.py), the
facts (facts.py).  Not here: each of these, and what other families read (talks/find.py and its neighbours).
"""

from __future__ import annotations

from pipelines.extract.incidents.events import Event, is_fact
from pipelines.extract.incidents.facts import fact_of
from pipelines.extract.incidents.frames import frames_of
from pipelines.extract.incidents.mentions import mention_of
from pipelines.extract.incidents.merge import home_of, joined
from pipelines.extract.incidents.responsibility import join_denials_and_claims
from pipelines.extract.incidents.sides import infer_actors
from pipelines.extract.mentions import Found, Reading


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
        event.mentions.append(mention_of(reading, frame))
    events = joined(events)
    join_denials_and_claims(reading, events)
    infer_actors(reading, events)
    facts = [fact_of(reading, event, order) for order, event in enumerate(events) if is_fact(event, published)]
    loose = [mention for event in events if not is_fact(event, published) for mention in event.mentions]
    return Found(tuple(facts), tuple(loose))
