"""What part a name of a place plays in its sentence: where something is, who acts, or a mere description; how precisely.

What belongs here: is_actor, is_modifier and where_prec of one mention, from the parse and lexicon/place_roles.yml.
Not here: recognition and choice (mentions.py, resolution.py), borders between countries (between.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from pipelines.extract.lexicon import lexicon, typed
from pipelines.extract.places.countries import country_iso3, demonyms
from pipelines.extract.places.gazetteer import Candidate
from pipelines.extract.places.model import Mention
from pipelines.extract.places.precision import LINEAR, NEAR, SEA
from pipelines.extract.places.words import units
from pipelines.extract.quantities.words import is_thing_noun

_SUBJECT = frozenset({"nsubj", "csubj"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod", "poss"})
_PRECISION: Mapping[str, int] = {
    **dict.fromkeys(("ADM1", "RGN"), 4),
    **dict.fromkeys(("ADM2", "ADM3", "ADM4"), 3),
    **dict.fromkeys(("BDRY", "STM", "CNL", "VAL", "PASS", "MTS", "LK"), 5),
    **dict.fromkeys(("SEA", "OCN", "GULF", "STRT", "BAY", "CHN"), 7),
    **dict.fromkeys(("CONT", "PCLI"), 6),
}
_DATELINE_MARKS = frozenset({",", "(", "-", "–", "—", "--", ":", "/"})


@dataclass(frozen=True, slots=True)
class _Words:
    willing: frozenset[str]
    minded: frozenset[str]
    stative: frozenset[str]
    addressing: frozenset[str]
    policy: frozenset[str]
    between: frozenset[str]
    opposing: frozenset[str]
    near: frozenset[str]
    near_nouns: frozenset[str]
    parts: frozenset[str]
    happenings: frozenset[str]
    acts_of_states: frozenset[str]
    border_nouns: frozenset[str]
    border_places: frozenset[str]


@cache
def words() -> _Words:
    """lexicon/place_roles.yml, ready for lookup."""
    return typed(_Words, lexicon("place_roles.yml"))


def is_modifier(doc: Doc, mention: Mention, place: Candidate | None) -> bool:
    """Whether the name only describes something that need not be there: "the Istanbul talks", "a Pakistani soldier"."""
    if mention.kind == "demonym":
        return True
    if _is_in_a_name(doc, mention):
        return True
    head = _outer_head(doc, mention)
    token = _root(doc, mention)
    if head is None or head.i < token.i:
        return False
    if token.dep_ == "poss":
        return head.lemma_.lower() not in words().parts and head.lower_ not in units().standing
    if token.dep_ in _BEFORE_NOUN:
        noun = head.lemma_.lower()
        if noun in words().happenings:
            # Of a country it may as well say who did it: "the Pakistan strikes".
            return place is not None and place.is_country and not says_where(token, head)
        return head.lower_ not in units().standing and noun not in units().standing | units().level.keys()
    return mention.last + 2 < len(doc) and doc[mention.last + 1].text == "-" and doc[mention.last + 2].lower_ == "based"


def says_where(name: Token, happening: Token) -> bool:
    """Whether a name before what happened says where, not who did it ("the Pakistan blast", "a Karachi bus attack").

    What was attacked stands in the place named first, or is of those named ("Shiite mosque attack").  A country does what only
    states do ("Pakistan air strikes", "Israel's shelling"); of other acts a demonym says so ("Pakistani attacks"), or an
    abbreviation that has none ("U.S. attacks").
    """
    between = name.doc[name.i + 1 : happening.i]
    is_on_thing = any(
        is_thing_noun(token) and token.lemma_.lower() not in _weapons() | words().parts for token in between
    )
    if name.text.title() in demonyms() or name.ent_type_ not in ("GPE", "LOC", "PERSON", "NORP"):
        return False
    if is_on_thing or not _is_country(name):
        return is_on_thing
    is_of_states = bool({token.lemma_.lower() for token in (*between[-1:], happening)} & words().acts_of_states)
    if name.dep_ == "poss":
        # "Pakistan's Quetta attack", "Pakistan's northwest clashes"
        is_inside = any(token.pos_ == "PROPN" or token.lower_ in words().parts for token in between)
        return is_inside and not is_of_states
    return not (is_of_states or _is_one_of_two(name) or name.text.isupper())


def _is_country(name: Token) -> bool:
    two_words = name.doc[max(name.sent.start, name.i - 1) : name.i + 1].text
    return country_iso3(name.text) is not None or country_iso3(two_words) is not None


def _is_one_of_two(name: Token) -> bool:
    is_joined = name.dep_ == "conj" or any(child.dep_ == "conj" for child in name.children)
    return is_joined or listed_before(name) is not None


def listed_before(name: Token) -> Token | None:
    """The country or people named right before another: "India" of "India, Pakistan clashes", however they are parsed."""
    before = name.doc[max(name.sent.start, name.i - 2) : name.i]
    is_listed = len(before) == 2 and before[1].lower_ in (",", "and", "-", "–", "/")
    return before[0] if is_listed and before[0].ent_type_ in ("GPE", "NORP") else None


@cache
def _weapons() -> frozenset[str]:
    return frozenset(lexicon("incident.yml")["weapons"])


def _is_in_a_name(doc: Doc, mention: Mention) -> bool:
    """Whether the place is part of an organisation's name ("Radio Free Europe"), unless that stands there (a hospital)."""
    token = doc[mention.first]
    if token.ent_type_ != "ORG":
        return False
    start, end = mention.first, mention.last + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    others = [t for t in (*doc[start : mention.first], *doc[mention.last + 1 : end]) if t.is_alpha and t.text.istitle()]
    return bool(others) and not any(t.lower_ in units().standing for t in others)


