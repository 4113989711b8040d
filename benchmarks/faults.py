"""Faults: runs killed, crossed and starved, files damaged; what is lost or doubled once the next run has mended it.

usage: python benchmarks/faults.py [--kills N] [--meetings N] [--seed N] [--only KIND ...] [--work FOLDER]
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

from benchmarks.faultkit.damage import KINDS
from benchmarks.faultkit.kills import KILLED, kills, meetings
from benchmarks.faultkit.runs import load
from benchmarks.faultkit.world import World

ALL = (*KILLED, "meetings", *KINDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="of all phases together")
    parser.add_argument("--meetings", type=int, default=50, help="runs that meet another one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=ALL, help="some kinds (default: all)")
    parser.add_argument("--work", type=Path, help="make the homes below this folder (default: a temporary one)")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311
    load()
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        world = World(Path(folder).resolve())
        print("| kind | tries | lost | doubled | what is seen |\n|---|--:|--:|--:|---|", flush=True)
        found = []
        for name in options.only or ALL:
            match name:
                case "building" | "publishing":
                    rows = kills(world, rng, name, options.kills // 5)
                case "meetings":
                    rows = [meetings(world, rng, options.meetings)]
                case _:
                    rows = [KINDS[name](world, rng)]
            print(*rows, sep="\n", flush=True)
            found += rows
    if any(row.is_bad for row in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
