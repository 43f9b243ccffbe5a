from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from balai.audit.models import Deed
from balai.directory.kinds import KINDS
from balai.directory.models import (
    Country,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
    VisaRoute,
)
from balai.directory.services.records import fingerprint
from balai.people.enums import Role
from balai.people.models import Person
from tests.directory import looks
from tests.directory.factories import (
    AvailabilityFactory,
    BodyFactory,
    ClosureFactory,
    ContactFactory,
    DeclaredDayFactory,
    MachineFactory,
    MembershipFactory,
    OpeningHoursFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    RoomFactory,
    SiteFactory,
    TechnologyFactory,
    TopicFactory,
    TravelTimeFactory,
    VisaRouteFactory,
)
from tests.directory.sending import sent_by
from tests.people.factories import PersonFactory, account_with

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 7, 17, 22, 30, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def told() -> Deed:
    """The one deed on the directory."""
    return Deed.objects.exclude(action__startswith="account.").get()


def entered_as(role: Role, scope: str = "all") -> Client:
    client = Client()
    client.force_login(account_with(role, scope=scope))
    return client


def text_of(client: Client, view: str, *arguments: Any, **query: Any) -> str:
    response = client.get(reverse(view, args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def columns_of(form_page: Any) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    return sent_by(form_page.context["form"])


# --- lists ------------------------------------------------------------------------------------------

MAKERS: dict[str, Any] = {
    "organisations": OrganisationFactory,
    "sites": SiteFactory,
    "machines": MachineFactory,
    "technologies": TechnologyFactory,
    "topics": TopicFactory,
    "resource_persons": ResourcePersonFactory,
    "bodies": BodyFactory,
}
QUERIES = {
    # session, account, factor, grants, office, letters to decide, rows; then what the filter offers
    "organisations": 8,
    "sites": 8,
    "machines": 7,
    "technologies": 8,
    "topics": 7,
    "resource_persons": 8,
    "bodies": 7,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", MAKERS)
def test_a_list_asks_the_database_equally_often_for_any_number_of_rows(
    name: str, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = entered_as(Role.SECRETARIAT)
    made = [MAKERS[name].create() for _row in range(rows)]
    for record in made:
        if hasattr(record, "topics"):
            record.topics.add(TopicFactory.create(), TopicFactory.create())
    query = {"q": "bblm"} if name == "organisations" else {}
    client.get(reverse(f"directory:{name}"))  # the session is noted at its first request

    with django_assert_num_queries(QUERIES[name]):
        response = client.get(reverse(f"directory:{name}"), query)

    there = {row.pk for row in response.context["rows"]}
    assert {record.pk for record in made} <= there
    assert response.content.decode().count(' scope="row"') == len(there)


def test_a_list_is_filtered_and_says_when_nothing_fits() -> None:
    client = entered_as(Role.FOCAL_POINT, "country:BT")
    OrganisationFactory.create(code="kemenperin", kind="ministry", name={"en": "Ministry of Industry"})
    OrganisationFactory.create(name={"en": "Centre for Textile"})

    found = text_of(client, "directory:organisations", kind="ministry")

    assert ("Ministry of Industry" in found, "Centre for Textile" in found) == (True, False)
    assert "Nothing fits" in text_of(client, "directory:organisations", q="batik")
    assert "Nothing here yet" in text_of(client, "directory:visa_routes")


def test_a_filter_that_cannot_be_is_left_out_rather_than_obeyed() -> None:
    OrganisationFactory.create(name={"en": "Centre for Textile"})

    assert "Centre for Textile" in text_of(
        entered_as(Role.SECRETARIAT), "directory:organisations", kind="club", country="ZZ", sort="luck"
    )


def test_a_long_list_goes_on_where_the_page_before_ended() -> None:
    client = entered_as(Role.SECRETARIAT)
    for number in range(60):
        OrganisationFactory.create(code=f"c{number}", name={"en": f"Centre {number:02}"})

    first = client.get(reverse("directory:organisations"), {"q": "centre"})
    second = client.get(reverse("directory:organisations") + first.context["pager"].next_url)

    names = [str(row) for page in (first, second) for row in page.context["rows"]]
    assert names == [f"Centre {number:02}" for number in range(60)]
    assert second.context["pager"].next_url == ""


def test_members_on_a_day_are_a_list_of_countries() -> None:
    body = BodyFactory.create(code="colombo-plan")
    MembershipFactory.create(
        body=body, country_id="CA", since=dt.date(1951, 1, 1), until=dt.date(1991, 12, 31)
    )

    client = entered_as(Role.SECRETARIAT)
    there = client.get(reverse("directory:countries"), {"body": "colombo-plan", "on": "1991-12-31"})
    gone = client.get(reverse("directory:countries"), {"body": "colombo-plan", "on": "1992-01-01"})

    assert [row.code for row in there.context["rows"]] == ["CA"]
    assert gone.context["rows"] == []


def test_coordinators_list_the_resource_persons_of_their_own_centre() -> None:
    own, foreign = ResourcePersonFactory.create(), ResourcePersonFactory.create()
    client = entered_as(Role.CENTRE_COORDINATOR, f"organisation:{own.organisation_id}")

    page = client.get(reverse("directory:resource_persons"))

    assert page.context["rows"] == [own]
    assert client.get(reverse("directory:resource_person", args=[foreign.pk])).status_code == 404
    sheet = b"".join(client.get(reverse("directory:resource_persons_export"))).decode()
    assert (own.code in sheet, foreign.code in sheet) == (True, False)


# --- sheets -----------------------------------------------------------------------------------------


def sheet_of(view: str, **query: str) -> list[dict[str, str]]:
    response: Any = entered_as(Role.SECRETARIAT).get(reverse(view), query)
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


def test_a_sheet_has_a_column_for_each_language_and_codes_for_what_it_points_to() -> None:
    ministry = OrganisationFactory.create(code="kemenperin", name={"en": "Ministry"})
    OrganisationFactory.create(
        code="bblm",
        parent=ministry,
        name={"en": "Metal", "id": "Logam"},
        roles=["host_centre", "venue"],
        languages=["id", "en"],
    )

    rows = {row["code"]: row for row in sheet_of("directory:organisations_export")}

    assert {
        name: rows["bblm"][name] for name in ("name_en", "name_id", "parent", "country", "roles", "languages")
    } == {
        "name_en": "Metal",
        "name_id": "Logam",
        "parent": "kemenperin",
        "country": "ID",
        "roles": "host_centre venue",
        "languages": "id en",
    }
    assert rows["kemenperin"]["name_id"] == rows["kemenperin"]["parent"] == ""


def test_a_cell_of_a_sheet_is_no_formula_and_a_number_stays_one() -> None:
    SiteFactory.create(code="bblm", name={"en": "=HYPERLINK(1)"}, city="+Bandung")

    (row,) = sheet_of("directory:sites_export")

    assert (row["name_en"], row["city"], row["latitude"]) == ("'=HYPERLINK(1)", "'+Bandung", "-6.88000")


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.listing], ids=lambda kind: kind.name
)
def test_every_list_has_a_sheet_with_the_same_rows(kind: Any) -> None:
    looks.keep_a_directory()
    word = kind.plural.replace("-", "_")
    client = entered_as(Role.SECRETARIAT)

    rows = client.get(reverse(f"directory:{word}")).context["rows"]

    sheet = sheet_of(f"directory:{word}_export")
    assert len(rows) == min(len(sheet), 50)
    assert len(sheet) > 0
    assert all(None not in row and None not in row.values() for row in sheet)


# --- records ----------------------------------------------------------------------------------------


def test_contacts_are_shown_to_the_office_and_to_nobody_else() -> None:
    contact = ContactFactory.create(office={"en": "Cooperation bureau"}, email="bureau@example.org")
    place = contact.organisation_id

    seen = {
        role: "bureau@example.org" in text_of(entered_as(role), "directory:organisation", place)
        for role in (Role.SECRETARIAT, Role.AUDITOR, Role.FOCAL_POINT, Role.PARTICIPANT)
    }

    assert seen == {
        Role.SECRETARIAT: True,
        Role.AUDITOR: True,
        Role.FOCAL_POINT: False,
        Role.PARTICIPANT: False,
    }


def test_an_organisation_shows_its_way_up_and_what_belongs_to_it() -> None:
    ministry = OrganisationFactory.create(name={"en": "Ministry of Industry"})
    agency = OrganisationFactory.create(name={"en": "Research agency"}, parent=ministry)
    OrganisationFactory.create(name={"en": "Centre for Ceramics"}, parent=agency)
    OrganisationFactory.create(name={"en": "Closed centre"}, parent=agency, archived_at=LONG_AGO)
    SiteFactory.create(organisation=agency, name={"en": "Head office"})
    TechnologyFactory.create(organisation=agency, title={"en": "Carton recycling"})

    page = text_of(entered_as(Role.FOCAL_POINT, "country:BT"), "directory:organisation", agency.pk)

    for text in ("Ministry of Industry", "Centre for Ceramics", "Head office", "Carton recycling"):
        assert text in page
    assert "Closed centre" not in page


def test_a_site_tells_its_time_its_week_and_what_stands_there() -> None:
    site = SiteFactory.create(time_zone="Asia/Jakarta", gate_lead_days=7)
    OpeningHoursFactory.create(site=site, weekday=4, opens=dt.time(8), closes=dt.time(11, 30))
    ClosureFactory.create(site=site, since=dt.date(2018, 7, 17), until=dt.date(2018, 7, 18))
    ClosureFactory.create(
        site=site, since=dt.date(2018, 7, 1), until=dt.date(2018, 7, 17), reason={"en": "Past"}
    )
    RoomFactory.create(site=site, name={"en": "CNC hall"})
    MachineFactory.create(site=site, room=None, quantity=3, trainees_per_machine=2)
    TravelTimeFactory.create(origin=site, destination__name={"en": "Materials centre"}, minutes=5)

    with time_machine.travel(NOW, tick=False):
        page = text_of(entered_as(Role.FOCAL_POINT, "country:BT"), "directory:site", site.pk)

    for text in (
        "05:30",
        "08:00–11:30",
        "17 Jul 2018–18 Jul 2018",
        "CNC hall",
        "6 people at a time",
        "Materials centre",
    ):
        assert text in page
    assert "Past" not in page


def test_a_body_lists_its_members_on_the_day_asked() -> None:
    body = BodyFactory.create()
    MembershipFactory.create(body=body, country_id="LK", since=dt.date(1950, 1, 1), since_precision="year")
    MembershipFactory.create(
        body=body,
        country_id="CA",
        since=dt.date(1951, 1, 1),
        until=dt.date(1991, 12, 31),
        until_precision="year",
    )
    client = entered_as(Role.SECRETARIAT)

    def members(on: str, q: str = "") -> list[str]:
        page = client.get(reverse("directory:body", args=[body.pk]), {"on": on, "q": q})
        return [held.country_id for held in page.context["members"]]

    assert members("1960-01-01") == ["CA", "LK"]
    assert members("2018-07-18") == ["LK"]
    assert (members("1960-01-01", "lanka"), members("2018-07-18", "canada")) == (["LK"], [])
    assert client.get(reverse("directory:body", args=[body.pk]), {"on": "2018-13-01"}).status_code == 404
    assert client.get(reverse("directory:body", args=[body.pk]), {"on": "soon"}).status_code == 404


def test_a_country_tells_what_it_belongs_to_and_how_its_nationals_travel() -> None:
    VisaRouteFactory.create(nationality_id="AF", host_id="ID")

    page = text_of(entered_as(Role.FOCAL_POINT, "country:AF"), "directory:country", "AF")

    for text in ("Least developed countries", "1971", "Calling visa", "Asia/Kabul"):
        assert text in page


@pytest.mark.parametrize(
    ("nationality", "expected"),
    [("AF", "30 calendar days"), ("BT", "No rule says how"), ("ID", "One’s own country asks for no visa")],
)
def test_a_visa_question_is_answered_by_the_rule_or_honestly_not(nationality: str, expected: str) -> None:
    VisaRouteFactory.create()

    page = text_of(
        entered_as(Role.FOCAL_POINT, "country:AF"),
        "directory:visa_question",
        host="ID",
        nationality=nationality,
        residence="PK",
        passport_type="service",
        on="2018-07-18",
    )

    assert expected in page


def test_a_page_tells_what_was_done_by_whom_and_when() -> None:
    account = account_with(Role.PROGRAMME_OFFICER)
    client = Client()
    client.force_login(account)
    site = SiteFactory.create()
    change = client.get(reverse("directory:site_change", args=[site.pk]))
    with time_machine.travel(NOW, tick=False):
        client.post(
            reverse("directory:site_change", args=[site.pk]),
            columns_of(change) | {"city": "Cimahi", "colour": "4"},
        )
        page = client.get(reverse("directory:site", args=[site.pk]))

    (line,) = page.context["history"]
    assert account.person is not None
    assert (line.at, line.who, line.what, line.of) == (NOW, account.person.name, "Changed: city, colour", "")
    assert "Changed: city, colour" in page.content.decode()


def test_a_site_tells_what_was_done_to_its_rooms() -> None:
    client = entered_as(Role.PROGRAMME_OFFICER)
    room = RoomFactory.create(name={"en": "CNC hall"})
    client.post(reverse("directory:room_archive", args=[room.pk]), {"deed": "archive"})
    client.post(reverse("directory:room_archive", args=[room.pk]), {"deed": "restore"})

    page = client.get(reverse("directory:site", args=[room.site_id]))

    assert [(line.what, line.of) for line in page.context["history"]] == [
        ("Taken back into use", "CNC hall"),
        ("Archived", "CNC hall"),
    ]


# --- forms ------------------------------------------------------------------------------------------

ENTERED: dict[str, tuple[Any, dict[str, Any]]] = {
    "organisation": (None, {"name_en": "Centre", "kind": "centre", "country": "ID", "certainty": "known"}),
    "contact": (OrganisationFactory, {"office_en": "Bureau", "email": "bureau@example.org"}),
    "closure": (SiteFactory, {"since": "2018-07-16", "until": "2018-07-17", "reason_en": "Maintenance"}),
    "room": (SiteFactory, {"name_en": "Hall", "kind": "hall", "capacity": "40", "is_step_free": "true"}),
    "machine": (
        SiteFactory,
        {
            "name_en": "CNC",
            "quantity": "3",
            "trainees_per_machine": "2",
            "safety_class": "briefed",
            "certainty": "known",
        },
    ),
    "topic": (None, {"name_en": "Machining", "name_id": "Permesinan"}),
    "resource_person": (None, {"person_name": "Anwar Siregar", "certainty": "known", "languages": ["id"]}),
    "body": (None, {"name_en": "Colombo Plan", "kind": "intergovernmental", "certainty": "known"}),
    "membership": (
        BodyFactory,
        {
            "country": "BT",
            "since": "1962-01-01",
            "since_precision": "year",
            "until_precision": "day",
            "source": "Proceedings",
            "certainty": "known",
        },
    ),
    "visa_route": (
        None,
        {"host": "ID", "nationality": "AF", "route": "calling", "since": "2015-01-01", "certainty": "known"},
    ),
    "declared_day": (
        None,
        {
            "country": "ID",
            "since": "2018-06-11",
            "until": "2018-06-12",
            "kind": "leave",
            "name_en": "Collective leave",
            "certainty": "known",
        },
    ),
}


@pytest.mark.parametrize("name", ENTERED)
def test_the_office_enters_a_record_of_every_kind(name: str) -> None:
    make_whole, data = ENTERED[name]
    client = entered_as(Role.PROGRAMME_OFFICER)
    kind = KINDS[name]
    before = kind.model._default_manager.count()
    address = reverse(f"directory:{name}_new", args=[make_whole.create().pk] if make_whole else [])

    assert client.get(address).status_code == 200
    response = client.post(address, data)

    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200
    assert kind.model._default_manager.count() == before + 1
    assert Deed.objects.filter(action=f"{name}.created").count() == 1


def test_a_site_and_a_technology_name_their_organisation_by_its_code() -> None:
    centre = OrganisationFactory.create(code="bblm")
    client = entered_as(Role.PROGRAMME_OFFICER)
    site = {
        "name_en": "Grounds",
        "organisation": " BBLM ",
        "country": "ID",
        "city": "Bandung",
        "time_zone": "Asia/Jakarta",
        "colour": "3",
        "gate_lead_days": "7",
        "photo_rule": "ask",
        "prayer_place": "on_site",
        "certainty": "known",
    }

    client.post(reverse("directory:site_new"), site)
    wrong = client.post(reverse("directory:site_new"), site | {"organisation": "bbt"})
    client.post(
        reverse("directory:technology_new"),
        {"title_en": "Recycling", "organisation": "bblm", "certainty": "known"},
    )

    assert [entered.organisation for entered in Site.objects.all()] == [centre]
    assert [entered.organisation for entered in Technology.objects.all()] == [centre]
    assert wrong.status_code == 422
    assert "Nothing in use has the code “bbt”" in wrong.content.decode()


def test_a_code_of_something_archived_is_told_as_such() -> None:
    OrganisationFactory.create(code="bbt", archived_at=NOW)
    client = entered_as(Role.SECRETARIAT)

    answer = client.post(reverse("directory:technology_new"), {"title_en": "Dyes", "organisation": "bbt"})

    assert "What has the code “bbt” is archived." in answer.content.decode()
    assert not Technology.objects.exists()


def test_a_travel_time_is_entered_from_a_site_to_another() -> None:
    here, there = SiteFactory.create(), SiteFactory.create(code="b4t")
    client = entered_as(Role.SECRETARIAT)
    address = reverse("directory:travel_time_new", args=[here.pk])
    data = {"destination": "b4t", "mode": "walk", "minutes": "5", "certainty": "assumed"}

    assert client.post(address, data).status_code == 302
    again = client.post(address, data)

    assert [(way.destination, way.minutes) for way in here.ways_out.all()] == [(there, 5)]
    assert again.status_code == 422
    assert "This way is known already" in again.content.decode()


def test_a_code_is_made_from_the_name_and_is_free() -> None:
    client = entered_as(Role.PROGRAMME_OFFICER)
    data = {"name_en": "Balai Besar Logam", "kind": "centre", "country": "ID", "certainty": "known"}

    for more in ({}, {"abbreviation": "BBLM"}, {"abbreviation": "BBLM"}, {"code": "own"}):
        assert client.post(reverse("directory:organisation_new"), data | more).status_code == 302

    codes = Organisation.objects.values_list("code", flat=True)
    assert sorted(codes) == ["balai-besar-logam", "bblm", "bblm-2", "own"]


def test_what_was_typed_stays_and_the_rule_is_said() -> None:
    client = entered_as(Role.PROGRAMME_OFFICER)
    data = {
        "name_en": "Centre",
        "kind": "centre",
        "country": "ID",
        "code": "Not plain!",
        "certainty": "known",
    }

    page = client.post(reverse("directory:organisation_new"), data)

    assert page.status_code == 422
    assert "Not plain!" in page.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("make", "data"),
    [
        (OrganisationFactory, {"city": "Cimahi"}),
        (ContactFactory, {"telephone": "+62 22 1"}),
        (SiteFactory, {"city": "Cimahi"}),
        (ClosureFactory, {"until": "2018-07-20"}),
        (RoomFactory, {"capacity": "13"}),
        (TravelTimeFactory, {"minutes": "26"}),
        (MachineFactory, {"model": "VMC-4"}),
        (TechnologyFactory, {"readiness": "9"}),
        (TopicFactory, {"name_id": "Bubut"}),
        (ResourcePersonFactory, {"honorarium_class": "IV/a"}),
        (BodyFactory, {"abbreviation": "CP"}),
        (MembershipFactory, {"until": "2020-12-31"}),
        (VisaRouteFactory, {"lead_days": "31"}),
        (DeclaredDayFactory, {"until": "2018-06-14"}),
    ],
)
def test_a_form_shows_what_is_there_and_changes_what_was_changed(make: Any, data: dict[str, str]) -> None:
    record = make.create()
    name = record.reference.partition(":")[0]
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse(f"directory:{name}_change", args=[record.pk])
    form = client.get(address)

    response = client.post(address, columns_of(form) | data)

    assert response.status_code == 302, response.context["form"].errors
    deed = told()
    column = next(iter(data)).rpartition("_")[0] if "_id" in next(iter(data)) else next(iter(data))
    assert (deed.action, deed.detail) == (f"{name}.changed", {"fields": column})


def test_a_country_is_corrected() -> None:
    client = entered_as(Role.SECRETARIAT)
    address = reverse("directory:country_change", args=["TR"])
    form = client.get(address)

    client.post(address, columns_of(form) | {"name_en": "Turkey"})

    assert Country.objects.get(code="TR").name["en"] == "Turkey"
    assert told().subject == "country:TR"


def test_two_who_change_the_same_record_do_not_overwrite_each_other() -> None:
    site = SiteFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:site_change", args=[site.pk])
    mine, theirs = columns_of(client.get(address)), columns_of(client.get(address))

    assert mine["seen"] == fingerprint(Site.objects.get())
    client.post(address, theirs | {"city": "Cimahi"})
    page = client.post(address, mine | {"city": "Bogor"})

    assert page.status_code == 422
    assert "Somebody else has changed this record meanwhile" in page.content.decode()
    assert Site.objects.get().city == "Cimahi"


def test_a_coordinator_changes_what_stands_at_the_own_centre_and_opens_no_other_form() -> None:
    own, foreign = RoomFactory.create(), RoomFactory.create()
    client = entered_as(Role.CENTRE_COORDINATOR, f"organisation:{own.site.organisation_id}")
    address = reverse("directory:room_change", args=[own.pk])

    client.post(address, columns_of(client.get(address)) | {"capacity": "30"})

    assert Room.objects.get(pk=own.pk).capacity == 30
    for view, key in (
        ("room_change", foreign.pk),
        ("room_archive", foreign.pk),
        ("room_new", foreign.site_id),
        ("site_hours", foreign.site_id),
        ("site_change", foreign.site_id),
        ("organisation_change", own.site.organisation_id),
    ):
        assert client.get(reverse(f"directory:{view}", args=[key])).status_code == 403
    assert "Enter a room" in text_of(client, "directory:site", own.site_id)
    assert "Enter a room" not in text_of(client, "directory:site", foreign.site_id)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.FOCAL_POINT])
