"""Consents, double records and invitations over the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client

from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.people.enums import Role
from balai.people.models import Invitation
from balai.people.services.consents import give_consent, publish_consent_text, withdraw_consent
from balai.people.services.invitations import invite
from tests.people.factories import PersonFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

    from balai.people.models import Consent, Person

NOW = datetime(2026, 5, 4, 3, tzinfo=UTC)
PEOPLE = "/api/v1/people"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def administrator() -> Client:
    return signed_in(Role.ADMINISTRATOR)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(account_with(role))
    return client


def send(client: Client, path: str, **given: Any) -> TestResponse:
    return client.post(f"{PEOPLE}/{path}", given, content_type="application/json")


def told(response: TestResponse) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


def agreed(person: Person, purpose: str, **text: str) -> Consent:
    words = publish_consent_text(purpose=purpose, text=text, at=NOW - timedelta(days=2))
    return give_consent(person=person, text=words, at=NOW - timedelta(days=1))


def test_consents_are_told_in_the_words_that_were_agreed_to(administrator: Client) -> None:
    dechen = PersonFactory.create()
    consent = agreed(dechen, "photo", en="My picture may be shown.", id="Foto saya boleh ditampilkan.")
    publish_consent_text(purpose="photo", text={"en": "My picture may be sold."}, at=NOW)

    answer = administrator.get(f"{PEOPLE}/{dechen.pk}/consents", headers={"Accept-Language": "id"})

    assert answer.json() == {
        "items": [
            {
                "id": str(consent.pk),
                "purpose": "photo",
                "version": 1,
                "text": "Foto saya boleh ditampilkan.",
                "given_at": "2026-05-03T03:00:00Z",
                "withdrawn_at": None,
            }
        ],
        "after": "",
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_consents_ask_equally_often_for_any_number(
    administrator: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dechen = PersonFactory.create()
    for number in range(rows):
        agreed(dechen, f"photo-{number}", en="Yes.")
    administrator.get(f"{PEOPLE}/me")  # what a session notes once

    with django_assert_num_queries(6):  # session, account, factors, grants, person, consents with words
        answer = administrator.get(f"{PEOPLE}/{dechen.pk}/consents")

    assert len(answer.json()["items"]) == rows


def test_one_takes_back_what_one_agreed_to_and_only_once() -> None:
    account = account_with(Role.NOMINEE)
    assert account.person is not None
    consent = agreed(account.person, "photo", en="My picture may be shown.")
    client = Client()
    client.force_login(account)

    first = send(client, f"me/consents/{consent.pk}/withdraw")
    second = send(client, f"me/consents/{consent.pk}/withdraw")

    assert first.json()["withdrawn_at"] == "2026-05-04T03:00:00Z"
    assert told(second) == (409, "consent.withdrawn_already")
    assert [one["id"] for one in client.get(f"{PEOPLE}/me/consents").json()["items"]] == [str(consent.pk)]


def test_consents_come_in_pages(administrator: Client) -> None:
    dechen = PersonFactory.create()
    text = publish_consent_text(purpose="photo", text={"en": "Yes."}, at=NOW - timedelta(days=99))
    for day in range(51):
        consent = give_consent(person=dechen, text=text, at=NOW - timedelta(days=90 - day))
        withdraw_consent(consent=consent, at=consent.given_at)

    first = administrator.get(f"{PEOPLE}/{dechen.pk}/consents").json()
    second = administrator.get(f"{PEOPLE}/{dechen.pk}/consents", {"after": first["after"]}).json()

    ids = [one["id"] for one in (*first["items"], *second["items"])]
    assert (len(first["items"]), len(set(ids)), second["after"]) == (50, 51, "")


def test_two_records_of_one_person_are_merged_and_parted_again(administrator: Client) -> None:
    kept, duplicate = PersonFactory.create(), PersonFactory.create()

    merged = send(administrator, f"{duplicate.pk}/merge", kept=str(kept.pk))
    doubles = administrator.get(f"{PEOPLE}/{kept.pk}/doubles").json()
    parted = send(administrator, f"{duplicate.pk}/merge/undo")

    assert [merged.json()["merged_into"], parted.json()["merged_into"]] == [str(kept.pk), None]
    assert [one["id"] for one in doubles["items"]] == [str(duplicate.pk)]
    assert administrator.get(f"{PEOPLE}/{kept.pk}/doubles").json()["items"] == []
    deeds = Deed.objects.filter(subject=duplicate.reference).values_list("action", flat=True)
    assert sorted(deeds) == ["person.merge_undone", "person.merged"]


def test_what_cannot_be_merged_says_why(administrator: Client) -> None:
    person = PersonFactory.create()

    assert told(send(administrator, f"{person.pk}/merge", kept=str(person.pk))) == (409, "person.same")
    assert told(send(administrator, f"{person.pk}/merge/undo")) == (409, "person.not_merged")
    assert told(send(administrator, f"{person.pk}/merge", kept="nobody")) == (422, "request.invalid")


def test_an_invitation_goes_by_letter_and_its_link_is_told_to_nobody(administrator: Client) -> None:
    karma = PersonFactory.create(name="Karma Choden", email="karma@example.bt")

    answer = send(administrator, f"{karma.pk}/invite")

    invitation = Invitation.objects.get()
    assert (answer.status_code, answer.json()["id"]) == (201, str(invitation.pk))
    assert answer.json()["expires_at"] == "2026-05-18T03:00:00Z"
    letter = Letter.objects.get(kind="account.invitation")
    secret = letter.text.partition("/accounts/invitation/")[2].split("/")[0]
    assert len(secret) > 40
    assert secret not in answer.content.decode()


def test_who_was_invited_and_has_not_come_is_listed_once(administrator: Client) -> None:
    karma = PersonFactory.create(name="Karma Choden", email="karma@example.bt")
    for day in (3, 1):
        invite(person=karma, email=karma.email, actor=None, at=NOW - timedelta(days=day))

    items = administrator.get(f"{PEOPLE}/invitations").json()["items"]

    assert [(one["person"]["name"], one["made_at"]) for one in items] == [
        ("Karma Choden", "2026-05-03T03:00:00Z")
    ]


def test_an_invitation_needs_an_address(administrator: Client) -> None:
    person = PersonFactory.create(email="")

    assert told(send(administrator, f"{person.pk}/invite")) == (409, "person.no_address")
    assert not Invitation.objects.exists()
