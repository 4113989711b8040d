"""Hostile input by the ten thousand: what of each kind was read, refused, crashed or hung.

usage: python benchmarks/hostile.py [--cases N] [--only WORDS] [--seed N] [--work FOLDER]
Each kind of tests/hostile/kinds.py in a process of its own.  An input counts as refused where it was refused with a reason
or, in cleaning and extraction, where nothing was found in it; as crashed where a promise of tests/hostile/checks.py was broken
or a fault met that no reader foresaw; as hung after 10 seconds of the processor.  Of what crashed or hung the first of each place in the
code is kept in FOLDER.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

HANG_SECONDS = 10
# Where not even the signal gets through, as in a library's own code.
DEAD_SECONDS = 600


class Hung(BaseException):
    """Raised by the clock, past whatever catches exceptions."""


def tried(number: int, cases: int, seed: int, folder: Path, out: Connection) -> None:
    """In the child: the inputs of one kind; the outcome of each goes to the parent."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tests.hostile.checks import parse_here
    from tests.hostile.kinds import KINDS

    kind = KINDS[number]
    parse_here()
    signal.signal(signal.SIGPROF, _overdue)

    @seeded(seed)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(kind.given)
    def one(hostile: object) -> None:
        for name, check in kind.checks.items():
            out.send((name, outcome_of(name, check, hostile, folder)))

    one()


def outcome_of(name: str, check: Callable[[object], bool], hostile: object, folder: Path) -> str:
    """What came of one input."""
    signal.setitimer(signal.ITIMER_PROF, HANG_SECONDS)
    try:
        return "refused" if check(hostile) else "read"
    except Hung as error:
        keep(folder, name, error, hostile)
        return "hung"
    except Exception as error:  # noqa: BLE001  (counted, and the next is tried)
        keep(folder, name, error, hostile)
        return "crashed"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _overdue(*_: object) -> None:
    raise Hung


def keep(folder: Path, kind: str, error: BaseException, hostile: object) -> None:
    """The input and what it did, once for each place in the code."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [
        f"{Path(f.filename).name}:{f.lineno}"
        for f in frames
        if "/pipelines/" in f.filename or "/hostile/" in f.filename
    ]
    said = re.sub(r"\d+", "", str(error))[:50]
    key = sha256(f"{type(error).__name__} {where[-2:]} {said}".encode()).hexdigest()[:10]
    file = folder / f"{kind.replace(': ', '-').replace(' ', '-')}-{key}.txt"
    if not file.exists():
        file.write_text(
            f"{hostile!r}\n\n{''.join(traceback.format_exception(error))}", encoding="utf-8", errors="backslashreplace"
        )


def rows(number: int, names: list[str], cases: int, seed: int, folder: Path) -> Iterator[str]:
    """The parsers of one kind, tried; a process that dies or does not answer counts for the input it was at."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=tried, args=(number, cases, seed, folder, theirs))
    child.start()
    theirs.close()
    seen: dict[str, Counter[str]] = {name: Counter() for name in names}
    name = names[0]
    try:
        while ours.poll(DEAD_SECONDS):
            name, outcome = ours.recv()
            seen[name][outcome] += 1
        seen[name]["hung"] += 1
        child.kill()
    except EOFError:
        child.join()
        seen[name]["crashed"] += child.exitcode != 0
    for name, counts in seen.items():
        columns = " | ".join(f"{counts[outcome]:,}" for outcome in ("read", "refused", "crashed", "hung"))
        yield f"| {name} | {counts.total():,} | {columns} |"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cases", type=int, default=10_000)
    arguments.add_argument("--only", default="", help="kinds whose name holds these words")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "factwire-hostile")
    options = arguments.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.hostile.kinds import KINDS

    options.work.mkdir(parents=True, exist_ok=True)
    print("| kind | tried | read | refused | crashed | hung |")
    print("|---|--:|--:|--:|--:|--:|")
    for number, kind in enumerate(KINDS):
        if options.only in kind.name:
            for row in rows(number, list(kind.checks), options.cases, options.seed, options.work):
                print(row, flush=True)
    print(f"\nwhat crashed or hung: {options.work}")


if __name__ == "__main__":
    main()