def test_readers_are_offered_no_form(role: Role) -> None:
    site = SiteFactory.create()
    client = entered_as(role)

    for view, arguments in (("directory:sites", []), ("directory:site", [site.pk])):
        page = text_of(client, view, *arguments)
        assert "/new/" not in page
        assert "/change/" not in page


def test_an_officer_of_one_edition_reads_and_is_offered_no_form() -> None:
    site = SiteFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER, "edition:01900000-0000-7000-8000-00000000ed17")

    assert "/change/" not in text_of(client, "directory:site", site.pk)
    assert client.get(reverse("directory:site_change", args=[site.pk])).status_code == 403


# --- archiving --------------------------------------------------------------------------------------


def test_archiving_says_first_what_it_means() -> None:
    site = SiteFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:site_archive", args=[site.pk])

    assert "It will no longer be offered" in client.get(address).content.decode()
    assert not Site.objects.get().is_archived
    client.post(address, {"deed": "archive"})

    assert Site.objects.get().is_archived
    assert "Out of use since" in text_of(client, "directory:site", site.pk)
    assert "offered nowhere" in client.get(address).content.decode()
    client.post(address, {"deed": "restore"})
    assert not Site.objects.get().is_archived


def test_what_is_in_use_says_why_it_cannot_be_archived_or_removed() -> None:
    centre = SiteFactory.create().organisation
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:organisation_archive", args=[centre.pk])

    page = client.get(address).content.decode()
    answers = [client.post(address, {"deed": deed}) for deed in ("archive", "remove")]

    assert "Parts or sites of this organisation are in use" in page
    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Other records point to this one (1)" in answers[1].content.decode()
    assert not Organisation.objects.get().is_archived


