"""What the views of the directory are tried with; the makers of one kind differ in their table only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.directory.kinds import KINDS
from balai.directory.models import Body, Country, Organisation, Room
from balai.directory.services.records import fingerprint
from tests.directory.asking import ENTERED, stretches
from tests.directory.factories import (
    AvailabilityFactory,
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
)
from tests.directory.sending import sent_by
from tests.people.factories import PersonFactory
from tests.permissions.world import MARKER, ORGANISATION, Aim, aims

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.directory.models import Site
    from tests.permissions.world import Effect, Seen, World

FOREIGN_NAME = {"en": MARKER}


def own_centre() -> Organisation:
    """The organisation that the coordinator of the table is bound to."""
    found = Organisation.objects.filter(pk=ORGANISATION).first()
    return found or OrganisationFactory.create(pk=ORGANISATION, code="own-centre")


def own_site() -> Site:
    return SiteFactory.create(organisation=own_centre())


def foreign_site() -> Site:
    return SiteFactory.create(organisation=OrganisationFactory.create(name=FOREIGN_NAME), name=FOREIGN_NAME)


# --- pages and the API, to read -----------------------------------------------------------------------


@aims("directory:organisation")
def organisations(world: World) -> Aim:
    """Whose contacts are for some readers only."""
    return Aim(own={"pk": ContactFactory.create(office=FOREIGN_NAME).organisation_id})


def reading(view: str, make: Callable[[], Any], argument: str = "pk", column: str = "pk") -> None:
    """A record that everybody who is signed in may see."""

    @aims(view)
    def maker(world: World) -> Aim:
        return Aim(own={argument: getattr(make(), column)})


PUBLIC: dict[str, Callable[[], Any]] = {
    "site": SiteFactory.create,
    "machine": MachineFactory.create,
    "technology": TechnologyFactory.create,
    "topic": TopicFactory.create,
    "body": BodyFactory.create,
    "visa_route": VisaRouteFactory.create,
    "declared_day": DeclaredDayFactory.create,
    "country": lambda: Country.objects.get(pk="BT"),
}
for kind, made in PUBLIC.items():
    reading(f"directory:{kind}", made)
for kind in ("site", "machine", "technology", "topic", "visa_route", "declared_day"):
    reading(f"api:get_{kind}", PUBLIC[kind], "record_id")
reading("api:list_travel_times", SiteFactory.create, "record_id")
reading("api:get_organisation", OrganisationFactory.create, "record_id")
reading("api:get_country", lambda: Country.objects.get(pk="BT"), "code")
reading("api:get_body", BodyFactory.create, "code", "code")
reading("api:list_members", BodyFactory.create, "code", "code")
reading("centres:centre", OrganisationFactory.create, "code", "code")


@aims("api:ask_visa_route")
def questions(world: World) -> Aim:
    return Aim(query={"nationality": "AF", "residence": "AF", "host": "ID"})


def _cards() -> tuple[Any, Any]:
    own = ResourcePersonFactory.create(organisation=own_centre())
    return own, ResourcePersonFactory.create(person=PersonFactory.create(name=MARKER))


@aims("directory:resource_persons", "directory:resource_persons_export", "api:list_resource_persons")
def resource_persons(world: World) -> Aim:
    _cards()
    return Aim()


@aims("directory:resource_person")
def resource_person(world: World) -> Aim:
    own, foreign = _cards()
    return Aim(own={"pk": own.pk}, foreign={"pk": foreign.pk})


@aims("api:get_resource_person")
def resource_person_over_the_api(world: World) -> Aim:
    own, foreign = _cards()
    return Aim(own={"record_id": own.pk}, foreign={"record_id": foreign.pk})


# --- pages that change ----------------------------------------------------------------------------------


def _row(name: str, seen: Seen) -> Any:
    key = seen.arguments.get("pk") or seen.arguments.get("record_id")
    return KINDS[name].model._default_manager.get(pk=key)


def is_more(name: str) -> Effect:
    """Whether there are more of a kind than now."""
    model = KINDS[name].model
    before = model._default_manager.count()
    return lambda _seen: model._default_manager.count() > before


def is_archived(name: str) -> Effect:
    return lambda seen: _row(name, seen).is_archived


def is_changed(name: str, *records: Any) -> Effect:
    known = {fingerprint(record) for record in records}
    return lambda seen: fingerprint(_row(name, seen)) not in known


CHANGES: dict[str, tuple[Callable[[], Any], dict[str, str]]] = {
    "organisation": (OrganisationFactory.create, {"city": "Cimahi"}),
    "contact": (ContactFactory.create, {"telephone": "+62 22 1"}),
    "travel_time": (TravelTimeFactory.create, {"minutes": "26"}),
    "technology": (TechnologyFactory.create, {"readiness": "9"}),
    "topic": (TopicFactory.create, {"name_id": "Bubut"}),
    "resource_person": (ResourcePersonFactory.create, {"honorarium_class": "IV/a"}),
    "body": (BodyFactory.create, {"abbreviation": "CP"}),
    "membership": (MembershipFactory.create, {"until": "2020-12-31"}),
    "visa_route": (VisaRouteFactory.create, {"lead_days": "31"}),
    "declared_day": (DeclaredDayFactory.create, {"until": "2018-06-14"}),
    "country": (lambda: Country.objects.get(pk="TR"), {"name_en": "Turkey"}),
}
"""What the office keeps alone."""
AT_SITES: dict[str, tuple[Any, dict[str, str]]] = {
    "closure": (ClosureFactory, {"until": "2018-07-20"}),
    "room": (RoomFactory, {"capacity": "13"}),
    "machine": (MachineFactory, {"model": "VMC-4"}),
}
"""What coordinators keep too."""


def changing(name: str, make: Callable[[], Any], change: dict[str, str]) -> None:
    @aims(f"directory:{name}_change")
    def maker(world: World) -> Aim:
        record = make()
        data = sent_by(KINDS[name].form(instance=record)) | change
        return Aim(own={"pk": record.pk}, data=data, effect=is_changed(name, record))


def archiving(name: str, make: Callable[[], Any]) -> None:
    @aims(f"directory:{name}_archive")
    def maker(world: World) -> Aim:
        return Aim(own={"pk": make().pk}, data={"deed": "archive"}, effect=is_archived(name))


for name, (make, change) in CHANGES.items():
    changing(name, make, change)
    if name != "country":
        archiving(name, make)


def at_two_sites(name: str, make: Any, change: dict[str, str]) -> None:
    """One at the own centre, and one elsewhere."""

    def both() -> tuple[Any, Any]:
        return make.create(site=own_site()), make.create(site=foreign_site())

    @aims(f"directory:{name}_change")
    def change_one(world: World) -> Aim:
        own, foreign = both()
        data = sent_by(KINDS[name].form(instance=own)) | change
        # The form remembers one version, and the same data are sent for both; none was seen here.
        return Aim(
            own={"pk": own.pk},
            foreign={"pk": foreign.pk},
            data=data | {"seen": "", "code": "", "room": ""},
            effect=is_changed(name, own, foreign),
        )

    @aims(f"directory:{name}_archive")
    def archive_one(world: World) -> Aim:
        own, foreign = both()
        return Aim(
            own={"pk": own.pk},
            foreign={"pk": foreign.pk},
            data={"deed": "archive"},
            effect=is_archived(name),
        )

    @aims(f"directory:{name}_new")
    def enter_one(world: World) -> Aim:
        own, foreign = own_site(), foreign_site()
        return Aim(
            own={"whole_id": own.pk},
            foreign={"whole_id": foreign.pk},
            data=ENTERED[name][1],
            effect=is_more(name),
        )


for name, (make, change) in AT_SITES.items():
    at_two_sites(name, make, change)


def entering(name: str) -> None:
    @aims(f"directory:{name}_new")
    def maker(world: World) -> Aim:
        make_whole, data = ENTERED[name]
        own = {"whole_id": make_whole.create().pk} if make_whole else {}
        return Aim(own=own, data=data, effect=is_more(name))


for name in (
    "organisation", "contact", "topic", "resource_person", "body", "membership", "visa_route", "declared_day"
):  # fmt: skip
    entering(name)


@aims("directory:technology_new")
def entering_a_technology(world: World) -> Aim:
    data = {"title_en": "Recycling", "organisation": own_centre().code, "certainty": "known"}
    return Aim(data=data, effect=is_more("technology"))


@aims("directory:travel_time_new")
def entering_a_way(world: World) -> Aim:
    SiteFactory.create(code="b4t")
    data = {"destination": "b4t", "mode": "walk", "minutes": "5", "certainty": "assumed"}
    return Aim(own={"whole_id": own_site().pk}, data=data, effect=is_more("travel_time"))


@aims("directory:site_new")
def entering_a_site(world: World) -> Aim:
    data = sent_by(KINDS["site"].form(instance=own_site())) | {"code": "another", "seen": ""}
    return Aim(data=data, effect=is_more("site"))


@aims("directory:site_change")
def changing_a_site(world: World) -> Aim:
    own, foreign = own_site(), foreign_site()
    data = sent_by(KINDS["site"].form(instance=own)) | {"city": "Cimahi", "seen": "", "code": "another"}
    return Aim(
        own={"pk": own.pk},
        foreign={"pk": foreign.pk},
        data=data,
        effect=is_changed("site", own, foreign),
    )


@aims("directory:site_archive")
def archiving_a_site(world: World) -> Aim:
    return Aim(
        own={"pk": own_site().pk},
        foreign={"pk": foreign_site().pk},
        data={"deed": "archive"},
        effect=is_archived("site"),
    )


@aims("directory:site_hours")
def writing_a_week(world: World) -> Aim:
    return Aim(
        own={"pk": own_site().pk},
        foreign={"pk": foreign_site().pk},
        data={"day0_0_opens": "08:00", "day0_0_closes": "16:00"},
        effect=lambda seen: _row("site", seen).opening_hours.exists(),
    )


@aims("directory:resource_person_days")
def writing_days(world: World) -> Aim:
    card = AvailabilityFactory.create().person
    row = {"since": "2018-08-01", "until": "2018-08-02", "kind": "available"}
    return Aim(
        own={"pk": card.pk},
        data=stretches(row),
        effect=lambda _seen: card.availability.filter(since=dt.date(2018, 8, 1)).exists(),
    )


# --- the API, to change -----------------------------------------------------------------------------------

GIVEN: dict[str, Callable[[], dict[str, Any]]] = {
    "organisation": lambda: {"code": "new", "kind": "centre", "name": {"en": "New"}, "country": "ID"},
    "site": lambda: {
        "code": "new",
        "organisation": own_centre().code,
        "name": {"en": "New"},
        "country": "ID",
        "city": "Bandung",
        "time_zone": "Asia/Jakarta",
    },
    "room": lambda: {"site": own_site().code, "code": "new", "name": {"en": "New"}, "capacity": 12},
    "machine": lambda: {"site": own_site().code, "code": "new", "name": {"en": "New"}},
    "technology": lambda: {"organisation": own_centre().code, "code": "new", "title": {"en": "New"}},
    "membership": lambda: {
        "body": BodyFactory.create().code,
        "country": "BT",
        "since": "1962-01-01",
        "source": "Proceedings",
    },
    "contact": lambda: {
        "organisation": own_centre().code,
        "office": {"en": "Cooperation"},
        "email": "desk@example.org",
    },
    "topic": lambda: {"code": "new", "name": {"en": "New"}},
    "resource_person": lambda: {"code": "new", "name": "Anwar Siregar", "email": "anwar@example.org"},
    "travel_time": lambda: {
        "origin": own_site().code,
        "destination": SiteFactory.create().code,
        "minutes": 5,
    },
    "closure": lambda: {
        "site": own_site().code,
        "since": "2018-07-16",
        "until": "2018-07-17",
        "reason": {"en": "Maintenance"},
    },
    "visa_route": lambda: {"host": "ID", "nationality": "AF", "route": "calling", "since": "2015-01-01"},
    "declared_day": lambda: {
        "country": "ID",
        "since": "2018-06-11",
        "until": "2018-06-12",
        "kind": "leave",
        "name": {"en": "Collective leave"},
    },
}


def over_the_api(name: str, make: Callable[[], Any], change: dict[str, Any]) -> None:
    """The deeds on what the office keeps alone."""

    @aims(f"api:enter_{name}")
    def enter(world: World) -> Aim:
        data = GIVEN[name]()
        return Aim(data=data, effect=is_more(name))

    @aims(f"api:change_{name}")
    def change_one(world: World) -> Aim:
        record = make()
        return Aim(own={"record_id": record.pk}, data=change, effect=is_changed(name, record))

    @aims(f"api:archive_{name}")
    def archive(world: World) -> Aim:
        return Aim(own={"record_id": make().pk}, effect=is_archived(name))


GIVEN_CHANGES: dict[str, dict[str, Any]] = {
    "organisation": {"city": "Cimahi"},
    "technology": {"readiness": 9},
    "membership": {"until": "2030-12-31"},
    "visa_route": {"lead_days": 31},
    "declared_day": {"until": "2018-06-14"},
    "contact": {"telephone": "+62 22 1"},
    "topic": {"name": {"en": "Turning"}},
    "resource_person": {"honorarium_class": "IV/a"},
    "travel_time": {"minutes": 26},
}
for kind, given in GIVEN_CHANGES.items():
    over_the_api(kind, CHANGES[kind][0], given)


def at_two_sites_over_the_api(name: str, both: Callable[[], tuple[Any, Any]], change: dict[str, Any]) -> None:
    """The deeds on what coordinators keep too."""

    @aims(f"api:enter_{name}")
    def enter(world: World) -> Aim:
        data = GIVEN[name]()
        return Aim(data=data, effect=is_more(name))

    @aims(f"api:change_{name}")
    def change_one(world: World) -> Aim:
        own, foreign = both()
        return Aim(
            own={"record_id": own.pk},
            foreign={"record_id": foreign.pk},
            data=change,
            effect=is_changed(name, own, foreign),
        )

    @aims(f"api:archive_{name}")
    def archive(world: World) -> Aim:
        own, foreign = both()
        return Aim(own={"record_id": own.pk}, foreign={"record_id": foreign.pk}, effect=is_archived(name))


at_two_sites_over_the_api("site", lambda: (own_site(), foreign_site()), {"city": "Cimahi"})
at_two_sites_over_the_api(
    "room",
    lambda: (
        RoomFactory.create(site=own_site()),
        RoomFactory.create(site=foreign_site(), name=FOREIGN_NAME),
    ),
    {"capacity": 30},
)
at_two_sites_over_the_api(
    "machine",
    lambda: (
        MachineFactory.create(site=own_site()),
        MachineFactory.create(site=foreign_site(), name=FOREIGN_NAME),
    ),
    {"quantity": 9},
)
at_two_sites_over_the_api(
    "closure",
    lambda: (
        ClosureFactory.create(site=own_site()),
        ClosureFactory.create(site=foreign_site(), reason=FOREIGN_NAME),
    ),
    {"until": "2018-07-20"},
)


@aims("api:enter_body")
def entering_a_body_over_the_api(world: World) -> Aim:
    return Aim(data={"code": "new", "name": {"en": "New"}}, effect=is_more("body"))


@aims("api:change_body")
def changing_a_body_over_the_api(world: World) -> Aim:
    body = BodyFactory.create()
    return Aim(
        own={"code": body.code},
        data={"abbreviation": "CP"},
        effect=lambda _seen: Body.objects.get(pk=body.pk).abbreviation == "CP",
    )


@aims("api:archive_body")
def archiving_a_body_over_the_api(world: World) -> Aim:
    body = BodyFactory.create()
    return Aim(own={"code": body.code}, effect=lambda _seen: Body.objects.get(pk=body.pk).is_archived)


@aims("api:change_country")
def correcting_a_country_over_the_api(world: World) -> Aim:
    return Aim(
        own={"code": "BT"},
        data={"capital": {"en": "Thimphu city"}},
        effect=lambda _seen: Country.objects.get(pk="BT").capital == {"en": "Thimphu city"},
    )


@aims("api:set_opening_hours")
def writing_a_week_over_the_api(world: World) -> Aim:
    return Aim(
        own={"record_id": own_site().pk},
        foreign={"record_id": foreign_site().pk},
        data={"items": [{"weekday": 0, "opens": "08:00", "closes": "16:00"}]},
        effect=lambda seen: _row("site", seen).opening_hours.exists(),
    )


@aims("api:set_availability")
def writing_days_over_the_api(world: World) -> Aim:
    card = AvailabilityFactory.create().person
    return Aim(
        own={"record_id": card.pk},
        data={"items": [{"since": "2018-08-01", "until": "2018-08-02", "kind": "available"}]},
        effect=lambda _seen: card.availability.filter(since=dt.date(2018, 8, 1)).exists(),
    )


@aims("api:restore_record")
def taking_a_room_back_into_use(world: World) -> Aim:
    at = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)
    own = RoomFactory.create(site=own_site(), archived_at=at)
    foreign = RoomFactory.create(site=foreign_site(), name=FOREIGN_NAME, archived_at=at)
    return Aim(
        own={"kind": "room", "record_id": own.pk},
        foreign={"kind": "room", "record_id": foreign.pk},
        effect=lambda seen: not _row("room", seen).is_archived,
    )


@aims("api:remove_record")
def removing_a_room(world: World) -> Aim:
    own, foreign = RoomFactory.create(site=own_site()), RoomFactory.create(site=foreign_site())
    return Aim(
        own={"kind": "room", "record_id": own.pk},
        foreign={"kind": "room", "record_id": foreign.pk},
        effect=lambda seen: not Room.objects.filter(pk=seen.arguments["record_id"]).exists(),
    )


@aims("api:list_contacts")
def contacts_over_the_api(world: World) -> Aim:
    ContactFactory.create(organisation=own_centre())
    ContactFactory.create(office=FOREIGN_NAME)
    return Aim()


@aims("api:get_contact")
def contact_over_the_api(world: World) -> Aim:
    own, foreign = (
        ContactFactory.create(organisation=own_centre()),
        ContactFactory.create(office=FOREIGN_NAME),
    )
    return Aim(own={"record_id": own.pk}, foreign={"record_id": foreign.pk})