def is_actor(doc: Doc, mention: Mention, place: Candidate) -> bool:
    """Whether a country or a capital stands for its government: "Islamabad denied", "Kabul's response"."""
    if mention.kind == "demonym" or not (place.is_country or place.capital_of) or _is_dateline(doc, mention):
        return False
    token = _first_conjunct(_root(doc, mention))
    head = token.head
    known = words()
    lemma = head.lemma_.lower()
    if token.dep_ in _SUBJECT:
        if any(c.lemma_ in known.minded or c.lower_ == "behind" for c in head.rights) and lemma == "be":
            return True
        return lemma not in known.stative if place.is_country else lemma in known.willing
    if token.dep_ in ("dobj", "dative"):
        return lemma in known.addressing or any(c.lemma_ in known.minded for c in head.rights)
    if token.dep_ == "poss":
        return lemma in known.policy
    if token.dep_ == "pobj":
        return _is_party(head, known)
    return token.dep_ in ("compound", "nmod") and lemma in ("government", "administration", "regime", "side")


def _is_dateline(doc: Doc, mention: Mention) -> bool:
    """Where a report was filed ("TEHRAN, May 21 (XYZ) –"), which the parser takes for a subject."""
    after = doc[mention.last + 1].text if mention.last + 1 < len(doc) else ""
    return bool(doc[mention.first].is_sent_start) and after in _DATELINE_MARKS


def _is_party(preposition: Token, known: _Words) -> bool:
    governor = preposition.head.lemma_.lower()
    match preposition.lower_:
        case "by":
            return preposition.dep_ == "agent" and preposition.head.pos_ == "VERB"
        case "between":
            return governor in known.between or preposition.head.pos_ == "NOUN"
        case "with":
            return governor in known.between
        case "from":
            return governor in known.policy
        case "to" | "on":
            # "Put the blame on Kabul"; a raid on Kabul is on the city.
            given = [c.lemma_ for c in preposition.head.children if c.dep_ == "dobj"]
            return governor in known.addressing or not known.addressing.isdisjoint(given)
        case other:
            return other in known.opposing


def where_prec(doc: Doc, mention: Mention, place: Candidate | None) -> int | None:
    """UCDP precision of the words, not only of the place: "near Khost" is 2 though Khost is 1."""
    base = _base_precision(mention, place)
    if base is None:
        return None
    after = doc[mention.last + 1] if mention.last + 1 < len(doc) else None
    following = after.lower_ if after is not None else ""
    if following in units().open or _is_off_its_coast(doc, mention, following):
        return SEA
    if base in (4, 6) and after is not None and after.lemma_.lower() in words().border_nouns:
        return LINEAR
    if base == 1 and _is_only_near(doc, mention):
        return NEAR
    return base


def _base_precision(mention: Mention, place: Candidate | None) -> int | None:
    if place is None:
        return 1 if mention.level == "towns" else mention.level if isinstance(mention.level, int) else None
    found = 6 if place.is_country else _PRECISION.get(place.feature_code, 1)
    if place.feature_code == "RGN" and place.iso3 is None:
        return 6
    return max(found, mention.level) if isinstance(mention.level, int) and found < mention.level else found


def _is_only_near(doc: Doc, mention: Mention) -> bool:
    """Near, outside, 20 km north of: the place itself is not where it happened."""
    known = words()
    at = mention.first - 1
    if at >= 0 and doc[at].lower_ in known.near:
        return True
    if at >= 1 and doc[at].lower_ in ("of", "to", "from"):
        return doc[at - 1].lower_ in known.near_nouns
    return False


def _is_off_its_coast(doc: Doc, mention: Mention, following: str) -> bool:
    """At sea: "off Libya's coast", "off the coast of Libya", "off Somalia"."""
    before = [token.lower_ for token in doc[max(0, mention.first - 4) : mention.first]]
    if "off" not in before:
        return False
    return before[-1] == "off" or before[-2:] in (["coast", "of"], ["shores", "of"]) or following in ("coast", "shore")


def _root(doc: Doc, mention: Mention) -> Token:
    """The word of the mention that the rest of it hangs on."""
    return doc[mention.first : mention.last + 1].root


def _outer_head(doc: Doc, mention: Mention) -> Token | None:
    """The word outside the mention that it hangs on."""
    token = _root(doc, mention)
    head = token.head
    return None if mention.first <= head.i <= mention.last else head


def _first_conjunct(token: Token) -> Token:
    """Where "Kabul" of "Islamabad and Kabul" hangs: the first of the list."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    return token
