"""What the pages of the directory show when they are looked at: the centres of the reference programme."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from balai.audit.services import record
from balai.directory.enums import (
    AvailabilityKind,
    BodyKind,
    Certainty,
    DeclaredKind,
    OrganisationKind,
    OrganisationRole,
    Precision,
    RoomKind,
    SafetyClass,
    TravelMode,
    VisaKind,
)
from balai.directory.models import (
    Availability,
    Body,
    Closure,
    Contact,
    DeclaredDay,
    Machine,
    Membership,
    OpeningHours,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
    Topic,
    TravelTime,
    VisaRoute,
)
from tests.people.factories import PersonFactory

AT = dt.datetime(2018, 4, 12, 3, 20, tzinfo=dt.UTC)
CENTRE, SITE, MACHINE, TECHNOLOGY, TOPIC, PERSON, BODY, ROUTE, ROOM, DECLARED = (
    UUID(f"0190a0a0-0000-7000-8000-0000000000d{number:x}") for number in range(1, 11)
)
PLACES = {
    "organisations": "/directory/organisations/",
    "organisation": f"/directory/organisations/{CENTRE}/",
    "organisation-new": "/directory/organisations/new/",
    "organisation-archive": f"/directory/organisations/{CENTRE}/archive/",
    "contact-new": f"/directory/organisations/{CENTRE}/contacts/new/",
    "sites": "/directory/sites/",
    "site": f"/directory/sites/{SITE}/",
    "site-change": f"/directory/sites/{SITE}/change/",
    "site-hours": f"/directory/sites/{SITE}/hours/",
    "room-change": f"/directory/rooms/{ROOM}/change/",
    "machines": "/directory/machines/",
    "machine": f"/directory/machines/{MACHINE}/",
    "technologies": "/directory/technologies/",
    "technology": f"/directory/technologies/{TECHNOLOGY}/",
    "topics": "/directory/topics/",
    "topic": f"/directory/topics/{TOPIC}/",
    "resource-persons": "/directory/resource-persons/",
    "resource-person": f"/directory/resource-persons/{PERSON}/",
    "resource-person-new": "/directory/resource-persons/new/",
    "resource-person-days": f"/directory/resource-persons/{PERSON}/days/",
    "countries": "/directory/countries/",
    "country": "/directory/countries/BT/",
    "bodies": "/directory/bodies/",
    "body": f"/directory/bodies/{BODY}/",
    "visa-routes": "/directory/visa-routes/",
    "visa-route": f"/directory/visa-routes/{ROUTE}/",
    "declared-days": "/directory/declared-days/",
    "declared-day": f"/directory/declared-days/{DECLARED}/",
    "visa-question": "/directory/visa-routes/ask/?host=ID&nationality=AF&residence=AF&passport_type=service&on=2018-07-18",
}
PRESS = "Bisnis Bandung, July 2018"


@transaction.atomic
def keep_a_directory() -> None:
    """The ministry with its agency and centres, one centre in full, a body, a card, and a visa rule."""
    ministry = Organisation.objects.create(
        code="kemenperin",
        kind=OrganisationKind.MINISTRY,
        name={"en": "Ministry of Industry", "id": "Kementerian Perindustrian"},
        abbreviation="Kemenperin",
        country_id="ID",
        city="Jakarta",
        roles=[OrganisationRole.HOST_MINISTRY],
        website="https://kemenperin.go.id",
    )
    agency = Organisation.objects.create(
        code="bppi",
        kind=OrganisationKind.AGENCY,
        name={
            "en": "Industrial Research and Development Agency",
            "id": "Badan Penelitian dan Pengembangan Industri",
        },
        abbreviation="BPPI",
        parent=ministry,
        country_id="ID",
        city="Jakarta",
    )
    centre = Organisation.objects.create(
        pk=CENTRE,
        code="bblm",
        kind=OrganisationKind.CENTRE,
        name={"en": "Centre for Metal and Machinery", "id": "Balai Besar Logam dan Mesin"},
        abbreviation="BBLM",
        parent=agency,
        country_id="ID",
        city="Bandung",
        languages=["id", "en"],
        roles=[OrganisationRole.HOST_CENTRE],
        description={
            "en": "Research, testing and training in foundry, machining and machine building. It builds the CNC machines that it teaches on.",
            "id": "Penelitian, pengujian, dan pelatihan pengecoran, permesinan, dan pembuatan mesin. Balai ini membuat sendiri mesin CNC yang dipakai untuk mengajar.",
        },
        certainty=Certainty.PRINTED,
        source=PRESS,
    )
    for code, english, indonesian in (
        ("bbt", "Centre for Textile", "Balai Besar Tekstil"),
        ("bbk", "Centre for Ceramics", "Balai Besar Keramik"),
        ("bbpk", "Centre for Pulp and Paper", "Balai Besar Pulp dan Kertas"),
    ):
        Organisation.objects.create(
            code=code,
            kind=OrganisationKind.CENTRE,
            name={"en": english, "id": indonesian},
            abbreviation=code.upper(),
            parent=agency,
            country_id="ID",
            city="Bandung",
            roles=[OrganisationRole.HOST_CENTRE],
        )
    Contact.objects.create(
        organisation=centre,
        office={"en": "Cooperation section", "id": "Seksi kerja sama"},
        function={"en": "Head of section", "id": "Kepala seksi"},
        email="kerjasama@bblm.example",
        telephone="+62 22 5550 1234",
    )
    _keep_a_site(centre)
    _keep_knowledge(centre)
    _keep_a_body()
    record(
        actor="system",
        action="organisation.changed",
        subject=centre.reference,
        at=AT,
        detail={"fields": "name+city+roles"},
    )


def _keep_a_site(centre: Organisation) -> None:
    site = Site.objects.create(
        pk=SITE,
        code="bblm",
        organisation=centre,
        name={"en": "Centre for Metal and Machinery, Bandung", "id": "Balai Besar Logam dan Mesin, Bandung"},
        country_id="ID",
        city="Bandung",
        latitude=Decimal("-6.88"),
        longitude=Decimal("107.611"),
        time_zone="Asia/Jakarta",
        colour=3,
        largest_group=10,
        gate_lead_days=7,
        photo_rule="marked",
        prayer_place="on_site",
        friday_break_from=dt.time(11, 30),
        friday_break_until=dt.time(13),
        accessibility=["step_free", "toilet"],
        canteen=["halal", "vegetarian"],
        protection=["shoes", "glasses"],
        certainty=Certainty.ASSUMED,
    )
    other = Site.objects.create(
        code="b4t",
        organisation=centre,
        name={
            "en": "Centre for Materials and Technical Products",
            "id": "Balai Besar Bahan dan Barang Teknik",
        },
        country_id="ID",
        city="Bandung",
        time_zone="Asia/Jakarta",
        colour=5,
    )
    for day in range(5):
        OpeningHours.objects.create(site=site, weekday=day, opens=dt.time(8), closes=dt.time(11, 30))
        OpeningHours.objects.create(site=site, weekday=day, opens=dt.time(13), closes=dt.time(16, 30))
    Closure.objects.create(
        site=site,
        since=dt.date(2031, 7, 16),
        until=dt.date(2031, 7, 17),
        reason={"en": "Maintenance of the furnace", "id": "Pemeliharaan tanur"},
    )
    hall = Room.objects.create(
        pk=ROOM,
        site=site,
        code="cnc-hall",
        name={"en": "CNC hall", "id": "Bengkel CNC"},
        kind=RoomKind.WORKSHOP,
        capacity=12,
        is_step_free=True,
    )
    Room.objects.create(
        site=site,
        code="musala",
        name={"en": "Prayer room", "id": "Musala"},
        kind=RoomKind.PRAYER_ROOM,
        capacity=30,
    )
    Machine.objects.create(
        pk=MACHINE,
        site=site,
        room=hall,
        code="cnc-milling",
        name={"en": "CNC milling machine", "id": "Mesin frais CNC"},
        model="BBLM VMC-3",
        quantity=3,
        trainees_per_machine=2,
        safety_class=SafetyClass.SUPERVISED,
        consumables={"en": "Aluminium blocks, coolant", "id": "Balok aluminium, cairan pendingin"},
        description={
            "en": "Three-axis machine that the centre builds itself.",
            "id": "Mesin tiga sumbu buatan balai sendiri.",
        },
        certainty=Certainty.ASSUMED,
    )
    TravelTime.objects.create(
        origin=site, destination=other, mode=TravelMode.WALK, minutes=5, certainty=Certainty.ASSUMED
    )


def _keep_knowledge(centre: Organisation) -> None:
    topic = Topic.objects.create(pk=TOPIC, code="machining", name={"en": "Machining", "id": "Permesinan"})
    technology = Technology.objects.create(
        pk=TECHNOLOGY,
        organisation=centre,
        code="small-cnc",
        title={"en": "CNC machines for small workshops", "id": "Mesin CNC untuk bengkel kecil"},
        description={
            "en": "Machines that a small enterprise can afford and repair, with drawings and training.",
            "id": "Mesin yang terjangkau dan dapat diperbaiki sendiri oleh usaha kecil, dengan gambar kerja dan pelatihan.",
        },
        readiness=8,
        certainty=Certainty.PRINTED,
        source=PRESS,
    )
    technology.topics.add(topic)
    card = ResourcePerson.objects.create(
        pk=PERSON,
        person=PersonFactory.create(name="Anwar Siregar", email="anwar@bblm.example"),
        code="anwar-siregar",
        organisation=centre,
        function={"en": "Senior engineer", "id": "Perekayasa ahli madya"},
        languages=["id", "en"],
        honorarium_class="III/d",
    )
    card.topics.add(topic)
    Availability.objects.create(
        person=card,
        since=dt.date(2031, 7, 23),
        until=dt.date(2031, 7, 26),
        kind=AvailabilityKind.AVAILABLE,
    )


def _keep_a_body() -> None:
    body = Body.objects.create(
        pk=BODY,
        code="colombo-plan",
        kind=BodyKind.INTERGOVERNMENTAL,
        name={"en": "Colombo Plan", "id": "Rencana Kolombo"},
        description={
            "en": "Regional organisation for the economic and social development of its members in Asia and the Pacific.",
            "id": "Organisasi regional untuk pembangunan ekonomi dan sosial anggotanya di Asia dan Pasifik.",
        },
        website="https://colombo-plan.org",
    )
    Body.objects.create(
        code="ppsd",
        kind=BodyKind.PILLAR,
        parent=body,
        abbreviation="PPSD",
        name={"en": "Programme for Private Sector Development", "id": "Program Pengembangan Sektor Swasta"},
    )
    source = "Proceedings of the 42nd Consultative Committee Meeting, 2010"
    for code, year, last in (
        ("AF", 1963, None),
        ("BT", 1962, None),
        ("ID", 1953, None),
        ("LK", 1950, None),
        ("NP", 1952, None),
        ("CA", 1951, 1991),
    ):
        Membership.objects.create(
            body=body,
            country_id=code,
            since=dt.date(year, 1, 1),
            since_precision=Precision.YEAR,
            until=dt.date(last, 12, 31) if last else None,
            until_precision=Precision.YEAR if last else Precision.DAY,
            source=source,
            certainty=Certainty.PRINTED if code == "NP" else Certainty.KNOWN,
        )
    DeclaredDay.objects.create(
        pk=DECLARED,
        country_id="ID",
        since=dt.date(2018, 6, 11),
        until=dt.date(2018, 6, 12),
        kind=DeclaredKind.LEAVE,
        name={"en": "Collective leave, moved", "id": "Cuti bersama, digeser"},
        source="Joint decree of three ministers",
    )
    VisaRoute.objects.create(
        pk=ROUTE,
        host_id="ID",
        nationality_id="AF",
        route=VisaKind.CALLING,
        lead_days=30,
        since=dt.date(2015, 1, 1),
        source="Directorate General of Immigration, list of calling-visa countries",
        note={"en": "Buy no ticket before the approval.", "id": "Jangan membeli tiket sebelum disetujui."},
    )
