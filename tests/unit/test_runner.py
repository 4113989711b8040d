"""The runner: results in order whatever the number of processes."""

from __future__ import annotations

import os

from pipelines.resources.runner import run_in_order


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def test_order_is_kept_over_processes() -> None:
    alone = [value for value, _ in run_in_order(square, range(100))]
    pooled = list(run_in_order(square, range(100), workers=2))
    assert [value for value, _ in pooled] == alone == [n * n for n in range(100)]
    assert os.getpid() not in {pid for _, pid in pooled}
