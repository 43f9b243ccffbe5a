"""Vehicles of an edition, and which rides of its published timetable they are taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record, record_each
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.timetable.models import Vehicle, VehicleRide
from balai.timetable.queries.plans import published_slots
from balai.timetable.queries.vehicles import ride_of, still_taken, taken_for
from balai.timetable.rules.planning import may_plan
from balai.timetable.rules.riding import may_carry
from balai.timetable.services.riding import rides_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.timetable.models import Slot
    from balai.timetable.services.riding import Ride


@transaction.atomic
def write_vehicle(  # noqa: PLR0913 -- what is known of a vehicle
    *,
    edition: Edition,
    plate: str,
    seats: int,
    driver: str = "",
    driver_phone: str = "",
    actor: Person,
    at: datetime,
) -> Vehicle:
    """Add a vehicle, or say something else of the one with this plate; it keeps its rides.

    Raises:
        RuleViolationError: ``timetable.over``.
        ValidationError: no plate, or no such number of seats.
    """
    edition = _locked(edition)
    plate = " ".join(plate.upper().split())
    vehicle = edition.vehicles.filter(plate=plate).first() or Vehicle(edition=edition, plate=plate)
    vehicle.seats, vehicle.driver, vehicle.driver_phone = seats, driver.strip(), driver_phone.strip()
    vehicle.full_clean()
    vehicle.save()
    # The trail stays for ever, a driver's name does not.
    detail = {"edition": edition.reference, "seats": str(seats)}
    record(actor=actor.reference, action="vehicle.written", subject=vehicle.reference, at=at, detail=detail)
    return vehicle


@transaction.atomic
def remove_vehicle(*, vehicle: Vehicle, actor: Person, at: datetime) -> None:
    """Do without a vehicle; the rides that it was taken for need another.

    Raises:
        RuleViolationError: ``timetable.over``.
    """
    edition = _locked(vehicle.edition)
    detail = {"edition": edition.reference, "rides": str(vehicle.rides.count())}
    record(actor=actor.reference, action="vehicle.removed", subject=vehicle.reference, at=at, detail=detail)
    vehicle.delete()


@transaction.atomic
def take_vehicles(
    *, edition: Edition, key: str, vehicles: Collection[UUID], actor: Person, at: datetime
) -> None:
    """Take these vehicles for a ride in place of those it had; none to leave it without.

    Args:
        edition: whose published timetable has the ride.
        key: of the ride.
        vehicles: of the edition, by their keys.
        actor: who takes them.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.over``; ``ride.gone`` where nothing published asks for it any more;
            ``ride.vehicle_gone``; ``ride.too_few_seats``; ``ride.vehicle_taken``.
    """
    edition = _locked(edition)
    chosen = list(edition.vehicles.filter(pk__in=vehicles).order_by("plate"))
    if len(chosen) < len(set(vehicles)):
        raise RuleViolationError(
            Refusal("ride.vehicle_gone", _("One of these vehicles is not there any more. Choose again."))
        )
    ride = next((one for one in rides_of(edition, list(published_slots(edition))) if one.key == key), None)
    if ride is None:
        raise RuleViolationError(
            Refusal(
                "ride.gone", _("The published timetable has no such ride any more. Look at its rides again.")
            )
        )
    enforce(may_carry(ride.seats, chosen))
    taken_for(edition).filter(**_is(ride)).delete()
    _take(ride, chosen)
    record_each(
        actor=actor.reference,
        action="ride.vehicles_taken",
        subjects=[edition.reference, *(one.reference for one in chosen)],
        at=at,
        detail={"ride": ride.key, "vehicles": len(chosen)},
    )


@transaction.atomic
def give_vehicles(*, edition: Edition, actor: Person, at: datetime) -> tuple[int, int]:
    """Take vehicles for every ride that has too few seats: the smallest free one that holds it, or several.

    Returns:
        How many rides got vehicles, and how many are still without.

    Raises:
        RuleViolationError: ``timetable.over``.
    """
    edition = _locked(edition)
    fleet = list(edition.vehicles.order_by("seats", "plate"))
    # Of other editions too, where they have hired the same: the database would refuse to take it twice.
    taken = list(still_taken().filter(plate__in=[one.plate for one in fleet]))
    by_pk = {one.pk: one for one in fleet}
    given = without = 0
    for ride in rides_of(edition, list(published_slots(edition))):
        own = [one for one in taken if one.vehicle_id in by_pk and ride_of(one) == ride.place]
        if sum(by_pk[one.vehicle_id].seats for one in own) >= ride.seats:
            continue
        busy = {
            one.plate
            for one in taken
            if one not in own and one.during.lower < ride.until_at and ride.from_at < one.during.upper
        }
        chosen = _fewest(ride.seats, [one for one in fleet if one.plate not in busy])
        if not chosen:
            without += 1
            continue
        VehicleRide.objects.filter(pk__in=[one.pk for one in own]).delete()
        taken = [one for one in taken if one not in own] + _take(ride, chosen)
        given += 1
    record(
        actor=actor.reference,
        action="ride.vehicles_given",
        subject=edition.reference,
        at=at,
        detail={"rides": given, "without": without},
    )
    return given, without


def leave_rides_that_are_gone(edition: Edition, slots: Sequence[Slot]) -> int:
    """Free vehicles of rides that what is published now does not ask for; tells how many."""
    there = {ride.place for ride in rides_of(edition, slots)}
    gone = [one.pk for one in taken_for(edition) if ride_of(one) not in there]
    VehicleRide.objects.filter(pk__in=gone).delete()
    return len(gone)


def _locked(edition: Edition) -> Edition:
    """The edition, so that two officers do not give the same seats twice; refused once it is over."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_plan(edition))
    return edition


def _is(ride: Ride) -> dict[str, object]:
    during = DateTimeTZRange(ride.from_at, ride.until_at)
    return {"origin": ride.origin, "destination": ride.destination, "during": during}


def _take(ride: Ride, vehicles: Collection[Vehicle]) -> list[VehicleRide]:
    rows = [VehicleRide(vehicle=one, plate=one.plate, **_is(ride)) for one in vehicles]
    plates = [one.plate for one in vehicles]
    # A programme that was cancelled has no officer who could free what it had hired.
    VehicleRide.objects.filter(plate__in=plates, vehicle__edition__status=EditionStatus.CANCELLED).delete()
    try:
        with transaction.atomic():
            return VehicleRide.objects.bulk_create(rows)
    except IntegrityError as error:
        message = _(
            "One of these vehicles is taken for another ride at that time, here or in another edition."
        )
        raise RuleViolationError(Refusal("ride.vehicle_taken", message)) from error


def _fewest(seats: int, free: Sequence[Vehicle]) -> list[Vehicle]:
    """The smallest vehicle that holds everybody; or the largest, and what holds the rest; or none."""
    one = next((vehicle for vehicle in free if vehicle.seats >= seats), None)
    if one is not None or not free:
        return [one] if one is not None else []
    rest = _fewest(seats - free[-1].seats, free[:-1])
    return [free[-1], *rest] if rest else []
