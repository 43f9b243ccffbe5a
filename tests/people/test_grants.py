from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from balai.people.enums import Role
from balai.people.models import Account
from balai.people.queries import grants_held_by, grants_live_at, persons_with_role
from tests.people.factories import (
    LONG_AGO,
    AccountFactory,
    GrantFactory,
    PersonFactory,
    account_with,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 7, 16, 2, tzinfo=dt.UTC)
EDITION = "edition:01890000-0000-7000-8000-000000000001"


@pytest.mark.parametrize("scope", ["all", "country:BT", "organisation:" + EDITION[8:], EDITION])
def test_a_scope_of_a_known_shape_is_stored(scope: str) -> None:
    assert GrantFactory.create(scope=scope).scope == scope


@pytest.mark.parametrize(
    "scope", ["", "ALL", "country:bt", "country:BTN", "edition:7", "series:all", EDITION + "x"]
)
def test_the_database_refuses_a_scope_of_another_shape(scope: str) -> None:
    with pytest.raises(IntegrityError, match="grant_scope_has_a_known_shape"), transaction.atomic():
        GrantFactory.create(scope=scope)


def test_the_database_refuses_the_same_grant_twice_at_a_time() -> None:
    first = GrantFactory.create(scope=EDITION)

    with pytest.raises(IntegrityError, match="grant_is_not_given_twice_at_a_time"), transaction.atomic():
        GrantFactory.create(person=first.person, scope=EDITION, since=NOW)
    GrantFactory.create(person=first.person, scope="country:BT")
    GrantFactory.create(scope=EDITION)


def test_a_grant_that_ended_can_be_given_again() -> None:
    first = GrantFactory.create(until=NOW)

    again = GrantFactory.create(person=first.person, since=NOW)

    assert list(grants_live_at(NOW)) == [again]


def test_a_grant_is_in_force_from_since_to_before_until() -> None:
    end, second = NOW + dt.timedelta(days=1), dt.timedelta(seconds=1)
    grant = GrantFactory.create(since=NOW, until=end)

    live = [list(grants_live_at(at)) for at in (NOW - second, NOW, end - second, end)]

    assert live == [[], [grant], [grant], []]


def test_persons_with_a_role_are_found_once_and_by_scope() -> None:
    dechen = PersonFactory.create()
    GrantFactory.create(person=dechen, role=Role.FOCAL_POINT, scope="country:BT")
    GrantFactory.create(person=dechen, role=Role.FOCAL_POINT, scope="country:NP")
    GrantFactory.create(role=Role.FOCAL_POINT, scope="country:PK")
    GrantFactory.create(role=Role.FOCAL_POINT, scope="country:BT", until=LONG_AGO)

    assert list(persons_with_role(Role.FOCAL_POINT, at=NOW, scope="country:BT")) == [dechen]
    assert persons_with_role(Role.FOCAL_POINT, at=NOW).count() == 2


def test_a_duplicate_and_its_person_share_their_grants() -> None:
    kept = account_with(Role.SECRETARIAT)
    duplicate = PersonFactory.create(merged_into=kept.person)
    other_duplicate = AccountFactory.create(person=PersonFactory.create(merged_into=kept.person))
    GrantFactory.create(person=duplicate, role=Role.ALUMNUS)
    account_with(Role.AUDITOR)

    expected = [Role.ALUMNUS, Role.SECRETARIAT]
    assert sorted(grant.role for grant in grants_held_by(kept, at=NOW)) == expected
    assert sorted(grant.role for grant in grants_held_by(other_duplicate, at=NOW)) == expected
    assert list(persons_with_role(Role.ALUMNUS, at=NOW)) == [kept.person]


def test_an_account_without_a_person_holds_nothing() -> None:
    GrantFactory.create()

    assert list(grants_held_by(AccountFactory.create(person=None), at=NOW)) == []


def test_an_account_is_locked_alone_though_its_person_comes_along() -> None:
    """Such as the library does before it makes recovery codes; a program's account has no person."""
    accounts = [AccountFactory.create(), AccountFactory.create(person=None)]

    with transaction.atomic():
        locked = [Account.objects.select_for_update().get(pk=account.pk) for account in accounts]

    assert locked == accounts
