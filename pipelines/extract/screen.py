"""Screen: what of an article is worth parsing, by its words alone.

What belongs here: asking each family for its hints, and which sentences the parser is shown.  Not here: the hints of a family
(beside its finder), reading (article.py).

Most of what a newsroom receives is about something else, and parsing is nearly all that reading costs.  An article with words
of conflict or diplomacy is read whole, one without any not at all.  One that only mentions violence in passing is read for
that: the sentences that may tell it or count its victims, those beside them, and how it opens.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from pipelines.extract.borders import may_tell_borders
from pipelines.extract.ceasefires.find import may_tell_truces
from pipelines.extract.deportations.find import may_tell_returns
from pipelines.extract.document import Divided
from pipelines.extract.incidents.hints import counts_victims, may_tell_violence
from pipelines.extract.statements.find import may_be_on_matter
from pipelines.extract.talks.find import may_tell_talks
from pipelines.schemas import FactKind

ALL: frozenset[FactKind] = frozenset(get_args(FactKind))
# Sentences that say who, where and when an article is about; where they tell violence, it is no mention in passing.
_OPENING = 3
# From this share of its sentences that tell violence or count victims, an article is about violence.
_MUCH = 0.2


@dataclass(frozen=True, slots=True)
class Told:
    """families: what may be told.  sentences: the numbers of those to parse, None for all."""

    families: frozenset[FactKind]
    sentences: Collection[int] | None = None


def told_in(divided: Divided) -> Told:
    """What an article may tell, and where."""
    text = divided.article.text
    story = [s for s in divided.sentences if not s.is_boilerplate]
    if (
        may_be_on_matter(text)
        or may_tell_truces(text)
        or may_tell_talks(text)
        or may_tell_returns(text, story)
        or may_tell_borders(text, story)
    ):
        return Told(ALL)
    said = [text[s.start : s.end] for s in story]
    violent = [at for at, one in enumerate(said) if may_tell_violence(one)]
    if not violent:
        return Told(frozenset())
    counting = [at for at, one in enumerate(said) if counts_victims(one)]
    if violent[0] < _OPENING or len({*violent, *counting}) >= _MUCH * len(story):
        return Told(ALL)
    near = {at + step for at in violent for step in (-1, 0, 1)}
    shown = {*range(_OPENING), *near, *counting}
    return Told(frozenset(("incident",)), frozenset(s.number for at, s in enumerate(story) if at in shown))
