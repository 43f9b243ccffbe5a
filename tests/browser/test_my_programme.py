"""A participant's telephone: opened once, it shows the day without network, and forgets at signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import ALONE, program
from tests.browser.sign_in import session_of
from tests.browser.test_presence import CLOCK, PATIENCE, shifted
from tests.delivery.looks import MORNING, keep_my_programme
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

KEPT = "async () => (await caches.keys()).filter(name => name.startsWith('balai-my-')).length"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_day_opens_without_server_moves_on_and_goes_with_signing_out(
    browser: Browser, tmp_path: Path
) -> None:
    with own_keys(), time_machine.travel(MORNING):
        keep_my_programme()
        server = LiveServer("localhost")
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "browser",
            executable_path=program(),
            args=ALONE,
            viewport={"width": 390, "height": 844},
        )
        try:
            shifted(context)
            context.add_cookies([{"name": "session", "value": session_of("participant"), "url": server.url}])
            page = context.pages[0]
            page.goto(f"{server.url}/my-programme/")
            page.locator("html[data-kept]").wait_for(timeout=PATIENCE)
            digits = page.locator(".dt-digits").inner_text()
            assert page.locator("[data-when]").inner_text() == "Next, today"

            context.set_offline(True)
            page.close()
            again = context.new_page()
            context.add_init_script(
                CLOCK % (3 * 3600 * 1000)
            )  # what was kept at half past nine is read past noon
            again.goto(f"{server.url}/my-programme/")
            again.locator("html[data-tells]").wait_for(timeout=PATIENCE)
            assert again.locator(".dt-digits").inner_text() == digits
            assert again.locator("[data-when]").inner_text() == "Next, in 30 min"
            assert again.locator("[data-offline]").inner_text().startswith("No network. Saved on Tue 24 Jul")

            context.set_offline(False)
            again.get_by_role("button", name="Menu of").click()
            again.get_by_role("button", name="Sign out").click()
            again.wait_for_url(lambda url: "my-programme" not in url, timeout=PATIENCE)
            assert again.evaluate(KEPT) == 0
        finally:
            context.close()
            server.stop()
