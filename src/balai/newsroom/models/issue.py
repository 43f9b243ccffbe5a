"""Printable issues as they were set, so that a reader need not wait for the setting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.programmes.models import Edition


class PrintedIssue(IdentifiedModel):
    """The issue of a programme in one language, given out only while it is what may be read now.

    Attributes:
        digest: of everything that is printed; another one means that it must be set anew.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="printed_issues")
    language = models.CharField(_("language"), max_length=12)
    digest = models.CharField(max_length=64, blank=True)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "balai_printed_issue"
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="printed_issue_once_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} ({self.language})"
