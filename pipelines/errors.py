"""Errors a user can act on: each says what was found, what was expected and what mends it.

What belongs here: the exception types and the exit codes they map to (wrong usage, exit 2, is typer's own).  Not here: the handling (cli.py) and
the record of refused input (`raw.rejects`, ingest/).
"""

from __future__ import annotations


class FactwireError(Exception):
    """Base of every error shown to a user without a traceback.

    found: what was met.  expected: what would have been right.  cure: the command or edit that mends it.
    """

    exit_code = 1

    def __init__(self, found: str, *, expected: str, cure: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.found}\n  expected: {self.expected}\n  to mend:  {self.cure}"


class DataProblem(FactwireError):
    """The data is wrong: a failed check, a query that cannot be answered, an article that cannot be read."""

    exit_code = 1


class EnvironmentProblem(FactwireError):
    """A source, a file, a lock, a model or the machine is not as needed."""

    exit_code = 3