def test_what_was_entered_by_mistake_is_removed_and_the_list_is_shown() -> None:
    machine = MachineFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)

    response = client.post(reverse("directory:machine_archive", args=[machine.pk]), {"deed": "remove"})

    assert not Machine.objects.exists()
    assert client.get(response["Location"]).status_code == 200


def test_taking_back_what_has_been_replaced_says_so() -> None:
    old = MembershipFactory.create(archived_at=LONG_AGO)
    MembershipFactory.create(body=old.body)
    client = entered_as(Role.SECRETARIAT)

    page = client.post(reverse("directory:membership_archive", args=[old.pk]), {"deed": "restore"})

    assert page.status_code == 409
    assert "The country is a member on some of these days already" in page.content.decode()
    assert Membership.objects.get(pk=old.pk).is_archived


# --- weeks and days ---------------------------------------------------------------------------------


def test_a_week_is_written_and_shown_again() -> None:
    site = OpeningHoursFactory.create(weekday=5).site
    client = entered_as(Role.PROGRAMME_OFFICER)
    address = reverse("directory:site_hours", args=[site.pk])
    week = {
        "day4_0_opens": "08:00",
        "day4_0_closes": "11:30",
        "day4_1_opens": "13:00",
        "day4_1_closes": "16:30",
    }

    assert 'value="08:00"' in client.get(address).content.decode()
    client.post(address, week)

    assert [(row.weekday, str(row.opens), str(row.closes)) for row in site.opening_hours.all()] == [
        (4, "08:00:00", "11:30:00"),
        (4, "13:00:00", "16:30:00"),
    ]
    form = client.get(address).context["form"]
    assert {name: str(value)[:5] for name, value in form.initial.items()} == week


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ({"day0_0_opens": "08:00"}, "Monday: give both the opening and the closing"),
        ({"day0_0_opens": "08:00", "day0_0_closes": "07:00"}, "A site closes after it opens"),
        (
            {
                "day0_0_opens": "08:00",
                "day0_0_closes": "12:00",
                "day0_1_opens": "11:00",
                "day0_1_closes": "16:00",
            },
            "The site is open for part of this time already",
        ),
    ],
)
def test_a_week_that_cannot_be_says_why_and_keeps_what_was_typed(week: dict[str, str], said: str) -> None:
    site = SiteFactory.create()
    client = entered_as(Role.PROGRAMME_OFFICER)

    page = client.post(reverse("directory:site_hours", args=[site.pk]), week)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert 'value="08:00"' in page.content.decode()
    assert not site.opening_hours.exists()


