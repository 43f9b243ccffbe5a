"""Vehicles of an edition with their drivers, and which ride each is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Site
from balai.kernel.identity import IdentifiedModel
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from uuid import UUID


class Vehicle(IdentifiedModel):
    """A bus or car that an edition has hired, with who drives it.

    Attributes:
        plate: in capitals; it does not change, for another plate is another vehicle.
        seats: without the driver's.
        driver, driver_phone: taken away when their time is over.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="vehicles")
    plate = models.CharField(_("number plate"), max_length=20)
    seats = models.PositiveSmallIntegerField(_("seats"), help_text=_("Without the driver’s."))
    driver = models.CharField(_("driver"), max_length=120, blank=True)
    driver_phone = models.CharField(_("driver’s telephone"), max_length=40, blank=True)

    class Meta:
        db_table = "balai_vehicle"
        constraints = [
            models.UniqueConstraint(fields=["edition", "plate"], name="vehicle_once"),
            models.CheckConstraint(condition=~Q(plate=""), name="vehicle_has_a_plate"),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 200)),
                name="vehicle_has_seats",
                violation_error_message=_("A vehicle has 1 to 200 seats."),
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return self.plate

    @property
    def reference(self) -> str:
        """How the trail names this vehicle."""
        return f"vehicle:{self.pk}"

    @property
    def told(self) -> str:
        """Plate, driver and telephone, as lists have them."""
        return ", ".join(one for one in (self.plate, self.driver, self.driver_phone) if one)


class VehicleRide(models.Model):
    """A vehicle is taken for one ride of the published timetable.

    Rides follow from sessions and have no rows; this one names its ride by way and time. When another version
    is published, rows of rides that are no more are taken away.

    Attributes:
        plate: the vehicle's, so that editions that hire the same one do not take it at the same time.
        during: from when the ride may begin until when it has to be over.
    """

    vehicle = models.ForeignKey(Vehicle, models.CASCADE, related_name="rides")
    plate = models.CharField(max_length=20)
    origin = models.ForeignKey(Site, models.PROTECT, related_name="+")
    destination = models.ForeignKey(Site, models.PROTECT, related_name="+")
    during = DateTimeRangeField()

    class Meta:
        db_table = "balai_vehicle_ride"
        constraints = [
            ExclusionConstraint(
                name="vehicle_rides_once_at_a_time",
                expressions=[("plate", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("The vehicle is taken for another ride at that time."),
            ),
        ]

    if TYPE_CHECKING:
        vehicle_id: UUID
        origin_id: UUID
        destination_id: UUID

    def __str__(self) -> str:
        return f"{self.plate}: {self.origin_id} → {self.destination_id}"
