"""The campaign of benchmarks/faults.py, one kill a phase: made good by the next run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pipelines.config import PROJECT


def test_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    tries = ("--kills", "5", "--only", "building", "publishing")
    done = subprocess.run(
        [sys.executable, PROJECT / "benchmarks" / "faults.py", "--work", tmp_path, *tries],
        env={k: v for k, v in os.environ.items() if not k.startswith(("FACTWIRE_", "DAGSTER_"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    rows = re.findall(r"^\| ([a-z].*?) \| (\d+) \| (\d+) \| (\d+) \|", done.stdout, re.MULTILINE)
    assert len(rows) == 5
    assert all(int(tries) and not int(lost) and not int(doubled) for _, tries, lost, doubled in rows), done.stdout
