"""What a series tells the world of its aid: how it is reported, dollar rates, and what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.programmes.models import Series
from balai.reporting.models.spending import IS_CURRENCY

if TYPE_CHECKING:
    from uuid import UUID

    from balai.directory.models import Country, Organisation

IDENTIFIER = r"^[^/&|?\s]+$"


class AidProfile(IdentifiedModel):
    """How a series is reported as aid: by whom, under which identifier, with which codes.

    The identifier is for ever: once something was published under it, it stays.
    """

    series = models.OneToOneField(Series, models.PROTECT, related_name="aid_profile")
    reporter: models.ForeignKey[Organisation, Organisation] = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="+", verbose_name=_("reporting organisation")
    )
    identifier = models.CharField(
        _("its identifier"),
        max_length=60,
        help_text=_("From an approved list of agencies, such as XM-DAC-… or ID-…. It is never changed."),
    )
    provider: models.ForeignKey[Country, Country] = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="+", verbose_name=_("providing country")
    )
    channel: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation that is a channel"),
    )
    channel_code = models.CharField(
        _("its channel code"), max_length=5, blank=True, help_text=_("Of the OECD, such as 47027.")
    )
    collaboration = models.CharField(_("type of collaboration"), max_length=2, default="8")
    flow = models.CharField(_("type of flow"), max_length=2, default="50")
    finance = models.CharField(_("type of finance"), max_length=4, default="110")
    aid = models.CharField(_("type of aid"), max_length=4, default="E01")
    tied = models.CharField(_("tied status"), max_length=1, default="5")
    framework = models.CharField(_("framework of collaboration (TOSSD)"), max_length=4, default="FC02")
    is_technical_cooperation = models.BooleanField(_("free-standing technical cooperation"), default=True)

    class Meta:
        db_table = "balai_aid_profile"
        constraints = [
            models.CheckConstraint(
                condition=Q(identifier__regex=IDENTIFIER),
                name="aid_profile_identifier_is_plain",
                violation_error_message=_("An identifier has no space and none of / & | ?."),
            ),
            models.CheckConstraint(
                condition=Q(channel=None, channel_code="") | Q(channel__isnull=False) & ~Q(channel_code=""),
                name="aid_profile_channel_has_a_code",
                violation_error_message=_("Name the channel with its code, or neither."),
            ),
        ]

    if TYPE_CHECKING:
        series_id: UUID
        provider_id: str
        channel_id: UUID | None

    def __str__(self) -> str:
        return f"{self.identifier}: {self.series_id}"

    @property
    def reference(self) -> str:
        """How the trail names this profile."""
        return f"aid_profile:{self.pk}"


class DollarRate(IdentifiedModel):
    """What a US dollar cost in a year, for the reports that are made in dollars."""

    currency = models.CharField(_("currency"), max_length=3)
    year = models.PositiveSmallIntegerField(_("year"))
    per_dollar = models.DecimalField(_("worth of one US dollar"), max_digits=18, decimal_places=6)
    source = models.CharField(_("source"), max_length=200, help_text=_("Such as the OECD’s yearly rates."))

    class Meta:
        db_table = "balai_dollar_rate"
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "year"],
                name="dollar_rate_once_a_year",
                violation_error_message=_("There is a rate of this currency and year already."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=IS_CURRENCY),
                name="dollar_rate_currency_is_iso_4217",
                violation_error_message=_("A currency is three capitals, such as IDR."),
            ),
            models.CheckConstraint(
                condition=Q(per_dollar__gt=0),
                name="dollar_rate_is_above_zero",
                violation_error_message=_("A rate is above zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.year}"


class AidPublication(IdentifiedModel):
    """One version of a series' IATI file, as it was published. Rows are only ever added."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="aid_publications")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("published"))
    actor = models.CharField(max_length=MAX_LENGTH)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    identifiers = ArrayField(models.CharField(max_length=100))
    editions = ArrayField(models.CharField(max_length=24))

    class Meta:
        db_table = "balai_aid_publication"
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="aid_publication_numbers_count"),
            models.CheckConstraint(condition=~Q(content=""), name="aid_publication_has_a_file"),
            holds_references("actor", name="aid_publication_actor_is_a_reference"),
        ]

    if TYPE_CHECKING:
        series_id: UUID

    def __str__(self) -> str:
        return f"{self.series_id}: {self.number}"

    @property
    def reference(self) -> str:
        """How the trail names this version."""
        return f"aid_publication:{self.pk}"
