"""The directory as files: what comes in is what goes out, and who may not write may not import."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.directory.bundle.values import Week
from balai.directory.models import Membership, Organisation, ResourcePerson, Room, Site, VisaRoute
from balai.engine.bundle.kinds import UnfitError
from balai.engine.bundle.problem import BundleError
from balai.kernel.bundle.exporting import export_bundle
from balai.kernel.bundle.importing import CancelledError, import_bundle
from balai.people.enums import Role
from balai.people.models import Person
from tests.directory.factories import country
from tests.engine.bundle.sample import folder
from tests.people.factories import GrantFactory

if TYPE_CHECKING:
    from pathlib import Path

AT = dt.datetime(2018, 3, 1, 4, tzinfo=dt.UTC)

DIRECTORY = {
    "bundle.yaml": "format: balai-bundle/1\n",
    "directory/bodies.yaml": """\
- code: colombo-plan
  name:
    en: Colombo Plan
    id: Rencana Kolombo
  source: Annual report
""",
    "directory/memberships.csv": """\
body,country,since,until,source,certainty
colombo-plan,LK,1950,,42nd meeting,printed
colombo-plan,CA,1951-07-01,1991,Archive,
""",
    "directory/topics.csv": "code,name.en\nmetal,Metal\n",
    "directory/organisations.yaml": """\
- code: bblm
  kind: centre
  name:
    en: Centre for Metal and Machinery
    id: Balai Besar Logam dan Mesin
  abbreviation: BBLM
  parent: moi
  country: ID
  city: Bandung
  languages:
    - id
    - en
  roles:
    - host_centre
    - venue
- code: moi
  kind: ministry
  name:
    en: Ministry of Industry
  body: colombo-plan
  country: ID
""",
    "directory/contacts.yaml": """\
- organisation: moi
  office:
    en: Secretariat of the directorate
  email: office@example.org
""",
    "directory/sites.yaml": """\
- code: bblm
  organisation: bblm
  name:
    en: BBLM, Bandung
  country: ID
  city: Bandung
  latitude: -6.88
  longitude: 107.611
  time_zone: Asia/Jakarta
  colour: 3
  opening_hours: mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00
  friday_break_from: '11:30'
  friday_break_until: '13:00'
  accessibility:
    - lift
    - step_free
- code: moi
  organisation: moi
  name:
    en: Ministry of Industry
  country: ID
  city: Jakarta
  time_zone: Asia/Jakarta
""",
    "directory/closures.csv": "site,since,until,reason.en\nbblm,2018-07-21,2018-07-22,Maintenance\n",
    "directory/rooms.csv": "site,code,name.en,kind,capacity,is_step_free\nbblm,ws-1,Workshop 1,workshop,12,true\n",
    "directory/machines.csv": (
        "site,code,room,name.en,quantity,safety_class,certainty\nbblm,cnc-mill,ws-1,CNC mill,2,supervised,assumed\n"
    ),
    "directory/technologies.yaml": """\
- organisation: bblm
  code: cnc
  title:
    en: CNC machines of its own make
  readiness: 9
  topics:
    - metal
""",
    "directory/travel-times.csv": "origin,destination,minutes\nmoi,bblm,180\n",
    "directory/visa-routes.csv": """\
host,nationality,passport_type,route,lead_days,since,source
ID,AF,,calling,30,2018-01-01,An agency
ID,PK,service,exempt,,2018-01-01,An agency
""",
    "directory/resource-persons.yaml": """\
- code: anwar
  name: Anwar Siregar
  email: anwar@example.org
  organisation: bblm
  topics:
    - metal
  languages:
    - en
  availability:
    - since: '2018-07-18'
      until: '2018-07-20'
      kind: available
    - since: '2018-07-23'
      until: '2018-07-23'
      kind: unavailable
      note: At a conference
