"""Faults: runs killed, crossed and starved, files damaged; what is lost or doubled once the next run has mended it.

usage: python benchmarks/faults.py [--kills N] [--pairs N] [--seed N] [--only WORD] [--work FOLDER]
A handful of sample articles is built and published, a second delivery (a correction among it) comes, and the run that takes it
in is disturbed.  After it, a run without disturbance must give, row by row and id by id, the warehouse of a run that never was:
every table of the live file and of the published copy but for times of book-keeping, and the report byte by byte.
Killed are children of this process, by their number.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.faultkit import damage, kills
from benchmarks.faultkit.runs import load
from benchmarks.faultkit.world import Row, World


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=50, help="runs that meet another one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("kill", "meet", "damage"), help="one part of the table")
    parser.add_argument("--kind", choices=[kind.__name__ for kind in damage.KINDS], help="one kind of damage")
    parser.add_argument("--work", type=Path, help="make the homes below this folder (default: a temporary one)")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311
    load()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        world = World(Path(folder))
        if options.only in (None, "kill"):
            rows += kills.kills(world, rng, options.kills)
        if options.only in (None, "meet"):
            rows.append(kills.meetings(world, rng, options.pairs))
        if options.only in (None, "damage"):
            rows += [kind(world, rng) for kind in damage.KINDS if options.kind in (None, kind.__name__)]
    print("| kind | tries | lost | doubled | what is seen |")
    print("|---|--:|--:|--:|---|")
    for row in rows:
        print(row)
    if any(row.is_bad for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
