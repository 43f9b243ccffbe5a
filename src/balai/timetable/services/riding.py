"""Rides: transfers, and the ways between sites that a version of the timetable asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
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

    from balai.directory.models import Site
    from balai.programmes.models import Edition, Group
    from balai.timetable.models import Slot, Vehicle
    from balai.timetable.queries.vehicles import RideKey
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
    origin: Site
    destination: Site
    groups: tuple[str, ...]
    names: tuple[str, ...]
    seats: int

    @property
    def key(self) -> str:
        """What tells it from the other rides of its edition, in addresses."""
        times = "-".join(f"{one.astimezone(UTC):%Y%m%d%H%M}" for one in (self.from_at, self.until_at))
        return f"{times}-{self.origin.code}-{self.destination.code}"

    @property
    def place(self) -> RideKey:
        """By what rows of vehicles name it."""
        return self.from_at, self.until_at, self.origin.pk, self.destination.pk

    @property
    def way(self) -> str:
        """From where to where."""
        return f"{self.origin} → {self.destination}"


@dataclass(slots=True, kw_only=True)
class Load:
    """Who sits in one vehicle of a ride.

    Attributes:
        number, count: which it is of how many.
        seats: of the vehicle, without the driver's.
        taken: of them.
        vehicle: none where nobody has said yet which it is.
        riders: groups by what they are called, each with the names of those of it who sit here; without
            names where the group is not formed.
    """

    number: int
    count: int
    seats: int
    vehicle: Vehicle | None = None
    taken: int = 0
    riders: list[tuple[str, Sequence[str]]] = field(default_factory=list)

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return self.seats - self.taken


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


def loads_of(
    ride: Ride, riders: Mapping[str, Riders], vehicles: Sequence[Vehicle], *, seats: int
) -> list[Load]:
    """Share the groups of a ride out over its vehicles, or over as many of the usual size as it needs.

    A group stays together where a vehicle holds it: the largest first, each into the vehicle that it leaves
    fewest seats free in. One that no vehicle holds fills the emptiest ones.

    Args:
        ride: with the codes of its groups.
        riders: the groups by their codes.
        vehicles: those that are taken for it; where they do not hold everybody, as if there were none.
        seats: of a usual vehicle, without the driver's.
    """
    own = sorted((riders[code] for code in ride.groups), key=lambda one: (-one.seats, one.name))
    if sum(one.seats for one in vehicles) >= sum(one.seats for one in own) and vehicles:
        loads = [
            Load(number=number, count=len(vehicles), seats=one.seats, vehicle=one)
            for number, one in enumerate(vehicles, start=1)
        ]
        for group in own:
            _seat(group, loads)
        return loads
    loads = []
    for group in own:
        while sum(one.free for one in loads) < group.seats or (
            group.seats <= seats and not any(one.free >= group.seats for one in loads)
        ):
            loads.append(Load(number=len(loads) + 1, count=0, seats=seats))
        _seat(group, loads)
    for one in loads:
        one.count = len(loads)
    return loads


def _seat(group: Riders, loads: Sequence[Load]) -> None:
    """Give a group its seats; there are enough."""
    left, first = group.seats, 0
    while left:
        holding = [one for one in loads if one.free >= left]
        load = min(holding, key=_free) if holding else max(loads, key=_free)
        part = min(left, load.free)
        load.riders.append((group.name, group.names[first : first + part]))
        load.taken += part
        left, first = left - part, first + part


def _free(load: Load) -> int:
    return load.free


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
    together: dict[tuple[datetime, datetime, Site, Site], list[int]] = {}
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
        for way, numbers in sorted(
            together.items(), key=lambda one: (*one[0][:2], one[0][2].code, one[0][3].code)
        )
    ]


def _names(riding: Sequence[Group], wholes: Wholes) -> tuple[str, ...]:
    if is_everybody(riding, wholes):
        return (gettext("All groups"),)
    return tuple(str(group.name or group.code) for group in riding)


def _ways(own: Sequence[Slot], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, Site, Site]]:
    """One group's ways: within a day from site to site, and transfers that are sessions themselves."""
    before: Slot | None = None
    for slot in own:
        if slot.site is None:
            continue
        if slot.leaves is not None:
            yield slot.begins_at, slot.ends_at, slot.leaves, slot.site
        elif before is not None and before.site is not None and before.site_id != slot.site_id:
            is_one_day = before.ends_at.astimezone(zone).date() == slot.begins_at.astimezone(zone).date()
            if is_one_day:
                yield before.ends_at, slot.begins_at, before.site, slot.site
        before = slot
