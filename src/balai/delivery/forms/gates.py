"""Noting that a gate list was sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SentForm(forms.Form):
    """To whom, and whether numbers of passports stood in it."""

    sent_to = forms.CharField(
        label=_("Sent to"), max_length=200, help_text=_("An office or address of the site, and how.")
    )
    has_passports = forms.BooleanField(label=_("With numbers of passports"), required=False)
