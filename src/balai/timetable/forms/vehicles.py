"""What an officer writes of a vehicle, and which are taken for a ride."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from balai.programmes.models import Edition
    from balai.timetable.models import Vehicle

    VehicleChoice = forms.ModelMultipleChoiceField[Vehicle]
else:
    VehicleChoice = forms.ModelMultipleChoiceField  # which cannot be subscripted at run time


class VehicleForm(forms.Form):
    """A vehicle and its driver; the plate tells whether it is a new one."""

    plate = forms.CharField(
        label=_("Number plate"),
        max_length=20,
        help_text=_("With the plate of a vehicle that is there, you change what is said of it."),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("Without the driver’s."),
    )
    driver = forms.CharField(label=_("Driver"), max_length=120, required=False)
    driver_phone = forms.CharField(
        label=_("Driver’s telephone"),
        max_length=40,
        required=False,
        help_text=_("Both are taken away some weeks after the edition."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class _Vehicles(VehicleChoice):
    def __init__(self, *args: Any, busy: Collection[UUID], **options: Any) -> None:
        self.busy = busy
        super().__init__(*args, **options)

    def label_from_instance(self, obj: Vehicle) -> str:
        seats = ngettext("%(number)d seat", "%(number)d seats", obj.seats) % {"number": obj.seats}
        told = [obj.told, seats, gettext("taken at that time") if obj.pk in self.busy else ""]
        return " · ".join(one for one in told if one)


class RideForm(forms.Form):
    """The vehicles of one ride."""

    def __init__(self, *args: Any, edition: Edition, busy: Collection[UUID], **options: Any) -> None:
        """Offer the edition's vehicles, and say which are taken for other rides at that time."""
        super().__init__(*args, **options)
        self.fields["vehicles"] = _Vehicles(
            label=_("Vehicles"),
            queryset=edition.vehicles.order_by("-seats", "plate"),
            busy=busy,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
