"""What everybody may know of what came of an edition: figures as they were counted, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from uuid import UUID


class Evidence(IdentifiedModel):
    """One version of an edition's public figures. The newest counts, until it is withdrawn.

    The figures hold no number of fewer than five persons and no text about a person, so a version may stay
    when what it was counted from is forgotten.

    Attributes:
        content: ``figures`` (queries.evidence.Figure) and ``countries``, in no language.
        digest: of the content alone, so that the same figures are the same version.
        actor: who decided that it goes public; the system where newer figures follow that decision.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("counted"))
    actor = models.CharField(max_length=MAX_LENGTH)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    why_withdrawn = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_evidence"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="evidence_numbers_count"),
            holds_references("actor", name="evidence_actor_is_a_reference", or_system=True),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="", why_withdrawn="")
                | Q(withdrawn_at__gte=F("at")) & ~Q(withdrawn_by="") & ~Q(why_withdrawn=""),
                name="evidence_is_withdrawn_by_somebody_for_a_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.number}"

    @property
    def reference(self) -> str:
        """How the trail names this version."""
        return f"evidence:{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether it was not withdrawn; whether the edition is public is another question."""
        return self.withdrawn_at is None