def stretches(*rows: dict[str, str]) -> dict[str, str]:
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    return sent | {
        f"form-{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()
    }


def test_days_are_written_and_rows_that_were_cleared_are_forgotten() -> None:
    card = AvailabilityFactory.create().person
    client = entered_as(Role.SECRETARIAT)
    address = reverse("directory:resource_person_days", args=[card.pk])
    row = {"since": "2018-07-19", "until": "2018-07-20", "kind": "tentative", "note": "exam week"}

    assert 'value="2018-07-23"' in client.get(address).content.decode()
    assert (
        client.post(address, stretches(row, {"since": "", "until": "", "kind": "", "note": ""})).status_code
        == 302
    )

    (said,) = card.availability.all()
    assert (said.since, said.until, said.kind, said.note) == (
        dt.date(2018, 7, 19),
        dt.date(2018, 7, 20),
        "tentative",
        "exam week",
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"since": "2018-07-19"}], "Give the first day, the last day and what was said"),
        (
            [{"since": "2018-07-19", "until": "2018-07-20", "kind": "available"}] * 2,
            "Something was said about some of these days already",
        ),
    ],
)
def test_days_that_cannot_be_say_why(rows: list[dict[str, str]], said: str) -> None:
    card = ResourcePersonFactory.create()
    client = entered_as(Role.SECRETARIAT)

    page = client.post(reverse("directory:resource_person_days", args=[card.pk]), stretches(*rows))

    assert page.status_code == 422
    assert said in page.content.decode()
    assert not card.availability.exists()


