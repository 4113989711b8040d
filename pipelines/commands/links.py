"""`factwire train links`: weights of linking fitted to the links a home's reviewers judged; reads the published copy.

What belongs here: the links of the published copy, what is refused, what is printed.  Not here: the fit (link/fit.py), the
file it writes (link/settings.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console

from pipelines.api.published import published
from pipelines.commands.deciding import waiting
from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem
from pipelines.link.fit import HeldOut, Link, Links
from pipelines.link.settings import Fitted, Settings, read, shipped, write

# Decisions of each kind under which nothing is fitted.
FEWEST = 5
_EVIDENCE = ("place", "toll", "kind", "actors", "persons")
_LINKS = f"""
select decision_id, left_article_id, right_article_id, is_same, likeness, days_apart, fewest_words, {", ".join(_EVIDENCE)}
from marts.review_links order by left_claim_id, right_claim_id
"""  # noqa: S608  (a constant of ours)


def train_links(home: Home) -> None:
    """Fit, say what was found and how it does on links held out; write the home's file where it does better."""
    in_force = read(home.link)  # a file that does not fit is mended or removed before another takes its place
    links, n_waiting = _reviewed(home)
    out = Console(highlight=False, soft_wrap=True, markup=False)
    joined, apart = ([link for link in links if link.is_same is same] for same in (True, False))
    out.print(f"reviewed links  {_counted(joined)} joined, {_counted(apart)} set apart")
    if n_waiting:
        out.print(f"                {n_waiting} decisions wait for the next run and are not counted")
    _refuse_few(joined, apart, n_waiting)
    given = shipped()
    columns = Links(links, given)
    before, after = columns.held_out()
    fitted = Fitted(columns.fitted(), datetime.now(UTC).replace(microsecond=0), len(joined), len(apart))
    _print_held_out(out, before, after)
    if after.loss >= before.loss:
        out.print("not written: on links held out, fitted settings judge no better than those shipped")
        if in_force:
            out.print(f"what {home.link} says stays in force; remove it to go back to the settings shipped")
        return
    _print_settings(out, given, fitted.settings)
    try:
        write(home.link, fitted)
    except OSError as error:
        raise EnvironmentProblem(
            f"{home.link} cannot be written: {error.strerror}",
            expected="a home that can be written to",
            cure="see to its permissions, or to room on the disk, and train again",
        ) from error
    out.print(f"written: {home.link}; the next factwire run links by it; remove it to go back to the settings shipped")


def _reviewed(home: Home) -> tuple[list[Link], int]:
    """The links that reviewers judged, and how many decisions no run has applied yet."""
    with published(home) as connection:
        rows = connection.execute(_LINKS).fetchall()
        n_waiting = len(waiting(home, connection))
    links = [
        Link(decision, (left, right), same, likeness, days, words, dict(zip(_EVIDENCE, levels, strict=True)))
        for decision, left, right, same, likeness, days, words, *levels in rows
    ]
    return links, n_waiting


def _counted(links: Sequence[Link]) -> str:
    return f"{len(links)} pairs by {len({link.decision_id for link in links})} decisions"


def _refuse_few(joined: Sequence[Link], apart: Sequence[Link], n_waiting: int) -> None:
    """Few decisions say little, and of one kind alone they would only move the bar."""
    n_joined, n_apart = (len({link.decision_id for link in links}) for links in (joined, apart))
    if min(n_joined, n_apart) >= FEWEST:
        return
    cure = "decide more: factwire review merge, split, and accept for facts of several articles"
    raise DataProblem(
        f"too few reviewed links of incidents: {n_joined} decisions join, {n_apart} set apart",
        expected=f"at least {FEWEST} of each kind, applied by a run",
        cure=f"apply those that wait: factwire run; then {cure}" if n_waiting else f"{cure}; then factwire run",
    )


def _print_held_out(out: Console, before: HeldOut, after: HeldOut) -> None:
    out.print("held out        judged right   loss in bits")
    for name, judged in (("shipped", before), ("fitted", after)):
        out.print(f"  {name:<13} {100 * judged.right:>11.1f}% {judged.loss:>13.3f}")


def _print_settings(out: Console, old: Settings, new: Settings) -> None:
    """Each setting that moved."""
    rows = [("bar", old.bar, new.bar), ("days", old.days, new.days)]
    rows += [
        (f"{evidence} {level}", weight, new.weights[evidence][level])
        for evidence, levels in old.weights.items()
        for level, weight in levels.items()
    ]
    moved = [row for row in rows if row[1] != row[2]]
    out.print(f"settings        {len(moved)} of {len(rows)} moved")
    for name, was, now in moved:
        out.print(f"  {name:<28} {was:>8.4f} → {now:>8.4f}")
