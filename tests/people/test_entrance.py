"""Coming in: by the link of the first start, by an invitation, and not without a second factor."""

from __future__ import annotations

import datetime as dt
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from balai.kernel import clock
from balai.kernel.errors import WithoutSecrets
from balai.people.access import DEMO_SESSION
from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR, Role
from balai.people.models import Account, Grant, Invitation
from balai.people.services.invitations import first_start, invite
from tests.people.factories import GrantFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "Ratna Kusumaningrum",
    "email": "Ratna@office.example",
    "password": "a river in the spring",
    "language": "id",
    "time_zone": "Asia/Jakarta",
}
OFFICERS = [role for role in Role if role not in ROLES_WITHOUT_SECOND_FACTOR]


def link() -> str:
    path = first_start(at=clock.now())
    assert path is not None
    return path


def test_the_first_link_makes_an_administrator_who_goes_on_to_the_set_up(client: Client) -> None:
    path = link()

    asked = client.get(path)
    entered = client.post(path, ANSWERS)

    assert (asked.status_code, entered.status_code) == (200, 302)
    assert entered["Location"] == reverse("office:part", args=["organisation"])
    account = Account.objects.get(email="ratna@office.example")
    assert account.person is not None
    assert (account.person.name, account.person.language) == ("Ratna Kusumaningrum", "id")
    assert list(Grant.objects.values_list("person", "role", "scope")) == [
        (account.person_id, "administrator", "all")
    ]
    assert client.session["_auth_user_id"] == str(account.pk)
    assert account.check_password(ANSWERS["password"])


def test_the_set_up_waits_for_the_second_factor(client: Client) -> None:
    entered = client.post(link(), ANSWERS, follow=True)

    assert entered.redirect_chain[-1] == (reverse("mfa_index"), 302)


def test_the_first_link_works_once(client: Client) -> None:
    path = link()
    client.post(path, ANSWERS)
    client.logout()

    again = client.post(path, ANSWERS | {"email": "other@office.example"})

    assert (again.status_code, Account.objects.count()) == (409, 1)
    assert "was used already" in again.content.decode()
    assert first_start(at=clock.now()) is None


def test_the_first_link_expires_and_a_newer_one_replaces_it(client: Client) -> None:
    old = link()
    path = link()
    replaced = client.get(old).status_code
    Invitation.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))

    assert (replaced, client.get(path).status_code) == (409, 409)
    assert client.post(path, ANSWERS).status_code == 409
    assert Account.objects.count() == 0


def test_the_first_link_lives_for_a_day(client: Client) -> None:
    path = link()
    made = Invitation.objects.get().made_at

    with time_machine.travel(made + dt.timedelta(hours=24, seconds=-1), tick=False):
        before = client.get(path).status_code
    with time_machine.travel(made + dt.timedelta(hours=24), tick=False):
        after = client.post(path, ANSWERS).status_code

    assert (before, after, Account.objects.count()) == (200, 409, 0)


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_first_link_at_once_make_one_administrator() -> None:
    path = link()

    def open_it(name: str) -> int:
        try:
            return Client().post(path, ANSWERS | {"email": f"{name}@office.example"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        statuses = list(both.map(open_it, ("ratna", "thief")))

    assert sorted(statuses) in ([302, 409], [302, 422])
    assert (Account.objects.count(), Grant.objects.filter(role=Role.ADMINISTRATOR).count()) == (1, 1)


def test_a_link_is_not_in_the_log_nor_told_to_whom_the_page_asks() -> None:
    """Also when its form is filled in wrongly and it is still good, or nobody proved to have sent it."""
    person = PersonFactory.create()
    first, good = link(), invite(person=person, email="karma@example.bt", actor=None, at=clock.now())
    (handler,) = (one for one in logging.getLogger().handlers if any_of(one.filters, WithoutSecrets))
    assert isinstance(handler, logging.StreamHandler)
    log = io.StringIO()
    before = handler.setStream(log)
    try:
        answer = Client().post(good, ANSWERS | {"password": "short"})
        Client(enforce_csrf_checks=True).post(first, ANSWERS)
        Client().post("/accounts/password/reset/key/1-abcdefgh-secret/", {})
        Client().post("/accounts/confirm-email/secret-key/", {})
    finally:
        handler.setStream(before)

    lines = log.getvalue().splitlines()
    assert len(lines) >= 3
    secrets = [path.strip("/").rpartition("/")[2] for path in (first, good)]
    told = [line for line in lines if any(secret in line for secret in (*secrets, "abcdefgh", "secret-key"))]
    assert told == []
    assert (answer.status_code, answer["Referrer-Policy"]) == (422, "strict-origin")
    assert "/accounts/invitation/…" in log.getvalue()


def any_of(filters: Iterable[object], kind: type) -> bool:
    return any(isinstance(one, kind) for one in filters)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "password"}, "password"),
        ({"password": "ratna@office.example"}, "password"),
        ({"email": "ratna"}, "email"),
        ({"name": ""}, "name"),
        ({"time_zone": "WIB"}, "time_zone"),
    ],
)
def test_what_cannot_be_is_said_and_the_link_stays_good(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    path = link()

    response = client.post(path, ANSWERS | wrong)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Account.objects.count() == 0
    assert client.post(path, ANSWERS).status_code == 302


def test_an_invitation_has_its_own_address(client: Client) -> None:
    person = PersonFactory.create()
    path = invite(person=person, email="dechen@office.example", actor=None, at=clock.now())

    client.post(path, ANSWERS | {"email": "thief@office.example"})

    assert list(Account.objects.values_list("email", "person")) == [("dechen@office.example", person.pk)]


def test_nobody_signs_up_without_an_invitation(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    sent = client.post("/accounts/signup/", {"email": "x@office.example", "password1": "a river in spring"})

    assert ("by invitation" in page, sent.status_code, Account.objects.count()) == (True, 405, 0)


@pytest.mark.parametrize("role", OFFICERS)
def test_a_role_that_sees_more_than_its_own_sets_up_a_second_factor_first(client: Client, role: Role) -> None:
    account = account_with()
    GrantFactory.create(person=account.person, role=role)
    client.force_login(account)

    to = client.get(reverse("portal:tasks"))
    api = client.get("/api/v1/people/me")

    assert (to.status_code, to["Location"]) == (302, reverse("mfa_index"))
    assert api.status_code == 403
    assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("role", sorted(ROLES_WITHOUT_SECOND_FACTOR))
def test_who_sees_only_their_own_needs_no_second_factor(client: Client, role: Role) -> None:
    client.force_login(account_with(role))

    assert client.get(reverse("portal:tasks")).status_code == 200


def test_a_session_that_began_in_a_demonstration_needs_none(client: Client) -> None:
    account = account_with()
    GrantFactory.create(person=account.person, role=Role.ADMINISTRATOR)
    client.force_login(account)
    session = client.session
    session[DEMO_SESSION] = True
    session.save()

    assert client.get(reverse("portal:tasks")).status_code == 200


def test_an_ended_role_asks_for_nothing(client: Client) -> None:
    account = account_with()
    GrantFactory.create(
        person=account.person, role=Role.ADMINISTRATOR, until=clock.now() - dt.timedelta(days=1)
    )
    client.force_login(account)

    assert client.get(reverse("portal:tasks")).status_code == 200