def test_a_known_address_gives_the_card_to_that_person() -> None:
    known = PersonFactory.create(name="Anwar Siregar", email="anwar@example.org")
    client = entered_as(Role.SECRETARIAT)
    data = {"person_name": "A. Siregar", "person_email": "anwar@example.org", "certainty": "known"}

    client.post(reverse("directory:resource_person_new"), data)

    assert [card.person for card in ResourcePerson.objects.all()] == [known]
    assert Person.objects.filter(name="A. Siregar").count() == 0


# --- suggestions and the public face ------------------------------------------------------------------


def test_what_no_database_can_hold_is_refused_before_anyone_asks_it(client: Client) -> None:
    officer = entered_as(Role.PROGRAMME_OFFICER)

    assert officer.get(reverse("directory:suggest_sites"), {"q": "\0"}).status_code == 400
    assert officer.get(reverse("directory:sites"), {"q": "\0", "city": "\0"}).status_code == 400
    assert client.get("/en/centres/", {"q": "\0"}).status_code == 400


def test_suggestions_are_a_few_that_fit_and_no_markup() -> None:
    for number in range(20):
        OrganisationFactory.create(code=f"c{number}", name={"en": f"Centre <b>{number:02}</b>"})
    OrganisationFactory.create(code="gone", name={"en": "Centre of the past"}, archived_at=LONG_AGO)
    client = entered_as(Role.PROGRAMME_OFFICER)

    options = client.get(reverse("directory:suggest_organisations"), {"parent": "centre"}).content.decode()

    assert options.count("<option") == 12
    assert options.startswith('<option value="c0">Centre &lt;b&gt;00&lt;/b&gt;</option>')
    assert "gone" not in options


