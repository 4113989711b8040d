"""Which place a name means: candidates weighed by what the article itself says of them and of their neighbours.

What belongs here: the choice.  Not here: whether the words name a place at all (votes.py).

Every spelling is one sense an article, unless its own words say otherwise ("Paris, Texas" beside "Paris, France").
Candidates that lie together support each other: in one another, in one unit, in one country, near by.  What others
support is worth as much as it is itself believed, so a few rounds settle it; population decides what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log10

import numpy as np
import numpy.typing as npt

from pipelines.extract.lexicon import lexicon, typed
from pipelines.extract.places.gazetteer import Candidate
from pipelines.extract.places.model import Mention
from pipelines.extract.places.names import fold
from pipelines.extract.places.nesting import lies_in

Floats = npt.NDArray[np.float64]
_MOST_CANDIDATES = 40
_ROUNDS = 4
_EVEN = 0.5
_UNSUPPORTED = 0.1
# Known to every reader, as countries are, though no one is counted there.
_VAST = frozenset({"CONT", "RGN", "SEA", "OCN", "GULF"})
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place chosen for a mention, how sure, and how much its neighbours support it."""

    candidate: Candidate
    probability: float
    support: float


@dataclass(frozen=True, slots=True)
class _Weights:
    population: float
    country: float
    first_order: float
    second_order: float
    alias: float
    curated: float
    capital: float
    support: float
    inside: float
    same_first_order: float
    same_country: float
    its_country: float
    near: float
    near_km: float


@cache
def _weights() -> _Weights:
    return typed(_Weights, lexicon("place_choice.yml"))


def resolve(mentions: Sequence[Mention]) -> list[Resolution | None]:
    """One resolution a mention, in order; None without a candidate, or with several and nothing that speaks for one."""
    senses, of_mention = _senses(mentions)
    options = [_options(sense, mentions) for sense in senses]
    belief = [
        max(_sigmoid(mentions[i].score) for i in sense) * min(2.0, 1 + 0.25 * (len(sense) - 1)) for sense in senses
    ]
    flat = [c for group in options for c in group]
    if not flat:
        return [None] * len(mentions)
    group_of = np.repeat(np.arange(len(options)), [len(group) for group in options])
    prior = np.array([_prior(c) for c in flat])
    ties = _ties(flat)
    ties[group_of[:, None] == group_of[None, :]] = 0.0
    probability = _softmax(prior, group_of, len(options))
    support = np.zeros(len(flat))
    for _ in range(_ROUNDS):
        support = ties @ (probability * np.array(belief)[group_of])
        probability = _softmax(prior + _weights().support * np.log1p(support), group_of, len(options))
    chosen: list[Resolution | None] = []
    for group in range(len(options)):
        inside = np.flatnonzero(group_of == group)
        if not len(inside):
            chosen.append(None)
            continue
        best = int(inside[np.argmax(probability[inside])])
        is_open = probability[best] < _EVEN and support[best] < _UNSUPPORTED
        chosen.append(None if is_open else Resolution(flat[best], float(probability[best]), float(support[best])))
    return [chosen[group] for group in of_mention]


def _senses(mentions: Sequence[Mention]) -> tuple[list[list[int]], list[int]]:
    """Mentions grouped by sense, and the sense of each mention."""
    held_by = {mention.container for mention in mentions}
    containers: dict[str, str] = {}
    keys: list[tuple[str, str]] = []
    for at, mention in enumerate(mentions):
        name = fold(mention.text) if mention.kind not in ("demonym", "short") else mention.candidates[0].place_id
        outer = "" if mention.container is None else fold(mentions[mention.container].text)
        if at in held_by:
            # "Spin Boldak, Kandahar": the province, whatever Kandahar is elsewhere in the article.
            outer += "/holds"
        elif outer:
            containers.setdefault(name, outer)
        keys.append((name, outer))
    numbers: dict[tuple[str, str], int] = {}
    of_mention = [numbers.setdefault((name, outer or containers.get(name, "")), len(numbers)) for name, outer in keys]
    senses: list[list[int]] = [[] for _ in numbers]
    for at, number in enumerate(of_mention):
        senses[number].append(at)
    return senses, of_mention


