"""The form in which a country's report is written: nothing is asked for before it is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.followup.models import CountryReport
from balai.followup.models.country_report import FIGURES, NEEDED, TEXTS
from balai.nominations.forms.application import formfield

if TYPE_CHECKING:
    CountryReportModelForm = forms.ModelForm[CountryReport]
else:
    CountryReportModelForm = forms.ModelForm


class CountryReportForm(CountryReportModelForm):
    """Figures of the sector, and what the country tells; ``seen`` is the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = CountryReport
        fields = (*FIGURES, *TEXTS)
        formfield_callback = formfield

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in TEXTS:
            self.fields[name].widget.attrs["rows"] = 5

    @property
    def values(self) -> dict[str, Any]:
        """What is sound, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def figures(self) -> list[forms.BoundField]:
        """The fields of figures, to draw."""
        return [self[name] for name in FIGURES]

    def texts(self) -> list[forms.BoundField]:
        """The fields of words, to draw; those without which nothing is handed in are not optional."""
        for name in NEEDED:
            self.fields[name].required = True
        return [self[name] for name in TEXTS]


class ReturnReportForm(forms.Form):
    """What should be changed in a report."""

    because = forms.CharField(
        label=_("What should be changed"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Those who wrote it read this on its page, which waits in My tasks; until it is handed in again,"
            " nobody else reads it."
        ),
    )
