"""Tokens, and how the API answers whatever it is asked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from balai.audit.models import Deed
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role, TokenScope
from balai.people.models import Account, ApiToken, Person
from balai.people.services.tokens import issue_token, revoke_token, token_of
from tests.people.factories import AccountFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

EVERYTHING = list(TokenScope)
NOW = datetime(2026, 5, 4, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def secret_of(account: Account, *scopes: TokenScope) -> str:
    _token, secret = issue_token(
        account=account,
        label="monthly figures",
        scopes=scopes or EVERYTHING,
        expires_at=NOW + timedelta(days=1),
        at=NOW,
    )
    return secret


def ask(path: str, secret: str) -> TestResponse:
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})


def problem_of(response: TestResponse) -> tuple[int, str, str]:
    content: dict[str, Any] = json.loads(response.content)
    return response.status_code, response["Content-Type"], content["code"]


@pytest.mark.django_db
def test_a_token_opens_what_its_account_may_do() -> None:
    account = account_with(Role.FOCAL_POINT, scope="country:BT")

    answer = ask("people/me", secret_of(account)).content

    told = json.loads(answer)
    assert (told["account"], told["person"]["name"], [g["scope"] for g in told["grants"]]) == (
        str(account.pk),
        str(account.person),
        ["country:BT"],
    )


@pytest.mark.django_db
def test_a_program_does_what_its_token_may_and_nothing_else() -> None:
    account = AccountFactory.create(person=None)
    secret = secret_of(account, TokenScope.PEOPLE_READ, TokenScope.OWN_READ)

    opened = [ask(path, secret).status_code for path in ("people/me", "people/", "trail/", "letters/")]

    assert opened == [200, 200, 403, 403]


@pytest.mark.django_db
def test_a_program_has_no_pages_and_no_session(client: Client) -> None:
    client.force_login(AccountFactory.create(person=None))

    statuses = [client.get(path).status_code for path in ("/tasks/", "/tokens/", "/api/v1/people/me")]

    assert statuses == [403, 403, 401]


@pytest.mark.django_db
def test_a_role_within_a_country_does_not_open_what_belongs_to_all() -> None:
    secret = secret_of(account_with(Role.PROGRAMME_OFFICER, Role.AUDITOR, scope="country:BT"))

    assert [ask(path, secret).status_code for path in ("people/", "trail/", "letters/")] == [403, 403, 403]


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "balai_", "balai_not-a-token"])
def test_without_a_live_token_nothing_opens(secret: str) -> None:
    answer = ask("people/me", secret)

    assert problem_of(answer) == (401, "application/problem+json", "request.unauthenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["expired", "revoked", "disabled"])
def test_a_token_that_ended_opens_nothing(end: str) -> None:
    account = account_with(Role.AUDITOR)
    secret = secret_of(account)
    token = ApiToken.objects.get()
    assert ask("people/me", secret).status_code == 200

    if end == "expired":
        ApiToken.objects.update(created_at=NOW - timedelta(2), expires_at=NOW - timedelta(1))
    elif end == "revoked":
        revoke_token(token_id=token.pk, account=account, at=NOW)
    else:
        Account.objects.update(is_active=False)

    assert ask("people/me", secret).status_code == 401


@pytest.mark.django_db
def test_a_token_does_only_what_it_was_given() -> None:
    secret = secret_of(account_with(Role.AUDITOR), TokenScope.TRAIL_READ)

    answer = ask("people/", secret)

    assert problem_of(answer) == (403, "application/problem+json", "request.forbidden")
    assert "people:read" in json.loads(answer.content)["detail"]
    assert ask("trail/", secret).status_code == 200


@pytest.mark.django_db
def test_a_role_that_does_not_suffice_is_refused() -> None:
    assert problem_of(ask("people/", secret_of(account_with(Role.NOMINEE))))[0] == 403


@pytest.mark.django_db
def test_a_session_serves_as_well() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/api/v1/people/me").status_code == 401

    client.force_login(account_with(Role.AUDITOR))

    assert client.get("/api/v1/people/me").status_code == 200


@pytest.mark.django_db
def test_the_database_keeps_no_token() -> None:
    secret = secret_of(AccountFactory.create())

    token = ApiToken.objects.get()

    assert secret.encode() not in bytes(token.digest)
    assert token_of(secret, at=NOW) == token


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_a_year_at_most(days: int) -> None:
    with pytest.raises(RuleViolationError, match=r"token\.lifetime"):
        issue_token(
            account=AccountFactory.create(),
            label="x",
            scopes=EVERYTHING,
            expires_at=NOW + timedelta(days=days),
            at=NOW,
        )


@pytest.mark.django_db
def test_issuing_and_revoking_leave_a_trail_and_twice_is_once() -> None:
    account = AccountFactory.create()
    secret_of(account)
    token = ApiToken.objects.get()

    revoke_token(token_id=token.pk, account=account, at=NOW)
    revoke_token(token_id=token.pk, account=account, at=NOW)

    assert sorted(Deed.objects.values_list("action", "subject")) == [
        ("token.issued", f"token:{token.pk}"),
        ("token.revoked", f"token:{token.pk}"),
    ]


@pytest.mark.django_db
def test_a_stranger_cannot_end_my_token() -> None:
    secret_of(AccountFactory.create())
    client = Client()
    client.force_login(account_with(Role.NOMINEE))

    answer = client.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert (answer.status_code, ApiToken.objects.get().revoked_at) == (404, None)


@pytest.mark.django_db
def test_the_page_shows_a_new_token_once() -> None:
    client = Client()
    client.force_login(account_with(Role.NOMINEE))

    made = client.post("/tokens/", {"label": "figures", "scopes": ["people:read"], "days": "30"})
    again = client.get("/tokens/")

    assert ["balai_" in page.content.decode() for page in (made, again)] == [True, False]
    assert "figures" in again.content.decode()


@pytest.mark.django_db
def test_a_wrong_value_is_named_with_its_place() -> None:
    answer = ask("people/not-a-uuid", secret_of(account_with(Role.AUDITOR)))
    missing = ask(f"people/{uuid4()}", secret_of(account_with(Role.AUDITOR)))
    page = ask("people/?after=forged", secret_of(account_with(Role.AUDITOR)))

    assert answer.status_code == 404
    assert problem_of(missing)[::2] == (404, "request.not_found")
    assert problem_of(page)[::2] == (409, "page.unknown")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_equally_often_for_any_number_of_rows(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    secret = secret_of(account_with(Role.AUDITOR))
    PersonFactory.create_batch(rows - 1)
    ask("people/me", secret)  # marks the token as used today

    with django_assert_num_queries(3):  # token with account and person, grants, persons
        answer = ask("people/", secret)

    assert len(json.loads(answer.content)["items"]) == rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", "nowhere/", (404, "application/problem+json", "request.not_found")),
        ("DELETE", "people/", (405, "application/problem+json", "request.method")),
        ("PUT", "openapi.json", (405, "application/problem+json", "request.method")),
    ],
)
def test_what_is_not_there_and_not_taken_is_a_problem_too(
    method: str, path: str, told: tuple[int, str, str]
) -> None:
    assert problem_of(Client().generic(method, f"/api/v1/{path}")) == told


@pytest.mark.django_db
def test_a_method_that_is_not_taken_names_those_that_are() -> None:
    assert Client().delete("/api/v1/people/")["Allow"] == "GET, POST"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Karma\0", "Karma \ud800"])
def test_what_is_no_text_is_not_read(name: str) -> None:
    secret = secret_of(account_with(Role.ADMINISTRATOR))

    answer = Client().post(
        "/api/v1/people/",
        json.dumps({"name": name}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert problem_of(answer) == (400, "application/problem+json", "request.malformed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "karma"),
        ("language", "xx"),
        ("time_zone", "Asia/Atlantis"),
        ("name", ""),
        ("name", "x" * 201),
    ],
)
def test_a_person_is_recorded_with_values_that_pages_would_take(field: str, value: str) -> None:
    secret = secret_of(account_with(Role.ADMINISTRATOR))
    given = {"name": "Karma Choden", "email": "karma@example.bt", "time_zone": "Asia/Thimphu"}

    answers = [
        Client().post(
            "/api/v1/people/",
            json.dumps(given | change),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        for change in ({}, {field: value})
    ]

    assert [answer.status_code for answer in answers] == [201, 422]
    assert json.loads(answers[1].content)["errors"][0]["place"] == f"body.given.{field}"
    assert Person.objects.get(email="karma@example.bt").time_zone == "Asia/Thimphu"
