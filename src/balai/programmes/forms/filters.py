"""What people look for in the lists of programmes that belong to no single edition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Body
from balai.directory.queries import in_order_of_names
from balai.kernel.filters import FilterForm
from balai.programmes.enums import Family, ImportState, Publicity
from balai.programmes.forms.editions import date_field
from balai.programmes.models import Pledge, Series


class WordsFilter(FilterForm):
    """Those with some words."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)


class SeriesFilter(WordsFilter):
    """Series."""

    body = forms.ChoiceField(label=_("Offered to members of"), required=False)
    publicity = forms.ChoiceField(
        label=_("Publicity"), required=False, choices=[("", _("All")), *Publicity.choices]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_bodies(self.fields["body"], of=Series)


class PledgeFilter(WordsFilter):
    """Pledges; with a day, those that hold on it."""

    body = forms.ChoiceField(label=_("Body"), required=False)
    valid_on = date_field(_("Valid on"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_bodies(self.fields["body"], of=Pledge)


class SessionTypeFilter(WordsFilter):
    """Kinds of sessions."""

    family = forms.ChoiceField(label=_("Family"), required=False, choices=[("", _("All")), *Family.choices])
    needs = forms.ChoiceField(
        label=_("Needs"),
        required=False,
        choices=[
            ("", _("All")),
            ("room", _("a room")),
            ("resource_person", _("a resource person")),
            ("machines", _("machines")),
            ("supervisor", _("a supervisor")),
            ("sign_off", _("sign-off")),
            ("transport", _("transport")),
            ("gate_list", _("a gate list")),
        ],
    )


class LessonFilter(WordsFilter):
    """Lessons of an edition."""

    open_only = forms.BooleanField(label=_("Only open ones"), required=False)


class ImportFilter(WordsFilter):
    """Files that somebody brought."""

    q = forms.CharField(label=_("Name of the file"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *ImportState.choices]
    )


def _offer_bodies(field: Any, *, of: type[Series | Pledge]) -> None:
    """Let one of the bodies be chosen that rows have; one question for each form."""
    rows = in_order_of_names(Body.objects.filter(Exists(of._default_manager.filter(body=OuterRef("pk")))))
    field.choices = [("", _("All")), *((row.code, row.abbreviation or str(row)) for row in rows)]
