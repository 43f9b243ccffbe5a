"""What differs between two versions, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.timetable.models import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A session that is elsewhere, new or gone; empty where it was not or is not there.

    Attributes:
        people: resource persons whom it concerns, by name.
        sites: whose centres it concerns.
    """

    title: str
    groups: str
    before: str
    after: str
    people: str = ""
    sites: str = ""


def differences(before: Sequence[Slot], after: Sequence[Slot], zone: str) -> list[Difference]:
    """In the order of the later version, those that are gone last."""
    old = {slot.session_id: slot for slot in before}
    new = {slot.session_id: slot for slot in after}
    found = []
    for slot in after:
        was = old.get(slot.session_id)
        said = where_and_when(slot, zone)
        if was is None or where_and_when(was, zone) != said:
            found.append(_difference(slot, was, before=where_and_when(was, zone) if was else "", after=said))
    found += [
        _difference(slot, None, before=where_and_when(slot, zone), after="")
        for slot in before
        if slot.session_id not in new
    ]
    return found


def _difference(slot: Slot, was: Slot | None, *, before: str, after: str) -> Difference:
    names = [str(group.name or group.code) for group in slot.groups.all()]
    return Difference(
        title=str(slot.session.activity.title),
        groups=wording.joined(names),
        before=before,
        after=after,
        people=wording.joined([part.resource_person.person.name for part in slot.people.all()]),
        sites=wording.joined(
            list(dict.fromkeys(str(one.site) for one in (was, slot) if one is not None and one.site))
        ),
    )


def where_and_when(slot: Slot, zone: str) -> str:
    """Day, times and place of a slot; site and room are fetched with it."""
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (slot.begins_at, slot.ends_at))
    time = f"{wording.brief_day(begins.date())}, {wording.clock(begins)}–{wording.clock(ends)}"
    place = ", ".join(str(one) for one in (slot.room, slot.site) if one)
    return f"{time}, {place}" if place else time
