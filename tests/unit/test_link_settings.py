"""Settings of linking of a home: kept as written, refused with all that is wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.errors import DataProblem
from pipelines.link.settings import Fitted, Settings, read, shipped, write

HEAD = "version: 1\nfitted_at: '2026-01-02T03:04:05+00:00'\nfitted_to: {joined: 7, apart: 8}\n"


def test_a_home_without_a_file_has_none(tmp_path: Path) -> None:
    assert read(tmp_path / "link.yml") is None


def test_what_is_written_is_read(tmp_path: Path) -> None:
    weights = {evidence: dict(levels) for evidence, levels in shipped().weights.items()}
    weights["toll"]["near"] = 0.0321
    fitted = Fitted(Settings(0.12, 1.5, weights), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 7, 8)
    write(tmp_path / "link.yml", fitted)
    assert read(tmp_path / "link.yml") == fitted
    assert [path.name for path in tmp_path.iterdir()] == ["link.yml"]


def test_what_the_file_does_not_name_is_as_shipped(tmp_path: Path) -> None:
    (tmp_path / "link.yml").write_text(HEAD + "bar: 0.2\nweights: {toll: {same: 0}}\n")
    found = read(tmp_path / "link.yml")
    assert found is not None
    given = shipped()
    assert found.settings.weights == given.weights | {"toll": given.weights["toll"] | {"same": 0.0}}
    assert (found.settings.bar, found.settings.days) == (0.2, given.days)
    assert found.settings.variables()["link_bar"].keys() > {"incident", "talks"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bar: [", "no valid YAML"),
        ("- 1", "the file is [1], expected names"),
        (HEAD.replace("1", "2", 1), "version is 2, expected 1"),
        (HEAD + "colour: red", "unknown colour"),
        (HEAD + "bar: 0", "bar is 0, expected a number above 0"),
        (HEAD + "days: .nan", "days is nan"),
        (HEAD + "bar: true", "bar is True"),
        (HEAD + "weights: 3", "weights is 3"),
        (HEAD + "weights: {toll: {sameish: 1}}", "weights of toll: unknown sameish"),
        (HEAD + "weights: {tole: {}}", "weights: unknown tole"),
        (HEAD + "weights: {place: {far: much}}", "far is 'much', expected a number"),
        (HEAD.replace("7", "some"), "joined is 'some', expected a whole number"),
        (HEAD.replace("2026-01-02", "once"), "expected a time"),
    ],
)
def test_what_cannot_be_linked_by_says_so(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "link.yml").write_text(text)
    with pytest.raises(DataProblem) as refused:
        read(tmp_path / "link.yml")
    assert said in str(refused.value)
    assert "factwire train links" in refused.value.cure


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "link.yml").write_text(HEAD + "bar: -1\ndays: none\nweights: {toll: {same: x}}\n")
    with pytest.raises(DataProblem) as refused:
        read(tmp_path / "link.yml")
    assert len(refused.value.found.splitlines()) == 4
