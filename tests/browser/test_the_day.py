"""Two people go through one day: a participant by telephone, the coordinator of the centre by tablet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine

from balai.delivery.enums import PresenceState
from balai.delivery.models import FeedbackAnswer, Incident, Presence, SignOff
from tests.browser.variants import Variant
from tests.delivery.looks import MORNING, keep_my_programme
from tests.delivery.materials import PDF
from tests.delivery.practice import briefed, cnc_task, signed, supervisor
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Visitor
    from tests.delivery.factories import Delivered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TELEPHONE = Variant(360, "light", "en")
TABLET = Variant(800, "light", "en")


@pytest.fixture
def morning(transactional_db: None) -> Iterator[Delivered]:
    """The lecture is over, and practice is ahead; one task was signed by the supervisor a minute ago."""
    with own_keys(), time_machine.travel(MORNING):
        world = keep_my_programme()
        task, yusuf = cnc_task(world.edition), supervisor(world.edition)
        briefed(world.people[0], task, yusuf, given_at=MORNING - dt.timedelta(minutes=20), at=MORNING)
        signed(world.people[0], task, yusuf, signed_at=MORNING - dt.timedelta(minutes=1), at=MORNING)
        yield world


def test_a_participant_goes_through_the_day(morning: Delivered, visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, "/my-programme/", role="participant") as opened:
        page = opened.page
        assert page.locator("h1").inner_text() == "Tuesday 24 July 2018"
        assert page.locator("[data-when]").inner_text().startswith("Next, ")
        assert len(page.locator(".dt-digits").inner_text().replace(" ", "")) == 6
        page.get_by_text("+62 22 750 3171").wait_for()

        page.get_by_role("link", name="Materials").click()
        with page.expect_download() as fetched:
            page.get_by_role("link", name="Theory of cutting: the slides").first.click()
        assert Path(fetched.value.path()).read_bytes() == PDF

        page.goto("/my-programme/")
        page.get_by_role("link", name="Say how it was").click()
        page.get_by_role("link", name="Theory of cutting").click()
        page.get_by_role("group", name="Useful (1 to 5)").get_by_label("5", exact=True).check()
        page.get_by_label("One word").fill("Sparks")
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Thank you. Nobody can see that it was you.").wait_for()

        page.goto("/my-programme/")
        page.get_by_role("link", name="Practice passport").click()
        page.get_by_role("button", name="Sign", exact=True).click()
        page.get_by_text("1 of 1 tasks signed off").wait_for()

    said = FeedbackAnswer.objects.get()
    assert (said.given, said.voice) == ({"useful": "5"}, "Sparks")
    assert SignOff.objects.get().participant_id == morning.people[0].pk


def test_a_coordinator_runs_the_day(morning: Delivered, visitor: Visitor) -> None:
    site = morning.slot().site
    assert site is not None
    scope, away = f"organisation:{site.organisation_id}", morning.people[1].name
    with visitor.open(TABLET, "/tasks/", role="centre_coordinator", scope=scope) as opened:
        page = opened.page
        page.get_by_role("link", name="Sheet of the day").first.click()
        page.get_by_role("heading", name="Tuesday 24 July 2018").wait_for()
        page.get_by_text("Nobody is noted as excused or absent.").wait_for()

        page.get_by_role("link", name="Who is there: Theory of cutting").click()
        page.get_by_label(f"Presence of {away}", exact=True).select_option("excused")
        page.get_by_role("button", name=f"Note {away}", exact=True).click()
        page.goto(f"/delivery/{morning.edition.code}/day/")
        page.locator("section, .bl-card").filter(has_text="Excused or absent").get_by_text(
            away
        ).first.wait_for()

        page.get_by_role("link", name="Report an incident").click()
        page.get_by_label("Kind", exact=True).select_option("illness")
        page.get_by_label("Severity", exact=True).select_option("2")
        page.get_by_role("checkbox", name=away).check()
        page.get_by_label("What happened").fill("A temperature; rests at the hotel.")
        page.get_by_role("button", name="Keep it sealed").click()
        page.get_by_text("The incident is kept. What you wrote is sealed.").wait_for()
        page.get_by_role("link", name="Illness").click()
        assert page.get_by_text("rests at the hotel").count() == 0
        page.get_by_role("button", name="Open what was told").click()
        page.get_by_text("A temperature; rests at the hotel.").wait_for()
        assert page.get_by_role("button", name="Close: nothing is to follow").count() == 0

    noted = Presence.objects.get(participant=morning.people[1])
    assert noted.state == PresenceState.EXCUSED
    assert list(Incident.objects.get().participants.all()) == [morning.people[1]]
