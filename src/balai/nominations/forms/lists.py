"""What a country and the office do with lists: send, return, contact, admit, waive, look for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.nominations.enums import ContactWay, NominationState, Reached, Standing
from balai.nominations.queries import Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SORTS = {
    "country": ("country_id", "rank", "id"),
    "name": ("name", "id"),
    "new": ("-entered_at", "-id"),
    "old": ("entered_at", "id"),
}


class SendForm(forms.Form):
    """The three statements of the sending government."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    is_eligibility_stated = forms.BooleanField(
        label=_("Everybody on the list meets what the General Information asks.")
    )
    is_release_stated = forms.BooleanField(
        label=_("Their employers release them with pay for the whole time.")
    )
    is_return_stated = forms.BooleanField(
        label=_("They return to their posts and use what they have learnt.")
    )


class LetterForm(forms.Form):
    """The signed letter of nomination."""

    letter = forms.FileField(
        label=_("Letter of nomination"), help_text=_("Signed and stamped: a PDF, or a photo of it.")
    )


class ReturnForm(forms.Form):
    """Places that a country does not need."""

    places = forms.IntegerField(label=_("How many places"), min_value=1, max_value=999)
    reason = forms.CharField(label=_("Why"), max_length=300)


class ContactForm(forms.Form):
    """A try to reach an office in another way."""

    way = forms.ChoiceField(label=_("How"), choices=ContactWay.choices)
    reached = forms.ChoiceField(label=_("What came of it"), choices=Reached.choices)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class AdmissionForm(forms.Form):
    """Why a late nomination counts all the same."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The country is told this reason, and it stays on record with your name."),
    )


class WaiverForm(forms.Form):
    """Who waived a rule, and why."""

    authority = forms.CharField(
        label=_("Who waived it"), max_length=200, help_text=_("The office, and the letter if there is one.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 4}))


class ListFilter(forms.Form):
    """Which rows of a list to show, in what order: by words, edition and country, and what each list adds.

    Attributes:
        sorts: the columns of each order.
        usual: the order that holds where none is asked for.
    """

    is_filter = True
    sorts: Mapping[str, tuple[str, ...]]
    usual: str

    q = forms.CharField(label=_("Name, employer or reference"), required=False, max_length=100)
    edition = forms.ChoiceField(label=_("Edition"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(
        self,
        *args: Any,
        editions: Iterable[tuple[str, str]],
        countries: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        every = [("", _("Any"))]
        self.fields["edition"].choices = [*every, *editions]  # type: ignore[attr-defined] # it is a ChoiceField
        self.fields["country"].choices = [*every, *countries]  # type: ignore[attr-defined] # as above

    @property
    def order(self) -> tuple[str, ...]:
        """The columns to sort by."""
        return self.sorts[self.cleaned_data.get("sort") or self.usual]


class NominationFilter(ListFilter):
    """Which nominations to show, in what order."""

    sorts, usual = SORTS, "country"

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *NominationState.choices]
    )
    standing = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("Any")), *Standing.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("country", _("By country and rank")),
            ("name", _("By name")),
            ("new", _("Newest first")),
            ("old", _("Oldest first")),
        ],
    )

    @property
    def asked(self) -> Asked:
        """The question, with what cannot be left out rather than obeyed."""
        clean = self.cleaned_data
        return Asked(
            words=clean.get("q", ""),
            edition=clean.get("edition", ""),
            country=clean.get("country", ""),
            state=clean.get("state", ""),
            standing=clean.get("standing", ""),
        )
