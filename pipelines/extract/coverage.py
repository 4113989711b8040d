"""Coverage: whether an article is on the beat, where a home says which countries its beat is about.

What belongs here: asking an article for the names of those countries, their people, places and actors.  Not here: which
countries a home names (pipelines/beat.py), what an article on the beat may tell (screen.py).

A desk that follows two countries may take in the whole of a wire.  What names nothing of them is told apart by names alone,
before anything is split or parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipelines.extract.actors.tables import known_actors, names_in
from pipelines.extract.document import Article
from pipelines.extract.places.gazetteer import gazetteer
from pipelines.extract.places.names import fold, name_key
from pipelines.extract.truecase import is_capitals, is_common

_WORD = re.compile(r"[^\W\d_][\w'’ʼ]*")
_LONGEST = 3  # words of a place's name
_LONGEST_ABBREVIATION = 5


def is_on_beat(article: Article, countries: frozenset[str]) -> bool:
    """Whether title or text names one of the countries (ISO 3166 alpha-3), its people, an actor or a place of it."""
    return any(_names_one(text, countries) for text in (article.title or "", article.text))


def _names_one(text: str, countries: frozenset[str]) -> bool:
    actors = known_actors()
    of_tables = (actors[name.key].iso3 if name.what == "actor" else name.key for name in names_in(text))
    if any(iso3 in countries for iso3 in of_tables):
        return True
    places = _places_of(countries)
    return any(name_key(fold(name)) in places and _is_name(name, text) for name in _capitalised(text))


def _capitalised(text: str) -> Iterator[str]:
    """Words of a text that follow one another and begin with capitals: the names in it, and parts of them."""
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        for last in words[at : at + _LONGEST]:
            if not last.group()[0].isupper():
                break
            yield text[first.start() : last.end()]


def _is_name(name: str, text: str) -> bool:
    """Whether it names a place: no abbreviation (SWAT), no common word (the Chamber) but one of the beat's table (Tank)."""
    if " " in fold(name):
        return True
    word = name.split()[-1]
    if word.isupper() and len(word) <= _LONGEST_ABBREVIATION and not is_capitals(text):
        return False
    return not is_common(word.lower()) or any(place.is_curated for place in gazetteer().candidates(word))


@lru_cache(maxsize=8)
def _places_of(countries: frozenset[str]) -> frozenset[int]:
    """Keys of the names whose best-known bearer lies in one of the countries."""
    return gazetteer().keys_of(countries)
