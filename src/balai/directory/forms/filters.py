"""What people look for in the directory."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import (
    BodyKind,
    DeclaredKind,
    Language,
    OrganisationKind,
    OrganisationRole,
    PassportType,
    SafetyClass,
    VisaKind,
)
from balai.directory.forms.fields import CountryField, Day
from balai.directory.models import Body, Country, DeclaredDay, Organisation, Site, Topic, VisaRoute
from balai.directory.queries import in_order_of_names, live
from balai.kernel import filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise


class TopicChoiceField(forms.ChoiceField):
    """One topic in use, by its code."""

    def __init__(self) -> None:
        super().__init__(label=_("Topic"), required=False)

    def offer(self) -> None:
        """Ask anew, once for each form."""
        rows = in_order_of_names(live(Topic.objects.all()))
        self.choices = [("", _("All")), *((topic.code, str(topic)) for topic in rows)]


class CountryChoiceField(forms.ChoiceField):
    """One of the countries that a row can have, by its code."""

    def __init__(self, label: StrOrPromise, *, of: type[Model], column: str = "country") -> None:
        super().__init__(label=label, required=False)
        self.of = of
        self.column = column

    def used(self) -> Exists:
        """Whether a country is one of them, for a question about countries."""
        return Exists(self.of._default_manager.filter(**{self.column: OuterRef("pk")}))


class FilterForm(filters.FilterForm):
    """Which rows of a list to show, by country and subject too."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        countries = {
            f"is_{name}": field
            for name, field in self.fields.items()
            if isinstance(field, CountryChoiceField)
        }
        if countries:
            _offer_countries(countries)
        for field in self.fields.values():
            if isinstance(field, TopicChoiceField):
                field.offer()


def _offer_countries(fields: Mapping[str, CountryChoiceField]) -> None:
    """Ask for the countries of all fields with one question, and give each its own."""
    used = Country.objects.annotate(**{name: field.used() for name, field in fields.items()})
    rows = list(in_order_of_names(used.filter(reduce(or_, (Q(**{name: True}) for name in fields)))))
    for name, field in fields.items():
        own = ((country.code, str(country)) for country in rows if getattr(country, name))
        field.choices = [("", _("All")), *own]


class WordsFilter(FilterForm):
    """Those with some words."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)


class ArchivableFilter(WordsFilter):
    """Also what was archived."""

    archived = forms.BooleanField(label=_("Archived"), required=False)
    field_order: Sequence[str] | None = None


def any_of(choices: Sequence[tuple[str, StrOrPromise]], label: StrOrPromise) -> forms.ChoiceField:
    """One word of an enumeration, or any."""
    return forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *choices])


class OrganisationFilter(ArchivableFilter):
    """Organisations."""

    kind = any_of(OrganisationKind.choices, _("Kind"))
    role = any_of(OrganisationRole.choices, _("Role"))
    country = CountryChoiceField(_("Country"), of=Organisation)
    field_order = ["q", "kind", "role", "country", "archived"]


class SiteFilter(ArchivableFilter):
    """Sites."""

    city = forms.CharField(label=_("City"), required=False, max_length=100)
    country = CountryChoiceField(_("Country"), of=Site)
    field_order = ["q", "city", "country", "archived"]


class MachineFilter(ArchivableFilter):
    """Machines."""

    site = forms.SlugField(label=_("Site (its code)"), required=False)
    safety = any_of(SafetyClass.choices, _("Safety"))
    field_order = ["q", "site", "safety", "archived"]


class TechnologyFilter(ArchivableFilter):
    """Technologies."""

    topic = TopicChoiceField()
    organisation = forms.SlugField(label=_("Organisation (its code)"), required=False)
    readiness = forms.IntegerField(label=_("Readiness at least"), required=False, min_value=1, max_value=9)
    field_order = ["q", "topic", "organisation", "readiness", "archived"]


class TopicFilter(ArchivableFilter):
    """Topics."""

    field_order = ["q", "archived"]


class ResourcePersonFilter(ArchivableFilter):
    """Resource persons."""

    topic = TopicChoiceField()
    language = any_of(Language.choices, _("Language"))
    available_on = forms.DateField(label=_("Available on"), required=False, widget=Day)
    field_order = ["q", "topic", "language", "available_on", "archived"]


class CountryFilter(WordsFilter):
    """Countries; the members of a body on a day."""

    body = forms.ChoiceField(label=_("Member of"), required=False)
    on = forms.DateField(label=_("On, otherwise today"), required=False, widget=Day)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        body: Any = self.fields["body"]
        body.choices = [
            ("", _("All")),
            *(
                (body.code, body.abbreviation or str(body))
                for body in live(Body.objects.all()).order_by("code")
            ),
        ]


def on_a_day(asked: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is asked; who is a member is always a question of a day, today where none is named."""
    return {"on": today, **asked} if "body" in asked else {**asked}


class BodyFilter(ArchivableFilter):
    """Bodies."""

    kind = any_of(BodyKind.choices, _("Kind"))
    field_order = ["q", "kind", "archived"]


class VisaRouteFilter(ArchivableFilter):
    """Visa rules."""

    q = forms.CharField(label=_("Words of the note or source"), required=False, max_length=100)
    host = CountryChoiceField(_("Host country"), of=VisaRoute, column="host")
    nationality = CountryChoiceField(_("Nationality"), of=VisaRoute, column="nationality")
    passport_type = any_of(PassportType.choices, _("Passport"))
    route = any_of(VisaKind.choices, _("Route"))
    on = forms.DateField(label=_("In force on"), required=False, widget=Day)
    field_order = ["q", "host", "nationality", "passport_type", "route", "on", "archived"]


class DeclaredDayFilter(ArchivableFilter):
    """Declared days."""

    country = CountryChoiceField(_("Country"), of=DeclaredDay)
    kind = any_of(DeclaredKind.choices, _("What was declared"))
    on = forms.DateField(label=_("On"), required=False, widget=Day)
    field_order = ["q", "country", "kind", "on", "archived"]


class VisaQuestionForm(forms.Form):
    """Somebody who wants to enter a host country."""

    host = CountryField(label=_("Host country"))
    nationality = CountryField(label=_("Nationality"))
    residence = CountryField(label=_("Lives in"))
    passport_type = forms.ChoiceField(label=_("Passport"), choices=PassportType.choices)
    on = forms.DateField(label=_("Day of entry"), widget=Day)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("host", "nationality", "residence"):
            country: Any = self.fields[name]
            country.offer()
