"""Some hostile inputs of every kind; benchmarks/hostile.py tries ten thousand of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.ingest.parser import parser
from tests.hostile.checks import in_this_process
from tests.hostile.kinds import KINDS, Kind


@pytest.fixture(scope="module", autouse=True)
def parsing_here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "run", in_this_process)
        yield


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_promise_is_kept(kind: Kind) -> None:
    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(kind.given)
    def one(hostile: object) -> None:
        for check in kind.checks.values():
            check(hostile)

    one()
