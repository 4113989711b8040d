"""One small home, built once through the real graph, for the tests of the code location."""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg
import pytest

from pipelines.config import Home
from pipelines.definitions import build_defs
from pipelines.instance import use_instance

RAID = """---
title: Post attacked in the north
date: 2025-11-03
outlet: Valley Post
id: raid-1
---
Gunmen attacked a police post in Kunduz on Sunday, killing four officers, the interior ministry said.
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("home"))
    made.inbox.mkdir()
    (made.inbox / "raid.md").write_text(RAID)
    (made.inbox / "broken.json").write_text("{")
    return made


@pytest.fixture(scope="session")
def definitions(home: Home) -> dg.Definitions:
    return build_defs(home)


@pytest.fixture(scope="session")
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACTWIRE_HOME", str(home.root))
        patch.setenv("DAGSTER_HOME", "")
        use_instance(home)
        with dg.DagsterInstance.get() as made:
            yield made


@pytest.fixture(scope="session")
def built(definitions: dg.Definitions, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """The default job, run over the inbox with no configuration, as schedule and sensor do."""
    return definitions.resolve_job_def("build_warehouse").execute_in_process(instance=instance, raise_on_error=True)
