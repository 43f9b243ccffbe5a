from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from balai.directory.models import Country
from balai.directory.rules import (
    READERS,
    may_archive,
    may_keep_directory,
    may_remove,
    may_restore,
    may_write,
    must_be_true,
)
from balai.people.enums import Role
from balai.people.models import Grant
from tests.directory.factories import (
    BodyFactory,
    ClosureFactory,
    ContactFactory,
    EmbassyFactory,
    MachineFactory,
    MembershipFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    RoomFactory,
    SiteFactory,
    TechnologyFactory,
    TravelTimeFactory,
    VisaRouteFactory,
    country,
)
from tests.people.factories import GrantFactory

if TYPE_CHECKING:
    from balai.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def grant(role: Role, scope: str = "all") -> list[Grant]:
    return [Grant(role=role, scope=scope)]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["CA", "ID"], ""),
        (["CA", "CA"], "embassy.countries_odd"),
        (["BT", "CA"], "embassy.countries_odd"),
        (["CA", "XX"], "embassy.country_unknown"),
    ],
)
def test_an_embassy_is_accredited_to_other_countries_each_once(codes: list[str], expected: str) -> None:
    country("CA")

    assert code(must_be_true(EmbassyFactory.create(accredited_to=codes))) == expected


@pytest.mark.parametrize("role", Role)
def test_the_office_keeps_the_directory_and_nobody_else(role: Role) -> None:
    keeps = role in {Role.PROGRAMME_OFFICER, Role.SECRETARIAT}

    assert code(may_keep_directory(grant(role))) == ("" if keeps else "directory.not_kept_by_you")


@pytest.mark.parametrize("scope", ["country:BT", "edition:01938f00-0000-7000-8000-000000000000"])
def test_a_role_bound_to_a_part_does_not_keep_the_whole(scope: str) -> None:
    assert code(may_keep_directory(grant(Role.PROGRAMME_OFFICER, scope))) == "directory.not_kept_by_you"


def test_whoever_works_for_programmes_reads() -> None:
    assert frozenset(Role) - READERS == {
        Role.NOMINEE,
        Role.PARTICIPANT,
        Role.ALUMNUS,
        Role.LINK_HOLDER,
        Role.API_CLIENT,
    }


@pytest.mark.parametrize("make", [SiteFactory, RoomFactory, MachineFactory, ClosureFactory])
def test_a_coordinator_keeps_what_stands_at_the_own_centre_and_its_parts(make: Any) -> None:
    agency = OrganisationFactory.create()
    centre = OrganisationFactory.create(parent=agency)
    record = make.create(
        **({"organisation": centre} if make is SiteFactory else {"site__organisation": centre})
    )
    at_centre, above, elsewhere = (
        grant(Role.CENTRE_COORDINATOR, f"organisation:{pk}")
        for pk in (centre.pk, agency.pk, OrganisationFactory.create().pk)
    )

    assert code(may_write(record, at_centre)) == ""
    assert code(may_write(record, above)) == ""
    assert code(may_write(record, grant(Role.CENTRE_COORDINATOR))) == ""
    assert code(may_write(record, elsewhere)) == "directory.not_your_centre"
    assert code(may_write(record, grant(Role.RESOURCE_PERSON, f"organisation:{centre.pk}"))) == (
        "directory.not_kept_by_you"
    )


@pytest.mark.parametrize(
    "make",
    [
        OrganisationFactory,
        ContactFactory,
        TechnologyFactory,
        ResourcePersonFactory,
        TravelTimeFactory,
        BodyFactory,
        MembershipFactory,
        VisaRouteFactory,
    ],
)
def test_a_coordinator_leaves_the_rest_to_the_office(make: Any) -> None:
    record = make.create()

    assert code(may_write(record, grant(Role.CENTRE_COORDINATOR))) == "directory.not_kept_by_you"
    assert code(may_write(record, grant(Role.SECRETARIAT))) == ""


