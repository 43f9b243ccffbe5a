"""Action plans: what one participant will change at home, by which steps, seen by which figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID

SDG_TARGET = r"^(1[0-7]|[1-9])\.([0-9]{1,2}|[a-d])$"
MOST_POINTS = 5


class Plan(IdentifiedModel):
    """The action plan of one participant of one edition.

    While it is open its author writes it; each submission freezes it in a :class:`PlanSubmission`. How far
    it is follows from its moments and from what the supervisor said, and is stored nowhere. ``inherits_from``
    is the plan of an earlier edition that it goes on with. It changes only in :mod:`balai.followup.services`.
    """

    participant: models.OneToOneField[Participant, Participant] = models.OneToOneField(
        Participant, models.PROTECT, related_name="action_plan"
    )
    inherits_from: models.ForeignKey[Plan | None, Plan | None] = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="successors"
    )
    versions = models.JSONField(default=dict)
    begun_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("saved"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    returned_at = models.DateTimeField(_("returned"), null=True)
    returned_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    returned_because = models.TextField(_("what should be changed"), max_length=2000, blank=True)
    presented_on = models.DateField(_("presented on"), null=True)

    title = models.CharField(_("title of the plan"), max_length=200, blank=True)
    organisation = models.CharField(_("your organisation"), max_length=200, blank=True)
    problem = models.TextField(
        _("the problem"),
        max_length=3000,
        blank=True,
        help_text=_("Who is affected by it, and how do you know?"),
    )
    causes = models.TextField(
        _("its causes"), max_length=2000, blank=True, help_text=_("A line for each, the deepest last.")
    )
    goal = models.TextField(
        _("overall goal"), max_length=1000, blank=True, help_text=_("What it contributes to in the long run.")
    )
    purpose = models.TextField(
        _("objective"),
        max_length=1000,
        blank=True,
        help_text=_("What will be different after a year: something that can be measured and reached."),
    )
    inputs = models.TextField(_("people, equipment and authority that it needs"), max_length=2000, blank=True)
    support_wanted = models.TextField(
        _("support that you ask of the host and of others"), max_length=2000, blank=True
    )
    risks = models.TextField(_("what may go wrong, and what you do then"), max_length=2000, blank=True)
    women_reached = models.PositiveIntegerField(_("women who will benefit"), null=True, blank=True)
    men_reached = models.PositiveIntegerField(_("men who will benefit"), null=True, blank=True)
    dissemination = models.TextField(
        _("how you pass on what you learnt"),
        max_length=1000,
        blank=True,
        help_text=_("A seminar, a training at work: for whom?"),
    )
    dissemination_on = models.DateField(_("day of the seminar"), null=True, blank=True)
    sdg_target = models.CharField(
        _("SDG target"), max_length=5, blank=True, help_text=_("Such as 9.3; may stay empty.")
    )
    first_step = models.TextField(
        _("your first step"),
        max_length=1000,
        blank=True,
        help_text=_("What you do in the first two weeks at home, with what you have."),
    )
    first_step_on = models.DateField(_("day of the first step"), null=True, blank=True)
    first_step_done_on = models.DateField(_("first step done on"), null=True)
    supervisor_name = models.CharField(_("your supervisor"), max_length=200, blank=True)
    supervisor_title = models.CharField(_("position of the supervisor"), max_length=200, blank=True)
    supervisor_email = models.EmailField(
        _("e-mail address of the supervisor"),
        blank=True,
        help_text=_("When you submit the plan, a link to read and endorse it goes there."),
    )

    class Meta:
        db_table = "balai_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at=None)
                | ~Q(title="")
                & ~Q(problem="")
                & ~Q(purpose="")
                & ~Q(first_step="")
                & ~Q(supervisor_name="")
                & Q(first_step_on__isnull=False),
                name="plan_submitted_says_everything",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by="", returned_because="")
                | Q(returned_at__isnull=False, submitted_at=None)
                & ~Q(returned_by="")
                & ~Q(returned_because=""),
                name="plan_returned_says_what_to_change",
            ),
            models.CheckConstraint(
                condition=Q(inherits_from=None) | ~Q(inherits_from=F("pk")), name="plan_inherits_from_another"
            ),
            models.CheckConstraint(
                condition=Q(sdg_target="") | Q(sdg_target__regex=SDG_TARGET),
                name="plan_sdg_target_is_one",
                violation_error_message=_("Write the target as 9.3 or 8.a."),
            ),
        ]

    if TYPE_CHECKING:
        participant_id: UUID
        inherits_from_id: UUID | None

    def __str__(self) -> str:
        return self.title or f"plan: {self.participant_id}"

    @property
    def reference(self) -> str:
        """How the trail names this plan."""
        return f"plan:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its author may write."""
        return self.submitted_at is None

    def version_of(self, part: str) -> int:
        """How often a step was saved."""
        return int(self.versions.get(part, {}).get("number", 0))

    def writer_of(self, part: str) -> str:
        """Which opening of its form saved a step last."""
        return str(self.versions.get(part, {}).get("writer", ""))


