"""A supervisor's tablet without network: safety first, two signatures, a restart, one sign-off of each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test.testcases import LiveServerThread
from pytest_django.live_server_helper import LiveServer

from balai.delivery.models import PracticeProduct, PracticeSignature, SafetyBriefing, SignOff
from balai.programmes.models import Edition
from tests.browser.conftest import ALONE, program
from tests.browser.sign_in import session_of
from tests.browser.test_presence import PATIENCE, SameAddress, shifted, waits
from tests.delivery.practice import DONE, cnc_task
from tests.directory.factories import country
from tests.kernel.keys import own_keys
from tests.office.test_images import picture
from tests.programmes.factories import session_type
from tests.timetable.factories import participant, small_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from balai.delivery.models import PracticeTask

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


@pytest.fixture
def workshop(transactional_db: None) -> Iterator[PracticeTask]:
    """Twenty people at the machine, an hour after its session began."""
    with own_keys(), time_machine.travel(DONE):
        for code in ("BT", "ID", "LA"):
            country(code)
        for code in ("LEC", "PRA"):
            session_type(code)
        edition = small_edition()
        Edition.objects.filter(pk=edition.pk).update(places=PEOPLE)
        edition.refresh_from_db()
        task = cnc_task(edition)
        for number in range(1, PEOPLE + 1):
            participant(edition, number)
        yield task


def opened(context: BrowserContext, server: LiveServer) -> Page:
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{server.url}/delivery/tablet/SMI-2018/practice/")
    page.locator("[data-practice-tablet][data-ready]").wait_for(timeout=PATIENCE)
    return page


def draw(page: Page, pad: Locator) -> None:
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70)
    page.mouse.up()


def sign(page: Page, number: int, photo: Path | None = None) -> None:
    page.locator("[data-person]").nth(number).get_by_role("button").click()
    steps = page.locator("[data-steps] fieldset")
    for step in range(3):
        steps.nth(step).get_by_label("Alone").check()
    page.get_by_label("Independent").check()
    if photo is not None:
        draw(page, page.get_by_label("Field for the supervisor’s signature"))
        draw(page, page.get_by_label("Field for the participant’s signature"))
        page.get_by_label("Photo of the product").set_input_files(photo)
        page.get_by_label("Diameter (mm)").fill("12.03")
    page.get_by_role("button", name="Save sign-off").click()
    page.get_by_text(f"{number + 1} of {PEOPLE} are signed off").wait_for(timeout=PATIENCE)


@pytest.mark.slow
def test_twenty_practices_are_signed_off_without_network_and_handed_in_once(  # noqa: PLR0915 -- one day
    workshop: PracticeTask, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveServerThread, "server_class", SameAddress)
    photo = tmp_path / "part.png"
    photo.write_bytes(picture("PNG"))

    def begun() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "browser", executable_path=program(), args=ALONE
        )
        shifted(context)
        return context

    server = LiveServer("localhost")
    session = session_of("practice_supervisor")
    tablet = begun()
    try:
        tablet.add_cookies([{"name": "session", "value": session, "url": server.url}])
        page = opened(tablet, server)
        page.get_by_label("What do you call this device?").fill("Tablet of the workshop")
        page.get_by_role("button", name="Register this device").click()
        page.get_by_text(f"0 of {PEOPLE} are signed off").wait_for(timeout=PATIENCE)
        page.locator("html[data-kept]").wait_for(timeout=PATIENCE)

        # --- no network, no server: nothing can be signed before the briefing ---
        server.stop()
        tablet.set_offline(True)
        people = page.locator("[data-person]")
        assert people.get_by_role("button", name="Is briefed").count() == PEOPLE
        for number in range(PEOPLE):
            people.nth(number).get_by_role("button", name="Is briefed").click()
        waits(page, PEOPLE)

        # --- the device refuses what the server would ---
        people.nth(0).get_by_role("button", name="Sign").click()
        page.get_by_label("Independent").check()
        page.get_by_role("button", name="Save sign-off").click()
        page.get_by_text("carries “Observed” at most").wait_for(timeout=PATIENCE)
        page.get_by_role("button", name="Cancel").click()
        for number in range(PEOPLE):
            sign(page, number, photo if number == 0 else None)
        waits(page, 2 * PEOPLE + 1)

        # --- the browser is restarted, still without network ---
        tablet.close()
        tablet = begun()
        tablet.set_offline(True)
        page = opened(tablet, server)
        page.get_by_text(f"{PEOPLE} of {PEOPLE} are signed off").wait_for(timeout=PATIENCE)
        waits(page, 2 * PEOPLE + 1)
        queued = page.evaluate("balaiVault.waiting('practice-notes/SMI-2018')")
        secret = page.evaluate("balaiVault.get('device/SMI-2018')")["secret"]
        assert not SignOff.objects.exists()

        # --- the network is back ---
        server = LiveServer(f"localhost:{server.thread.port}")
        tablet.set_offline(False)
        waits(page, 0)
        for _turn in range(3):
            answer = page.evaluate(
                """async ([secret, items]) => (await (await fetch("/delivery/practice-notes/", {
                     method: "POST",
                     headers: { Authorization: `Device ${secret}`, "Content-Type": "application/json" },
                     body: JSON.stringify({ device_now: new Date().toISOString(), items }),
                   })).json()).taken""",
                [secret, queued],
            )
            assert {one["is_new"] for one in answer} == {False}
        assert page.get_by_role("heading", name="Could not be taken in").count() == 0
    finally:
        tablet.close()
        server.stop()

    assert SignOff.objects.count() == SafetyBriefing.objects.count() == PEOPLE
    assert set(SignOff.objects.values_list("level", flat=True)) == {"independent"}
    assert PracticeProduct.objects.count() == 1
    drawn = PracticeSignature.objects.filter(by="drawn").order_by("signer").values_list("signer", flat=True)
    assert list(drawn) == ["participant", "supervisor"]
    assert all(abs(one.signed_at - DONE) < dt.timedelta(hours=1) for one in SignOff.objects.all())
