"""The source registry: definitions of publishers in `sources/*.yml`, and which of them an article comes from.

What belongs here: reading and checking the definitions, matching outlet names and URLs.  Not here: the bounds' check on
the warehouse (checks.py).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from pipelines.errors import EnvironmentProblem

_REQUIRED = {"id": str, "title": str, "is_official": bool}
_KNOWN = {*_REQUIRED, "names", "country", "url_patterns", "language", "licence", "description", "expected_articles"}


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher.  `names`: spellings of its outlet field; `url_patterns`: parts of host and path."""

    id: str
    title: str
    country: str | None
    is_official: bool
    language: str | None
    licence: str | None
    description: str | None
    names: tuple[str, ...]
    url_patterns: tuple[str, ...]
    expected_min: int | None
    expected_max: int | None
    is_provisional: bool = False

    def row(self) -> dict[str, object]:
        """One row of `staging.sources`."""
        named = (
            "title country is_official language licence description is_provisional expected_min expected_max".split()
        )
        return {"source_id": self.id} | {name: getattr(self, name) for name in named}


def load_sources(folder: Path) -> list[Source]:
    """Every definition of the folder; all that is wrong with them is said at once."""
    sources: list[Source] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            problems.append(f"{file.name}: no valid YAML")
            continue
        wrong = _problems(data)
        problems += [f"{file.name}: {problem}" for problem in wrong]
        if not wrong:
            sources.append(_source(data))
    if problems:
        raise EnvironmentProblem(
            "source definitions cannot be used:\n    " + "\n    ".join(problems),
            expected="id, title, is_official, and optionally " + ", ".join(sorted(_KNOWN - set(_REQUIRED))),
            cure=f"mend the files in {folder.name}/",
        )
    return sources


def _problems(data: Any) -> list[str]:
    if not isinstance(data, dict):
        return ["not a mapping"]
    wrong = [f"{k} is missing or no {t.__name__}" for k, t in _REQUIRED.items() if not isinstance(data.get(k), t)]
    return wrong + [f"unknown key {key!r}" for key in data if key not in _KNOWN]


def _source(data: dict[str, Any]) -> Source:
    bounds = data.get("expected_articles") or {}
    return Source(
        id=data["id"],
        title=data["title"],
        country=data.get("country"),
        is_official=data["is_official"],
        language=data.get("language"),
        licence=data.get("licence"),
        description=data.get("description"),
        names=tuple(data.get("names") or ()),
        url_patterns=tuple(data.get("url_patterns") or ()),
        expected_min=bounds.get("min"),
        expected_max=bounds.get("max"),
    )


class Registry:
    """Which publisher an article comes from; an outlet that no definition names gets a provisional source."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = {source.id: source for source in sources}
        self._by_name = {_key(name): s for s in sources for name in (s.title, *s.names)}

    def find(self, *, outlet: str | None, url: str | None) -> Source:
        """By outlet name, else by URL, else a provisional source made from the outlet's name or the URL's host."""
        if outlet and _key(outlet) in self._by_name:
            return self._by_name[_key(outlet)]
        parts = urlsplit(url or "")
        host = (parts.hostname or "").removeprefix("www.")
        for source in self.sources.values():
            if url and any(pattern in host + parts.path for pattern in source.url_patterns):
                return source
        title = outlet or host or "unknown outlet"
        return Source(_key(title), title, None, False, None, None, None, (), (), None, None, is_provisional=True)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unknown-outlet"