class PlanRow(IdentifiedModel):
    """What activities and indicators have in common: their place in the plan, and who saved them last."""

    order = models.PositiveSmallIntegerField(_("order"))
    version = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)

    class Meta:
        abstract = True


class PlanActivity(PlanRow):
    """One thing that will be done."""

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(Plan, models.CASCADE, related_name="activities")
    what = models.TextField(_("what will be done"), max_length=500, blank=True)
    learned_from = models.CharField(
        _("learnt from"), max_length=200, blank=True, help_text=_("The session or centre that it comes from.")
    )
    responsible = models.CharField(_("who does it"), max_length=200, blank=True)
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("done by"), null=True, blank=True)
    means = models.CharField(_("cost, and who pays"), max_length=200, blank=True)
    milestone = models.CharField(_("how one sees that it is done"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_plan_activity"
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_activity_order_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="plan_activity_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    if TYPE_CHECKING:
        plan_id: UUID

    def __str__(self) -> str:
        return self.what or str(self.order)


class PlanIndicator(PlanRow):
    """One figure by which the change is seen: where it stands now, and where it shall be when."""

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    name = models.CharField(_("what is counted"), max_length=300, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True, help_text=_("Such as firms, people, %."))
    baseline = models.DecimalField(
        _("how much it is today"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(-999_999_999)],
    )
    baseline_on = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    target = models.DecimalField(
        _("how much it shall be"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    verification = models.CharField(_("where it can be checked"), max_length=200, blank=True)
    is_by_sex = models.BooleanField(_("is counted for women and men"), null=True, blank=True)

    class Meta:
        db_table = "balai_plan_indicator"
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_indicator_order_once"),
            models.CheckConstraint(
                condition=Q(baseline_on=None) | Q(due_on=None) | Q(due_on__gte=F("baseline_on")),
                name="plan_indicator_is_due_after_its_baseline",
                violation_error_message=_("The target is due before the baseline was taken."),
            ),
        ]

    if TYPE_CHECKING:
        plan_id: UUID

    def __str__(self) -> str:
        return self.name or str(self.order)


class PlanSubmission(IdentifiedModel):
    """What was submitted with one submission of a plan, frozen. Rows are only ever added."""

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(Plan, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField(_("submitted"))
    actor = models.CharField(max_length=MAX_LENGTH)
    content = models.JSONField(default=dict)

    class Meta:
        db_table = "balai_plan_submission"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_submission_numbers_count"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_submission_numbers_begin_at_one"),
            holds_references("actor", name="plan_submission_actor_is_a_reference"),
        ]

    if TYPE_CHECKING:
        plan_id: UUID

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


def _is_in_points(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__lte": MOST_POINTS}), name=f"plan_score_{name}_is_at_most_five"
    )


class PlanScore(IdentifiedModel):
    """What one listener gave a plan that was presented; each listener one sheet, 0 to 5 for each question."""

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(Plan, models.CASCADE, related_name="scores")
    listener = models.CharField(
        _("who listened"), max_length=120, help_text=_("An office or a person: so each gives one sheet.")
    )
    relevance = models.PositiveSmallIntegerField(_("relevance"))
    feasibility = models.PositiveSmallIntegerField(_("feasibility"))
    clarity = models.PositiveSmallIntegerField(_("clarity"))
    sustainability = models.PositiveSmallIntegerField(_("sustainability"))
    comment = models.TextField(_("comment for the participant"), max_length=1000, blank=True)
    at = models.DateTimeField(_("scored"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_plan_score"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "listener"],
                name="plan_score_one_of_a_listener",
            ),
            *(_is_in_points(name) for name in ("relevance", "feasibility", "clarity", "sustainability")),
            models.CheckConstraint(condition=~Q(listener=""), name="plan_score_says_whose_it_is"),
            holds_references("actor", name="plan_score_actor_is_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.listener}: {self.points}"

    @property
    def points(self) -> int:
        """Of twenty."""
        return self.relevance + self.feasibility + self.clarity + self.sustainability
