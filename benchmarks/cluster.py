"""Reading over a pool and over Dask clusters: the same results, whatever is killed, and what each costs.

usage: python benchmarks/cluster.py [ARTICLES] [--workers N] [--hosts N]
The sample articles, again and again under other ids, are read by the pool, by a Dask cluster of this machine and by one of
several hosts: network namespaces, each with a network, an address and a host name of its own, joined by a bridge (for root,
with `ip`; skipped with the reason elsewhere).  Where `killed` says so, workers are killed (kill -9, by their number) when 25,
50 and 75 % are done, and one host is cut off the network when half is done.  `equal` compares every row with what the pool
gave.  Each line is a run of its own: its CPU seconds are those of all its processes, their start included.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.clean.written import read_day
from pipelines.config import PROJECT, SAMPLE
from pipelines.extract.rows import Job, lost_job, read_job
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered
from pipelines.resources.runner import RUNNER_VARIABLE, run_in_order

ADDRESS_VARIABLE = "FACTWIRE_CLUSTER"
MARKS = (0.25, 0.5, 0.75)
# A host that falls silent is given up after so many seconds (Dask's own setting is 300).
SILENCE = 60
HEADER = (
    "runner",
    "hosts",
    "workers",
    "killed",
    "equal",
    "lost",
    "wall s",
    "CPU s",
    "CPU ms an article",
    "MiB a worker",
)


def jobs(count: int) -> Iterator[Job]:
    """The sample again and again; ids tell the copies apart."""
    sample = [item for item in read_paths([SAMPLE]) if isinstance(item, Delivered)]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        item = sample[number % len(sample)]
        day = read_day(item.published or "")
        yield Job(f"art_{number:08}", 1, item.title, day, item.text, at)


def measured(job: Job) -> tuple[Any, int, str, int]:
    """The rows of the article, and who read it: process, host, peak of memory in KiB."""
    rows = read_job(job)
    return rows, os.getpid(), os.uname().nodename, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def given_up(job: Job) -> tuple[Any, int, str, int]:
    return lost_job(job), 0, "", 0


# -- one run, in a process of its own ----------------------------------------------------------------------------------


def run(count: int, workers: int, kill: bool, cut: str | None) -> dict[str, Any]:
    """Read the articles with the runner that the environment names; what came out, and what it cost."""
    peak: dict[tuple[str, int], int] = {}
    digest = hashlib.sha256()
    killed, lost = 0, 0
    due = [int(count * mark) for mark in MARKS] if kill else []
    started = time.perf_counter()
    for number, read in enumerate(run_in_order(measured, jobs(count), workers=workers, lost=given_up), start=1):
        rows, pid, host, kib = read
        digest.update(json.dumps([rows.claims, rows.facts, rows.error], default=str).encode())
        lost += rows.error is not None
        peak[host, pid] = max(kib, peak.get((host, pid), 0))
        if due and number >= due[0]:
            due.pop(0)
            killed += _killed(pid)
            if cut and len(due) == 1:
                subprocess.run(["ip", "-n", cut, "link", "set", "eth0", "down"], check=True)
    peak.pop(("", 0), None)
    return {
        "wall": time.perf_counter() - started,
        "digest": digest.hexdigest(),
        "killed": killed,
        "cut": bool(cut),
        "lost": lost,
        "hosts": len({host for host, _ in peak}),
        "mib": max(peak.values()) / 1024,
    }


def _killed(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def in_a_process(
    count: int, workers: int, runner: str, *options: str, prefix: tuple[str, ...] = (), **env: str
) -> dict[str, Any]:
    """`run` in a process of its own, and the CPU seconds of it and all its processes."""
    command = [*prefix, sys.executable, __file__, str(count), "--workers", str(workers), "--one", *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=_environment() | {RUNNER_VARIABLE: runner} | env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found | {"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


def _environment() -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")])),
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": f"{SILENCE}s",
    }


# -- several hosts -----------------------------------------------------------------------------------------------------


def why_no_hosts() -> str | None:
    """Why network namespaces cannot be had here; None where they can."""
    name = f"fw{os.getpid()}try"
    try:
        made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    except FileNotFoundError:
        return "no program ip (Debian's package iproute2)"
    if made.returncode:
        return f"no network namespaces: {made.stderr.strip()}"
    subprocess.run(["ip", "netns", "del", name], check=True)
    return None


@contextmanager
def hosts(count: int) -> Iterator[list[str]]:
    """Namespaces on one bridge: the first, at 10.77.0.1, is for the scheduler and the run; the others are hosts of workers."""
    switch, *others = names = [f"fw{os.getpid()}{part}" for part in ("sw", *range(count + 1))]
    with ExitStack() as stack:
        for name in names:
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "del", name)
        _ip("-n", switch, "link", "add", "br0", "type", "bridge")
        _ip("-n", switch, "link", "set", "br0", "up")
        for number, name in enumerate(others, start=1):
            _ip("link", "add", f"v{number}", "netns", switch, "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("-n", switch, "link", "set", f"v{number}", "master", "br0", "up")
            _ip("-n", name, "addr", "add", f"10.77.0.{number}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield others


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def inside(namespace: str) -> tuple[str, ...]:
    """What a command starts with that is to run on that host, under its name."""
    return ("ip", "netns", "exec", namespace, "unshare", "--uts", "sh", "-c", f'hostname {namespace}; exec "$@"', "sh")


@contextmanager
def cluster(names: list[str], folder: Path) -> Iterator[str]:
    """A scheduler on the first host and a worker on each of the others."""
    address = "tcp://10.77.0.1:8786"
    head, *others = names
    scheduler = ["scheduler", "--host", "10.77.0.1", "--port", "8786", "--no-dashboard"]
    commands = [(head, scheduler)] + [
        (name, ["worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)])
        for name in others
    ]
    started = [
        subprocess.Popen(
            [*inside(name), sys.executable, "-m", "dask", *words],
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=(folder / f"{name}.log").open("w"),
        )
        for name, words in commands
    ]
    try:
        listening = [
            "ip",
            "netns",
            "exec",
            head,
            "sh",
            "-c",
            "until ss -ltn | grep -q 10.77.0.1:8786; do sleep 0.2; done",
        ]
        subprocess.run(listening, check=True, timeout=60)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def over_hosts(count: int, n_hosts: int, folder: Path, *, kill: bool, cut: bool) -> dict[str, Any]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with hosts(n_hosts) as names, cluster(names, folder) as address:
        options = ["--kill"] * kill + ["--cut", names[-1]] * cut
        prefix = inside(names[0])
        found = in_a_process(count, n_hosts, "dask", *options, prefix=prefix, **{ADDRESS_VARIABLE: address})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found | {"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


# -- the tables --------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=640)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--hosts", type=int, default=3)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--kill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--cut", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(run(options.articles, options.workers, options.kill, options.cut)))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that namespaces and processes go
    count, workers = options.articles, options.workers
    print(f"{count} articles\n\n| {' | '.join(HEADER)} |\n|---|{'--:|' * (len(HEADER) - 1)}")
    pool = in_a_process(count, workers, "pool")
    lines: list[tuple[str, int, Callable[[], dict[str, Any]]]] = [
        ("pool", workers, lambda: pool),
        ("pool", workers, lambda: in_a_process(count, workers, "pool", "--kill")),
        ("dask, this machine", workers, lambda: in_a_process(count, workers, "dask")),
        ("dask, this machine", workers, lambda: in_a_process(count, workers, "dask", "--kill")),
    ]
    reason = why_no_hosts()
    if reason is None:
        for kill, cut in ((False, False), (True, False), (True, True)):
            lines.append(("dask, hosts", options.hosts, _on_hosts(count, options.hosts, kill=kill, cut=cut)))
    for runner, size, made in lines:
        found = made()
        killed = f"{found['killed']}{' and a host' if found['cut'] else ''}"
        equal = "yes" if found["digest"] == pool["digest"] else "NO"
        figures = (
            f"{found['wall']:.0f}",
            f"{found['cpu']:.0f}",
            f"{1000 * found['cpu'] / count:.0f}",
            f"{found['mib']:.0f}",
        )
        print(
            f"| {' | '.join(map(str, (runner, found['hosts'], size, killed, equal, found['lost'], *figures)))} |",
            flush=True,
        )
    if reason:
        print(f"\nseveral hosts skipped: {reason}")


def _on_hosts(count: int, n_hosts: int, *, kill: bool, cut: bool) -> Callable[[], dict[str, Any]]:
    def made() -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            return over_hosts(count, n_hosts, Path(folder), kill=kill, cut=cut)

    return made


if __name__ == "__main__":
    main()
