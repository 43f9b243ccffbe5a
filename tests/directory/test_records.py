from __future__ import annotations

import datetime as dt
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from balai.audit.models import Deed
from balai.directory.enums import AvailabilityKind, OrganisationKind
from balai.directory.models import (
    Body,
    Contact,
    Country,
    Machine,
    Membership,
    Organisation,
    ResourcePerson,
    Room,
    Site,
    Technology,
)
from balai.directory.services.records import (
    archive_record,
    change_record,
    enter_record,
    fingerprint,
    remove_record,
    restore_record,
)
from balai.directory.services.resource_persons import enter_resource_person
from balai.directory.services.times import Days, Opening, set_availability, set_opening_hours
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.people.models import Person
from tests.directory.factories import (
    AvailabilityFactory,
    BodyFactory,
    MembershipFactory,
    OpeningHoursFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    RoomFactory,
    SiteFactory,
    TechnologyFactory,
    TopicFactory,
)
from tests.people.factories import GrantFactory, PersonFactory

AT = dt.datetime(2018, 5, 4, 9, tzinfo=dt.UTC)
CENTRE = {
    "code": "bblm",
    "kind": OrganisationKind.CENTRE,
    "name": {"en": "Centre for Metal and Machinery", "id": "Balai Besar Logam dan Mesin"},
    "country_id": "ID",
}


def officer() -> Person:
    return GrantFactory.create(role=Role.PROGRAMME_OFFICER).person


def deeds() -> list[tuple[str, str, dict[str, Any]]]:
    return [(deed.action, deed.subject, deed.detail) for deed in Deed.objects.order_by("id")]


@pytest.mark.django_db
def test_entering_stores_and_tells_who_and_when() -> None:
    actor = officer()

    centre = enter_record(Organisation, values=CENTRE, actor=actor, at=AT)

    centre.refresh_from_db()
    assert (centre.code, str(centre.name), centre.country_id) == (
        "bblm",
        "Centre for Metal and Machinery",
        "ID",
    )
    deed = Deed.objects.get()
    assert (deed.action, deed.subject, deed.actor, deed.at) == (
        "organisation.created",
        f"organisation:{centre.pk}",
        actor.reference,
        AT,
    )


@pytest.mark.django_db
def test_entering_links_topics() -> None:
    topics = [TopicFactory.create(), TopicFactory.create()]
    values = {
        "organisation": OrganisationFactory.create(),
        "code": "carton",
        "title": {"en": "Recycling of cartons"},
        "topics": topics,
    }

    technology = enter_record(Technology, values=values, actor=None, at=AT)

    assert set(technology.topics.all()) == set(topics)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"code": "BBLM"}, "__all__"),
        ({"kind": "club"}, "kind"),
        ({"name": {}}, "name"),
        ({"country_id": "ZZ"}, "country"),
        ({"roles": ["guest"]}, "roles"),
        ({"website": "bblm"}, "website"),
        ({"city": "Bandung\0"}, "city"),
        ({"name": {"en": "Centre\0"}}, "name"),
    ],
)
def test_what_breaks_a_rule_of_the_table_is_said_by_column(change: dict[str, Any], column: str) -> None:
    with pytest.raises(ValidationError) as refused:
        enter_record(Organisation, values=CENTRE | change, actor=None, at=AT)

    assert list(refused.value.message_dict) == [column]
    assert deeds() == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CENTRE_COORDINATOR, Role.FOCAL_POINT])
def test_others_than_the_office_enter_no_organisation(role: Role) -> None:
    actor = GrantFactory.create(role=role).person

    with pytest.raises(RuleViolationError, match="not_kept_by_you"):
        enter_record(Organisation, values=CENTRE, actor=actor, at=AT)

    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_role_that_has_ended_enters_nothing() -> None:
    actor = GrantFactory.create(role=Role.PROGRAMME_OFFICER, until=AT).person

    with pytest.raises(RuleViolationError, match="not_kept_by_you"):
        enter_record(Organisation, values=CENTRE, actor=actor, at=AT)


@pytest.mark.django_db
def test_a_coordinator_enters_a_room_at_the_own_centre_only() -> None:
    own, foreign = SiteFactory.create(), SiteFactory.create()
    scope = f"organisation:{own.organisation_id}"
    actor = GrantFactory.create(role=Role.CENTRE_COORDINATOR, scope=scope).person
    values = {"code": "hall", "name": {"en": "Hall"}, "capacity": 40}

    enter_record(Room, values=values | {"site": own}, actor=actor, at=AT)
    with pytest.raises(RuleViolationError, match="not_your_centre"):
        enter_record(Room, values=values | {"site": foreign}, actor=actor, at=AT)

    assert [room.site for room in Room.objects.all()] == [own]


@pytest.mark.django_db
def test_a_coordinator_moves_nothing_to_another_centre() -> None:
    room = RoomFactory.create()
    scope = f"organisation:{room.site.organisation_id}"
    actor = GrantFactory.create(role=Role.CENTRE_COORDINATOR, scope=scope).person

    with pytest.raises(RuleViolationError, match="not_your_centre"):
        change_record(room, values={"site": SiteFactory.create()}, actor=actor, at=AT)


