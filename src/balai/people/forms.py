"""Forms on accounts and persons."""

from __future__ import annotations

from django import forms
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
