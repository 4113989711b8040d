"""Some hostile inputs of every kind; benchmarks/hostile.py tries ten thousand of each."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.hostile.kinds import KINDS, Kind


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_promise_is_kept(kind: Kind) -> None:
    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(kind.given)
    def one(hostile: object) -> None:
        for check in kind.checks.values():
            check(hostile)

    one()
