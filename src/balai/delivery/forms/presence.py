"""The rules of presence as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from balai.delivery.models import PresenceTerms
from balai.delivery.services.terms import FIELDS

if TYPE_CHECKING:
    TermsModelForm = forms.ModelForm[PresenceTerms]
else:
    TermsModelForm = forms.ModelForm  # which cannot be subscripted at run time


class TermsForm(TermsModelForm):
    """All in minutes, but hours for claims and days for devices."""

    class Meta:
        model = PresenceTerms
        fields = FIELDS
