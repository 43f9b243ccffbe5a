"""A version of the timetable as a sheet: one session a line, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.programmes.models import Edition
    from balai.timetable.models import Slot
    from balai.timetable.views.showing.differences import Difference


def head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Day"),
        pgettext("a time of day", "From"),
        gettext("Until"),
        gettext("Session"),
        gettext("Code"),
        gettext("Kind"),
        gettext("Groups"),
        gettext("Site"),
        gettext("Room"),
        gettext("Resource persons"),
    ]


def differences_head() -> list[str]:
    """What the columns of a comparison are called, in the reader's language."""
    return [
        gettext("Session"),
        gettext("Groups"),
        gettext("Before"),
        gettext("After"),
        gettext("Resource persons"),
        gettext("Sites"),
    ]


def differences_rows(found: Iterable[Difference]) -> Iterator[list[str]]:
    """Each difference between two versions, and whom it concerns."""
    for one in found:
        yield [one.title, one.groups, one.before, one.after, one.people, one.sites]


def rows(slots: Iterable[Slot], edition: Edition) -> Iterator[list[str]]:
    """Times of the edition's clock; everything that is said of slots is fetched with them."""
    zone = ZoneInfo(edition.time_zone)
    for slot in slots:
        begins, ends = slot.begins_at.astimezone(zone), slot.ends_at.astimezone(zone)
        yield [
            begins.date().isoformat(),
            f"{begins:%H:%M}",
            f"{ends:%H:%M}",
            str(slot.session.activity.title),
            slot.session.code,
            str(slot.session.activity.session_type.name),
            ", ".join(group.code for group in slot.groups.all()),
            str(slot.site or ""),
            str(slot.room or ""),
            ", ".join(
                f"{part.resource_person.person.name} ({part.get_task_display()})"
                for part in slot.people.all()
            ),
        ]
