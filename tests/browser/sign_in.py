"""Signing in as a role, by the way the server itself would: a session in the database."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from balai.people.enums import Role
from balai.people.models import Account
from tests.people.factories import account_with


def account_of(role: str, scope: str = "all") -> Account:
    """The account that looks at pages in a role; what is only its own can be prepared for it."""
    email = f"{role}@example.org"
    found = Account.objects.filter(email=email).first()
    if found is None:
        found = account_with(Role(role), scope=scope)
        found.email = email
        found.save(update_fields=["email"])
    return found


def session_of(role: str, scope: str = "all") -> str:
    """The session of an account whose person holds a role, everywhere or in one scope."""
    client = Client()
    client.force_login(account_of(role, scope))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
