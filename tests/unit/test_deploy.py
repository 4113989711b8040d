"""What a server is set up with: a unit that systemd takes, a container file whose every path is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.config import PROJECT

DEPLOY = PROJECT / "deploy"


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    command = str(Path(sys.executable).with_name("factwire"))
    here = (DEPLOY / "factwire.service").read_text().replace("/opt/factwire/.venv/bin/factwire", command)
    unit = tmp_path / "factwire.service"
    unit.write_text(here.replace("User=factwire", "User=root"))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_container_is_made_of_what_is_there() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (DEPLOY / "Containerfile").read_text(), flags=re.M)
    paths = [path for line in copied for path in line.split()]
    assert "pipelines" in paths
    assert [path for path in paths if not (PROJECT / path).exists()] == []


def test_the_container_holds_what_a_run_needs_beside_the_package() -> None:
    """Files that pipelines/ finds by PROJECT."""
    copied = (DEPLOY / "Containerfile").read_text()
    for name in (
        "dagster.yaml",
        "workspace.yaml",
        "dbt_project",
        "data/sources",
        "data/beats",
        "docs/data-dictionary.md",
    ):
        assert re.search(rf"^COPY (.* )?{re.escape(name)} ", copied, flags=re.M), name


def test_the_container_sets_up_as_make_does() -> None:
    """pip alone refuses a lock of uv with extras in it, so that the image would not build."""
    made, contained = (PROJECT / "Makefile").read_text(), (DEPLOY / "Containerfile").read_text()
    (version,) = re.findall(r"^UV_VERSION := (.+)$", made, flags=re.M)
    assert f"pip install --no-cache-dir uv=={version} " in contained
    for text in (made, contained):
        assert re.search(r"uv pip sync .*--require-hashes .*requirements\.lock", text)