def _options(sense: list[int], mentions: Sequence[Mention]) -> list[Candidate]:
    """The candidates that its unit noun, what holds it and what it holds leave, the likeliest few."""
    found = list(mentions[sense[0]].candidates)
    for at in sense:
        container = mentions[at].container
        if container is not None:
            outer = mentions[container].candidates
            found = [c for c in found if any(lies_in(c, o) for o in outer)] or found
        inner = [c for mention in mentions if mention.container == at for c in mention.candidates]
        if inner:
            found = [c for c in found if any(lies_in(i, c) for i in inner)] or found
    levels = {mentions[at].level for at in sense}
    if len(levels) == 1:
        level = levels.pop()
        found = [c for c in found if _fits(c, level)] or found
    if not any(isinstance(level, int) for level in levels):
        found = _without_own_units(found)
    return sorted(found, key=_prior, reverse=True)[:_MOST_CANDIDATES]


def _fits(candidate: Candidate, level: int | str | None) -> bool:
    if level == "towns":
        return candidate.feature_code.startswith("PPL")
    return candidate.is_admin if level is not None else True


def _without_own_units(found: list[Candidate]) -> list[Candidate]:
    """Without the units that have a town or a country of their own name: a bare "Kabul" is the city, "Guatemala" the
    country; "Kabul province" is the province."""
    towns = {(c.iso3, c.admin1) for c in found if c.is_primary and c.feature_code.startswith("PPL") and c.population}
    nations = {c.iso3 for c in found if c.is_country}
    kept = [c for c in found if not (c.is_admin and (c.iso3 in nations or (c.iso3, c.admin1) in towns))]
    return kept or found


def _prior(candidate: Candidate) -> float:
    weights = _weights()
    value = weights.population * log10(candidate.population + 100)
    if candidate.is_country or candidate.feature_code in _VAST:
        value += weights.country
    elif candidate.feature_code == "ADM1":
        value += weights.first_order
    elif candidate.feature_code == "ADM2":
        value += weights.second_order
    if not candidate.is_primary:
        value += weights.alias
    elif candidate.is_curated:
        value += weights.curated
    if candidate.capital_of:
        value += weights.capital
    return value


def _ties(candidates: list[Candidate]) -> Floats:
    """How strongly each pair of candidates speaks for each other."""
    weights = _weights()
    country = _numbers([c.iso3 for c in candidates])
    unit = _numbers([None if c.is_country or not c.admin1 else f"{c.iso3}/{c.admin1}" for c in candidates])
    is_country = np.array([c.is_country for c in candidates])
    is_unit = np.array([c.feature_code == "ADM1" for c in candidates])
    same_country = (country[:, None] == country[None, :]) & (country >= 0)[:, None]
    same_unit = (unit[:, None] == unit[None, :]) & (unit >= 0)[:, None]
    # Of a country less: that the United States are mentioned makes no London one in Ohio.
    holds = same_unit & is_unit[:, None]
    names_country = is_country[:, None] | is_country[None, :]
    ties = np.where(names_country, weights.its_country, weights.same_country) * same_country
    ties += weights.same_first_order * same_unit
    ties += weights.inside * (holds | holds.T)
    point = np.array([[np.nan if v is None else v for v in (c.latitude, c.longitude)] for c in candidates], dtype=float)
    near = np.exp(-_distance(point) / weights.near_km)
    near[is_country, :] = 0.0
    near[:, is_country] = 0.0
    ties += weights.near * np.nan_to_num(near)
    return np.asarray(ties, dtype=np.float64)


def _numbers(names: list[str | None]) -> npt.NDArray[np.int64]:
    seen: dict[str, int] = {}
    return np.array([-1 if name is None else seen.setdefault(name, len(seen)) for name in names], dtype=np.int64)


def _distance(point: Floats) -> Floats:
    """Kilometres between all pairs of [latitude, longitude]."""
    latitude, longitude = np.radians(point[:, 0]), np.radians(point[:, 1])
    half = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half = half + np.cos(latitude)[:, None] * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), dtype=np.float64)


def _softmax(logits: Floats, group_of: npt.NDArray[np.int64], n_groups: int) -> Floats:
    top = np.full(n_groups, -np.inf)
    np.maximum.at(top, group_of, logits)
    weight = np.exp(logits - top[group_of])
    total = np.zeros(n_groups)
    np.add.at(total, group_of, weight)
    return np.asarray(weight / total[group_of], dtype=np.float64)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))
