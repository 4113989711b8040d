"""Homes to disturb, and what a run must make of each once it is left alone.

What belongs here: the two deliveries, copies of their homes, the comparison at the end.  Not here: the disturbance.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faultkit.runs import Rows, content, difference, done, published, report, run

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
FIRST = ("2025-10-10-kabul-blasts-denied.txt", "2025-10-12-torkham-closed.txt", "2025-11-11-islamabad-court.md")
SECOND = (
    "2025-10-19-doha-ceasefire.txt",
    "2025-11-12-islamabad-court-corrected.md",
    "2025-10-19-paktika-toll-rises.json",
)


@dataclass
class Row:
    """One line of the table: what was tried how often, rows lost and doubled after the mending run, what was seen."""

    kind: str
    tries: int = 0
    lost: int = 0
    doubled: int = 0
    seen: list[str] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        """Whether something came out as it must not: such words begin in capitals."""
        return bool(self.lost or self.doubled or any(seen.split()[0].isupper() for seen in self.seen))

    def __str__(self) -> str:
        seen = "; ".join(dict.fromkeys(self.seen))
        return f"| {self.kind} | {self.tries} | {self.lost} | {self.doubled} | {seen} |"


class World:
    """A home that awaits the second delivery, and one that took it in without disturbance."""

    def __init__(self, work: Path) -> None:
        self.inbox, self.log = work / "inbox", work / "log"
        # Every home is disturbed at this path: dbt would parse the project anew for another.
        self.place = work / "home"
        self.delivered, self.whole = work / "delivered", work / "whole"
        self.deliver(FIRST)
        self.succeed(run(self.place, self.inbox))
        shutil.copytree(self.place, self.delivered)
        self.deliver(SECOND)
        self.succeed(run(self.place, self.inbox))
        self.place.rename(self.whole)
        self.expected = content(self.whole)
        self.good = [(published(home), report(home)) for home in (self.delivered, self.whole)]

    def deliver(self, names: tuple[str, ...]) -> None:
        """Put articles of the sample into the inbox."""
        self.inbox.mkdir(exist_ok=True)
        for name in names:
            shutil.copy(SAMPLE / name, self.inbox)

    @contextmanager
    def home(self, template: Path) -> Iterator[Path]:
        """A copy to disturb; removed at the end."""
        shutil.copytree(template, self.place)
        try:
            yield self.place
        finally:
            shutil.rmtree(self.place)

    @contextmanager
    def unpublished(self) -> Iterator[Path]:
        """A home in which the second delivery is built and the first is published."""
        with self.home(self.whole) as home:
            shutil.rmtree(home / "published")
            shutil.copytree(self.delivered / "published", home / "published")
            yield home

    def succeed(self, action: Callable[[], None]) -> None:
        """Do what must end well."""
        if code := done(action, self.log):
            raise SystemExit(f"a run without disturbance ended with {code}:\n{self.said()}")

    def refused(self, row: Row, action: Callable[[], None], *words: str) -> None:
        """Do what must end with a clear error that has all the words."""
        self.check_clear(row, done(action, self.log), *words)

    def advised(self, row: Row, action: Callable[[], None], what: str) -> None:
        """Have the doctor look, who must say that this needs mending."""
        code, lines = done(action, self.log), self.said().splitlines()
        if code != 1 or not any(line.startswith("mend") and what in line for line in lines):
            row.seen.append(f"DOCTOR SAYS (exit {code}): {self.said()!r}")

    def check_clear(self, row: Row, code: int, *words: str) -> None:
        """The last process ended with an error that says all this and what mends it; else the row says what came instead."""
        said = self.said()
        missing = [word for word in (*words, "expected:", "to mend:") if word not in said]
        if code not in (1, 3) or missing or "Traceback" in said:
            row.seen.append(f"UNCLEAR (exit {code}, without {missing}): {said[-400:]!r}")

    def said(self) -> str:
        """What the last process printed."""
        return self.log.read_text(errors="replace")

    def mend(self, home: Path, *rows: Row) -> None:
        """One run, and what it gives against the warehouse that was never disturbed, added to the rows."""
        self.succeed(run(home, self.inbox))
        self.compare(home, *rows)

    def compare(self, home: Path, *rows: Row, but: str = "") -> None:
        """What the home holds against the warehouse that was never disturbed, but for tables whose name has this pattern."""
        found = difference(*(_without(rows, but) for rows in (content(home), self.expected)))
        for row in rows:
            row.lost, row.doubled = row.lost + found.lost, row.doubled + found.doubled
            if found.tables:
                row.seen.append(f"DIFFERS: {', '.join(found.tables)}")
            print(row, file=sys.stderr, flush=True)

    def stands(self, home: Path, row: Row) -> None:
        """The published copy and the report are each one of the two whole ones."""
        copies, pages = zip(*self.good, strict=True)
        if published(home) in copies and report(home) in pages:
            row.seen.append("the published copy stays whole")
        else:
            row.seen.append("PUBLISHED COPY TORN")


def _without(rows: Rows, tables: str) -> Rows:
    return Counter({row: count for row, count in rows.items() if not re.fullmatch(tables, row[0])})
