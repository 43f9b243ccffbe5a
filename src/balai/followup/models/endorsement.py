"""What supervisors at home say to plans, by a personal link and without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import are_some_of
from balai.followup.enums import Answer, Promise
from balai.followup.models.plan import PlanSubmission
from balai.kernel.identity import IdentifiedModel

if TYPE_CHECKING:
    from uuid import UUID


class PlanEndorsement(IdentifiedModel):
    """A supervisor is asked to endorse one version of a plan, and answers once.

    Only a hash of the link's secret is kept. Asked again, the older one is put away with its link.
    """

    submission: models.ForeignKey[PlanSubmission, PlanSubmission] = models.ForeignKey(
        PlanSubmission, models.PROTECT, related_name="endorsements"
    )
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("position"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    secret_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField(_("expires"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    put_away_at = models.DateTimeField(null=True)
    answer = models.CharField(_("your answer"), max_length=8, choices=Answer, blank=True)
    remark = models.TextField(_("what should be changed, or why not"), max_length=2000, blank=True)
    promises = ArrayField(
        models.CharField(max_length=10, choices=Promise), default=list, verbose_name=_("what you promise")
    )
    signed_name = models.CharField(_("your name, as a signature"), max_length=200, blank=True)

    class Meta:
        db_table = "balai_plan_endorsement"
        constraints = [
            are_some_of("promises", Promise, name="plan_endorsement_promises_are_known"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(put_away_at=None),
                name="plan_endorsement_one_is_asked",
                violation_error_message=_("The supervisor is asked already."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", signed_name="")
                | Q(answered_at__isnull=False, answer=Answer.YES) & ~Q(signed_name="")
                | Q(answered_at__isnull=False, answer__in=[Answer.CHANGES, Answer.NO])
                & ~Q(signed_name="")
                & ~Q(remark=""),
                name="plan_endorsement_answered_says_everything",
                violation_error_message=_("Say what should be changed, or why not."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="plan_endorsement_expires_after_it_is_asked"
            ),
        ]

    if TYPE_CHECKING:
        submission_id: UUID

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.answer or 'asked'}"

    @property
    def reference(self) -> str:
        """How the trail names this question."""
        return f"plan_endorsement:{self.pk}"

    @property
    def promised(self) -> list[str]:
        """What was promised, in words."""
        return [str(Promise(one).label) for one in self.promises]
