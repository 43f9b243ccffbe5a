"""What somebody writes about themselves."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balai.people.enums import TokenScope


class TokenForm(forms.Form):
    """What a new token is for, what it may do, and until when."""

    label = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("As in: monthly figures."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=TokenScope, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("a year"))],
    )


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone as a place: “Asia/Jakarta”."""
    return [
        (zone, zone.replace("_", " "))
        for zone in sorted(available_timezones())
        if "/" in zone or zone == "UTC"
    ]


class OwnDetailsForm(forms.Form):
    """What somebody may change about themselves."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As it shall be written in letters."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
