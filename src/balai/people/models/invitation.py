"""Invitations: links that open an account once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.models.person import Person


class Invitation(IdentifiedModel):
    """A link, good once and for a time, by which somebody opens their account.

    Only a hash of its secret is kept. Without a person it is the link of the first start: who opens it
    becomes the first administrator.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="invitations")
    email = models.EmailField(_("e-mail address"), blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        db_table = "balai_invitation"

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How the trail names this invitation."""
        return f"invitation:{self.pk}"
