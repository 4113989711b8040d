"""Asking as a guest: what robots.txt forbids is not asked, a host is not hurried, and told to wait one waits.  Threads ask
different hosts side by side, one host one after another.

What belongs here: robots.txt, pace, retries, redirects.  Not here: the one request (client.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock

import httpx
from protego import Protego

from pipelines.fetch.addresses import PORTS, checked_url
from pipelines.fetch.client import AGENT, Answer, Client
from pipelines.fetch.problems import FetchProblem, NotAllowed, Unavailable
from pipelines.fetch.state import State

_REDIRECTS = {301, 302, 303, 307, 308}
_ASK_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_ROBOTS_BYTES = 500 * 1024
_ROBOTS_AGE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Manners:
    """interval: seconds between two requests to a host.  longest_wait: what takes longer is left for another run."""

    interval: float = 1
    longest_wait: float = 60
    tries: int = 3
    redirects: int = 5


class Guest:
    """Fetches one URL after another."""

    def __init__(
        self,
        client: Client,
        state: State,
        *,
        manners: Manners | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._client = client
        self._state = state
        self._manners = manners or Manners()
        self._sleep = sleep or client.wait
        self._next: dict[str, datetime] = {}
        self._robots: dict[str, Protego] = {}
        # One for each host, and one for each robots.txt: held while it is asked.
        self._turns: dict[str, Lock] = {}

    def stop(self) -> None:
        """End what other threads ask or wait for."""
        self._client.stop()

    def get(self, url: str, headers: Mapping[str, str], *, ports: Collection[int] = PORTS) -> Answer:
        """The answer (200, or 304 to a conditional request) at the end of the redirects."""
        target = checked_url(url, ports=ports)
        for _ in range(self._manners.redirects + 1):
            rules = self._rules(target, ports)
            if not rules.can_fetch(str(target), AGENT):
                raise NotAllowed("robots.txt forbids it")
            answer = self._patiently(target, headers, delay=rules.crawl_delay(AGENT) or 0)
            if answer.status not in _REDIRECTS:
                if answer.status not in {200, 304}:
                    raise FetchProblem(f"status {answer.status}")
                return answer
            target = _redirected(target, answer, ports)
        raise FetchProblem(f"more than {self._manners.redirects} redirects")

    def _rules(self, url: httpx.URL, ports: Collection[int]) -> Protego:
        """The robots.txt that speaks for a URL."""
        origin = str(url.copy_with(raw_path=b"/"))
        with self._turn(origin):
            if origin not in self._robots:
                body = self._state.robots(origin, _ROBOTS_AGE)
                if body is None:
                    body = self._robots_txt(url.copy_with(raw_path=b"/robots.txt"), ports)
                    self._state.set_robots(origin, body)
                self._robots[origin] = Protego.parse(body.decode("utf-8", "replace"))
            return self._robots[origin]

    def _robots_txt(self, target: httpx.URL, ports: Collection[int]) -> bytes:
        """As RFC 9309 reads it: what is not there forbids nothing, what cannot be read forbids everything."""
        for _ in range(self._manners.redirects + 1):
            try:
                answer = self._patiently(target, {}, delay=0, cut_at=_ROBOTS_BYTES)
            except Unavailable as error:
                raise Unavailable(f"robots.txt cannot be read: {error}", error.until) from error
            except NotAllowed:
                raise
            except FetchProblem as error:
                raise FetchProblem(f"robots.txt cannot be read: {error}") from error
            if answer.status not in _REDIRECTS:
                return answer.body if answer.status == 200 else b""
            target = _redirected(target, answer, ports)
        return b""

    def _turn(self, host_or_origin: str) -> Lock:
        return self._turns.setdefault(host_or_origin, Lock())

    def _patiently(
        self, url: httpx.URL, headers: Mapping[str, str], *, delay: float, cut_at: int | None = None
    ) -> Answer:
        """One answer that is no request to come back; asked for up to `tries` times, while nobody else asks the host."""
        with self._turn(url.host):
            return self._asked(url, headers, delay, cut_at)

    def _asked(self, url: httpx.URL, headers: Mapping[str, str], delay: float, cut_at: int | None) -> Answer:
        for number in range(1, self._manners.tries + 1):
            self._wait_for(url.host, delay)
            until: datetime | None = None
            try:
                answer = self._client.get(url, headers, cut_at=cut_at)
            except Unavailable as error:
                problem = error
            else:
                if answer.status not in _ASK_AGAIN:
                    return answer
                until = retry_after(answer.headers.get("retry-after"), datetime.now(UTC))
                problem = Unavailable(f"status {answer.status}", until)
            until = until or datetime.now(UTC) + timedelta(seconds=2**number)
            if number < self._manners.tries or problem.until:
                self._leave_alone(url.host, until)
        raise problem

    def _wait_for(self, host: str, delay: float) -> None:
        """Sleep until the host may be asked again; Unavailable where that is too long for this run."""
        now = datetime.now(UTC)
        asked = self._state.not_before(host)
        ready = max(filter(None, (asked, self._next.get(host), now)))
        if (ready - now).total_seconds() > self._manners.longest_wait:
            raise Unavailable(f"asks to be left alone until {ready:%Y-%m-%d %H:%M} UTC", ready)
        if ready > now:
            self._sleep((ready - now).total_seconds())
        self._leave_alone(host, ready + timedelta(seconds=max(delay, self._manners.interval)))

    def _leave_alone(self, host: str, until: datetime) -> None:
        """Ask a host no earlier; a long time is remembered beyond this run."""
        self._next[host] = until
        if (until - datetime.now(UTC)).total_seconds() > self._manners.longest_wait:
            self._state.set_not_before(host, until)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """When a Retry-After header allows to come back: seconds or a date; None where it is neither."""
    if not value:
        return None
    if value.strip().isdecimal():
        return now + timedelta(seconds=min(int(value), 10**8))
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return until if until.tzinfo else until.replace(tzinfo=UTC)


def _redirected(url: httpx.URL, answer: Answer, ports: Collection[int]) -> httpx.URL:
    location = answer.headers.get("location")
    if not location:
        raise FetchProblem(f"status {answer.status} without a location")
    try:
        return checked_url(url.join(location), ports=ports)
    except httpx.InvalidURL as error:
        raise NotAllowed(f"redirects to no valid URL: {location[:100]!r}") from error
    except NotAllowed as error:
        raise NotAllowed(f"redirects to {error}") from error
