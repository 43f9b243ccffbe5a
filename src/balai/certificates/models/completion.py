"""Who completed an edition, by its rule, and what participants say against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import AppealState, Outcome
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID


class Completion(IdentifiedModel):
    """How an edition ended for one participant, as an officer decided it.

    ``criteria`` is what was known then: for each criterion of the rule its code, what is needed, what was
    found, and whether it is met (nothing where nobody recorded it). Whoever decides otherwise than it says
    gives a reason.
    """

    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        Edition, models.PROTECT, related_name="completions"
    )
    participant: models.OneToOneField[Participant, Participant] = models.OneToOneField(
        Participant, models.PROTECT, related_name="completion"
    )
    outcome = models.CharField(_("result"), max_length=16, choices=Outcome)
    criteria = models.JSONField(_("criteria"), default=list)
    by_rule = models.CharField(_("by the rule"), max_length=16, choices=Outcome, blank=True)
    reason = models.TextField(_("reason"), max_length=600, blank=True)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_completion"
        constraints = [
            is_one_of("outcome", Outcome, name="completion_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(by_rule=models.F("outcome")) | ~Q(reason=""),
                name="completion_says_why_it_differs",
                violation_error_message=_(
                    "Say why you decide otherwise than the rule, or where it is silent."
                ),
            ),
            holds_references("decided_by", name="completion_decided_by_is_a_reference"),
        ]
        indexes = [models.Index(fields=["edition", "outcome"], name="completion_by_edition")]

    if TYPE_CHECKING:
        edition_id: UUID
        participant_id: UUID

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.outcome}"

    @property
    def reference(self) -> str:
        """How the trail names this decision."""
        return f"completion:{self.pk}"


class Appeal(IdentifiedModel):
    """What a participant says against the decision, and the answer; one is open at a time."""

    completion = models.ForeignKey(Completion, models.CASCADE, related_name="appeals")
    text = models.TextField(_("why the decision should be another"), max_length=2000)
    made_at = models.DateTimeField(_("made"))
    state = models.CharField(_("state"), max_length=10, choices=AppealState, default=AppealState.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_completion_appeal"
        constraints = [
            is_one_of("state", AppealState, name="completion_appeal_state_is_known"),
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(state=AppealState.OPEN),
                name="completion_appeal_one_open",
                violation_error_message=_("Your appeal is being looked at."),
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN, decided_at=None, decided_by="", answer="")
                | ~Q(state=AppealState.OPEN)
                & Q(decided_at__isnull=False)
                & ~Q(decided_by="")
                & ~Q(answer=""),
                name="completion_appeal_is_answered_when_decided",
                violation_error_message=_("Answer the participant."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.completion_id}: {self.state}"
