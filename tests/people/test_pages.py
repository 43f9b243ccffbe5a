from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from balai.audit.models import Deed
from balai.people.enums import Role
from balai.people.models import Invitation
from balai.people.services.invitations import first_start
from tests.people.factories import LONG_AGO, AccountFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_equally_often_for_any_number_of_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    for _row in range(rows):
        AccountFactory.create(person=PersonFactory.create(name="Karma Choden"))
    client.get(reverse("people:index"))  # the session is noted at its first request

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("people:index"), {"q": "karma"})

    assert response.content.decode().count('<th scope="row">') == rows


LIST_QUERIES = 9  # session, account, factor, grants, what the shell asks, and one for the list


def test_a_cell_of_the_file_is_no_formula(client: Client) -> None:
    client.force_login(account_with(Role.AUDITOR))
    PersonFactory.create(name='=HYPERLINK("x")')

    response = client.get(reverse("people:export"), {"q": "hyper"})

    lines = b"".join(response).decode().splitlines()
    assert len(lines) == 2
    assert "\"'=HYPERLINK(" in lines[1]


@pytest.mark.parametrize(
    ("role", "goes_to"), [(Role.FINANCE_OFFICER, "mfa_index"), (Role.PARTICIPANT, None), (Role.ALUMNUS, None)]
)
def test_who_sees_more_than_their_own_sets_up_a_second_factor_first(
    client: Client, role: Role, goes_to: str | None
) -> None:
    account = account_with(role)
    Authenticator.objects.filter(user=account).delete()
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.RECOVERY_CODES, data={"migrated_codes": ["spare"]}
    )
    client.force_login(account)

    response = client.get(reverse("people:me"))

    assert (response.status_code, response.get("Location")) == (
        (302, reverse(goes_to)) if goes_to else (200, None)
    )
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_the_link_of_the_first_start_opens_an_account_and_enters(client: Client) -> None:
    path = first_start(at=LONG_AGO)
    assert path is not None
    Invitation.objects.update(expires_at="2100-01-01T00:00:00Z")
    details = {"name": "Ratna", "email": "ratna@example.id", "language": "id", "time_zone": "Asia/Jakarta"}

    weak = client.post(path, details | {"password": "password1234"})
    entered = client.post(path, details | {"password": "seven prayer flags above Paro"})

    assert (weak.status_code, entered.status_code) == (422, 302)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(path).status_code == 409


def test_a_failed_sign_in_is_recorded_without_what_was_typed(client: Client) -> None:
    account = AccountFactory.create(email="dechen@example.bt")

    for email in ("Dechen@example.bt", "stranger@example.org"):
        client.post(reverse("account_login"), {"login": email, "password": "wrong"})

    failed = Deed.objects.filter(action="account.sign_in_failed").order_by("id")
    assert [(deed.actor, deed.subject, deed.detail) for deed in failed] == [
        ("system", account.reference, {}),
        ("system", "system", {}),
    ]
