"""Countries and areas of ISO 3166-1."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import Recorded, has_words, is_on_earth
from balai.kernel.translated import TranslatedTextField


class Country(Recorded):
    """A country or area that ISO 3166-1 lists. Every installation has all of them from its first start.

    What a country belongs to (a region's organisation, the least developed countries) is a dated
    :class:`~balai.directory.models.body.Membership`, never a property of the country.
    """

    code = models.CharField(_("code"), max_length=2, primary_key=True, help_text=_("ISO 3166-1 alpha-2."))
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True)
    numeric = models.CharField(_("numeric code"), max_length=3, unique=True)
    name = TranslatedTextField(_("name"))
    short_name = TranslatedTextField(
        _("short name"), blank=True, help_text=_("Where the name is too long for a table.")
    )
    capital = TranslatedTextField(_("capital"), blank=True)
    latitude = models.DecimalField(
        _("latitude of the capital"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude of the capital"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    time_zones = ArrayField(
        models.CharField(max_length=64), verbose_name=_("time zones"), help_text=_("The capital's first.")
    )

    class Meta:
        db_table = "balai_country"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"), name="country_code_is_two_capitals"
            ),
            models.CheckConstraint(
                condition=Q(alpha3__regex=r"^[A-Z]{3}$"), name="country_alpha3_is_three_capitals"
            ),
            models.CheckConstraint(
                condition=Q(numeric__regex=r"^[0-9]{3}$"), name="country_numeric_is_three_digits"
            ),
            has_words("name", name="country_has_a_name"),
            is_on_earth(name="country_capital_is_on_earth"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def brief_name(self) -> str:
        """The short name where there is one."""
        return str(self.short_name or self.name)
