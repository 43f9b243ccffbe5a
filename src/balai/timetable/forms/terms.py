"""How an edition wants its days, in the four parts in which an officer thinks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.timetable.models import PlanningTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms import BoundField
    from django_stubs_ext import StrOrPromise

    TermsModelForm = forms.ModelForm[PlanningTerms]
else:
    TermsModelForm = forms.ModelForm  # which cannot be subscripted at run time

HOURS = (
    "day_from",
    "day_until",
    "lunch_from",
    "lunch_until",
    "friday_from",
    "friday_until",
)
PARTS: Mapping[StrOrPromise, Sequence[str]] = {
    _("Hours and meals"): (*HOURS, "grid"),
    _("What a group can bear"): ("day_minutes", "contact_minutes", "sites", "free_half_day_in"),
    _("What wishes weigh, in points"): (
        "site_day",
        "waiting_minute",
        "heavy_late",
        "contact_minute",
        "contact_good",
        "trainer_minute",
        "trainer_good",
        "kept_time",
    ),
    _("Rides"): ("vehicle_seats",),
    _("The search"): ("work", "seed"),
}


class TermsForm(TermsModelForm):
    """All of an edition's terms."""

    class Meta:
        model = PlanningTerms
        fields = [name for part in PARTS.values() for name in part]
        widgets = {name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in HOURS}

    @property
    def parts(self) -> list[tuple[StrOrPromise, list[BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names]) for title, names in PARTS.items()]

    @property
    def values(self) -> dict[str, Any]:
        """What was written, checked."""
        return dict(self.cleaned_data)
