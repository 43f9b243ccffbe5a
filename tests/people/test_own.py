"""What a person sees of what is held about them, and takes along."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai.audit.models import Deed
from balai.audit.services import record_look
from balai.correspondence.models import Letter
from balai.people.enums import Role
from balai.people.models import Consent
from balai.people.registries import held
from balai.people.services.consents import give_consent, publish_consent_text
from tests.people.factories import PersonFactory, account_with
from tests.permissions.world import person_of

if TYPE_CHECKING:
    from django.test import Client

    from balai.people.models import Account, Person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 7, 16, 2, tzinfo=dt.UTC)


@pytest.fixture
def dechen() -> Account:
    account = account_with(Role.FOCAL_POINT, scope="country:BT")
    person = person_of(account)
    person.name = "Dechen Wangmo"
    person.save()
    return account


def agree(person: Person) -> Consent:
    text = publish_consent_text(
        purpose="photo", text={"en": "My picture may be shown.", "id": "Foto saya boleh tampil."}, at=NOW
    )
    return give_consent(person=person, text=text, at=NOW)


def letter_to(person: Person) -> Letter:
    return Letter.objects.create(
        kind="account.security_notice",
        language="en",
        person=person,
        recipient_name=person.name,
        subject="Your places",
        text=f"Dear {person.name}",
        message_id=f"<{person.pk}@balai.example>",
        written_at=NOW,
    )


def page_of(client: Client) -> str:
    return " ".join(client.get(reverse("people:me")).content.decode().split())


def test_the_page_tells_roles_records_consents_and_looks_in_words(client: Client, dechen: Account) -> None:
    person, officer = person_of(dechen), PersonFactory.create(name="Bagus Prakoso")
    agree(person)
    record_look(
        actor=officer.reference, subject=person.reference, field="person.email", purpose="import", at=NOW
    )
    client.force_login(dechen)

    page = page_of(client)

    told = ["Focal point", "My picture may be shown.", "Bagus Prakoso", "e-mail address", "(to import it)"]
    assert [words in page for words in told] == [True] * len(told)
    assert "photo 1" not in page


def test_a_consent_is_withdrawn_on_the_page_by_whose_it_is(client: Client, dechen: Account) -> None:
    consent = agree(person_of(dechen))
    stranger = agree(PersonFactory.create())
    client.force_login(dechen)

    statuses = [
        client.post(reverse("people:withdraw_consent", args=[one.pk])).status_code
        for one in (consent, consent, stranger)
    ]

    assert statuses == [302, 409, 404]
    assert list(Consent.objects.filter(withdrawn_at=None)) == [stranger]
    assert "Withdraw this" not in page_of(client)


def test_the_copy_holds_what_is_held_under_every_identity_and_nothing_of_others(
    client: Client, dechen: Account
) -> None:
    person = person_of(dechen)
    double = PersonFactory.create(name="D. Wangmo", merged_into=person)
    stranger = PersonFactory.create(name="Somebody Else")
    agree(person)
    for one in (person, double, stranger):
        letter_to(one)
    client.force_login(dechen)

    answer = client.post(reverse("people:copy"))

    copy = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="balai-about-me.json"'
    assert sorted(copy) == sorted(["copied_at", *(name for name, _records in held.items())])
    assert {row["name"] for row in copy["person"]} == {"Dechen Wangmo", "D. Wangmo"}
    assert [(row["role"], row["scope"]) for row in copy["roles"]] == [("focal_point", "country:BT")]
    assert [row["text__text"]["id"] for row in copy["consents"]] == ["Foto saya boleh tampil."]
    assert len(copy["letters"]) == 2
    assert stranger.name not in answer.content.decode()
    assert str(stranger.pk) not in answer.content.decode()
    assert Deed.objects.get(action="person.copied").subject == person.reference


def test_the_copy_tells_no_secret(client: Client, dechen: Account) -> None:
    dechen.set_password("a river in the spring")
    dechen.save()
    client.force_login(dechen)
    client.post(reverse("people:tokens"), {"label": "figures", "scopes": ["people:read"], "days": "30"})

    told = client.post(reverse("people:copy")).content.decode()

    kept = [*dechen.tokens.values_list("digest", flat=True)]
    assert "figures" in told
    assert [
        secret in told for secret in (dechen.password, str(client.session.session_key), bytes(kept[0]).hex())
    ] == [
        False,
        False,
        False,
    ]


def test_every_kind_of_records_counts_what_it_copies(dechen: Account) -> None:
    person = person_of(dechen)
    agree(person)

    found = {
        name: (records.count([person]), len(list(records.copy([person])))) for name, records in held.items()
    }

    assert [name for name, (count, copied) in found.items() if count != copied] == []
    assert (found["roles"], found["consents"], found["trail"]) == ((1, 1), (1, 1), (1, 1))
