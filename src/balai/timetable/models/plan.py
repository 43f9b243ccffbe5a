"""Sessions for life, versions of the timetable, and where each version has each session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Machine, ResourcePerson, Room, Site
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import Task
from balai.programmes.models import Activity, Edition, Group
from balai.timetable.enums import Proof, TimetableState

if TYPE_CHECKING:
    from datetime import timedelta
    from uuid import UUID

    from balai.kernel.translated import TranslatedText


class Session(IdentifiedModel):
    """An activity for certain groups: what calendars know by one identifier for life.

    Attributes:
        code: that of the activity, and for one that each group has in turn, that of the group too.
        sequence: how often what was published of it has changed; calendars ask for it.
        changed_at: when it last did.
        last_slot: where it was published last; none before that.
        is_cancelled: it was published, and no longer is.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sessions")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sessions")
    code = models.CharField(_("code"), max_length=60)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    last_slot = models.ForeignKey("timetable.Slot", models.SET_NULL, null=True, related_name="+")
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        db_table = "balai_session"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="session_code_once"),
            models.CheckConstraint(
                condition=Q(is_cancelled=False) | Q(changed_at__isnull=False),
                name="session_is_cancelled_at_a_moment",
            ),
        ]

    if TYPE_CHECKING:
        activity_id: UUID
        last_slot_id: UUID | None

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> TranslatedText:
        """What it is called; ``activity`` is fetched with it."""
        title: TranslatedText = self.activity.title
        return title

    @property
    def reference(self) -> str:
        """How the trail names this session."""
        return f"session:{self.pk}"


class Timetable(IdentifiedModel):
    """A version of an edition's timetable.

    Only drafts change; the database refuses to change what was published, which may only be superseded.

    Attributes:
        problem: what it was planned from, as the engine reads it; the checker judges it by this.
        status, objective, bound, costs, seed, work, seconds, is_reproducible, versions: as in an outcome of
            the engine; of a draft that was changed by hand, objective and costs as the checker counts them.
        is_by_hand: whether somebody moved something in it.
        moves: each change by hand with where the session was, so that it can be taken back.
        given_up: limits that it does not keep, each by its sentences in every language; the office has to see
            to them.
        reason: why it replaced the one before; people whose sessions change are told.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="timetables")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=TimetableState, default=TimetableState.DRAFT)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followed_by")
    problem = models.JSONField()
    problem_digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10)
    objective = models.IntegerField()
    bound = models.IntegerField()
    costs = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(_("number of the lots"))
    work = models.PositiveIntegerField(_("limit of work"), null=True)
    seconds = models.FloatField(default=0)
    is_reproducible = models.BooleanField(default=True)
    versions = models.JSONField(default=dict)
    is_by_hand = models.BooleanField(default=False)
    given_up = models.JSONField(default=list)
    moves = models.JSONField(default=list)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(max_length=MAX_LENGTH)
    reason = TranslatedTextField(_("reason"), blank=True, max_length=300)
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    superseded_at = models.DateTimeField(_("replaced"), null=True)

    class Meta:
        db_table = "balai_timetable"
        constraints = [
            is_one_of("state", TimetableState, name="timetable_state_is_known"),
            models.UniqueConstraint(fields=["edition", "version"], name="timetable_version_once"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state=TimetableState.PUBLISHED),
                name="timetable_one_published",
                violation_error_message=_("Another version is published. It has to be replaced."),
            ),
            models.CheckConstraint(
                condition=Q(state=TimetableState.DRAFT, published_at=None, published_by="")
                | ~Q(state=TimetableState.DRAFT) & Q(published_at__isnull=False) & ~Q(published_by=""),
                name="timetable_is_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=TimetableState.SUPERSEDED) ^ Q(superseded_at=None),
                name="timetable_is_superseded_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(bound__lte=F("objective")), name="timetable_bound_is_not_above_its_points"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Proof.OPTIMAL, Proof.FEASIBLE]), name="timetable_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Proof.OPTIMAL) | Q(bound=F("objective")),
                name="timetable_is_best_only_when_proven",
            ),
            holds_references("made_by", name="timetable_made_by_is_a_reference", or_system=True),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.version}"

    @property
    def reference(self) -> str:
        """How the trail names this version."""
        return f"timetable:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == TimetableState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == TimetableState.PUBLISHED

    @property
    def gap_percent(self) -> int:
        """How much may be left to gain, in percent of the points; nought only where it is proven best."""
        if not self.objective:
            return 0
        return -(-100 * (self.objective - self.bound) // self.objective)


class Slot(IdentifiedModel):
    """Where and when a version has a session; who comes is beside it."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="slots")
    session = models.ForeignKey(Session, models.PROTECT, related_name="slots")
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="slots", verbose_name=_("site"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="slots", verbose_name=_("room"))
    leaves = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    is_pinned = models.BooleanField(_("stays here"), default=False)
    groups = models.ManyToManyField(Group, related_name="slots", db_table="balai_slot_group")

    class Meta:
        db_table = "balai_slot"
        constraints = [
            models.UniqueConstraint(fields=["timetable", "session"], name="slot_session_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="slot_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(room=None) | Q(site__isnull=False), name="slot_room_is_somewhere"
            ),
        ]
        indexes = [
            models.Index(fields=["timetable", "begins_at", "id"], name="slot_in_order"),
            models.Index(fields=["site", "begins_at"], name="slot_by_site"),
        ]

    if TYPE_CHECKING:
        timetable_id: UUID
        session_id: UUID
        site_id: UUID | None
        room_id: UUID | None

    def __str__(self) -> str:
        return f"{self.session_id} {self.begins_at:%Y-%m-%d %H:%M}"

    @property
    def lasts(self) -> timedelta:
        return self.ends_at - self.begins_at


class SlotPerson(IdentifiedModel):
    """A resource person's part in a session of a version."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="people")
    resource_person = models.ForeignKey(ResourcePerson, models.PROTECT, related_name="slot_parts")
    task = models.CharField(_("task"), max_length=10, choices=Task, default=Task.LEAD)

    class Meta:
        db_table = "balai_slot_person"
        constraints = [
            is_one_of("task", Task, name="slot_person_task_is_known"),
            models.UniqueConstraint(fields=["slot", "resource_person"], name="slot_person_once"),
        ]

    if TYPE_CHECKING:
        slot_id: UUID
        resource_person_id: UUID

    def __str__(self) -> str:
        return f"{self.slot_id}: {self.resource_person_id}"


class SlotMachine(IdentifiedModel):
    """One machine that a session of a version uses: of several of a kind, each has a number from 1 on."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="machines")
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="slot_uses")
    unit = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])

    class Meta:
        db_table = "balai_slot_machine"
        constraints = [
            models.UniqueConstraint(fields=["slot", "machine", "unit"], name="slot_machine_once"),
            models.CheckConstraint(condition=Q(unit__gte=1), name="slot_machine_has_a_number"),
        ]

    if TYPE_CHECKING:
        slot_id: UUID
        machine_id: UUID

    def __str__(self) -> str:
        return f"{self.slot_id}: {self.machine_id} {self.unit}"
