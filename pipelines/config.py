"""Settings: where a home is and what lies in it.

What belongs here: paths and their defaults.  Not here: anything read from those paths.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
SAMPLE = PROJECT / "data" / "sample"
SHIPPED_SOURCES = PROJECT / "data" / "sources"
HOME_VARIABLE = "FACTWIRE_HOME"
# Folder of a trained model of attribution to read by.
MODEL_VARIABLE = "FACTWIRE_ATTRIBUTION"


@dataclass(frozen=True, slots=True)
class Home:
    """One warehouse and all that belongs to it; every path is absolute."""

    root: Path

    @classmethod
    def find(cls, given: Path | None = None) -> Home:
        """The home given, else $FACTWIRE_HOME, else the project's `data/`."""
        named = given or os.environ.get(HOME_VARIABLE)
        return cls(Path(named).expanduser().resolve() if named else PROJECT / "data")

    @property
    def warehouse(self) -> Path:
        """The live file: one writer, no readers."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The read-only copy that people read."""
        return self.root / "published" / "warehouse.duckdb"

    @property
    def report(self) -> Path:
        """The published copy as one page."""
        return self.root / "published" / "report.html"

    @property
    def inbox(self) -> Path:
        """The folder that the schedule and the sensor read."""
        return self.root / "inbox"

    @property
    def sources(self) -> Path:
        """The home's own definitions of publishers."""
        return self.root / "sources"

    @property
    def source_folders(self) -> tuple[Path, Path]:
        """Definitions of publishers: those shipped, then the home's own, which replace shipped ones by id."""
        return SHIPPED_SOURCES, self.sources

    @property
    def fetched(self) -> Path:
        """What was fetched, one folder a source, in the inbox so that the next run reads it."""
        return self.inbox / "fetched"

    @property
    def fetch_state(self) -> Path:
        """What was fetched when, what waits to be fetched, and how each source answered last."""
        return self.root / "fetch" / "state.sqlite"

    @property
    def fetch_lock(self) -> Path:
        """Held by the one process that may fetch."""
        return self.root / "fetch" / "lock"

    @property
    def beat(self) -> Path:
        """The home's own actors, places and words, where it has any."""
        return self.root / "beat"

    @property
    def decisions(self) -> Path:
        """What reviewers decided: JSON Lines, only ever appended to."""
        return self.root / "reviews" / "decisions.jsonl"

    @property
    def alerts(self) -> Path:
        """What was told of new facts and of failures: JSON Lines, the newest last."""
        return self.root / "alerts.jsonl"

    @property
    def link(self) -> Path:
        """Settings of linking fitted to this home's reviewed links, where there are any."""
        return self.root / "link.yml"

    @property
    def dagster(self) -> Path:
        """State of Dagster: runs, events, schedules."""
        return self.root / "dagster"

    @property
    def dbt(self) -> Path:
        """What dbt writes: manifest, compiled SQL, logs."""
        return self.root / "dbt"

    @property
    def last_run(self) -> Path:
        """What the last run of everything went by and left."""
        return self.dagster / "last-run.json"

    @property
    def run_lock(self) -> Path:
        """Held by the one run that may write."""
        return self.root / "run.lock"
