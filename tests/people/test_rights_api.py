"""The person's rights over the API: asked and taken back by the person, answered and held by the office."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from balai.audit.models import Look
from balai.kernel import clock
from balai.people.enums import Role
from balai.people.models import LegalHold, PersonCopy, RightsRequest
from balai.people.services.copying import make_copy
from tests.kernel.keys import own_keys
from tests.people.factories import AccountFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client


@pytest.fixture(autouse=True)
def keys(db: None) -> Iterator[None]:
    with own_keys():
        yield


def post(client: Client, name: str, *arguments: Any, **data: Any) -> tuple[int, Any]:
    address = reverse(f"api:{name}", args=arguments)
    answer = client.post(address, json.dumps(data), content_type="application/json")
    return answer.status_code, answer.json()


def get(client: Client, name: str, *arguments: Any, **query: str) -> Any:
    return client.get(reverse(f"api:{name}", args=arguments), query).json()


def test_a_person_asks_takes_back_and_fetches_a_copy_by_program(client: Client) -> None:
    account = account_with(Role.NOMINEE)
    person = account.person
    assert person is not None
    client.force_login(account)

    status, asked = post(client, "ask_for_right", kind="erasure", wish="All of it.")
    assert (status, asked["state"], "wish" in asked) == (HTTPStatus.CREATED, "open", False)
    status, again = post(client, "ask_for_right", kind="erasure")
    assert (status, again["code"]) == (HTTPStatus.CONFLICT, "rights.asked_already")
    assert post(client, "withdraw_my_request", asked["id"])[1]["state"] == "withdrawn"
    assert [one["kind"] for one in get(client, "list_my_requests")["items"]] == ["erasure"]

    _status, made = post(client, "ask_for_my_copy")
    file = reverse("api:get_my_copy_file", args=[made["id"]])
    assert client.get(file).status_code == HTTPStatus.NOT_FOUND
    make_copy(copy_id=PersonCopy.objects.get().pk, at=clock.now())
    assert client.get(file).content.startswith(b"PK")
    assert get(client, "list_my_copies")[0]["state"] == "ready"
    assert post(client, "take_my_copy")[1]["copied_at"]
    seen = get(client, "list_my_looks")["items"]
    assert {one["field"] for one in seen} == set(Look.objects.values_list("field", flat=True))
    assert "person_copy.file" in {one["field"] for one in seen}


def test_the_office_answers_holds_and_sees_what_the_night_forgets(client: Client) -> None:
    karma = PersonFactory.create(name="Karma Choden", email="karma@example.bt")
    own = AccountFactory.create(person=karma)
    client.force_login(own)
    _status, asked = post(client, "ask_for_right", kind="erasure")
    client.force_login(account_with(Role.ADMINISTRATOR))

    assert [one["name"] for one in get(client, "list_rights_requests", state="open")["items"]] == [
        "Karma Choden"
    ]
    status, hold = post(client, "place_hold", karma.pk, reason="Case 12/2026", until="2099-01-01")
    assert status == HTTPStatus.CREATED
    answer = {"outcome": "granted", "words": "It is done."}
    assert post(client, "answer_rights_request", asked["id"], **answer)[1]["code"] == "rights.on_hold"
    assert post(client, "lift_hold", hold["id"])[1]["lifted_at"]
    assert post(client, "answer_rights_request", asked["id"], **answer)[0] == HTTPStatus.OK

    karma.refresh_from_db()
    assert karma.erased_at is not None
    assert RightsRequest.objects.get().state == "granted"
    assert [one["reason"] for one in get(client, "list_holds")["items"]] == [LegalHold.objects.get().reason]
    terms = {term["code"]: term for term in get(client, "preview_retention")}
    assert terms["applications.sealed"]["weeks"] == 26
    assert terms["applications.sealed"]["due"] == []
