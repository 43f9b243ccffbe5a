from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.audit.models import Deed
from balai.kernel.crypto import keys_path
from balai.office.models import MailServer, Office
from balai.office.queries import opened_password
from balai.office.services.trying import mail_fault
from balai.people.enums import Role
from balai.people.models import Person
from tests.office.sink import Sink, running
from tests.office.test_images import picture
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ORGANISATION = {
    "name_en": "Centre for Ceramics",
    "name_id": "Balai Besar Keramik",
    "short_name": "BBK",
    "letterhead_en": "Bandung 40272",
    "letterhead_id": "",
}
PLACE = {"languages": ["en", "id"], "time_zone": "Asia/Jakarta", "public_address": "https://balai.example/"}
MAIL = {
    "sender": "office@balai.example",
    "host": "mail.example",
    "port": "465",
    "security": "tls",
    "user": "office",
}


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(account_with(Role.ADMINISTRATOR))
    return client


def test_the_set_up_goes_from_part_to_part_and_ends_on_what_to_do_next(administrator: Client) -> None:
    steps = []
    for name, answers in [
        ("organisation", ORGANISATION),
        ("place", PLACE),
        ("mail", MAIL),
    ]:
        response = administrator.post(reverse("office:part", args=[name]), answers)
        steps.append((response.status_code, response["Location"]))
    administrator.post(reverse("office:next_steps"))
    page = administrator.get(reverse("office:next_steps")).content.decode()

    assert steps == [(302, "/office/place/"), (302, "/office/mail/"), (302, "/office/next/")]
    office = Office.objects.get()
    assert (office.name, office.short_name, office.letterhead) == (
        {"en": "Centre for Ceramics", "id": "Balai Besar Keramik"},
        "BBK",
        {"en": "Bandung 40272"},
    )
    assert (office.time_zone, office.public_address, office.languages) == (
        "Asia/Jakarta",
        "https://balai.example",
        ["en", "id"],
    )
    assert office.set_up_at is not None
    assert ("balai keys export" in page, "balai backup" in page, "BBK" in page) == (True, True, True)
    assert [deed.action for deed in Deed.objects.exclude(action="account.signed_in").order_by("id")] == [
        "office.organisation_changed",
        "office.place_changed",
        "office.mail_changed",
        "office.set_up",
    ]


@pytest.mark.usefixtures("keys")
def test_a_password_is_sealed_kept_when_the_field_is_left_empty_and_never_shown(
    administrator: Client,
) -> None:
    address = reverse("office:part", args=["mail"])
    administrator.post(address, MAIL | {"password": "s3cret-word"})
    administrator.post(address, MAIL | {"password": "", "host": "mail2.example"})

    server = MailServer.objects.get()
    assert (server.host, opened_password(server)) == ("mail2.example", "s3cret-word")
    assert b"s3cret-word" not in bytes(server.password)
    assert "s3cret-word" not in administrator.get(address).content.decode()


@pytest.mark.usefixtures("keys")
def test_without_the_keys_mails_wait_and_say_why(administrator: Client) -> None:
    administrator.post(reverse("office:part", args=["mail"]), MAIL | {"password": "s3cret-word"})
    keys_path().unlink()

    with running(Sink()) as sink:
        MailServer.objects.update(host="127.0.0.1", port=sink.port, security="none")
        fault = mail_fault()

    assert fault is not None
    assert "a key that this installation does not have" in str(fault.message)
    assert administrator.get(reverse("office:office")).status_code == 200


