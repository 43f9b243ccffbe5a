"""A small edition to plan, in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.directory.models import Site
from balai.engine.entries import to_json
from balai.engine.timetabling.process import Answer
from balai.engine.timetabling.result import Change, Explanation, Outcome, Placement, Remedy, Repair, Repairs
from balai.engine.timetabling.result import Timetable as Plan
from balai.people.enums import Role
from balai.programmes.enums import Attendance, EditionStatus
from balai.selection.enums import Rung
from balai.selection.models import NumberedPlace
from balai.selection.services.answering import accept_offer
from balai.selection.services.offering import make_offer
from balai.selection.services.terms import terms_of
from balai.timetable.services.building import build
from balai.timetable.services.drafting import keep_draft
from tests.directory.factories import (
    MachineFactory,
    OpeningHoursFactory,
    ResourcePersonFactory,
    RoomFactory,
    SiteFactory,
    TravelTimeFactory,
)
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.programmes.factories import (
    ActivityFactory,
    ActivityMachineFactory,
    ActivityPersonFactory,
    EditionFactory,
    GroupFactory,
    QuotaFactory,
)
from tests.selection.factories import AGREED, sent_nominee

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant
    from balai.timetable.models import Timetable

AT = dt.datetime(2018, 7, 1, 3, tzinfo=dt.UTC)
NOON = dt.datetime(2018, 7, 24, 5, tzinfo=dt.UTC)
"""In Jakarta, on the day of practice."""
DAY = 1_440
ROOM, CLASS = "bblm.workshop", "bblm.class"


def small_edition(lecture_title: str = "Theory of cutting", **more: Any) -> Edition:
    """Monday to Wednesday at one centre; its codes are fixed, so there is one in a test.

    Args:
        lecture_title: of the lecture.
        more: of the edition.
    """
    first, last = dt.date(2018, 7, 23), dt.date(2018, 7, 25)
    edition: Edition = EditionFactory.create(
        code="SMI-2018",
        status=EditionStatus.PREPARATION,
        arrives_on=first,
        starts_on=first,
        ends_on=last,
        departs_on=last,
        places=4,
        **more,
    )
    site = SiteFactory.create(
        code="bblm", name={"en": "Centre for Metal", "id": "Balai Logam"}, largest_group=12
    )
    for weekday in range(5):
        OpeningHoursFactory.create(site=site, weekday=weekday, opens=dt.time(8), closes=dt.time(16))
    workshop = RoomFactory.create(
        site=site, code="workshop", kind="workshop", capacity=6, name={"en": "CNC workshop"}
    )
    RoomFactory.create(site=site, code="class", kind="room", capacity=25, name={"en": "Classroom"})
    machine = MachineFactory.create(site=site, room=workshop, code="cnc", quantity=2, trainees_per_machine=1)
    anwar = ResourcePersonFactory.create(code="anwar", person=PersonFactory.create(name="Anwar Siregar"))
    groups = [
        GroupFactory.create(edition=edition, code=code, size=2, name={"en": f"Group {code}"}) for code in "AB"
    ]
    module = None
    lecture = ActivityFactory.create(
        edition=edition,
        module=module,
        code="LEC-1",
        session_type_id="LEC",
        minutes=60,
        room_kind="room",
        earliest_on=dt.date(2018, 7, 24),
        title={"en": lecture_title, "id": "Teori pemotongan"},
        order=1,
    )
    practice = ActivityFactory.create(
        edition=edition,
        module=module,
        code="PRA-1",
        minutes=120,
        attendance=Attendance.EACH_GROUP,
        room_kind="workshop",
        earliest_on=dt.date(2018, 7, 24),
        order=2,
    )
    for one in (lecture, practice):
        one.sites.add(site)
        ActivityPersonFactory.create(activity=one, resource_person=anwar)
    practice.groups.set(groups)
    practice.after.add(lecture)
    ActivityMachineFactory.create(activity=practice, machine=machine, count=2)
    edition.refresh_from_db()
    return edition


def at(day: int, hour: int, minute: int = 0) -> int:
    """A time of the small edition as the engine counts it."""
    return day * DAY + hour * 60 + minute


def plan(**begins: int) -> Plan:
    """The lecture, then practice of A and B on Tuesday; other times by name of session."""
    usual = {"LEC_1": at(1, 8), "PRA_1_A": at(1, 9), "PRA_1_B": at(1, 13)} | begins
    return Plan(
        placements=tuple(
            Placement(session=name.replace("_", "-"), begins=moment, room=CLASS if name == "LEC_1" else ROOM)
            for name, moment in sorted(usual.items())
        )
    )


def draft(edition: Edition, follows: Timetable | None = None, **begins: int) -> Timetable:
    """A draft with the usual plan, or another."""
    with transaction.atomic():
        return keep_draft(
            edition=edition,
            problem=build(edition).problem,
            plan=plan(**begins),
            outcome=worked(),
            follows=follows,
            actor="system",
            at=AT,
        )


def riding_until(edition: Edition, hour: int, follows: Timetable | None = None) -> Timetable:
    """A draft whose lecture is at the Centre for Ceramics: A rides from it until 10:00, B until that hour."""
    metal = Site.objects.get(code="bblm")
    other = Site.objects.filter(code="bbk").first()
    if other is None:
        other = SiteFactory.create(code="bbk", name={"en": "Centre for Ceramics", "id": "Balai Keramik"})
        RoomFactory.create(site=other, code="hall", kind="room", capacity=25)
        OpeningHoursFactory.create(site=other, weekday=1, opens=dt.time(8), closes=dt.time(16))
        for one, two in ((metal, other), (other, metal)):
            TravelTimeFactory.create(origin=one, destination=two, minutes=30)
        edition.activities.get(code="LEC-1").sites.set([other])
    placements = tuple(
        replace(one, room="bbk.hall") if one.session == "LEC-1" else one
        for one in plan(PRA_1_A=at(1, 10), PRA_1_B=at(1, hour)).placements
    )
    with transaction.atomic():
        return keep_draft(
            edition=edition,
            problem=build(edition).problem,
            plan=Plan(placements=placements),
            follows=follows,
            actor="system",
            at=AT,
        )


def worked(**more: Any) -> Outcome:
    """What the planner said of it."""
    values: dict[str, Any] = {
        "status": "feasible",
        "timetable": None,
        "objective": None,
        "bound": 0,
        "seed": 0,
        "work": 5,
        "seconds": 0.1,
        "is_reproducible": True,
        "versions": {},
    }
    return Outcome(**(values | more))


def one_way() -> dict[str, Any]:
    """What the planner would answer to a repair: practice of group B a day later."""
    way = Repair(
        timetable=plan(PRA_1_B=at(2, 8)),
        disturbance=0,
        bound=0,
        is_proven=True,
        changes=(
            Change(
                session="PRA-1-B",
                before=Placement(session="PRA-1-B", begins=at(1, 13), room=ROOM),
                after=Placement(session="PRA-1-B", begins=at(2, 8), room=ROOM),
                groups=("B",),
                people=("anwar",),
                sites=("bblm",),
            ),
        ),
        costs=(),
    )
    repairs = Repairs(
        status="repaired", alternatives=(way,), seed=0, work=1, seconds=0, is_reproducible=True, versions={}
    )
    found: dict[str, Any] = json.loads(to_json(Answer(repairs=repairs)))
    return found


def no_way() -> dict[str, Any]:
    """What the planner would answer to a repair that cannot be."""
    repairs = Repairs(
        status="infeasible", alternatives=(), seed=0, work=1, seconds=0, is_reproducible=True, versions={}
    )
    found: dict[str, Any] = json.loads(to_json(Answer(repairs=repairs)))
    return found


def one_remedy() -> dict[str, Any]:
    """What the planner would answer where there is none: the usual plan, without a limit."""
    remedy = Remedy(limits=("T9:bblm",), weight=5, is_proven=True, timetable=plan(), sentences=("",))
    explanation = Explanation(
        status="infeasible", remedies=(remedy,), seed=0, work=1, seconds=0, is_reproducible=True, versions={}
    )
    found: dict[str, Any] = json.loads(to_json(Answer(explanation=explanation)))
    return found


def officer(edition: Edition) -> Person:
    """A programme officer of the edition."""
    person = PersonFactory.create(name="Sari Utami")
    GrantFactory.create(person=person, role=Role.PROGRAMME_OFFICER, scope=edition.scope)
    return person


@transaction.atomic
def participant(edition: Edition, number: int, country: str = "BT", **more: object) -> Participant:
    """Somebody who has confirmed a place of an edition; keys are needed."""
    quota = edition.quotas.filter(country=country).first() or QuotaFactory.create(
        edition=edition, country_id=country, places=0
    )
    quota.places += 1
    quota.save()
    call = edition.country_calls.filter(country=country).first() or CountryCallFactory.create(
        edition=edition, country_id=country
    )
    nomination = sent_nominee(call, number, name=f"Karma {number}", **more)
    place = NumberedPlace.objects.create(edition=edition, number=number, country_id=country)
    offer = make_offer(
        nomination,
        place,
        rung=Rung.DECISION,
        terms=terms_of(edition, actor="system", at=AT),
        until=AT + dt.timedelta(days=9),
        actor="system",
        at=AT,
    )
    return accept_offer(offer_id=offer.pk, answers=AGREED, actor=nomination.person, at=AT)
