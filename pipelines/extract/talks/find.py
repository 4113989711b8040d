"""Talks: rounds of negotiation between parties to a conflict, each with its venue, days, mediators and outcome.

What belongs here: the order of reading, and whether an article is about such talks at all.  Not here: which words name talks
(triggers.py) or tell them by a verb (sittings.py), what their sentence says of them (sightings.py), which mentions are one round (rounds.py); truces that come
of them (ceasefires/find.py).

Bilateral visits and talks on trade, pay or contracts are not read: an article must show that its talks are of peace (a
word such as "peace" or "indirect" beside them, a mediator, a numbered round) before any of them counts.
Words and patterns are data: lexicon/talks.yml, lexicon/talks_parties.yml.
"""

from __future__ import annotations

from pipelines.extract.arguments.attachment import clause_of, head_of
from pipelines.extract.mentions import Found, Reading
from pipelines.extract.sides import Sides
from pipelines.extract.talks.accounts import accounts
from pipelines.extract.talks.rounds import rounds
from pipelines.extract.talks.sightings import sighting_of
from pipelines.extract.talks.sittings import sittings_in
from pipelines.extract.talks.triggers import Trigger, triggers_in
from pipelines.extract.talks.words import vocabulary

_ARMED = frozenset(("REB", "UAF"))


def find_talks(reading: Reading) -> Found:
    """Rounds of talks in one article."""
    text, words = reading.document.text, vocabulary()
    is_named = words.nouns.search(text) or words.rounds.search(text)
    if not is_named and not words.sitting.search(text):
        return Found(())
    is_conflict = bool(words.conflict.search(text))
    is_settled = is_conflict and bool(words.settlement.search(text))
    sides = Sides(reading)
    triggers = list(triggers_in(reading)) if is_named else []
    sittings = list(sittings_in(reading, sides, triggers))
    if (
        not sittings
        and not is_settled
        and not any(_is_of_peace(reading, sides, trigger, is_conflict=is_conflict) for trigger in triggers)
    ):
        return Found(())
    triggers = sorted([*triggers, *sittings], key=lambda trigger: trigger.start)
    sightings = [s for trigger in triggers if (s := sighting_of(reading, sides, trigger))]
    told = [s for s in sightings if s.mention.modality in {"actual", "future"}]
    facts = rounds(told, sides, accounts(reading, sides))
    loose = tuple(s.mention for s in sightings if s.mention.modality not in {"actual", "future"})
    return Found(tuple(facts), loose)


def may_tell_talks(text: str) -> bool:
    """Whether the words of an article allow for talks of peace: a noun for them beside a conflict and what ends one, or a
    verb by which envoys or both sides meet (sittings.py)."""
    words = vocabulary()
    if words.nouns.search(text) and words.conflict.search(text):
        ends = (words.peace, words.settlement, words.rounds, words.mediating)
        if any(pattern.search(text) for pattern in ends):
            return True
    return bool(words.sitting.search(text)) and bool(
        (words.envoys.search(text) and words.purpose.search(text))
        or (words.both.search(text) and words.mediating.search(text) and words.settlement.search(text))
    )


def _is_of_peace(reading: Reading, sides: Sides, trigger: Trigger, *, is_conflict: bool) -> bool:
    """Whether this mention shows that the article's talks are between parties to a conflict.

    Where the article speaks of no conflict, a mediator or a round is enough only with both parties named beside it.
    """
    text, words = reading.document.text, vocabulary()
    near = text[max(trigger.sentence.start, trigger.start - 40) : min(trigger.sentence.end, trigger.end + 40)]
    if is_conflict and words.peace.search(near):
        return True
    head = head_of(reading, trigger.span)
    parties = sides.parties(head, clause_of(head)) if head is not None else ()
    if head is None or not (is_conflict or len(parties) > 1):
        return False
    # Whoever talks with an armed group, or indirectly, talks of peace.
    if len(parties) > 1 and (words.peace.search(near) or any(a.sector in _ARMED for a in parties)):
        return True
    return bool(sides.mediators(head)) or bool(words.rounds.search(text, *trigger.span))
