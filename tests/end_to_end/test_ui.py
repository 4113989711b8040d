"""The UI, operated as a person does: it shows the lineage and runs of the command line, starts and repeats runs, switches
automation on, tells what went wrong, and ends with all it started.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import duckdb
import pytest

from tests.end_to_end.conftest import FACTWIRE

Found = TypeVar("Found")
_ALERTS = ("alert_on_facts", "alert_on_failed_checks", "alert_on_failed_runs", "send_alerts")
_LOCATION = {"repositoryLocationName": "factwire", "repositoryName": "__repository__"}
_SHOWN = """{
    runsOrError { ... on Runs { results { jobName status } } }
    assetNodes { assetKey { path } groupName owners { __typename } description internalFreshnessPolicy { __typename }
        metadataEntries { ... on CodeReferencesMetadataEntry {
            codeReferences { ... on LocalFileCodeReference { filePath lineNumber } } } } }
}"""
_SWITCH_SCHEDULE = """mutation($of: ScheduleSelector!) {
    startSchedule(scheduleSelector: $of) { ... on ScheduleStateResult { scheduleState { status } } } }"""
_SWITCH_SENSOR = (
    "mutation($of: SensorSelector!) { startSensor(sensorSelector: $of) { ... on Sensor { sensorState { status } } } }"
)
_LAUNCH = """mutation($what: ExecutionParams!) { launchRun(executionParams: $what) {
    ... on LaunchRunSuccess { run { runId } } ... on PythonError { errorChain { error { message } } } } }"""
_RUNS = "{ runsOrError { ... on Runs { results { runId parentRunId jobName status } } } }"
_CHECKS = """{ assetNodes { assetKey { path } assetChecksOrError { ... on AssetChecks { checks { name
    executionForLatestMaterialization { runId status } } } } } }"""


class Ui:
    """A running UI, asked over GraphQL."""

    def __init__(self, port: int, home: Path, alerts: list[dict[str, Any]]) -> None:
        self.port = port
        self.home = home
        self.alerts = alerts

    def ask(self, query: str, **variables: Any) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        address = f"http://127.0.0.1:{self.port}/graphql"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:  # how Dagster sends an error to show
            return json.load(error)["data"]

    def launch(self, job: str, config: dict[str, Any]) -> Any:
        what = {"selector": _LOCATION | {"jobName": job}, "mode": "default", "runConfigData": config}
        return self.ask(_LAUNCH, what=what)["launchRun"]

    def runs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask(_RUNS)["runsOrError"]["results"]
        return found


def until(find: Callable[[], Found | None], what: str) -> Found:
    """What is found, waited for."""
    for _ in range(1200):
        if found := find():
            return found
        time.sleep(0.25)
    raise AssertionError(f"waited in vain for {what}")


@pytest.fixture(scope="module")
def ui(sample_home: Path) -> Iterator[Ui]:
    alerts: list[dict[str, Any]] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            alerts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with socket.socket() as probe, HTTPServer(("127.0.0.1", 0), Webhook) as webhook:
        Thread(target=webhook.serve_forever, daemon=True).start()
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        words = [str(FACTWIRE), "ui", "--home", str(sample_home), "--port", str(port)]
        environment = os.environ | {"FACTWIRE_WEBHOOK": f"http://127.0.0.1:{webhook.server_port}/"}
        silent = subprocess.DEVNULL
        with subprocess.Popen(words, stdout=silent, stderr=silent, env=environment) as server:
            made = Ui(port, sample_home, alerts)

            def answers() -> bool:
                assert server.poll() is None, "the UI ended by itself"
                try:
                    return bool(made.ask("{ assetNodes { id } }")["assetNodes"])
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    return False

            try:
                until(answers, "the UI")
                yield made
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(timeout=30)
        with socket.socket() as left:
            assert left.connect_ex(("127.0.0.1", port)) != 0
        webhook.shutdown()


def test_it_shows_runs_of_the_command_and_the_lineage(ui: Ui) -> None:
    data = ui.ask(_SHOWN)
    assert {"jobName": "build_warehouse", "status": "SUCCESS"} in data["runsOrError"]["results"]
    nodes = {"/".join(node["assetKey"]["path"]): node for node in data["assetNodes"]}
    assert nodes["raw/articles"]["groupName"] == "raw"
    assert nodes["marts/fct_incidents"]["groupName"] == "incidents"
    assert nodes["published/warehouse"]["groupName"] == "published"
    assert all(node["owners"] and node["description"] for node in nodes.values())
    timed = {name for name, node in nodes.items() if node["internalFreshnessPolicy"]}
    assert timed == {"published/warehouse", "fetched/feeds"}
    for name, node in nodes.items():
        [files] = [entry["codeReferences"] for entry in node["metadataEntries"] if entry]
        assert all(Path(file["filePath"]).exists() for file in files), name
    sql, entry = next(e["codeReferences"] for e in nodes["marts/fct_incidents"]["metadataEntries"] if e)
    assert sql["filePath"].endswith("fct_incidents.sql")
    line = Path(entry["filePath"]).read_text().splitlines()[entry["lineNumber"] - 1]
    assert line == "### marts.fct_incidents"


def test_a_wrong_day_starts_nothing_and_says_why(ui: Ui) -> None:
    before = len(ui.runs())
    refused = ui.launch("read_again", {"first_day": "2025-11-31", "last_day": "2025-12-01"})
    assert "'2025-11-31' is no day to read again" in str(refused["errorChain"])
    assert len(ui.runs()) == before


def test_days_are_read_again_though_the_run_was_killed(ui: Ui) -> None:
    """Automation on; a run over three days, its process killed; it is tried again, ends well, and is told of."""
    switched = ui.ask(_SWITCH_SCHEDULE, of=_LOCATION | {"scheduleName": "daily_build"})
    assert switched["startSchedule"]["scheduleState"]["status"] == "RUNNING"
    for name in ("inbox_sensor", *_ALERTS):
        switched = ui.ask(_SWITCH_SENSOR, of=_LOCATION | {"sensorName": name})
        assert switched["startSensor"]["sensorState"]["status"] == "RUNNING"

    with duckdb.connect(str(ui.home / "warehouse.duckdb"), read_only=True) as live:
        since = live.execute("select max(recorded_at) from staging.extractions").fetchall()[0][0]
    killed = ui.launch("read_again", {"first_day": "2025-11-01", "last_day": "2025-11-03"})["run"]["runId"]
    life = ui.home / "dagster" / "locks" / killed  # holds the number of its process
    os.kill(int(until(lambda: life.exists() and life.read_text(), "the run to begin")), signal.SIGKILL)

    def ended() -> list[dict[str, Any]]:
        tried = [run for run in ui.runs() if run["parentRunId"] == killed]
        return tried if tried and tried[0]["status"] in {"SUCCESS", "FAILURE"} else []

    [again] = until(ended, "the run to be tried again")
    assert again["status"] == "SUCCESS"
    assert next(run["status"] for run in ui.runs() if run["runId"] == killed) == "FAILURE"

    with duckdb.connect(str(ui.home / "warehouse.duckdb"), read_only=True) as live:
        read = live.execute(
            "select published_on between '2025-11-01' and '2025-11-03' as wanted, recorded_at > ? as again, count(*) "
            "from staging.extractions join staging.articles using (article_id, version) group by all",
            [since],
        ).fetchall()
    assert {(wanted, was_again) for wanted, was_again, _ in read} == {(True, True), (False, False)}

    checks = {
        f"{'/'.join(node['assetKey']['path'])} {check['name']}": check["executionForLatestMaterialization"]
        for node in ui.ask(_CHECKS)["assetNodes"]
        for check in node["assetChecksOrError"].get("checks", [])
    }
    assert checks["staging/claims quotes_are_sentences"] == {"runId": again["runId"], "status": "SUCCEEDED"}

    told = until(lambda: [each for each in ui.alerts if each["kind"] == "run_failed"], "the alert")
    assert [each["title"] for each in told] == [f"Run {killed[:8]} of read_again failed and is tried again"]
    assert "SIGKILL" in told[0]["text"]