""",
}


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    for code in ("AF", "CA", "ID", "LK", "PK"):
        country(code)


def outcome(path: Path, **options: object) -> dict[str, dict[str, int]]:
    told = import_bundle(path, **{"actor": None, "at": AT, **options})  # type: ignore[arg-type]
    return {name: dict(counts) for name, counts in told.counts.items()}


def refused(path: Path, **options: object) -> list[tuple[str, str, str]]:
    with pytest.raises(BundleError) as caught:
        outcome(path, **options)
    return [(str(one.place), one.rule, one.sentence()) for one in caught.value.report]


def exported() -> dict[str, str]:
    roots = {"sites": Site.objects.all(), "resource-persons": ResourcePerson.objects.all()}
    return {name: content.decode() for name, content in export_bundle(roots).items()}


def test_what_comes_in_goes_out_the_same(tmp_path: Path) -> None:
    counts = outcome(folder(tmp_path, DIRECTORY))

    assert counts["organisations"] == {"new": 2}
    assert counts["memberships"] == {"new": 2}
    assert exported() == DIRECTORY


def test_the_records_hold_what_the_files_say(tmp_path: Path) -> None:
    outcome(folder(tmp_path, DIRECTORY))

    site = Site.objects.get(code="bblm")
    assert [
        (one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in site.opening_hours.all()
    ] == [
        *((day, "08:00", "16:00") for day in range(4)),
        (4, "08:00", "11:30"),
        (4, "13:00", "16:00"),
    ]
    assert site.organisation.parent is not None
    assert site.organisation.parent.code == "moi"
    assert list(
        Membership.objects.order_by("since").values_list("country", "since_precision", "until", "until_precision")
        .filter(body__code="colombo-plan")
    ) == [("LK", "year", None, "day"), ("CA", "day", dt.date(1991, 1, 1), "year")]  # fmt: skip
    assert VisaRoute.objects.get(nationality="AF").lead_days == 30
    assert ResourcePerson.objects.get().person.email == "anwar@example.org"


def test_every_record_leaves_its_deed_in_the_trail(tmp_path: Path) -> None:
    outcome(folder(tmp_path, DIRECTORY))

    actions = set(Deed.objects.values_list("action", "actor"))
    assert ("site.created", "system") in actions
    assert ("site.hours_set", "system") in actions
    assert ("resource_person.availability_set", "system") in actions


def test_the_second_time_nothing_is_new(tmp_path: Path) -> None:
    outcome(folder(tmp_path, DIRECTORY))
    before = Deed.objects.count()

    counts = outcome(tmp_path)

    assert {name: set(one) for name, one in counts.items()} == {name: {"same"} for name in counts}
    assert Deed.objects.count() == before


def test_what_a_file_does_not_mention_stays(tmp_path: Path) -> None:
    outcome(folder(tmp_path / "a", DIRECTORY))
    table = (
        "code,organisation,name.id,country,city,time_zone,colour\nbblm,bblm,BBLM,ID,Cimahi,Asia/Jakarta,\n"
    )

    counts = outcome(folder(tmp_path / "b", {"sites.csv": table}) / "sites.csv")

    site = Site.objects.get(code="bblm")
    assert counts == {"sites": {"changed": 1}}
    assert (site.city, site.name, site.colour, site.latitude) == (
        "Cimahi",
        {"en": "BBLM, Bandung", "id": "BBLM"},
        1,
        site.latitude,
    )
    assert site.opening_hours.count() == 6
    assert Deed.objects.filter(action="site.changed").values_list("detail", flat=True).get() == {
        "fields": "name+city+colour"
    }


def test_an_empty_value_takes_out_what_was_there(tmp_path: Path) -> None:
    outcome(folder(tmp_path / "a", DIRECTORY))
    files = DIRECTORY | {
        "directory/organisations.yaml": DIRECTORY["directory/organisations.yaml"]
        .replace("abbreviation: BBLM", "abbreviation:")
        .replace("    id: Balai Besar Logam dan Mesin", "    id: ''")
        .replace("    - host_centre\n", ""),
        "directory/sites.yaml": DIRECTORY["directory/sites.yaml"].replace(
            "mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00", "''"
        ),
    }

    outcome(folder(tmp_path / "b", files))

    organisation = Organisation.objects.get(code="bblm")
    assert (organisation.abbreviation, organisation.name, organisation.roles) == (
        "",
        {"en": "Centre for Metal and Machinery"},
        ["venue"],
    )
    assert Site.objects.get(code="bblm").opening_hours.count() == 0


def test_what_deeds_and_tables_refuse_is_told_at_its_place_and_nothing_stays(tmp_path: Path) -> None:
    files = DIRECTORY | {
        "directory/rooms.csv": "site,code,name.en,capacity\nbblm,ws-1,A,0\nmoi,WS,B,5\n",
        "directory/memberships.csv": (
            "body,country,since,until,source\n"
            "colombo-plan,LK,1950,1960,A\n"
            "colombo-plan,LK,1955,,B\n"
            "colombo-plan,CA,1951,,\n"
        ),
        "directory/sites.yaml": DIRECTORY["directory/sites.yaml"].replace(
            "fri 08:00-11:30", "fri 08:00-14:30"
        ),
    }

    follows = "Records of this file refer to others that are at fault (1): they were not looked at further."
    assert refused(folder(tmp_path, files)) == [
        ("directory/closures.csv", "deed.follows", follows),
        ("directory/machines.csv", "deed.follows", follows),
        (
            "directory/memberships.csv:3:1",
            "deed.refused",
            "The country is a member on some of these days already.",
        ),
        (
            "directory/memberships.csv:4:1",
            "deed.refused",
            "Say where the membership is written, so that others can check it.",
        ),
        ("directory/rooms.csv:2:4", "value.least", "0 is less than 1."),
        ("directory/rooms.csv:3:2", "value.slug", "“WS” is not a code as the directory has them."),
        ("directory/sites.yaml:1:3", "deed.refused", "The site is open for part of this time already."),
        ("directory/travel-times.csv", "deed.follows", follows),
    ]
    assert Organisation.objects.count() == 0


def test_a_rehearsal_tells_all_and_leaves_nothing(tmp_path: Path) -> None:
    counts = outcome(folder(tmp_path, DIRECTORY), is_rehearsal=True)

    assert counts["sites"] == {"new": 2}
    assert (Site.objects.count(), Deed.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_who_may_not_write_may_not_import(tmp_path: Path) -> None:
    officer = GrantFactory.create().person
    auditor = GrantFactory.create(role=Role.AUDITOR).person

    told = refused(
        folder(tmp_path, {name: DIRECTORY[name] for name in ("bundle.yaml", "directory/topics.csv")}),
        actor=auditor,
    )

    assert told == [("directory/topics.csv:2:1", "deed.refused", "The directory is kept by the office.")]
    assert outcome(tmp_path, actor=officer) == {"topics": {"new": 1}}
    assert Deed.objects.get(action="topic.created").actor == officer.reference


def test_organisations_in_a_circle_are_refused(tmp_path: Path) -> None:
    table = "code,kind,name.en,country,parent\na,other,A,ID,b\nb,other,B,ID,a\nc,other,C,ID,\n"

    assert refused(folder(tmp_path, {"organisations.csv": table}) / "organisations.csv") == [
        ("organisations.csv:2:5", "reference.circle", "“b” belongs to something that belongs to it."),
        ("organisations.csv:3:5", "reference.circle", "“a” belongs to something that belongs to it."),
    ]


def test_an_import_that_is_called_off_leaves_nothing(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if (done, total) == (5, 17):
            raise CancelledError

    with pytest.raises(CancelledError):
        outcome(folder(tmp_path, DIRECTORY), tell=tell)

    assert told == [*((number, 0) for number in range(1, 18)), *((number, 17) for number in range(1, 6))]
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["mon", "mon 8-16", "fri-mon 08:00-16:00", "someday 08:00-16:00", ";", "mon 08:00-25:00"]
)
def test_a_week_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(UnfitError):
        Week().read(text)


def test_a_week_is_written_with_days_alike_drawn_together() -> None:
    week = Week().read("sun 10:00-12:00; mon 08:00-16:00; tue-wed 08:00-16:00; thu 13:00-16:00, 08:00-12:00")

    assert Week().plain(week) == "mon-wed 08:00-16:00; thu 08:00-12:00, 13:00-16:00; sun 10:00-12:00"
    assert Week().read(Week().plain(week)) == week


def test_rooms_are_told_apart_by_site_and_code(tmp_path: Path) -> None:
    outcome(folder(tmp_path / "a", DIRECTORY))
    table = "site,code,name.en,capacity\nmoi,ws-1,Another,5\nbblm,ws-1,Workshop one,12\n"

    counts = outcome(folder(tmp_path / "b", {"rooms.csv": table}) / "rooms.csv")

    assert counts == {"rooms": {"new": 1, "changed": 1}}
    assert sorted(Room.objects.values_list("site__code", "code")) == [("bblm", "ws-1"), ("moi", "ws-1")]
