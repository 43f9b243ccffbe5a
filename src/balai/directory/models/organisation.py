"""Organisations as a tree, and whom to write to there."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty, OrganisationKind, OrganisationRole
from balai.directory.models.base import (
    CODE_HELP,
    DirectoryRecord,
    Sourced,
    are_some_of,
    everything_in,
    has_words,
    is_a_code,
    is_one_of,
    is_sorted_by,
)
from balai.directory.models.body import Body
from balai.directory.models.country import Country
from balai.kernel.translated import TranslatedTextField
from balai.people.models import Person


class Organisation(DirectoryRecord, Sourced):
    """A ministry, agency, centre, secretariat, company or association, below the one it belongs to.

    The country of an embassy is the one that it represents, wherever it stands; ``accredited_to`` are the
    codes of those where it does so. The embassy to a host may stand in a third country.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=CODE_HELP)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    name = TranslatedTextField(_("name"), max_length=300)
    abbreviation = models.CharField(_("abbreviation"), max_length=24, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("works for"),
        help_text=_("The body whose secretariat or centre this is."),
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="organisations", verbose_name=_("country")
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    address = models.TextField(_("address"), blank=True, max_length=500)
    languages = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("In which one can write to it: en, id, …"),
    )
    website = models.URLField(_("website"), blank=True)
    roles = ArrayField(
        models.CharField(max_length=20, choices=OrganisationRole),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    accredited_to = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("accredited to"),
        default=list,
        blank=True,
        help_text=_(
            "Of an embassy: where it represents its country, as codes of countries. It gets a copy of each invitation "
            "between its country and one of these."
        ),
    )
    description = TranslatedTextField(_("description"), blank=True, lines=4, max_length=2000)
    search_text = models.GeneratedField(
        expression=everything_in("code", "abbreviation", "city", translated=("name",)),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_organisation"
        constraints = [
            is_a_code(name="organisation_code_is_plain"),
            is_one_of("certainty", Certainty, name="organisation_certainty_is_known"),
            is_one_of("kind", OrganisationKind, name="organisation_kind_is_known"),
            are_some_of("roles", OrganisationRole, name="organisation_roles_are_known"),
            has_words("name", name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(accredited_to=[]) | Q(kind=OrganisationKind.EMBASSY),
                name="organisation_accredited_is_an_embassy",
                violation_error_message=_("Only an embassy is accredited to countries."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_is_not_part_of_itself",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="organisation_by_words"),
            *is_sorted_by("name", "code", name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def brief_name(self) -> str:
        """The abbreviation where there is one."""
        return self.abbreviation or str(self.name)


class Contact(DirectoryRecord):
    """An office of an organisation that can be written to or called.

    Named by what the office does. A person is attached only where the office wishes it; contacts are
    never public.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    office = TranslatedTextField(_("office"), help_text=_("Such as “Bureau for Technical Cooperation”."))
    function = TranslatedTextField(_("function"), blank=True, help_text=_("Such as “Head of section”."))
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        db_table = "balai_contact"
        constraints = [
            has_words("office", name="contact_names_an_office"),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(telephone=""),
                name="contact_can_be_reached",
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.office)
