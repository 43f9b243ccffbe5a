"""What published timetables hold, of every edition: the database refuses to give anything twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Machine, Room
from balai.people.models import Person
from balai.programmes.models import Group
from balai.timetable.models.plan import Slot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _once(*what: str, name: str, message: StrOrPromise) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((one, RangeOperators.EQUAL) for one in what),
            ("during", RangeOperators.OVERLAPS),
        ],
        condition=Q(**{f"{what[0]}__isnull": False}),
        violation_error_message=message,
    )


class Booking(models.Model):
    """A person, a group, a room or one machine is taken for a session of a published timetable.

    Rows are made and taken away by the database alone, when a version is published or superseded, so that
    what is published and what is booked cannot differ.
    """

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="bookings")
    during = DateTimeRangeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, related_name="+")
    unit = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "balai_booking"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group=None, room=None, machine=None, unit=None)
                | Q(person=None, group__isnull=False, room=None, machine=None, unit=None)
                | Q(person=None, group=None, room__isnull=False, machine=None, unit=None)
                | Q(person=None, group=None, room=None, machine__isnull=False, unit__isnull=False),
                name="booking_is_of_one_thing",
            ),
            _once(
                "person",
                name="booking_person_once",
                message=_("Somebody would have to be in two published sessions at once."),
            ),
            _once(
                "group",
                name="booking_group_once",
                message=_("A group would have to be in two published sessions at once."),
            ),
            _once(
                "room",
                name="booking_room_once",
                message=_("A room would hold two published sessions at once."),
            ),
            _once(
                "machine",
                "unit",
                name="booking_machine_once",
                message=_("A machine would be used in two published sessions at once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}"
