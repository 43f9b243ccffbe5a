"""What gets in the way: a site, a resource person or a session, from when until when, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.directory.models import ResourcePerson, Site
from balai.kernel.translated import TranslatedFormField
from balai.timetable.models import Session

if TYPE_CHECKING:
    from balai.programmes.models import Edition


class HindranceForm(forms.Form):
    """One of the three, and a stretch of time on the edition's clock."""

    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("A site that cannot be used"), required=False, to_field_name="code"
    )
    person = forms.ModelChoiceField(
        ResourcePerson.objects.none(),
        label=_("Or a resource person who cannot come"),
        required=False,
        to_field_name="code",
    )
    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=_("Or a session that cannot be held, as in rain"),
        required=False,
        to_field_name="code",
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    begins = forms.TimeField(
        label=pgettext_lazy("a time of day", "From"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    reason = TranslatedFormField(
        label=_("Reason"),
        max_length=200,
        help_text=_("People whose sessions change read it in their language. Write both."),
    )

    def __init__(self, *args: Any, edition: Edition, **more: Any) -> None:
        super().__init__(*args, **more)
        self.zone = ZoneInfo(edition.time_zone)
        choices: dict[str, Any] = {
            "site": Site.objects.filter(activities__edition=edition).distinct().order_by("code"),
            "person": ResourcePerson.objects.filter(activity_parts__activity__edition=edition)
            .select_related("person")
            .distinct()
            .order_by("code"),
            "session": Session.objects.filter(edition=edition, is_cancelled=False).order_by("code"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined] # of a choice of records
        if edition.starts_on:
            self.fields["on"].initial = edition.starts_on

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if sum(bool(found.get(name)) for name in ("site", "person", "session")) != 1:
            raise forms.ValidationError(_("Choose one: the site, the resource person or the session."))
        begins, ends = found.get("begins"), found.get("ends")
        if begins and ends and begins >= ends:
            raise forms.ValidationError({"ends": _("The end must lie after the beginning.")})
        return found

    @property
    def stretch(self) -> tuple[dt.datetime, dt.datetime]:
        """From when until when, as moments."""
        data = self.cleaned_data
        begins, ends = (
            dt.datetime.combine(data["on"], data[name], self.zone).astimezone(dt.UTC)
            for name in ("begins", "ends")
        )
        return begins, ends
