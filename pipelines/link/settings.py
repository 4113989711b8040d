"""What the measure of linking goes by: the settings shipped, and those of a home that were fitted to its reviewed links.

What belongs here: reading, checking and writing `link.yml` of a home.  Not here: how settings are fitted (fit.py), what
they mean (dbt: macro incident_evidence).  A setting the file does not name is as shipped; without a file all are.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.config import DBT_PROJECT
from pipelines.errors import DataProblem

VERSION = 1
_ABOUT = """\
# How incidents of this home are linked: settings fitted to its reviewed links by `factwire train links` (docs/train-links.md).
# The next run links by them.  Remove the file to go back to those shipped.
"""
_CURE = "mend it, train again with factwire train links, or remove it to link by the settings shipped"

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Settings:
    """bar: the score that links.  days: after how many likeness counts a third.  weights: by evidence and level."""

    bar: float
    days: float
    weights: Weights

    def variables(self) -> dict[str, Any]:
        """The settings as variables of the dbt project."""
        bars = _shipped_variables()["link_bar"] | {"incident": self.bar}
        return {"link_bar": bars, "link_days": self.days, "link_weights": self.weights}


@dataclass(frozen=True, slots=True)
class Fitted:
    """The settings of a home, when they were fitted and to how many pairs."""

    settings: Settings
    fitted_at: datetime
    n_joined: int
    n_apart: int


def shipped() -> Settings:
    """The settings that hold where a home has none of its own."""
    found = _shipped_variables()
    weights = {evidence: dict(levels) for evidence, levels in found["link_weights"].items()}
    return Settings(found["link_bar"]["incident"], found["link_days"], weights)


def reach() -> float:
    """How many times longer tellings hold together that name the same person or update a toll; it is not fitted."""
    return float(_shipped_variables()["link_reach"])


@cache
def _shipped_variables() -> dict[str, Any]:
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = project["vars"]
    return found


def write(path: Path, fitted: Fitted) -> None:
    """Put the settings in force: the file is whole, or as it was."""
    content = {
        "version": VERSION,
        "fitted_at": fitted.fitted_at.isoformat(timespec="seconds"),
        "fitted_to": {"joined": fitted.n_joined, "apart": fitted.n_apart},
        "bar": fitted.settings.bar,
        "days": fitted.settings.days,
        "weights": fitted.settings.weights,
    }
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(_ABOUT + yaml.safe_dump(content, sort_keys=False, width=120), encoding="utf-8")
    fresh.replace(path)


def read(path: Path) -> Fitted | None:
    """The settings of a home, None where it has none; all that is wrong with the file is named at once."""
    if not path.exists():
        return None
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unfit(path, [f"no valid YAML: {' '.join(str(error).split())}"]) from error
    wrong: list[str] = []
    top = _Entries(found, "the file", wrong)
    top.known({"version", "fitted_at", "fitted_to", "bar", "days", "weights"})
    if top.entries.get("version") != VERSION:
        wrong.append(f"version is {top.entries.get('version')!r}, expected {VERSION}")
    to = _Entries(top.entries.get("fitted_to"), "fitted_to", wrong)
    to.known({"joined", "apart"})
    given = shipped()
    settings = Settings(
        top.number("bar", given.bar, above=0),
        top.number("days", given.days, above=0),
        _weights(top.entries.get("weights", {}), given.weights, wrong),
    )
    fitted = Fitted(settings, top.moment("fitted_at"), to.count("joined"), to.count("apart"))
    if wrong:
        raise _unfit(path, wrong)
    return fitted


def _weights(found: object, given: Weights, wrong: list[str]) -> Weights:
    kinds = _Entries(found, "weights", wrong)
    kinds.known(set(given))
    weights: Weights = {}
    for evidence, levels in given.items():
        own = _Entries(kinds.entries.get(evidence, {}), f"weights of {evidence}", wrong)
        own.known(set(levels))
        weights[evidence] = {level: own.number(level, weight) for level, weight in levels.items()}
    return weights


def _unfit(path: Path, wrong: list[str]) -> DataProblem:
    return DataProblem(
        f"{path} cannot be linked by:\n  " + "\n  ".join(wrong),
        expected="settings of linking as factwire train links writes them (docs/train-links.md)",
        cure=_CURE,
    )


class _Entries:
    """A mapping of the file; what is wrong with it is added to `wrong`."""

    def __init__(self, found: object, name: str, wrong: list[str]) -> None:
        self.name = name
        self.wrong = wrong
        self.entries: Mapping[Any, Any] = found if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            wrong.append(f"{name} is {found!r}, expected names with values")

    def known(self, names: set[str]) -> None:
        unknown = sorted(str(name) for name in self.entries if name not in names)
        if unknown:
            expected = ", ".join(sorted(names))
            self.wrong.append(f"{self.name}: unknown {', '.join(unknown)}, expected any of {expected}")

    def number(self, name: str, default: float, *, above: float = -math.inf) -> float:
        value = self.entries.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not above < value < math.inf:
            expected = "a number" if above == -math.inf else f"a number above {above:g}"
            self.wrong.append(f"{self.name}: {name} is {value!r}, expected {expected}")
            return default
        return float(value)

    def count(self, name: str) -> int:
        value = self.entries.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.wrong.append(f"{self.name}: {name} is {value!r}, expected a whole number")
            return 0
        return value

    def moment(self, name: str) -> datetime:
        value = self.entries.get(name)
        try:
            # YAML reads a time by itself; in quotes it stays a text.
            read_time = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            self.wrong.append(f"{name} is {value!r}, expected a time")
            return datetime.now(UTC)
        return read_time if read_time.tzinfo else read_time.replace(tzinfo=UTC)
