"""The log of looks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.audit.models.deed import CODE
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references


class Look(IdentifiedModel):
    """Somebody was shown one restricted field or file of one person, and said what for.

    The person may read who looked. The application's role can add rows, never change them.
    """

    at = models.DateTimeField(_("moment"))
    actor = models.CharField(_("who looked"), max_length=MAX_LENGTH)
    subject = models.CharField(_("at whom"), max_length=MAX_LENGTH)
    field = models.CharField(_("at what"), max_length=80)
    purpose = models.CharField(_("what for"), max_length=80)

    class Meta:
        db_table = "balai_look"
        constraints = [
            holds_references("actor", name="look_actor_is_a_reference", or_system=True),
            holds_references("subject", name="look_subject_is_a_reference"),
            models.CheckConstraint(condition=models.Q(field__regex=CODE), name="look_field_is_a_code"),
            models.CheckConstraint(condition=models.Q(purpose__regex=CODE), name="look_purpose_is_a_code"),
        ]
        indexes = [
            models.Index(fields=["subject", "at"], name="look_by_subject"),
            models.Index(fields=["at", "id"], name="look_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.subject}"
