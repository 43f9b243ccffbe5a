"""Bodies that countries belong to, and since when until when they do."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import BodyKind, Certainty, Precision
from balai.directory.models.base import (
    CODE_HELP,
    DirectoryRecord,
    Sourced,
    ends_after_it_begins,
    everything_in,
    has_words,
    is_a_code,
    is_one_of,
    is_sorted_by,
    stretch_of_days,
)
from balai.directory.models.country import Country
from balai.kernel.translated import TranslatedTextField


class Body(DirectoryRecord, Sourced):
    """An intergovernmental organisation, one of its organs or pillars, or a recognised group of countries.

    An organ or pillar hangs below its body and has that body's members unless it lists its own.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=CODE_HELP)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind, default=BodyKind.INTERGOVERNMENTAL)
    name = TranslatedTextField(_("name"))
    abbreviation = models.CharField(_("abbreviation"), max_length=24, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    description = TranslatedTextField(_("description"), blank=True, lines=4, max_length=2000)
    website = models.URLField(_("website"), blank=True)
    search_text = models.GeneratedField(
        expression=everything_in("code", "abbreviation", translated=("name", "description")),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_body"
        constraints = [
            is_a_code(name="body_code_is_plain"),
            is_one_of("certainty", Certainty, name="body_certainty_is_known"),
            is_one_of("kind", BodyKind, name="body_kind_is_known"),
            has_words("name", name="body_has_a_name"),
            models.CheckConstraint(
                condition=~Q(kind__in=[BodyKind.ORGAN, BodyKind.PILLAR]) | Q(parent__isnull=False),
                name="body_part_has_a_whole",
                violation_error_message=_("An organ or a pillar is part of another body. Choose which."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="body_is_not_part_of_itself",
                violation_error_message=_("A body cannot be part of itself."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="body_by_words"),
            *is_sorted_by("name", "code", name="body_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Membership(DirectoryRecord, Sourced):
    """A country's membership in a body, from its first to its last day, both included.

    A country may leave and come back; it is never a member twice on one day.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships", verbose_name=_("body"))
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="memberships", verbose_name=_("country")
    )
    since = models.DateField(_("first day"))
    since_precision = models.CharField(
        _("first day is known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    until = models.DateField(_("last day"), null=True, blank=True)
    until_precision = models.CharField(
        _("last day is known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    class Meta:
        db_table = "balai_membership"
        constraints = [
            is_one_of("certainty", Certainty, name="membership_certainty_is_known"),
            is_one_of("since_precision", Precision, name="membership_since_precision_is_known"),
            is_one_of("until_precision", Precision, name="membership_until_precision_is_known"),
            ends_after_it_begins(name="membership_ends_after_it_begins"),
            ExclusionConstraint(
                name="membership_is_not_held_twice_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("country", RangeOperators.EQUAL),
                    (stretch_of_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(archived_at__isnull=True),
                violation_error_message=_("The country is a member on some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} · {self.body}"
