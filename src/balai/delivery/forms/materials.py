"""What is given when something is handed out, or a newer version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Audience
from balai.kernel.uploads import HANDOUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

MOST = max(kind.most_bytes for kind in HANDOUTS)
ACCEPT = ",".join(extension for kind in HANDOUTS for extension in kind.extensions)


class FileForm(forms.Form):
    """A file of a kind that is handed out."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A PDF, slides, a document or a table without macros, or a picture (JPEG or PNG), of at most 20 MB. "
            "A PDF can be opened everywhere, and gets a lighter form for slow lines by itself."
        ),
        widget=forms.FileInput({"accept": ACCEPT}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Not read into memory when it is larger than anything that is taken."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        size = file.size or 0
        if size > MOST:
            raise ValidationError(
                _("The file has %(size)s; at most %(most)s are taken."),
                params={"size": filesizeformat(size), "most": filesizeformat(MOST)},
            )
        return file


class MaterialForm(FileForm):
    """Something new; for which session, by its code, and for whom."""

    field_order = ("session", "title", "audience", "file")

    session = forms.ChoiceField(label=_("For which session"), required=False)
    title = forms.CharField(label=_("Title"), max_length=160)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, sessions: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["session"].choices = sessions  # type: ignore[attr-defined] # a field of choices has them
        self.fields["audience"].initial = Audience.EVERYBODY


class VersionForm(FileForm):
    """A newer version of the same."""

    field_order = ("note", "file")

    note = forms.CharField(label=_("What is new"), max_length=200, required=False)
