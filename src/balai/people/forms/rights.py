"""What people ask about their data, and what the office writes about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.people.enums import RightKind
from balai.people.models import Breach, LegalHold
from balai.people.registries import retention

DAY = {"type": "date"}


class AskForm(forms.Form):
    """One of the rights."""

    kind = forms.ChoiceField(label=_("What you ask for"), choices=RightKind.choices, widget=forms.RadioSelect)
    wish = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What is wrong, and how it should be. Only those who answer you can read this."),
    )


class AnswerForm(forms.Form):
    """The answer to a request."""

    outcome = forms.ChoiceField(
        label=_("What comes of it"),
        choices=[("granted", _("Done")), ("refused", _("Refused"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Answer with the reason"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The person reads this in a letter, in the language you write it in."),
    )


class HoldForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """Why data must stay, and until when."""

    class Meta:
        model = LegalHold
        fields = ("reason", "until")
        widgets = {"until": forms.DateInput(DAY, format="%Y-%m-%d")}


class TermForm(forms.Form):
    """How long a class of data is kept, from a day on."""

    data_class = forms.ChoiceField(label=_("Class of data"))
    weeks = forms.IntegerField(label=_("Weeks"), min_value=0, max_value=2600)
    since = forms.DateField(label=_("In force from"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    source = forms.CharField(label=_("Where this is written"), max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["data_class"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(code, one.label) for code, one in retention.items()]


class BreachForm(forms.ModelForm):  # type: ignore[type-arg] # Django cannot subscript it at run time
    """What is known of a breach; moments are those of the writer’s clock."""

    class Meta:
        model = Breach
        fields = (
            "noticed_at",
            "began_at",
            "ended_at",
            "looker",
            "field",
            "what",
            "measures",
            "authority_told_at",
            "people_told_at",
        )
        widgets = {
            name: forms.DateTimeInput(format="%Y-%m-%d %H:%M")
            for name in ("noticed_at", "began_at", "ended_at", "authority_told_at", "people_told_at")
        } | {name: forms.Textarea({"rows": 4}) for name in ("what", "measures")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.DateTimeField):  # browsers would show a clock of twelve hours
                field.help_text = _("Day and time, such as 2026-11-02 08:00.")

    def _post_clean(self) -> None:
        """The deed judges the row, which is complete only there."""
