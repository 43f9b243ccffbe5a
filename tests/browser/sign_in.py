"""Signing in as a role, by the way the server itself would: a session in the database."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from balai.people.enums import Role
from tests.people.factories import account_with


def session_of(role: str) -> str:
    """The session of a new account whose person holds a role everywhere."""
    client = Client()
    client.force_login(account_with(Role(role)))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
