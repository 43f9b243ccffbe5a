from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from balai.audit.models import Deed
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.people.registries import retention
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.timetable.models import Vehicle, VehicleRide
from balai.timetable.queries.plans import published_slots
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.riding import rides_of
from balai.timetable.services.vehicles import give_vehicles, remove_vehicle, take_vehicles, write_vehicle
from tests.people.factories import account_with
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import AT, officer, riding_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from balai.people.models import Person

READING = 18
"""Questions of the page, for any number of rides and vehicles, with those of who reads."""


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


@pytest.fixture
def riding(edition: Edition, sari: Person) -> Edition:
    """A and B ride from the lecture to their practice, until 10:00 and 13:00."""
    publish_timetable(timetable=riding_until(edition, 13), actor=sari, at=AT)
    return edition


def keys_of(edition: Edition) -> list[str]:
    return [one.key for one in rides_of(edition, list(published_slots(edition)))]


def bus(edition: Edition, sari: Person, plate: str = "D 7012 AB", seats: int = 2, **more: str) -> Vehicle:
    return write_vehicle(edition=edition, plate=plate, seats=seats, actor=sari, at=AT, **more)


def test_a_vehicle_is_known_by_its_plate_and_its_driver_is_not_in_the_trail(
    edition: Edition, sari: Person
) -> None:
    bus(edition, sari, driver="Asep Sunandar", driver_phone="+62 812 0000 0001")
    changed = bus(edition, sari, plate=" d 7012  ab", seats=25, driver="Ujang")

    assert [(one.pk, one.told, one.seats) for one in edition.vehicles.all()] == [
        (changed.pk, "D 7012 AB, Ujang", 25)
    ]
    assert "Asep" not in str(list(Deed.objects.values_list("detail", flat=True)))
    for wrong in ({"plate": " "}, {"seats": 0}, {"seats": 201}):
        with pytest.raises(ValidationError):
            bus(edition, sari, **wrong)


def test_a_ride_is_refused_too_few_seats_and_a_vehicle_that_is_taken(riding: Edition, sari: Person) -> None:
    first, second = keys_of(riding)
    small, large = bus(riding, sari, "D 1", seats=1), bus(riding, sari, "D 2", seats=6)

    def refused(key: str, *vehicles: Vehicle) -> str:
        with pytest.raises(RuleViolationError) as error:
            take_vehicles(edition=riding, key=key, vehicles=[one.pk for one in vehicles], actor=sari, at=AT)
        return error.value.refusal.code

    assert refused(first, small) == "ride.too_few_seats"
    take_vehicles(edition=riding, key=first, vehicles=[small.pk, large.pk], actor=sari, at=AT)
    assert refused(second, large) == "ride.vehicle_taken"  # the ways of the two may overlap
    assert refused("201807240000-201807240000-bblm-bbk", large) == "ride.gone"
    take_vehicles(edition=riding, key=first, vehicles=[], actor=sari, at=AT)
    take_vehicles(edition=riding, key=second, vehicles=[large.pk], actor=sari, at=AT)

    other = EditionFactory.create(code="OTHER-2018", status=EditionStatus.PREPARATION)
    same = bus(other, sari, "D 2", seats=6)
    held = VehicleRide.objects.get()
    with pytest.raises(ValidationError):  # the same bus, hired by two editions
        VehicleRide(vehicle=same, plate=same.plate, during=held.during).validate_constraints()

    VehicleRide.objects.filter(pk=held.pk).update(vehicle=same)
    assert refused(second, large) == "ride.vehicle_taken"
    Edition.objects.filter(pk=other.pk).update(status=EditionStatus.CANCELLED)
    take_vehicles(
        edition=riding, key=second, vehicles=[large.pk], actor=sari, at=AT
    )  # nobody else could free it
    assert [one.vehicle for one in VehicleRide.objects.all()] == [large]
    remove_vehicle(vehicle=Vehicle.objects.get(pk=small.pk), actor=sari, at=AT)
    assert refused(first, small) == "ride.vehicle_gone"


