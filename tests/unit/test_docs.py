"""What the docs list is what there is."""

from __future__ import annotations

import re

from pipelines.config import PROJECT

DECISIONS = PROJECT / "docs" / "decisions"


def test_every_decision_is_listed_by_its_title() -> None:
    listed = dict(re.findall(r"- \[\d{4}\]\(([^)]+)\) (.+)", (DECISIONS / "index.md").read_text(encoding="utf-8")))
    titles = {
        file.name: file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        for file in DECISIONS.glob("0*.md")
    }
    assert listed == titles