@pytest.mark.parametrize(
    ("part", "answers", "field"),
    [
        ("organisation", ORGANISATION | {"name_en": ""}, "name_en"),
        ("place", PLACE | {"public_address": "http://balai.example"}, "public_address"),
        ("place", PLACE | {"time_zone": "WIB"}, "time_zone"),
        ("place", PLACE | {"languages": []}, "languages"),
        ("mail", MAIL | {"security": "none"}, "security"),
        ("mail", MAIL | {"port": "0"}, "port"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_answers_stay(
    administrator: Client, part: str, answers: dict[str, str], field: str
) -> None:
    response = administrator.post(reverse("office:part", args=[part]), answers)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert (Office.objects.exclude(short_name="").count(), MailServer.objects.count()) == (0, 0)


def test_the_logo_is_served_as_a_picture_that_can_run_nothing(administrator: Client, client: Client) -> None:
    upload = SimpleUploadedFile("logo.svg", picture("JPEG"), content_type="image/svg+xml")
    administrator.post(reverse("office:part", args=["organisation"]), ORGANISATION | {"logo": upload})
    client.logout()

    office = Office.objects.get()
    response = client.get(reverse("office:logo", args=[office.logo_digest]))

    assert (response["Content-Type"], response.content[:8], response["X-Content-Type-Options"]) == (
        "image/png",
        b"\x89PNG\r\n\x1a\n",
        "nosniff",
    )
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(reverse("office:logo", args=["0" * 16])).status_code == 404


def test_a_drawing_that_can_run_scripts_is_refused(administrator: Client) -> None:
    upload = SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'/>", content_type="image/png")

    response = administrator.post(
        reverse("office:part", args=["organisation"]), ORGANISATION | {"logo": upload}
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["logo"])


def test_the_logo_can_be_removed(administrator: Client) -> None:
    address = reverse("office:part", args=["organisation"])
    administrator.post(address, ORGANISATION | {"logo": SimpleUploadedFile("logo.png", picture("PNG"))})
    administrator.post(address, ORGANISATION)
    assert Office.objects.get().logo_digest != ""

    administrator.post(address, ORGANISATION | {"remove_logo": "on"})

    assert (Office.objects.get().logo_digest, bytes(Office.objects.get().logo)) == ("", b"")


def test_a_test_mail_leaves_at_once_and_the_answer_is_shown(administrator: Client) -> None:
    with running(Sink(answer_to_data="250 queued as 7F")) as sink:
        Office.objects.create(mail_sender="office@balai.example", short_name="BBK")
        MailServer.objects.create(host="127.0.0.1", port=sink.port, security="none")
        response = administrator.post(reverse("office:test_mail"), {"to": "dechen@example.bt"}, follow=True)

    assert (len(sink.taken), b"From: BBK <office@balai.example>" in sink.taken[0]) == (1, True)
    assert "250 queued as 7F" in response.content.decode()


def test_a_test_mail_that_fails_says_what_the_server_said(administrator: Client) -> None:
    with running(Sink(answer_to_recipient="550 relaying denied")) as sink:
        Office.objects.create(mail_sender="office@balai.example")
        MailServer.objects.create(host="127.0.0.1", port=sink.port, security="none")
        response = administrator.post(reverse("office:test_mail"), {"to": "dechen@example.bt"}, follow=True)

    assert (sink.taken, "550 relaying denied" in response.content.decode()) == ([], True)


def test_a_test_mail_without_a_server_says_what_to_do(administrator: Client) -> None:
    response = administrator.post(reverse("office:test_mail"), {"to": "dechen@example.bt"}, follow=True)

    assert "Name a mail server first" in response.content.decode()


def test_the_set_up_asks_nothing_that_it_can_know(client: Client) -> None:
    account = account_with(Role.ADMINISTRATOR)
    Person.objects.filter(account=account).update(time_zone="Asia/Thimphu")
    client.force_login(account)

    organisation, place, mail = (
        client.get(reverse("office:part", args=[name])).content.decode()
        for name in ("organisation", "place", "mail")
    )

    assert ("remove_logo" in organisation, "the one on record" in mail) == (False, False)
    assert '<option value="Asia/Thimphu" selected>' in place


@pytest.mark.parametrize("name", ["office:office", "office:next_steps"])
def test_nobody_but_administrators_enters(client: Client, name: str) -> None:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    assert client.get(reverse(name)).status_code == 403


def test_administrators_are_led_to_the_set_up_until_it_ended(administrator: Client, client: Client) -> None:
    told = '<a href="/office/organisation/">Set it up</a>'
    before = told in administrator.get("/tasks/").content.decode()
    administrator.post(reverse("office:next_steps"))
    after = told in administrator.get("/tasks/").content.decode()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    assert (before, after, told in client.get("/tasks/").content.decode()) == (True, False, False)
