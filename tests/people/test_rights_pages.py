"""The person's rights by page: asked by the person, answered by the office, told in My tasks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai.audit.models import Deed, Look
from balai.correspondence.adapters.rights import due_requests
from balai.kernel import clock
from balai.people.enums import RequestState, RightKind, Role
from balai.people.models import Breach, PersonCopy, RightsRequest
from balai.people.registries import ERASED
from balai.people.services.copying import make_copy
from balai.people.services.rights import ask_for_right
from tests.kernel.keys import own_keys
from tests.people import looks
from tests.people.factories import PersonFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from balai.people.models import Person


@pytest.fixture(autouse=True)
def keys(db: None) -> Iterator[None]:
    with own_keys():
        yield


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(account_with(Role.ADMINISTRATOR))
    return client


def asked(
    kind: RightKind = RightKind.ERASURE, *, hours_ago: int = 1, person: Person | None = None
) -> RightsRequest:
    at = clock.now() - dt.timedelta(hours=hours_ago)
    return ask_for_right(
        person=person or PersonFactory.create(name="Karma Choden", email="karma@example.bt"),
        kind=kind,
        wish="All of it.",
        at=at,
    )


def test_a_person_asks_takes_back_and_fetches_a_copy(client: Client) -> None:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    address = reverse("people:rights")

    sent = client.post(address, {"kind": "correction", "wish": "I was born in Paro."})
    twice = client.post(address, {"kind": "correction", "wish": "Again"})
    request = RightsRequest.objects.get()
    page = client.get(address).content.decode()
    client.post(reverse("people:withdraw_request", args=[request.pk]))
    client.post(reverse("people:copy_files"))
    copy = PersonCopy.objects.get()
    early = client.get(reverse("people:copy_file", args=[copy.pk]))
    make_copy(copy_id=copy.pk, at=clock.now())
    file = client.get(reverse("people:copy_file", args=[copy.pk]))

    assert (sent.status_code, twice.status_code, early.status_code, file.status_code) == (302, 409, 404, 200)
    assert "waits for an answer" in twice.content.decode()
    assert "Correct something" in page
    assert "Paro" not in page  # what was written is sealed; the person has it in their copy
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert b"".join(file)[:2] == b"PK" if file.streaming else file.content[:2] == b"PK"


def test_the_office_reads_with_a_look_and_answers_with_a_reason(office: Client) -> None:
    request = asked()
    address = reverse("people:request", args=[request.pk])

    page = office.get(address).content.decode()
    empty = office.post(address, {"outcome": "granted", "words": ""})
    done = office.post(address, {"outcome": "granted", "words": "You are erased."})
    afterwards = office.get(address)

    assert "All of it." in page
    assert "erases at once" in page
    assert Look.objects.filter(field="rights_request.wish", purpose="rights_request").exists()
    assert (empty.status_code, done.status_code, afterwards.status_code) == (422, 302, 200)
    request.refresh_from_db()
    assert (request.state, request.person.name) == (RequestState.GRANTED, ERASED)
    assert "All of it." not in afterwards.content.decode()


def test_a_hold_stops_the_answer_and_is_lifted(office: Client) -> None:
    request = asked()
    hold = reverse("people:hold", args=[request.person_id])
    past = office.post(hold, {"reason": "Case 12/2026", "until": "2020-01-01"})
    placed = office.post(hold, {"reason": "Case 12/2026", "until": "2099-01-01"})

    refused = office.post(
        reverse("people:request", args=[request.pk]), {"outcome": "granted", "words": "Done."}
    )
    erase = office.post(reverse("people:erase", args=[request.person_id]))

    assert (past.status_code, placed.status_code, refused.status_code, erase.status_code) == (
        422,
        302,
        409,
        409,
    )
    assert "Case 12/2026" in refused.content.decode()
    request.refresh_from_db()
    assert (request.state, request.person.name) == (RequestState.OPEN, "Karma Choden")


@pytest.mark.parametrize(("hours", "state"), [(1, "wait"), (50, "due"), (73, "late")])
def test_my_tasks_tell_how_much_of_the_clock_is_left(office: Client, hours: int, state: str) -> None:
    asked(hours_ago=hours)

    page = office.get(reverse("portal:tasks")).content.decode()

    assert "1 request about personal data waits for an answer" in page
    assert f"bl-state {state}" in page


def test_administrators_are_reminded_a_day_before(office: Client) -> None:
    request = asked()

    (wanted,) = due_requests(at=clock.now())

    assert request.due_at - wanted.due_at == dt.timedelta(hours=24)
    assert (wanted.letter, wanted.context["asked"]) == ("rights.due", "Erase me")


def test_a_term_is_set_and_a_wrong_one_said_at_its_field(office: Client) -> None:
    given = {"data_class": "nominations", "weeks": "52", "since": "2026-01-01", "source": "Decree 7/2026"}
    address = reverse("people:set_retention")

    assert office.post(address, {**given, "source": ""}).status_code == 422
    assert office.post(address, given).status_code == 302
    assert office.post(address, given).status_code == 422
    page = office.get(reverse("people:retention")).content.decode()
    assert ("Kept for 52 weeks." in page, "Decree 7/2026" in page) == (True, True)


def test_a_breach_is_entered_names_those_affected_and_is_closed(office: Client) -> None:
    looks.ask_for_rights()
    address = reverse("people:breach", args=[looks.BREACH])

    page = office.get(address).content.decode()
    sheet = b"".join(office.get(reverse("people:affected", args=[looks.BREACH]))).decode()
    early = office.post(reverse("people:close_breach", args=[looks.BREACH]), follow=True).content.decode()
    facts = {
        "noticed_at": "2026-11-02T08:00",
        "began_at": "2026-11-01T08:00",
        "ended_at": "2026-11-02T07:00",
        "what": "A list went out.",
    }
    wrong = office.post(
        reverse("people:change_breach", args=[looks.BREACH]), {**facts, "ended_at": "2026-10-01T08:00"}
    )
    told = {
        "measures": "Called back.",
        "authority_told_at": "2026-11-02T09:00",
        "people_told_at": "2026-11-02T10:00",
    }
    office.post(reverse("people:change_breach", args=[looks.BREACH]), {**facts, **told})
    office.post(reverse("people:close_breach", args=[looks.BREACH]))

    assert "Dechen Wangmo" in page
    assert "dechen@example.bt" in sheet
    assert "Say first what was done" in early
    assert (wrong.status_code, "It ends before it begins." in wrong.content.decode()) == (422, True)
    assert Breach.objects.get().closed_at is not None
    assert Deed.objects.filter(action="breach.closed").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_requests_asks_equally_often(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        asked(person=PersonFactory.create())
    office.get(reverse("people:requests"))

    with django_assert_num_queries(9):
        office.get(reverse("people:requests"))


def test_the_registers_of_requests_and_breaches_are_taken_as_files_without_what_is_sealed(
    office: Client,
) -> None:
    looks.ask_for_rights()
    asked()

    requests, breaches = (
        b"".join(office.get(reverse(f"people:{name}_csv"))).decode() for name in ("requests", "breaches")
    )

    assert "Karma Choden" in requests
    assert "All of it." not in requests
    what = Breach.objects.get().what
    assert [what in row for row in breaches.splitlines()[1:]] == [True]
    for name in ("requests", "breaches"):
        assert office.get(reverse(f"people:{name}_xlsx")).content.startswith(b"PK")
