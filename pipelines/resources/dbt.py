"""dbt in this process: the manifest kept and parsed only when the project changed, builds that die with their run.

What belongs here: calling dbt.  Not here: what the models say (dbt_project/), how their results become Dagster events
(assets/warehouse.py).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import link
from pipelines.beat import seeds
from pipelines.config import DBT_PROJECT, PROJECT, Home
from pipelines.errors import DataProblem
from pipelines.link.settings import read as read_link_settings
from pipelines.resources.locks import held
from pipelines.resources.warehouse import Warehouse

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult
    from dbt.contracts.graph.manifest import Manifest

PATH_VARIABLE = "FACTWIRE_DUCKDB"
PROJECT_VARIABLE = "FACTWIRE_PROJECT"
LINK = Path(link.__file__).parent
_IGNORED = {"target", "logs", "dbt_packages"}


@dataclass(frozen=True)
class Dbt:
    """The dbt project over one home's warehouse."""

    home: Home
    # The project as this process parsed it, by its state, for the build that follows: to read it back takes seconds.
    _parsed: dict[str, Manifest] = field(default_factory=dict, repr=False, compare=False)

    @property
    def manifest_path(self) -> Path:
        return self.home.dbt / "manifest.json"

    def prepare_manifest(self) -> Path:
        """The manifest of the project as it stands: parsed anew only when a file of it or a variable changed."""
        stamp = self.home.dbt / "project.sha256"
        state = _project_state(self._variables())
        with held(self.home.dbt / "parse.lock"):  # of two that start at once, one parses
            if not (self.manifest_path.exists() and stamp.exists() and stamp.read_text() == state):
                stamp.unlink(missing_ok=True)  # what a kill leaves half written is parsed again
                self._parsed[state] = self._invoke(["parse"])
                stamp.write_text(state)
        return self.manifest_path

    def manifest(self) -> dict[str, Any]:
        try:
            loaded: dict[str, Any] = json.loads(self.prepare_manifest().read_text(encoding="utf-8"))
        except ValueError:  # of a machine that went down, or a full disk
            self.manifest_path.unlink()
            loaded = json.loads(self.prepare_manifest().read_text(encoding="utf-8"))
        return loaded

    def compiled(self) -> dict[str, Any]:
        """The manifest of the project as it stands, with the SQL that a build of this home would run."""
        self.home.dbt.mkdir(parents=True, exist_ok=True)
        self._invoke(["compile"])
        loaded: dict[str, Any] = json.loads(self.manifest_path.read_text(encoding="utf-8"))
        return loaded

    def build(self, *, select: Sequence[str] = (), full_refresh: bool = False) -> list[RunResult]:
        """Build the selected nodes (all, where none is named) with their data tests; one result a node.

        Unit tests check the project, not the data: they run under `make test`.  What another state of the project built is
        built from nothing.
        """
        state = _project_state(self._variables())
        full_refresh = full_refresh or self._last_built_by() != state
        # The manifest is not written again: a run that starts meanwhile reads it.
        command = ["--no-write-json", "build", "--exclude-resource-type", "unit_test"]
        command += ["--select", *select] if select else []
        command += ["--full-refresh"] if full_refresh else []
        built = self._invoke(command, self._parsed.pop(state, None))
        return list(getattr(built, "results", None) or [])

    def _variables(self) -> list[str]:
        """Variables that the home sets, as options of dbt; none where all are as shipped.

        Other variables than in the run before make dbt parse the whole project: once, when settings were fitted.
        """
        fitted = read_link_settings(self.home.link)
        return ["--vars", json.dumps(fitted.settings.variables())] if fitted else []

    def _last_built_by(self) -> str | None:
        """The state of the project that the last whole build was made by."""
        warehouse = Warehouse(self.home.warehouse)
        made = "select 1 from duckdb_tables() where schema_name = 'states' and table_name = 'kept'"
        if not self.home.warehouse.exists() or warehouse.read(made).is_empty():
            return None
        found = warehouse.read("select thing from states.kept where scope = 'project'")
        return str(found["thing"][0]) if len(found) else None

    def _invoke(self, command: list[str], parsed: Manifest | None = None) -> Any:
        """What the command gives; `parsed` is the project, where it need not be read."""
        # Imported here: dbt takes seconds to load, and only runs need it.
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

        os.environ[PATH_VARIABLE] = str(self.home.warehouse)
        os.environ[PROJECT_VARIABLE] = _project_state(self._variables())
        options = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
        options += [
            "--target-path",
            str(self.home.dbt),
            "--log-path",
            str(self.home.dbt / "logs"),
            "--log-level",
            "none",
            "--log-level-file",
            "debug",
            *self._variables(),
        ]
        try:
            outcome = dbtRunner(parsed).invoke([*command, *options])
        finally:
            # close_all_connections alone drops the reference and leaves the closing to the garbage collector.
            if DuckDBConnectionManager._ENV is not None:
                DuckDBConnectionManager._ENV.close()
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        if outcome.exception is not None:
            raise DataProblem(
                f"dbt {'build' if 'build' in command else command[0]} stopped: {outcome.exception}",
                expected="a dbt project that parses and a warehouse it can open",
                cure=f"see {self.home.dbt / 'logs' / 'dbt.log'}",
            )
        return outcome.result


def _project_state(variables: Sequence[str]) -> str:
    """Hash over every file that a build goes by, dbt's and those its Python models call, and the variables a home sets."""
    state = hashlib.sha256("".join(variables).encode())
    for path in sorted([*DBT_PROJECT.rglob("*"), *LINK.glob("*.py")]):
        if path.is_file() and not _IGNORED & set(path.relative_to(PROJECT).parts):
            state.update(path.relative_to(PROJECT).as_posix().encode())
            state.update(path.read_bytes())
    for table in sorted(seeds().glob("*.csv")):
        state.update(table.read_bytes())
    return state.hexdigest()
