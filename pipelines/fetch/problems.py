"""Why something was not fetched, and whether to ask again.

What belongs here: the exceptions of fetching; each message is a reason that a table can show.  Not here: errors that end
the command (pipelines/errors.py).
"""

from __future__ import annotations

from datetime import datetime


class FetchProblem(Exception):
    """Not fetched; asking again would give the same."""


class Stopped(Exception):
    """Broken off by whoever fetches: nothing is to blame, and the next run goes on here."""


class NotAllowed(FetchProblem):
    """An address, a redirect or a robots.txt that forbids it: no request was sent there."""


class Unavailable(FetchProblem):
    """Not fetched this time; `until` is when the server said to come back."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until
