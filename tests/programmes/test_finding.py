"""The date finder: asked on a page, worked out by the worker, answered with reasons."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.people.enums import Role
from balai.programmes.models import DateSearch, Edition
from balai.programmes.services.finding import FIND, answer_search, ask_for_dates, forget_search
from balai.programmes.tasks import find_dates
from tests.people.factories import account_with
from tests.programmes.factories import EditionFactory, QuotaFactory, T

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("countries")

PAGE = "/programmes/editions/SMI/dates/find/"
ASKED = {
    "season_first": "2018-07-18",
    "season_last": "2018-08-05",
    "days": "13",
    "weekdays": ["2"],
    "avoids_ramadan": "on",
    "keeps_fridays": "on",
    "exclusions": "",
    "cautions": "2018-07-25 2018-07-25 General election in Pakistan",
}


@pytest.fixture
def edition() -> Edition:
    edition: Edition = EditionFactory.create(code="SMI")
    for code in ("BT", "PK"):
        QuotaFactory.create(edition=edition, country_id=code)
    return edition


@pytest.fixture
def officer(client: Client, edition: Edition) -> Client:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    return client


def plain(**changed: Any) -> dict[str, Any]:
    return {
        "season_first": "2018-07-18",
        "season_last": "2018-08-05",
        "days": 13,
        "weekdays": [2],
        "avoids_ramadan": True,
        "keeps_fridays": False,
        "exclusions": [],
        "cautions": [],
        **changed,
    }


def answered(edition: Edition, **changed: Any) -> dict[str, Any]:
    search = ask_for_dates(edition=edition, question=plain(**changed), actor="system", at=T)
    find_dates(str(search.pk))
    search.refresh_from_db()
    assert search.answer is not None
    answer: dict[str, Any] = search.answer
    return answer


def test_a_question_waits_for_the_worker_and_its_answer_stays_with_the_edition(officer: Client) -> None:
    before = ProcrastinateJob.objects.filter(task_name=FIND).count()

    assert officer.post(PAGE, ASKED)["Location"] == PAGE

    search = DateSearch.objects.get()
    job = ProcrastinateJob.objects.filter(task_name=FIND).latest("id")
    assert ProcrastinateJob.objects.filter(task_name=FIND).count() == before + 1
    assert job.args["search_id"] == str(search.pk)
    waiting = officer.get(PAGE).content.decode()
    assert "Looking for windows" in waiting
    assert f'hx-get="{PAGE.replace("find", "found")}"' in waiting

    find_dates(**{name: value for name, value in job.args.items() if name == "search_id"})

    page = officer.get(PAGE)
    assert [(one["first"], one["last"]) for one in page.context["windows"]] == [
        (dt.date(2018, 7, 18), dt.date(2018, 7, 30))
    ]
    text = page.content.decode()
    assert "Looking for windows" not in text
    assert "hx-get" not in text.partition('id="found"')[2].partition(">")[0]
    assert "General election in Pakistan" in text
    assert "/dates/change/?first=2018-07-18&amp;last=2018-07-30" in text


def test_an_answer_of_an_earlier_version_is_shown_without_the_noons_that_it_does_not_have(
    officer: Client, edition: Edition
) -> None:
    answer = answered(edition)
    friday = {**answer["feasible"][0]["reasons"][0], "rule": "D7", "since": "2018-07-27"}
    del friday["noons"]
    answer["feasible"][0]["reasons"] = [{**friday, "blocks": ["Bandung 11:30–13:00"]}]
    DateSearch.objects.update(answer=answer)

    text = officer.get(PAGE).content.decode()
    told = officer.get("/api/v1/programmes/editions/SMI/dates/search")

    assert "27 Jul 2018: Bandung 11:30–13:00." in text
    assert told.status_code == 200
    assert [one["noons"] for one in told.json()["feasible"][0]["reasons"]] == [[]]


def test_only_the_windows_that_fit_the_question_are_told(edition: Edition) -> None:
    every = answered(edition, season_first="2018-07-09", season_last="2018-08-12", weekdays=[0, 2])
    firsts = [window["first"] for window in every["feasible"]]

    assert {dt.date.fromisoformat(day).weekday() for day in firsts} == {0, 2}
    assert all(
        "2018-07-09" <= window["first"] <= window["last"] <= "2018-08-12" for window in every["feasible"]
    )
    costs = [window["cost"] for window in every["feasible"]]
    assert costs == sorted(costs)


def test_days_that_cannot_be_refuse_a_window_and_days_to_avoid_only_weigh(edition: Edition) -> None:
    stretch = ["2018-07-20", "2018-07-21", "Repairs"]

    refused = answered(edition, exclusions=[stretch])
    weighed = answered(edition, cautions=[stretch])
    free = answered(edition)

    assert (refused["feasible_count"], refused["refused_count"]) == (free["feasible_count"] - 1, 1)
    assert "Repairs" in [reason["name"] for reason in refused["refused"][0]["reasons"]]
    assert weighed["feasible"][0]["cost"] > free["feasible"][0]["cost"]


def test_ramadan_is_kept_out_of_only_when_asked(edition: Edition) -> None:
    season = {"season_first": "2018-05-20", "season_last": "2018-06-05", "days": 3, "weekdays": [0, 1, 2]}

    assert answered(edition, **season)["feasible"] == []
    assert answered(edition, **season, avoids_ramadan=False)["feasible"] != []


def test_every_country_that_has_places_counts(edition: Edition) -> None:
    with_all = answered(edition)
    edition.quotas.all().delete()
    alone = answered(edition)

    def countries(answer: dict[str, Any]) -> set[str]:
        return {reason["country"] for window in answer["feasible"] for reason in window["reasons"]}

    assert {"BT", "PK"} & countries(with_all)
    assert not {"BT", "PK"} & countries(alone)


def test_asking_again_forgets_the_question_before_and_its_late_answer(edition: Edition) -> None:
    first = ask_for_dates(edition=edition, question=plain(), actor="system", at=T)
    second = ask_for_dates(edition=edition, question=plain(days=5), actor="system", at=T)

    answer_search(search_id=first.pk, at=T)

    assert DateSearch.objects.get() == second
    assert DateSearch.objects.get().answer is None


def test_a_search_that_was_cancelled_is_not_answered(officer: Client, edition: Edition) -> None:
    search = ask_for_dates(edition=edition, question=plain(), actor="system", at=T)

    assert officer.post("/programmes/editions/SMI/dates/forget/")["Location"] == PAGE
    answer_search(search_id=search.pk, at=T)

    assert not DateSearch.objects.exists()
    forget_search(edition=edition, actor="system", at=T)  # a second time does no harm


def test_an_answer_is_written_once(edition: Edition) -> None:
    search = ask_for_dates(edition=edition, question=plain(), actor="system", at=T)
    answer_search(search_id=search.pk, at=T)
    answer_search(search_id=search.pk, at=T + dt.timedelta(hours=1))

    assert DateSearch.objects.get().answered_at == T


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"season_last": "2018-07-20"}, "season_last"),
        ({"season_last": "2021-07-20"}, "season_last"),
        ({"days": "0"}, "days"),
        ({"exclusions": "next week"}, "exclusions"),
        ({"exclusions": "2018-07-25 2018-07-24 Backwards"}, "exclusions"),
        ({"cautions": "2018-07-24 2018-07-25"}, "cautions"),
    ],
)
def test_a_question_that_cannot_be_is_told_at_its_field(
    officer: Client, changed: dict[str, str], field: str
) -> None:
    response = officer.post(PAGE, {**ASKED, **changed})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not DateSearch.objects.exists()


def test_the_days_of_a_window_come_into_the_form(officer: Client) -> None:
    page = officer.get("/programmes/editions/SMI/dates/change/?first=2018-09-03&last=2018-09-15")

    initial = page.context["form"].initial
    assert [initial[name] for name in ("arrives_on", "starts_on", "ends_on", "departs_on")] == [
        dt.date(2018, 9, 3),
        dt.date(2018, 9, 3),
        dt.date(2018, 9, 15),
        dt.date(2018, 9, 15),
    ]


def test_once_the_call_is_out_a_window_is_for_the_next_edition(officer: Client, edition: Edition) -> None:
    answered(edition)
    Edition.objects.update(status="call")

    text = officer.get(PAGE).content.decode()

    assert "/programmes/editions/SMI/clone/?starts_on=2018-07-18" in text
    assert "Take these days" not in text
