"""What stands before anything goes wrong: an office, two centres, and an edition with its call.

Centres and people are the same for every programme of a drill, so that programmes compete for them as they
do in life; each programme has its own week. Everything is entered by the deeds of the pages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from balai.directory.enums import OrganisationKind, VisaKind
from balai.directory.models import (
    Country,
    Machine,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    TravelTime,
    VisaRoute,
)
from balai.directory.services.records import enter_record
from balai.directory.services.resource_persons import enter_resource_person
from balai.directory.services.times import Opening, set_opening_hours
from balai.office.services.sample import create_sample_office
from balai.people.enums import Role
from balai.people.models import Person
from balai.people.services.persons import create_person
from balai.people.services.roles import grant_role
from balai.people.services.sample import create_cast, demo_email
from balai.programmes.enums import AssessmentKind, Attendance, OrganiserRole, Severity
from balai.programmes.models import (
    Activity,
    Assessment,
    EligibilityRule,
    Group,
    Organiser,
    Outcome,
    Pledge,
    Quota,
    RubricCriterion,
    Series,
)
from balai.programmes.services.deadlines import plan_usual_deadlines
from balai.programmes.services.editions import create_edition, create_pledge, create_series, set_mandates
from balai.programmes.services.life import approve_edition
from balai.programmes.services.parts import enter_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from balai.programmes.models import Edition

SERIES = "DRILL"
COUNTRIES = ("AF", "BD", "BT", "IN", "LA", "LK", "MM", "NP", "PK")
"""Whose people may be invited: those of the reference programme, which its host makes ten."""
INVITED = 5
"""How many of them are invited to one programme."""
BEGINNING = dt.date(2027, 1, 6)
"""A Wednesday: the first day of a programme without a number."""
MOST = 500
"""Programmes of which each has a week of its own."""
NIGHT = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What programmes of a drill share."""

    series: Series
    pledge: Pledge
    host: Organisation
    sites: Mapping[str, Site]
    machine: Machine
    teachers: Mapping[str, ResourcePerson]
    officer: Person
    health_officer: Person
    panel: Person
    focal_points: Mapping[str, Person]


@transaction.atomic
def lay_ground(*, at: dt.datetime) -> Ground:
    """Enter what programmes of a drill share, or find it."""
    series = Series.objects.filter(code=SERIES).first()
    return _found(series) if series else _entered(at)


def _person(role: Role) -> Person:
    """Who has a role in a demonstration: whoever opens one can enter as them, and go on."""
    return Person.objects.get(account__email=demo_email(role))


def _found(series: Series) -> Ground:
    emails = {f"drill-{code.lower()}@example.org": code for code in COUNTRIES}
    return Ground(
        series=series,
        pledge=Pledge.objects.get(code=SERIES),
        host=Organisation.objects.get(code="drill-centre"),
        sites={one.code: one for one in Site.objects.filter(code__startswith="drill-")},
        machine=Machine.objects.get(site__code="drill-metal"),
        teachers={one.code: one for one in ResourcePerson.objects.filter(code__startswith="drill-")},
        officer=_person(Role.PROGRAMME_OFFICER),
        health_officer=_person(Role.HEALTH_OFFICER),
        panel=_person(Role.PANEL_MEMBER),
        focal_points={emails[one.email]: one for one in Person.objects.filter(email__in=emails)},
    )


def _entered(at: dt.datetime) -> Ground:
    create_cast(at)
    create_sample_office(at=at)
    for code in COUNTRIES:
        person = create_person(
            name=f"Focal point {code} (drill)",
            email=f"drill-{code.lower()}@example.org",
            actor=None,
            at=at,
        )
        grant_role(person=person, role=Role.FOCAL_POINT, scope=f"country:{code}", actor=None, at=at)
    host = enter_record(
        Organisation,
        values={
            "code": "drill-centre",
            "kind": OrganisationKind.CENTRE,
            "name": {"en": "Centre of the drill", "id": "Balai latihan"},
            "country": Country.objects.get(code="ID"),
            "city": "Bandung",
        },
        actor=None,
        at=at,
    )
    _enter_sites(host, at)
    for code, name in (("anwar", "Anwar Siregar"), ("budi", "Budi Santoso"), ("citra", "Citra Lestari")):
        enter_resource_person(
            name=f"{name} (drill)",
            email=f"drill-{code}@example.org",
            values={"code": f"drill-{code}", "organisation": host, "languages": ["en", "id"]},
            actor=None,
            at=at,
        )
    for code, days in (("AF", 45), ("PK", 21), ("BD", 14)):
        known = VisaRoute.objects.filter(host="ID", nationality=code).exists()
        if not known:
            enter_record(
                VisaRoute,
                values={
                    "host_id": "ID",
                    "nationality_id": code,
                    "route": VisaKind.CALLING,
                    "lead_days": days,
                    "since": dt.date(2015, 1, 1),
                },
                actor=None,
                at=at,
            )
    series = create_series(code=SERIES, title={"en": "Drills", "id": "Latihan"}, actor="system", at=at)
    create_pledge(
        code=SERIES,
        meeting={"en": "Meeting of the drill", "id": "Rapat latihan"},
        year=BEGINNING.year - 1,
        text={"en": "A programme each week.", "id": "Satu program setiap minggu."},
        actor="system",
        at=at,
    )
    return _found(series)


