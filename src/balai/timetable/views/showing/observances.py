"""Times that participants keep free of work, and which sessions of a version lie in them; never whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse

from balai.timetable.models import Slot
from balai.timetable.services.hours import Axis
from balai.timetable.services.wording import kept_by, observance_name
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from balai.timetable.models import Timetable
    from balai.timetable.views.showing.quiet import Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A session that lies in such a time, at least in part."""

    title: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One kind of days.

    Attributes:
        name: what it is, beginning a line.
        who: of how many it is, as far as that is told.
        sessions: those that meet it, in order.
    """

    name: str
    who: str
    sessions: Sequence[Meeting]


def observed_in(timetable: Timetable, quiet: Quiet) -> list[Observed]:
    """What the version was planned around; one question where there is something."""
    if not quiet.observances or quiet.starts_on is None:
        return []
    edition = timetable.edition
    zone = ZoneInfo(edition.time_zone)
    axis = Axis(starts_on=quiet.starts_on, days=1, zone=zone)
    rows = Slot.objects.filter(timetable=timetable).select_related("session__activity")
    slots = list(rows.order_by("begins_at", "session__code"))
    return [
        Observed(
            name=observance_name(one["id"], one["name"], begins_line=True),
            who=kept_by(one["people"]),
            sessions=[_meeting(slot, timetable, zone) for slot in slots if _meets(slot, one, axis)],
        )
        for one in quiet.observances
    ]


def _meets(slot: Slot, observance: Mapping[str, Any], axis: Axis) -> bool:
    begins, ends = axis.minute(slot.begins_at), axis.minute(slot.ends_at)
    return any(begins < one["ends"] and one["begins"] < ends for one in observance["windows"])


def _meeting(slot: Slot, timetable: Timetable, zone: ZoneInfo) -> Meeting:
    begins, ends = slot.begins_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return Meeting(
        title=str(slot.session.title),
        when=f"{wording.brief_day(begins.date())}, {wording.clock(begins)}–{wording.clock(ends)}",
        url=reverse("timetable:session", args=[timetable.edition.code, timetable.version, slot.session.code]),
    )
