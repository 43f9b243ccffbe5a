"""Vehicles with their drivers, and the rides of the published timetable that they are taken for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Number, Word
from balai.people.authentication import Caller
from balai.timetable.api.common import KEEP, READ, edition_asked, person_asking
from balai.timetable.models import Vehicle
from balai.timetable.queries.plans import published_slots
from balai.timetable.queries.vehicles import vehicles_by_ride
from balai.timetable.services.riding import rides_of
from balai.timetable.services.vehicles import give_vehicles, remove_vehicle, take_vehicles, write_vehicle

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from balai.programmes.models import Edition

router = Router()


class VehicleFacts(Schema):
    """A vehicle that an edition has hired; `seats` are without the driver's."""

    id: UUID
    plate: str
    seats: int
    driver: str
    driver_phone: str


class VehicleOut(VehicleFacts):
    """A vehicle, and how many rides it is taken for."""

    rides: int = Field(alias="taken")


class VehicleIn(Schema):
    """A vehicle and its driver; the plate tells whether it is a new one."""

    plate: Annotated[Word, Field(min_length=1, max_length=20)]
    seats: Annotated[Number, Field(ge=1, le=200)]
    driver: Annotated[Word, Field(max_length=120)] = ""
    driver_phone: Annotated[Word, Field(max_length=40)] = ""


class RideOut(Schema):
    """Groups that go from one site to another together: not before, and not after.

    `key` names it while the published timetable has it; `is_ready` is whether everybody has a seat.
    """

    key: str
    from_at: datetime
    until_at: datetime
    origin: str
    destination: str
    groups: list[str]
    seats: int
    is_ready: bool
    vehicles: list[VehicleFacts]


class RideVehiclesIn(Schema):
    """The vehicles of a ride by their ids, in place of those it had; none to leave it without."""

    vehicles: Annotated[list[UUID], Field(max_length=100)]


class VehiclesGivenOut(Schema):
    """How many rides got vehicles, and how many find too few seats free."""

    given: int
    without: int


@router.get("editions/{code}/vehicles", response=list[VehicleOut], operation_id="list_vehicles", **READ)
def list_vehicles(request: Caller, code: Word) -> QuerySet[Vehicle]:
    """List the vehicles of an edition with their drivers, the largest first."""
    return _fleet(edition_asked(request, code)).order_by("-seats", "plate")


@router.put("editions/{code}/vehicles", response=VehicleOut, operation_id="save_vehicle", **KEEP)
def save_vehicle(request: Caller, code: Word, given: VehicleIn) -> Vehicle:
    """Add a vehicle, or say something else of the one with this plate; it keeps its rides."""
    edition = edition_asked(request, code, keeps=True)
    written = write_vehicle(edition=edition, **given.dict(), actor=person_asking(request), at=clock.now())
    return _fleet(edition).get(pk=written.pk)


@router.delete(
    "editions/{code}/vehicles/{uuid:key}",
    response={204: None},
    operation_id="remove_vehicle",
    url_name="remove_vehicle",
    **KEEP,
)
def remove(request: Caller, code: Word, key: UUID) -> Status[None]:
    """Do without a vehicle; the rides that it was taken for need another."""
    edition = edition_asked(request, code, keeps=True)
    vehicle = get_object_or_404(Vehicle.objects.select_related("edition"), pk=key, edition=edition)
    remove_vehicle(vehicle=vehicle, actor=person_asking(request), at=clock.now())
    return Status(204, None)


@router.get("editions/{code}/rides", response=list[RideOut], operation_id="list_rides", **READ)
def list_rides(request: Caller, code: Word) -> list[RideOut]:
    """List the rides of the published timetable in order of time, each with its vehicles."""
    return _rides(edition_asked(request, code))


@router.put(
    "editions/{code}/rides/{slug:key}",
    response=RideOut,
    operation_id="take_vehicles",
    url_name="take_vehicles",
    **KEEP,
)
def take(request: Caller, code: Word, key: Word, given: RideVehiclesIn) -> RideOut:
    """Take these vehicles for a ride; too few seats and a vehicle that is taken then are refused."""
    edition = edition_asked(request, code, keeps=True)
    take_vehicles(
        edition=edition, key=key, vehicles=given.vehicles, actor=person_asking(request), at=clock.now()
    )
    now = next((one for one in _rides(edition) if one.key == key), None)
    if now is None:  # another version was published meanwhile
        raise Http404
    return now


@router.post(
    "editions/{code}/vehicles/give",
    response=VehiclesGivenOut,
    operation_id="give_vehicles",
    url_name="give_vehicles",
    **KEEP,
)
def give(request: Caller, code: Word) -> VehiclesGivenOut:
    """Take vehicles for every ride with too few seats: the smallest free one that holds it, or several."""
    edition = edition_asked(request, code, keeps=True)
    given, without = give_vehicles(edition=edition, actor=person_asking(request), at=clock.now())
    return VehiclesGivenOut(given=given, without=without)


def _fleet(edition: Edition) -> QuerySet[Vehicle]:
    return edition.vehicles.annotate(taken=Count("rides"))


def _rides(edition: Edition) -> list[RideOut]:
    """Six questions for any number."""
    taken = vehicles_by_ride(edition)
    found = []
    for ride in rides_of(edition, list(published_slots(edition))):
        vehicles: Collection[Vehicle] = taken.get(ride.place, [])
        found.append(
            RideOut(
                key=ride.key,
                from_at=ride.from_at,
                until_at=ride.until_at,
                origin=ride.origin.code,
                destination=ride.destination.code,
                groups=list(ride.groups),
                seats=ride.seats,
                is_ready=sum(one.seats for one in vehicles) >= ride.seats,
                vehicles=[VehicleFacts.from_orm(one) for one in vehicles],
            )
        )
    return found
