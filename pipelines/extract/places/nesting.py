"""Nesting: what the words around a name say it is, and what lies in what.

What belongs here: "X district", "the town of X", "X, Y", "Cooke and Love counties".  Not here: how the gazetteer's places lie in one
another beyond the names of their units (resolution.py).
"""

from __future__ import annotations

from spacy.tokens import Doc

from pipelines.extract.places.gazetteer import Candidate
from pipelines.extract.places.model import Mention
from pipelines.extract.places.words import units

# Between a place and what it lies in.
_HOLDS = frozenset([",", "of", "in", "(", "the", "'s", "’s"])
# "The town of X": the noun says what X is; "the area of X" does not.
_OF_TOWNS = frozenset({"city", "town", "village", "suburb", "hamlet", "neighborhood", "neighbourhood", "port"})


def link(doc: Doc, mentions: list[Mention]) -> None:
    """Units by their nouns, and what lies in what: "X, Y", "X district of Y", "X in Y province"."""
    known = units()
    for at, mention in enumerate(mentions):
        mention.level = _level(doc, mention)
        follower = mentions[at + 1] if at + 1 < len(mentions) else None
        if follower is None or mention.kind == "demonym" or follower.kind == "demonym":
            continue
        between = [t for t in doc[mention.last + 1 : follower.first] if not t.is_space]
        words = [t.lower_ for t in between]
        if any(t.is_sent_start for t in doc[mention.last + 1 : follower.first + 1]) or len(words) > 5:
            continue
        rest = [w for w in words if w not in known.level]
        if rest and rest[0] in _HOLDS and all(word in _HOLDS for word in rest) and _could_hold(follower, mention):
            mention.container = at + 1
    for at in range(len(mentions) - 1, 0, -1):
        mention, before = mentions[at], mentions[at - 1]
        words = [t.lower_ for t in doc[before.last + 1 : mention.first]]
        # "Khost's Gurbuz district", "Paktika province's Urgun district": the larger one stands first.
        if (
            words
            and words[-1] in ("'s", "’s")
            and len(words) <= 2
            and mention.container is None
            and _could_hold(before, mention)
        ):
            mention.container = at - 1
    _coordinate(doc, mentions)


def _coordinate(doc: Doc, mentions: list[Mention]) -> None:
    """A plural noun of units types every name of the list before it: "Cooke, Grayson and Love counties"."""
    for at, mention in enumerate(mentions):
        if mention.last + 1 >= len(doc):
            continue
        level = units().plural.get(doc[mention.last + 1].lower_)
        back = at
        while level is not None and back >= 0:
            mentions[back].level = level
            between = [t.lower_ for t in doc[mentions[back - 1].last + 1 : mentions[back].first]] if back else [""]
            if not between or any(word not in (",", "and", "or", "&") for word in between):
                break
            back -= 1


def _level(doc: Doc, mention: Mention) -> int | str | None:
    known = units()
    if mention.last + 1 < len(doc):
        after = known.level.get(doc[mention.last + 1].lower_)
        if after is not None:
            return after
    if mention.first > 1 and doc[mention.first - 1].lower_ == "of":
        before = known.level.get(doc[mention.first - 2].lower_)
        if before is not None and (before != "towns" or doc[mention.first - 2].lower_ in _OF_TOWNS):
            return before
    return known.level.get(doc[mention.last].lower_) if mention.last > mention.first else None


def _could_hold(outer: Mention, inner: Mention) -> bool:
    """Whether some candidate of `inner` lies in some candidate of `outer`, or is unknown to the gazetteer."""
    if not inner.candidates:
        return any(c.is_country or c.is_admin for c in outer.candidates)
    return any(lies_in(i, o) for o in outer.candidates for i in inner.candidates)


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether a place lies in a country or unit: by the names of its units."""
    if inner.place_id == outer.place_id or inner.iso3 != outer.iso3:
        return False
    if outer.is_country:
        return True
    if outer.feature_code == "ADM1":
        return inner.admin1 == outer.admin1
    if outer.feature_code == "ADM2":
        return inner.admin1 == outer.admin1 and inner.admin2 == outer.admin2 and inner.feature_code != "ADM1"
    return False
