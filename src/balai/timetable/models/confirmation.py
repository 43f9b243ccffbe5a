"""What centres and resource persons say about sessions that are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import ResourcePerson, Site
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.timetable.enums import ConfirmationState
from balai.timetable.models.plan import Session

if TYPE_CHECKING:
    from uuid import UUID


class Confirmation(IdentifiedModel):
    """A centre or a resource person was asked for a time, and may have answered.

    It belongs to a session at a time, not to a version: what a later version leaves where it was stays
    confirmed. Rows of times that no longer hold are kept.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="confirmations")
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    resource_person = models.ForeignKey(ResourcePerson, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("answer"), max_length=9, choices=ConfirmationState, default=ConfirmationState.ASKED
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        db_table = "balai_confirmation"
        constraints = [
            is_one_of("state", ConfirmationState, name="confirmation_state_is_known"),
            models.CheckConstraint(
                condition=Q(site=None) ^ Q(resource_person=None), name="confirmation_is_of_site_or_person"
            ),
            models.UniqueConstraint(
                fields=["session", "begins_at", "ends_at", "site", "resource_person"],
                nulls_distinct=False,
                name="confirmation_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ConfirmationState.ASKED, answered_at=None, answered_by="")
                | ~Q(state=ConfirmationState.ASKED) & Q(answered_at__isnull=False) & ~Q(answered_by=""),
                name="confirmation_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConfirmationState.DECLINED) | ~Q(reason=""),
                name="confirmation_declined_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="confirmation_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state", "begins_at"], name="confirmation_by_site"),
            models.Index(fields=["resource_person", "state", "begins_at"], name="confirmation_by_person"),
        ]

    if TYPE_CHECKING:
        session_id: UUID
        site_id: UUID | None
        resource_person_id: UUID | None

    def __str__(self) -> str:
        return f"{self.session_id}: {self.state}"

    @property
    def reference(self) -> str:
        """How the trail names this confirmation."""
        return f"confirmation:{self.pk}"
