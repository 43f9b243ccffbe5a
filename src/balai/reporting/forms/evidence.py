"""Why public figures are withdrawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """A reason; it stands beside the version."""

    why = forms.CharField(label=_("Why it is withdrawn"), max_length=300)