def _enter_sites(host: Organisation, at: dt.datetime) -> None:
    sites = []
    for code, name in (("metal", "Metal centre (drill)"), ("craft", "Craft centre (drill)")):
        site = enter_record(
            Site,
            values={
                "code": f"drill-{code}",
                "organisation": host,
                "name": {"en": name, "id": f"{name} ID"},
                "country_id": "ID",
                "city": "Bandung",
                "latitude": Decimal("-6.88000"),
                "longitude": Decimal("107.61100"),
                "time_zone": "Asia/Jakarta",
                "largest_group": 12,
            },
            actor=None,
            at=at,
        )
        hours = [Opening(weekday, dt.time(8), dt.time(16)) for weekday in range(5)]
        set_opening_hours(site=site, hours=hours, actor=None, at=at)
        room = {"capacity": 12, "site": site}
        values = {**room, "code": "class", "kind": "room", "name": {"en": "Classroom", "id": "Ruang kelas"}}
        enter_record(Room, values=values, actor=None, at=at)
        values = {**room, "code": "shop", "kind": "workshop", "name": {"en": "Workshop", "id": "Bengkel"}}
        shop = enter_record(Room, values=values, actor=None, at=at)
        sites.append((site, shop))
    (metal, shop), (craft, _shop) = sites
    enter_record(
        Machine,
        values={
            "site": metal,
            "room": shop,
            "code": "cnc",
            "name": {"en": "CNC milling machine", "id": "Mesin frais CNC"},
            "quantity": 3,
            "trainees_per_machine": 2,
        },
        actor=None,
        at=at,
    )
    for origin, destination in ((metal, craft), (craft, metal)):
        values = {"origin": origin, "destination": destination, "minutes": 30}
        enter_record(TravelTime, values=values, actor=None, at=at)


@transaction.atomic
def enter_edition(ground: Ground, *, seed: int, countries: Sequence[str], at: dt.datetime) -> Edition:
    """Enter the programme of a seed, up to its approval; its first day is a Wednesday that no other has."""
    actor = ground.officer.reference
    first = BEGINNING + seed * dt.timedelta(days=7)
    edition = create_edition(
        series=ground.series,
        number=seed + 1,
        code=f"drill-{seed}",
        title={"en": f"Drill {seed}", "id": f"Latihan {seed}"},
        starts_on=first,
        ends_on=first + 6 * NIGHT,
        arrives_on=first - NIGHT,
        departs_on=first + 7 * NIGHT,
        time_zone="Asia/Jakarta",
        country_id="ID",
        cities=["Bandung"],
        places=len(countries),
        actor=actor,
        at=at,
    )
    grant_role(person=ground.panel, role=Role.PANEL_MEMBER, scope=edition.scope, actor=None, at=at)
    set_mandates(edition=edition, pledges=[ground.pledge], actor=actor, at=at)

    def enter(model: type, **values: object) -> object:
        return enter_part(model, values={"edition": edition, **values}, actor=actor, at=at)

    enter(Organiser, organisation=ground.host, role=OrganiserRole.HOST, order=1)
    for code in countries:
        enter(Quota, country_id=code, places=1, reserve=1)
    enter(
        EligibilityRule,
        code="E-QUOTA",
        label={"en": "Within the places of the country", "id": "Dalam kuota negara"},
        expression={"field": "is_within_quota", "operator": "is", "value": True},
        severity=Severity.WAIVABLE,
        message={"en": "The country has named more people than it has places.", "id": "Melebihi kuota."},
        waiver_authority={"en": "The Director General", "id": "Direktur Jenderal"},
    )
    enter(RubricCriterion, code="relevance", title={"en": "Relevance", "id": "Relevansi"}, weight=100)
    enter(Outcome, code="O1", statement={"en": "Cut a part.", "id": "Memotong benda kerja."})
    outcome = Outcome.objects.get(edition=edition)
    enter(
        Assessment,
        code="A1",
        kind=AssessmentKind.SIGN_OFF,
        title={"en": "Practice", "id": "Praktik"},
        outcomes=[outcome],
    )
    for code in "AB":
        enter(Group, code=code, name={"en": f"Group {code}", "id": f"Kelompok {code}"}, size=6)
    _enter_activities(ground, edition, actor=actor, at=at)
    plan_usual_deadlines(edition=edition, actor=actor, at=at)
    return approve_edition(edition=edition, actor=actor, at=at)


def _enter_activities(ground: Ground, edition: Edition, *, actor: str, at: dt.datetime) -> None:
    metal, craft = ground.sites["drill-metal"], ground.sites["drill-craft"]
    anwar, budi = ground.teachers["drill-anwar"], ground.teachers["drill-budi"]
    lecture = enter_part(
        Activity,
        values={
            "edition": edition,
            "code": "LEC",
            "session_type_id": "LEC",
            "title": {"en": "Theory of cutting", "id": "Teori pemotongan"},
            "minutes": 60,
            "room_kind": "room",
            "sites": [metal],
            "people": [(anwar, "lead")],
            "order": 1,
        },
        actor=actor,
        at=at,
    )
    enter_part(
        Activity,
        values={
            "edition": edition,
            "code": "PRA",
            "session_type_id": "PRA",
            "title": {"en": "Practice", "id": "Praktik"},
            "minutes": 120,
            "attendance": Attendance.EACH_GROUP,
            "groups": list(edition.groups.all()),
            "room_kind": "workshop",
            "sites": [metal],
            "after": [lecture],
            "machines": [(ground.machine, 3)],
            "people": [(anwar, "lead")],
            "order": 2,
        },
        actor=actor,
        at=at,
    )
    enter_part(
        Activity,
        values={
            "edition": edition,
            "code": "CRA",
            "session_type_id": "LEC",
            "title": {"en": "Designs that sell", "id": "Desain yang laku"},
            "minutes": 60,
            "room_kind": "room",
            "sites": [craft],
            "people": [(budi, "lead")],
            "order": 3,
        },
        actor=actor,
        at=at,
    )
