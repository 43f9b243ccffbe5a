"""Country reports: what a country tells the others of its small industry before the programme begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, PATTERN, holds_references
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

FIGURES = ("enterprises", "gdp_percent", "jobs_percent", "export_percent", "figures_year", "figures_source")
TEXTS = (
    "sector",
    "policy",
    "instruments",
    "centres",
    "problems",
    "good_practice",
    "questions",
    "baseline",
)
NEEDED = ("sector", "policy", "problems", "questions")
"""What no report that is handed in leaves empty."""
FIRST_YEAR, LAST_YEAR = 1950, 2100


def _share(name: StrOrPromise) -> models.DecimalField:  # type: ignore[type-arg] # as Django's stubs have it for null
    return models.DecimalField(
        name,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


class CountryReport(IdentifiedModel):
    """The report of one country to one edition, written together by those whom the country sends.

    Others read it once it is handed in; to change it, its authors take it back, or the office gives it back
    with a reason. What is handed in stays (a trigger holds it); it changes only in
    :mod:`balai.followup.services.country_reports`.

    Attributes:
        version: how often it was kept, so that nobody writes over another.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="country_reports")
    country: models.ForeignKey[Country, Country] = models.ForeignKey(
        Country, models.PROTECT, related_name="+"
    )
    enterprises = models.PositiveBigIntegerField(_("small and medium enterprises"), null=True, blank=True)
    gdp_percent = _share(_("their share of the gross domestic product, in percent"))
    jobs_percent = _share(_("their share of all jobs, in percent"))
    export_percent = _share(_("their share of exports, in percent"))
    figures_year = models.PositiveSmallIntegerField(
        _("year of these figures"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    figures_source = models.CharField(
        _("source of these figures"),
        max_length=300,
        blank=True,
        help_text=_("Such as the office of statistics, with the name of the publication."),
    )
    sector = models.TextField(
        _("small and medium industry in your country"),
        max_length=3000,
        blank=True,
        help_text=_("What is made, where, and by whom."),
    )
    policy = models.TextField(
        _("policy and institutions"),
        max_length=3000,
        blank=True,
        help_text=_("Which law and which plan hold, and which office does what."),
    )
    instruments = models.TextField(
        _("how it is supported"),
        max_length=3000,
        blank=True,
        help_text=_("Finance, training, research, quality, market: what there is, and who uses it."),
    )
    centres = models.TextField(_("research and technology centres"), max_length=3000, blank=True)
    problems = models.TextField(
        _("the three main problems"),
        max_length=3000,
        blank=True,
        help_text=_("A line for each, with how you know it."),
    )
    good_practice = models.TextField(_("what others could learn from you"), max_length=3000, blank=True)
    questions = models.TextField(
        _("your questions to the host"), max_length=2000, blank=True, help_text=_("A line for each.")
    )
    baseline = models.TextField(
        _("where you stand today"),
        max_length=2000,
        blank=True,
        help_text=_("Figures from which the indicators of your action plan set out."),
    )
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.CharField(max_length=MAX_LENGTH)
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    submitted_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    returned_because = models.TextField(_("what should be changed"), max_length=2000, blank=True)

    class Meta:
        db_table = "balai_country_report"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "country"],
                name="country_report_once",
                violation_error_message=_("Somebody of your country has begun the report meanwhile."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by="")
                | Q(submitted_at__isnull=False)
                & ~Q(submitted_by="")
                & Q(*(~Q(**{name: ""}) for name in NEEDED)),
                name="country_report_handed_in_says_everything",
            ),
            models.CheckConstraint(
                condition=Q(enterprises=None, gdp_percent=None, jobs_percent=None, export_percent=None)
                | Q(submitted_at=None)
                | Q(figures_year__isnull=False) & ~Q(figures_source=""),
                name="country_report_figures_name_their_source",
                violation_error_message=_("Figures need their year and their source."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (0, 100)}),
                    name=f"country_report_{name}_is_a_share",
                )
                for name in ("gdp_percent", "jobs_percent", "export_percent")
            ),
            models.CheckConstraint(
                condition=Q(figures_year=None) | Q(figures_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="country_report_year_is_one",
            ),
            holds_references("saved_by", name="country_report_writer_is_a_reference"),
            models.CheckConstraint(
                condition=Q(submitted_by="") | Q(submitted_by__regex=PATTERN),
                name="country_report_submitted_by_is_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by="", returned_because="")
                | Q(returned_at__isnull=False, submitted_at=None, returned_by__regex=PATTERN)
                & ~Q(returned_because=""),
                name="country_report_returned_says_what_to_change",
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        country_id: str

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.country_id}"

    @property
    def reference(self) -> str:
        """How the trail names this report."""
        return f"country_report:{self.pk}"

    @property
    def is_handed_in(self) -> bool:
        """Whether others read it."""
        return self.submitted_at is not None

    @property
    def has_figures(self) -> bool:
        """Whether it tells any figure of the sector."""
        return any(getattr(self, name) is not None for name in FIGURES[:4])
