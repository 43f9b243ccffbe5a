"""One record on its page, the public face, and what other rooms are told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from balai.audit.services import record
from balai.directory.models import (
    VisaRoute,
)
from balai.people.enums import Role
from tests.directory import looks
from tests.directory.asking import LONG_AGO, NOW, columns_of, entered_as, text_of
from tests.directory.factories import (
    BodyFactory,
    ClosureFactory,
    ContactFactory,
    MachineFactory,
    MembershipFactory,
    OpeningHoursFactory,
    OrganisationFactory,
    RoomFactory,
    SiteFactory,
    TechnologyFactory,
    TravelTimeFactory,
    VisaRouteFactory,
)
from tests.people.factories import account_with

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


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


def test_parts_of_a_record_are_changed_and_archived_from_its_page() -> None:
    site = SiteFactory.create()
    way = TravelTimeFactory.create(origin=site)
    room = RoomFactory.create(site=site)

    with time_machine.travel(NOW, tick=False):
        pages = [
            text_of(entered_as(role), "directory:site", site.pk)
            for role in (Role.PROGRAMME_OFFICER, Role.AUDITOR)
        ]

    places = [
        reverse(f"directory:{name}", args=[part.pk])
        for part, kind in ((way, "travel_time"), (room, "room"))
        for name in (f"{kind}_change", f"{kind}_archive")
    ]
    assert [[f'href="{place}"' in page for place in places] for page in pages] == [[True] * 4, [False] * 4]


def test_what_stands_at_a_site_is_asked_for_by_twenties_and_archived_ways_and_memberships_have_words() -> (
    None
):
    way = TravelTimeFactory.create(
        origin__name={"en": "Metal centre"}, destination__name={"en": "Materials centre"}, minutes=5
    )
    membership = MembershipFactory.create(body__name={"en": "Colombo Plan"}, country_id="LK")
    client = entered_as(Role.PROGRAMME_OFFICER)
    for kind, part in (("travel_time", way), ("membership", membership)):
        client.post(reverse(f"directory:{kind}_archive", args=[part.pk]), {"deed": "archive"})

    with CaptureQueriesContext(connection) as asked:
        site = client.get(reverse("directory:site", args=[way.origin_id]))
    with CaptureQueriesContext(connection) as asked_of_body:
        body = client.get(reverse("directory:body", args=[membership.body_id]))

    assert [line.of for page in (site, body) for line in page.context["history"]] == [
        "Metal centre → Materials centre: 5 min",
        "LK · Colombo Plan",
    ]
    limited = {
        table: ["LIMIT 20" in one["sql"] for one in queries if f'FROM "balai_{table}"' in one["sql"]]
        for table, queries in (
            ("machine", asked.captured_queries),
            ("closure", asked.captured_queries),
            ("country", asked_of_body.captured_queries),
        )
    }
    assert limited == {"machine": [True, True], "closure": [True, True], "country": []}


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


def test_deeds_that_do_not_fit_on_a_page_are_a_page_away() -> None:
    client = entered_as(Role.PROGRAMME_OFFICER)
    site = SiteFactory.create()
    for minute in range(15):
        record(
            actor="system",
            action="site.changed",
            subject=site.reference,
            at=NOW.replace(minute=minute),
        )

    newest = client.get(reverse("directory:site", args=[site.pk]))
    oldest = client.get(newest.wsgi_request.path + newest.context["older_deeds"])

    assert [line.at.minute for line in newest.context["history"]] == list(range(14, 2, -1))
    assert [line.at.minute for line in oldest.context["history"]] == [2, 1, 0]
    assert (newest.context["are_older"], oldest.context["older_deeds"]) == (False, "")
    assert "What was done before" in newest.content.decode()


def test_a_site_tells_what_was_done_to_its_rooms() -> None:
    client = entered_as(Role.PROGRAMME_OFFICER)
    room = RoomFactory.create(name={"en": "CNC hall"})
    client.post(reverse("directory:room_archive", args=[room.pk]), {"deed": "archive"})
    client.post(reverse("directory:room_archive", args=[room.pk]), {"deed": "restore"})

    client.post(reverse("directory:room_archive", args=[room.pk]), {"deed": "archive"})

    page = client.get(reverse("directory:site", args=[room.site_id]))
    reader = entered_as(Role.PANEL_MEMBER).get(reverse("directory:site", args=[room.site_id]))

    back = reverse("directory:room_archive", args=[room.pk])
    assert [(line.what, line.of, line.back_url) for line in page.context["history"]] == [
        ("Archived", "CNC hall", back),
        ("Taken back into use", "CNC hall", ""),
        ("Archived", "CNC hall", ""),
    ]
    assert (page.context["rooms"], back in page.content.decode(), back in reader.content.decode()) == (
        [],
        True,
        False,
    )


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
