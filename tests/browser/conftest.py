"""An installed Chromium before the real pages; without one, each test is skipped by name."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.sign_in import session_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.variants import Variant

ALONE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium talks to nobody but the server under test."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; BROWSER_TESTS=required turns its absence from a skip into a failure."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("There is no Chromium. Install Debian's package chromium.")
        pytest.skip("There is no Chromium here; install the package chromium to run the browser tests.")
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ALONE)
        yield chromium
        chromium.close()


class Visitor:
    """Opens pages as one reader in one variant, and remembers every complaint of the browser."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self._browser = browser
        self.server = server

    @contextmanager
    def open(self, variant: Variant, path: str, *, role: str = "", script: bool = True) -> Iterator[Opened]:
        """A page in a browser of its own; at the end nothing may have been complained of."""
        context = self._browser.new_context(
            base_url=self.server.url,
            viewport={"width": variant.width, "height": 800},
            color_scheme=variant.scheme,
            locale=variant.language,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        if role:
            context.add_cookies([{"name": "session", "value": session_of(role), "url": self.server.url}])
        page = context.new_page()
        opened = Opened(page)
        host = urlsplit(self.server.url).netloc
        page.on("console", lambda said: opened.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: opened.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda request: opened.complaints.append(f"failed: {request.url}"))
        page.on(
            "request",
            lambda request: (
                None
                if urlsplit(request.url).netloc == host or request.url.startswith("data:")
                else opened.complaints.append(f"foreign: {request.url}")
            ),
        )
        answer = page.goto(path.format(language=variant.language))
        opened.status = answer.status if answer else 0
        # Chromium itself notes a page that answers 4xx or 5xx; that is not a complaint about the page.
        try:
            yield opened
        finally:
            context.close()
        own = f"error: Failed to load resource: the server responded with a status of {opened.status}"
        assert [
            said for said in opened.complaints if not (opened.status >= 400 and said.startswith(own))
        ] == []


class Opened:
    """A page as it was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.status = 0
        self.complaints: list[str] = []

    def ask(self, script: str) -> Any:
        """What a script in the page answers."""
        return self.page.evaluate(script)


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Visitor:
    """Somebody with a browser before the running server."""
    return Visitor(browser, live_server)