def test_every_ride_gets_the_smallest_vehicles_that_hold_it(riding: Edition, sari: Person) -> None:
    bus(riding, sari, "D 1", seats=40)
    bus(riding, sari, "D 2", seats=2)

    assert give_vehicles(edition=riding, actor=sari, at=AT) == (2, 0)

    taken = VehicleRide.objects.order_by("during")
    assert [one.plate for one in taken] == ["D 2", "D 1"]
    assert give_vehicles(edition=riding, actor=sari, at=AT) == (0, 0)
    remove_vehicle(vehicle=Vehicle.objects.get(plate="D 1"), actor=sari, at=AT)
    assert give_vehicles(edition=riding, actor=sari, at=AT) == (0, 1)
    for plate in ("D 3", "D 4"):  # none of which holds two
        bus(riding, sari, plate, seats=1)
    assert give_vehicles(edition=riding, actor=sari, at=AT) == (1, 0)
    assert sorted(one.plate for one in taken.all()) == ["D 2", "D 3", "D 4"]


def test_a_ride_that_is_no_more_frees_its_vehicle(riding: Edition, sari: Person) -> None:
    bus(riding, sari, "D 1")
    bus(riding, sari, "D 2")
    give_vehicles(edition=riding, actor=sari, at=AT)
    first, second = keys_of(riding)
    publish_timetable(
        timetable=riding_until(riding, 14), reason=TranslatedText(en="Later"), actor=sari, at=AT
    )

    assert keys_of(riding)[0] == first
    assert second not in keys_of(riding)
    assert [one.plate for one in VehicleRide.objects.all()] == ["D 1"]


def test_drivers_are_forgotten_a_quarter_after_the_edition(edition: Edition, sari: Person) -> None:
    bus(edition, sari, driver="Asep", driver_phone="+62 812 0000 0001")
    kept = retention["drivers"]
    ends = edition.ends_on
    assert ends is not None
    assert list(kept.expired(ended_before=ends)) == []

    over = list(kept.expired(ended_before=ends + dt.timedelta(days=1)))
    kept.forget(over, at=AT)

    assert [one.told for one in Vehicle.objects.all()] == ["D 7012 AB"]
    assert list(kept.expired(ended_before=ends + dt.timedelta(days=1))) == []


def test_an_officer_takes_vehicles_and_sees_how_many_sit_where(
    client: Client, riding: Edition, django_assert_num_queries: Callable[..., Any]
) -> None:
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=riding.scope))
    page = reverse("timetable:vehicles", args=[riding.code])
    first = reverse("timetable:ride", args=[riding.code, keys_of(riding)[0]])
    client.post(page, {"plate": "D 1", "seats": "6", "driver": "Asep", "driver_phone": "0812"})
    (vehicle,) = Vehicle.objects.all()

    assert client.post(page, {"plate": "D 1", "seats": "0"}).status_code == 422
    assert client.post(first, {"vehicles": [str(vehicle.pk)]}).status_code == 302
    with django_assert_num_queries(READING):
        told = " ".join(client.get(page).content.decode().split())
    assert "D 1, Asep, 0812</span> · 2 of 6 seats: Group A" in told
    assert told.count("No vehicle yet") == 1
    for number in (2, 3):
        client.post(page, {"plate": f"D {number}", "seats": "2"})
    client.post(reverse("timetable:give_vehicles", args=[riding.code]))
    with django_assert_num_queries(READING):
        told = client.get(page).content.decode()
    assert "No vehicle yet" not in told
    client.post(reverse("timetable:remove_vehicle", args=[riding.code, vehicle.pk]))
    assert client.get(page, {"day": "2018-07-25"}).status_code == 404  # nobody rides then
    assert sorted(one.plate for one in VehicleRide.objects.all()) == ["D 2"]
