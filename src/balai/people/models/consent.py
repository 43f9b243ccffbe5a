"""Consents: what a person agreed to, in which words, and when they took it back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.models.person import Person


class ConsentText(IdentifiedModel):
    """One version of the words that people agree to for one purpose; never changed once in use."""

    purpose = models.SlugField(_("purpose"), max_length=64)
    version = models.PositiveIntegerField(_("version"))
    text = models.JSONField(_("text"), help_text=_("In each language."))
    since = models.DateTimeField(_("since"))

    class Meta:
        db_table = "balai_consent_text"
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_one_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(IdentifiedModel):
    """A person's agreement to one version of a text, until it is withdrawn."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.SlugField(_("purpose"), max_length=64)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        db_table = "balai_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_live_per_purpose",
                violation_error_message=_("This consent is given already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_is_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"

    @property
    def reference(self) -> str:
        """How the trail names this consent."""
        return f"consent:{self.pk}"
