"""A real browser, headless, and what a page it opened did: messages, requests, dialogs, navigations."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.config import Home
from pipelines.publish.report.page import write_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Opened:
    """A page that says it is ready, and everything it did that a report must not do."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)

    def assert_quiet(self, file: Path) -> None:
        """No message in the console (a policy that stops something says so there), no request but the file, no dialog."""
        assert self.messages == []
        assert set(self.requests) <= {file.as_uri(), "data:,"}
        assert self.dialogs == []
        assert set(self.visited) == {file.as_uri()}


Open = Callable[..., Opened]
Altered = Callable[[Callable[[duckdb.DuckDBPyConnection], None]], Path]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is on this machine: install it to test pages (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Open]:
    """Opens a file in a page of its own; options are those of a browser context."""
    contexts = []

    def open_file(file: Path, **options: Any) -> Opened:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        seen = Opened(page)
        page.on("console", lambda message: seen.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: seen.messages.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("framenavigated", lambda frame: seen.visited.append(frame.url))
        context.on("request", lambda request: seen.requests.append(request.url))
        context.on("page", lambda popup: seen.visited.append(popup.url))
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        return seen

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sample_report(sample_home: Path) -> Path:
    """The report that the run wrote at its end."""
    return Home.find(sample_home).report


@pytest.fixture(scope="session")
def altered(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Altered:
    """Writes the report of a copy of the sample's warehouse, changed by the function given its connection."""

    def write(change: Callable[[duckdb.DuckDBPyConnection], None]) -> Path:
        home = Home.find(tmp_path_factory.mktemp("altered"))
        home.published.parent.mkdir()
        shutil.copy(Home.find(sample_home).published, home.published)
        home.published.chmod(0o644)
        with duckdb.connect(str(home.published)) as connection:
            change(connection)
        write_report(home, home.report)
        return home.report

    return write
