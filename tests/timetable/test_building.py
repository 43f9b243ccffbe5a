from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg.types.range import TimestamptzRange

from balai.directory.models import Closure, ResourcePerson, Room, Site
from balai.engine.timetabling.problem import Absence, Window
from balai.engine.timetabling.read import read_programme
from balai.kernel.bundle.importing import import_bundle
from balai.kernel.refusal import RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.programmes.models import Activity, Edition
from balai.timetable.models import Booking, GroupMember, Hindrance, PlanningTerms, Session
from balai.timetable.services.building import build
from balai.timetable.services.gathering import material_of
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.hours import axis_of
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.running import rooms_elsewhere, runs_of, sessions_of
from tests.directory.factories import RoomFactory
from tests.programmes.factories import ActivityFactory, ActivityMachineFactory, EditionFactory, GroupFactory
from tests.timetable.factories import AT, DAY, at, draft, officer, participant

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.problem import Session as Asked

ROOT = Path(__file__).parents[2]


def session(problem: Problem, name: str) -> Asked:
    return next(one for one in problem.sessions if one.id == name)


def test_a_session_knows_its_times_rooms_people_machines_and_order(edition: Edition) -> None:
    problem = build(edition).problem

    practice = session(problem, "PRA-1-A")
    assert (practice.groups, practice.rooms, practice.people) == (("A",), ("bblm.workshop",), ("anwar",))
    assert [(one.machine, one.count) for one in practice.machines] == [("bblm.cnc", 2)]
    assert practice.windows == (
        Window(begins=at(1, 7, 30), ends=at(1, 21)),
        Window(begins=at(2, 7, 30), ends=at(2, 21)),
    )
    assert (practice.after, practice.is_heavy, practice.pin) == (("LEC-1",), True, None)
    assert session(problem, "LEC-1").groups == ("A", "B")
    assert problem.sites[0].hours == tuple(Window(begins=at(day, 8), ends=at(day, 16)) for day in range(3))


def test_closures_absences_and_what_gets_in_the_way_are_taken_out(edition: Edition) -> None:
    site = Site.objects.get(code="bblm")
    anwar = ResourcePerson.objects.get(code="anwar")
    lecture = Session.objects.create(
        edition=edition, activity=Activity.objects.get(code="LEC-1"), code="LEC-1"
    )
    Closure.objects.create(
        site=site, since=dt.date(2018, 7, 23), until=dt.date(2018, 7, 23), reason={"en": "Audit"}
    )
    anwar.availability.create(
        since=dt.date(2018, 7, 25), until=dt.date(2018, 7, 25), kind="unavailable", note="Bali"
    )
    noon, four = (dt.datetime(2018, 7, 24, hour, tzinfo=dt.UTC) for hour in (5, 9))  # 12:00 and 16:00 there
    for kind, more in (
        ("site", {"site": site}),
        ("person", {"person": anwar}),
        ("session", {"session": lecture}),
    ):
        Hindrance.objects.create(
            edition=edition,
            kind=kind,
            begins_at=noon,
            ends_at=four,
            reason=TranslatedText(en="Rain", id="Hujan"),
            at=AT,
            actor="system",
            **more,
        )

    problem = build(edition).problem

    assert problem.sites[0].hours == (
        Window(begins=at(1, 8), ends=at(1, 12)),
        Window(begins=at(2, 8), ends=at(2, 16)),
    )
    assert problem.people[0].away == (
        Absence(window=Window(begins=2 * DAY, ends=3 * DAY), reason="Bali"),
        Absence(window=Window(begins=at(1, 12), ends=at(1, 16)), reason="Rain"),
    )
    assert session(problem, "LEC-1").windows[:2] == (
        Window(begins=at(1, 7, 30), ends=at(1, 12)),
        Window(begins=at(1, 16), ends=at(1, 21)),
    )


def test_terms_are_those_of_the_edition(edition: Edition) -> None:
    PlanningTerms.objects.create(edition=edition, sites=2, heavy_late=7, lunch_from=dt.time(11, 45))

    problem = build(edition).problem

    assert (problem.limits.sites, problem.weights.heavy_late) == (2, 7)
    assert problem.pauses[0].windows[0] == Window(begins=at(0, 11, 45), ends=at(0, 13))


def test_groups_are_as_large_as_they_are_formed(edition: Edition, keys: None) -> None:
    for number in (1, 2, 3):
        participant(edition, number)

    assert form_groups(edition=edition, division="practice", actor=None, at=AT) == 3

    assert sorted(one.size for one in build(edition).problem.groups) == [1, 2]


