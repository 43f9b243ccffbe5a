"""Entering and changing records by their forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from balai.audit.models import Deed
from balai.directory.kinds import KINDS
from balai.directory.models import (
    Country,
    Organisation,
    Room,
    Site,
    Technology,
)
from balai.directory.services.records import fingerprint
from balai.people.enums import Role
from tests.directory.asking import ENTERED, NOW, columns_of, entered_as, text_of, told
from tests.directory.factories import (
    BodyFactory,
    ClosureFactory,
    ContactFactory,
    DeclaredDayFactory,
    MachineFactory,
    MembershipFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    RoomFactory,
    SiteFactory,
    TechnologyFactory,
    TopicFactory,
    TravelTimeFactory,
    VisaRouteFactory,
    country,
)

pytestmark = pytest.mark.django_db


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


def test_an_embassy_says_where_it_is_accredited_and_nothing_else_does() -> None:
    country("LA")
    client = entered_as(Role.SECRETARIAT)
    embassy = {
        "name_en": "Embassy of Bhutan",
        "kind": "embassy",
        "country": "BT",
        "certainty": "known",
        "accredited_to": "id la",
    }
    new = reverse("directory:organisation_new")

    unknown = client.post(new, embassy | {"accredited_to": "ID, XX"}).content.decode()
    centre = client.post(new, embassy | {"kind": "centre"}).content.decode()
    entered = client.post(new, embassy)

    assert "These are no codes of countries: XX." in unknown
    assert "Only an embassy is accredited to countries." in centre
    record = Organisation.objects.get()
    assert record.accredited_to == ["ID", "LA"]
    assert "Laos" in client.get(entered["Location"]).content.decode()
    change = client.get(reverse("directory:organisation_change", args=[record.pk]))
    assert columns_of(change)["accredited_to"] == "ID, LA"


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
