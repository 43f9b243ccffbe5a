"""Rides: transfers, and the ways between sites that a version of the timetable asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.translation import gettext

from balai.timetable.models import GroupMember
from balai.timetable.services.attending import is_everybody, wholes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.programmes.models import Edition, Group
    from balai.timetable.models import Slot
    from balai.timetable.services.attending import Wholes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """Groups that go from one site to another together.

    Attributes:
        from_at: not before; the end of what they leave, or the beginning of a transfer.
        until_at: not after; the beginning of what they come to, or the end of a transfer.
        groups: codes; ``names`` are what they are called, or that all of them ride.
        seats: as many as the groups have people, or may have before they are formed.
    """

    from_at: datetime
    until_at: datetime
    origin: str
    destination: str
    groups: tuple[str, ...]
    names: tuple[str, ...]
    seats: int


def rides_of(edition: Edition, slots: Sequence[Slot]) -> list[Ride]:
    """The rides of a version in order of time; groups with the same way at the same time ride together.

    Args:
        edition: with its groups.
        slots: of a version in order, with sites, groups and what they leave.
    """
    groups = list(edition.groups.order_by("order", "code"))
    members: Mapping[UUID, int] = dict(
        GroupMember.objects.filter(group__edition=edition)
        .values_list("group")
        .annotate(Count("pk"))
        .order_by("group")
    )
    zone, wholes = ZoneInfo(edition.time_zone), wholes_of(groups)
    together: dict[tuple[datetime, datetime, str, str], list[int]] = {}
    for number, group in enumerate(groups):
        own = [slot for slot in slots if any(one.pk == group.pk for one in slot.groups.all())]
        for way in _ways(own, zone):
            together.setdefault(way, []).append(number)
    return [
        Ride(
            from_at=way[0],
            until_at=way[1],
            origin=way[2],
            destination=way[3],
            groups=tuple(groups[number].code for number in numbers),
            names=_names([groups[number] for number in numbers], wholes),
            seats=sum(members.get(groups[number].pk, groups[number].size) for number in numbers),
        )
        for way, numbers in sorted(together.items(), key=lambda one: one[0])
    ]


def _names(riding: Sequence[Group], wholes: Wholes) -> tuple[str, ...]:
    if is_everybody(riding, wholes):
        return (gettext("All groups"),)
    return tuple(str(group.name or group.code) for group in riding)


def _ways(own: Sequence[Slot], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, str, str]]:
    """One group's ways: within a day from site to site, and transfers that are sessions themselves."""
    before: Slot | None = None
    for slot in own:
        if slot.site is None:
            continue
        if slot.leaves is not None:
            yield slot.begins_at, slot.ends_at, str(slot.leaves), str(slot.site)
        elif before is not None and before.site_id != slot.site_id:
            is_one_day = before.ends_at.astimezone(zone).date() == slot.begins_at.astimezone(zone).date()
            if is_one_day:
                yield before.ends_at, slot.begins_at, str(before.site), str(slot.site)
        before = slot
