"""What a supervisor's device takes along, and what becomes of the notes it hands in."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from balai.audit.models import Deed
from balai.delivery.models import Device, PracticeProduct, PracticeSignature, SafetyBriefing, SignOff
from balai.delivery.queries.practice import tasks_of
from balai.delivery.services.devices import digest_of, end_device
from balai.delivery.services.practice import withdraw_briefing
from balai.delivery.services.practice_devices import practice_bundle_for
from tests.delivery.practice import DONE, DRAWN, EARLIER, briefed, cnc_task, signed, supervisor
from tests.directory.factories import country
from tests.kernel.keys import own_keys
from tests.office.test_images import picture
from tests.programmes.factories import session_type
from tests.timetable.factories import participant, small_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.delivery.models import PracticeTask
    from balai.people.models import Person
    from balai.selection.models import Participant

EVENING = DONE + dt.timedelta(hours=6)
SECRET = "lantern-of-the-workshop"


@pytest.fixture
def task(db: None) -> Iterator[PracticeTask]:
    for code in ("BT", "ID"):
        country(code)
    for code in ("PRA", "LEC"):
        session_type(code)
    with own_keys():
        made = cnc_task(small_edition())
        yield tasks_of(made.edition_id).get(pk=made.pk)


@pytest.fixture
def yusuf(task: PracticeTask) -> Person:
    return supervisor(task.edition)


@pytest.fixture
def karma(task: PracticeTask) -> Participant:
    return participant(task.edition, 1)


@pytest.fixture
def tablet(task: PracticeTask, yusuf: Person) -> Device:
    device: Device = Device.objects.create(
        edition=task.edition,
        person=yusuf,
        name="Tablet of the workshop",
        secret_digest=digest_of(SECRET),
        registered_at=EARLIER,
        expires_at=EARLIER + dt.timedelta(days=3),
    )
    return device


def noted(kind: str, task: PracticeTask, who: Participant, at: dt.datetime, **more: Any) -> dict[str, Any]:
    note = {"nonce": str(uuid4()), "kind": kind, "noted_at": at.isoformat()}
    note |= {"task": str(task.pk), "participant": str(who.pk)}
    if kind == "sign_off":
        results = {"1": "independent", "2": "independent", "3": "assisted"}
        note |= {"level": "independent", "results": results, "minutes": 35, "attempts": 1}  # type: ignore[dict-item]
    return note | more


def handed_in(*items: Any, now: dt.datetime = EVENING, secret: str = SECRET, status: int = 200) -> Any:
    answer = Client().post(
        "/delivery/practice-notes/",
        json.dumps({"device_now": now.isoformat(), "items": items}),
        content_type="application/json",
        headers={"Authorization": f"Device {secret}"},
    )
    assert answer.status_code == status
    return answer.json().get("taken")


def counted() -> list[int]:
    models = (SafetyBriefing, SignOff, PracticeSignature, PracticeProduct, Deed)
    return [model.objects.count() for model in models]


@pytest.mark.django_db(transaction=True)
def test_a_day_without_network_is_taken_in_once_in_the_order_of_its_moments(
    task: PracticeTask, karma: Participant, tablet: Device, time_machine: Any
) -> None:
    time_machine.move_to(EVENING, tick=False)
    sign_off = noted(
        "sign_off", task, karma, DONE, measured="12.03", drawn_by_supervisor=DRAWN, drawn_by_participant=DRAWN
    )
    jpeg = base64.b64encode(picture("JPEG")).decode()
    photo = noted("photo", task, karma, DONE, sign_off=sign_off["nonce"], jpeg=jpeg)
    briefing = noted("briefing", task, karma, DONE - dt.timedelta(minutes=30))

    first = handed_in(photo, sign_off, briefing, now=EVENING + dt.timedelta(minutes=10))
    known = counted()
    again = [handed_in(photo, sign_off, briefing) for _turn in range(3)]

    assert [one["nonce"] for one in first] == [briefing["nonce"], sign_off["nonce"], photo["nonce"]]
    assert [one["is_new"] for one in first] == [True, True, True]
    assert [one["is_new"] for answer in again for one in answer] == [False] * 9
    assert counted() == known
    kept = SignOff.objects.get()
    assert kept.signed_at == DONE - dt.timedelta(minutes=10)  # the device's clock ran ahead
    assert {one.by for one in PracticeSignature.objects.filter(sign_off=kept)} == {"drawn"}
    assert PracticeSignature.objects.filter(sign_off=kept).count() == 2


def test_what_is_refused_says_why_and_stops_nothing_else(
    task: PracticeTask, karma: Participant, tablet: Device, yusuf: Person, time_machine: Any
) -> None:
    time_machine.move_to(EVENING, tick=False)
    other = participant(task.edition, 2)
    withdraw_briefing(briefing=briefed(other, task, yusuf), actor=yusuf, at=EARLIER)
    briefed(karma, task, yusuf)
    weak = noted("sign_off", task, karma, DONE, results={"1": "observed"})
    unbriefed = noted("sign_off", task, other, DONE)
    foreign = noted("sign_off", task, karma, DONE) | {"task": str(uuid4())}
    broken = noted("sign_off", task, karma, DONE, minutes="many")
    good = noted("sign_off", task, karma, DONE)

    sent = [weak, unbriefed, foreign, broken, good]

    taken = {one["nonce"]: one for one in handed_in(*sent)}

    assert [taken[one["nonce"]].get("refused") for one in sent] == [
        "practice.too_high",
        "practice.not_briefed",
        "practice.unknown",
        "practice.malformed",
        None,
    ]
    assert [str(one.nonce) for one in SignOff.objects.all()] == [good["nonce"]]
    assert "safety briefing" in taken[unbriefed["nonce"]]["why"]


def test_two_devices_that_did_not_see_each_other_are_told(
    task: PracticeTask, karma: Participant, tablet: Device, yusuf: Person, time_machine: Any
) -> None:
    time_machine.move_to(EVENING, tick=False)
    briefed(karma, task, yusuf)
    signed(karma, task, supervisor(task.edition, "Tri Wahyuni"))
    later = DONE + dt.timedelta(minutes=5)
    blind = noted("sign_off", task, karma, later)
    (told,) = handed_in(blind)
    correction = noted(
        "sign_off", task, karma, later + dt.timedelta(minutes=5), corrects=blind["nonce"], why="We agreed."
    )

    (settled,) = handed_in(correction)

    assert (told["is_twice"], settled["is_twice"]) == (True, False)
    assert SignOff.objects.count() == 3


def test_a_device_that_was_ended_signs_no_more(
    task: PracticeTask, karma: Participant, tablet: Device, yusuf: Person, time_machine: Any
) -> None:
    time_machine.move_to(EVENING, tick=False)
    briefed(karma, task, yusuf)
    end_device(device=tablet, actor=yusuf, at=DONE)
    before = noted("sign_off", task, karma, DONE - dt.timedelta(minutes=1))
    after = noted("sign_off", task, karma, DONE, corrects=before["nonce"], why="Later.")

    taken = handed_in(before, after)

    assert [one.get("refused") for one in taken] == [None, "device.ended"]
    handed_in(before, secret="somebody else's", status=401)


def test_a_device_takes_the_gate_and_the_rules_along_and_nothing_else_of_people(
    task: PracticeTask, karma: Participant, tablet: Device, yusuf: Person
) -> None:
    briefed(karma, task, yusuf)
    sign_off = signed(karma, task, yusuf, note="Between us.")
    other = participant(task.edition, 2)

    found = practice_bundle_for(device=tablet, tasks=[task], person=yusuf, at=EVENING)

    assert found["people"] == [
        {"id": str(one.pk), "name": one.name, "country": "Bhutan", "groups": []} for one in (karma, other)
    ]
    assert found["briefed"] == [{"task": str(task.pk), "person": str(karma.pk)}]
    assert found["signed"] == [
        {
            "task": str(task.pk),
            "person": str(karma.pk),
            "nonce": str(sign_off.nonce),
            "level": "independent",
        }
    ]
    (rules,) = found["tasks"]
    assert (rules["needs_briefing"], rules["highest"], rules["measure"]) == (
        True,
        "independent",
        "Diameter (mm)",
    )
    assert [step["is_critical"] for step in rules["steps"]] == [True, False, False]
    assert "Between us" not in json.dumps(found)
