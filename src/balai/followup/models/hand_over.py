"""Plans that go on with somebody else, because their author left the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.followup.models.plan import Plan
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references

if TYPE_CHECKING:
    from uuid import UUID


class HandOver(IdentifiedModel):
    """The author of a plan names a successor, who is asked by a link and takes the plan over, or does not.

    What the author wrote and told stays theirs. Only a hash of the link's secret is kept. One that is put
    away has ended: the author took the plan back, or named somebody else.
    """

    plan: models.ForeignKey[Plan, Plan] = models.ForeignKey(Plan, models.PROTECT, related_name="hand_overs")
    name = models.CharField(_("name of the successor"), max_length=200)
    title = models.CharField(_("position"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address of the successor"))
    because = models.TextField(
        _("what the successor should know"),
        max_length=1000,
        blank=True,
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(max_length=MAX_LENGTH)
    expires_at = models.DateTimeField(_("expires"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    is_accepted = models.BooleanField(_("taken over"), null=True)
    signed_name = models.CharField(_("your name, as a signature"), max_length=200, blank=True)
    put_away_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        db_table = "balai_plan_hand_over"
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(put_away_at=None),
                name="plan_hand_over_one_at_a_time",
                violation_error_message=_("A successor is named already."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_accepted=None, signed_name="")
                | Q(answered_at__isnull=False, is_accepted__isnull=False) & ~Q(signed_name=""),
                name="plan_hand_over_answered_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=None) | Q(is_accepted=True) | Q(put_away_at__isnull=False),
                name="plan_hand_over_declined_is_put_away",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="plan_hand_over_expires_after_it_is_asked"
            ),
            holds_references("asked_by", name="plan_hand_over_asked_by_is_a_reference"),
        ]

    if TYPE_CHECKING:
        plan_id: UUID

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.name}"

    @property
    def reference(self) -> str:
        """How the trail names this hand-over."""
        return f"plan_hand_over:{self.pk}"
