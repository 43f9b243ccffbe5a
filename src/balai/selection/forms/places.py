"""What the office fills in about offers and places: when offers end, terms, whom to ask, what to look for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import PassportType
from balai.directory.forms.fields import CountryField
from balai.kernel.translated import TranslatedFormField
from balai.nominations.forms.lists import ListFilter
from balai.selection.enums import OfferKind, OfferState, ParticipantState
from balai.selection.queries.offers import Wanted

if TYPE_CHECKING:
    from balai.selection.models import TravelPapers

OFFER_SORTS = {
    "new": ("-sent_at", "-id"),
    "name": ("name", "nomination_id", "id"),  # so that the index of nominations by name is walked
    "country": ("country_id", "id"),
}
PARTICIPANT_SORTS = {
    "country": ("country_id", "name", "id"),
    "name": ("name", "id"),
    "new": ("-confirmed_at", "-id"),
}
CLOSING = dt.time(17)
"""The hour at which offers end on their last day, by the clock of the edition."""


def closing_of(day: dt.date, zone: str) -> dt.datetime:
    """The end of a day's office hours by a clock."""
    return dt.datetime.combine(day, CLOSING, ZoneInfo(zone))


class AnnounceForm(forms.Form):
    """Until when the offers hold."""

    last_day = forms.DateField(
        label=_("Last day to answer"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class TermsForm(forms.Form):
    """The terms of an edition's offers, and how long people and countries have."""

    text = TranslatedFormField(label=_("Terms"), lines=14, max_length=10_000)
    answer_days = forms.IntegerField(
        label=_("Days to answer for who moves up"), min_value=1, max_value=60, initial=5
    )
    renomination_days = forms.IntegerField(
        label=_("Days for a country to name a new person"), min_value=0, max_value=60, initial=7
    )


class PapersForm(forms.Form):
    """What is known of how a nominee can enter the host country."""

    passport_type = forms.ChoiceField(
        label=_("Kind of passport"), required=False, choices=[("", _("Not known")), *PassportType.choices]
    )
    residence = CountryField(
        label=_("Country where the person lives"),
        required=False,
        empty_label=_("As the nominee told, else the country that nominates"),
    )
    visa_until = forms.DateField(
        label=_("Holds a visa for the host country until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, papers: TravelPapers | None, **options: Any) -> None:
        if papers is not None:
            options["initial"] = {name: getattr(papers, name) for name in self.base_fields}
        super().__init__(*args, **options)
        residence = self.fields["residence"]
        assert isinstance(residence, CountryField)  # noqa: S101 -- this tells the type checker
        residence.offer()


class OfferPlaceForm(forms.Form):
    """Whom to ask for a free place."""

    nomination = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)


class _Filter(ListFilter):
    """Which rows to show, in what order."""

    @property
    def wanted(self) -> Wanted:
        """The question, with what cannot be left out rather than obeyed."""
        clean = self.cleaned_data
        return Wanted(
            words=clean.get("q", ""),
            edition=clean.get("edition", ""),
            country=clean.get("country", ""),
            kind=clean.get("kind", ""),
            state=clean.get("state", ""),
        )


class OfferFilter(_Filter):
    """Which offers to show."""

    sorts, usual = OFFER_SORTS, "new"

    kind = forms.ChoiceField(label=_("Letter"), required=False, choices=[("", _("Any")), *OfferKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *OfferState.choices])
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("new", _("Newest first")), ("name", _("By name")), ("country", _("By country"))],
    )


class ParticipantFilter(_Filter):
    """Which participants to show."""

    sorts, usual = PARTICIPANT_SORTS, "country"

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *ParticipantState.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("country", _("By country and name")),
            ("name", _("By name")),
            ("new", _("Newest first")),
        ],
    )
