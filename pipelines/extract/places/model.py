"""The type that stands for one span that may name a place.

What belongs here: the dataclass every reader of places shares.  Not here: how spans are found (spans.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipelines.extract.places.gazetteer import Candidate

Kind = Literal["name", "demonym", "short", "street", "unlisted"]


@dataclass(slots=True)
class Mention:
    """Tokens [first, last] that may name a place, and what speaks for it.

    level: precision of the unit its words say it is ("Gurbuz district": 3), "towns" for a town, None if they are silent.
    container: the mention that says where it lies ("Lebanon, Ind."), by index in the list of mentions.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: Kind
    candidates: tuple[Candidate, ...]
    level: int | str | None = None
    container: int | None = None
    votes: list[str] = field(default_factory=list)
    score: float = 0.0
