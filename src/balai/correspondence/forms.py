"""What the office writes about letters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.correspondence.enums import Direction, Medium
from balai.correspondence.registries import LetterText
from balai.kernel.filters import FilterForm

SORTS = {
    "new": ("-entered_on", "-number", "-id"),
    "old": ("entered_on", "number", "id"),
    "correspondent": ("correspondent", "id"),
    "subject": ("subject", "id"),
}


class RegisterFilter(FilterForm):
    """Which lines of the register to show, in what order."""

    q = forms.CharField(label=_("Words, name or number"), required=False, max_length=100)
    way = forms.ChoiceField(label=_("Way"), required=False, choices=[("", _("Both")), *Direction.choices])
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("new", _("Newest first")),
            ("old", _("Oldest first")),
            ("correspondent", _("By sender or recipient")),
            ("subject", _("By subject")),
        ],
    )
    attention = forms.BooleanField(label=_("Only what the office has to decide"), required=False)


class IncomingForm(forms.Form):
    """A letter that arrived."""

    sender = forms.CharField(label=_("Sender"), max_length=320)
    subject = forms.CharField(label=_("Subject"), max_length=500)
    medium = forms.ChoiceField(label=_("How it came"), choices=Medium.choices)
    their_reference = forms.CharField(label=_("Their reference"), max_length=100, required=False)


class BounceForm(forms.Form):
    """A delivery report."""

    report = forms.FileField(
        label=_("Delivery report"),
        help_text=_("The mail that came back, saved as a file (.eml). Balai finds the letter it is about."),
    )


class TemplateForm(forms.Form):
    """The wording of a letter."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 14}), max_length=20_000)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def wording(self) -> LetterText:
        """What was written."""
        return LetterText(self.cleaned_data["subject"], self.cleaned_data["body"].replace("\r\n", "\n"))
