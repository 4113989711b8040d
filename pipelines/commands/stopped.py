"""What stopped a command, in words a user can act on.

What belongs here: telling a full disk, a folder that cannot be written and a damaged file from a build that does not hold.
Not here: errors that say themselves what mends them (errors.py).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator

from pipelines.config import Home
from pipelines.errors import DataProblem, EnvironmentProblem, FactwireError

# As the system, DuckDB and SQLite say it.
_FULL = ("no space left on device", "disk is full", "disk quota exceeded", "file too large")
_FAILING = ("disk i/o error", "input/output error")
_CLOSED = ("read-only file system", "permission denied", "readonly database", "unable to open database file")
_DAMAGED = ("corrupt database", "not match stored checksum", "serialization error:", "internal error:", "fatal error:")
_KEPT = "the published copy is the last good one"


def why(error: BaseException, home: Home) -> FactwireError:
    """What stopped a run."""
    import dagster as dg

    causes = list(_causes(error))
    told = next((cause for cause in causes if isinstance(cause, FactwireError)), None)
    if isinstance(told, EnvironmentProblem):
        return told
    if machine := _of_the_machine(causes, home):  # whatever it made fail, and whoever said so
        return machine
    if told:
        return told
    if isinstance(error, dg.Failure):
        found = error.description or "a step failed"
    elif isinstance(error, dg.DagsterError):
        found = str(error)
    else:
        found = f"a step failed with {type(error).__name__}: {error}"
    return DataProblem(
        found,
        expected="a build whose checks all pass",
        cure=f"look at the run in the UI (factwire ui), mend and run again; {_KEPT}",
    )


def of_the_system(error: OSError) -> EnvironmentProblem:
    """What the system refused to a command."""
    what = error.strerror or str(error)
    return EnvironmentProblem(
        f"{error.filename}: {what}" if error.filename else what,
        expected="files that can be read, folders that can be written, a disk with room",
        cure="see what is amiss in a home: factwire doctor",
    )


def _of_the_machine(causes: list[BaseException], home: Home) -> EnvironmentProblem | None:
    said = " ".join(str(cause) for cause in causes)
    words = said.lower()
    if any(_errno(cause) in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} for cause in causes) or _says(words, _FULL):
        return EnvironmentProblem(
            f"the disk of {home.root} is full: {_first_line(said, _FULL)}",
            expected="room for the live file, the published copy beside the old one, and what is spilled",
            cure=f"free some, then run again: nothing is lost or doubled; {_KEPT}",
        )
    if _says(words, _FAILING):
        return EnvironmentProblem(
            f"the disk of {home.root} does not take what is written: {_first_line(said, _FAILING)}",
            expected="a sound disk with room, and no limit on the size of files",
            cure=f"look at it (df, ulimit -f, the log of the system), then run again; {_KEPT}",
        )
    if any(_errno(cause) in {errno.EACCES, errno.EPERM, errno.EROFS} for cause in causes) or _says(words, _CLOSED):
        return EnvironmentProblem(
            f"{home.root} cannot be written: {_first_line(said, _CLOSED)}",
            expected="a home whose files and folders belong to whoever runs factwire, on a disk that takes writes",
            cure=f"see which: factwire doctor --home {home.root}",
        )
    if _says(words, _DAMAGED):
        return EnvironmentProblem(
            f"{home.warehouse} is damaged: {_first_line(said, _DAMAGED)}",
            expected="a DuckDB file written by this version of Factwire",
            cure=f"see what to do: factwire doctor --home {home.root}; {_KEPT}",
        )
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and what that came from."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _errno(error: BaseException) -> int | None:
    return error.errno if isinstance(error, OSError) else None


def _says(words: str, signs: tuple[str, ...]) -> bool:
    return any(sign in words for sign in signs)


def _first_line(said: str, signs: tuple[str, ...]) -> str:
    """The line that says it; else the first one."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or [""]
    return next((line for line in lines if _says(line.lower(), signs)), lines[0])[:300]