def test_people_of_two_divisions_go_together_only_where_they_share_both(edition: Edition, keys: None) -> None:
    for number, code in enumerate("XY", start=1):
        GroupFactory.create(edition=edition, code=code, division="plans", size=2, order=number + 5)
    people = [participant(edition, number) for number in (1, 2)]
    for one, codes in zip(people, ("AX", "AY"), strict=True):
        for group in edition.groups.filter(code__in=codes):
            GroupMember.objects.create(group=group, participant=one, division=group.division)

    problem = build(edition).problem

    assert {(one.id, one.size) for one in problem.groups} == {("X+A", 1), ("Y+A", 1)}
    assert set(session(problem, "PRA-1-A").groups) == {"X+A", "Y+A"}


def test_what_cannot_be_said_to_the_planner_is_refused_in_words(edition: Edition) -> None:
    lecture = Activity.objects.get(code="LEC-1")
    lecture.after.add(Activity.objects.get(code="PRA-1"))

    with pytest.raises(RuleViolationError, match="each waits for another"):
        build(edition)


def in_order(session: Asked) -> Asked:
    """The same with people and what comes before in the order of names, which means nothing to the engine.

    Whether ceremonies and matchmaking count as teaching is said by their kind here, and by hand in the file.
    """
    return replace(
        session, is_contact=True, after=tuple(sorted(session.after)), people=tuple(sorted(session.people))
    )


@pytest.mark.slow
def test_the_reference_programme_is_asked_as_its_file_asks(db: None) -> None:
    import_bundle(ROOT / "examples" / "colombo-plan-2018", actor=None, at=AT)

    built = build(Edition.objects.get(code="smi-2018")).problem

    file = read_programme(ROOT / "examples" / "timetables" / "colombo-plan-2018.yaml")
    assert {one.id: in_order(one) for one in built.sessions} == {
        one.id: in_order(one) for one in file.sessions
    }
    weights = replace(file.weights, kept_time=built.weights.kept_time)  # nobody keeps a day free in the file
    assert (built.limits, built.weights, built.pauses) == (file.limits, weights, file.pauses)
    assert {one.id: one.hours for one in built.sites} == {
        one.id: one.hours for one in file.sites if one.id in {site.id for site in built.sites}
    }


def test_rooms_and_machines_that_another_edition_has_booked_are_avoided(edition: Edition) -> None:
    publish_timetable(timetable=draft(edition), actor=officer(edition), at=AT)
    other = EditionFactory.create(
        code="OTHER-2018",
        status=edition.status,
        arrives_on=edition.arrives_on,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        departs_on=edition.departs_on,
        places=2,
    )
    other.refresh_from_db()
    known = edition.activities.get(code="PRA-1")
    practice = ActivityFactory.create(
        edition=other,
        module=None,
        code="PRA-9",
        minutes=120,
        room_kind="workshop",
        earliest_on=dt.date(2018, 7, 24),
        latest_on=dt.date(2018, 7, 24),
    )
    practice.sites.set(known.sites.all())
    need = known.machine_needs.get()
    ActivityMachineFactory.create(activity=practice, machine=need.machine, count=need.count)

    problem = build(other).problem

    (asked,) = problem.sessions
    (workshop,) = (room for room in problem.rooms if room.id == "bblm.workshop")
    assert [window.begins for window in workshop.taken] == [at(1, 9), at(1, 13)]
    taken = [(at(1, 9), at(1, 11)), (at(1, 13), at(1, 15))]
    assert not [
        window
        for window in asked.windows
        if any(begins < window.ends and window.begins < ends for begins, ends in taken)
    ]
    assert any(window.begins <= at(1, 15) and at(1, 17) <= window.ends for window in asked.windows)


def test_where_every_room_is_booked_in_part_each_is_used_around_that(edition: Edition) -> None:
    practice = edition.activities.get(code="PRA-1")
    practice.machine_needs.all().delete()
    first = Room.objects.get(code="workshop")
    second = RoomFactory.create(site=first.site, code="second", kind="workshop", capacity=6)
    axis = axis_of(edition)
    assert axis is not None

    def booked(room: Room, begins: int, ends: int) -> Booking:
        return Booking(room_id=room.pk, during=TimestamptzRange(axis.moment(begins), axis.moment(ends)))

    elsewhere = [booked(first, at(1, 8), at(1, 12)), booked(second, at(1, 13), at(1, 15))]
    material = replace(material_of(edition, axis), elsewhere=elsewhere)

    runs = {run.code: run for activity in material.planned for run in runs_of(activity, material)}

    asked = {one.id: one for one in sessions_of(material, runs, {})}

    assert [set(asked[f"PRA-1-{code}"].rooms) for code in "AB"] == [{"bblm.second", "bblm.workshop"}] * 2
    assert rooms_elsewhere(material) == {
        "bblm.workshop": [Window(begins=at(1, 8), ends=at(1, 12))],
        "bblm.second": [Window(begins=at(1, 13), ends=at(1, 15))],
    }
