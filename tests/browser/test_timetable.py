"""A timetable from its plan to its repair, by pointer and by keyboard; who is told of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import expect

from balai.correspondence.models import Letter
from balai.directory.models import Site
from balai.office.models import Office
from balai.programmes.models import Edition, Group
from balai.timetable.models import GroupMember, Search, Session, Slot, Timetable
from balai.timetable.services.searching import work_out
from tests.browser.sign_in import account_of
from tests.browser.variants import Variant
from tests.kernel.keys import own_keys
from tests.timetable.factories import AT, participant
from tests.timetable.looks import CODE, keep_an_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.test import Client
    from playwright.sync_api import Page

    from balai.selection.models import Participant
    from tests.browser.conftest import Visitor

DESK, TELEPHONE = Variant(1280, "light", "en"), Variant(360, "light", "en")
OFFICER, BENCH = "programme_officer", f"/timetable/{CODE}/"


@pytest.fixture
def people(transactional_db: None) -> Iterator[dict[str, Participant]]:
    """A small edition that everybody may see, and a participant in each of its groups."""
    with own_keys(), time_machine.travel(AT):
        edition = keep_an_edition()
        Edition.objects.filter(pk=edition.pk).update(publicity="public")
        Office.objects.update_or_create(defaults={"public_address": "https://balai.example"})
        found = {code: participant(edition, number) for number, code in enumerate("AB", start=1)}
        for group in Group.objects.filter(edition=edition):
            GroupMember.objects.create(group=group, participant=found[group.code], division=group.division)
        yield found


def work() -> None:
    """What the worker does with the last question."""
    work_out(search_id=Search.objects.latest("asked_at").pk, at=AT)


def told_of(kind: str) -> set[UUID]:
    """The persons who were written to."""
    return {letter.person_id for letter in Letter.objects.filter(kind=kind) if letter.person_id}


def drag(page: Page, code: str, onto: str) -> None:
    """Carry a session by its grip to where another one is, and let go."""
    ends = [page.locator(f'[data-code="{one}"]').first.bounding_box() for one in (code, onto)]
    (x, y), (to_x, to_y) = [(box["x"] + 12, box["y"] + 6) for box in ends if box]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 20)
    page.mouse.move(to_x, to_y, steps=4)
    expect(page.locator(".tt-pop")).to_be_visible()
    page.mouse.up()


def numbers(client: Client) -> dict[str, int]:
    """What the edition's feed says of each session: how often it has changed."""
    feed = client.get(reverse("schedule:calendar", args=[CODE])).content
    codes = {str(one.pk): one.code for one in Session.objects.all()}
    entries: list[Any] = list(Calendar.from_ical(feed).walk("VEVENT"))
    return {codes[str(one["UID"])]: int(one["SEQUENCE"]) for one in entries}


def plan_and_publish(page: Page) -> None:
    """The officer plans, is refused a drag, pins by keyboard, plans again, and publishes."""
    page.get_by_role("button", name="Plan", exact=True).click()
    work()
    page.goto(BENCH)
    before = Slot.objects.get(session__code="PRA-1-A")

    drag(page, "PRA-1-A", onto="PRA-1-B")

    pop = page.locator(".tt-pop[data-block]")
    expect(pop).to_contain_text("CNC practice (A) cannot go here")
    expect(pop).to_contain_text("is needed at CNC practice (B) then")
    pop.get_by_role("button", name="Leave it where it is").click()
    expect(page.locator('[data-code="PRA-1-A"]').first).to_be_focused()
    assert Slot.objects.get(pk=before.pk).begins_at == before.begins_at
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Pin it here").click()
    page.goto(BENCH)
    page.get_by_role("button", name="Plan again").click()
    work()
    page.goto(BENCH)
    pinned = Slot.objects.get(session__code="PRA-1-A", timetable__version=2)
    assert (pinned.begins_at, pinned.is_pinned) == (before.begins_at, True)
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("3 sessions are new or changed")).to_be_visible()


def decline(page: Page) -> None:
    """The centre's coordinator declines the session of group B, and says why."""
    line = page.locator("li", has_text="Group B").filter(has_not_text="Group A")
    line.get_by_label("Reason").fill("Audit of the workshop")
    line.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Declined. The office is told.")).to_be_visible()


def repair(page: Page) -> None:
    """The officer says what gets in the way, takes the least disturbance, and publishes it."""
    expect(page.get_by_text("Audit of the workshop")).to_be_visible()
    held = Slot.objects.get(session__code="PRA-1-B", timetable__version=2)
    page.get_by_role("link", name="Something gets in the way…").click()
    page.get_by_label("Or a session that cannot be held, as in rain").select_option(str(held.session))
    page.get_by_label("Day", exact=True).fill(str(held.begins_at.date()))
    page.get_by_label("From", exact=True).fill("00:00")
    page.get_by_label("Until", exact=True).fill("23:59")
    page.locator("[name=reason_en]").fill("Audit of the workshop")
    page.get_by_role("main").get_by_role("button").last.click()
    page.wait_for_url("**/repairs/**")
    work()
    page.reload()
    page.get_by_role("button", name="Take way 1").click()
    page.locator("[name=reason_en]").fill("Audit of the workshop")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("1 session is new or changed")).to_be_visible()
    page.goto(BENCH)
    expect(page.get_by_text("Version 3 repairs it.")).to_be_visible()


def test_a_timetable_is_planned_dragged_refused_pinned_published_declined_and_repaired(
    visitor: Visitor, people: dict[str, Participant], client: Client
) -> None:
    scope = f"organisation:{Site.objects.get(code='bblm').organisation_id}"
    with visitor.open(DESK, BENCH, role=OFFICER) as opened:
        plan_and_publish(opened.page)
    assert numbers(client) == {"LEC-1": 0, "PRA-1-A": 0, "PRA-1-B": 0}
    assert {one.person_id for one in people.values()} < told_of("timetable.published")

    with visitor.open(TELEPHONE, "/timetable/mine/", role="centre_coordinator", scope=scope) as opened:
        decline(opened.page)
    with visitor.open(DESK, BENCH, role=OFFICER) as opened:
        repair(opened.page)

    assert Timetable.objects.get(state="published").version == 3
    assert numbers(client) == {"LEC-1": 0, "PRA-1-A": 0, "PRA-1-B": 1}
    host = account_of("centre_coordinator", scope).person
    assert host is not None
    assert {people["B"].person_id, host.pk} < told_of("timetable.changed")
    assert people["A"].person_id not in told_of("timetable.changed")
