from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from balai.followup.models import PlanEndorsement
from balai.kernel import clock
from balai.people.enums import Role
from tests.followup.factories import SECRET, people_of, running_edition, submitted, written
from tests.people.factories import AccountFactory, GrantFactory, account_with

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.selection.models import Participant

pytestmark = pytest.mark.django_db
EDITION_QUERIES = 10


def of_person(someone: Participant) -> Client:
    """A browser in which somebody is signed in as a participant."""
    GrantFactory.create(person=someone.person, role=Role.PARTICIPANT, scope="all")
    client = Client()
    client.force_login(AccountFactory.create(person=someone.person))
    return client


def text_of(client: Client, view: str, *arguments: object) -> str:
    return client.get(reverse(view, args=arguments)).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_an_edition_asks_as_much_for_three_as_for_one(
    people: int,
    countries: None,
    keys: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = running_edition(people)
    for number, someone in enumerate(people_of(edition)):
        written(someone, title=f"Plan {number}")
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    client.get(reverse("followup:edition", args=[edition.code]))

    with django_assert_num_queries(EDITION_QUERIES):
        page = text_of(client, "followup:edition", edition.code)

    assert [f"Plan {number}" in page for number in range(3)] == [number < people for number in range(3)]
    sheet = client.get(reverse("followup:plans_csv", args=[edition.code]))
    assert len(b"".join(sheet).splitlines()) == people + 1


def test_a_step_saves_itself_and_keeps_what_is_sound(karma: Participant) -> None:
    client, plan = of_person(karma), written(karma)
    address = reverse("followup:step", args=[plan.pk, "support"])
    data = {"version": "0", "writer": str(uuid4()), "inputs": "Two technicians", "women_reached": "many"}

    line = client.post(address, data, headers={"HX-Request": "true"})
    again = client.post(address, {**data, "writer": str(uuid4()), "inputs": "Three"})

    plan.refresh_from_db()
    assert (line.headers["X-Section"], line.headers["X-Version"], "X-Kept" in line.headers) == (
        "1",
        "1",
        False,
    )
    assert "Women who will benefit" in line.content.decode()
    assert (plan.inputs, plan.women_reached, plan.version_of("support")) == ("Two technicians", None, 1)
    assert (again.status_code, "Saved on another device: Two technicians" in again.content.decode()) == (
        409,
        True,
    )


def test_two_days_that_do_not_follow_each_other_are_left_as_they_were(karma: Participant) -> None:
    client, plan = of_person(karma), written(karma)
    row = plan.activities.get()
    data = {"version": "0", "writer": str(uuid4()), "what": "Another", "starts_on": "2019-01-02"}

    answer = client.post(
        reverse("followup:row", args=[plan.pk, "activities", row.pk]), {**data, "ends_on": "2019-01-01"}
    )

    row.refresh_from_db()
    assert (answer.status_code, row.what, row.starts_on, str(row.ends_on)) == (
        422,
        "Another",
        None,
        "2018-10-31",
    )


def test_a_supervisor_reads_the_plan_and_answers_without_an_account(
    karma: Participant, client: Client
) -> None:
    plan = submitted(karma).plan
    PlanEndorsement.objects.update(expires_at=clock.now() + dt.timedelta(days=1))
    address = reverse("followup:endorse", args=[SECRET])

    page = client.get(address)
    empty = client.post(address, {"answer": "no", "signed_name": "Tashi Wangmo"})
    done = client.post(
        address, {"answer": "yes", "promises": ["time"], "signed_name": "Tashi Wangmo"}, follow=True
    )

    assert "Build a settling tank at one dye house" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert (empty.status_code, "Say what should be changed, or why not." in empty.content.decode()) == (
        422,
        True,
    )
    assert "Signed by Tashi Wangmo" in done.content.decode()
    assert "Endorsed" in text_of(of_person(karma), "followup:plan", plan.pk)
    assert client.get(reverse("followup:endorse", args=["other"])).status_code == 409
