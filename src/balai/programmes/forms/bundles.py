"""The form by which a programme comes in as a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".zip,.xlsx,.csv"


class BringForm(forms.Form):
    """A bundle, or a table of it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A bundle as a .zip, or lists such as people, sites and activities as an .xlsx workbook or a .csv "
            "file that is named after its list. At most 50 MB."
        ),
        widget=forms.FileInput({"accept": ACCEPTED}),
        error_messages={"required": _("Choose a file.")},
    )
