"""What is asked about aid data: how a series is reported, and what a dollar cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country, Organisation
from balai.engine.aid.codes import list_rows
from balai.reporting.models import AidProfile

if TYPE_CHECKING:
    ProfileFormBase = forms.ModelForm[AidProfile]
else:
    ProfileFormBase = forms.ModelForm

LISTS = {
    "collaboration": "CollaborationType",
    "flow": "FlowType",
    "finance": "FinanceType",
    "aid": "AidType",
    "tied": "TiedStatus",
}
LONGEST = 70


def choices_of(codelist: str, file: str = "iati-2018-08.csv") -> list[tuple[str, str]]:
    """The codes of a list with their English names, as the standard has them."""
    return [
        (row["code"], f"{row['code']} {row['name'][:LONGEST]}")
        for row in list_rows(file)
        if row["list"] == codelist
    ]


class ProfileForm(ProfileFormBase):
    """How a series is reported as aid."""

    class Meta:
        model = AidProfile
        fields = (
            "reporter",
            "identifier",
            "provider",
            "channel",
            "channel_code",
            "collaboration",
            "flow",
            "finance",
            "aid",
            "tied",
            "framework",
            "is_technical_cooperation",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, codelist in LISTS.items():
            self._choose(name, choices_of(codelist))
        self._choose("framework", choices_of("FrameworkOfCollaboration", "tossd.csv"))
        live = Organisation.objects.filter(archived_at=None).order_by("code")
        self.fields["reporter"].queryset = live  # type: ignore[attr-defined] # a choice of rows
        self.fields["channel"].queryset = live  # type: ignore[attr-defined] # as above
        self.fields["provider"].queryset = Country.objects.order_by("code")  # type: ignore[attr-defined] # as above

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        asked = self.fields[name]
        self.fields[name] = forms.ChoiceField(label=asked.label, choices=choices, initial=asked.initial)

    def _post_clean(self) -> None:
        """The deed judges the values; a form that is shown again changes no record."""


class RateForm(forms.Form):
    """What a US dollar cost in a year."""

    currency = forms.RegexField(
        r"^[A-Z]{3}$", label=_("Currency"), max_length=3, help_text=_("Three capitals, such as IDR.")
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    per_dollar = forms.DecimalField(
        label=_("Worth of one US dollar"), max_digits=18, decimal_places=6, min_value=0
    )
    source = forms.CharField(label=_("Source"), max_length=200)
