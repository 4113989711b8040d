"""What is known about actors before any text is read: the actor tables, dated roles, country names, what nouns mean.

What belongs here: loading and looking up dbt_project/seeds/actor*.csv and lexicon/actor_nouns.yml.
Not here: any reading of a text (mentions.py) or of its pronouns (reference.py).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal, cast

from pipelines.beat import seeds
from pipelines.extract.actors.model import ActorKind
from pipelines.extract.lexicon import lexicon
from pipelines.extract.places.countries import countries, country_aliases, country_name, demonyms

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s\-–.'’&/]{0,2}")


@dataclass(frozen=True, slots=True)
class Known:
    """A row of actors.csv."""

    actor_id: str
    name: str
    kind: ActorKind
    iso3: str | None
    sector: str | None
    inter: int | None


@dataclass(frozen=True, slots=True)
class Role:
    """A row of actor_roles.csv: what an actor was between two days."""

    role: str
    sector: str | None
    inter: int | None
    affiliation_id: str | None
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date | None) -> bool:
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class NounClass:
    """What the nouns of one class of actor_nouns.yml say about what they name."""

    name: str
    kind: ActorKind
    sector: str | None
    inter: int | None
    of_country: str | None
    is_role: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the tables found at characters [start, end): an actor by id, a country or a demonym by ISO code."""

    start: int
    end: int
    what: Literal["actor", "country", "demonym"]
    key: str


@cache
def known_actors() -> Mapping[str, Known]:
    """Rows of actors.csv by id."""
    return {
        row["actor_id"]: Known(
            row["actor_id"],
            row["name"],
            cast("ActorKind", row["kind"]),
            row["iso3"] or None,
            row["sector"] or None,
            int(row["inter"]) if row["inter"] else None,
        )
        for row in _rows("actors.csv")
    }


