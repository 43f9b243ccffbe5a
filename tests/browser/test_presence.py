"""A coordinator's day without network: camera, closed page, restarted browser, and what comes of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import LiveServerThread
from pytest_django.live_server_helper import LiveServer

from balai.delivery.models import Conflict, Device, Presence, Scan
from balai.delivery.services.codes import PERSON, issue_codes
from balai.kernel import clock
from balai.programmes.models import Edition
from balai.timetable.models import GroupMember
from tests.browser.camera import film
from tests.browser.conftest import ALONE, program
from tests.browser.sign_in import session_of
from tests.delivery.factories import EIGHT, delivered
from tests.directory.factories import country
from tests.kernel.keys import own_keys
from tests.programmes.factories import session_type
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from tests.delivery.factories import Delivered

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20
AHEAD = dt.timedelta(minutes=10)
PATIENCE = 60_000
"""Milliseconds; a machine that does nothing else needs a tenth."""
CLOCK = """(() => {
  const shift = %d;
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})()"""
ADDRESS = "/delivery/tablet/SMI-2018/"


@pytest.fixture
def morning(transactional_db: None) -> Iterator[Delivered]:
    """The lecture begins in a quarter of an hour, and twenty people come."""
    with own_keys(), time_machine.travel(EIGHT - dt.timedelta(minutes=15)):
        for code in ("BT", "ID", "LA"):
            country(code)
        for code in ("LEC", "PRA"):
            session_type(code)
        world = delivered()
        Edition.objects.filter(pk=world.edition.pk).update(places=PEOPLE)
        world.edition.refresh_from_db()
        groups = list(world.edition.groups.all())
        for number in range(len(world.people) + 1, PEOPLE + 1):
            one = participant(world.edition, number)
            world.people.append(one)
            GroupMember.objects.create(group=groups[number % 2], participant=one, division="practice")
        yield world


class SameAddress(ThreadedWSGIServer):
    """Listens where another has just ended, as a server that is started again does."""

    def __init__(self, *given: Any, allow_reuse_address: bool = True, **named: Any) -> None:
        super().__init__(*given, allow_reuse_address=True, **named)


def shifted(context: BrowserContext, by: dt.timedelta = dt.timedelta()) -> None:
    """Let pages show the time of the test, or another."""
    shift = clock.now().timestamp() - time_machine.escape_hatch.time.time() + by.total_seconds()
    context.add_init_script(CLOCK % round(shift * 1000))


def opened(context: BrowserContext, server: LiveServer) -> Page:
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{server.url}{ADDRESS}")
    page.locator("[data-tablet][data-ready]").wait_for(timeout=PATIENCE)
    return page


def signed_in(context: BrowserContext, server: LiveServer) -> None:
    context.add_cookies([{"name": "session", "value": session_of("programme_officer"), "url": server.url}])


def registered(page: Page, name: str) -> None:
    page.get_by_label("What do you call this device?").fill(name)
    page.get_by_role("button", name="Register this device").click()
    page.get_by_text(f"0 of {PEOPLE} are there").wait_for(timeout=PATIENCE)
    page.locator("html[data-kept]").wait_for(timeout=PATIENCE)


def waits(page: Page, number: int) -> None:
    page.locator(f"[data-line][data-waits='{number}']").wait_for(timeout=PATIENCE)


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Scan, Presence, Conflict)}


@pytest.mark.slow
def test_twenty_people_are_noted_without_network_through_a_restart_and_handed_in_once(  # noqa: PLR0915 -- one day
    morning: Delivered, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveServerThread, "server_class", SameAddress)
    codes = issue_codes(edition=morning.edition, at=EIGHT - dt.timedelta(days=1))
    seen = film([PERSON + codes[one.pk].secret for one in morning.people], tmp_path / "codes.mjpeg")

    def begun() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "browser",
            executable_path=program(),
            args=[
                *ALONE,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={seen}",
            ],
        )
        shifted(context)
        return context

    server = LiveServer("localhost")
    tablet, other = begun(), browser.new_context()
    shifted(other, AHEAD)
    try:
        for context, name in ((tablet, "Tablet of the workshop"), (other, "Telephone of the desk")):
            signed_in(context, server)
            registered(opened(context, server), name)

        # --- no network, no server ---
        server.stop()
        tablet.set_offline(True)
        other.set_offline(True)
        page = tablet.pages[0]
        page.get_by_role("button", name="Read codes with the camera").click()
        page.get_by_text(f"{PEOPLE} of {PEOPLE} are there").wait_for(timeout=PATIENCE)
        page.get_by_role("button", name="Put the camera away").click()
        for _twice in range(2):
            page.get_by_label("Six digits").fill("poster-on-the-wall")
            page.get_by_role("button", name="Note", exact=True).click()
            page.get_by_text("This is not a check-in code.").wait_for(timeout=PATIENCE)
        noted = page.evaluate("balaiVault.count('scans/SMI-2018')")
        desk = other.pages[0]
        for number in range(3):
            desk.locator("[data-person]").nth(number).get_by_role("button", name="Present").click()
        waits(desk, 3)

        # --- the page is closed, then the browser ---
        page.close()
        page = opened(tablet, server)
        page.get_by_text(f"{PEOPLE} of {PEOPLE} are there").wait_for(timeout=PATIENCE)
        tablet.close()
        tablet = begun()
        tablet.set_offline(True)
        page = opened(tablet, server)
        page.get_by_text(f"{PEOPLE} of {PEOPLE} are there").wait_for(timeout=PATIENCE)
        assert page.locator("[data-tablet]").get_attribute("data-reach") == "no"
        waits(page, noted)
        queued = page.evaluate("balaiVault.waiting('scans/SMI-2018')")
        secret = page.evaluate("balaiVault.get('device/SMI-2018')")["secret"]
        assert counted() == {"Scan": 0, "Presence": 0, "Conflict": 0}

        # --- the network is back ---
        server = LiveServer(f"localhost:{server.thread.port}")
        other.set_offline(False)
        waits(desk, 0)
        tablet.set_offline(False)
        waits(page, 0)

        first = counted()
        for _turn in range(3):
            answer = handed_in_again(page, secret, queued)
            assert [one["is_new"] for one in answer] == [False] * noted
        assert counted() == first
    finally:
        tablet.close()
        other.close()
        server.stop()

    assert Presence.objects.count() == PEOPLE
    assert set(Presence.objects.values_list("state", flat=True)) == {"present"}
    assert Scan.objects.count() == noted + 3
    assert {UUID(one["nonce"]) for one in queued} < set(Scan.objects.values_list("nonce", flat=True))
    ahead = Scan.objects.filter(device__name="Telephone of the desk")
    assert {round(one.offset_ms / 60_000) for one in ahead} == {-10}
    assert all(abs(one.at - one.noted_at + AHEAD) < dt.timedelta(minutes=1) for one in ahead)
    assert Scan.objects.filter(given__startswith="poster-on-the-wall", participant=None).count() == 1
    kinds = list(Conflict.objects.values_list("kind", flat=True))
    assert [kinds.count(kind) for kind in ("clock_skew", "two_devices", "code_unknown")] == [3, 3, 1]
    shown = conflicts_page(morning)
    assert shown.count('scope="row">Two devices noted the same person') == 3


@pytest.mark.slow
def test_an_answer_that_is_late_undoes_nothing_and_an_ended_device_forgets_the_names(
    morning: Delivered, browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context()
    shifted(context)
    signed_in(context, live_server)
    page = opened(context, live_server)
    registered(page, "Tablet")

    held: list[Route] = []

    def hold(route: Route) -> None:  # a method of a list carries no mark of the browser's library
        held.append(route)

    page.route("**/bundle/", hold)
    with page.expect_request("**/bundle/"):
        page.reload()
    page.get_by_text(f"0 of {PEOPLE} are there").wait_for(timeout=PATIENCE)
    early = page.request.get(held[0].request.url, headers=held[0].request.all_headers())
    page.locator("[data-person]").first.get_by_role("button", name="Present").click()
    page.get_by_text(f"1 of {PEOPLE} are there").wait_for(timeout=PATIENCE)
    held[0].fulfill(response=early)
    page.locator("[data-tablet][data-ready]").wait_for(timeout=PATIENCE)
    assert page.get_by_text(f"1 of {PEOPLE} are there").is_visible()

    page.unroute("**/bundle/")
    Device.objects.update(ended_at=clock.now(), ended_by=morning.sari.reference)
    page.reload()
    page.get_by_text("This device was ended. Register it again.").wait_for(timeout=PATIENCE)
    assert page.locator("[data-person]").count() == 0
    assert page.evaluate("balaiVault.get('bundle/SMI-2018')") is None
    context.close()


def handed_in_again(page: Page, secret: str, items: list[Any]) -> list[Any]:
    answer = page.evaluate(
        """async ([secret, items]) => (await (await fetch("/delivery/scans/", {
             method: "POST",
             headers: { Authorization: `Device ${secret}`, "Content-Type": "application/json" },
             body: JSON.stringify({ device_now: new Date().toISOString(), items }),
           })).json()).taken""",
        [secret, items],
    )
    assert isinstance(answer, list)
    return answer


def conflicts_page(world: Delivered) -> str:
    client = Client()
    client.cookies["session"] = session_of("programme_officer")
    answer = client.get(f"/delivery/{world.edition.code}/conflicts/")
    assert answer.status_code == 200
    return answer.content.decode()
