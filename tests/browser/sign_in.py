"""Signing in as a role, by the way the server itself would: a session in the database."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from balai.people.models import Account, Person


def session_of(role: str) -> str:
    """The session of a new account that holds a role."""
    person = Person.objects.create(name=f"Dechen {role}")
    account = Account.objects.create_user(f"{role}@balai.example", "correct horse battery", person=person)
    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
