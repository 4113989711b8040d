"""The `factwire` command: one function a subcommand, each of them thin.

What belongs here: options, help, exit codes.  Not here: the work (commands/).  Dagster, dbt and spaCy are imported only
inside the commands that need them, so that `query`, `show` and `status` start at once.
Exit codes: 0 ok, 1 data problem, 2 usage, 3 source or environment.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.commands.options import HomeOption, InboxOption
from pipelines.commands.rejects import rejects_app
from pipelines.commands.review import review_app
from pipelines.commands.sources import sources_app
from pipelines.config import Home
from pipelines.errors import FactwireError
from pipelines.publish.texts import Texts

app = typer.Typer(
    name="factwire",
    help="News articles in, sourced facts in a DuckDB warehouse out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(review_app)
app.add_typer(sources_app)
app.add_typer(rejects_app)


train = typer.Typer(
    name="train", help="Fit models to your own annotated articles or reviewed links.", no_args_is_help=True
)
app.add_typer(train)


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class ExportFormat(StrEnum):
    """What an export is written as."""

    PARQUET = "parquet"
    CSV = "csv"
    GEOJSON = "geojson"
    ACLED = "acled"
    UCDP = "ucdp"
    PLOVER = "plover"
    JSONFEED = "jsonfeed"
    RSS = "rss"


@app.command(epilog="Example:  factwire run --home my-warehouse --inbox articles/ --inbox more.jsonl")
def run(
    home: HomeOption = None,
    inbox: InboxOption = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Read every article again; history and fact ids are kept.")
    ] = False,
) -> None:
    """Build the warehouse: take in articles, read them, link the facts, check them, publish."""
    from pipelines.commands.build import build

    build(Home.find(home), inbox or [], full_refresh=full_refresh)


@app.command(epilog="Example:  factwire fetch dawn un-news --contact desk@newsroom.example")
def fetch(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Ids or names of sources; else all that have feeds.", metavar="SOURCE")
    ] = None,
    home: HomeOption = None,
    contact: Annotated[
        str | None,
        typer.Option(
            help="Whom publishers can write to, sent with every request; else $FACTWIRE_CONTACT.", metavar="ADDRESS"
        ),
    ] = None,
) -> None:
    """Fetch feeds, and pages where a definition asks for them, into the inbox; the next run reads them."""
    from pipelines.commands.fetch import fetch_feeds

    fetch_feeds(Home.find(home), sources or [], contact)


@app.command(epilog="Example:  factwire deliver --inbox feeds/asia")
def deliver(home: HomeOption = None, inbox: InboxOption = None) -> None:
    """Read articles into the lake ($FACTWIRE_LAKE), from many machines at once; the run of a home takes them from there."""
    from pipelines.commands.deliver import deliver_articles

    deliver_articles(Home.find(home), inbox or [])


@app.command(epilog="Example:  factwire init --home caucasus --beat armenia-azerbaijan")
def init(
    home: HomeOption = None,
    beat: Annotated[
        str | None, typer.Option(help="A beat of data/beats, or a name of your own for empty tables.", metavar="NAME")
    ] = None,
) -> None:
    """Make a home of your own, with the data files of a beat: actors, places, words, publishers."""
    from pipelines.commands.init import init

    init(Home.find(home), beat)


@app.command(epilog="Example:  factwire extract --input articles.jsonl --output facts.jsonl --workers 4")
def extract(
    source: Annotated[
        str, typer.Option("--input", help="JSON Lines, one article a line; - for standard input.", metavar="FILE")
    ],
    target: Annotated[
        str, typer.Option("--output", help="JSON Lines, one record a line; - for standard output.", metavar="FILE")
    ],
    workers: Annotated[int, typer.Option(help="Processes to read with.", min=1)] = 1,
) -> None:
    """Read articles into analysis records, one line out per line in: no warehouse needed."""
    from pipelines.commands.extract import extract_lines

    extract_lines(source, target, workers=workers)


@app.command(
    epilog='Example:  factwire query "select event_date, location, killed_best from marts.fct_incidents" --format csv'
)
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement.", metavar="SQL")],
    home: HomeOption = None,
    form: Annotated[Format, typer.Option("--format", help="How rows are printed.")] = Format.TABLE,
) -> None:
    """Run SQL on the published copy, read-only."""
    from pipelines.commands.query import run_query

    run_query(Home.find(home), sql, form.value)


@app.command(epilog="Example:  factwire recipe which_truces_were_broken")
def recipe(
    name: Annotated[str | None, typer.Argument(help="A recipe, or the start of its name.", metavar="NAME")] = None,
    home: HomeOption = None,
    form: Annotated[Format, typer.Option("--format", help="How rows are printed.")] = Format.TABLE,
    sql: Annotated[bool, typer.Option("--sql", help="Print the query, not its answer.")] = False,
) -> None:
    """Answer a question of the recipe book; without a name, list the questions."""
    from pipelines.commands.recipe import list_recipes, run_recipe

    if name:
        run_recipe(Home.find(home), name, form.value, sql=sql)
    else:
        list_recipes()


@app.command(epilog="Example:  factwire show AFG-2025-10-09-EXPL-3fa92c")
def show(
    fact_id: Annotated[str, typer.Argument(help="Id of a fact, or the start of one.", metavar="FACT_ID")],
    home: HomeOption = None,
    why: Annotated[bool, typer.Option("--why", help="List the pairs of tellings and their scores.")] = False,
) -> None:
    """Show one fact: its values, every sentence behind it with speaker and stance, and what contradicts it."""
    from pipelines.commands.show import show_fact

    show_fact(Home.find(home), fact_id, why=why)


@app.command(epilog="Example:  factwire export acled --output incidents.csv")
def export(
    form: Annotated[ExportFormat, typer.Argument(help="What to write: docs/exports.md.", metavar="FORMAT")],
    output: Annotated[Path, typer.Option(help="A folder for parquet and csv, a file for the others.", metavar="PATH")],
    home: HomeOption = None,
    texts: Annotated[
        Texts, typer.Option(help="How much of the publishers' words: full, quotes or offsets.")
    ] = Texts.QUOTES,
    formula_safe: Annotated[
        bool, typer.Option("--formula-safe", help="Make cells of a CSV that a spreadsheet would run harmless.")
    ] = False,
) -> None:
    """Write the published facts for other tools: Parquet, CSV, GeoJSON, ACLED, UCDP and PLOVER columns, feeds."""
    from pipelines.commands.export import export

    export(Home.find(home), form.value, output, texts, formula_safe=formula_safe)


@app.command(epilog="Example:  factwire report --output this-week.html")
def report(
    home: HomeOption = None,
    output: Annotated[
        Path | None, typer.Option(help="The file; else published/report.html of the home.", metavar="FILE")
    ] = None,
    texts: Annotated[
        Texts, typer.Option(help="How much of the publishers' words: full, quotes or offsets.")
    ] = Texts.QUOTES,
) -> None:
    """Write the published facts as one page to open in a browser: map, timeline, charts, tables, the evidence of each."""
    from pipelines.commands.report import report

    report(Home.find(home), output, texts)


@app.command(epilog="Example:  factwire status --home my-warehouse")
def status(home: HomeOption = None) -> None:
    """Show what the warehouse holds, what was refused, and when it was published."""
    from pipelines.commands.status import show_status

    show_status(Home.find(home))


@app.command(epilog="Example:  factwire doctor --home my-warehouse")
def doctor(home: HomeOption = None) -> None:
    """Look over a home and say what needs mending and how; nothing is written."""
    from pipelines.commands.doctor import doctor

    doctor(Home.find(home))


@app.command(epilog="Example:  factwire ui --port 3001")
def ui(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65535)] = 3000,
) -> None:
    """Serve the Dagster UI with its daemon on 127.0.0.1, opening on the lineage."""
    from pipelines.commands.ui import serve

    serve(Home.find(home), port)


@app.command(epilog="Example:  factwire mcp --home my-warehouse")
def mcp(home: HomeOption = None) -> None:
    """Serve the published facts, read-only, to programs that speak the Model Context Protocol (standard input and output)."""
    from pipelines.commands.mcp import serve

    serve(Home.find(home))


@train.command("attribution", epilog="Example:  factwire train attribution annotated.jsonl --output my-tagger")
def train_attribution(
    data: Annotated[
        Path,
        typer.Argument(help="JSON Lines, one annotated article a line: docs/train-attribution.md.", metavar="DATA"),
    ],
    output: Annotated[Path, typer.Option(help="Folder for the model and its card.", metavar="DIR")],
) -> None:
    """Train a tagger of who says what, to be used in place of the rules where FACTWIRE_ATTRIBUTION names it."""
    from pipelines.commands.train import train_attribution

    train_attribution(data, output)


@train.command("links", epilog="Example:  factwire train links --home my-warehouse")
def train_links(home: HomeOption = None) -> None:
    """Fit the weights of linking to the links that reviewers of this home joined or set apart."""
    from pipelines.commands.links import train_links

    train_links(Home.find(home))


def main() -> None:
    """Entry point of the console script: errors a user can mend are shown without a traceback."""
    try:
        app()
    except FactwireError as error:
        _fail(error)
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        from pipelines.commands.stopped import of_the_system

        _fail(of_the_system(error))


def _fail(error: FactwireError) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"[bold red]factwire:[/] {_escaped(str(error))}")
    sys.exit(error.exit_code)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
