"""A participant on a telephone: an action plan is written, submitted, and reported on after half a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.followup.models import FollowUp, Plan
from balai.selection.models import Participant
from tests.browser.sign_in import account_of
from tests.browser.variants import Variant
from tests.followup.factories import SAID, people_of
from tests.followup.looks import CODE, keep_people
from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TELEPHONE = Variant(360, "light", "en")


@pytest.fixture(autouse=True)
def _own_programme(transactional_db: None) -> Iterator[None]:
    with own_keys():
        first = people_of(keep_people())[0]
        Participant.objects.filter(pk=first.pk).update(person=account_of("participant").person)
        yield


def fill(page: Page, **words: str) -> None:
    for name, word in words.items():
        page.locator(f"#id_{name}").fill(word)
    page.get_by_role("button", name="Save and go on").click()


def write(page: Page) -> None:
    """The five steps, each by its own form."""
    page.get_by_role("link", name=f"Begin the plan of {CODE}").click()
    page.get_by_role("button", name="Begin an empty plan").click()
    page.get_by_role("link", name="1. Problem and purpose").click()
    fill(page, **{name: str(SAID[name]) for name in ("title", "organisation", "problem", "purpose")})
    page.get_by_role("button", name="Add an activity").click()
    fill(page, what="Build a settling tank", responsible="Karma", ends_on="2018-10-31")
    page.get_by_role("button", name="Add an indicator").click()
    fill(
        page,
        name="Dye houses that reuse water",
        unit="dye houses",
        baseline="0",
        target="3",
        due_on="2019-07-01",
    )
    page.get_by_role("link", name="4. Means and support").click()
    fill(page, dissemination="A day for the dye houses")
    fill(
        page,
        first_step="Measure one dye house",
        first_step_on="2018-08-06",
        supervisor_name="Tashi Wangmo",
        supervisor_email="tashi@industry.bt.example",
    )
    page.get_by_role("button", name="Submit, and ask the supervisor").click()
    page.get_by_role("heading", name=str(SAID["title"])).wait_for()


def test_a_participant_writes_a_plan_and_reports_after_six_months_without_scripts(visitor: Visitor) -> None:
    with visitor.open(TELEPHONE, "/followup/mine/", role="participant") as opened:
        write(opened.page)
    plan = Plan.objects.get()
    assert plan.submissions.count() == 1

    with visitor.open(TELEPHONE, f"/followup/mine/{plan.pk}/", role="participant", script=False) as opened:
        page = opened.page
        page.get_by_role("link", name="After six months").click()
        page.get_by_role("button", name="Send").click()
        page.get_by_text("This field is required").first.wait_for()
        page.get_by_role("radio", name="Under way").check()
        page.locator("#id_value-0").fill("1")
        page.locator("#id_measured-0").fill("2019-01-20")
        page.get_by_role("checkbox", name="Money").check()
        page.locator("#id_women_reached").fill("18")
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Thank you. What you told is kept.").wait_for()
        page.get_by_role("heading", name="After six months: Participant").wait_for()

    told = FollowUp.objects.get()
    assert (told.months, told.number, told.is_late, told.women_reached, told.obstacles) == (
        6,
        1,
        True,
        18,
        ["money"],
    )
    assert [row["state"] for row in told.activities] == ["under-way"]
