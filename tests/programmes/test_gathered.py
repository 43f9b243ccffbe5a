"""What waits for those who keep editions, and what the search finds of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from balai.kernel import clock, gathering
from balai.people.enums import Role
from balai.programmes.adapters.gathered import waiting as tasks_of_programmes
from balai.programmes.enums import EditionStatus, ReservationState
from balai.programmes.models import Edition, Pledge
from tests.people.factories import account_with
from tests.portal.registered import fill
from tests.programmes.factories import (
    DeadlineFactory,
    DeadlinePlanFactory,
    EditionFactory,
    LessonFactory,
    PledgeFactory,
    ReservationFactory,
    SeriesFactory,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("countries")

JAKARTA = ZoneInfo("Asia/Jakarta")


def today() -> dt.date:
    return clock.now().astimezone(JAKARTA).date()


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def approved(code: str, *, call_in: int) -> Edition:
    """An approved edition whose call is due in so many days."""
    edition: Edition = EditionFactory.create(
        code=code, status=EditionStatus.APPROVED, series=SeriesFactory.create(code=f"S-{code}")
    )
    plan = DeadlinePlanFactory.create(edition=edition, code="call", level="host")
    DeadlineFactory.create(plan=plan, at=clock.now() + days(call_in))
    return edition


def held(edition: Edition, *, until: int) -> None:
    ReservationFactory.create(
        edition=edition,
        state=ReservationState.HELD,
        held_until=today() + days(until),
        site__name={"en": "BBK"},
    )


def taught(edition: Edition, *, due: int | None) -> None:
    LessonFactory.create(
        edition=EditionFactory.create(series=edition.series),
        taken_up_in=edition,
        text={"en": "Ask earlier."},
        due_on=None if due is None else today() + days(due),
    )


def waiting(client: Client) -> list[tuple[str, str, str]]:
    return [
        (move.state, str(move.what), move.deed.url if move.deed else "")
        for move in client.get("/tasks/").context["moves"]
        if move.deed and "/programmes/" in move.deed.url
    ]


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    return client


def test_calls_holds_and_lessons_wait_a_week_before_they_are_due(officer: Client) -> None:
    edition = approved("SMI", call_in=6)
    held(edition, until=6)
    taught(edition, due=6)

    lesson = edition.lessons_taken_up.get()
    assert waiting(officer) == [
        ("due", "SMI: open the call", "/programmes/editions/SMI/decide/call/"),
        ("due", "SMI: confirm BBK", "/programmes/editions/SMI/lists/sites/"),
        ("due", "SMI: Ask earlier.", f"/programmes/editions/SMI/lessons/{lesson.pk}/settle/"),
    ]


def test_what_is_late_says_so(officer: Client) -> None:
    edition = approved("SMI", call_in=-1)
    held(edition, until=-1)
    taught(edition, due=-2)

    assert [state for state, _what, _url in waiting(officer)] == ["late", "late", "late"]


def test_what_is_further_away_or_done_does_not_wait(officer: Client) -> None:
    edition = approved("SMI", call_in=8)
    held(edition, until=9)
    taught(edition, due=9)
    taught(edition, due=None)
    ReservationFactory.create(edition=edition, state=ReservationState.CONFIRMED)
    called = approved("CALLED", call_in=-3)
    Edition.objects.filter(pk=called.pk).update(status=EditionStatus.CALL)
    settled = LessonFactory.create(
        edition=EditionFactory.create(series=edition.series),
        taken_up_in=edition,
        due_on=today(),
        done_at=clock.now(),
    )

    assert settled.done_at is not None
    assert waiting(officer) == []


@pytest.mark.parametrize("status", ["closed", "reported", "evaluated", "postponed", "cancelled"])
def test_nothing_waits_of_an_edition_that_is_over_or_stands_still(officer: Client, status: str) -> None:
    edition = approved("SMI", call_in=0)
    held(edition, until=0)
    taught(edition, due=0)
    before = {"status_before": "approved"} if status == "postponed" else {}
    Edition.objects.filter(code="SMI").update(status=status, **before)

    assert waiting(officer) == []


def test_tasks_are_those_of_the_editions_that_one_keeps(client: Client) -> None:
    own, foreign = approved("OWN", call_in=1), approved("FOREIGN", call_in=1)
    assert foreign.code == "FOREIGN"
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=own.scope))
    assert [what for _state, what, _url in waiting(client)] == ["OWN: open the call"]

    client.force_login(account_with(Role.SECRETARIAT))
    assert waiting(client) == []


@pytest.mark.parametrize("number", [1, 3])
def test_tasks_ask_the_same_number_of_questions_for_few_and_for_many(
    officer: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    fill(monkeypatch, gathering.tasks, programmes=tasks_of_programmes)
    for place in range(number):
        edition = approved(f"E{place}", call_in=1)
        held(edition, until=1)
        taught(edition, due=1)
    officer.get("/tasks/")

    with django_assert_num_queries(10):
        officer.get("/tasks/")


def test_home_of_an_officer_leads_to_the_boards_of_what_is_under_way(client: Client) -> None:
    own = EditionFactory.create(code="OWN", status="call", series=SeriesFactory.create(code="A"))
    for code, status in (("IDEA", "idea"), ("OVER", "evaluated"), ("GONE", "cancelled")):
        EditionFactory.create(code=code, status=status, series=SeriesFactory.create(code=f"S{code}"))

    def boards(role: Role, scope: str = "all") -> list[str]:
        client.force_login(account_with(role, scope=scope))
        response = client.get("/tasks/")
        codes = [one.edition.code for one in response.context["under_way"]]
        text = response.content.decode()
        assert all(f"/programmes/editions/{code}/board/" in text for code in codes)
        assert ("Programmes under way" in text) == bool(codes)
        return codes

    assert sorted(boards(Role.PROGRAMME_OFFICER)) == ["IDEA", "OWN"]
    assert sorted(boards(Role.SECRETARIAT)) == ["IDEA", "OWN"]
    assert boards(Role.PROGRAMME_OFFICER, own.scope) == ["OWN"]
    assert boards(Role.FOCAL_POINT, "country:BT") == []


def test_search_finds_editions_that_the_reader_may_see(client: Client) -> None:
    own = EditionFactory.create(code="SMI-2018", series=SeriesFactory.create(code="A"))
    EditionFactory.create(
        code="TEX-2018",
        title={"en": "Textiles"},
        theme={"en": "Small looms"},
        series=SeriesFactory.create(code="B"),
    )

    def found(words: str, role: Role = Role.SECRETARIAT, scope: str = "all") -> list[tuple[str, str]]:
        client.force_login(account_with(role, scope=scope))
        groups = client.get("/search/", {"q": words}).context["found"]
        return [(hit.title, hit.url) for group in groups for hit in group.hits if "/programmes/" in hit.url]

    assert found("small looms") == [("TEX-2018: Textiles", "/programmes/editions/TEX-2018/")]
    assert [url for _title, url in found("smi-2018")] == ["/programmes/editions/SMI-2018/"]
    assert found("small looms", Role.PROGRAMME_OFFICER, own.scope) == []
    assert found("small", Role.FOCAL_POINT, "country:BT") == []


def test_search_finds_series_and_pledges_too(client: Client) -> None:
    SeriesFactory.create(code="BATIK", title={"en": "Wax and dye", "id": "Malam dan celup"})
    PledgeFactory.create(code="CCM-45", text={"en": "A school of wax."})

    def found(role: Role) -> list[tuple[str, str]]:
        client.force_login(account_with(role))
        return [
            (str(hit.title), hit.url)
            for group in client.get("/search/", {"q": "wax"}).context["found"]
            for hit in group.hits
        ]

    assert found(Role.PROGRAMME_OFFICER) == [
        ("BATIK: Wax and dye", "/programmes/series/BATIK/"),
        (f"CCM-45: {Pledge.objects.get()}", "/programmes/pledges/CCM-45/"),
    ]
    assert found(Role.PARTICIPANT) == []
