"""Rides as the office sees them: who rides in which vehicle, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.timetable.documents.papers import ride_words
from balai.timetable.queries.plans import published_slots
from balai.timetable.queries.vehicles import vehicles_by_ride
from balai.timetable.services.gathering import terms_of
from balai.timetable.services.riding import loads_of, riders_of, rides_of
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from balai.programmes.models import Edition
    from balai.timetable.models import Vehicle
    from balai.timetable.queries.vehicles import RideKey
    from balai.timetable.services.riding import Load, Ride


@dataclass(frozen=True, slots=True, kw_only=True)
class RideRow:
    """A ride of the published timetable.

    Attributes:
        on: its day, where it begins.
        who: who rides, with the seats that it takes.
        loads: who sits in which vehicle; without a vehicle where it has none, or too few seats.
        vehicles: those that are taken for it.
    """

    ride: Ride
    on: dt.date
    time: str
    who: str
    loads: Sequence[Load]
    vehicles: Sequence[Vehicle]

    @property
    def is_short(self) -> bool:
        """Whether it has vehicles, but by now too few seats."""
        return bool(self.vehicles) and not self.is_ready

    @property
    def is_ready(self) -> bool:
        """Whether everybody has a seat."""
        return any(one.vehicle for one in self.loads)


def ride_rows(edition: Edition) -> list[RideRow]:
    """Every ride of what is published, in order of time."""
    riders, seats = riders_of(edition), terms_of(edition).vehicle_seats
    vehicles: Mapping[RideKey, list[Vehicle]] = vehicles_by_ride(edition)
    zone = ZoneInfo(edition.time_zone)
    found = []
    for ride in rides_of(edition, list(published_slots(edition))):
        own = vehicles.get(ride.place, [])
        begins, ends = ride.from_at.astimezone(zone), ride.until_at.astimezone(zone)
        found.append(
            RideRow(
                ride=ride,
                on=begins.date(),
                time=f"{wording.clock(begins)}–{wording.clock(ends)}",
                who=ride_words(ride),
                loads=loads_of(ride, riders, own, seats=seats),
                vehicles=own,
            )
        )
    return found
