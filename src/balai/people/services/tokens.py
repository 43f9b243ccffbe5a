"""Deeds on tokens: issue, use, revoke."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, enforce
from balai.people.models import ApiToken
from balai.people.queries import tokens_live_at

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from balai.people.enums import TokenScope
    from balai.people.models import Account, Person

LONGEST = timedelta(days=366)
MARK = "balai_"
"""Begins every token, so that a scanner finds one that was committed by mistake."""


def may_issue_token(*, scopes: Collection[TokenScope], expires_at: datetime, at: datetime) -> Refusal | None:
    """Refuse a token that can do nothing, or that lives longer than a year."""
    if not scopes:
        return Refusal("token.no_scope", _("Choose at least one thing that the token may do."))
    if not at < expires_at <= at + LONGEST:
        return Refusal("token.lifetime", _("A token expires after today and within a year."))
    return None


@transaction.atomic
def issue_token(  # noqa: PLR0913 -- each is named where it is called
    *,
    account: Account,
    label: str,
    scopes: Collection[TokenScope],
    expires_at: datetime,
    at: datetime,
    actor: Person | None = None,
) -> tuple[ApiToken, str]:
    """Make a token; the secret is returned this once and cannot be had again.

    Args:
        account: whose token it is.
        label: what it is for.
        scopes: what it may do, of what its account may.
        expires_at: its end, at most a year away.
        at: the moment.
        actor: who makes it for a program; nobody is named where somebody makes their own.

    Raises:
        RuleViolationError: ``token.no_scope`` or ``token.lifetime``.
    """
    enforce(may_issue_token(scopes=scopes, expires_at=expires_at, at=at))
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account,
        label=label,
        digest=_digest(secret),
        scopes=sorted(scopes),
        created_at=at,
        expires_at=expires_at,
    )
    whose = actor.reference if actor else account.reference
    record(actor=whose, action="token.issued", subject=f"token:{token.pk}", at=at)
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: UUID, account: Account, at: datetime, actor: Person | None = None) -> None:
    """End a token of an account; ending it twice is no error.

    Args:
        token_id: which.
        account: whose it is.
        at: the moment.
        actor: who ends it for a program; nobody is named where somebody ends their own.

    Raises:
        ApiToken.DoesNotExist: the account has no such token.
    """
    token = ApiToken.objects.select_for_update().get(pk=token_id, account=account)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        whose = actor.reference if actor else account.reference
        record(actor=whose, action="token.revoked", subject=f"token:{token.pk}", at=at)


def token_of(secret: str, *, at: datetime) -> ApiToken | None:
    """The live token that a secret opens, marked as used today; ``None`` when there is none."""
    live = tokens_live_at(at).filter(digest=_digest(secret), account__is_active=True)
    token = live.select_related("account__person").first()
    if token is not None and token.used_on != at.date():
        # Once a day and without a lock: it tells which tokens are dead, not who did what.
        ApiToken.objects.filter(pk=token.pk).update(used_on=at.date())
    return token


def _digest(secret: str) -> bytes:
    # The secret has 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(secret.encode()).digest()
