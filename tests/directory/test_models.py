from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from balai.directory.enums import BodyKind
from balai.directory.models import Country, Membership, Organisation
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

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.directory.models import Body

pytestmark = pytest.mark.usefixtures("countries")


def broken_by(make: Callable[[], Any]) -> str:
    """The constraint that PostgreSQL names when it refuses."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
    cause = refused.value.__cause__
    return str(getattr(cause, "diag").constraint_name)  # noqa: B009 -- psycopg's errors are untyped here


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("body_kind_is_known", lambda: BodyFactory.create(kind="club")),
        ("body_has_a_name", lambda: BodyFactory.create(name={"en": " "})),
        ("body_part_has_a_whole", lambda: BodyFactory.create(kind=BodyKind.PILLAR)),
        ("body_code_is_plain", lambda: BodyFactory.create(code="Colombo-Plan")),
        ("body_certainty_is_known", lambda: BodyFactory.create(certainty="sure")),
        ("membership_certainty_is_known", lambda: MembershipFactory.create(certainty="sure")),
        ("organisation_code_is_plain", lambda: OrganisationFactory.create(code="-x")),
        ("organisation_certainty_is_known", lambda: OrganisationFactory.create(certainty="sure")),
        ("site_code_is_plain", lambda: SiteFactory.create(code="a_b")),
        ("site_certainty_is_known", lambda: SiteFactory.create(certainty="sure")),
        ("travel_time_certainty_is_known", lambda: TravelTimeFactory.create(certainty="sure")),
        ("room_code_is_plain", lambda: RoomFactory.create(code="a b")),
        ("machine_code_is_plain", lambda: MachineFactory.create(code="")),
        ("machine_certainty_is_known", lambda: MachineFactory.create(certainty="sure")),
        ("topic_code_is_plain", lambda: TopicFactory.create(code="é")),
        ("technology_code_is_plain", lambda: TechnologyFactory.create(code="A")),
        ("technology_certainty_is_known", lambda: TechnologyFactory.create(certainty="sure")),
        ("resource_person_code_is_plain", lambda: ResourcePersonFactory.create(code="A")),
        ("resource_person_certainty_is_known", lambda: ResourcePersonFactory.create(certainty="sure")),
        ("visa_route_certainty_is_known", lambda: VisaRouteFactory.create(certainty="sure")),
        ("membership_ends_after_it_begins", lambda: MembershipFactory.create(until=dt.date(1961, 12, 31))),
        ("membership_since_precision_is_known", lambda: MembershipFactory.create(since_precision="age")),
        ("membership_until_precision_is_known", lambda: MembershipFactory.create(until_precision="age")),
        ("organisation_kind_is_known", lambda: OrganisationFactory.create(kind="club")),
        ("organisation_roles_are_known", lambda: OrganisationFactory.create(roles=["funder", "guest"])),
        ("organisation_has_a_name", lambda: OrganisationFactory.create(name={})),
        ("contact_names_an_office", lambda: ContactFactory.create(office={})),
        ("contact_can_be_reached", lambda: ContactFactory.create(email="")),
        ("site_has_a_name", lambda: SiteFactory.create(name={})),
        ("site_is_on_earth", lambda: SiteFactory.create(latitude=Decimal("90.00001"))),
        ("site_is_on_earth", lambda: SiteFactory.create(longitude=None)),
        ("site_colour_is_one_of_nine", lambda: SiteFactory.create(colour=10)),
        ("site_colour_is_one_of_nine", lambda: SiteFactory.create(colour=0)),
        ("site_photo_rule_is_known", lambda: SiteFactory.create(photo_rule="perhaps")),
        ("site_prayer_place_is_known", lambda: SiteFactory.create(prayer_place="perhaps")),
        ("site_accessibility_is_known", lambda: SiteFactory.create(accessibility=["lift", "slide"])),
        ("site_canteen_is_known", lambda: SiteFactory.create(canteen=["halal", "tasty"])),
        ("site_protection_is_known", lambda: SiteFactory.create(protection=["hat"])),
        ("site_friday_break_has_both_ends", lambda: SiteFactory.create(friday_break_from=dt.time(11, 30))),
        (
            "site_friday_break_has_both_ends",
            lambda: SiteFactory.create(friday_break_from=dt.time(13), friday_break_until=dt.time(13)),
        ),
        ("opening_hours_weekday_is_one_of_seven", lambda: OpeningHoursFactory.create(weekday=7)),
        ("opening_hours_close_after_they_open", lambda: OpeningHoursFactory.create(closes=dt.time(8))),
        ("closure_ends_after_it_begins", lambda: ClosureFactory.create(until=dt.date(2018, 7, 15))),
        ("closure_has_a_reason", lambda: ClosureFactory.create(reason={})),
        ("travel_time_mode_is_known", lambda: TravelTimeFactory.create(mode="swim")),
        ("travel_time_is_at_least_a_minute", lambda: TravelTimeFactory.create(minutes=0)),
        ("room_kind_is_known", lambda: RoomFactory.create(kind="cave")),
        ("room_has_a_name", lambda: RoomFactory.create(name={})),
        ("room_has_a_place", lambda: RoomFactory.create(capacity=0)),
        ("machine_has_a_name", lambda: MachineFactory.create(name={})),
        ("machine_safety_class_is_known", lambda: MachineFactory.create(safety_class="hot")),
        ("machine_exists", lambda: MachineFactory.create(quantity=0)),
        ("machine_takes_a_trainee", lambda: MachineFactory.create(trainees_per_machine=0)),
        ("topic_has_a_name", lambda: TopicFactory.create(name={})),
        ("technology_has_a_title", lambda: TechnologyFactory.create(title={})),
        ("technology_readiness_is_one_to_nine", lambda: TechnologyFactory.create(readiness=10)),
        ("technology_readiness_is_one_to_nine", lambda: TechnologyFactory.create(readiness=0)),
        ("availability_kind_is_known", lambda: AvailabilityFactory.create(kind="busy")),
        ("availability_ends_after_it_begins", lambda: AvailabilityFactory.create(until=dt.date(2018, 7, 22))),
        ("declared_day_kind_is_known", lambda: DeclaredDayFactory.create(kind="perhaps")),
        ("declared_day_certainty_is_known", lambda: DeclaredDayFactory.create(certainty="sure")),
        ("declared_day_has_a_name", lambda: DeclaredDayFactory.create(name={})),
        (
            "declared_day_ends_after_it_begins",
            lambda: DeclaredDayFactory.create(until=dt.date(2018, 6, 10)),
        ),
        ("declared_day_is_no_long_stretch", lambda: DeclaredDayFactory.create(until=dt.date(2018, 8, 11))),
        ("visa_route_is_known", lambda: VisaRouteFactory.create(route="luck")),
        ("visa_route_passport_type_is_known", lambda: VisaRouteFactory.create(passport_type="old")),
        ("visa_route_ends_after_it_begins", lambda: VisaRouteFactory.create(until=dt.date(2014, 12, 31))),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be_true(name: str, make: Callable[[], Any]) -> None:
    assert broken_by(make) == name


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("country_code_is_two_capitals", {"code": "id"}),
        ("country_alpha3_is_three_capitals", {"alpha3": "XX1"}),
        ("country_numeric_is_three_digits", {"numeric": "96"}),
        ("country_has_a_name", {"name": {}}),
        ("country_capital_is_on_earth", {"latitude": Decimal(91), "longitude": Decimal(0)}),
    ],
)
def test_a_country_is_as_iso_writes_it(name: str, change: dict[str, Any]) -> None:
    ordinary = {"code": "XX", "alpha3": "XXA", "numeric": "960", "name": {"en": "Nowhere"}, "time_zones": []}

    assert broken_by(lambda: Country.objects.create(**(ordinary | change))) == name


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("body_is_not_part_of_itself", BodyFactory.create),
        ("organisation_is_not_part_of_itself", OrganisationFactory.create),
    ],
)
def test_nothing_is_part_of_itself(name: str, make: Callable[[], Body | Organisation]) -> None:
    record = make()
    record.parent_id = record.pk

    assert broken_by(record.save) == name


def test_a_way_leads_elsewhere_and_is_known_once() -> None:
    way = TravelTimeFactory.create()

    def again(**change: Any) -> None:
        TravelTimeFactory.create(**({"origin": way.origin, "destination": way.destination} | change))

    assert broken_by(lambda: again(destination=way.origin)) == "travel_time_leads_elsewhere"
    assert broken_by(again) == "travel_time_one_per_way"
    again(mode="rail")
    again(origin=way.destination, destination=way.origin)
    way.archived_at = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
    way.save()
    again()


def test_a_country_is_not_a_member_twice_on_one_day_but_may_come_back() -> None:
    body = BodyFactory.create()
    first = MembershipFactory.create(
        body=body, country_id="CA", since=dt.date(1951, 1, 1), until=dt.date(1991, 12, 31)
    )

    def again(since: dt.date) -> Membership:
        return MembershipFactory.create(body=body, country_id="CA", since=since)

    constraint = "membership_is_not_held_twice_at_a_time"
    assert broken_by(lambda: again(dt.date(1991, 12, 31))) == constraint
    MembershipFactory.create(body=body, country_id="LK")
    MembershipFactory.create(country_id="CA")
    back = again(dt.date(1992, 1, 1))
    assert broken_by(lambda: again(dt.date(2100, 1, 1))) == constraint
    back.archived_at = first.archived_at = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
    Membership.objects.bulk_update([back, first], ["archived_at"])
    again(dt.date(1951, 1, 1))


def test_a_member_twice_is_refused_in_words_before_the_database_is_asked_to() -> None:
    held = MembershipFactory.create()

    with pytest.raises(ValidationError, match=r"member on some of these days already"):
        Membership(body=held.body, country_id="BT", since=dt.date(2000, 1, 1), source="x").full_clean()


def test_opening_hours_of_a_day_do_not_overlap() -> None:
    morning = OpeningHoursFactory.create(closes=dt.time(12))

    def more(opens: dt.time, **change: Any) -> None:
        OpeningHoursFactory.create(**({"site": morning.site, "opens": opens} | change))

    assert broken_by(lambda: more(dt.time(11, 59))) == "opening_hours_do_not_overlap"
    more(dt.time(12))
    more(dt.time(8), weekday=1)
    more(dt.time(8), site=SiteFactory.create())


def test_availability_says_one_thing_about_a_day() -> None:
    said = AvailabilityFactory.create()

    def more(since: dt.date, **change: Any) -> None:
        AvailabilityFactory.create(**({"person": said.person, "since": since, "until": since} | change))

    assert broken_by(lambda: more(dt.date(2018, 7, 27))) == "availability_says_one_thing_about_a_day"
    more(dt.date(2018, 7, 28))
    more(dt.date(2018, 7, 27), person=ResourcePersonFactory.create())


def test_one_visa_rule_is_in_force_for_the_same_people() -> None:
    VisaRouteFactory.create(until=dt.date(2020, 12, 31))
    constraint = "visa_route_one_in_force_at_a_time"

    assert broken_by(lambda: VisaRouteFactory.create(since=dt.date(2020, 12, 31))) == constraint
    VisaRouteFactory.create(since=dt.date(2021, 1, 1))
    VisaRouteFactory.create(passport_type="service")
    VisaRouteFactory.create(residence_id="PK")
    VisaRouteFactory.create(nationality_id=None)
    assert broken_by(lambda: VisaRouteFactory.create(nationality_id=None)) == constraint
    VisaRouteFactory.create(archived_at=dt.datetime(2018, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    "make", [BodyFactory, OrganisationFactory, SiteFactory, TopicFactory, ResourcePersonFactory]
)
def test_a_code_is_given_once(make: Any) -> None:
    make.create(code="taken")

    assert "code" in broken_by(lambda: make.create(code="taken"))


@pytest.mark.parametrize(
    ("make", "within", "constraint"),
    [
        (RoomFactory, "site", "room_code_once_per_site"),
        (MachineFactory, "site", "machine_code_once_per_site"),
        (TechnologyFactory, "organisation", "technology_code_once_per_organisation"),
    ],
)
def test_a_code_is_given_once_within_its_owner(make: Any, within: str, constraint: str) -> None:
    first = make.create(code="taken")
    make.create(code="taken")

    assert broken_by(lambda: make.create(code="taken", **{within: getattr(first, within)})) == constraint


def test_search_text_holds_every_language_in_small_letters() -> None:
    centre = OrganisationFactory.create(
        code="bblm", abbreviation="BBLM", name={"en": "Metal", "id": "Logam", "dz": "ལྕགས"}
    )

    centre.refresh_from_db()

    assert centre.search_text.split(" ", 3)[:3] == ["bblm", "bblm", "bandung"]
    assert all(word in centre.search_text for word in ("metal", "logam", "ལྕགས"))
    assert '"en"' not in centre.search_text


def test_search_uses_the_trigram_index() -> None:
    OrganisationFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Organisation.objects.filter(search_text__contains="logam").explain()

    assert "organisation_by_words" in plan


def test_how_many_trainees_practise_at_once() -> None:
    assert MachineFactory.create(quantity=3, trainees_per_machine=2).trainees == 6


def test_nothing_is_declared_twice_about_a_day() -> None:
    DeclaredDayFactory.create()

    overlapping = broken_by(lambda: DeclaredDayFactory.create(since=dt.date(2018, 6, 12)))
    DeclaredDayFactory.create(since=dt.date(2018, 6, 13), until=dt.date(2018, 6, 14))
    DeclaredDayFactory.create(country_id="LK")
    DeclaredDayFactory.create(archived_at=dt.datetime(2018, 1, 1, tzinfo=dt.UTC))

    assert overlapping == "declared_day_said_once"
