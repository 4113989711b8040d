"""The UI: it serves the lineage, shows runs of the command line, and ends with all it started."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.end_to_end.conftest import FACTWIRE

QUERY = "{ runsOrError { ... on Runs { results { jobName status } } } assetNodes { assetKey { path } groupName } }"


def test_ui_shows_runs_of_the_command_and_the_lineage(sample_home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [str(FACTWIRE), "ui", "--home", str(sample_home), "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            data = _ask(port, server)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
    assert {"jobName": "build_warehouse", "status": "SUCCESS"} in data["runsOrError"]["results"]
    groups = {"/".join(node["assetKey"]["path"]): node["groupName"] for node in data["assetNodes"]}
    assert groups["raw/articles"] == "raw"
    assert groups["marts/fct_incidents"] == "incidents"
    assert groups["published/warehouse"] == "published"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def _ask(port: int, server: subprocess.Popen[bytes]) -> dict[str, list[dict[str, object]]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", json.dumps({"query": QUERY}).encode(), {"Content-Type": "application/json"}
    )
    for _ in range(240):
        assert server.poll() is None, "the UI ended by itself"
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                data = json.load(answer)["data"]
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
            continue
        if data["assetNodes"]:
            return data
        time.sleep(0.5)
    raise AssertionError("the UI did not answer")
