"""`factwire ui`: the Dagster UI and its daemon on 127.0.0.1, opening on the lineage."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import webbrowser
from contextlib import suppress
from threading import Timer

from rich.console import Console

from pipelines.config import HOME_VARIABLE, PROJECT, Home
from pipelines.errors import EnvironmentProblem
from pipelines.instance import fail_dead_runs, use_instance

HOST = "127.0.0.1"
_READY_AFTER = 8.0
_GRACE = 5.0


def serve(home: Home, port: int) -> None:
    """Serve until interrupted.  Runs of the command line show here too: both use <home>/dagster."""
    import dagster as dg

    if _is_taken(port):
        raise EnvironmentProblem(
            f"port {port} on {HOST} is in use", expected="a free port", cure=f"factwire ui --port {port + 1}"
        )
    use_instance(home)
    os.environ[HOME_VARIABLE] = str(home.root)
    with dg.DagsterInstance.get() as instance:
        fail_dead_runs(instance, home)
    address = f"http://{HOST}:{port}/asset-groups"
    Console().print(f"Lineage: {address}   (stop with Ctrl-C)")
    if sys.stdout.isatty():
        Timer(_READY_AFTER, webbrowser.open, [address]).start()
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-w",
        str(PROJECT / "workspace.yaml"),
        "-h",
        HOST,
        "-p",
        str(port),
    ]
    # A group of its own: Dagster starts four processes and passes no signal on to them.
    with subprocess.Popen(command, cwd=home.root, start_new_session=True) as server:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            code = server.wait()
        except KeyboardInterrupt:
            _stop(server)
            return
    raise EnvironmentProblem(
        f"the Dagster UI ended with code {code}",
        expected="a code location that loads",
        cure="read its messages above",
    )


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and all it started: asked first, then made to."""
    os.killpg(server.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=_GRACE)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
