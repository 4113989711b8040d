"""Known vulnerabilities of the packages that are locked: what pip-audit finds, and plainly whether it could ask anybody.

usage: python -m tests.hostile.audit
Fails where a vulnerability is known, and where the database answers but pip-audit does not end well.  Without a network it
says that nothing was audited, and does not fail: what it could not ask must not stop a commit, nor pass for an answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
# The database of open source vulnerabilities, which takes in those of the Python Packaging Advisory Database.
SERVICE = "osv"
_OFFLINE = ("NameResolutionError", "NewConnectionError", "ConnectTimeout", "ProxyError", "Could not connect")


def verdict(code: int, out: str, err: str) -> tuple[int, str]:
    """The exit code and the words for what pip-audit gave back."""
    try:
        packages = json.loads(out)["dependencies"]
    except ValueError:
        if any(sign in err for sign in _OFFLINE):
            return 0, "pip-audit: the database of vulnerabilities cannot be reached: NOTHING WAS AUDITED"
        return code or 1, f"pip-audit failed:\n{err[-2000:]}"
    audited = [package for package in packages if "vulns" in package]
    known = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for package in audited
        for fault in package["vulns"]
    ]
    skipped = len(packages) - len(audited)
    summary = f"pip-audit: {len(audited)} packages audited, {skipped} not, {len(known)} known vulnerabilities"
    return (1 if known or not audited else 0), "\n".join([summary, *known])


def main() -> None:
    options = ["--vulnerability-service", SERVICE, "--format", "json", "--progress-spinner", "off"]
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--no-deps", "--disable-pip", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    code, said = verdict(done.returncode, done.stdout, done.stderr)
    print(said)
    sys.exit(code)


if __name__ == "__main__":
    main()
