from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from balai.directory.enums import AvailabilityKind, BodyKind, OrganisationRole, VisaKind
from balai.directory.models import Organisation
from balai.directory.queries import (
    VisaAnswer,
    contacts_visible_to,
    countries_found,
    is_member,
    lineage_of,
    machines_found,
    members_of,
    memberships_ended_before,
    memberships_of,
    organisations_found,
    resource_persons_found,
    resource_persons_visible_to,
    sites_found,
    sorted_by_name,
    technologies_found,
    visa_route_for,
    visa_routes_found,
)
from balai.kernel.paging import page_of
from balai.people.enums import Role
from balai.people.models import Grant
from tests.directory.factories import (
    AvailabilityFactory,
    BodyFactory,
    ContactFactory,
    MachineFactory,
    MembershipFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
    TechnologyFactory,
    TopicFactory,
    VisaRouteFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
IN_THE_COURSE = dt.date(2018, 7, 20)


# --- membership -------------------------------------------------------------------------------------


def codes(countries: Any) -> list[str]:
    return list(countries.order_by("code").values_list("code", flat=True))


def test_members_are_those_of_the_day() -> None:
    body = BodyFactory.create()
    MembershipFactory.create(body=body, country_id="LK", since=dt.date(1950, 1, 1))
    MembershipFactory.create(
        body=body, country_id="CA", since=dt.date(1951, 1, 1), until=dt.date(1991, 12, 31)
    )
    MembershipFactory.create(country_id="PK")
    MembershipFactory.create(body=body, country_id="AF", archived_at=LONG_AGO)

    assert codes(members_of(body, on=dt.date(1950, 12, 31))) == ["LK"]
    assert codes(members_of(body, on=dt.date(1951, 1, 1))) == ["CA", "LK"]
    assert codes(members_of(body, on=dt.date(1991, 12, 31))) == ["CA", "LK"]
    assert codes(members_of(body, on=dt.date(1992, 1, 1))) == ["LK"]


def test_a_pillar_without_a_list_has_the_members_of_its_body() -> None:
    body = BodyFactory.create()
    MembershipFactory.create(body=body, country_id="LK")
    pillar = BodyFactory.create(kind=BodyKind.PILLAR, parent=body)
    part = BodyFactory.create(kind=BodyKind.ORGAN, parent=pillar)

    assert codes(members_of(part, on=IN_THE_COURSE)) == ["LK"]

    MembershipFactory.create(body=pillar, country_id="BT")

    assert codes(members_of(part, on=IN_THE_COURSE)) == ["BT"]
    assert codes(members_of(pillar, on=dt.date(1900, 1, 1))) == []


def test_memberships_are_found_by_words_of_the_country_in_either_language() -> None:
    body = BodyFactory.create()
    pillar = BodyFactory.create(kind=BodyKind.PILLAR, parent=body)
    for country, until in (("LK", None), ("BT", None), ("CA", 1991), ("PK", 1991), ("LA", 1990)):
        last = until and dt.date(until, 12, 31)
        MembershipFactory.create(body=body, country_id=country, since=dt.date(1950, 1, 1), until=last)

    def held(words: str = "") -> list[str]:
        return sorted(memberships_of(pillar, on=IN_THE_COURSE, words=words).values_list("country", flat=True))

    def ended(words: str = "") -> list[str]:
        found = memberships_ended_before(pillar, on=IN_THE_COURSE, words=words)
        return list(found.values_list("country", flat=True))

    assert (held(), ended()) == (["BT", "LK"], ["LA", "CA", "PK"])
    assert (held("lanka sri"), ended("lanka")) == (["LK"], [])
    assert (held("kanada"), ended("kanada")) == ([], ["CA"])
    assert memberships_ended_before(body, on=dt.date(1991, 12, 31)).count() == 1


def test_what_a_country_belongs_to_is_asked_on_a_day() -> None:
    assert is_member("BT", "ldc", on=dt.date(2023, 12, 12))
    assert not is_member("BT", "ldc", on=dt.date(2023, 12, 13))


# --- the tree ---------------------------------------------------------------------------------------


def test_the_tree_is_walked_up_nearest_first() -> None:
    ministry = OrganisationFactory.create()
    agency = OrganisationFactory.create(parent=ministry)
    centre = OrganisationFactory.create(parent=agency)
    OrganisationFactory.create()

    assert lineage_of(centre) == [centre.pk, agency.pk, ministry.pk]


def test_a_circle_that_slipped_in_ends_the_walk() -> None:
    one = OrganisationFactory.create()
    other = OrganisationFactory.create(parent=one)
    Organisation.objects.filter(pk=one.pk).update(parent=other)

    assert set(lineage_of(one)) == {one.pk, other.pk}


# --- lists ------------------------------------------------------------------------------------------


def test_organisations_are_found_by_every_word_in_any_language() -> None:
    metal = OrganisationFactory.create(
        name={"en": "Centre for Metal", "id": "Balai Besar Logam"}, code="bblm"
    )
    OrganisationFactory.create(name={"en": "Centre for Textile", "id": "Balai Besar Tekstil"}, code="bbt")

    assert list(organisations_found(words="LOGAM centre")) == [metal]
    assert list(organisations_found(words="bblm")) == [metal]
    assert list(organisations_found(words="logam textile")) == []
    assert organisations_found(words="centre").count() == 2


def test_what_people_type_is_no_pattern() -> None:
    OrganisationFactory.create()

    assert list(organisations_found(words="%")) == []


def test_organisations_are_filtered_by_kind_country_role_and_use() -> None:
    funder = OrganisationFactory.create(
        kind="agency", country_id="LK", roles=[OrganisationRole.FUNDER, OrganisationRole.SECRETARIAT]
    )
    gone = OrganisationFactory.create(archived_at=LONG_AGO)

    assert list(organisations_found(kind="agency")) == [funder]
    assert list(organisations_found(country="LK")) == [funder]
    assert list(organisations_found(role="funder")) == [funder]
    assert list(organisations_found(role="venue")) == []
    assert list(organisations_found(archived=True)) == [gone]
    assert list(organisations_found()) == [funder]


@pytest.mark.parametrize(("language", "order"), [("en", ["b", "a"]), ("id", ["a", "b"]), ("ar", ["b", "a"])])
def test_a_list_is_in_the_order_of_the_readers_language(language: str, order: list[str]) -> None:
    OrganisationFactory.create(code="a", name={"en": "Zinc", "id": "besi"})
    OrganisationFactory.create(code="b", name={"en": "iron", "id": "Seng"})

    with override(language):
        page = page_of(sorted_by_name(organisations_found()), order=["sort_name", "id"])

        assert [row.code for row in page.rows] == order


def test_a_name_in_one_language_only_still_has_its_place() -> None:
    OrganisationFactory.create(code="a", name={"id": "Besi"})
    OrganisationFactory.create(code="b", name={"en": "Aluminium"})
    OrganisationFactory.create(code="c", name={"dz": "ལྕགས"})

    rows = page_of(sorted_by_name(organisations_found()), order=["sort_name", "id"], size=2)
    more = page_of(sorted_by_name(organisations_found()), order=["sort_name", "id"], after=rows.after)

    assert [row.code for row in [*rows.rows, *more.rows]] == ["b", "a", "c"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_order_of_names_comes_from_an_index(language: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")

    with override(language):
        rows: Any = sorted_by_name(Organisation.objects.all())
        plan = rows.order_by("sort_name", "id")[:50].explain()

    assert f"organisation_by_name_{language}" in plan


def test_sites_are_found_by_words_country_and_city() -> None:
    bandung = SiteFactory.create(name={"en": "BBLM"}, city="Bandung", code="bblm")
    jakarta = SiteFactory.create(name={"en": "Ministry"}, city="Jakarta", code="moi")

    assert list(sites_found(words="bandung")) == [bandung]
    assert list(sites_found(city="jakarta")) == [jakarta]
    assert list(sites_found(country="LK")) == []


def test_machines_of_an_archived_site_are_not_offered() -> None:
    machine = MachineFactory.create(safety_class="supervised")
    MachineFactory.create(site__archived_at=LONG_AGO, room=None)

    assert list(machines_found()) == [machine]
    assert list(machines_found(safety="supervised", site=machine.site.code)) == [machine]
    assert list(machines_found(safety="open")) == []


def test_technologies_are_found_by_topic_centre_and_readiness() -> None:
    topic = TopicFactory.create(code="recycling")
    recycling = TechnologyFactory.create(readiness=7)
    recycling.topics.add(topic, TopicFactory.create())
    TechnologyFactory.create(readiness=None)

    assert list(technologies_found(topic="recycling")) == [recycling]
    assert list(technologies_found(organisation=recycling.organisation.code)) == [recycling]
    assert list(technologies_found(readiness=7)) == [recycling]
    assert list(technologies_found(readiness=8)) == []


def test_resource_persons_are_found_by_name_topic_language_and_day() -> None:
    topic = TopicFactory.create(code="machining")
    anwar = ResourcePersonFactory.create(person__name="Anwar Siregar", languages=["id"])
    anwar.topics.add(topic)
    AvailabilityFactory.create(person=anwar, since=dt.date(2018, 7, 23), until=dt.date(2018, 7, 24))
    other = ResourcePersonFactory.create(languages=["en"])
    AvailabilityFactory.create(person=other, kind=AvailabilityKind.TENTATIVE)

    assert list(resource_persons_found(words="siregar anwar")) == [anwar]
    assert list(resource_persons_found(topic="machining")) == [anwar]
    assert list(resource_persons_found(language="id")) == [anwar]
    assert list(resource_persons_found(available_on=dt.date(2018, 7, 24))) == [anwar]
    assert list(resource_persons_found(available_on=dt.date(2018, 7, 25))) == []


def test_countries_are_found_by_name_code_and_membership() -> None:
    assert codes(countries_found(words="afgan")) == ["AF"]
    assert codes(countries_found(words="bt")) == ["BT"]
    assert codes(countries_found(words="lka")) == ["LK"]
    assert "BT" in codes(countries_found(body="ldc", on=IN_THE_COURSE))
    assert "BT" not in codes(countries_found(body="ldc", on=dt.date(2024, 1, 1)))


# --- visas ------------------------------------------------------------------------------------------


def asked(**change: Any) -> VisaAnswer:
    question: dict[str, Any] = {
        "nationality": "AF",
        "passport_type": "service",
        "residence": "PK",
        "host": "ID",
        "on": IN_THE_COURSE,
    }
    return visa_route_for(**(question | change))


def test_an_unknown_route_is_said_to_be_unknown() -> None:
    VisaRouteFactory.create(nationality_id="BT")

    answer = asked()

    assert answer == VisaAnswer(kind=None, lead_days=None, rule=None)
    assert not answer.is_known


def test_nationals_of_the_host_need_no_rule() -> None:
    VisaRouteFactory.create(nationality_id=None)

    assert asked(nationality="ID") == VisaAnswer(kind=VisaKind.EXEMPT, lead_days=0, rule=None)


def test_the_most_specific_rule_decides() -> None:
    rules = [
        VisaRouteFactory.create(nationality_id=None, passport_type="", residence_id=None, lead_days=1),
        VisaRouteFactory.create(nationality_id=None, passport_type="", residence_id="PK", lead_days=2),
        VisaRouteFactory.create(nationality_id=None, passport_type="service", residence_id=None, lead_days=3),
        VisaRouteFactory.create(nationality_id=None, passport_type="service", residence_id="PK", lead_days=4),
        VisaRouteFactory.create(nationality_id="AF", passport_type="", residence_id=None, lead_days=5),
        VisaRouteFactory.create(nationality_id="AF", passport_type="", residence_id="PK", lead_days=6),
        VisaRouteFactory.create(nationality_id="AF", passport_type="service", residence_id=None, lead_days=7),
        VisaRouteFactory.create(nationality_id="AF", passport_type="service", residence_id="PK", lead_days=8),
    ]
    # Rules for others must never decide, however specific.
    VisaRouteFactory.create(nationality_id="AF", passport_type="diplomatic", residence_id="PK", lead_days=90)
    VisaRouteFactory.create(nationality_id="AF", passport_type="service", residence_id="LK", lead_days=91)
    VisaRouteFactory.create(nationality_id="BT", passport_type="service", residence_id="PK", lead_days=92)
    VisaRouteFactory.create(
        nationality_id="AF", passport_type="service", residence_id="PK", lead_days=93, host_id="LK"
    )

    for rule in reversed(rules):
        assert asked() == VisaAnswer(kind=VisaKind.CALLING, lead_days=rule.lead_days, rule=rule)
        rule.delete()
    assert not asked().is_known


def test_a_rule_decides_while_it_is_in_force() -> None:
    old = VisaRouteFactory.create(since=dt.date(2015, 1, 1), until=dt.date(2018, 7, 20), lead_days=30)
    new = VisaRouteFactory.create(since=dt.date(2018, 7, 21), lead_days=10)
    VisaRouteFactory.create(passport_type="service", archived_at=LONG_AGO)

    assert asked(on=dt.date(2018, 7, 20)).rule == old
    assert asked(on=dt.date(2018, 7, 21)).rule == new
    assert asked(on=dt.date(2014, 12, 31)).rule is None
    assert list(visa_routes_found(host="ID", nationality="AF", route="calling", on=IN_THE_COURSE)) == [old]


@pytest.mark.parametrize("role", Role)
def test_contacts_and_resource_persons_are_seen_by_the_office_auditors_and_the_own_coordinator(
    role: Role,
) -> None:
    agency = OrganisationFactory.create()
    own = OrganisationFactory.create(parent=agency)
    contact, person = ContactFactory.create(organisation=own), ResourcePersonFactory.create(organisation=own)
    ContactFactory.create(organisation=own, archived_at=LONG_AGO)
    ResourcePersonFactory.create(organisation=None)
    ContactFactory.create()
    office = {Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.SECRETARIAT, Role.AUDITOR}

    def seen(scope: str) -> tuple[int, int]:
        grants = [Grant(role=role, scope=scope)]
        return contacts_visible_to(grants).count(), resource_persons_visible_to(grants).count()

    everything = (2, 2) if role in office | {Role.CENTRE_COORDINATOR} else (0, 0)
    of_the_centre = (1, 1) if role == Role.CENTRE_COORDINATOR else (0, 0)
    assert seen("all") == everything
    assert seen(f"organisation:{own.pk}") == seen(f"organisation:{agency.pk}") == of_the_centre
    assert seen(f"organisation:{OrganisationFactory.create().pk}") == (0, 0)
    assert seen("country:ID") == (0, 0)
    assert {contact.organisation, person.organisation} == {own}