@cache
def dated_roles() -> Mapping[str, tuple[Role, ...]]:
    """Rows of actor_roles.csv by actor."""
    found: dict[str, list[Role]] = {}
    for row in _rows("actor_roles.csv"):
        found.setdefault(row["actor_id"], []).append(
            Role(
                row["role"],
                row["sector"] or None,
                int(row["inter"]) if row["inter"] else None,
                row["affiliation_id"] or None,
                date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
        )
    return {actor: tuple(roles) for actor, roles in found.items()}


def role_on(actor_id: str, day: date | None) -> Role | None:
    """The role an actor held on a day; without a day, the one it holds now."""
    return next((role for role in dated_roles().get(actor_id, ()) if role.holds_on(day)), None)


def standing_for(actor_id: str, day: date | None) -> str:
    """The actor an id stands for on a day: a group that governs a country is read as its government."""
    role = role_on(actor_id, day)
    return role.affiliation_id if role and role.role == "government" and role.affiliation_id else actor_id


@lru_cache(maxsize=4096)
def government(iso3: str, day: date | None) -> Known:
    """The government of a country on a day: a row of the table where one is dated so, else by the general rule."""
    table = known_actors()
    for actor in _governments().get(iso3, ()):
        if actor.actor_id not in dated_roles() or role_on(actor.actor_id, day):
            return actor
    actor_id = f"{iso3.lower()}-gov"
    return table.get(actor_id) or Known(actor_id, country_name(iso3), "government", iso3, "GOV", 1)


@lru_cache(maxsize=4096)
def body_of(iso3: str, body: str, day: date | None) -> Known:
    """The government, the military or the police of a country on a day."""
    if body == "government":
        return government(iso3, day)
    suffix, sector = {"military": ("mil", "MIL"), "police": ("pol", "COP")}[body]
    actor_id = f"{iso3.lower()}-{suffix}"
    known = known_actors().get(actor_id)
    return known or Known(actor_id, f"{country_name(iso3)} {body}", "organization", iso3, sector, 1)


def known_actor(actor_id: str) -> Known | None:
    """A row of the table, or the government, military or police of a country by its general id (`pak-gov`)."""
    row = known_actors().get(actor_id)
    if row:
        return row
    iso3, _, suffix = actor_id.partition("-")
    body = {"gov": "government", "mil": "military", "pol": "police"}.get(suffix)
    if not body or iso3.upper() not in countries():
        return None
    return (
        body_of(iso3.upper(), body, None)
        if body != "government"
        else Known(actor_id, country_name(iso3.upper()), "government", iso3.upper(), "GOV", 1)
    )


@cache
def noun_classes() -> Mapping[str, tuple[tuple[str, NounClass], ...]]:
    """Last word of each noun → (all its words, class), longest first."""
    found: dict[str, list[tuple[str, NounClass]]] = {}
    for name, data in lexicon("actor_nouns.yml").items():
        known = NounClass(
            name, data["kind"], data["sector"], data["inter"], data.get("of_country"), data.get("is_role", False)
        )
        for noun in data["nouns"]:
            found.setdefault(noun.split()[-1].lower(), []).append((noun.lower(), known))
    return {last: tuple(sorted(entries, key=lambda e: -len(e[0]))) for last, entries in found.items()}


def names_in(text: str) -> list[Named]:
    """Names of the tables in a text, longest first where they overlap, in order."""
    words = [(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    index = _name_index()
    found: list[Named] = []
    at = 0
    while at < len(words):
        step = 1
        for folded, cased, what, key in index.get(words[at][0], ()):
            last = at + len(folded) - 1
            if last < len(words) and _reads(text, words, at, folded, cased):
                found.append(Named(words[at][1], words[last][2], what, key))
                step = len(folded)
                break
        at += step
    return found


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word in small letters without accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


_Entry = tuple[tuple[str, ...], tuple[str, ...], Literal["actor", "country", "demonym"], str]


@cache
def _name_index() -> Mapping[str, tuple[_Entry, ...]]:
    """First word → names that begin with it, longest first; actors before countries of the same name."""
    names: dict[tuple[str, ...], _Entry] = {}
    for what, pairs in (
        ("demonym", demonyms().items()),
        ("country", country_aliases().items()),
        ("actor", ((row["alias"], row["actor_id"]) for row in _rows("actor_aliases.csv"))),
    ):
        for name, key in pairs:
            words = tuple(_WORD.findall(name))
            if words and words[0] == "the" and len(words) > 1:
                words = words[1:]
            folded = tuple(fold(word) for word in words)
            names[folded] = (folded, words, cast("Literal['actor', 'country', 'demonym']", what), key)
    index: dict[str, list[_Entry]] = {}
    for entry in names.values():
        index.setdefault(entry[0][0], []).append(entry)
    return {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in index.items()}


def _reads(
    text: str, words: list[tuple[str, int, int]], at: int, folded: tuple[str, ...], cased: tuple[str, ...]
) -> bool:
    """Whether the words from `at` on are this name, in its case, with nothing but white space or a mark between them."""
    for offset, (want, shape) in enumerate(zip(folded, cased, strict=True)):
        word, start, end = words[at + offset]
        if word != want or not _same_case(text[start:end], shape):
            return False
        if offset and not _GAP.fullmatch(text, words[at + offset - 1][2], start):
            return False
    return True


def _same_case(word: str, shape: str) -> bool:
    """Abbreviations exactly (IS, LeT); names by their first letter; small words in any case."""
    if len(shape) <= 5 and any(c.isupper() for c in shape[1:]):
        return word == shape
    if len(shape) == 1 and shape.isupper():
        return word == shape
    return word[0].isupper() or not shape[0].isupper()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (seeds() / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _governments() -> Mapping[str, tuple[Known, ...]]:
    found: dict[str, list[Known]] = {}
    for actor in known_actors().values():
        if actor.kind == "government" and actor.iso3 and actor.actor_id.endswith("-gov"):
            found.setdefault(actor.iso3, []).append(actor)
    return {iso3: tuple(actors) for iso3, actors in found.items()}
