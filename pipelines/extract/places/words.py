"""Words of places: nouns of units, short forms of states, demonyms, what stands before and after a name.

What belongs here: lexicon/place_units.yml and lexicon/place_states.yml, ready for lookup.  Not here: names of places
(gazetteer.py), countries (countries.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon, typed
from pipelines.extract.places.countries import country_name
from pipelines.extract.places.gazetteer import Candidate, gazetteer


@dataclass(frozen=True, slots=True)
class Units:
    """lexicon/place_units.yml, ready for lookup."""

    level: Mapping[str, int | str]
    plural: Mapping[str, int | str]
    open: frozenset[str]
    linear: frozenset[str]
    standing: frozenset[str]
    streets: frozenset[str]
    titles: frozenset[str]
    prepositions: frozenset[str]
    never: frozenset[str]


@cache
def units() -> Units:
    data = lexicon("place_units.yml")
    level = {noun: key for key, nouns in data.items() if key in (3, 4, "towns") for noun in nouns}
    return typed(Units, data, level=level, plural=data["plurals"])


@cache
def short_forms() -> Mapping[str, Candidate]:
    """First-order unit by its short form, in its case and without points: `Ind`, `IN`, `WVa`."""
    data = lexicon("place_states.yml")
    found: dict[str, Candidate] = {}
    for iso3, units_of_country in data["short"].items():
        for name, forms in units_of_country.items():
            unit = _first_order(iso3, name)
            if unit:
                found |= dict.fromkeys((form.replace(" ", "") for form in forms), unit)
    return found


@cache
def unit_demonyms() -> Mapping[str, Candidate]:
    found: dict[str, Candidate] = {}
    for key, words in lexicon("place_states.yml")["demonyms"].items():
        unit = _first_order(*key.split("/"))
        if unit:
            found |= dict.fromkeys((form for word in words for form in (word, word + "s")), unit)
    return found


def _first_order(iso3: str, name: str) -> Candidate | None:
    return next((c for c in gazetteer().candidates(name) if c.iso3 == iso3 and c.feature_code == "ADM1"), None)


@cache
def country(iso3: str) -> tuple[Candidate, ...]:
    return tuple(c for c in gazetteer().candidates(country_name(iso3)) if c.is_country and c.iso3 == iso3)[:1]
