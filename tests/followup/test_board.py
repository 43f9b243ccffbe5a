"""Successors, the board of a country, the overview of an edition, the API, and the sample's year."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from balai.correspondence.enums import LetterState
from balai.correspondence.models import Letter
from balai.correspondence.services.reminders import remind
from balai.followup.enums import Months, Voice
from balai.followup.models import FollowUp, FollowUpLink, HandOver
from balai.followup.models.times import ASKED_UNTIL
from balai.followup.queries.board import summary_of, whole_edition
from balai.followup.services.asking import hashed
from balai.followup.services.following import answer_by_link, ask_by_link
from balai.followup.services.handing import answer_hand_over, end_hand_over, name_successor
from balai.followup.services.sample import life_of_plans
from balai.kernel import sample
from balai.kernel.identity import uuid7
from balai.people.enums import Role
from balai.people.services.erasing import erase_person
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.selection.models import Participant
from tests.directory.factories import country
from tests.followup.factories import SECRET, people_of, running_edition, submitted
from tests.followup.test_pages import of_person, text_of
from tests.followup.test_plans import OFFICER
from tests.followup.test_tracking import ASKED_AT, DUE, ENDS_ON, LATE_AT, answer, on, said, told
from tests.people.factories import account_with
from tests.refusals import refusal
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.followup.models import Plan

pytestmark = pytest.mark.django_db
BOARD_QUERIES = 15
OVERVIEW_QUERIES = 11


@pytest.fixture
def plan(karma: Participant) -> Plan:
    """A plan that was submitted in the last days of a programme which is over."""
    found = submitted(karma).plan
    Edition.objects.update(status=EditionStatus.CLOSED)
    found.refresh_from_db()
    return found


def offered(plan: Plan, **more: Any) -> HandOver:
    values = {"name": "Kinley Dorji", "email": "kinley@industry.bt.example", "at": ASKED_AT, **more}
    made = name_successor(plan_id=plan.pk, actor=OFFICER, **values)
    HandOver.objects.filter(pk=made.pk).update(secret_hash=hashed(SECRET))
    return made


# --- successors --------------------------------------------------------------------------------------------


def test_a_successor_takes_the_plan_over_and_tells_while_the_author_keeps_what_they_told(plan: Plan) -> None:
    told(plan)
    offered(plan)
    answer_hand_over(secret=SECRET, accepts=True, signed_name="Kinley Dorji", at=ASKED_AT)
    six = on(ENDS_ON + dt.timedelta(days=170))

    assert refusal(told, plan=plan, months=Months.SIX, at=six) == "plan.handed_over"
    assert ask_by_link(at=six) == 2
    FollowUpLink.objects.filter(months=6, voice=Voice.SUCCESSOR).update(secret_hash=hashed("six"))
    done = answer_by_link(secret="six", said=said(), told_by="Kinley Dorji", at=six)

    assert (done.voice, done.number) == ("successor", 1)
    assert list(FollowUp.objects.order_by("months").values_list("told_by", flat=True)) == [
        "Karma Choden",
        "Kinley Dorji",
    ]
    remind(at=on(ENDS_ON + dt.timedelta(days=190)))
    assert not Letter.objects.filter(kind="follow_up.late").exists()  # the author is asked no more
    end_hand_over(plan_id=plan.pk, actor=OFFICER, at=six)
    assert told(plan, months=Months.SIX, at=six).voice == "participant"


def test_an_offer_is_answered_once_declined_or_taken_back(plan: Plan) -> None:
    given: dict[str, Any] = {"secret": SECRET, "signed_name": "Kinley Dorji", "at": ASKED_AT}
    offered(plan)
    assert answer_hand_over(accepts=False, **given).put_away_at == ASKED_AT
    assert refusal(answer_hand_over, accepts=True, **given) == "hand_over.answered"

    HandOver.objects.update(secret_hash=hashed("before"))
    offered(plan)
    assert refusal(answer_hand_over, accepts=True, **{**given, "at": LATE_AT + dt.timedelta(days=30)}) == (
        "hand_over.expired"
    )
    end_hand_over(plan_id=plan.pk, actor=OFFICER, at=LATE_AT)
    assert refusal(answer_hand_over, accepts=True, **given) == "hand_over.unknown"


def test_neither_author_nor_supervisor_is_a_successor_and_there_is_one(
    plan: Plan, karma: Participant
) -> None:
    assert refusal(offered, plan=plan, email=plan.supervisor_email) == "hand_over.own_address"
    assert refusal(offered, plan=plan, email=karma.nomination.email.upper()) == "hand_over.own_address"
    offered(plan)
    answer_hand_over(secret=SECRET, accepts=True, signed_name="Kinley", at=ASKED_AT)
    assert refusal(offered, plan=plan) == "hand_over.taken"
    with pytest.raises(IntegrityError, match="plan_hand_over_one_at_a_time"), transaction.atomic():
        HandOver.objects.create(
            plan=plan,
            name="Two",
            email="t@bt.example",
            asked_at=ASKED_AT,
            asked_by=OFFICER,
            expires_at=LATE_AT,
        )


def test_a_plan_is_offered_three_times_a_day(plan: Plan) -> None:
    for number in range(3):
        made = offered(plan, email=f"{number}@bt.example")
        HandOver.objects.filter(pk=made.pk).update(secret_hash=f"offer {number}")

    assert refusal(offered, plan=plan) == "hand_over.too_often"
    assert offered(plan, at=ASKED_AT + dt.timedelta(days=1)).put_away_at is None


def test_by_pages_the_author_names_and_the_successor_answers(plan: Plan, karma: Participant) -> None:
    client = of_person(karma)
    data = {"name": "Kinley Dorji", "email": "kinley@industry.bt.example", "because": "Ask Tashi"}
    assert client.post(reverse("followup:hand_over", args=[plan.pk]), data).status_code == 302
    HandOver.objects.update(secret_hash=hashed(SECRET))
    address = reverse("followup:take_over", args=[SECRET])

    page = Client().get(address)
    done = Client().post(address, {"answer": "yes", "signed_name": "Kinley Dorji"}, follow=True)

    assert ("A dye house that reuses its water" in page.content.decode(), page["Referrer-Policy"]) == (
        True,
        "strict-origin",
    )
    assert "You go on with this plan" in done.content.decode()
    assert "Kinley Dorji goes on with this plan since" in text_of(client, "followup:plan", plan.pk)


# --- the board ---------------------------------------------------------------------------------------------


def _in_countries(people: int) -> Edition:
    """Some of Bhutan whose plans were told of, and one of Nepal."""
    edition = running_edition(people, places=people + 1)
    for number, someone in enumerate(people_of(edition)):
        plan = submitted(someone, f"secret {number}").plan
        told(plan)
        told(plan, voice=Voice.SUPERVISOR)
    country("PK")
    Edition.objects.update(status=EditionStatus.PREPARATION)
    edition.refresh_from_db()
    participant(edition, people + 1, "PK")
    Edition.objects.update(status=EditionStatus.CLOSED)
    Participant.objects.filter(country="PK").update(name="Sunita Tamang")
    edition.refresh_from_db()
    return edition


def _focal_point(code: str = "BT") -> Client:
    client = Client()
    client.force_login(account_with(Role.FOCAL_POINT, scope=f"country:{code}"))
    return client


@pytest.mark.parametrize("people", [1, 3])
def test_a_focal_point_sees_the_own_country_and_no_other_and_asks_as_much_for_three(
    people: int, countries: None, keys: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition, client = _in_countries(people), _focal_point()
    board = reverse("followup:country", args=[edition.code, "BT"])
    client.get(board)

    with django_assert_num_queries(BOARD_QUERIES):
        page = client.get(board).content.decode()

    assert (page.count("A dye house that reuses its water"), "Sunita Tamang" in page) == (people, False)
    assert f"women: {7 * people}, men: 0" in page
    sheet = client.get(reverse("followup:country_sheet", args=[edition.code, "BT"]))
    assert (sheet.status_code, sheet["Content-Disposition"].endswith('BT.xlsx"')) == (200, True)
    for view in ("country", "country_sheet"):
        foreign = client.get(reverse(f"followup:{view}", args=[edition.code, "PK"]))
        assert foreign.status_code == 404
    assert client.get(reverse("followup:follow_ups", args=[edition.code])).status_code == 403
    assert Client().get(board).status_code == 302


def test_a_focal_point_tells_what_a_telephone_call_told(plan: Plan) -> None:
    client, code = _focal_point(), plan.participant.edition.code
    address = reverse("followup:country_report", args=[code, "BT", plan.pk, 3])

    done = client.post(address, answer())

    assert (done.status_code, FollowUp.objects.get().voice) == (302, "focal-point")
    page = text_of(client, "followup:country_plan", code, "BT", plan.pk)
    assert "After three months: Focal point" in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_overview_counts_who_did_not_answer(
    people: int, countries: None, keys: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition, client = _in_countries(people), Client()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = reverse("followup:follow_ups", args=[edition.code])
    client.get(address)

    with django_assert_num_queries(OVERVIEW_QUERIES):
        page = client.get(address).content.decode()

    summary = summary_of(edition, whole_edition(edition))
    assert (summary.people, summary.submitted, summary.women) == (people + 1, people, 7 * people)
    assert [(one.answered, one.silent, one.supervisors, one.active) for one in summary.waves] == [
        (people, 0, people, people),
        (0, people, 0, 0),
        (0, people, 0, 0),
    ]
    assert f"{people} of {people}" in page
    late = FollowUp.objects.order_by("pk").first()
    assert late is not None
    told = {field.attname: getattr(late, field.attname) for field in FollowUp._meta.concrete_fields}
    after = late.due_on + ASKED_UNTIL + dt.timedelta(days=1)
    FollowUp.objects.create(**{**told, "id": uuid7(), "months": 6, "at": on(after), "due_on": late.due_on})
    for while_asked, answered in ((False, 1), (True, 0)):
        again = summary_of(edition, whole_edition(edition, while_asked=while_asked))
        assert again.waves[1].answered == answered, "what came too late moves no figure that was told"


def test_a_focal_point_is_told_once_of_whom_nothing_was_heard(plan: Plan) -> None:
    account = account_with(Role.FOCAL_POINT, scope="country:BT")
    for days in (13, 15, 16):
        remind(at=on(DUE + dt.timedelta(days=days)))

    letters = Letter.objects.filter(kind="follow_up.silent")
    assert [(one.person_id, plan.participant.name in one.text) for one in letters] == [
        (account.person_id, True)
    ]
    to_supervisor = Letter.objects.filter(recipient_address=plan.supervisor_email)
    assert {one.kind for one in to_supervisor} == {"plan.endorsement"}
    asked = [one.pk for one in to_supervisor]
    Letter.objects.update(state=LetterState.ACCEPTED)

    erase_person(person=plan.participant.person, actor=None, at=on(DUE + dt.timedelta(days=17)))

    for letter in (letters.get(), *Letter.objects.filter(pk__in=asked)):
        assert not any(name in letter.text for name in (plan.participant.name, plan.supervisor_name))
    assert not to_supervisor.all().exists()


# --- over the API ------------------------------------------------------------------------------------------


def test_a_program_of_the_author_tells_how_the_plan_goes(plan: Plan, karma: Participant) -> None:
    client = of_person(karma)
    address = f"/api/v1/followup/my-plans/{plan.pk}/follow-ups"
    body = {
        "months": 3,
        "activities": [{"state": "done", "words": "It runs"}],
        "indicators": [{"value": "1.5", "measured_on": "2018-10-02"}],
        "obstacles": ["money"],
        "women_reached": 4,
        "links": ["https://dyehouse.bt.example/"],
    }

    done = client.post(address, body, content_type="application/json")
    short = client.post(address, {**body, "activities": []}, content_type="application/json")
    long = [
        client.post(address, {**body, "links": [link]}, content_type="application/json").status_code
        for link in ("https://a.example/" + "a" * 483, "https://a.example/" + "ü" * 90)
    ]
    loose = client.post(address, {**body, "indicators": ["1.5"]}, content_type="application/json")
    (mine,) = client.get("/api/v1/followup/my-plans").json()

    told_now = done.json()
    assert (done.status_code, told_now["version"], told_now["indicators"][0]["value"]) == (201, 1, "1.5")
    assert (short.status_code, short.json()["code"]) == (409, "follow_up.activities")
    assert (*long, loose.status_code) == (422, 422, 422)
    assert (mine["id"], mine["told"], mine["due_on"]["3"]) == (str(plan.pk), [3], "2018-10-28")


# --- the sample --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_sample_tells_a_year_in_which_not_everybody_answers(countries: None, keys: None) -> None:
    edition = running_edition(20, code="smi-2018")
    stages = life_of_plans()
    while sample.go_on(stages):
        pass

    summary = summary_of(edition, whole_edition(edition))
    assert (summary.people, summary.submitted, summary.endorsed, summary.handed_over) == (20, 18, 16, 1)
    assert (summary.steps_in_time, summary.steps_late) == (12, 2)
    assert [(one.answered, one.late, one.supervisors, one.active, one.given_up) for one in summary.waves] == [
        (13, 2, 6, 9, 0),
        (11, 1, 3, 7, 1),
        (9, 2, 3, 9, 0),
    ]
    voices = FollowUp.objects.filter(months=6).values_list("voice", flat=True)
    assert sorted(voices).count("successor") == 1
