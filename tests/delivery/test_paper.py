"""Sheets of paper: printed with a code for each row, signed, and read days later."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import time_machine
from django.test import Client
from django.urls import reverse

from balai.delivery.enums import Mark, Method
from balai.delivery.models import Conflict, PaperRow, PaperSheet, Presence, Scan
from balai.delivery.services.codes import ROW
from balai.delivery.services.sheets import print_sheets
from balai.people.enums import Role
from balai.timetable.models import GroupMember
from tests.delivery.factories import EIGHT, NIGHT
from tests.engine.documents.reading import pages_of, tags_of
from tests.people.factories import account_with
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from balai.delivery.services.scanning import Given
    from tests.delivery.factories import Delivered

DAYS_LATER = NIGHT + dt.timedelta(days=5)


def printed(world: Delivered, code: str = "LEC-1") -> list[str]:
    """The codes on the sheet of a session, in the order of its people."""
    slot = world.slot(code)
    rows = print_sheets(edition=world.edition, slots=[slot], actor=world.sari, at=AT)[slot.session_id]
    return [ROW + rows[one.pk].secret for one in world.people if one.pk in rows]


def row(world: Delivered, code: str) -> Given:
    return world.scan(0, mark=Mark.PRESENT, method=Method.PAPER, code=code, noted_at=DAYS_LATER, session=None)


def test_rows_that_are_read_days_later_count_for_the_session_and_replays_are_silent(world: Delivered) -> None:
    codes, device = printed(world), world.device()
    read = [row(world, code) for code in codes[:3]]

    first = world.hand_in(device, *read, at=DAYS_LATER)
    again = [world.hand_in(device, *read, at=DAYS_LATER + dt.timedelta(days=1)) for _turn in range(3)]

    assert [one.is_new for one in first] == [True] * 3
    assert {one.is_new for answers in again for one in answers} == {False}
    presences = Presence.objects.all()
    assert {(one.state, one.method, one.arrived_at, one.decided_at) for one in presences} == {
        ("present", Method.PAPER, None, EIGHT)
    }
    assert presences.count() == 3
    scan = Scan.objects.first()
    assert scan is not None
    assert (scan.session, scan.at, scan.read_at) == (world.slot().session, EIGHT, DAYS_LATER)
    assert not Conflict.objects.exists()
    assert PaperSheet.objects.get().state == "scanned"


def test_a_sheet_makes_nobody_punctual_and_outranks_an_absence(world: Delivered) -> None:
    codes, door, desk = printed(world), world.device("Door"), world.device("Desk")
    world.hand_in(door, world.scan(0, minutes=25))
    world.hand_in(
        door,
        world.scan(1, minutes=30, mark=Mark.ABSENT, method=Method.MANUAL, participant=world.people[1].pk),
    )

    world.hand_in(desk, *(row(world, code) for code in codes[:2]), at=DAYS_LATER)

    states = dict(Presence.objects.values_list("participant", "state"))
    assert [states[one.pk] for one in world.people[:2]] == ["late", "present"]
    assert [one.kind for one in Conflict.objects.all()] == ["contradiction"]


def test_a_device_that_was_ended_before_it_read_notes_nobody_by_paper(world: Delivered) -> None:
    device = world.device()
    device.ended_at, device.ended_by = NIGHT, world.sari.reference
    device.save()

    world.hand_in(device, row(world, printed(world)[0]), at=DAYS_LATER)

    assert not Presence.objects.exists()
    assert Conflict.objects.get().kind == "device_ended"


def test_printed_again_it_is_the_same_sheet_with_who_came_since(world: Delivered) -> None:
    practice = world.slot("PRA-1-A")
    group = practice.groups.get()
    before = printed(world, "PRA-1-A")
    stranger = next(one for one in world.people if one.groups.get().group_id != group.pk)
    GroupMember.objects.filter(participant=stranger).update(group=group)

    after = printed(world, "PRA-1-A")

    assert (len(before), len(after)) == (2, 3)
    assert set(before) < set(after)
    assert (PaperSheet.objects.count(), PaperRow.objects.count()) == (1, 3)


def test_a_coordinator_prints_a_session_or_a_day_and_sees_what_was_read_later(world: Delivered) -> None:
    centre = world.slot().site
    assert centre is not None
    client = Client()
    sheets = reverse("delivery:sheets", args=[world.edition.code])
    with time_machine.travel(EIGHT, tick=False):
        client.force_login(
            account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{centre.organisation_id}")
        )
        one = client.post(sheets, {"session": str(world.slot().session_id), "language": "id"})
        day = client.post(sheets, {"day": "2018-07-24", "language": "en"})
        assert client.post(sheets, {"day": "2018-07-01", "language": "en"}).status_code == 404
        assert client.post(sheets, {"session": "x", "language": "xx"}).status_code == 404

    text = "".join(pages_of(one.content))
    assert "Daftar hadir" in text
    assert [person.name for person in world.people if person.name not in text] == []
    assert sum(tag.kind == "Figure" for tag in tags_of(one.content)) == 4
    assert [part in "".join(pages_of(day.content)) for part in ("LEC-1", "PRA-1-A", "PRA-1-B")] == [True] * 3
    world.hand_in(world.device(), row(world, printed(world)[0]), at=DAYS_LATER)
    with time_machine.travel(EIGHT + dt.timedelta(hours=1), tick=False):
        page = client.get(reverse("delivery:session", args=[world.edition.code, world.slot().session_id]))
    assert "entered later, Sun 29 Jul 2018, 20:00" in page.content.decode()
    assert "Rows of it were read." in page.content.decode()
