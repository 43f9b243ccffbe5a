"""When what is due: the plan of notices, and the deadlines that follow from it and from the calendars."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Anchor, Counting, Level
from balai.programmes.models.edition import Edition
from balai.programmes.models.parts import is_coded


class DeadlinePlan(IdentifiedModel):
    """What one level is asked for, and how much notice it gives.

    Plans with the same code are a chain from the host down to the applicant: the first level's notice is
    counted from the anchor, each further one's from the deadline of the level above. ``set_on`` is a day that
    the office decided instead.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="deadline_plans")
    code = models.CharField(_("code"), max_length=24)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.HOST)
    title = TranslatedTextField(_("what is due"))
    anchor = models.CharField(_("counted from"), max_length=8, choices=Anchor, default=Anchor.ARRIVAL)
    days = models.PositiveSmallIntegerField(_("days"))
    counts = models.CharField(
        _("which days count"), max_length=8, choices=Counting, default=Counting.CALENDAR
    )
    hour = models.TimeField(_("at"), default=dt.time(17))
    set_on = models.DateField(_("set by hand"), null=True, blank=True)

    class Meta:
        db_table = "balai_deadline_plan"
        constraints = [
            is_coded("deadline_plan_code_is_a_code"),
            is_one_of("level", Level, name="deadline_plan_level_is_known"),
            is_one_of("anchor", Anchor, name="deadline_plan_anchor_is_known"),
            is_one_of("counts", Counting, name="deadline_plan_counting_is_known"),
            models.UniqueConstraint(
                fields=["edition", "code", "level"],
                name="deadline_plan_once_for_a_level",
                violation_error_message=_("This level has its deadline already."),
            ),
            models.CheckConstraint(
                condition=Q(anchor=Anchor.ARRIVAL) | Q(level=Level.HOST),
                name="deadline_plan_after_the_end_is_of_the_host",
                violation_error_message=_("Only the host's own deadlines are counted from the last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.level})"


class Deadline(IdentifiedModel):
    """The moment by which one level, in one country, must have acted.

    ``told_for`` is the moment that people were told; while it differs from ``at`` they are owed a correction.
    """

    plan = models.ForeignKey(DeadlinePlan, models.CASCADE, related_name="deadlines")
    country = models.ForeignKey("directory.Country", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("due"))
    zone = models.CharField(_("time zone"), max_length=64)
    skipped = models.JSONField(_("days passed over"), default=list)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    told_for = models.DateTimeField(_("told to be"), null=True, blank=True)

    class Meta:
        db_table = "balai_deadline"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "country"], nulls_distinct=False, name="deadline_once_for_a_country"
            ),
            models.CheckConstraint(
                condition=Q(told_at=None, told_for=None) | Q(told_at__isnull=False, told_for__isnull=False),
                name="deadline_told_says_what_was_told",
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="deadline_by_moment")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.country_id or ''} {self.at}"

    @property
    def was_told_otherwise(self) -> bool:
        """Whether people were told another moment than the one that holds now."""
        return self.told_for is not None and self.told_for != self.at


class DateSearch(IdentifiedModel):
    """What the date finder was asked for an edition, and what it found; one at a time for each edition.

    Worked out in the background: the question is stored, and the answer when it is there.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="date_search")
    question = models.JSONField()
    asked_at = models.DateTimeField(_("asked"))
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        db_table = "balai_date_search"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_at=None)
                | Q(answer__isnull=False, answered_at__isnull=False),
                name="date_search_answered_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.asked_at}"
