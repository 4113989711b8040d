"""`factwire sources`: options and help of its subcommands; the work is in sourcing.py."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.options import HomeOption
from pipelines.config import Home

sources_app = typer.Typer(
    name="sources", help="Definitions of publishers: list them, add one, check them.", no_args_is_help=True
)


@sources_app.command("list", epilog="Example:  factwire sources list --home my-warehouse")
def list_sources(home: HomeOption = None) -> None:
    """List publishers with their articles, their last delivery and how their feeds answered; provisional ones are marked."""
    from pipelines.commands.sourcing import print_sources

    print_sources(Home.find(home))


@sources_app.command(
    epilog='Example:  factwire sources add --from "Valley Post" --not-official --kind newspaper --country PAK'
)
def add(
    source_id: Annotated[
        str | None, typer.Argument(help="Its id, as valley-post; else made from the title.", metavar="ID")
    ] = None,
    official: Annotated[
        bool | None, typer.Option("--official/--not-official", help="Whether a state or a party publishes it.")
    ] = None,
    provisional: Annotated[
        str | None,
        typer.Option("--from", help="A provisional source: its title, names and hosts are taken over.", metavar="NAME"),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="Another spelling; may be given more than once.", metavar="NAME")
    ] = None,
    url_pattern: Annotated[
        list[str] | None,
        typer.Option(help="Host, or host and start of a path; may be given more than once.", metavar="PATTERN"),
    ] = None,
    feed: Annotated[
        list[str] | None, typer.Option(help="Address of a feed; may be given more than once.", metavar="URL")
    ] = None,
    fetch_pages: Annotated[bool, typer.Option("--fetch-pages", help="Fetch the pages its feeds link to.")] = False,
    kind: Annotated[
        str | None, typer.Option(help="agency, newspaper, broadcaster, online, government, un, ngo.")
    ] = None,
    scale: Annotated[str | None, typer.Option(help="international, national, local.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-3 of its seat.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="IANA time zone, as Asia/Karachi.")] = None,
    language: Annotated[str | None, typer.Option(help="BCP 47 language.")] = None,
    bias: Annotated[str | None, typer.Option(help="What is known to colour its reports.")] = None,
    description: Annotated[str | None, typer.Option(help="What it is.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of its texts.")] = None,
    home: HomeOption = None,
) -> None:
    """Write a definition into the home's sources folder; an existing one is never overwritten."""
    if official is None:
        raise typer.BadParameter("say whether a state or a party publishes it", param_hint="--official/--not-official")
    from pipelines.commands.sourcing import add_source

    keys = {
        "id": source_id,
        "title": title,
        "names": name,
        "is_official": official,
        "kind": kind,
        "scale": scale,
        "country": country,
        "time_zone": time_zone,
        "language": language,
        "url_patterns": url_pattern,
        "feeds": feed,
        "fetch_pages": fetch_pages or None,
        "bias": bias,
        "description": description,
        "licence": licence,
    }
    add_source(Home.find(home), {key: value for key, value in keys.items() if value is not None}, provisional)


@sources_app.command(epilog="Example:  factwire sources check --home my-warehouse")
def check(home: HomeOption = None) -> None:
    """Check all definitions, and what was published and fetched against them."""
    from pipelines.commands.sourcing import check_sources

    check_sources(Home.find(home))
