"""Definitions of publishers: what stands in `sources/*.yml`, read and checked.

What belongs here: the keys of a definition, what each may hold, what makes two ambiguous, reading folders of them.  Not here: which publisher an
article comes from (registry.py), fetching its feeds (fetch/), the bounds' check on the warehouse (checks.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    model_validator,
)

from pipelines.errors import EnvironmentProblem

Kind = Literal["agency", "newspaper", "broadcaster", "online", "government", "un", "ngo"]
Scale = Literal["international", "national", "local"]


def pattern_parts(pattern: str) -> tuple[str, str]:
    """Host, and start of the path without its last slash."""
    host, slash, path = pattern.strip().partition("/")
    return host.lower().removeprefix("www."), f"{slash}{path}".rstrip("/")


@lru_cache(10_000)  # an archive names its outlets over and over
def name_key(name: str) -> str:
    """A name without case, accents and signs: what two spellings of one outlet share, in any script."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    # Taken apart, a sign may hold capitals ("™").
    words = "".join(c if c.isalnum() else " " for c in plain.casefold()).split()
    return "-".join(words) or "unknown-outlet"


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone of the IANA list, as Asia/Karachi") from error
    return name


def _pattern(written: str) -> str:
    host, _ = pattern_parts(written)
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
        raise ValueError(f"{written!r} is no host, or host and start of a path, as example.com/news")
    return written


def _feed(address: str) -> str:
    """The address of a feed as a definition may give it; ValueError where it is none."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError(f"{address!r} is no http or https address without user name")
    _ = parts.port  # raises ValueError for what is no port
    return address


def _several(value: object) -> object:
    """A missing list is an empty one."""
    return () if value is None else value


_Text = Annotated[str, Field(min_length=1)]
_Texts = Annotated[tuple[_Text, ...], BeforeValidator(_several)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bounds(_Strict):
    """How many articles are expected: in the whole warehouse, or in each day or week of the source."""

    per: Literal["all", "day", "week"] = "all"
    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None
    severity: Literal["warn", "error"] = "warn"

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")
        return self


class Source(_Strict):
    """One publisher.  `names`: spellings of its outlet field; `url_patterns`: hosts, with the start of a path or without."""

    is_provisional: ClassVar[bool] = False

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: _Text
    is_official: StrictBool
    kind: Kind | None = None
    scale: Scale | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    time_zone: Annotated[str, AfterValidator(_time_zone)] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    names: _Texts = ()
    url_patterns: Annotated[tuple[Annotated[_Text, AfterValidator(_pattern)], ...], BeforeValidator(_several)] = ()
    feeds: Annotated[tuple[Annotated[_Text, AfterValidator(_feed)], ...], BeforeValidator(_several)] = ()
    fetch_pages: StrictBool = False
    not_fetched_here: StrictBool = False
    bias: _Text | None = None
    description: _Text | None = None
    licence: _Text | None = None
    expected_articles: Bounds | None = None

    @model_validator(mode="after")
    def _pages_have_hosts(self) -> Source:
        if self.fetch_pages and not self.url_patterns:
            raise ValueError("fetch_pages needs url_patterns: pages are fetched from those hosts only")
        return self

    def row(self) -> dict[str, object]:
        """One row of `staging.sources`."""
        named = (
            "title country is_official kind scale language time_zone bias licence description is_provisional".split()
        )
        bounds = self.expected_articles
        return (
            {"source_id": self.id}
            | {name: getattr(self, name) for name in named}
            | {"feeds": list(self.feeds) or None}
            | {f"expected_{name}": bounds and getattr(bounds, name) for name in ("min", "max", "per", "severity")}
        )


class Provisional(Source):
    """A publisher that no definition names, made from what its article says of it."""

    is_provisional: ClassVar[bool] = True


def load_sources(*folders: Path) -> list[Source]:
    """Every definition below the folders; of two with one id that of the later folder counts.

    All that is wrong with all of them is said at once.
    """
    problems: list[str] = []
    sources: dict[str, Source] = {}
    for folder in dict.fromkeys(folders):
        files: dict[str, str] = {}
        for file in sorted(folder.rglob("*.yml")):
            name = file.relative_to(folder).as_posix()
            try:
                source = read_source(file.read_text(encoding="utf-8"))
            except (ValueError, OSError) as error:
                problems += [f"{name}: {line}" for line in str(error).split("\n")]
                continue
            if source.id in files:
                problems.append(f"{name}: id {source.id} is that of {files[source.id]} too")
            files[source.id] = name
            sources[source.id] = source
    problems += ambiguities(sources.values())
    if problems:
        raise EnvironmentProblem(
            "source definitions cannot be used:\n    " + "\n    ".join(problems),
            expected=f"id, title, is_official, and optionally {_optional_keys()}",
            cure=f"mend the files in {', '.join(map(str, dict.fromkeys(folders)))}",
        )
    return list(sources.values())


def read_source(text: str) -> Source:
    """One definition; ValueError says in one line each what is wrong with it."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError("no valid YAML") from error
    if not isinstance(data, dict):
        raise ValueError("not a mapping")
    try:
        return Source.model_validate(data)
    except ValidationError as error:
        raise ValueError("\n".join(_said(fault) for fault in error.errors())) from error


def ambiguities(sources: Iterable[Source]) -> list[str]:
    """Names and patterns that more than one definition claims."""
    claims: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source in sources:
        for name in (source.title, *source.names):
            claims["name", name_key(name)].add(source.id)
        for pattern in source.url_patterns:
            claims["url pattern", "".join(pattern_parts(pattern))].add(source.id)
    return [
        f"{' and '.join(sorted(claimed))} both claim the {what} {key!r}"
        for (what, key), claimed in claims.items()
        if len(claimed) > 1
    ]


def _said(fault: Any) -> str:
    """A fault of pydantic's in the words of the house."""
    where = ".".join(map(str, fault["loc"])) or "the definition"
    match fault["type"]:
        case "missing":
            return f"{where} is missing"
        case "extra_forbidden":
            return f"unknown key {where!r}"
        case "value_error":
            return f"{where}: {fault['ctx']['error']}".removeprefix("the definition: ")
        case _:
            return f"{where}: {fault['msg'].lower()}, found {fault['input']!r}"


def _optional_keys() -> str:
    required = {name for name, field in Source.model_fields.items() if field.is_required()}
    return ", ".join(name for name in Source.model_fields if name not in required)