@pytest.mark.django_db
def test_changing_tells_the_columns_and_no_words() -> None:
    centre = OrganisationFactory.create()

    changed = change_record(
        centre,
        values={"name": {"en": "Centre for Metals"}, "city": centre.city, "country_id": "LK"},
        actor=None,
        at=AT,
    )

    assert (str(changed.name), changed.country_id) == ("Centre for Metals", "LK")
    assert deeds() == [
        ("organisation.changed", f"organisation:{centre.pk}", {"fields": "name+country_id"}),
    ]


@pytest.mark.django_db
def test_changing_nothing_tells_nothing() -> None:
    technology = TechnologyFactory.create()
    topic = TopicFactory.create()
    technology.topics.add(topic)
    values = {"title": dict(technology.title), "organisation": technology.organisation, "topics": [topic]}

    change_record(technology, values=values, actor=None, at=AT)
    assert deeds() == []

    change_record(technology, values={"topics": []}, actor=None, at=AT)
    assert deeds() == [("technology.changed", technology.reference, {"fields": "topics"})]
    assert list(technology.topics.all()) == []


@pytest.mark.django_db
def test_changing_everything_tells_every_column_in_details_of_their_length() -> None:
    site = SiteFactory.create()
    values = {
        "code": "other",
        "city": "Cimahi",
        "address": "Jalan Sangkuriang 12",
        "latitude": "-6.9",
        "longitude": "107.5",
        "description": {"en": "Foundry"},
        "largest_group": 10,
        "gate_lead_days": 14,
        "photo_rule": "marked",
        "prayer_place": "nearby",
        "friday_break_from": dt.time(11, 30),
        "friday_break_until": dt.time(13),
        "accessibility_note": {"en": "Ramp at the back"},
    }

    change_record(site, values=values, actor=None, at=AT)

    ((_action, _subject, detail),) = deeds()
    assert "+".join(detail.values()).split("+") == list(values)
    assert all(len(part) <= 120 for part in detail.values())
    assert len(detail) == 2


@pytest.mark.django_db
def test_changing_what_somebody_else_changed_meanwhile_is_refused() -> None:
    site = SiteFactory.create()
    seen = fingerprint(site)
    change_record(site, values={"city": "Cimahi"}, actor=None, at=AT, seen=seen)

    with pytest.raises(RuleViolationError, match="changed_meanwhile"):
        change_record(site, values={"city": "Bogor"}, actor=None, at=AT, seen=seen)

    site.refresh_from_db()
    assert site.city == "Cimahi"


@pytest.mark.django_db
def test_a_country_is_corrected_too() -> None:
    turkey = Country.objects.get(code="TR")

    change_record(turkey, values={"name": {"en": "Turkey", "id": "Turki"}}, actor=officer(), at=AT)

    assert deeds() == [("country.changed", "country:TR", {"fields": "name"})]


@pytest.mark.django_db
def test_a_change_that_cannot_be_true_is_refused_whole() -> None:
    whole = OrganisationFactory.create()
    part = OrganisationFactory.create(parent=whole)

    with pytest.raises(RuleViolationError, match=r"directory\.circle"):
        change_record(whole, values={"city": "Cimahi", "parent": part}, actor=None, at=AT)

    whole.refresh_from_db()
    assert (whole.city, whole.parent, deeds()) == ("Bandung", None, [])


@pytest.mark.django_db
def test_archiving_and_taking_back() -> None:
    site = SiteFactory.create()

    archive_record(site, actor=None, at=AT)
    assert Site.objects.get(pk=site.pk).archived_at == AT
    restore_record(site, actor=None, at=AT)

    assert Site.objects.get(pk=site.pk).archived_at is None
    assert [action for action, _subject, _detail in deeds()] == ["site.archived", "site.restored"]


@pytest.mark.django_db
def test_taking_back_what_was_replaced_meanwhile_is_refused_in_words() -> None:
    old = MembershipFactory.create(archived_at=AT)
    MembershipFactory.create(body=old.body)

    with pytest.raises(ValidationError, match="member on some of these days already"):
        restore_record(old, actor=None, at=AT)

    old.refresh_from_db()
    assert old.is_archived


@pytest.mark.django_db
def test_what_is_used_is_archived_rather_than_removed() -> None:
    used = OrganisationFactory.create()
    SiteFactory.create(organisation=used)
    mistake = OrganisationFactory.create()

    with pytest.raises(RuleViolationError, match=r"directory\.in_use"):
        remove_record(used, actor=None, at=AT)
    remove_record(mistake, actor=None, at=AT)

    assert not Organisation.objects.filter(pk=mistake.pk).exists()
    assert [(action, subject) for action, subject, _detail in deeds()] == [
        ("organisation.removed", mistake.reference)
    ]


