"""Timetables to measure pages with: the reference programme as published, and a large draft with a long feed.

The large one is a Latin square: twenty activities that each of twenty groups has in turn, two a day. The
product's own checker holds it against every rule when it is kept.
"""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from django.db import transaction

from balai.directory.enums import TravelMode
from balai.directory.models import Organisation, ResourcePerson, Room, Site, TravelTime
from balai.engine.timetabling.problem import DAY
from balai.engine.timetabling.result import Placement, Timetable
from balai.kernel.identity import uuid7
from balai.office.models import Office
from balai.people.models import Person
from balai.programmes.enums import Attendance, EditionStatus, Publicity
from balai.programmes.models import Activity, ActivityPerson, Edition, Group
from balai.timetable.models import Session
from balai.timetable.models import Timetable as Published
from balai.timetable.queries.plans import slots_in
from balai.timetable.services.building import build
from balai.timetable.services.drafting import keep_draft
from balai.timetable.services.publishing import publish_timetable
from balai.timetable.services.searching import ask_for_timetable, work_out

GROUPS, ENTRIES, SITES, WORK = 20, 200, 5, 5
DAYS = (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)
"""Weekdays of two weeks from a Sunday, each with a session in the morning and one in the afternoon."""
SUNDAY = dt.date(2018, 7, 1)
AT = dt.datetime(2018, 6, 1, 2, tzinfo=dt.UTC)
LARGE, NUMBER = "bench-large", 901


def timetables(code: str, officer: Person) -> dict[str, str]:
    """Fill both in; tell what the addresses are made of. Half of the large one is told by its feed.

    Args:
        code: of the edition of the reference programme, which is there.
        officer: who publishes.
    """
    Office.objects.update_or_create(defaults={"public_address": "https://bench.example"})
    Edition.objects.filter(code=code).update(status=EditionStatus.PREPARATION, publicity=Publicity.PUBLIC)
    reference = Edition.objects.get(code=code)
    search = ask_for_timetable(edition=reference, work=WORK, actor=None, at=AT)
    work_out(search_id=search.pk, at=AT)
    publish_timetable(timetable=Published.objects.get(edition=reference, version=1), actor=officer, at=AT)
    large = _copy(reference, LARGE)
    slots = list(slots_in(_large(large)))
    told = [slot.session for slot in slots[:ENTRIES]]
    for slot in slots[:ENTRIES]:
        slot.session.last_slot, slot.session.changed_at = slot, AT
    Session.objects.bulk_update(told, ["last_slot", "changed_at"])
    return {"large": large.code, "session": told[0].code}


def _copy(edition: Edition, code: str) -> Edition:
    """An edition like another, for two weeks in July."""
    made = Edition.objects.get(pk=edition.pk)
    made.pk, made.code, made.number = uuid7(), code, NUMBER
    made.arrives_on = made.starts_on = SUNDAY
    made.departs_on = made.ends_on = SUNDAY + dt.timedelta(days=DAYS[-1])
    made.save(force_insert=True)
    return Edition.objects.get(code=code)


@transaction.atomic
def _large(edition: Edition) -> Published:
    """A draft of four hundred sessions, at five sites."""
    host = Organisation.objects.order_by("code")[0]
    sites = [
        Site.objects.create(
            organisation=host,
            code=f"bench-{number}",
            name={"en": f"Centre {number}", "id": f"Balai {number}"},
            country_id="ID",
            city="Bandung",
            time_zone="Asia/Jakarta",
            colour=number + 1,
        )
        for number in range(SITES)
    ]
    for origin, destination in combinations(sites, 2):
        TravelTime.objects.create(origin=origin, destination=destination, mode=TravelMode.ROAD, minutes=30)
    groups = [
        Group.objects.create(
            edition=edition,
            division="practice",
            code=f"G{number:02}",
            name={"en": f"Group {number}", "id": f"Kelompok {number}"},
            size=5,
            order=number,
        )
        for number in range(GROUPS)
    ]
    for number in range(GROUPS):
        site = sites[number % SITES]
        Room.objects.create(
            site=site, code=f"r-{number}", kind="workshop", name={"en": f"Workshop {number}"}, capacity=6
        )
        activity = Activity.objects.create(
            edition=edition,
            code=f"A{number:02}",
            session_type_id="PRA",
            title={"en": f"Practice with machine {number}", "id": f"Praktik dengan mesin {number}"},
            minutes=120,
            attendance=Attendance.EACH_GROUP,
            room_kind="workshop",
            order=number,
        )
        activity.sites.add(site)
        activity.groups.set(groups)
        card = ResourcePerson.objects.create(
            person=Person.objects.create(name=f"Trainer {number}"), code=f"bench-{number}", organisation=host
        )
        ActivityPerson.objects.create(activity=activity, resource_person=card)
    return keep_draft(edition=edition, problem=build(edition).problem, plan=_square(), actor="system", at=AT)


def _square() -> Timetable:
    """Each activity at every time with one group, each group at every time with one activity."""
    placements = []
    for activity in range(GROUPS):
        for group in range(GROUPS):
            slot = (activity + group) % GROUPS
            placements.append(
                Placement(
                    session=f"A{activity:02}-G{group:02}",
                    begins=DAYS[slot // 2] * DAY + (8 if slot % 2 == 0 else 13) * 60,
                    room=f"bench-{activity % SITES}.r-{activity}",
                )
            )
    return Timetable(placements=tuple(sorted(placements, key=lambda one: one.session)))
