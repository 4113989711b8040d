"""The source registry: definitions checked together, articles matched, unknown outlets provisional."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.config import PROJECT
from pipelines.errors import EnvironmentProblem
from pipelines.ingest.sources import Registry, load_sources

GOOD = "id: pass-post\ntitle: The Pass Post\nis_official: false\nnames: [Pass Post]\nurl_patterns: [passpost.example]\n"


def test_match_by_name_then_url_then_provisional(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(GOOD)
    registry = Registry(load_sources(tmp_path))
    assert registry.find(outlet="pass  post", url=None).id == "pass-post"
    assert registry.find(outlet=None, url="https://www.passpost.example/x").id == "pass-post"
    unknown = registry.find(outlet="Somebody’s Blog", url=None)
    assert unknown.is_provisional
    assert unknown.title == "Somebody’s Blog"
    assert registry.find(outlet=None, url=None).id == "unknown-outlet"


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("id: x\n")
    (tmp_path / "b.yml").write_text(GOOD + "colour: red\n")
    with pytest.raises(EnvironmentProblem) as raised:
        load_sources(tmp_path)
    assert "a.yml: title is missing" in str(raised.value)
    assert "b.yml: unknown key 'colour'" in str(raised.value)


def test_shipped_definitions_load() -> None:
    shipped = load_sources(PROJECT / "data" / "sources")
    assert len({source.id for source in shipped}) == len(shipped) > 0