@pytest.mark.django_db
def test_what_a_role_is_bound_to_is_not_removed() -> None:
    centre = OrganisationFactory.create()
    GrantFactory.create(role=Role.CENTRE_COORDINATOR, scope=centre.reference)

    with pytest.raises(RuleViolationError, match=r"scope\.in_use"):
        remove_record(centre, actor=None, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_membership_at_once_make_one() -> None:
    body = BodyFactory.create()
    start = threading.Barrier(2)
    said: list[str] = []

    def work() -> None:
        start.wait()
        try:
            enter_record(
                Membership,
                values={"body_id": body.pk, "country_id": "BT", "since": dt.date(1962, 1, 1), "source": "x"},
                actor=None,
                at=AT,
            )
            said.append("entered")
        except ValidationError as refused:
            said.extend(refused.messages)
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(said) == ["The country is a member on some of these days already.", "entered"]
    assert Membership.objects.filter(body=body).count() == 1
    assert Deed.objects.count() == 1


@pytest.mark.django_db
def test_a_value_for_no_record_is_said_to_be_one() -> None:
    with pytest.raises(ValidationError) as refused:
        enter_record(
            Contact,
            values={"organisation_id": uuid4(), "office": {"en": "Bureau"}, "email": "a@example.org"},
            actor=None,
            at=AT,
        )

    assert list(refused.value.message_dict) == ["organisation"]


# --- weeks and days ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_week_is_written_whole() -> None:
    old = OpeningHoursFactory.create(weekday=5)
    friday = [Opening(4, dt.time(8), dt.time(11, 30)), Opening(4, dt.time(13), dt.time(16, 30))]

    set_opening_hours(old.site, hours=friday, actor=officer(), at=AT)

    assert [Opening(row.weekday, row.opens, row.closes) for row in old.site.opening_hours.all()] == friday
    assert [(action, subject) for action, subject, _detail in deeds()] == [
        ("site.hours_set", old.site.reference)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hours",
    [
        [Opening(0, dt.time(8), dt.time(12)), Opening(0, dt.time(11), dt.time(16))],
        [Opening(0, dt.time(8), dt.time(8))],
        [Opening(7, dt.time(8), dt.time(9))],
    ],
)
def test_a_week_that_cannot_be_is_refused_and_the_old_one_stays(hours: list[Opening]) -> None:
    old = OpeningHoursFactory.create()

    with pytest.raises(ValidationError):
        set_opening_hours(old.site, hours=hours, actor=None, at=AT)

    assert list(old.site.opening_hours.all()) == [old]
    assert deeds() == []


@pytest.mark.django_db
def test_a_week_is_written_by_the_own_coordinator_and_the_office() -> None:
    site = SiteFactory.create()
    other = GrantFactory.create(
        role=Role.CENTRE_COORDINATOR, scope=f"organisation:{OrganisationFactory.create().pk}"
    ).person

    with pytest.raises(RuleViolationError, match="not_your_centre"):
        set_opening_hours(site, hours=[], actor=other, at=AT)


@pytest.mark.django_db
def test_days_are_written_whole() -> None:
    old = AvailabilityFactory.create()
    said = [Days(dt.date(2018, 7, 19), dt.date(2018, 7, 20), AvailabilityKind.TENTATIVE, "exam week")]

    set_availability(old.person, days=said, actor=None, at=AT)

    assert [
        Days(row.since, row.until, AvailabilityKind(row.kind), row.note)
        for row in old.person.availability.all()
    ] == said
    with pytest.raises(ValidationError):
        set_availability(old.person, days=said * 2, actor=None, at=AT)
    assert old.person.availability.count() == 1


# --- resource persons -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_resource_person_who_is_known_by_address_is_the_same_person() -> None:
    known = PersonFactory.create(name="Anwar Siregar", email="anwar@example.org")

    card = enter_resource_person(
        name="A. Siregar", email="Anwar@example.org", values={"code": "anwar"}, actor=None, at=AT
    )

    assert (card.person, card.person.name) == (known, "Anwar Siregar")
    with pytest.raises(ValidationError):
        enter_resource_person(name="x", email="anwar@example.org", values={"code": "b"}, actor=None, at=AT)
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_new_resource_person_is_entered_with_the_person_or_not_at_all() -> None:
    enter_resource_person(name="Anwar Siregar", email="", values={"code": "anwar"}, actor=None, at=AT)

    with pytest.raises(ValidationError):
        enter_resource_person(name="Tri Lestari", email="", values={"code": "Tri"}, actor=None, at=AT)

    assert [card.person.name for card in ResourcePerson.objects.all()] == ["Anwar Siregar"]
    assert Person.objects.filter(name="Tri Lestari").count() == 0


def test_every_kind_of_record_has_a_fingerprint_of_its_own() -> None:
    records = [Organisation(), Site(), Machine(), Body(), Country()]

    assert len({fingerprint(record) for record in records}) == len(records)
    assert fingerprint(Country(code="BT")) != fingerprint(Country(code="LK"))


@pytest.mark.django_db
def test_two_records_of_the_same_words_have_the_same_fingerprint_only_when_they_are_one() -> None:
    person = ResourcePersonFactory.create()
    again = ResourcePerson.objects.get(pk=person.pk)

    assert fingerprint(person) == fingerprint(again)
    again.honorarium_class = "II"
    assert fingerprint(person) != fingerprint(again)
