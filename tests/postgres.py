"""A PostgreSQL server of one's own, from the system's packages: no network, its socket in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Debian keeps the server's programs of each version apart from those on the path.
_PROGRAMS = Path("/usr/lib/postgresql")


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is none."""
    found = sorted(_PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server for the block; how libpq reaches it.  Root starts it as the user that Debian's package makes."""
    tools = programs()
    assert tools is not None
    folder.mkdir(parents=True)
    user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    data = folder / "data"
    subprocess.run([*user, tools / "initdb", "-D", data, "-A", "trust", "-U", "factwire", "-N"], **quiet)
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=200"
    command = [*user, tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*command, "-o", options, "start"], **quiet)
    try:
        yield f"host={folder} user=factwire dbname=postgres"
    finally:
        subprocess.run([*command, "-m", "immediate", "stop"], **quiet)
