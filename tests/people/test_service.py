"""Signing in with a ministry's service: whom it lets in, and what it can never do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.people.enums import Role
from balai.people.models import Account
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory
from tests.people.service import CLIENT, NEVER, OTHER_KEY, PATIENCE, named, open_ministry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from tests.people.service import Ministry

pytestmark = pytest.mark.django_db
ADDRESS = "dechen@ministry.example"


@pytest.fixture
def ministry() -> Iterator[Ministry]:
    with open_ministry() as opened, named(opened):
        yield opened


def account_of(address: str = ADDRESS, *, verified: bool = True) -> Account:
    account = AccountFactory.create(email=address)
    EmailAddress.objects.create(user=account, email=address, verified=verified, primary=True)
    return account


def come_back(client: Client, query: str = "") -> TestResponse:
    """Go to the service as a browser does, and come back with its answer."""
    begun = client.get(f"/accounts/service/ministry/{query}")
    assert begun.status_code == 302, begun.content.decode()
    answered = requests.get(begun["Location"], allow_redirects=False, timeout=PATIENCE)
    place = urlsplit(answered.headers["Location"])
    return client.get(f"{place.path}?{place.query}")


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_who_is_known_there_and_here_comes_in_and_stays_connected(client: Client, ministry: Ministry) -> None:
    account = account_of()

    entered = come_back(client, "?next=/my-letters/")

    assert (entered.status_code, entered["Location"]) == (302, "/my-letters/")
    assert client.session["_auth_user_id"] == str(account.pk)
    connected = SocialAccount.objects.get()
    assert (connected.user, connected.provider, connected.extra_data) == (account, "ministry", {})
    assert "248" not in connected.uid
    assert Deed.objects.filter(action="account.service_connected", subject=account.reference).exists()
    assert "A sign-in with another service was added." in Letter.objects.get().text
    assert (ministry.asked["client_id"], sorted(ministry.asked["scope"].split())) == (
        CLIENT,
        ["email", "openid", "profile"],
    )


def test_who_is_connected_comes_in_with_another_address_too(client: Client, ministry: Ministry) -> None:
    account_of()
    come_back(client)
    client.logout()
    ministry.claims = {"email": "d.wangmo@ministry.example", "email_verified": False}

    entered = come_back(client)

    assert (entered.status_code, is_signed_in(client), SocialAccount.objects.count()) == (302, True, 1)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "does not confirm that dechen@ministry.example is your"),
        ({"email_verified": "false"}, "does not confirm that dechen@ministry.example is your"),
        ({"email_verified": None}, "does not confirm that dechen@ministry.example is your"),
        ({"email": "tashi@ministry.example"}, "Nobody was invited here under this"),
        ({"email": None, "email_verified": None}, "did not tell us your e-mail address"),
    ],
)
def test_who_is_not_known_is_told_why_and_who_can_help(
    client: Client, ministry: Ministry, claims: dict[str, Any], words: str
) -> None:
    account_of()
    ministry.claims = claims
    ministry.userinfo = {"sub": "248"}

    refused = come_back(client)

    page = " ".join(refused.content.decode().split())
    assert (refused.status_code, words in page, "write to the office" in page) == (403, True, True)
    assert (is_signed_in(client), SocialAccount.objects.count(), Account.objects.count()) == (False, 0, 1)


def test_an_address_that_somebody_only_claimed_here_opens_nothing(client: Client, ministry: Ministry) -> None:
    stranger = account_of("stranger@example.org")
    EmailAddress.objects.create(user=stranger, email=ADDRESS, verified=False)
    stranger.set_password("a river in the spring")
    stranger.save()

    refused = come_back(client)

    assert (refused.status_code, is_signed_in(client), SocialAccount.objects.count()) == (403, False, 0)
    assert Account.objects.get().has_usable_password()


def test_a_program_s_account_is_nobody_s(client: Client, ministry: Ministry) -> None:
    account = account_of()
    Account.objects.update(person=None)

    assert come_back(client).status_code == 403
    assert not SocialAccount.objects.filter(user=account).exists()


def test_a_closed_account_stays_closed(client: Client, ministry: Ministry) -> None:
    account_of()
    Account.objects.update(is_active=False)

    come_back(client)

    assert not is_signed_in(client)


def test_the_address_may_come_with_the_second_answer(client: Client, ministry: Ministry) -> None:
    account_of()
    ministry.claims = {"email": None, "email_verified": None}
    ministry.userinfo = {"sub": "248", "email": ADDRESS, "email_verified": True}

    come_back(client)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("fault", "value"),
    [
        ("claims", {"iss": "https://elsewhere.example"}),
        ("claims", {"aud": "another-program"}),
        ("claims", {"aud": [CLIENT, "another-program"], "azp": "another-program"}),
        ("claims", {"exp": NEVER + int(time.time())}),
        ("claims", {"nonce": "of-another-session"}),
        ("claims", {"nonce": None}),
        ("claims", {"sub": None}),
        ("claims", {"email": None}),  # and the second answer tells of another person
        ("key", OTHER_KEY),
    ],
)
def test_an_answer_that_is_not_what_it_must_be_opens_nothing(
    client: Client, ministry: Ministry, fault: str, value: Any
) -> None:
    account_of()
    ministry.userinfo = {"sub": "another", "email": ADDRESS, "email_verified": True}
    setattr(ministry, fault, value)

    refused = come_back(client)

    assert (refused.status_code, "did not work" in refused.content.decode()) == (401, True)
    assert (is_signed_in(client), SocialAccount.objects.count()) == (False, 0)


def test_an_answer_without_a_question_of_this_browser_opens_nothing(
    client: Client, ministry: Ministry
) -> None:
    account_of()
    begun = client.get("/accounts/service/ministry/")
    place = urlsplit(
        requests.get(begun["Location"], allow_redirects=False, timeout=PATIENCE).headers["Location"]
    )
    client.cookies.clear()

    refused = client.get(f"{place.path}?{place.query}")

    assert (refused.status_code, is_signed_in(client)) == (401, False)


def test_an_answer_opens_once(client: Client, ministry: Ministry) -> None:
    account_of()
    begun = client.get("/accounts/service/ministry/")
    place = urlsplit(
        requests.get(begun["Location"], allow_redirects=False, timeout=PATIENCE).headers["Location"]
    )
    client.get(f"{place.path}?{place.query}")
    client.logout()

    assert client.get(f"{place.path}?{place.query}").status_code == 401


def test_a_service_that_calls_itself_another_is_not_asked(client: Client, ministry: Ministry) -> None:
    ministry.issuer = "https://elsewhere.example"

    assert client.get("/accounts/service/ministry/").status_code == 401


def test_a_service_that_is_away_is_said_to_be(client: Client, ministry: Ministry) -> None:
    ministry.port = 9  # where nobody listens

    with named(ministry):
        answer = client.get("/accounts/service/ministry/")

    assert (answer.status_code, "did not work" in answer.content.decode()) == (401, True)


def test_who_does_not_agree_there_comes_back_to_sign_in_another_way(
    client: Client, ministry: Ministry
) -> None:
    ministry.refuses = True

    assert come_back(client)["Location"] == "/accounts/3rdparty/login/cancelled/"


def test_our_own_address_does_not_decide_what_the_service_is_asked(
    client: Client, ministry: Ministry
) -> None:
    account_of()
    client.force_login(account_of("stranger@example.org"))

    come_back(
        client, "?process=connect&scope=admin&auth_params=nonce%3Dknown%26redirect_uri%3Dhttp%3A%2F%2Fx"
    )

    assert "admin" not in ministry.asked["scope"]
    assert (ministry.asked["nonce"] != "known", ministry.asked["redirect_uri"]) == (
        True,
        "http://testserver/accounts/service/ministry/back/",
    )
    assert SocialAccount.objects.get().user.email == ADDRESS


def test_no_such_service_is_not_there(client: Client) -> None:
    statuses = [client.get(f"/accounts/service/nobody/{rest}").status_code for rest in ("", "back/")]

    assert statuses == [404, 404]


def test_the_log_in_page_names_the_service(client: Client, ministry: Ministry) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert "Sign in with the Ministry" in page
    assert "/accounts/service/ministry/" in page


@pytest.mark.parametrize("is_trusted", [False, True])
def test_the_second_factor_is_asked_for_unless_the_operator_says_that_the_service_does(
    client: Client, ministry: Ministry, *, is_trusted: bool
) -> None:
    account = account_of()
    GrantFactory.create(person=account.person, role=Role.SECRETARIAT)

    with named(ministry, second_factor=is_trusted):
        come_back(client)
        bare = [client.get(path).status_code for path in ("/tasks/", "/api/v1/people/me")]
        client.logout()
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
        entered = come_back(client)["Location"]

    assert (bare, entered) == (
        ([200, 200], "/tasks/") if is_trusted else ([302, 403], "/accounts/2fa/authenticate/")
    )


def test_a_trusted_service_says_nothing_of_a_sign_in_with_a_password(
    client: Client, ministry: Ministry
) -> None:
    account = account_of()
    account.set_password("a river in the spring")
    account.save()
    GrantFactory.create(person=account.person, role=Role.SECRETARIAT)

    with named(ministry, second_factor=True):
        come_back(client)
        client.post("/accounts/logout/")
        client.post("/accounts/login/", {"login": ADDRESS, "password": "a river in the spring"})
        asked_for = client.get("/tasks/")

    assert (is_signed_in(client), asked_for.status_code) == (True, 302)


def test_the_person_of_a_service_is_not_mixed_up_between_two_services(
    client: Client, ministry: Ministry
) -> None:
    """The same subject of another issuer under the same id is another human being."""
    account_of()
    come_back(client)
    client.logout()
    with open_ministry() as other, named(other):
        other.claims = {"email": "tashi@elsewhere.example"}

        refused = come_back(client)

    assert (refused.status_code, is_signed_in(client)) == (403, False)


def test_a_person_without_an_account_is_not_made_one(client: Client, ministry: Ministry) -> None:
    PersonFactory.create(email=ADDRESS)

    assert come_back(client).status_code == 403
    assert Account.objects.count() == 0
