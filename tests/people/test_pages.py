from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.people.enums import Role
from balai.people.models import Account, Invitation, Person
from balai.people.services.invitations import first_start, invite
from tests.people.factories import LONG_AGO, AccountFactory, PersonFactory, account_with
from tests.permissions.world import person_of, session_of

if TYPE_CHECKING:
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

    assert response.content.decode().count(' scope="row"') == rows


def test_the_list_shows_roles_and_accounts_and_is_filtered_by_role(client: Client) -> None:
    client.force_login(account_with(Role.AUDITOR))
    point = account_with(Role.FOCAL_POINT, Role.NOMINEE, scope="country:BT")
    invited = PersonFactory.create(name="Karma Choden", email="karma@example.bt")
    invite(person=invited, email=invited.email, actor=None, at=clock.now())

    page = client.get(reverse("people:index")).content.decode()
    filtered = client.get(reverse("people:index"), {"role": "focal_point"}).content.decode()

    assert ["Focal point, Nominee" in page, "Invited" in page, "Invite a person" in page] == [
        True,
        True,
        False,
    ]
    assert [str(point.person) in filtered, "Karma Choden" in filtered] == [True, False]


def test_who_is_on_record_is_invited_and_an_earlier_link_stops_working(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    person = PersonFactory.create(email="karma@example.bt", language="id")
    address = reverse("people:invite_again", args=[person.pk])

    statuses = [client.post(address).status_code for _click in range(2)]

    letters = list(Letter.objects.filter(kind="account.invitation").order_by("written_at", "id"))
    links = [link_in(letter.text) for letter in letters]
    assert statuses == [302, 302]
    assert [client.get(link).status_code for link in links] == [409, 200]


def link_in(text: str) -> str:
    found = re.search(r"/accounts/invitation/[^\s/]+/", text)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("has_account", "email"), [(True, "karma@example.bt"), (False, "")])
def test_who_cannot_be_invited_is_told_why(client: Client, email: str, *, has_account: bool) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    person = PersonFactory.create(email=email)
    if has_account:
        AccountFactory.create(person=person)

    assert client.post(reverse("people:invite_again", args=[person.pk])).status_code == 409
    assert not Letter.objects.exists()


def test_an_administrator_corrects_a_record_but_not_the_address_of_an_account(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    free, bound = PersonFactory.create(), person_of(AccountFactory.create())
    wanted = {"name": "Dechen", "email": "new@example.bt", "language": "id", "time_zone": "Asia/Thimphu"}

    for person in (free, bound):
        client.post(reverse("people:change", args=[person.pk]), wanted)

    assert list(Person.objects.filter(name="Dechen").order_by("email").values_list("email", flat=True)) == [
        "",
        "new@example.bt",
    ]


def test_the_address_of_letters_follows_the_one_that_its_person_proved(client: Client) -> None:
    account = account_with(Role.NOMINEE)
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)
    account.emailaddress_set.create(email="new@example.bt", verified=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(account)

    client.post(reverse("account_email"), {"email": "new@example.bt", "action_primary": "1"})

    account = Account.objects.get(pk=account.pk)
    assert account.person is not None
    assert (account.email, account.person.email) == ("new@example.bt", "new@example.bt")


def test_records_that_look_alike_are_offered_and_others_are_found(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    shown = PersonFactory.create(name="Karma Choden")
    like = PersonFactory.create(name="Mrs Karma Choden Jr")
    other = PersonFactory.create(name="Choden, K.", email="kc@example.bt")
    address = reverse("people:person", args=[shown.pk])

    offered = client.get(address).content.decode()
    found = client.get(address, {"double": "kc@"}).content.decode()

    assert [f'value="{one.pk}"' in offered for one in (like, other)] == [True, False]
    assert [f'value="{one.pk}"' in found for one in (like, other)] == [False, True]


def test_a_system_reads_with_its_tokens_until_it_is_ended(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    answers = {"label": "Statistics", "scopes": ["people:read"], "days": "30"}
    secret = re.search(r"balai_[\w-]+", client.post(reverse("people:systems"), answers).content.decode())
    assert secret is not None
    bearer = {"Authorization": f"Bearer {secret[0]}"}
    system = Account.objects.get(system_name="Statistics")

    before = Client().get("/api/v1/people/", headers=bearer).status_code
    again = client.post(reverse("people:systems"), answers).status_code
    ended = [client.post(reverse("people:end_system", args=[system.pk])).status_code for _click in range(2)]
    after = Client().get("/api/v1/people/", headers=bearer).status_code

    assert (before, again, ended, after) == (200, 422, [302, 409], 401)
    done = Deed.objects.exclude(action__startswith="account").order_by("id").values_list("action", flat=True)
    assert list(done) == ["system.registered", "token.issued", "system.ended"]


LIST_QUERIES = 12  # session, account, factor, grants, the shell’s; the list, roles, invitations, the rule


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
