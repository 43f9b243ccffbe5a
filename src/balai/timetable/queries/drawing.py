"""What boards draw of a version, fetched in the same number of questions for any number of sessions.

Rows, not records: a board shows ten facts of each session, and four hundred records with what hangs on each
take longer to make than the page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.directory.models import Room, Site
from balai.programmes.models import Activity
from balai.timetable.models import Slot, SlotPerson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A session of a version.

    Attributes:
        code: of the session.
        is_transfer: whether it begins at one site and ends at another.
        people: names of those who teach.
    """

    code: str
    activity: Activity
    begins_at: datetime
    ends_at: datetime
    site: Site | None
    room: Room | None
    groups: tuple[Group, ...]
    people: tuple[str, ...]
    is_pinned: bool
    is_transfer: bool


def drawn_slots(slots: QuerySet[Slot], groups: Sequence[Group], *, names_people: bool = False) -> list[Drawn]:
    """Slots in the order of time, with what boards say of them.

    Args:
        slots: of one version.
        groups: of its edition, in order.
        names_people: whether those who teach are fetched too.
    """
    rows = list(
        slots.order_by("begins_at", "session__code").values_list(
            *("pk", "session__code", "session__activity", "begins_at", "ends_at"),
            *("site", "room", "is_pinned", "leaves"),
        )
    )
    activities = Activity.objects.select_related("session_type").only(
        "title", "session_type__name", "session_type__family"
    )
    by_activity = activities.in_bulk({row[2] for row in rows})
    sites = Site.objects.only("code", "name", "colour", "city").in_bulk({row[5] for row in rows if row[5]})
    rooms = Room.objects.only("code", "name").in_bulk({row[6] for row in rows if row[6]})
    attending = _attending(slots, groups)
    people = _people(slots) if names_people else {}
    return [
        Drawn(
            code=code,
            activity=by_activity[activity],
            begins_at=begins_at,
            ends_at=ends_at,
            site=sites[site] if site else None,
            room=rooms[room] if room else None,
            groups=tuple(attending.get(key, ())),
            people=tuple(people.get(key, ())),
            is_pinned=is_pinned,
            is_transfer=leaves is not None,
        )
        for key, code, activity, begins_at, ends_at, site, room, is_pinned, leaves in rows
    ]


def drawn_of(slot: Slot) -> Drawn:
    """The same of a slot whose records are fetched with it."""
    return Drawn(
        code=slot.session.code,
        activity=slot.session.activity,
        begins_at=slot.begins_at,
        ends_at=slot.ends_at,
        site=slot.site,
        room=slot.room,
        groups=tuple(slot.groups.all()),
        people=(),
        is_pinned=slot.is_pinned,
        is_transfer=slot.leaves_id is not None,
    )


def _attending(slots: QuerySet[Slot], groups: Sequence[Group]) -> Mapping[UUID, Sequence[Group]]:
    through = Slot.groups.through.objects.filter(slot__in=slots.order_by().values("pk"))
    of_group: dict[UUID, list[UUID]] = defaultdict(list)
    for slot, key in through.values_list("slot", "group"):
        of_group[key].append(slot)
    found: dict[UUID, list[Group]] = defaultdict(list)
    for group in groups:
        for slot in of_group[group.pk]:
            found[slot].append(group)
    return found


def _people(slots: QuerySet[Slot]) -> Mapping[UUID, Sequence[str]]:
    parts = SlotPerson.objects.filter(slot__in=slots.order_by().values("pk"))
    found: dict[UUID, list[str]] = defaultdict(list)
    for slot, name in parts.order_by("pk").values_list("slot", "resource_person__person__name"):
        found[slot].append(name)
    return found