def test_a_coordinator_of_a_part_does_not_keep_the_whole() -> None:
    agency = OrganisationFactory.create()
    centre = OrganisationFactory.create(parent=agency)
    site = SiteFactory.create(organisation=agency)

    refusal = may_write(site, grant(Role.CENTRE_COORDINATOR, f"organisation:{centre.pk}"))

    assert code(refusal) == "directory.not_your_centre"


@pytest.mark.parametrize("make", [OrganisationFactory, BodyFactory])
def test_a_tree_has_no_circle(make: Any) -> None:
    whole = make.create()
    part = make.create(parent=make.create(parent=whole))
    whole.parent = part

    assert code(must_be_true(whole)) == "directory.circle"
    whole.parent = make.create()
    assert code(must_be_true(whole)) == ""


def test_a_zone_is_one_that_the_clock_knows() -> None:
    assert code(must_be_true(SiteFactory.create(time_zone="Asia/Bandung"))) == "site.zone_unknown"
    assert code(must_be_true(SiteFactory.create(time_zone="Asia/Jakarta"))) == ""


def test_a_machine_stands_in_a_room_of_its_site() -> None:
    machine = MachineFactory.create()
    assert code(must_be_true(machine)) == ""

    machine.room = RoomFactory.create()

    assert code(must_be_true(machine)) == "machine.room_elsewhere"


def test_a_membership_says_where_it_is_written() -> None:
    assert code(must_be_true(MembershipFactory.create(source=" "))) == "membership.no_source"
    assert code(must_be_true(MembershipFactory.create())) == ""


@pytest.mark.parametrize(
    ("make", "whole"),
    [
        (OrganisationFactory, "parent"),
        (SiteFactory, "organisation"),
        (ContactFactory, "organisation"),
        (TechnologyFactory, "organisation"),
        (ResourcePersonFactory, "organisation"),
    ],
)
def test_nothing_live_hangs_on_what_was_archived(make: Any, whole: str) -> None:
    record = make.create(**{whole: OrganisationFactory.create(archived_at=LONG_AGO)})

    assert code(must_be_true(record)) == "directory.whole_archived"
    record.archived_at = LONG_AGO
    assert code(must_be_true(record)) == ""
    assert code(may_restore(record)) == "directory.whole_archived"


@pytest.mark.parametrize("make", [RoomFactory, ClosureFactory])
def test_nothing_live_stands_at_an_archived_site(make: Any) -> None:
    record = make.create(site=SiteFactory.create(archived_at=LONG_AGO))

    assert code(must_be_true(record)) == "directory.whole_archived"


def test_an_organisation_with_live_parts_or_sites_stays_in_use() -> None:
    whole = OrganisationFactory.create()
    part = OrganisationFactory.create(parent=whole)
    site = SiteFactory.create(organisation=part)

    assert code(may_archive(whole)) == "directory.in_use"
    assert code(may_archive(part)) == "directory.in_use"
    site.archived_at = LONG_AGO
    site.save()
    assert code(may_archive(part)) == ""


def test_a_body_with_live_pillars_stays_in_use() -> None:
    body = BodyFactory.create()
    pillar = BodyFactory.create(kind="pillar", parent=body)

    assert code(may_archive(body)) == "directory.in_use"
    assert code(may_archive(pillar)) == ""


def test_archived_is_archived_once_and_in_use_is_in_use() -> None:
    site = SiteFactory.create()
    assert code(may_restore(site)) == "directory.not_archived"

    site.archived_at = LONG_AGO

    assert code(may_archive(site)) == "directory.archived_already"
    assert code(may_restore(site)) == ""


def test_what_a_role_is_bound_to_stays() -> None:
    centre = OrganisationFactory.create()
    assert code(may_remove(centre)) == ""

    GrantFactory.create(role=Role.CENTRE_COORDINATOR, scope=f"organisation:{centre.pk}")

    assert code(may_remove(centre)) == "scope.in_use"
    assert code(may_remove(Country.objects.get(code="BT"))) == "country.listed"
