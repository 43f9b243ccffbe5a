"""Setting the office up over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balai.audit.models import Deed
from balai.office.models import MailServer, Office
from balai.people.enums import Role
from tests.office.test_images import picture
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
MAIL = {"sender": "office@balai.example", "host": "mail.example", "port": 587, "security": "starttls"}


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(account_with(Role.ADMINISTRATOR))
    return client


def put(client: Client, part: str, **given: Any) -> TestResponse:
    return client.put(f"/api/v1/office/{part}", given, content_type="application/json")


def wrong(answer: TestResponse) -> tuple[int, list[str]]:
    return answer.status_code, [one["place"] for one in answer.json()["errors"]]


def test_the_office_is_named_and_placed(administrator: Client) -> None:
    named = put(
        administrator,
        "organisation",
        name={"en": "Centre for Ceramics", "id": "Balai Besar Keramik"},
        short_name="BBK",
        letterhead={"en": "Bandung 40272"},
    )
    placed = put(
        administrator,
        "place",
        languages=["id"],
        time_zone="Asia/Jakarta",
        public_address="https://balai.example/",
    )

    assert [named.status_code, placed.status_code] == [200, 200]
    assert administrator.get("/api/v1/office/").json() == {
        "name": {"en": "Centre for Ceramics", "id": "Balai Besar Keramik"},
        "short_name": "BBK",
        "letterhead": {"en": "Bandung 40272"},
        "languages": ["id"],
        "time_zone": "Asia/Jakarta",
        "public_address": "https://balai.example",
        "logo": "",
    }
    deeds = Deed.objects.filter(subject="office:1").values_list("action", flat=True)
    assert sorted(deeds) == ["office.organisation_changed", "office.place_changed"]


def test_naming_the_office_leaves_its_logo(administrator: Client) -> None:
    Office.objects.create(logo=b"a picture", logo_digest="0" * 16)

    put(administrator, "organisation", name={"en": "Centre"}, short_name="C")

    assert bytes(Office.objects.get().logo) == b"a picture"


def test_a_logo_is_brought_replaced_and_taken_away(administrator: Client) -> None:
    shown = []
    for kind in ("PNG", "JPEG"):
        upload = SimpleUploadedFile("logo.svg", picture(kind, (100, len(kind))))
        shown.append(administrator.post("/api/v1/office/logo", {"file": upload}).json()["logo"])
    before, after = (administrator.get(address) for address in shown)
    again = administrator.post("/api/v1/office/logo", {"file": SimpleUploadedFile("x.png", after.content)})
    taken, nothing = (administrator.delete("/api/v1/office/logo") for _time in range(2))

    assert (before.status_code, after.status_code, after["Content-Type"]) == (404, 200, "image/png")
    assert again.json()["logo"] == shown[1]
    assert (taken.status_code, nothing.status_code, bytes(Office.objects.get().logo)) == (204, 204, b"")
    assert administrator.get("/api/v1/office/").json()["logo"] == ""
    assert Deed.objects.filter(action="office.logo_changed", subject="office:1").count() == 3


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>"])
def test_a_logo_is_judged_by_its_content(administrator: Client, content: bytes) -> None:
    Office.objects.create(logo=b"a picture", logo_digest="0" * 16)

    refused = administrator.post("/api/v1/office/logo", {"file": SimpleUploadedFile("logo.png", content)})

    assert (refused.status_code, refused.json()["code"]) == (409, "logo.not_a_picture")
    assert bytes(Office.objects.get().logo) == b"a picture"


@pytest.mark.parametrize(
    ("part", "given", "places"),
    [
        ("organisation", {"name": {"id": "Balai"}, "short_name": "B"}, ["body.given.name"]),
        ("organisation", {"name": {"en": "B", "xx": "B"}, "short_name": "B"}, ["body.given.name"]),
        ("place", {"languages": [], "time_zone": "UTC"}, ["body.given.languages"]),
        ("place", {"languages": ["xx"], "time_zone": "UTC"}, ["body.given.languages"]),
        ("mail", {**MAIL, "sender": "nobody"}, ["body.given.sender"]),
        ("mail", {**MAIL, "port": 0}, ["body.given.port"]),
    ],
)
def test_a_value_that_cannot_be_is_named(
    administrator: Client, part: str, given: dict[str, Any], places: list[str]
) -> None:
    assert wrong(put(administrator, part, **given)) == (422, places)
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("part", "given", "code"),
    [
        ("place", {"languages": ["en"], "time_zone": "Asia/Bandung"}, "office.time_zone_unknown"),
        (
            "place",
            {"languages": ["en"], "time_zone": "UTC", "public_address": "http://balai.example"},
            "office.public_address_open",
        ),
        ("mail", {**MAIL, "security": "none"}, "office.mail_open"),
    ],
)
def test_what_a_rule_refuses_says_which(
    administrator: Client, part: str, given: dict[str, Any], code: str
) -> None:
    answer = put(administrator, part, **given)

    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_the_password_of_the_mail_server_is_kept_and_told_to_nobody(administrator: Client) -> None:
    first = put(administrator, "mail", **MAIL, user="office", password="seven lanterns")
    again = put(administrator, "mail", **MAIL, user="office")

    told = {**MAIL, "user": "office", "has_password": True, "is_in_configuration": False}
    assert [first.json(), again.json(), administrator.get("/api/v1/office/mail").json()] == [told] * 3
    assert b"seven lanterns" not in bytes(MailServer.objects.get().password)


def test_a_test_mail_without_a_server_says_so(administrator: Client) -> None:
    answer = administrator.post(
        "/api/v1/office/mail/test", {"to": "ratna@example.id"}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "office.no_mail_server")
