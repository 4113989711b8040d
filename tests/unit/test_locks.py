"""Locks: seen while their process lives, free the moment it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.resources.locks import held, is_held

HOLD = (
    "import sys, pathlib; from pipelines.resources.locks import held\n"
    "with held(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
)


def test_a_killed_holder_frees_its_lock(tmp_path: Path) -> None:
    lock = tmp_path / "locks" / "run"
    assert not is_held(lock)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        assert is_held(lock)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    assert not is_held(lock)
    waited: list[str] = []
    with held(lock, on_wait=waited.append):
        assert lock.read_text() == str(os.getpid())
    assert waited == []
