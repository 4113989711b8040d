"""Parsing in the process of the tests, so that a fault is seen and not only survived."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipelines.ingest.parser import parser
from tests.hostile.checks import in_this_process


@pytest.fixture(scope="package", autouse=True)
def parsing_here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "run", in_this_process)
        yield
