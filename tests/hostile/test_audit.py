"""What is said of an audit: known vulnerabilities, none, and that nobody could be asked."""

from __future__ import annotations

import json

import pytest

from tests.hostile.audit import verdict


def audited(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages})


FAULT = {"id": "PYSEC-1", "fix_versions": ["2.0"]}


@pytest.mark.parametrize(
    ("code", "out", "err", "expected", "said"),
    [
        (0, audited({"name": "a", "version": "1", "vulns": []}), "", 0, "1 packages audited, 0 not, 0 known"),
        (1, audited({"name": "a", "version": "1", "vulns": [FAULT]}), "", 1, "a 1: PYSEC-1, mended in 2.0"),
        (0, audited({"name": "a", "version": "1", "skip_reason": "not found"}), "", 1, "0 packages audited, 1 not"),
        (1, "", "requests.exceptions.ConnectionError: NameResolutionError(…)", 0, "NOTHING WAS AUDITED"),
        (2, "", "usage: pip-audit", 2, "pip-audit failed"),
        (0, "", "", 1, "pip-audit failed"),
    ],
)
def test_the_verdict(code: int, out: str, err: str, expected: int, said: str) -> None:
    exit_code, words = verdict(code, out, err)
    assert exit_code == expected
    assert said in words
