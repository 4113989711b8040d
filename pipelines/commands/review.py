"""`factwire review`: options and help of its subcommands; the work is in reviewing.py and deciding.py."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.commands.options import HomeOption
from pipelines.config import Home

review_app = typer.Typer(name="review", no_args_is_help=False, rich_markup_mode="rich")
FactArgument = Annotated[str, typer.Argument(help="Id of a fact, or the start of one.", metavar="FACT_ID")]
ReviewerOption = Annotated[
    str | None,
    typer.Option(
        "--reviewer", help="Who decides; else $FACTWIRE_REVIEWER, else the user of the system.", metavar="NAME"
    ),
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why, for whoever asks later.", metavar="TEXT")]


@review_app.callback(invoke_without_command=True, epilog="Example:  factwire review --home my-warehouse")
def review(context: typer.Context, home: HomeOption = None, reviewer: ReviewerOption = None) -> None:
    """Decide about facts, and days of publication: alone, a walk from item to item in the terminal; decisions are kept and applied in every build."""
    if context.invoked_subcommand is not None:
        if home or reviewer:  # else they would be passed over
            raise typer.BadParameter(f"give --home and --reviewer after {context.invoked_subcommand}")
        return
    from pipelines.commands.reviewing import walk

    walk(Home.find(home), reviewer)


@review_app.command("list", epilog="Example:  factwire review list --limit 5")
def list_items(
    home: HomeOption = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 20,
    everything: Annotated[bool, typer.Option("--all", help="Also what was reviewed already.")] = False,
) -> None:
    """List what asks for a human, by what another verdict would change."""
    from pipelines.commands.reviewing import print_items

    print_items(Home.find(home), limit=limit, everything=everything)


@review_app.command(epilog="Example:  factwire review show AFG-2025-10-09-EXPL-3fa92c")
def show(fact_id: FactArgument, home: HomeOption = None) -> None:
    """Show a fact with its evidence, why it asks, and the ids of its claims, or an article; a rank or item id of the list serves too."""
    from pipelines.commands.reviewing import show_for_review

    show_for_review(Home.find(home), fact_id)


@review_app.command(epilog='Example:  factwire review accept AFG-2025-10-09-EXPL-3fa92c --reason "two agencies agree"')
def accept(
    fact_id: FactArgument, home: HomeOption = None, reviewer: ReviewerOption = None, reason: ReasonOption = None
) -> None:
    """The fact, or the day of an article, is right as it stands: it says `reviewed`.  A rejected fact comes back."""
    from pipelines.commands import deciding

    with deciding.desk(Home.find(home), reviewer, reason) as desk:
        deciding.print_kept(deciding.accept(desk, fact_id))


@review_app.command(epilog='Example:  factwire review reject AFG-2025-10-09-EXPL-3fa92c --reason "a drill"')
def reject(
    fact_id: FactArgument, home: HomeOption = None, reviewer: ReviewerOption = None, reason: ReasonOption = None
) -> None:
    """The fact does not stand: it leaves the fact tables, its claims and its history stay."""
    from pipelines.commands import deciding

    with deciding.desk(Home.find(home), reviewer, reason) as desk:
        deciding.print_kept(deciding.reject(desk, fact_id))


@review_app.command(epilog="Example:  factwire review edit AFG-2025-10-09-EXPL-3fa92c --field killed_best --value 4")
def edit(
    fact_id: FactArgument,
    field: Annotated[str, typer.Option(help="The field, as date, place_id, killed_best, status.", metavar="FIELD")],
    value: Annotated[
        str | None, typer.Option(help="The value; days as 2025-10-09/2025-10-12.", metavar="VALUE")
    ] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="The value is not known.")] = False,
    home: HomeOption = None,
    reviewer: ReviewerOption = None,
    reason: ReasonOption = None,
) -> None:
    """One value is another: the fact says `edited`, the values of the sources stay beside it.

    Of an article the day it was published: --field published_on --value 2025-10-09.
    """
    if (value is None) != unknown:
        raise typer.BadParameter("give either --value VALUE or --unknown", param_hint="--value")
    from pipelines.commands import deciding

    with deciding.desk(Home.find(home), reviewer, reason) as desk:
        deciding.print_kept(deciding.edit(desk, fact_id, field, value))


@review_app.command(epilog="Example:  factwire review merge AFG-2025-10-09-EXPL-3fa92c AFG-2025-10-10-EXPL-77b0d1")
def merge(
    fact_id: FactArgument,
    other_id: Annotated[str, typer.Argument(help="The other fact.", metavar="OTHER_ID")],
    home: HomeOption = None,
    reviewer: ReviewerOption = None,
    reason: ReasonOption = None,
) -> None:
    """Two facts are one."""
    from pipelines.commands import deciding

    with deciding.desk(Home.find(home), reviewer, reason) as desk:
        deciding.print_kept(deciding.merge(desk, fact_id, other_id))


@review_app.command(epilog="Example:  factwire review split AFG-2025-10-09-EXPL-3fa92c --apart de3adc6fa74684ec")
def split(
    fact_id: FactArgument,
    apart: Annotated[
        list[str],
        typer.Option(
            help="Article, or claim, whose telling is of another event; may be given more than once.", metavar="ID"
        ),
    ],
    home: HomeOption = None,
    reviewer: ReviewerOption = None,
    reason: ReasonOption = None,
) -> None:
    """Some tellings are of another event: they leave together."""
    from pipelines.commands import deciding

    with deciding.desk(Home.find(home), reviewer, reason) as desk:
        deciding.print_kept(deciding.split(desk, fact_id, apart))


@review_app.command(
    "link-denial", epilog="Example:  factwire review link-denial AFG-2025-10-09-EXPL-3fa92c 5be1e6a0f3c2d411"
)
def link_denial(
    fact_id: FactArgument,
    claim_id: Annotated[str, typer.Argument(help="The claim that denies it.", metavar="CLAIM_ID")],
    home: HomeOption = None,
    reviewer: ReviewerOption = None,
    reason: ReasonOption = None,
) -> None:
    """A claim denies the fact: it contradicts it, and of an incident the responsibility follows."""
    from pipelines.commands import deciding

    with deciding.desk(Home.find(home), reviewer, reason) as desk:
        deciding.print_kept(deciding.link_denial(desk, fact_id, claim_id))
