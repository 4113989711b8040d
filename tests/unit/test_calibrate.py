"""The fit of confidence: what it learns, what it keeps, and when a kind may say 0.9."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from pipelines.errors import EnvironmentProblem

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def calibrate(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import calibrate

    yield calibrate
    for name in ("calibrate", "judged"):
        sys.modules.pop(name, None)


def rows(calibrate: ModuleType, told: dict[str, float], right: int, wrong: int, rule: str = "r") -> list[object]:
    verdicts = [True] * right + [False] * wrong
    name = f"{sorted(told)}{rule}"
    return [calibrate.Judged("c", f"{name}{n}", "talks", "fact", rule, told, v) for n, v in enumerate(verdicts)]


def test_a_feature_that_tells_gains_weight_and_one_that_misleads_none(calibrate: ModuleType) -> None:
    # Here a known day tells, and a located place goes against what is believed of it.
    seen = rows(calibrate, {"day": 1.0}, 90, 10) + rows(calibrate, {"located": 1.0}, 10, 90)
    found = calibrate.Model(seen).table(0.98)["features"]
    assert found["day"] > calibrate.PRIOR["day"]
    assert found["located"] == 0


def test_few_articles_leave_the_prior_where_it_was(calibrate: ModuleType) -> None:
    found = calibrate.Model(rows(calibrate, {"day": 1.0}, 2, 0) + rows(calibrate, {}, 0, 1)).table(0.98)["features"]
    assert found["day"] == pytest.approx(calibrate.PRIOR["day"], abs=0.1)


def test_a_feature_that_never_varies_keeps_its_prior_and_is_not_written(calibrate: ModuleType) -> None:
    seen = rows(calibrate, {"doers": 1.0, "day": 1.0}, 30, 10) + rows(calibrate, {"doers": 1.0}, 10, 30)
    model = calibrate.Model(seen)
    assert set(model.table(0.98)["features"]) == {"day"}
    assert model.probability(seen).mean() == pytest.approx(0.5, abs=0.05)


def test_no_row_is_judged_by_a_model_that_saw_its_story(calibrate: ModuleType) -> None:
    one_story = [calibrate.Judged("c", "same", "talks", "fact", "r", {"day": 1.0}, False) for _ in range(50)]
    others = rows(calibrate, {"day": 1.0}, 50, 0)
    assert calibrate.held_out(one_story + others)[:50].min() > 0.8


@pytest.mark.parametrize(
    ("right", "of", "may_be_sure"), [(36, 36, True), (33, 36, False), (7, 7, False), (0, 0, False)]
)
def test_nine_in_ten_must_have_held_before_a_kind_is_sure(
    calibrate: ModuleType, right: int, of: int, may_be_sure: bool
) -> None:
    said = np.array([0.95] * of + [0.5] * 10)
    verdicts = np.array([1.0] * right + [0.0] * (of - right) + [0.0] * 10)
    assert (calibrate.ceiling(said, verdicts) > 0.9) is may_be_sure


def test_another_folder_is_refused(calibrate: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match=r"evaluate\.py"):
        list(calibrate.judged(tmp_path))
