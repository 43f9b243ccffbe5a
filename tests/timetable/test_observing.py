from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from balai.directory.models import Site
from balai.engine.entries import to_json
from balai.engine.timetabling.problem import Observance, Window
from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.selection.enums import EndReason, KeptDays, ParticipantState
from balai.selection.services.keeping import say_kept_days
from balai.selection.services.participating import end_participation
from balai.timetable.models import PlanningTerms
from balai.timetable.services.building import build
from balai.timetable.services.observing import told_as
from tests.people.factories import account_with
from tests.timetable.factories import AT, at, draft, participant

if TYPE_CHECKING:
    from django.test import Client

    from balai.selection.models import Participant

pytestmark = pytest.mark.usefixtures("keys")

TUESDAY = dt.date(2018, 7, 24)


def keeps(one: Participant, *days: KeptDays) -> None:
    say_kept_days(participant_id=one.pk, days=days, actor=one.person, at=AT)


def until_sunday(edition: Edition) -> Edition:
    """The small edition from Tuesday to Sunday, the 29th; in the night to the 28th the moon is full."""
    edition.activities.update(earliest_on=TUESDAY)
    Edition.objects.filter(pk=edition.pk).update(
        ends_on=dt.date(2018, 7, 29), departs_on=dt.date(2018, 7, 29)
    )
    Site.objects.filter(code="bblm").update(latitude="-6.9147", longitude="107.6098")
    edition.refresh_from_db()
    return edition


def text(client: Client, view: str, *more: object, **asked: Any) -> str:
    address = reverse(f"timetable:{view}", args=["SMI-2018", *more])
    return " ".join(client.get(address, asked).content.decode().split())


def test_the_planner_is_told_when_and_neither_who_nor_how_many(edition: Edition) -> None:
    until_sunday(edition)
    people = [participant(edition, number) for number in (1, 2)]
    assert build(edition).problem.observances == ()

    keeps(people[0], KeptDays.SABBATH, KeptDays.SUNDAY, KeptDays.UPOSATHA)
    alone = build(edition).problem
    keeps(people[1], KeptDays.UPOSATHA, KeptDays.SUNDAY, KeptDays.SABBATH)
    both = build(edition).problem
    keeps(people[0])
    other = build(edition).problem

    sabbath, sunday, uposatha = alone.observances
    assert [(one.id, one.people) for one in alone.observances] == [
        ("sabbath", 5),
        ("sunday", 5),
        ("uposatha", 5),
    ]
    (window,) = sabbath.windows
    assert at(4, 17, 40) < window.begins < at(4, 17, 55)  # the sun sets over Bandung
    assert at(5, 17, 40) < window.ends < at(5, 17, 55)
    assert sunday.windows == (Window(begins=at(6, 8), ends=at(6, 12)),)
    assert uposatha == Observance(
        id="uposatha", name="uposatha", windows=(Window(begins=at(5, 0), ends=at(6, 0)),), people=5
    )
    assert to_json(alone) == to_json(both) == to_json(other)  # one, two, and another one: no difference
    assert alone.weights.kept_time == 4
    keeps(people[1])
    assert build(edition).problem.observances == ()


def test_numbers_are_told_in_fives_and_nothing_below_ten() -> None:
    assert [told_as(number) for number in (1, 4, 5, 9, 10, 14, 15)] == [5, 5, 5, 5, 10, 10, 15]


def test_who_left_is_minded_no_more_and_days_outside_the_edition_are_not_told(edition: Edition) -> None:
    one = participant(edition, 1)
    keeps(one, *KeptDays)
    assert build(edition).problem.observances == ()  # Monday to Wednesday has none of these days
    until_sunday(edition)
    assert len(build(edition).problem.observances) == 3

    end_participation(
        participant_id=one.pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.WORK,
        note="",
        actor=one.person,
        at=AT,
    )

    assert build(edition).problem.observances == ()


def test_the_workbench_says_in_words_what_meets_such_a_day(client: Client, edition: Edition) -> None:
    until_sunday(edition)
    edition.activities.filter(code="LEC-1").update(room_kind="room")
    Site.objects.get(code="bblm").opening_hours.create(weekday=5, opens=dt.time(8), closes=dt.time(16))
    one = participant(edition, 1)
    keeps(one, KeptDays.UPOSATHA)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    free = draft(edition, LEC_1=at(1, 8))
    met = draft(edition, PRA_1_B=at(5, 9), follows=free)

    shown = text(client, "bench")
    assert "Days that participants keep free" in shown
    assert "some participants" in shown
    assert "Sat 28 Jul 2018, 09:00–11:00" in shown
    assert one.name not in shown
    assert (met.costs["T28"], free.costs.get("T28")) == (20, None)
    assert "No session lies in it." in text(client, "bench", version=free.version)

    page = text(client, "session", met.version, "PRA-1-B")
    sentence = "It lies in time that participants keep free of work: uposatha (some participants)."
    assert sentence in page
    assert sentence not in text(client, "session", free.version, "PRA-1-B")
    asked = {"day": 5, "time": 9 * 60, "room": "bblm.workshop"}
    assert sentence in text(client, "session", free.version, "PRA-1-B", **asked)
    fit = client.get(
        reverse("api:judge_move", args=["SMI-2018", free.version, "PRA-1-B"]),
        {"day": "2018-07-28", "time": "09:00"},
    ).json()
    assert (fit["fits"], fit["remarks"]) == (True, [sentence])

    PlanningTerms.objects.create(edition=edition, kept_time=0)
    assert "T28" not in draft(edition, PRA_1_B=at(5, 9)).costs  # the office may leave the wish out


def test_counting_asks_the_database_equally_often_for_any_number(edition: Edition) -> None:
    until_sunday(edition)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            build(edition)
        return len(queries)

    people = [participant(edition, number) for number in (1, 2, 3)]
    keeps(people[0], *KeptDays)
    once = asked()
    for one in people:
        keeps(one, *KeptDays)

    assert asked() == once
