"""Homes built by the real command, once a session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FACTWIRE = Path(sys.executable).with_name("factwire")


def factwire(*words: str | Path, check: bool = True, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, away from any home of this machine."""
    environment = {k: v for k, v in os.environ.items() if k not in {"FACTWIRE_HOME", "DAGSTER_HOME", "FACTWIRE_DUCKDB"}}
    done = subprocess.run(
        [FACTWIRE, *map(str, words)], capture_output=True, text=True, check=False, env=environment, **options
    )
    if check and done.returncode:
        raise AssertionError(
            f"factwire {' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        )
    return done


def rows(home: Path, sql: str) -> list[dict[str, Any]]:
    """Rows of a query on the published copy, through the command."""
    out = factwire("query", "--home", home, "--format", "jsonl", sql).stdout
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="session")
def seed_home(tmp_path_factory: pytest.TempPathFactory, seed_article: Path) -> Path:
    """The warehouse of the seed article alone."""
    home = tmp_path_factory.mktemp("seed")
    factwire("run", "--home", home, "--inbox", seed_article.parent)
    return home


@pytest.fixture(scope="session")
def beat_home(tmp_path_factory: pytest.TempPathFactory, beat_articles: Path) -> Path:
    """The warehouse of the beat's articles."""
    home = tmp_path_factory.mktemp("beat")
    factwire("run", "--home", home, "--inbox", beat_articles)
    return home
