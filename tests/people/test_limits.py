"""Whoever guesses is stopped: signing in, a forgotten password, invitations, and tokens of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from balai.correspondence.models import Letter
from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.services.tokens import issue_token
from tests.api.test_api import ask
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django.fixtures import Settings

    Guess = Callable[[Client, int], TestResponse]

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_in(client: Client, number: int) -> TestResponse:
    return client.post("/accounts/login/", {"login": f"n{number}@example.bt", "password": "lantern"})


def forget(client: Client, number: int) -> TestResponse:
    return client.post("/accounts/password/reset/", {"email": f"n{number}@example.bt"})


def ask_for_a_code(client: Client, number: int) -> TestResponse:
    return client.post("/accounts/login/code/", {"email": f"n{number}@example.bt"})


def open_an_invitation(client: Client, number: int) -> TestResponse:
    return client.get(f"/accounts/invitation/guess-{number}/")


def call(client: Client, number: int) -> TestResponse:
    return client.get("/api/v1/people/me", headers={"Authorization": f"Bearer balai_guess-{number}"})


def answers(guess: Guess, count: int, *, address: str = HERE, language: str = "en") -> list[TestResponse]:
    """Each guess comes from a browser of its own, which remembers nothing: the address is what they share."""
    return [
        guess(Client(REMOTE_ADDR=address, headers={"Accept-Language": language}), number)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("guess", "most", "language"),
    [
        (sign_in, 10, "en"),
        (forget, 20, "id"),
        (ask_for_a_code, 20, "id"),
        (open_an_invitation, 20, "id"),
        (call, 30, "en"),
        (call, 30, "id"),
    ],
)
def test_guesses_from_one_address_are_counted_and_stopped(guess: Guess, most: int, language: str) -> None:
    *before, last = answers(guess, most + 1, language=language)

    assert 429 not in {answer.status_code for answer in before}
    assert (last.status_code, last["Retry-After"]) == (429, "300")
    with override(language):
        if guess is call:
            told = last.json()
            assert (told["code"], told["status"]) == ("request.too_many", 429)
            assert told["detail"] == gettext(
                "There were too many tries from here in a short time. Wait five minutes."
            )
        else:
            assert gettext("Too many tries") in last.content.decode()
            assert f'<html lang="{language}"' in last.content.decode()
    [elsewhere] = answers(guess, 1, address=ELSEWHERE)
    assert elsewhere.status_code != 429


def test_one_address_is_sent_three_codes_a_minute_whoever_asks_for_them() -> None:
    account = account_with(Role.NOMINEE)

    said = [
        Client(REMOTE_ADDR=f"192.0.2.{number}")
        .post("/accounts/login/code/", {"email": account.email})
        .status_code
        for number in range(4)
    ]

    assert said == [302, 302, 302, 429]
    assert Letter.objects.filter(kind="account.login_code").count() == 3


def test_one_account_is_guessed_at_five_times_from_wherever() -> None:
    account = account_with(Role.NOMINEE)
    account.set_password("seven lanterns above Paro")
    account.save()
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)

    for number in range(5):
        answers(
            lambda client, _number: client.post(
                "/accounts/login/", {"login": account.email, "password": "lantern"}
            ),
            1,
            address=f"192.0.2.{number}",
        )
    client = Client(REMOTE_ADDR=ELSEWHERE)
    last = client.post("/accounts/login/", {"login": account.email, "password": "seven lanterns above Paro"})

    assert (last.status_code, last["Retry-After"]) == (429, "300")
    assert "_auth_user_id" not in client.session


def test_a_token_that_opens_is_not_stopped_by_those_that_do_not() -> None:
    at = clock.now()
    _token, secret = issue_token(
        account=account_with(Role.NOMINEE),
        label="monthly figures",
        scopes=[TokenScope.OWN_READ],
        expires_at=at + timedelta(days=1),
        at=at,
    )
    answers(call, 31, address="127.0.0.1")

    assert ask("people/me", secret).status_code == 200
