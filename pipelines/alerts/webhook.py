"""Alerts to a webhook: one JSON POST an alert.

What belongs here: where the webhook is, sending.  Not here: what is sent (outbox.py), when (automation).
The address often holds a secret, so no message names more of it than the host.
"""

from __future__ import annotations

import os

import httpx

from pipelines.errors import EnvironmentProblem

WEBHOOK_VARIABLE = "FACTWIRE_WEBHOOK"
_SECONDS = 10
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def webhook() -> httpx.URL | None:
    """Where alerts go: https anywhere, http on this machine only; None where nothing is set."""
    written = os.environ.get(WEBHOOK_VARIABLE)
    if not written:
        return None
    try:
        url = httpx.URL(written)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.host and (url.scheme == "https" or (url.scheme == "http" and url.host in _LOCAL)):
        return url
    raise EnvironmentProblem(
        f"{WEBHOOK_VARIABLE} is no address that alerts may go to",
        expected="an address that begins with https:// (http:// for this machine only)",
        cure=f"set {WEBHOOK_VARIABLE} to it and start factwire ui again, or unset it",
    )


def post(url: httpx.URL, line: str) -> None:
    """Send one alert; raise where it was not taken.  Redirects are not followed: the address that was set is the one meant."""
    headers = {"Content-Type": "application/json", "User-Agent": "factwire"}
    try:
        # No proxy stands between programs of one machine.
        with httpx.Client(timeout=_SECONDS, trust_env=url.host not in _LOCAL) as client:
            answer = client.post(url, content=line.encode(), headers=headers)
    except httpx.HTTPError as error:
        raise _not_taken(url, type(error).__name__) from None
    if not answer.is_success:
        raise _not_taken(url, f"status {answer.status_code}")


def _not_taken(url: httpx.URL, what: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        f"the webhook at {url.host} did not take an alert: {what}",
        expected="a status from 200 to 299",
        cure="nothing, if it is down for a while: alerts wait and are sent again; else correct its address",
    )
