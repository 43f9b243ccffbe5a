"""The wordings that the office gave its letters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel


class LetterTemplate(IdentifiedModel):
    """One version of the wording of a letter in one language. The newest is used; rows never change.

    A letter without a row is written as Balai ships it.
    """

    kind = models.CharField(_("kind of letter"), max_length=80)
    language = models.CharField(_("language"), max_length=12)
    version = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        db_table = "balai_letter_template"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"],
                name="letter_template_version_once",
                violation_error_message=_(
                    "Somebody else has changed this letter meanwhile. Look at their version first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}), {self.version}"
