"""Questions about timetables: which there are, what is published, and what a version holds."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from balai.directory.models import Room, Site
from balai.programmes.models import Activity, Group
from balai.timetable.enums import SearchState, TimetableState
from balai.timetable.models import Search, Slot, SlotPerson, Timetable

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet

    from balai.programmes.models import Edition


LONG = (
    *("problem", "costs", "versions", "given_up", "moves"),
    *(f"edition__{name}" for name in ("theme", "summary", "objective", "target_group")),
)
"""What a version keeps of how it was planned, and its edition of what it is about."""


def published_timetable(edition: Edition | UUID) -> Timetable | None:
    """The version that people go by."""
    rows = Timetable.objects.filter(edition=edition, state=TimetableState.PUBLISHED)
    return rows.defer("problem").first()


def has_published_timetable(edition: Edition | UUID) -> bool:
    """Whether people go by a version."""
    return Timetable.objects.filter(edition=edition, state=TimetableState.PUBLISHED).exists()


def versions_of(edition: Edition | UUID) -> QuerySet[Timetable]:
    """All versions, the newest first."""
    return Timetable.objects.filter(edition=edition).defer("problem").order_by("-version")


def latest_search(edition: Edition | UUID) -> Search | None:
    """The last question to the planner that was not called off."""
    return (
        Search.objects.filter(edition=edition)
        .defer("problem", "timetable__problem")
        .exclude(state=SearchState.CANCELLED)
        .select_related("timetable")
        .order_by("-asked_at", "-pk")
        .first()
    )


def whole_slots(slots: QuerySet[Slot] | None = None) -> QuerySet[Slot]:
    """Slots with everything that pages and papers say of them: four questions for any number."""
    people = SlotPerson.objects.select_related("resource_person__person", "resource_person__organisation")
    rows = Slot.objects.all() if slots is None else slots
    return (
        rows.select_related("session__activity__session_type", "site", "room", "leaves")
        .prefetch_related("groups", Prefetch("people", people.order_by("pk")))
        .order_by("begins_at", "session__code")
    )


def slots_in(timetable: Timetable | UUID) -> QuerySet[Slot]:
    """The slots of a version in the order of time."""
    return whole_slots(Slot.objects.filter(timetable=timetable))


def published_slots(edition: Edition | UUID) -> QuerySet[Slot]:
    """What is published of an edition."""
    return whole_slots(_published(edition))


def public_slots(edition: Edition | UUID) -> QuerySet[Slot]:
    """The same with what everybody is shown of it."""
    return with_people(shown_slots(_published(edition)))


def _published(edition: Edition | UUID) -> QuerySet[Slot]:
    return Slot.objects.filter(timetable__edition=edition, timetable__state=TimetableState.PUBLISHED)


def shown_slots(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Slots with what boards say of them, and nothing else: five questions for any number.

    A record has ten times as many columns as are shown, and the same activities, sites and rooms come again
    and again: to fetch all of it with every slot takes longer than the page.
    """
    activities = Activity.objects.select_related("session_type").only(
        "title", "session_type__name", "session_type__family"
    )
    return (
        slots.select_related("session")
        .only(
            *("timetable_id", "begins_at", "ends_at", "is_pinned", "leaves_id", "site_id", "room_id"),
            *("session__code", "session__activity_id"),
        )
        .prefetch_related(
            Prefetch("session__activity", activities),
            Prefetch("site", Site.objects.only("code", "name", "colour", "city")),
            Prefetch("room", Room.objects.only("code", "name")),
            Prefetch("groups", Group.objects.only("code", "name")),
        )
        .order_by("begins_at", "session__code")
    )


def with_people(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """The same with who teaches, which lists of days say too."""
    people = SlotPerson.objects.select_related("resource_person__person", "resource_person__organisation")
    said = ("slot_id", "task", "resource_person__person__name", "resource_person__organisation__name")
    return slots.prefetch_related(Prefetch("people", people.only(*said).order_by("pk")))


def beside_their_edition(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Slots with their version and its edition, without what is long of either."""
    return slots.select_related("timetable__edition").defer(*(f"timetable__{name}" for name in LONG))


def dates_of(slots: QuerySet[Slot], zone: ZoneInfo) -> list[date]:
    """The days with sessions, in the calendar of a place, in order."""
    moments = slots.order_by("begins_at").values_list("begins_at", flat=True)
    return list(dict.fromkeys(moment.astimezone(zone).date() for moment in moments))


def hours_of(on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last moment of a day in the calendar of a place."""
    return datetime.combine(on, time.min, zone), datetime.combine(on, time.max, zone)