def test_everybody_sees_centres_and_what_they_offer_and_no_contact(client: Client) -> None:
    looks.keep_a_directory()

    page = client.get("/en/centres/bblm/").content.decode()

    for text in (
        "Centre for Metal and Machinery",
        "CNC machines for small workshops",
        "CNC milling machine",
        "BBLM",
    ):
        assert text in page
    for text in ("kerjasama@bblm.example", "5550", "Cooperation section", "Anwar", "III/d"):
        assert text not in page
    assert "Balai Besar Logam dan Mesin" in client.get("/id/centres/bblm/").content.decode()


def test_centres_are_found_by_what_they_offer(client: Client) -> None:
    paper = TechnologyFactory.create(
        title={"en": "Carton recycling"}, organisation__kind="company"
    ).organisation
    OrganisationFactory.create(code="bbt", name={"en": "Centre for Textile"})
    OrganisationFactory.create(kind="ministry", name={"en": "Ministry of Textile"})

    def found(**query: str) -> set[str]:
        return {centre.code for centre in client.get("/en/centres/", query).context["centres"]}

    assert found() == {paper.code, "bbt"}
    assert found(q="carton") == {paper.code}
    assert found(q="textile") == {"bbt"}
    assert found(q="ceramics") == set()


def test_an_archived_centre_is_shown_to_nobody(client: Client) -> None:
    OrganisationFactory.create(code="gone", archived_at=LONG_AGO)

    assert client.get("/en/centres/gone/").status_code == 404
    assert client.get("/en/centres/").context["centres"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_asks_the_database_equally_often_for_any_number_of_rows(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        TechnologyFactory.create()

    with django_assert_num_queries(3):  # centres with countries, technologies, office
        page = client.get("/en/centres/")

    assert len(page.context["centres"]) == rows


# --- other rooms --------------------------------------------------------------------------------------


def test_the_search_finds_records_of_every_kind_for_who_may_see_them() -> None:
    looks.keep_a_directory()

    def found(role: Role, words: str) -> set[tuple[str, str]]:
        page = entered_as(role).get(reverse("portal:search"), {"q": words})
        return {(str(group.kind), str(hit.title)) for group in page.context["found"] for hit in group.hits}

    assert found(Role.FINANCE_OFFICER, "cnc") == {
        ("Machines", "CNC milling machine"),
        ("Technologies", "CNC machines for small workshops"),
    }
    assert ("Resource persons", "Anwar Siregar") in found(Role.SECRETARIAT, "anwar")
    assert found(Role.FOCAL_POINT, "anwar") == set()
    assert found(Role.PARTICIPANT, "cnc") == set()
    assert ("Countries", "Bhutan") in found(Role.FOCAL_POINT, "bhutan")


def test_scopes_of_roles_are_named_chosen_and_known(client: Client) -> None:
    from balai.people.registries import scope_kinds
    from balai.people.rules import is_known_scope

    centre = OrganisationFactory.create(name={"en": "Centre for Metal"})
    OrganisationFactory.create(kind="sme")
    OrganisationFactory.create(archived_at=LONG_AGO)
    countries, organisations = scope_kinds["country"], scope_kinds["organisation"]

    assert (countries.name("BT"), countries.name("ZZ")) == ("Bhutan", None)
    assert ("BT", "Bhutan") in list(countries.choices(at=NOW))
    assert organisations.name(str(centre.pk)) == "Centre for Metal"
    assert list(organisations.choices(at=NOW)) == [(str(centre.pk), "Centre for Metal")]
    assert is_known_scope(f"organisation:{centre.pk}")
    assert not is_known_scope("organisation:01900000-0000-7000-8000-00000000ffff")
    assert not is_known_scope("country:ZZ")


def test_a_visa_rule_for_everybody_is_called_so() -> None:
    VisaRouteFactory.create(nationality_id=None)

    assert "All others" in text_of(entered_as(Role.SECRETARIAT), "directory:visa_routes")
    assert VisaRoute.objects.count() == 1
