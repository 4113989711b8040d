"""Runs that are killed, and runs that meet."""

from __future__ import annotations

import random
import time

from benchmarks.faultkit.runs import Child, kill_in, publish_only, run
from benchmarks.faultkit.world import Row, World

# Kills that follow one another before a run mends them all.
IN_A_ROW = 6
# Phases by what is run: the command from its start, or the steps publish and report over what was built.
KILLED = {"building": ("ingest", "extraction", "dbt build"), "publishing": ("publish", "report")}


def kills(world: World, rng: random.Random, what: str, tries: int) -> list[Row]:
    """kill -9 at random points, so often in each of the phases."""
    rows = {phase: Row(f"kill -9 in {phase}") for phase in KILLED[what]}
    while any(row.tries < tries for row in rows.values()):
        _kill_some(world, rng, rows, tries)
    return list(rows.values())


def _kill_some(world: World, rng: random.Random, rows: dict[str, Row], tries: int) -> None:
    """Some kills one after another in one home, in the order of the phases, and the run that mends them."""
    is_publishing = "publish" in rows
    with world.unpublished() if is_publishing else world.home(world.delivered) as home:
        for phase in sorted((list(rows) * IN_A_ROW)[:IN_A_ROW], key=list(rows).index):
            if rows[phase].tries >= tries:
                continue
            action = publish_only(home) if is_publishing else run(home, world.inbox)
            killed = kill_in(phase, home, action, rng.random(), world.log)
            if killed in rows:
                rows[killed].tries += 1
                world.stands(home, rows[killed])
        world.mend(home, *rows.values())


def meetings(world: World, rng: random.Random, tries: int) -> Row:
    """Runs started at once, three at a time, those of the command and of single steps mixed: the later ones wait."""
    row = Row("two runs at once")
    with world.unpublished() as home:
        while row.tries < tries:
            actions = [run(home, world.inbox) if row.tries == 0 else publish_only(home)] + [publish_only(home)] * 2
            children = []
            for number, action in enumerate(actions):
                children.append(Child(action, world.log.with_name(f"log-{number}")))
                time.sleep(rng.random() * rng.choice((0, 0.1, 2)))
            codes = [child.code() for child in children]
            said = "".join(
                (world.log.with_name(f"log-{number}")).read_text(errors="replace") for number in range(len(actions))
            )
            if (
                any(codes)
                or "Traceback" in said
                or "could not set lock" in said.lower()
                or "database is locked" in said
            ):
                row.seen.append(f"ERROR {codes}: {said[-600:]!r}")
            row.seen.append("the later ones wait; no error of a lock")
            row.tries += len(actions) - 1
        world.compare(home, row)
    return row
