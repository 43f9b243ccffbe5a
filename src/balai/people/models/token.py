"""Tokens: how a program uses the API in the name of an account."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.people.enums import TokenScope
from balai.people.models.account import Account


class ApiToken(IdentifiedModel):
    """A secret that lets a program do some of what its account may do, until a date.

    Only a digest is kept: who reads the database cannot use a token.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    label = models.CharField(_("what it is for"), max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=40, choices=TokenScope), verbose_name=_("what it may do"))
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        db_table = "balai_api_token"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="api_token_expires_after_it_was_made"
            ),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="api_token_may_do_something"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words; a scope that no longer exists is told by its code."""
        labels = dict(TokenScope.choices)
        return [str(labels.get(scope, scope)) for scope in self.scopes]
