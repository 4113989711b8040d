"""Votes: what speaks for and against a span as the name of a place.

What belongs here: the signs of a name and of its context.  Not here: which of its candidates it means (resolution.py).  Each sign
is one vote (lexicon/place_votes.yml has the weights); none decides alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc

from pipelines.extract.lexicon import lexicon
from pipelines.extract.places.gazetteer import Candidate
from pipelines.extract.places.model import Mention
from pipelines.extract.places.spans import is_capital
from pipelines.extract.places.words import units

# Last words and other words of the names of persons.
_People = tuple[frozenset[str], frozenset[str]]
_SMALL = 15_000
_LONE = 0.3
_SIZES = ((1_000_000, "millions"), (100_000, "large"), (15_000, "middling"), (0, "small"))
_LABELS: Mapping[str, str] = {
    "GPE": "ner_gpe",
    "LOC": "ner_loc",
    "FAC": "ner_fac",
    "NORP": "ner_norp",
    "": "ner_none",
    "PERSON": "ner_person",
    "ORG": "ner_org",
}


def vote(doc: Doc, mentions: list[Mention]) -> None:
    weights: Mapping[str, float] = _weights()
    people = _people(doc)
    lowered = {token.text for token in doc if token.text.islower()}
    contained = {m.container for m in mentions}
    for at, mention in enumerate(mentions):
        mention.votes = [*_own_votes(mention), *_context_votes(doc, mention, people, lowered)]
        if mention.container is not None:
            mention.votes.append("is_contained")
        if at in contained:
            mention.votes.append("is_container")
        mention.score = weights["bias"] + sum(weights[vote] for vote in mention.votes)


@cache
def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = lexicon("place_votes.yml")
    return weights


def _people(doc: Doc) -> _People:
    """Last words and other words of the names of persons of two words or more."""
    last, other = set(), set()
    for entity in doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1:
            words = [t.text for t in entity if t.text[:1].isalpha() and t.text not in ("s", "S")]
            if len(words) > 1:
                last.add(words[-1])
                other.update(words[:-1])
    return frozenset(last), frozenset(other)


def _own_votes(mention: Mention) -> list[str]:
    """What the gazetteer knows of the name."""
    if mention.kind != "name":
        return [mention.kind, "has_unit_noun"] if mention.kind == "unlisted" and mention.level else [mention.kind]
    best = [c for c in mention.candidates if c.is_primary] or list(mention.candidates)
    votes = ["several_words"] if mention.last > mention.first else []
    if not best[0].is_primary:
        votes.append("is_alias")
    if mention.level is not None:
        votes.append("has_unit_noun")
    if any(c.is_curated for c in best):
        return [*votes, "is_curated"]
    if any(c.is_country for c in best):
        return [*votes, "is_country"]
    if any(c.feature_code == "ADM1" for c in best):
        return [*votes, "is_first_order"]
    size = next(size for least, size in _SIZES if best[0].population >= least)
    return [*votes, size]


def _context_votes(doc: Doc, mention: Mention, people: _People, lowered: set[str]) -> list[str]:
    last = doc[mention.last]
    label = _LABELS.get(last.ent_type_, "ner_other")
    is_inside = doc[mention.first].ent_iob_ == "I"
    votes = ["inside_org" if label == "ner_org" and is_inside else label]
    if last.pos_ != "PROPN":
        votes.append("not_proper")
    votes += _neighbour_votes(doc, mention)
    return [*votes, *_article_votes(doc, mention, people, lowered)] if mention.kind == "name" else votes


def _neighbour_votes(doc: Doc, mention: Mention) -> list[str]:
    """What the words right before and right after say."""
    known = units()
    before = doc[mention.first - 1] if mention.first and not doc[mention.first].is_sent_start else None
    after = doc[mention.last + 1] if mention.last + 1 < len(doc) and not doc[mention.last + 1].is_sent_start else None
    votes: list[str] = []
    if before is None:
        votes.append("opens_sentence")
    elif before.lower_ in known.prepositions:
        votes.append("after_locative")
    elif before.lower_.rstrip(".") in known.titles and before.text[0].isupper():
        votes.append("after_title")
    elif before.pos_ == "PROPN" and is_capital(before) and not before.is_punct:
        votes.append("after_person" if before.ent_type_ == "PERSON" else "after_name")
    if after is None:
        return votes
    if after.pos_ == "PROPN" and is_capital(after):
        beside = "before_person" if after.ent_type_ == "PERSON" else "before_name"
        votes.append("before_standing" if after.lower_ in known.standing else beside)
    elif after.text in ("'s", "’s"):
        votes.append("possessive")
    return votes


def _article_votes(doc: Doc, mention: Mention, people: _People, lowered: set[str]) -> list[str]:
    """What else the article uses the word for: a surname, a forename, a word of the language."""
    votes: list[str] = []
    surnames, forenames = people
    # The model makes surnames of countries ("Rethinking Egypt"); forenames they are ("Jordan", "Chad").
    if mention.text in surnames and not any(c.is_country for c in mention.candidates):
        votes.append("is_surname_here")
    elif mention.text in forenames:
        votes.append("is_forename_here")
    if mention.first == mention.last and mention.text.lower() in lowered:
        votes.append("is_word_here")
    if mention.first == mention.last and doc.vocab[mention.text.lower()].is_stop:
        votes.append("is_stop_word")
    return votes


def score_among(mention: Mention, place: Candidate | None, support: float) -> float:
    """The score, less what it loses where no other place of the article speaks for the one chosen."""
    if mention.kind != "name" or place is None or place.is_country or place.is_curated or support >= _LONE:
        return mention.score
    is_small = place.population < _SMALL and place.feature_code != "ADM1"
    return mention.score + _weights()["lone_small" if is_small else "lone"]
