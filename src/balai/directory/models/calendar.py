"""Days that a country declares: beside, or against, the published lists of days off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty, DeclaredKind
from balai.directory.models.base import (
    DirectoryRecord,
    Sourced,
    ends_after_it_begins,
    everything_in,
    has_words,
    is_one_of,
    stretch_of_days,
)
from balai.directory.models.country import Country
from balai.kernel.translated import TranslatedTextField

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = dt.timedelta(days=60)
"""Of one stretch; a longer one is a slip of the pen, and would stop every deadline."""


class DeclaredDay(DirectoryRecord, Sourced):
    """Days on which a country does not work though no list says so, or works though one does.

    Deadlines, the date finder and the board know them as they know the lists
    (:func:`balai.directory.queries.declared_days_between`). Days on which one site is closed are its
    closures.
    """

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="declared_days", verbose_name=_("country")
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    kind = models.CharField(_("what was declared"), max_length=8, choices=DeclaredKind)
    name = TranslatedTextField(_("name"))
    search_text = models.GeneratedField(
        expression=everything_in(translated=("name",)), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        db_table = "balai_declared_day"
        constraints = [
            is_one_of("certainty", Certainty, name="declared_day_certainty_is_known"),
            is_one_of("kind", DeclaredKind, name="declared_day_kind_is_known"),
            has_words("name", name="declared_day_has_a_name"),
            ends_after_it_begins(name="declared_day_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(until__lte=F("since") + LONGEST),
                name="declared_day_is_no_long_stretch",
                violation_error_message=_("One entry covers at most two months. Look at the year."),
            ),
            ExclusionConstraint(
                name="declared_day_said_once",
                expressions=[
                    ("country", RangeOperators.EQUAL),
                    (stretch_of_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(archived_at__isnull=True),
                violation_error_message=_("Something is declared for some of these days already."),
            ),
        ]
        indexes = [
            models.Index(fields=["country", "since"], name="declared_day_by_country"),
            models.Index(fields=["since", "id"], name="declared_day_by_day"),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="declared_day_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.since}: {self.name}"

    @property
    def days(self) -> Iterator[dt.date]:
        """Every day of the stretch."""
        return (self.since + dt.timedelta(days=one) for one in range((self.until - self.since).days + 1))
