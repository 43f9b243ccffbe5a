"""Sessions as a list, day by day, for a telephone and for paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.timetable.models import Confirmation, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A session in a list.

    Attributes:
        parts: who takes part by their part and organisation, without names.
        confirmation: what is asked of the reader about it, or None.
    """

    time: str
    title: str
    kind: str
    place: str
    colour: int
    groups: str
    parts: Sequence[str] = field(default_factory=tuple)
    confirmation: Confirmation | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfLines:
    """A day with its sessions."""

    name: str
    lines: Sequence[Line]


def days_of(
    slots: Sequence[Slot], asked: Mapping[tuple[UUID, datetime], Confirmation] | None = None
) -> list[DayOfLines]:
    """Slots by local day; their timetable and edition are fetched with them."""
    asked = asked or {}

    def local(slot: Slot) -> datetime:
        return slot.begins_at.astimezone(ZoneInfo(slot.timetable.edition.time_zone))

    return [
        DayOfLines(
            name=str(wording.long_day(on)),
            lines=[line_of(slot, local(slot), asked.get((slot.session_id, slot.begins_at))) for slot in own],
        )
        for on, own in groupby(slots, lambda slot: local(slot).date())
    ]


def line_of(slot: Slot, begins: datetime, confirmation: Confirmation | None = None) -> Line:
    """One session; everything that is said of it is fetched with it."""
    activity = slot.session.activity
    return Line(
        time=f"{wording.clock(begins)}–{wording.clock(begins + slot.lasts)}",
        title=str(activity.title),
        kind=str(activity.session_type.name),
        place=", ".join(str(one) for one in (slot.room, slot.site) if one),
        colour=slot.site.colour if slot.site else 0,
        groups=wording.joined([str(group.name or group.code) for group in slot.groups.all()]),
        parts=list(
            dict.fromkeys(
                f"{part.get_task_display()}: {part.resource_person.organisation}"
                for part in slot.people.all()
                if part.resource_person.organisation
            )
        ),
        confirmation=confirmation,
        code=slot.session.code,
    )
