"""What somebody brings to be checked: a number, a file, or words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.engine.badges.strict import LONGEST

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 5_000_000
"""A certificate has a tenth of a megabyte; what is larger is not read."""


class NumberForm(forms.Form):
    """The number that is printed on a certificate."""

    number = forms.CharField(
        label=_("Number on the certificate"),
        help_text=_("For example 7Q4M-2X9D."),
        max_length=200,
    )


class DocumentForm(forms.Form):
    """The document itself, as a file or as text."""

    file = forms.FileField(
        label=_("File of the certificate"),
        help_text=_("PDF, picture (PNG, SVG) or signed file."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or its text, or what its QR code says"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        max_length=LONGEST,
        required=False,
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse what is too large to be a certificate."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large to be a certificate."))
        return file

    def clean(self) -> dict[str, Any] | None:
        """One of the two is given."""
        given = super().clean()
        if not self.errors and given and not given.get("file") and not given.get("text"):
            raise forms.ValidationError(_("Choose a file, or paste a text."))
        return given

    @property
    def brought(self) -> bytes:
        """What is to be judged."""
        file = self.cleaned_data["file"]
        return file.read() if file else str(self.cleaned_data["text"]).strip().encode()
