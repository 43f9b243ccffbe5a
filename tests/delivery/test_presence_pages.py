"""Presence by HTTP: what a device registers, takes and hands in, and what the office's pages say of it."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from balai.delivery.enums import Mark, Method
from balai.delivery.models import Conflict, Device, Presence, PresenceTerms, Scan
from balai.delivery.services.codes import PERSON, code_of
from balai.people.enums import Role
from tests.delivery.factories import EIGHT
from tests.people.factories import account_with
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from tests.delivery.factories import Delivered

CODE = "SMI-2018"


@pytest.fixture
def client(world: Delivered) -> Iterator[Client]:
    """A coordinator of the centre, an hour after the lecture has begun."""
    centre = world.slot().site
    assert centre is not None
    with time_machine.travel(EIGHT + dt.timedelta(hours=1), tick=False):
        client = Client()
        scope = f"organisation:{centre.organisation_id}"
        client.force_login(account_with(Role.CENTRE_COORDINATOR, scope=scope))
        yield client


def officer_of(world: Delivered) -> Client:
    client = Client()
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=world.edition.scope))
    return client


def registered(client: Client) -> str:
    answer = client.post(reverse("delivery:register", args=[CODE]), {"name": "Tablet"})
    assert answer.status_code == 200
    secret: str = answer.json()["secret"]
    return secret


def hand_in(secret: str, items: list[Any], now: dt.datetime | None = None) -> TestResponse:
    """As a device does, in a browser in which nobody is signed in."""
    body = {"device_now": (now or EIGHT + dt.timedelta(hours=1)).isoformat(), "items": items}
    answer: TestResponse = Client(enforce_csrf_checks=True).post(
        reverse("delivery:scans"),
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Device {secret}"},
    )
    return answer


def item(world: Delivered, number: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "nonce": str(uuid4()),
        "mark": "in",
        "method": "scan",
        "noted_at": EIGHT.isoformat(),
        "session": str(world.slot().session_id),
        "code": PERSON + code_of(participant=world.people[number], at=AT).secret,
        **more,
    }


def test_a_device_takes_the_sessions_of_its_centre_and_hands_in_without_a_session(
    world: Delivered, client: Client
) -> None:
    secret = registered(client)

    taken = client.get(
        reverse("delivery:bundle", args=[CODE]), headers={"Authorization": f"Device {secret}"}
    ).json()
    answer = hand_in(secret, [item(world), item(world, 1)], EIGHT + dt.timedelta(minutes=70)).json()

    assert (len(taken["people"]), len(taken["sessions"])) == (4, 3)
    assert [(one["is_new"], one["conflicts"]) for one in answer["taken"]] == [(True, ["clock_skew"])] * 2
    assert answer["offset_ms"] == -600_000
    device = Device.objects.get()
    assert (device.offset_ms, device.last_seen_at) == (-600_000, EIGHT + dt.timedelta(hours=1))
    assert secret not in str(device.__dict__)


def test_what_cannot_be_read_is_refused_alone_kept_once_and_shown(world: Delivered, client: Client) -> None:
    secret = registered(client)
    good = item(world)
    broken: list[Any] = [
        item(world, mark="cleared"),
        item(world, mark="unread", code="\ud800"),
        item(world, method="office"),
        item(world, noted_at="yesterday"),
        item(world, noted_at="2018-07-24T08:00:00"),
        item(world, nonce="1"),
        item(world, code="", participant=None),
        {},
        "scan",
    ]

    answer = hand_in(secret, [good, *broken]).json()["taken"]
    hand_in(secret, [good, *broken])

    assert sum(one.get("refused") == "scan.malformed" for one in answer) == len(broken)
    assert [one["nonce"] for one in answer if "is_new" in one] == [good["nonce"]]
    unread = Scan.objects.filter(mark=Mark.UNREAD)
    assert (Scan.objects.count(), Presence.objects.count()) == (1 + len(broken), 1)
    assert {one.given for one in unread} == {json.dumps(one) for one in broken}
    assert Conflict.objects.filter(kind="unreadable").count() == len(broken)
    page = officer_of(world).get(reverse("delivery:conflicts", args=[CODE])).content.decode()
    assert page.count("Handed in, and cannot be read") >= len(broken)
    assert "yesterday" in page


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        ("unknown", "{}", 401),
        ("", "{}", 401),
        (None, "{}", 400),
        (None, "[", 400),
        (None, '{"items": 3}', 400),
    ],
)
def test_who_is_no_device_or_sends_no_scans_is_refused(
    client: Client, secret: str | None, body: str, status: int
) -> None:
    known = registered(client)

    answer = client.post(
        reverse("delivery:scans"),
        body,
        content_type="application/json",
        headers={"Authorization": f"Device {known if secret is None else secret}"},
    )

    assert (answer.status_code, Scan.objects.count()) == (status, 0)
    assert answer["Content-Type"] == "application/problem+json"


def test_the_page_that_a_device_keeps_names_nobody_and_its_worker_keeps_files_that_are_there(
    world: Delivered, client: Client
) -> None:
    page = client.get(reverse("delivery:tablet", args=[CODE])).content.decode()
    worker = Client().get(reverse("delivery:tablet_worker"))

    assert "Who is there" in page
    assert [one.name for one in world.people if one.name in page] == []
    told = json.loads(worker.content.decode().split("const KEPT = ", 1)[1].split(";\n", 1)[0])
    assert "/static/ui/vendor/jsqr.js" in told["files"]
    for file in told["files"]:
        answer = Client().get(file)
        assert answer.status_code == 200, file
        answer.close()


def test_a_coordinator_ticks_and_an_officer_corrects(world: Delivered, client: Client) -> None:
    address = reverse("delivery:session", args=[CODE, world.slot().session_id])
    who = str(world.people[0].pk)

    assert client.post(address, {"participant": who, "mark": "late"}).status_code == 302
    assert client.post(address, {"participant": who, "mark": "late", "corrects": "yes"}).status_code == 403
    assert client.post(address, {"participant": who, "mark": "gone"}).status_code == 422
    ticked = Presence.objects.get()
    assert (ticked.state, ticked.method) == ("late", Method.MANUAL)

    office = officer_of(world)
    office.post(address, {"participant": who, "mark": "excused", "corrects": "yes"})

    assert Presence.objects.values_list("state", "method").get() == ("excused", Method.OFFICE)
    page = office.get(address).content.decode()
    assert page.count("Ticked in the list") == 1
    with time_machine.travel(EIGHT + dt.timedelta(hours=2), tick=False):
        office.post(address, {"participant": who, "mark": Mark.CLEARED, "corrects": "yes"})
    assert not Presence.objects.exists()


def test_an_officer_looks_at_conflicts_changes_rules_and_ends_devices(
    world: Delivered, client: Client
) -> None:
    secret = registered(client)
    hand_in(secret, [item(world, code="BALAI:1:" + "A" * 26)])
    office = officer_of(world)
    conflicts = reverse("delivery:conflicts", args=[CODE])

    assert "Nobody has this code" in office.get(conflicts).content.decode()
    found = Conflict.objects.get()
    office.post(conflicts, {"conflict": str(found.pk), "note": "A guest."})
    assert office.post(conflicts, {"conflict": str(found.pk)}).status_code == 409
    assert "A guest." in office.get(f"{conflicts}?show=all").content.decode()
    terms = reverse("delivery:terms", args=[CODE])
    values = dict.fromkeys(("late_after", "early_before", "opens_before", "closes_after"), "5")
    values |= {"claim_hours": "5", "skew_minutes": "5", "keeps_days": "15"}
    assert office.post(terms, values).status_code == 422
    office.post(terms, values | {"keeps_days": "5"})
    assert PresenceTerms.objects.get().late_after == 5
    device = Device.objects.get()
    office.post(reverse("delivery:end_device", args=[CODE, device.pk]))
    bundle = client.get(
        reverse("delivery:bundle", args=[CODE]), headers={"Authorization": f"Device {secret}"}
    )
    assert (bundle.status_code, bundle.json()["code"]) == (409, "device.ended")


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_often_for_one_row_as_for_three(
    world: Delivered, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    secret = registered(client)
    hand_in(secret, [item(world, number, noted_at="2018-07-23T01:00:00+00:00") for number in range(rows)])
    office = officer_of(world)
    for address, number in (
        (reverse("delivery:conflicts", args=[CODE]), CONFLICTS),
        (reverse("delivery:session", args=[CODE, world.slot().session_id]), SESSION),
        (reverse("delivery:presence", args=[CODE]), PRESENCE),
    ):
        office.get(address)
        with django_assert_num_queries(number):
            office.get(address)


CONFLICTS, SESSION, PRESENCE = 7, 16, 14


@pytest.mark.slow
def test_five_thousand_queued_scans_are_taken_in_half_a_minute(world: Delivered, client: Client) -> None:
    """Ten batches, as a device sends them, and the same again; the limit holds on two processors."""
    secret = registered(client)
    slots = [str(world.slot(code).session_id) for code in ("LEC-1", "PRA-1-A", "PRA-1-B")]
    items = [
        item(
            world,
            number % 4,
            session=slots[number % 3],
            noted_at=(EIGHT + dt.timedelta(seconds=number)).isoformat(),
        )
        for number in range(5_000)
    ]
    batches = [items[first : first + 500] for first in range(0, len(items), 500)]

    began = time.perf_counter()
    for batch in batches:
        assert hand_in(secret, batch).status_code == 200
    took = time.perf_counter() - began
    again = [one["is_new"] for batch in batches for one in hand_in(secret, batch).json()["taken"]]

    print(f"5,000 scans in {took:.1f} s")  # noqa: T201 -- the figure is looked for
    assert took < 30
    assert Scan.objects.count() == 5_000
    assert again == [False] * 5_000
