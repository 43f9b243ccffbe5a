"""What became of plans: told at 3, 6 and 12 months, by several voices, each telling kept as it was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import are_some_of, is_one_of
from balai.followup.enums import Months, Obstacle, Progress, Voice
from balai.followup.models.plan import Plan, PlanSubmission
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from balai.people.models import Person
    from balai.ui.parts import State


def _is_one_of_the_months(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(months__in=Months.values), name=name)


MARKS: Mapping[Progress, State] = {
    Progress.NOT_BEGUN: "wait",
    Progress.UNDER_WAY: "info",
    Progress.DONE: "ok",
    Progress.CHANGED: "info",
    Progress.GIVEN_UP: "block",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One activity as it was told of."""

    what: str
    state: Progress
    words: str

    @property
    def mark(self) -> State:
        """The sign of its state."""
        return MARKS[self.state]

    @property
    def word(self) -> str:
        """The state in a word."""
        return str(self.state.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure that was taken."""

    name: str
    unit: str
    value: str
    day: dt.date
    target: str | None


class FollowUp(IdentifiedModel):
    """What one voice told of a plan some months after the programme; told again, a further version.

    ``activities`` and ``indicators`` repeat the words of the submission that was read, each with what was
    told of it, so that an answer can be read by itself. A trigger keeps what counts for ever; words alone
    may be erased.
    """

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(Plan, models.PROTECT, related_name="follow_ups")
    submission: models.ForeignKey[PlanSubmission, PlanSubmission] = models.ForeignKey(
        PlanSubmission, models.PROTECT, related_name="follow_ups"
    )
    months = models.PositiveSmallIntegerField(_("after how many months"), choices=Months)
    voice = models.CharField(_("who tells"), max_length=12, choices=Voice)
    number = models.PositiveSmallIntegerField(_("version"))
    due_on = models.DateField(_("due"))
    at = models.DateTimeField(_("told"))
    is_late = models.BooleanField(_("late"))
    actor = models.CharField(max_length=MAX_LENGTH)
    told_by = models.CharField(_("name"), max_length=200)
    activities = models.JSONField(_("activities"), default=list)
    indicators = models.JSONField(_("indicators"), default=list)
    obstacles = ArrayField(
        models.CharField(max_length=12, choices=Obstacle),
        default=list,
        verbose_name=_("what stood in the way"),
    )
    obstacle_words = models.TextField(_("what it was, in a sentence"), max_length=1000, blank=True)
    women_reached = models.PositiveIntegerField(_("women reached so far"), null=True)
    men_reached = models.PositiveIntegerField(_("men reached so far"), null=True)
    helped = models.TextField(_("what helped"), max_length=1000, blank=True)
    links = ArrayField(models.URLField(max_length=500), default=list, verbose_name=_("links to evidence"))

    class Meta:
        db_table = "balai_follow_up"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "months", "voice", "number"], name="follow_up_numbers_count"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="follow_up_numbers_begin_at_one"),
            _is_one_of_the_months("follow_up_months_are_known"),
            is_one_of("voice", Voice, name="follow_up_voice_is_known"),
            are_some_of("obstacles", Obstacle, name="follow_up_obstacles_are_known"),
            models.CheckConstraint(condition=~Q(told_by=""), name="follow_up_says_who_told"),
            holds_references("actor", name="follow_up_actor_is_a_reference"),
        ]

    if TYPE_CHECKING:
        plan_id: UUID
        submission_id: UUID

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.months}, {self.voice} {self.number}"

    @property
    def progress(self) -> list[Row]:
        """How far each activity is, in words."""
        return [
            Row(what=one["what"], state=Progress(one["state"]), words=one["words"]) for one in self.activities
        ]

    @property
    def measured(self) -> list[Measured]:
        """The figures that were taken."""
        return [
            Measured(
                name=one["name"],
                unit=one["unit"] or "",
                value=one["value"],
                day=dt.date.fromisoformat(one["measured_on"]),
                target=one["target"],
            )
            for one in self.indicators
            if one.get("value") is not None
        ]

    @property
    def obstacles_told(self) -> list[str]:
        """What stood in the way, in words."""
        return [str(Obstacle(one).label) for one in self.obstacles]


class FollowUpEvidence(IdentifiedModel):
    """A paper or photo that came with an answer, sealed with the key of the plan's author.

    A photo is there only while those who are seen on it agree; taken back, row and file go.
    """

    follow_up: models.ForeignKey[FollowUp, FollowUp] = models.ForeignKey(
        FollowUp, models.PROTECT, related_name="evidence"
    )
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+"
    )
    is_photo = models.BooleanField(_("photo"))
    is_agreed_to = models.BooleanField(_("everybody on the photo agrees"), default=False)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    file = KeptFileField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(_("kept"))

    class Meta:
        db_table = "balai_follow_up_evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_photo=False) | Q(is_agreed_to=True) & ~Q(caption=""),
                name="follow_up_evidence_photo_is_agreed_to",
                violation_error_message=_("A photo needs a caption, and the consent of everybody on it."),
            )
        ]

    if TYPE_CHECKING:
        follow_up_id: UUID
        person_id: UUID

    def __str__(self) -> str:
        return self.name

    @property
    def kept(self) -> KeptFile:
        """The file itself, as it is kept."""
        return KeptFile(id=self.file, name=self.name, media_type=self.media_type, size=self.size)


class FollowUpLink(IdentifiedModel):
    """Somebody without an account is asked how a plan goes, by a link of which only a hash is kept.

    Asked again, the row gets another secret, and the older link opens nothing any more.
    """

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(
        Plan, models.PROTECT, related_name="follow_up_links"
    )
    months = models.PositiveSmallIntegerField(_("after how many months"), choices=Months)
    voice = models.CharField(_("who tells"), max_length=12, choices=Voice)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    secret_hash = models.CharField(max_length=64, unique=True)
    times = models.PositiveSmallIntegerField(_("how often asked"), default=1)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "balai_follow_up_link"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "months", "voice"],
                condition=Q(put_away_at=None),
                name="follow_up_link_one_is_asked",
            ),
            _is_one_of_the_months("follow_up_link_months_are_known"),
            models.CheckConstraint(
                condition=Q(voice__in=[Voice.SUPERVISOR, Voice.SUCCESSOR]),
                name="follow_up_link_is_for_those_without_an_account",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="follow_up_link_expires_after_it_is_asked"
            ),
        ]

    if TYPE_CHECKING:
        plan_id: UUID

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.months}, {self.voice}"

    @property
    def reference(self) -> str:
        """How the trail names this question."""
        return f"follow_up_link:{self.pk}"
