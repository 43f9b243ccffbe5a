"""An installed Chromium before the real pages; without one, each test is skipped by name."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.sign_in import session_of
from tests.kernel.keys import own_keys
from tests.tables import restore_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Playwright, Request, Response
    from pytest_django import DjangoDbBlocker

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

WITHOUT_HELPERS = ["--js-flags=--single-threaded"]
"""Scripts are compiled and cleaned up after in the thread that runs them.

Helpers are for readers who must not wait; where all processors have work, they only take more of it.
"""


def program() -> str | None:
    """The installed Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave pages that show nothing yet to the slow group: with something on them they are seen every day.

    Not in the variants that are only for looking at: of those the slow group has none of any page.
    """
    for item in items:
        shown = item.callspec.params.get("looked") if hasattr(item, "callspec") else None
        if getattr(shown, "shows_nothing", False) and item.get_closest_marker("look") is None:
            item.add_marker(pytest.mark.slow)


def bare_program() -> str | None:
    """Chromium without windows and menus of its own, which take as long as a page: for looking at many."""
    return shutil.which("chromium-headless-shell") or program()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What leads browsers; BROWSER_TESTS=required turns the absence of one from a skip into a failure."""
    if program() is None:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("There is no Chromium. Install Debian's package chromium.")
        pytest.skip("There is no Chromium here; install the package chromium to run the browser tests.")
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the session."""
    chromium = playwright.chromium.launch(executable_path=program(), args=ALONE)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def bare_browser(playwright: Playwright) -> Iterator[Browser]:
    """One that shows nothing but pages."""
    chromium = playwright.chromium.launch(executable_path=bare_program(), args=[*ALONE, *WITHOUT_HELPERS])
    yield chromium
    chromium.close()


class Window:
    """A window of a browser in one variant: opens pages, and remembers every complaint of the browser."""

    def __init__(
        self, browser: Browser, server: LiveServer, variant: Variant, *, script: bool = True
    ) -> None:
        self._server = server
        self._variant = variant
        self._has_script = script
        self._complaints: list[str] = []
        self._refused: set[int] = set()
        self._context = browser.new_context(
            base_url=server.url,
            viewport={"width": variant.width, "height": 800},
            color_scheme=variant.scheme,
            locale=variant.language,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        self._page = self._context.new_page()
        self._page.on("console", lambda said: self._complain(f"{said.type}: {said.text}"))
        self._page.on("pageerror", lambda error: self._complain(f"error: {error}"))
        self._page.on("requestfailed", self._miss)
        self._page.on("request", lambda request: self._judge(request.url))
        self._page.on("response", self._note)

    def _complain(self, complaint: str) -> None:
        self._complaints.append(complaint)

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a page still wanted when the reader left it
            self._complain(f"failed: {request.url}")

    def _judge(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self._server.url).netloc and not url.startswith("data:"):
            self._complain(f"foreign: {url}")

    def _note(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and answer.status >= 400:
            self._refused.add(answer.status)

    @contextmanager
    def open(self, path: str, *, role: str = "", scope: str = "all") -> Iterator[Opened]:
        """A page, as a reader who comes for the first time; in the end nothing was complained of."""
        self._context.clear_cookies()
        if role:
            self._context.add_cookies(
                [{"name": "session", "value": session_of(role, scope), "url": self._server.url}]
            )
        answer = self._page.goto(path.format(language=self._variant.language))
        status = answer.status if answer else 0
        try:
            yield Opened(self._page, status)
            # Chromium itself notes a page that answers 4xx or 5xx; that is not a complaint about the page.
            note = "error: Failed to load resource: the server responded with a status of"
            own = tuple(f"{note} {refused}" for refused in self._refused)
            assert [said for said in self._complaints if not said.startswith(own)] == []
        finally:
            self._leave()
            self._complaints.clear()
            self._refused.clear()

    def _leave(self) -> None:
        """End what the page still wanted before the next one comes.

        From within the page, so that Chromium keeps its process, and in it what it has compiled.
        """
        if not self._has_script:
            self._page.goto("about:blank")
            return
        with self._page.expect_navigation(url="about:blank"):
            self._page.evaluate("location.replace('about:blank')")

    def close(self) -> None:
        self._context.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it was opened, and the status of its answer."""

    page: Page
    status: int

    def ask(self, script: str) -> Any:
        """What a script in the page answers."""
        return self.page.evaluate(script)


class Visitor:
    """Somebody with a browser that remembers nothing of other visits."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self._browser = browser
        self.server = server

    @contextmanager
    def open(
        self, variant: Variant, path: str, *, role: str = "", scope: str = "all", script: bool = True
    ) -> Iterator[Opened]:
        """A page in a window of its own."""
        window = Window(self._browser, self.server, variant, script=script)
        try:
            with window.open(path, role=role, scope=scope) as opened:
                yield opened
        finally:
            window.close()


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Visitor:
    """Somebody with a browser before the running server."""
    return Visitor(browser, live_server)


@pytest.fixture(scope="module")
def addresses() -> Iterator[None]:
    """Those of tests/browser/urls.py, for all tests of a module.

    pytest-django's mark would set them for each test, before which Django reads all of the product's anew.
    """
    with override_settings(ROOT_URLCONF="tests.browser.urls"):
        yield


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """A running server for pages that share what was prepared: `live_server` would empty the tables."""
    server = LiveServer("localhost")
    settings = server._live_server_modified_settings  # noqa: SLF001 -- as the fixture of pytest-django does
    settings.enable()
    yield server
    settings.disable()
    server.stop()


@pytest.fixture(scope="session")
def windows(bare_browser: Browser, server: LiveServer) -> Iterator[Callable[[Variant], Window]]:
    """One window of each variant for the whole session: a new one for each page takes as long as the page."""
    opened: dict[Variant, Window] = {}

    def window(variant: Variant) -> Window:
        if variant not in opened:
            opened[variant] = Window(bare_browser, server, variant)
        return opened[variant]

    yield window
    for each in opened.values():
        each.close()


@pytest.fixture(scope="module")
def prepared(
    request: pytest.FixtureRequest,
    addresses: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """What several pages show, made once for all of them: its parameter makes it, or is None for nothing.

    An installation's keys belong to it, for pages that show what is sealed.
    """
    with django_db_blocker.unblock(), own_keys():
        if request.param:
            request.param()
        yield
        restore_tables()
