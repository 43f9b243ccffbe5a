from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.timetable.enums import TimetableState
from balai.timetable.models import Booking, GroupMember, Slot, Timetable
from tests.programmes.factories import EditionFactory, GroupFactory
from tests.timetable.factories import AT, draft, participant

if TYPE_CHECKING:
    from balai.programmes.models import Edition


def published(edition: Edition) -> Timetable:
    timetable = draft(edition)
    _publish(timetable)
    return timetable


def _publish(timetable: Timetable) -> None:
    timetable.state = TimetableState.PUBLISHED
    timetable.published_at, timetable.published_by = AT, "system"
    timetable.save()


def refused(name: str) -> Any:
    return pytest.raises(IntegrityError, match=name)


def test_a_draft_changes_and_what_is_published_does_not(edition: Edition) -> None:
    timetable = draft(edition)
    Slot.objects.filter(timetable=timetable).update(is_pinned=True)
    _publish(timetable)

    for deed in (
        lambda: Slot.objects.filter(timetable=timetable).update(is_pinned=False),
        lambda: Timetable.objects.filter(pk=timetable.pk).update(objective=9),
        lambda: Timetable.objects.filter(pk=timetable.pk).update(state=TimetableState.DRAFT),
        lambda: Slot.groups.through.objects.filter(slot__timetable=timetable).delete(),
        lambda: Slot.objects.filter(timetable=timetable)[0].people.all().delete(),
        lambda: Slot.objects.filter(timetable=timetable)[1].machines.all().delete(),
        timetable.delete,
    ):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            deed()

    timetable.state, timetable.superseded_at = TimetableState.SUPERSEDED, AT
    timetable.save()
    assert not Booking.objects.exists()


def test_no_version_begins_published(edition: Edition) -> None:
    timetable = draft(edition)
    timetable.delete()
    timetable.state, timetable.published_at, timetable.published_by = "published", AT, "system"

    with refused("timetable_stays"), transaction.atomic():
        timetable.save(force_insert=True)


def test_publishing_books_everything_once(edition: Edition) -> None:
    published(edition)

    kinds = [
        Booking.objects.filter(**{f"{name}__isnull": False}).count()
        for name in ("group", "person", "room", "machine")
    ]
    assert kinds == [4, 3, 3, 4]  # the lecture for two groups and each practice for one; two machines each


@pytest.mark.parametrize(
    ("column", "constraint"),
    [
        ("group", "booking_group_once"),
        ("person", "booking_person_once"),
        ("room", "booking_room_once"),
        ("machine", "booking_machine_once"),
    ],
)
def test_nothing_that_is_booked_is_given_twice(edition: Edition, column: str, constraint: str) -> None:
    published(edition)
    row = Booking.objects.filter(**{f"{column}__isnull": False}).earliest("pk")
    row.pk = None

    with refused(constraint), transaction.atomic():
        row.save(force_insert=True)


def test_one_version_of_an_edition_is_published(edition: Edition) -> None:
    published(edition)
    other = draft(edition, PRA_1_A=2 * 1_440 + 480, PRA_1_B=2 * 1_440 + 780, LEC_1=1_440 + 900)

    with refused("timetable_one_published"), transaction.atomic():
        _publish(other)


def test_a_participant_is_in_one_group_of_a_division_and_of_the_edition(edition: Edition, keys: None) -> None:
    one = participant(edition, 1)
    first, second = edition.groups.order_by("code")
    GroupMember.objects.create(group=first, participant=one, division="practice")

    with refused("group_member_of_one_group"), transaction.atomic():
        GroupMember.objects.create(group=second, participant=one, division="practice")
    with refused("group_member_repeats_its_division"), transaction.atomic():
        GroupMember.objects.create(group=second, participant=one, division="plans")
        _judge_now()
    foreign = GroupFactory.create(edition=EditionFactory.create(), division="plans")
    with refused("of another edition"), transaction.atomic():
        GroupMember.objects.create(group=foreign, participant=one, division="plans")
        _judge_now()


def _judge_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
