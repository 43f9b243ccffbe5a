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


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """One vehicle of a ride.

    Attributes:
        number, count: which it is of how many.
        taken: seats.
        riders: groups by what they are called, each with the names of those of it who sit here; without
            names where the group is not formed.
    """

    number: int
    count: int
    taken: int
    riders: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Riders:
    """A group as it rides.

    Attributes:
        name: what it is called.
        seats: as many as it has people, or may have before it is formed.
        names: of its people.
    """

    name: str
    seats: int
    names: Sequence[str]


def riders_of(edition: Edition) -> dict[str, Riders]:
    """The groups of an edition by their codes, with their people."""
    names: dict[UUID, list[str]] = {}
    rows = GroupMember.objects.filter(group__edition=edition).order_by("participant__name", "pk")
    for key, name in rows.values_list("group", "participant__name"):
        names.setdefault(key, []).append(name)
    return {
        one.code: Riders(
            name=str(one.name or one.code),
            seats=len(names.get(one.pk, ())) or one.size,
            names=names.get(one.pk, []),
        )
        for one in edition.groups.all()
    }


def vehicles_for(ride: Ride, riders: Mapping[str, Riders], *, seats: int) -> list[Vehicle]:
    """Share the groups of a ride out over vehicles.

    A group stays together where a vehicle holds it: the largest first, each into the first vehicle with room.
    One that no vehicle holds fills vehicles of its own; its rest goes with others.

    Args:
        ride: with the codes of its groups.
        riders: the groups by their codes.
        seats: of a vehicle, without the driver's.
    """
    parts: list[tuple[str, int, Sequence[str]]] = [
        (one.name, min(seats, one.seats - first), one.names[first : first + seats])
        for one in (riders[code] for code in ride.groups)
        for first in range(0, one.seats, seats)
    ]
    loads: list[list[tuple[str, int, Sequence[str]]]] = []
    for part in sorted(parts, key=lambda part: -part[1]):
        room = (load for load in loads if sum(taken for _, taken, _ in load) + part[1] <= seats)
        load = next(room, None)
        if load is None:
            loads.append([part])
        else:
            load.append(part)
    return [
        Vehicle(
            number=number,
            count=len(loads),
            taken=sum(taken for _, taken, _ in load),
            riders=[(name, names) for name, _, names in load],
        )
        for number, load in enumerate(loads, start=1)
    ]


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
