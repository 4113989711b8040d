"""Shared fixtures: paths of the corpora beside the repository, where they stand, and the home of the sample."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.beat import BEAT_VARIABLE, SEEDS_VARIABLE
from pipelines.config import SAMPLE, Home
from tests.end_to_end.conftest import factwire

PROJECT = Path(__file__).resolve().parents[1]
SEED = PROJECT.parent / "shared" / "articles" / "seed-2025-11-09.txt"
BEAT = PROJECT.parent / "shared" / "eval" / "data" / "beat" / "articles.jsonl"


@pytest.fixture(scope="session")
def seed_article() -> Path:
    """The seed article, which is evaluation data and stands outside the repository."""
    if not SEED.exists():
        pytest.skip("the seed article is not beside this checkout")
    return SEED


@pytest.fixture(scope="session")
def beat_articles() -> Path:
    """Articles of the beat, which are evaluation data too."""
    if not BEAT.exists():
        pytest.skip("the articles of the beat are not beside this checkout")
    return BEAT


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the sample articles."""
    home = tmp_path_factory.mktemp("sample")
    factwire("run", "--home", home, "--inbox", SAMPLE)
    return home


@pytest.fixture
def beat_home(tmp_path: Path) -> Iterator[Home]:
    """A home with a beat to fill; what `use_beat` puts in force ends with the test."""
    (tmp_path / "beat" / "vocabulary").mkdir(parents=True)
    kept = {name: os.environ.pop(name, None) for name in (BEAT_VARIABLE, SEEDS_VARIABLE)}
    yield Home(tmp_path)
    for name, value in kept.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
