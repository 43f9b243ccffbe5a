"""Questions about vehicles, and what they are taken for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from balai.programmes.enums import EditionStatus
from balai.timetable.models import Vehicle, VehicleRide

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.programmes.models import Edition

RideKey = tuple["datetime", "datetime", "UUID", "UUID"]
"""From when until when, and from where to where."""


def taken_for(edition: Edition) -> QuerySet[VehicleRide]:
    """What vehicles of an edition are taken for."""
    return VehicleRide.objects.filter(vehicle__edition=edition)


def still_taken() -> QuerySet[VehicleRide]:
    """What vehicles are taken for, of every edition that was not cancelled."""
    return VehicleRide.objects.exclude(vehicle__edition__status=EditionStatus.CANCELLED)


def ride_of(taken: VehicleRide) -> RideKey:
    """The ride that a row is of."""
    return taken.during.lower, taken.during.upper, taken.origin_id, taken.destination_id


def vehicles_by_ride(edition: Edition) -> Mapping[RideKey, list[Vehicle]]:
    """The vehicles of each ride that has any, the largest first."""
    found: dict[RideKey, list[Vehicle]] = defaultdict(list)
    rows = taken_for(edition).select_related("vehicle").order_by("-vehicle__seats", "plate")
    for one in rows:
        found[ride_of(one)].append(one.vehicle)
    return found


def drivers_until(day: date) -> QuerySet[Vehicle]:
    """Vehicles whose driver is still named, of editions that ended before a day."""
    named = Vehicle.objects.exclude(driver="", driver_phone="")
    return named.filter(edition__ends_on__lt=day).order_by("edition__ends_on", "plate", "pk")
