"""Activities: what the curriculum wants to happen and what each needs; a timetable makes sessions of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty, PhotoRule, ProtectionTag, RoomKind
from balai.directory.models.base import Sourced, are_some_of, has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Attendance, DayPart, Task
from balai.programmes.models.curriculum import Group, Module, SessionType
from balai.programmes.models.edition import Edition
from balai.programmes.models.parts import is_coded


class Activity(IdentifiedModel, Sourced):
    """One thing that is to happen in an edition, with its length, its needs and its demands.

    ``minutes`` are those of one run: an activity for each group in turn is run once for each. The demand
    sheet (demands, protection, photo rule) tells people beforehand what they will meet, so that
    nobody has to be excluded.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="activities")
    code = models.CharField(_("code"), max_length=24)
    session_type = models.ForeignKey(
        SessionType, models.PROTECT, related_name="activities", verbose_name=_("kind of session")
    )
    module = models.ForeignKey(
        Module,
        models.RESTRICT,  # and yet an idea can be deleted with both
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("module"),
    )
    title = TranslatedTextField(_("title"))
    description = TranslatedTextField(_("description"), blank=True, lines=3, max_length=2000)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    attendance = models.CharField(_("who comes"), max_length=12, choices=Attendance, default=Attendance.ALL)
    groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="activities",
        db_table="balai_activity_group",
        verbose_name=_("groups"),
    )
    size = models.PositiveSmallIntegerField(_("people at a time, at most"), null=True, blank=True)
    is_required = models.BooleanField(_("required for completion"), default=True)
    sites = models.ManyToManyField(
        "directory.Site",
        blank=True,
        related_name="activities",
        db_table="balai_activity_site",
        verbose_name=_("sites where it can be held"),
    )
    room_kind = models.CharField(_("kind of room"), max_length=12, choices=RoomKind, blank=True)
    after = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="before",
        db_table="balai_activity_after",
        verbose_name=_("only after"),
    )
    earliest_on = models.DateField(_("not before"), null=True, blank=True)
    latest_on = models.DateField(_("not later than"), null=True, blank=True)
    day_part = models.CharField(_("part of the day"), max_length=10, choices=DayPart, default=DayPart.ANY)
    begins_at = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("Only where it is fixed, as of an opening.")
    )
    demands = TranslatedTextField(_("what it demands of people"), blank=True, max_length=500)
    protection = ArrayField(
        models.CharField(max_length=12, choices=ProtectionTag),
        verbose_name=_("protective equipment"),
        default=list,
        blank=True,
        help_text=_("Besides what the site asks of every visitor."),
    )
    photo_rule = models.CharField(
        _("photographs"),
        max_length=12,
        choices=PhotoRule,
        blank=True,
        help_text=_("Only where it is stricter than at the site."),
    )
    materials = TranslatedTextField(_("materials"), blank=True, max_length=500)
    order = models.PositiveSmallIntegerField(_("order in lists"), default=0)

    class Meta:
        db_table = "balai_activity"
        constraints = [
            is_one_of("certainty", Certainty, name="activity_certainty_is_known"),
            is_coded("activity_code_is_a_code"),
            is_one_of("attendance", Attendance, name="activity_attendance_is_known"),
            is_one_of("day_part", DayPart, name="activity_day_part_is_known"),
            has_words("title", name="activity_has_a_title"),
            are_some_of("protection", ProtectionTag, name="activity_protection_is_known"),
            models.CheckConstraint(
                condition=Q(photo_rule="") | Q(photo_rule__in=PhotoRule.values),
                name="activity_photo_rule_is_known",
            ),
            models.CheckConstraint(
                condition=Q(room_kind="") | Q(room_kind__in=RoomKind.values),
                name="activity_room_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="activity_code_once",
                violation_error_message=_("Another activity has this code."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=1440),
                name="activity_lasts_from_5_minutes_to_a_day",
                violation_error_message=_("An activity lasts from 5 minutes to a day."),
            ),
            models.CheckConstraint(
                condition=Q(size=None) | Q(size__gte=1), name="activity_has_a_person_or_more"
            ),
            models.CheckConstraint(
                condition=Q(earliest_on=None) | Q(latest_on=None) | Q(latest_on__gte=F("earliest_on")),
                name="activity_days_are_in_order",
                violation_error_message=_("The latest day lies before the earliest."),
            ),
        ]
        indexes = [models.Index(fields=["edition", "order", "id"], name="activity_in_order")]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def day(self) -> object:
        """The one day on which it can be, or None while there are several."""
        return self.earliest_on if self.earliest_on and self.earliest_on == self.latest_on else None


class ActivityMachine(IdentifiedModel):
    """So many machines that one run of an activity needs at a time."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="machine_needs")
    machine = models.ForeignKey("directory.Machine", models.PROTECT, related_name="activity_needs")
    count = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        db_table = "balai_activity_machine"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "machine"],
                name="activity_machine_once",
                violation_error_message=_("The activity names this machine already."),
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="activity_machine_is_one_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.count} × {self.machine_id}"


class ActivityPerson(IdentifiedModel):
    """A resource person's part in an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="people")
    resource_person = models.ForeignKey(
        "directory.ResourcePerson", models.PROTECT, related_name="activity_parts"
    )
    task = models.CharField(_("task"), max_length=10, choices=Task, default=Task.LEAD)

    class Meta:
        db_table = "balai_activity_person"
        constraints = [
            is_one_of("task", Task, name="activity_person_task_is_known"),
            models.UniqueConstraint(
                fields=["activity", "resource_person"],
                name="activity_person_once",
                violation_error_message=_("The activity names this person already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.resource_person_id} ({self.task})"
