"""Visa routes: dated rules on who enters a host country how."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty, PassportType, VisaKind
from balai.directory.models.base import (
    DirectoryRecord,
    Sourced,
    ends_after_it_begins,
    everything_in,
    is_one_of,
    stretch_of_days,
)
from balai.directory.models.country import Country
from balai.kernel.translated import TranslatedTextField


class VisaRoute(DirectoryRecord, Sourced):
    """How holders of a nationality and a kind of passport enter a host country, while the rule is in force.

    What is left empty holds for all; the most specific rule in force decides
    (:func:`balai.directory.queries.visa_route_for`).
    """

    host = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("host country"))
    nationality = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visa_routes",
        verbose_name=_("nationality"),
        help_text=_("Empty: all that no other rule names."),
    )
    passport_type = models.CharField(
        _("passport"),
        max_length=12,
        choices=PassportType,
        blank=True,
        help_text=_("Empty: of any kind."),
    )
    residence = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country of residence"),
        help_text=_("Empty: wherever they live."),
    )
    route = models.CharField(_("route"), max_length=12, choices=VisaKind)
    lead_days = models.PositiveSmallIntegerField(
        _("lead time in days"),
        null=True,
        blank=True,
        help_text=_("Calendar days from a complete application to the visa; empty: not known."),
    )
    since = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"), null=True, blank=True)
    note = TranslatedTextField(_("note"), blank=True, lines=3, max_length=1000)
    search_text = models.GeneratedField(
        expression=everything_in("source", translated=("note",)),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_visa_route"
        constraints = [
            is_one_of("certainty", Certainty, name="visa_route_certainty_is_known"),
            is_one_of("route", VisaKind, name="visa_route_is_known"),
            models.CheckConstraint(
                condition=Q(passport_type="") | Q(passport_type__in=PassportType.values),
                name="visa_route_passport_type_is_known",
            ),
            ends_after_it_begins(name="visa_route_ends_after_it_begins"),
            ExclusionConstraint(
                name="visa_route_one_in_force_at_a_time",
                expressions=[
                    ("host", RangeOperators.EQUAL),
                    (Coalesce("nationality", Value("")), RangeOperators.EQUAL),
                    ("passport_type", RangeOperators.EQUAL),
                    (Coalesce("residence", Value("")), RangeOperators.EQUAL),
                    (stretch_of_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(archived_at__isnull=True),
                violation_error_message=_(
                    "Another rule for the same people is in force on some of these days."
                ),
            ),
        ]
        indexes = [
            models.Index(
                F("host"),
                Coalesce("nationality", Value("")),
                F("since"),
                F("id"),
                name="visa_route_by_host",
            ),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="visa_route_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.nationality_id or '*'} → {self.host_id}: {self.route}"
