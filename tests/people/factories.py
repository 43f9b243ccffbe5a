"""Persons, accounts and grants in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR, Role
from balai.people.models import Account, Grant, Person

LONG_AGO = dt.datetime(2018, 1, 8, 2, tzinfo=dt.UTC)


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody of Bhutan, where the focal point is called Dechen."""

    class Meta:
        model = Person

    name = Sequence(lambda n: f"Dechen Wangmo {n}")


class AccountFactory(DjangoModelFactory[Account]):
    """An account that can sign in, of a person of its own."""

    class Meta:
        model = Account

    person = SubFactory(PersonFactory)
    email = Sequence(lambda n: f"dechen{n}@example.org")


class GrantFactory(DjangoModelFactory[Grant]):
    """A programme officer since long ago, everywhere."""

    class Meta:
        model = Grant

    person = SubFactory(PersonFactory)
    role = Role.PROGRAMME_OFFICER
    since = LONG_AGO


def account_with(*roles: Role, scope: str = "all") -> Account:
    """An account whose person holds these roles, with the second factor that they need."""
    account = AccountFactory.create()
    if not ROLES_WITHOUT_SECOND_FACTOR.issuperset(roles):
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    for role in roles:
        GrantFactory.create(person=account.person, role=role, scope=scope)
    return account
