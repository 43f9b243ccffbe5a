"""The room by program: what an officer does with a timetable, and what a centre or a trainer answers."""

from __future__ import annotations

import datetime as dt
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from balai.directory.models import ResourcePerson
from balai.people.enums import Role, TokenScope
from balai.people.services.tokens import issue_token
from balai.timetable.enums import SearchState
from balai.timetable.models import Confirmation, Search
from tests.people.factories import account_with
from tests.timetable.factories import AT, draft, one_remedy, one_way, riding_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from balai.programmes.models import Edition

ROOM = "/api/v1/timetables"
VERSION = f"{ROOM}/editions/SMI-2018/versions/1"
READING = 7
HIRED, RIDING = 4, 9
"""Questions for any number of vehicles, and of rides."""


def asker(client: Client, role: Role, **scope: str) -> Callable[..., tuple[int, Any]]:
    """Somebody's program: method, address and what is sent, to status and answer."""
    account = account_with(role, **scope)
    _token, secret = issue_token(
        account=account, label="sheet", scopes=list(TokenScope), expires_at=AT + dt.timedelta(days=9), at=AT
    )

    def ask(method: str, address: str, **given: Any) -> tuple[int, Any]:
        answer = client.generic(
            method,
            address,
            json.dumps(given),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        return answer.status_code, json.loads(answer.content or b"null")

    return ask


@pytest.fixture
def officer(client: Client, edition: Edition, time_machine: Any) -> Callable[..., tuple[int, Any]]:
    time_machine.move_to(AT, tick=False)
    return asker(client, Role.PROGRAMME_OFFICER)


def test_an_officer_asks_moves_pins_takes_back_and_publishes(
    officer: Callable[..., tuple[int, Any]], edition: Edition
) -> None:
    draft(edition)
    at_nine = "day=2018-07-24&time=09:00"

    status, said = officer("GET", f"{VERSION}/sessions/PRA-1-B/fit?{at_nine}")
    assert (status, said["fits"], said["points"]) == (HTTPStatus.OK, False, None)
    assert (said["reasons"] != [], said["nearest"]["room"]) == (True, "bblm.workshop")
    status, refused = officer("POST", f"{VERSION}/sessions/PRA-1-B/move", day="2018-07-24", time="09:00")
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "timetable.does_not_fit")
    status, refused = officer("POST", f"{VERSION}/sessions/PRA-1-B/move", day="2018-08-24", time="09:00")
    assert (status, refused["code"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, "request.invalid")

    status, moved = officer("POST", f"{VERSION}/sessions/PRA-1-B/move", day="2018-07-25", time="08:00")
    assert (status, moved["begins_at"], moved["groups"]) == (HTTPStatus.OK, "2018-07-25T01:00:00Z", ["B"])
    assert officer("PUT", f"{VERSION}/sessions/PRA-1-A/pin", is_pinned=True)[1]["is_pinned"] is True
    assert officer("PUT", f"{VERSION}/sessions/NONE/pin", is_pinned=True)[0] == HTTPStatus.NOT_FOUND
    assert officer("POST", f"{VERSION}/back")[1]["is_by_hand"] is False
    assert officer("POST", f"{VERSION}/publish")[1]["state"] == "published"
    assert officer("POST", f"{VERSION}/back")[1]["code"] == "timetable.nothing_to_take_back"

    _status, (version,) = officer("GET", f"{ROOM}/editions/SMI-2018/versions")
    assert (version["version"], version["state"]) == (1, "published")


def test_a_version_tells_its_sessions_with_a_constant_number_of_queries(
    officer: Callable[..., tuple[int, Any]],
    edition: Edition,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    draft(edition)
    officer("GET", VERSION)

    with django_assert_num_queries(READING):
        status, told = officer("GET", VERSION)

    lecture, *_practices = told["sessions"]
    assert (status, len(told["sessions"]), lecture["title"]["id"]) == (HTTPStatus.OK, 3, "Teori pemotongan")
    assert (lecture["groups"], lecture["room"]) == (["A", "B"], "bblm.class")
    assert lecture["people"] == [{"code": "anwar", "name": "Anwar Siregar", "task": "lead"}]


def test_what_gets_in_the_way_is_reported_and_a_way_is_taken(
    officer: Callable[..., tuple[int, Any]], edition: Edition
) -> None:
    draft(edition)
    officer("POST", f"{VERSION}/publish")
    room = f"{ROOM}/editions/SMI-2018"
    day = {"on": "2018-07-24", "begins": "12:00", "ends": "16:00", "reason": {"en": "Audit"}}
    status, _refused = officer("POST", f"{room}/hindrances", **day)
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY  # nobody and nothing is named

    status, search = officer("POST", f"{room}/hindrances", site="bblm", **day)
    assert (status, search["kind"], search["state"]) == (HTTPStatus.CREATED, "repair", "waiting")
    Search.objects.update(state=SearchState.DONE, status="repaired", answered_at=AT, answer=one_way())
    _status, found = officer("GET", f"{room}/searches/{search['id']}")
    (way,) = found["ways"]
    (obstacle,) = found["obstacles"]
    assert obstacle.startswith("CNC practice (B), 24 July, 13:00–15:00: Centre for Metal is not open all")
    assert (found["given_up"], found["explained_by"]) == ([], None)
    assert (way["groups"], way["people"], way["sites"]) == (["B"], ["anwar"], ["bblm"])
    assert way["moves"][0]["after"] == {"begins_at": "2018-07-25T01:00:00Z", "room": "bblm.workshop"}
    noon = {"begins_at": "2018-07-25T05:00:00Z", "ends_at": "2018-07-25T06:00:00Z"}
    assert (way["rides"], way["meals"]) == ([], [{**noon, "site": "bblm", "before": 0, "after": 2}])
    status, taken = officer("POST", f"{room}/searches/{search['id']}/take", number=1)
    assert (status, taken["version"], taken["state"]) == (HTTPStatus.CREATED, 2, "draft")


def test_a_search_is_asked_for_called_off_and_a_remedy_is_taken(
    officer: Callable[..., tuple[int, Any]], edition: Edition
) -> None:
    room = f"{ROOM}/editions/SMI-2018"
    status, search = officer("POST", f"{room}/searches", work=5)
    assert (status, search["work"], search["timetable"]) == (HTTPStatus.CREATED, 5, None)
    assert officer("POST", f"{room}/searches/{search['id']}/cancel")[1]["state"] == "cancelled"

    Search.objects.update(
        kind="explain", state=SearchState.DONE, status="infeasible", answered_at=AT, answer=one_remedy()
    )
    _status, found = officer("GET", f"{room}/searches/{search['id']}")
    assert (len(found["remedies"]), found["remedies"][0]["sentences"] != [""]) == (1, True)
    assert officer("POST", f"{room}/searches/{search['id']}/take", number=2)[0] == HTTPStatus.CONFLICT
    assert officer("POST", f"{room}/searches/{search['id']}/take", number=1)[1]["given_up"] != []
    assert officer("GET", f"{room}/searches")[1][0]["timetable"] == 1


def test_a_program_hires_gives_takes_and_lets_go(
    officer: Callable[..., tuple[int, Any]],
    edition: Edition,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    riding_until(edition, 13)
    officer("POST", f"{VERSION}/publish")
    room = f"{ROOM}/editions/SMI-2018"
    driven = {"driver": "Asep", "driver_phone": "0812"}

    status, large = officer("PUT", f"{room}/vehicles", plate="d 1", seats=2, **driven)
    told = {"id": large["id"], "plate": "D 1", "seats": 2, **driven}
    assert (status, large) == (HTTPStatus.OK, {**told, "rides": 0})
    assert officer("PUT", f"{room}/vehicles", plate=" ", seats=2)[1]["code"] == "request.invalid"
    assert officer("POST", f"{room}/vehicles/give") == (HTTPStatus.OK, {"given": 1, "without": 1})
    status, (first, second) = officer("GET", f"{room}/rides")
    assert (status, first["vehicles"], first["is_ready"], second["vehicles"]) == (
        HTTPStatus.OK,
        [told],
        True,
        [],
    )
    assert (first["origin"], first["destination"], first["groups"], first["seats"]) == (
        "bbk",
        "bblm",
        ["A"],
        2,
    )
    assert (first["from_at"], first["until_at"]) == ("2018-07-24T02:00:00Z", "2018-07-24T03:00:00Z")
    assert (second["until_at"], second["is_ready"]) == ("2018-07-24T06:00:00Z", False)

    status, refused = officer("PUT", f"{room}/rides/{second['key']}", vehicles=[large["id"]])
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "ride.vehicle_taken")
    _status, small = officer("PUT", f"{room}/vehicles", plate="D 2", seats=1)
    status, refused = officer("PUT", f"{room}/rides/{second['key']}", vehicles=[small["id"]])
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "ride.too_few_seats")
    assert officer("PUT", f"{room}/rides/{first['key']}", vehicles=[])[1]["vehicles"] == []
    status, second = officer("PUT", f"{room}/rides/{second['key']}", vehicles=[small["id"], large["id"]])
    assert (status, [one["plate"] for one in second["vehicles"]]) == (HTTPStatus.OK, ["D 1", "D 2"])
    with django_assert_num_queries(HIRED):
        _status, fleet = officer("GET", f"{room}/vehicles")
    assert [(one["plate"], one["rides"]) for one in fleet] == [("D 1", 1), ("D 2", 1)]
    with django_assert_num_queries(RIDING):
        assert len(officer("GET", f"{room}/rides")[1]) == 2

    assert officer("DELETE", f"{room}/vehicles/{small['id']}") == (HTTPStatus.NO_CONTENT, None)
    assert [one.plate for one in edition.vehicles.all()] == ["D 1"]
    assert (
        officer("PUT", f"{room}/rides/{first['key']}", vehicles=[small["id"]])[1]["code"]
        == "ride.vehicle_gone"
    )


def test_a_resource_person_finds_and_answers_what_is_asked_of_them(
    officer: Callable[..., tuple[int, Any]], client: Client, edition: Edition
) -> None:
    account = account_with(Role.RESOURCE_PERSON)
    assert account.person is not None
    ResourcePerson.objects.filter(code="anwar").update(person=account.person)
    draft(edition)
    officer("POST", f"{VERSION}/publish")
    _token, secret = issue_token(
        account=account,
        label="phone",
        scopes=[TokenScope.OWN_READ, TokenScope.OWN_WRITE],
        expires_at=AT + dt.timedelta(days=9),
        at=AT,
    )
    bearer = {"Authorization": f"Bearer {secret}"}

    sessions = client.get(f"{ROOM}/mine/sessions", headers=bearer).json()
    assert [(one["edition"], one["code"]) for one in sessions] == [
        ("SMI-2018", "LEC-1"),
        ("SMI-2018", "PRA-1-A"),
        ("SMI-2018", "PRA-1-B"),
    ]
    asked = client.get(f"{ROOM}/mine/confirmations", headers=bearer).json()
    address = f"{ROOM}/mine/confirmations/{asked[0]['id']}"
    silent = client.put(address, {"is_confirmed": False}, content_type="application/json", headers=bearer)
    assert (silent.status_code, silent.json()["code"]) == (HTTPStatus.CONFLICT, "confirmation.no_reason")
    said = {"is_confirmed": False, "reason": "Ill"}
    answer = client.put(address, said, content_type="application/json", headers=bearer)
    assert (answer.json()["state"], answer.json()["reason"]) == ("declined", "Ill")
    assert Confirmation.objects.get(pk=asked[0]["id"]).answered_by == account.person.reference
