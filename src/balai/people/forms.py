"""Forms on accounts and persons."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.people.enums import TokenScope
from balai.people.services.tokens import LONGEST

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import QueryDict


class TokenForm(forms.Form):
    """What a new token is for, what it may do, and until when."""

    label = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("As in: monthly figures."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=TokenScope, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At most a year from today."),
    )

    def __init__(self, data: QueryDict | None = None, *, at: datetime) -> None:
        super().__init__(data, initial={"expires_on": at.date() + timedelta(days=90)})
        self._today = at.date()

    def clean_expires_on(self) -> date:
        """Refuse a day that has gone, or one more than a year away."""
        last: date = self.cleaned_data["expires_on"]
        if not self._today <= last < self._today + LONGEST:
            raise forms.ValidationError(_("A token expires after today and within a year."))
        return last
