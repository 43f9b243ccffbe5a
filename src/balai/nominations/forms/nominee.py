"""What is written about a nominee, and why one is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.kernel.identity import uuid7
from balai.nominations.enums import WithdrawalReason
from balai.nominations.models import Nomination
from balai.nominations.models.nomination import FACTS, FACTS_BY_GROUP

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    NominationForm = forms.ModelForm[Nomination]
else:
    NominationForm = forms.ModelForm  # which cannot be subscripted at run time

YES_OR_NO = [
    ("", "–"),
    ("true", pgettext_lazy("value of a condition", "yes")),
    ("false", pgettext_lazy("value of a condition", "no")),
]


def _yes_or_no(label: StrOrPromise) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=capfirst(label),
        choices=YES_OR_NO,
        required=False,
        coerce=lambda value: value == "true",
        empty_value=None,
    )


class NomineeForm(NominationForm):
    """A nominee, as far as the country knows; only the name is needed to begin with.

    ``key`` is made with an empty form and becomes the nomination's id; ``version`` is of the nominee that the
    form shows.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    is_military = _yes_or_no(_("serves in the military"))
    took_part_before = _yes_or_no(_("took part in this series before"))
    has_conflict_of_interest = _yes_or_no(_("is related to somebody who decides"))

    class Meta:
        model = Nomination
        fields = [*FACTS]
        widgets = {
            "birth_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "passport_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "reason": forms.Textarea({"rows": 5}),
            "expected_use": forms.Textarea({"rows": 4}),
            "name": forms.TextInput({"autocomplete": "off"}),
            "email": forms.EmailInput({"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True
        for name in ("is_military", "took_part_before", "has_conflict_of_interest"):
            value = getattr(self.instance, name)
            self.initial[name] = "" if value is None else str(value).lower()

    def groups(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The fields in their parts."""
        return [(title, [self[name] for name in names]) for title, names in FACTS_BY_GROUP]

    @property
    def values(self) -> dict[str, Any]:
        """What was written, by the names of the columns."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Judge the values alone: the row is written by a deed, and its constraints are asked there."""
        before = {name: getattr(self.instance, name) for name in self.Meta.fields}
        super()._post_clean()  # type: ignore[misc] # Django's own hook, which the stubs leave out
        for name, value in before.items():
            setattr(self.instance, name, value)

    def validate_unique(self) -> None:
        """Nothing here is unique but the person, whom the deed makes."""

    def validate_constraints(self) -> None:
        """As above; the years of experience are asked by their own field."""


class WithdrawalForm(forms.Form):
    """Why a person is taken out."""

    why = forms.ChoiceField(label=_("Why"), choices=WithdrawalReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For the office and the country. Nothing about health, please."),
    )
