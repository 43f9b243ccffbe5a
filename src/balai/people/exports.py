"""What this room, and the trail below it, hold about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.audit.models import Deed, Look
from balai.people.models import Account, ApiToken, Consent, Grant, Invitation, Person
from balai.people.registries import Rows, held

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def _accounts(persons: Collection[Person]) -> QuerySet[Account]:
    return Account.objects.filter(person__in=persons)


def _references(persons: Collection[Person]) -> list[str]:
    return [person.reference for person in persons] + [account.reference for account in _accounts(persons)]


def _deeds(persons: Collection[Person]) -> QuerySet[Deed]:
    references = _references(persons)
    return Deed.objects.filter(Q(actor__in=references) | Q(subject__in=references)).order_by("-at", "-id")


def _looks(persons: Collection[Person]) -> QuerySet[Look]:
    return Look.objects.filter(subject__in=_references(persons)).order_by("-at", "-id")


RECORDS = {
    "person": Rows(
        label=_("Name, language and address"),
        rows=lambda persons: Person.objects.filter(pk__in=[person.pk for person in persons]).order_by("id"),
        fields=["id", "name", "language", "time_zone", "email"],
    ),
    "account": Rows(
        label=_("Account"),
        rows=lambda persons: _accounts(persons).order_by("id"),
        fields=["email", "is_active"],
    ),
    "addresses": Rows(
        label=_("Addresses of the account"),
        rows=lambda persons: EmailAddress.objects.filter(user__person__in=persons).order_by("email"),
        fields=["email", "verified", "primary"],
        view="account_email",
    ),
    "second_factors": Rows(
        label=_("Second factors, without their secrets"),
        rows=lambda persons: Authenticator.objects.filter(user__person__in=persons).order_by("id"),
        fields=["type", "created_at", "last_used_at"],
        view="mfa_index",
    ),
    "services": Rows(
        label=_("Sign-ins with another service"),
        rows=lambda persons: SocialAccount.objects.filter(user__person__in=persons).order_by("id"),
        fields=["provider", "date_joined", "last_login"],
    ),
    "sessions": Rows(
        label=_("Places where you are signed in"),
        rows=lambda persons: UserSession.objects.filter(user__person__in=persons).order_by("id"),
        fields=["created_at", "last_seen_at", "ip", "user_agent"],
        view="usersessions_list",
    ),
    "tokens": Rows(
        label=_("Tokens for programs"),
        rows=lambda persons: ApiToken.objects.filter(account__person__in=persons).order_by("id"),
        fields=["label", "scopes", "created_at", "expires_at", "revoked_at", "used_on"],
        view="people:tokens",
    ),
    "invitations": Rows(
        label=_("Invitations"),
        rows=lambda persons: Invitation.objects.filter(person__in=persons).order_by("id"),
        fields=["email", "made_at", "expires_at", "used_at"],
    ),
    "roles": Rows(
        label=_("Roles"),
        rows=lambda persons: Grant.objects.filter(person__in=persons).order_by("since", "id"),
        fields=["role", "scope", "since", "until"],
    ),
    "consents": Rows(
        label=_("What you agreed to"),
        rows=lambda persons: Consent.objects.filter(person__in=persons).order_by("given_at", "id"),
        fields=["purpose", "text__version", "text__text", "given_at", "withdrawn_at"],
    ),
    "looks": Rows(
        label=_("Looks at restricted facts about you"),
        rows=_looks,
        fields=["at", "actor", "subject", "field", "purpose"],
    ),
    "trail": Rows(
        label=_("What was done by you and to you"),
        rows=_deeds,
        fields=["at", "actor", "action", "subject", "detail"],
    ),
}


def register_records() -> None:
    """Add what this room holds to what a person is shown."""
    for name, records in RECORDS.items():
        held.register(name, records)
