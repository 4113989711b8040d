"""Definitions of publishers at the command line: listed with what they delivered, written, checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import duckdb
import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.api.published import published
from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.fetch.health import troubles
from pipelines.fetch.state import State
from pipelines.ingest.bounds import outside_bounds
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source, ambiguities, load_sources, name_key, read_source
from pipelines.schemas import STAGING_SOURCES

SHOWN = 10
_DELIVERED = """
select s.source_id, s.title, s.is_provisional, count(a.article_id), max(a.first_seen_at)::date::varchar
from marts.dim_sources as s left join marts.dim_articles as a using (source_id)
group by all
"""


class Delivery(NamedTuple):
    """What the published copy holds of a source."""

    source_id: str
    title: str
    is_provisional: bool
    articles: int
    last: str | None


def print_sources(home: Home) -> None:
    """Every definition, then the provisional sources that articles brought."""
    sources = load_sources(*home.source_folders)
    delivered = {row.source_id: row for row in _deliveries(home)}
    known = {source.id for source in sources}
    provisional = [row for row in delivered.values() if row.is_provisional and row.source_id not in known]
    grid = Table("source", "what it is", "feeds", "articles", "last delivery", header_style="bold")
    for source in sorted(sources, key=lambda s: s.id):
        row = delivered.get(source.id)
        what = ", ".join(filter(None, (source.kind, source.country, "official" if source.is_official else None)))
        grid.add_row(_named(source.id, source.title), what, _feeds(source), *_counted(row))
    for row in sorted(provisional, key=lambda r: (-r.articles, r.source_id)):
        grid.add_row(_named(row.source_id, row.title), Text("provisional", style="yellow"), "", *_counted(row))
    console = Console(highlight=False)
    console.print(grid)
    console.print(f"{len(sources)} definitions, {len(provisional)} provisional sources")
    if not delivered:
        console.print("no published warehouse yet: nothing is known of articles", style="dim")


def _named(source_id: str, title: str) -> Text:
    return Text.assemble(source_id, (f"\n{title}", "dim"))


def _counted(row: Delivery | None) -> tuple[str, str]:
    return (str(row.articles), row.last or "") if row else ("", "")


def _feeds(source: Source) -> str:
    if not source.feeds:
        return ""
    pages = " and pages" if source.fetch_pages else ""
    return f"{len(source.feeds)}{pages}{', untried' if source.not_fetched_here else ''}"


def add_source(home: Home, keys: dict[str, Any], provisional: str | None) -> None:
    """Write a definition of these keys, and of what the warehouse knows of a provisional source."""
    if provisional:
        keys = _taken_over(home, provisional) | keys
    keys.setdefault("id", name_key(keys.get("title", "")))
    order = [name for name in Source.model_fields if name in keys]
    text = yaml.safe_dump({name: keys[name] for name in order}, sort_keys=False, allow_unicode=True)
    try:
        source = read_source(text)
    except ValueError as error:
        raise _refused("the definition cannot be used:\n    " + str(error).replace("\n", "\n    ")) from error
    others = load_sources(*home.source_folders)
    if any(source.id == other.id for other in others):
        raise _refused(f"there is a definition of {source.id} already")
    if doubt := ambiguities([*others, source]):
        raise _refused("; ".join(doubt))
    home.sources.mkdir(parents=True, exist_ok=True)
    file = home.sources / f"{source.id}.yml"
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise _refused(f"{file} is there already") from error
    Console(highlight=False, soft_wrap=True).print(f"written: {file}\nit takes effect with the next factwire run")


def _refused(found: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        found,
        expected="a new id, names and url patterns that no other definition claims, and valid values",
        cure="give other options; to change a definition edit its file, or a copy of a shipped one in <home>/sources",
    )


def _taken_over(home: Home, name: str) -> dict[str, Any]:
    """Title, and hosts of the articles, of a provisional source; by its id or title."""
    with published(home) as connection:
        found = connection.execute(
            "select source_id, title from marts.dim_sources where is_provisional and (source_id = ? or title = ?)",
            [name, name],
        ).fetchone()
        if found is None:
            raise DataProblem(
                f"no provisional source is called {name!r}",
                expected="the title or id of a source that no definition names",
                cure="see factwire sources list",
            )
        urls = connection.execute(
            "select url from marts.dim_articles where source_id = ? and url is not null", [found[0]]
        ).fetchall()
    hosts = Counter((urlsplit(url).hostname or "").removeprefix("www.") for (url,) in urls)
    return {"id": found[0], "title": found[1], "url_patterns": sorted(host for host in hosts if "." in host)}


def check_sources(home: Home) -> None:
    """Definitions first, since one that is wrong raises; then articles, bounds and feeds."""
    sources = load_sources(*home.source_folders)
    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"{len(sources)} definitions are valid, their names and url patterns unambiguous")
    if home.fetch_state.exists():
        state = State(home.fetch_state)
        for trouble in troubles(sources, state, datetime.now(UTC)):
            console.print(f"warning: {trouble.source_id}: {trouble.feed} {trouble.problem}")
        state.close()
    if not home.published.exists():
        console.print("no published warehouse yet: articles and bounds are not checked")
        return
    with published(home) as connection:
        _print_double(connection, sources, console)
        errors = _print_outside(connection, sources, console)
    if errors:
        raise DataProblem(
            f"{errors} counts of articles are outside bounds that stop the build",
            expected="as many articles as the definitions say",
            cure="look at what was delivered, or correct expected_articles",
        )


def _print_double(connection: duckdb.DuckDBPyConnection, sources: list[Source], console: Console) -> None:
    """Articles that one definition claims by the outlet's name and another by the URL."""
    registry = Registry(sources)
    pairs: Counter[tuple[str, str]] = Counter()
    for outlet, url in _articles(connection):
        named, at = registry.named(outlet), registry.at(url)
        if named and at and named is not at:
            pairs[named.id, at.id] += 1
    for (named_id, at_id), count in pairs.most_common():
        console.print(f"warning: {count} articles name {named_id} as their outlet and lie at an address of {at_id}")


def _articles(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    cursor = connection.execute(
        "select outlet, url from marts.dim_articles where outlet is not null and url is not null"
    )
    while rows := cursor.fetchmany(10_000):
        yield from rows


def _print_outside(connection: duckdb.DuckDBPyConnection, sources: list[Source], console: Console) -> int:
    """Counts outside the bounds as the definitions say now; how many of them are errors."""
    connection.register("defined", STAGING_SOURCES.frame([source.row() for source in sources]))
    outside = connection.execute(outside_bounds("defined")).fetchall()
    for source_id, period, found, least, most, severity in outside[:SHOWN]:
        said = "error" if severity == "error" else "warning"
        when = f" from {period}" if period else ""
        console.print(f"{said}: {source_id}: {found} articles{when}, expected {_span(least, most)}")
    if len(outside) > SHOWN:
        console.print(f"… and {len(outside) - SHOWN} more counts outside their bounds")
    return sum(row[5] == "error" for row in outside)


def _span(least: int | None, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"{least} to {most}"


def _deliveries(home: Home) -> list[Delivery]:
    if not home.published.exists():
        return []
    with published(home) as connection:
        return [Delivery(*row) for row in connection.execute(_DELIVERED).fetchall()]
