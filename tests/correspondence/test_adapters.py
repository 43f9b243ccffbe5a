"""What signing in writes, through the library's own pages and calls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.correspondence.adapters.account import CHANGES, KIND_BY_PREFIX
from balai.correspondence.models import Letter
from balai.correspondence.registries import letter_kinds
from balai.office.models import Office
from balai.people.enums import Role
from tests.correspondence.writing import AT
from tests.messages import ENGLISH
from tests.people.factories import AccountFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from django.test import Client

NEVER_SENT = {
    "account.base",  # what the others are made of
    "account.password_reset_code",  # we send a link
}


@pytest.mark.django_db
def test_a_new_password_is_asked_for_with_a_link_to_our_own_address_and_nothing_is_sent_meanwhile(
    client: Client,
) -> None:
    Office.objects.create(public_address="https://balai.example")
    AccountFactory.create(email="sari@example.id", person=PersonFactory.create(language="id"))

    client.post(
        reverse("account_reset_password"), {"email": "sari@example.id"}, headers={"host": "evil.example"}
    )

    letter = Letter.objects.get()
    assert (letter.kind, letter.subject, letter.state) == (
        "account.password_reset_key",
        "Pilih kata sandi baru",
        "queued",
    )
    assert ("https://balai.example/accounts/password/reset/key/" in letter.text, "evil" in letter.text) == (
        True,
        False,
    )
    assert ProcrastinateJob.objects.get().task_name == "correspondence.deliver"


@pytest.mark.django_db
def test_a_security_notice_tells_what_when_and_from_where() -> None:
    Office.objects.create(time_zone="Asia/Jakarta")
    AccountFactory.create(email="dechen@example.bt")

    get_adapter(RequestFactory().get("/")).send_mail(
        "mfa/email/webauthn_added",
        "dechen@example.bt",
        {"timestamp": dt.datetime(2018, 5, 4, 9, tzinfo=dt.UTC), "ip": "203.0.113.7", "user_agent": "x"},
    )

    letter = Letter.objects.get()
    assert letter.text.startswith(
        "A passkey was added.\n\n- Account: dechen@example.bt\n- When: Fri 4 May 2018, 16:00 in Jakarta\n"
        "- From: 203.0.113.7\n"
    )


def test_every_mail_of_the_library_has_a_letter_of_ours() -> None:
    folder = Path(allauth.__file__).parent / "templates"
    prefixes = {
        str(path.relative_to(folder)).removesuffix("_message.txt")
        for room in ("account", "mfa", "socialaccount")
        for path in folder.glob(f"{room}/email/*_message.txt")
    }

    unknown = {
        KIND_BY_PREFIX.get(prefix, prefix.replace("/email/", ".")) for prefix in prefixes - CHANGES.keys()
    }
    assert {kind for kind in unknown if kind not in letter_kinds} == NEVER_SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "is_set_up", "expected"),
    [
        (Role.ADMINISTRATOR, False, "/office/organisation/"),
        (Role.ADMINISTRATOR, True, "/tasks/"),
        (Role.PROGRAMME_OFFICER, False, "/tasks/"),
    ],
)
def test_the_first_administrator_goes_on_to_the_set_up(role: Role, is_set_up: bool, expected: str) -> None:  # noqa: FBT001 -- a case of the table
    Office.objects.create(set_up_at=AT if is_set_up else None)
    request = RequestFactory().get("/")
    request.user = account_with(role)

    assert get_adapter(request).get_login_redirect_url(request) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", CHANGES)
def test_a_security_notice_to_an_indonesian_is_indonesian_to_its_last_word(prefix: str) -> None:
    Office.objects.create(
        time_zone="Asia/Jakarta", name={"en": "Centre for Ceramics", "id": "Balai Besar Keramik"}
    )
    AccountFactory.create(email="sari@example.id", person=PersonFactory.create(language="id"))

    get_adapter(RequestFactory().get("/")).send_mail(
        prefix, "sari@example.id", {"timestamp": AT, "ip": "10.0.0.7"}
    )

    letter = Letter.objects.get()
    assert ENGLISH.findall(f"{letter.subject}\n{letter.text}") == []
