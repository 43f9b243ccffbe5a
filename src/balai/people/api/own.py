"""What is the caller's own: who they are, their tokens, and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema

from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.api.common import (
    OWN,
    OWN_WRITE,
    ConsentOut,
    ConsentPage,
    GrantOut,
    PersonOut,
    router,
)
from balai.people.authentication import Caller
from balai.people.models import ApiToken, Consent
from balai.people.queries import consents_of
from balai.people.services.consents import withdraw_consent


class MeOut(Schema):
    """Who is calling, and as what."""

    account: UUID
    person: PersonOut | None
    grants: list[GrantOut]


class TokenOut(Schema):
    """A token of the caller; its secret was shown once and is kept nowhere."""

    id: UUID
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_on: date | None


class TokenPage(Schema):
    """Some tokens, and where the next page begins."""

    items: list[TokenOut]
    after: str


@router.get("me", response=MeOut, operation_id="get_me", **OWN)
def get_me(request: Caller) -> dict[str, Any]:
    """Say who is calling, and which roles are held now."""
    account = request.auth
    return {
        "account": account.pk,
        "person": account.person,
        "grants": sorted(request.grants, key=lambda grant: (grant.role, grant.scope)),
    }


@router.get("me/tokens", response=TokenPage, operation_id="list_my_tokens", **OWN)
def list_my_tokens(request: Caller, after: str = "") -> dict[str, Any]:
    """List the tokens of the caller, newest first."""
    tokens = ApiToken.objects.filter(account=request.auth)
    page = page_of(tokens, order=["-created_at", "-id"], after=after)
    return {"items": page.rows, "after": page.after}


@router.get("me/consents", response=ConsentPage, operation_id="list_my_consents", **OWN)
def list_my_consents(request: Caller, after: str = "") -> dict[str, Any]:
    """List what the caller agreed to, withdrawn consents too, newest first; a program agreed to nothing."""
    page = page_of(consents_of(request.auth.person), order=["-given_at", "-id"], after=after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "me/consents/{uuid:consent_id}/withdraw",
    response=ConsentOut,
    operation_id="withdraw_my_consent",
    **OWN_WRITE,
)
def withdraw_my_consent(request: Caller, consent_id: UUID) -> Consent:
    """Take back what the caller agreed to; what was done until now stays lawful."""
    consent = get_object_or_404(consents_of(request.auth.person), pk=consent_id)
    return withdraw_consent(consent=consent, at=clock.now())
