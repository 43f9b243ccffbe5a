"""The trail of deeds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references

CODE = r"^[a-z][a-z_]*(\.[a-z][a-z_]*)*$"
"""Of an action or a field: dotted words, ``nomination.submitted``."""


class Deed(IdentifiedModel):
    """One thing that somebody did, when, and to what. The application's role can add rows, never change them.

    Holds references, codes and moments only: when a person is erased, the trail can stay.
    """

    at = models.DateTimeField(_("moment"))
    actor = models.CharField(_("who did it"), max_length=MAX_LENGTH)
    action = models.CharField(_("deed"), max_length=80)
    subject = models.CharField(_("to what"), max_length=MAX_LENGTH)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        db_table = "balai_deed"
        constraints = [
            holds_references("actor", name="deed_actor_is_a_reference", or_system=True),
            holds_references("subject", name="deed_subject_is_a_reference", or_system=True),
            models.CheckConstraint(condition=models.Q(action__regex=CODE), name="deed_action_is_a_code"),
        ]
        indexes = [
            models.Index(fields=["subject", "at"], name="deed_by_subject"),
            models.Index(fields=["actor", "at"], name="deed_by_actor"),
            models.Index(fields=["at", "id"], name="deed_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
