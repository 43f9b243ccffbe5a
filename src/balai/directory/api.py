"""The directory over the API: every kind to read, and the main deeds.

What a record points to is given and told by its code; texts in several languages are objects from language to
text. Changing sends only the columns that change.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from balai.directory import models, queries
from balai.directory.enums import PassportType
from balai.directory.kinds import KINDS
from balai.directory.rules import KEEPERS, WRITERS
from balai.directory.services.records import archive_record, change_record, enter_record
from balai.kernel import clock
from balai.kernel.bodies import Day, Number, TimeOfDay, Truth, Word, Words, partly
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.people.queries import grants_held_by

router = Router()
READ = needs(TokenScope.DIRECTORY_READ)
READ_PEOPLE = needs(TokenScope.DIRECTORY_READ, *queries.READERS_OF_PEOPLE)
KEEP = needs(TokenScope.DIRECTORY_WRITE, *KEEPERS, everywhere=True)
KEEP_A_CENTRE = needs(TokenScope.DIRECTORY_WRITE, *WRITERS)

D = TypeVar("D", bound=models.DirectoryRecord)
CountryCode = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]


# --- what is told -----------------------------------------------------------------------------------


class RecordOut(Schema):
    """What every record has; `archived` ones are no longer offered."""

    id: UUID
    archived: bool

    @staticmethod
    def resolve_archived(record: models.DirectoryRecord) -> bool:
        """Whether it is out of use."""
        return record.is_archived


class SourcedOut(RecordOut):
    """Also where it is written, and how sure it is: known, printed or assumed."""

    source: str
    certainty: str


class CountryOut(Schema):
    """A country of ISO 3166-1; the first time zone is the capital's."""

    code: str
    alpha3: str
    numeric: str
    name: Words
    short_name: Words
    capital: Words
    latitude: Decimal | None
    longitude: Decimal | None
    time_zones: list[str]


class BodyOut(SourcedOut):
    """A body that countries belong to; `parent` is the code of what it is part of."""

    code: str
    kind: str
    name: Words
    abbreviation: str
    parent: str | None
    description: Words
    website: str

    @staticmethod
    def resolve_parent(record: models.Body) -> str | None:
        """Its code."""
        return record.parent.code if record.parent else None


class MembershipOut(SourcedOut):
    """A country's membership; a date is known to the day, the month or the year."""

    body: str
    country: str
    since: date
    since_precision: str
    until: date | None
    until_precision: str

    @staticmethod
    def resolve_body(record: models.Membership) -> str:
        """Its code."""
        return record.body.code

    @staticmethod
    def resolve_country(record: models.Membership) -> str:
        """Its code."""
        return record.country_id


class OrganisationOut(SourcedOut):
    """An organisation; `parent` and `body` are codes."""

    code: str
    kind: str
    name: Words
    abbreviation: str
    parent: str | None
    body: str | None
    country: str
    city: str
    address: str
    languages: list[str]
    website: str
    roles: list[str]
    description: Words

    @staticmethod
    def resolve_parent(record: models.Organisation) -> str | None:
        """Its code."""
        return record.parent.code if record.parent else None

    @staticmethod
    def resolve_body(record: models.Organisation) -> str | None:
        """Its code."""
        return record.body.code if record.body else None

    @staticmethod
    def resolve_country(record: models.Organisation) -> str:
        """Its code."""
        return record.country_id


class RoomOut(RecordOut):
    """A room; `is_step_free` is null where that is not known."""

    site: str
    code: str
    name: Words
    kind: str
    capacity: int
    is_step_free: bool | None
    equipment: Words

    @staticmethod
    def resolve_site(record: models.Room) -> str:
        """Its code."""
        return record.site.code


class OpeningOut(Schema):
    """A stretch of a weekday (0 is Monday) in which a site is open, in its own time."""

    weekday: int
    opens: time
    closes: time


class ClosureOut(Schema):
    """Days on which a site is closed, both included."""

    since: date
    until: date
    reason: Words


class SiteOut(SourcedOut):
    """A site."""

    code: str
    organisation: str
    name: Words
    country: str
    city: str
    address: str
    latitude: Decimal | None
    longitude: Decimal | None
    time_zone: str
    description: Words
    colour: int
    largest_group: int | None
    gate_lead_days: int
    photo_rule: str
    prayer_place: str
    friday_break_from: time | None
    friday_break_until: time | None
    accessibility: list[str]
    accessibility_note: Words
    canteen: list[str]
    protection: list[str]

    @staticmethod
    def resolve_organisation(record: models.Site) -> str:
        """Its code."""
        return record.organisation.code

    @staticmethod
    def resolve_country(record: models.Site) -> str:
        """Its code."""
        return record.country_id


class SiteWithPartsOut(SiteOut):
    """A site with its rooms, its week, and the days on which it is closed."""

    rooms: list[RoomOut]
    opening_hours: list[OpeningOut]
    closures: list[ClosureOut]


class MachineOut(SourcedOut):
    """A machine; `site` and `room` are codes."""

    site: str
    room: str | None
    code: str
    name: Words
    model: str
    serial: str
    quantity: int
    trainees_per_machine: int
    safety_class: str
    consumables: Words
    description: Words

    @staticmethod
    def resolve_site(record: models.Machine) -> str:
        """Its code."""
        return record.site.code

    @staticmethod
    def resolve_room(record: models.Machine) -> str | None:
        """Its code."""
        return record.room.code if record.room else None


class TopicOut(RecordOut):
    """A topic."""

    code: str
    name: Words


class TechnologyOut(SourcedOut):
    """A technology; `readiness` is 1 to 9, `topics` are codes."""

    organisation: str
    code: str
    title: Words
    description: Words
    readiness: int | None
    topics: list[str]

    @staticmethod
    def resolve_organisation(record: models.Technology) -> str:
        """Its code."""
        return record.organisation.code

    @staticmethod
    def resolve_topics(record: models.Technology) -> list[str]:
        """Their codes."""
        return [topic.code for topic in record.topics.all()]


class ResourcePersonOut(SourcedOut):
    """The card of a resource person; `person` is their name."""

    code: str
    person: str
    organisation: str | None
    function: Words
    topics: list[str]
    languages: list[str]
    honorarium_class: str
    about: Words

    @staticmethod
    def resolve_person(record: models.ResourcePerson) -> str:
        """The name."""
        return record.person.name

    @staticmethod
    def resolve_organisation(record: models.ResourcePerson) -> str | None:
        """Its code."""
        return record.organisation.code if record.organisation else None

    @staticmethod
    def resolve_topics(record: models.ResourcePerson) -> list[str]:
        """Their codes."""
        return [topic.code for topic in record.topics.all()]


class VisaRouteOut(SourcedOut):
    """A visa rule; what is null or empty holds for all."""

    host: str
    nationality: str | None
    passport_type: str
    residence: str | None
    route: str
    lead_days: int | None
    since: date
    until: date | None
    note: Words

    @staticmethod
    def resolve_host(record: models.VisaRoute) -> str:
        """Its code."""
        return record.host_id

    @staticmethod
    def resolve_nationality(record: models.VisaRoute) -> str | None:
        """Its code."""
        return record.nationality_id

    @staticmethod
    def resolve_residence(record: models.VisaRoute) -> str | None:
        """Its code."""
        return record.residence_id


class VisaAnswerOut(Schema):
    """How somebody enters a host country; `route` is null when no rule is known."""

    route: str | None
    lead_days: int | None
    rule: VisaRouteOut | None


class DeclaredDayOut(SourcedOut):
    """Days that a country declared: `holiday`, `leave` (offices are closed) or `worked`."""

    country: str
    since: date
    until: date
    kind: str
    name: Words

    @staticmethod
    def resolve_country(record: models.DeclaredDay) -> str:
        """Its code."""
        return record.country_id


class CountryPage(Schema):
    """Some countries, and where the next page begins."""

    items: list[CountryOut]
    after: str


class BodyPage(Schema):
    """Some bodies, and where the next page begins."""

    items: list[BodyOut]
    after: str


class MembershipList(Schema):
    """The memberships of a day."""

    items: list[MembershipOut]


class OrganisationPage(Schema):
    """Some organisations, and where the next page begins."""

    items: list[OrganisationOut]
    after: str


class SitePage(Schema):
    """Some sites, and where the next page begins."""

    items: list[SiteOut]
    after: str


class MachinePage(Schema):
    """Some machines, and where the next page begins."""

    items: list[MachineOut]
    after: str


class TopicPage(Schema):
    """Some topics, and where the next page begins."""

    items: list[TopicOut]
    after: str


class TechnologyPage(Schema):
    """Some technologies, and where the next page begins."""

    items: list[TechnologyOut]
    after: str


class ResourcePersonPage(Schema):
    """Some resource persons, and where the next page begins."""

    items: list[ResourcePersonOut]
    after: str


class VisaRoutePage(Schema):
    """Some visa rules, and where the next page begins."""

    items: list[VisaRouteOut]
    after: str


class DeclaredDayPage(Schema):
    """Some declared days, and where the next page begins."""

    items: list[DeclaredDayOut]
    after: str


# --- what is given ----------------------------------------------------------------------------------


class SourcedIn(Schema):
    """Where it is written, and how sure it is."""

    source: str = ""
    certainty: str = "known"


class OrganisationIn(SourcedIn):
    """A new organisation; `parent` and `body` are codes."""

    code: str
    kind: str
    name: Words
    country: str
    abbreviation: str = ""
    parent: str | None = None
    body: str | None = None
    city: str = ""
    address: str = ""
    languages: list[str] = []
    website: str = ""
    roles: list[str] = []
    description: Words = {}


class SiteIn(SourcedIn):
    """A new site; `organisation` is a code."""

    code: str
    organisation: str
    name: Words
    country: str
    city: str
    time_zone: str
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    description: Words = {}
    colour: Number = 1
    largest_group: Number | None = None
    gate_lead_days: Number = 0
    photo_rule: str = "ask"
    prayer_place: str = "unknown"
    friday_break_from: TimeOfDay | None = None
    friday_break_until: TimeOfDay | None = None
    accessibility: list[str] = []
    accessibility_note: Words = {}
    canteen: list[str] = []
    protection: list[str] = []


class RoomIn(Schema):
    """A new room; `site` is a code."""

    site: str
    code: str
    name: Words
    capacity: Number
    kind: str = "room"
    is_step_free: Truth | None = None
    equipment: Words = {}


class MachineIn(SourcedIn):
    """A new machine; `site` is a code, `room` the code of a room there."""

    site: str
    code: str
    name: Words
    room: str | None = None
    model: str = ""
    serial: str = ""
    quantity: Number = 1
    trainees_per_machine: Number = 1
    safety_class: str = "briefed"
    consumables: Words = {}
    description: Words = {}


class TechnologyIn(SourcedIn):
    """A new technology; `organisation` and `topics` are codes."""

    organisation: str
    code: str
    title: Words
    description: Words = {}
    readiness: Number | None = None
    topics: list[str] = []


class MembershipIn(SourcedIn):
    """A new membership; `body` is a code."""

    body: str
    country: str
    since: Day
    since_precision: str = "day"
    until: Day | None = None
    until_precision: str = "day"


class VisaRouteIn(SourcedIn):
    """A new visa rule; what is null or empty holds for all."""

    host: str
    nationality: str | None = None
    passport_type: str = ""
    residence: str | None = None
    route: str
    lead_days: Number | None = None
    since: Day
    until: Day | None = None
    note: Words = {}


class DeclaredDayIn(SourcedIn):
    """A new entry of declared days: `holiday`, `leave` or `worked`."""

    country: str
    since: Day
    until: Day
    kind: str
    name: Words


if TYPE_CHECKING:
    OrganisationChange = OrganisationIn
    SiteChange = SiteIn
    RoomChange = RoomIn
    MachineChange = MachineIn
    TechnologyChange = TechnologyIn
    MembershipChange = MembershipIn
    VisaRouteChange = VisaRouteIn
    DeclaredDayChange = DeclaredDayIn
else:
    OrganisationChange = partly(OrganisationIn, "OrganisationChange")
    SiteChange = partly(SiteIn, "SiteChange")
    RoomChange = partly(RoomIn, "RoomChange")
    MachineChange = partly(MachineIn, "MachineChange")
    TechnologyChange = partly(TechnologyIn, "TechnologyChange")
    MembershipChange = partly(MembershipIn, "MembershipChange")
    VisaRouteChange = partly(VisaRouteIn, "VisaRouteChange")
    DeclaredDayChange = partly(DeclaredDayIn, "DeclaredDayChange")


# --- reading ----------------------------------------------------------------------------------------


@router.get("countries", response=CountryPage, operation_id="list_countries", **READ)
def list_countries(request: Caller, words: Word = "", after: Word = "") -> dict[str, Any]:
    """List countries in the order of their names."""
    return _listed("country", {"words": words}, after, order=("sort_name", "code"))


@router.get("countries/{code}", response=CountryOut, operation_id="get_country", **READ)
def get_country(request: Caller, code: Word) -> models.Country:
    """Show one country by its two letters."""
    return get_object_or_404(models.Country, pk=code)


@router.get("bodies", response=BodyPage, operation_id="list_bodies", **READ)
def list_bodies(request: Caller, words: Word = "", kind: Word = "", after: Word = "") -> dict[str, Any]:
    """List bodies, organs, pillars and groups of countries."""
    return _listed("body", {"words": words, "kind": kind}, after)


@router.get("bodies/{code}", response=BodyOut, operation_id="get_body", **READ)
def get_body(request: Caller, code: Word) -> models.Body:
    """Show one body by its code."""
    return get_object_or_404(models.Body.objects.select_related("parent"), code=code)


@router.get("bodies/{code}/members", response=MembershipList, operation_id="list_members", **READ)
def list_members(request: Caller, code: Word, on: Day | None = None) -> dict[str, Any]:
    """List the memberships of a body on a day, today if none is given."""
    body = get_object_or_404(models.Body, code=code)
    rows = queries.memberships_of(body, on=on or clock.now().date())
    return {"items": rows.select_related("body").order_by("country")}


@router.get("organisations", response=OrganisationPage, operation_id="list_organisations", **READ)
def list_organisations(  # noqa: PLR0913 -- each is a way to look for them
    request: Caller,
    words: Word = "",
    kind: Word = "",
    country: Word = "",
    role: Word = "",
    *,
    archived: bool = False,
    after: Word = "",
) -> dict[str, Any]:
    """List organisations in the order of their names."""
    asked = {"words": words, "kind": kind, "country": country, "role": role, "archived": archived}
    return _listed("organisation", asked, after, "body")


@router.get(
    "organisations/{uuid:record_id}", response=OrganisationOut, operation_id="get_organisation", **READ
)
def get_organisation(request: Caller, record_id: UUID) -> models.Organisation:
    """Show one organisation."""
    return _one(models.Organisation.objects.select_related("parent", "body"), record_id)


@router.get("sites", response=SitePage, operation_id="list_sites", **READ)
def list_sites(  # noqa: PLR0913 -- each is a way to look for them
    request: Caller,
    words: Word = "",
    country: Word = "",
    city: Word = "",
    *,
    archived: bool = False,
    after: Word = "",
) -> dict[str, Any]:
    """List sites in the order of their names."""
    asked = {"words": words, "country": country, "city": city, "archived": archived}
    return _listed("site", asked, after)


@router.get("sites/{uuid:record_id}", response=SiteWithPartsOut, operation_id="get_site", **READ)
def get_site(request: Caller, record_id: UUID) -> models.Site:
    """Show one site with its rooms in use, its week and the days on which it is closed."""
    rooms = queries.live(models.Room.objects.all()).select_related("site").order_by("code")
    closures = queries.live(models.Closure.objects.all()).order_by("since")
    parts = Prefetch("rooms", rooms), Prefetch("closures", closures), "opening_hours"
    return _one(models.Site.objects.select_related("organisation").prefetch_related(*parts), record_id)


@router.get("machines", response=MachinePage, operation_id="list_machines", **READ)
def list_machines(  # noqa: PLR0913 -- each is a way to look for them
    request: Caller,
    words: Word = "",
    site: Word = "",
    safety: Word = "",
    *,
    archived: bool = False,
    after: Word = "",
) -> dict[str, Any]:
    """List machines in the order of their names; `site` is a code."""
    asked = {"words": words, "site": site, "safety": safety, "archived": archived}
    return _listed("machine", asked, after, "room")


@router.get("machines/{uuid:record_id}", response=MachineOut, operation_id="get_machine", **READ)
def get_machine(request: Caller, record_id: UUID) -> models.Machine:
    """Show one machine."""
    return _one(models.Machine.objects.select_related("site", "room"), record_id)


@router.get("topics", response=TopicPage, operation_id="list_topics", **READ)
def list_topics(request: Caller, words: Word = "", after: Word = "") -> dict[str, Any]:
    """List topics in the order of their names."""
    return _listed("topic", {"words": words}, after)


@router.get("technologies", response=TechnologyPage, operation_id="list_technologies", **READ)
def list_technologies(  # noqa: PLR0913 -- each is a way to look for them
    request: Caller,
    words: Word = "",
    topic: Word = "",
    organisation: Word = "",
    readiness: int | None = None,
    *,
    archived: bool = False,
    after: Word = "",
) -> dict[str, Any]:
    """List technologies; `topic` and `organisation` are codes, `readiness` is the least."""
    asked = {
        "words": words,
        "topic": topic,
        "organisation": organisation,
        "readiness": readiness,
        "archived": archived,
    }
    return _listed("technology", asked, after, prefetched="topics")


@router.get("technologies/{uuid:record_id}", response=TechnologyOut, operation_id="get_technology", **READ)
def get_technology(request: Caller, record_id: UUID) -> models.Technology:
    """Show one technology."""
    return _one(models.Technology.objects.select_related("organisation"), record_id)


@router.get(
    "resource-persons", response=ResourcePersonPage, operation_id="list_resource_persons", **READ_PEOPLE
)
def list_resource_persons(
    request: Caller, words: Word = "", topic: Word = "", language: Word = "", after: Word = ""
) -> dict[str, Any]:
    """List resource persons by name; coordinators see those of their own centre."""
    asked = {"words": words, "topic": topic, "language": language}
    return _listed("resource_person", asked, after, caller=request, prefetched="topics")


@router.get(
    "resource-persons/{uuid:record_id}",
    response=ResourcePersonOut,
    operation_id="get_resource_person",
    **READ_PEOPLE,
)
def get_resource_person(request: Caller, record_id: UUID) -> models.ResourcePerson:
    """Show the card of one resource person."""
    visible = queries.resource_persons_visible_to(_grants(request))
    return _one(visible.select_related("person", "organisation"), record_id)


@router.get("visa-routes", response=VisaRoutePage, operation_id="list_visa_routes", **READ)
def list_visa_routes(
    request: Caller, host: Word = "", nationality: Word = "", on: Day | None = None, after: Word = ""
) -> dict[str, Any]:
    """List visa rules; with `on`, those in force on that day."""
    order = ("host_id", "nationality_code", "since", "id")
    return _listed("visa_route", {"host": host, "nationality": nationality, "on": on}, after, order=order)


@router.get("visa-routes/answer", response=VisaAnswerOut, operation_id="ask_visa_route", **READ)
def ask_visa_route(  # noqa: PLR0913 -- the question has five parts
    request: Caller,
    nationality: CountryCode,
    host: CountryCode,
    residence: CountryCode,
    *,
    passport_type: PassportType = PassportType.ORDINARY,
    on: Day | None = None,
) -> dict[str, Any]:
    """Say how somebody enters a host country, by the most specific rule in force on the day of entry."""
    answer = queries.visa_route_for(
        nationality=nationality,
        passport_type=passport_type,
        residence=residence,
        host=host,
        on=on or clock.now().date(),
    )
    return {"route": answer.kind, "lead_days": answer.lead_days, "rule": answer.rule}


@router.get("declared-days", response=DeclaredDayPage, operation_id="list_declared_days", **READ)
def list_declared_days(
    request: Caller, country: Word = "", kind: Word = "", on: Day | None = None, after: Word = ""
) -> dict[str, Any]:
    """List declared days, the latest first; with `on`, what holds on that day."""
    asked = {"country": country, "kind": kind, "on": on}
    return _listed("declared_day", asked, after, order=("-since", "-id"))


# --- deeds ------------------------------------------------------------------------------------------


@router.post("organisations", response={201: OrganisationOut}, operation_id="enter_organisation", **KEEP)
def enter_organisation(request: Caller, given: OrganisationIn) -> Status[models.Organisation]:
    """Enter an organisation."""
    return Status(201, _enter(request, models.Organisation, given.dict()))


@router.patch(
    "organisations/{uuid:record_id}", response=OrganisationOut, operation_id="change_organisation", **KEEP
)
def change_organisation(request: Caller, record_id: UUID, given: OrganisationChange) -> models.Organisation:
    """Change an organisation."""
    return _change(request, models.Organisation, record_id, given.dict(exclude_unset=True))


@router.post(
    "organisations/{uuid:record_id}/archive",
    response=OrganisationOut,
    operation_id="archive_organisation",
    **KEEP,
)
def archive_organisation(request: Caller, record_id: UUID) -> models.Organisation:
    """Take an organisation out of use."""
    return _archive(request, models.Organisation, record_id)


@router.post("sites", response={201: SiteOut}, operation_id="enter_site", **KEEP_A_CENTRE)
def enter_site(request: Caller, given: SiteIn) -> Status[models.Site]:
    """Enter a site; coordinators at their own centre."""
    return Status(201, _enter(request, models.Site, given.dict()))


@router.patch("sites/{uuid:record_id}", response=SiteOut, operation_id="change_site", **KEEP_A_CENTRE)
def change_site(request: Caller, record_id: UUID, given: SiteChange) -> models.Site:
    """Change a site; coordinators that of their own centre."""
    return _change(request, models.Site, record_id, given.dict(exclude_unset=True))


@router.post("sites/{uuid:record_id}/archive", response=SiteOut, operation_id="archive_site", **KEEP_A_CENTRE)
def archive_site(request: Caller, record_id: UUID) -> models.Site:
    """Take a site out of use."""
    return _archive(request, models.Site, record_id)


@router.post("rooms", response={201: RoomOut}, operation_id="enter_room", **KEEP_A_CENTRE)
def enter_room(request: Caller, given: RoomIn) -> Status[models.Room]:
    """Enter a room."""
    return Status(201, _enter(request, models.Room, given.dict()))


@router.patch("rooms/{uuid:record_id}", response=RoomOut, operation_id="change_room", **KEEP_A_CENTRE)
def change_room(request: Caller, record_id: UUID, given: RoomChange) -> models.Room:
    """Change a room."""
    return _change(request, models.Room, record_id, given.dict(exclude_unset=True))


@router.post("rooms/{uuid:record_id}/archive", response=RoomOut, operation_id="archive_room", **KEEP_A_CENTRE)
def archive_room(request: Caller, record_id: UUID) -> models.Room:
    """Take a room out of use."""
    return _archive(request, models.Room, record_id)


@router.post("machines", response={201: MachineOut}, operation_id="enter_machine", **KEEP_A_CENTRE)
def enter_machine(request: Caller, given: MachineIn) -> Status[models.Machine]:
    """Enter a machine."""
    return Status(201, _enter(request, models.Machine, given.dict()))


@router.patch(
    "machines/{uuid:record_id}", response=MachineOut, operation_id="change_machine", **KEEP_A_CENTRE
)
def change_machine(request: Caller, record_id: UUID, given: MachineChange) -> models.Machine:
    """Change a machine."""
    return _change(request, models.Machine, record_id, given.dict(exclude_unset=True))


@router.post(
    "machines/{uuid:record_id}/archive", response=MachineOut, operation_id="archive_machine", **KEEP_A_CENTRE
)
def archive_machine(request: Caller, record_id: UUID) -> models.Machine:
    """Take a machine out of use."""
    return _archive(request, models.Machine, record_id)


@router.post("technologies", response={201: TechnologyOut}, operation_id="enter_technology", **KEEP)
def enter_technology(request: Caller, given: TechnologyIn) -> Status[models.Technology]:
    """Enter a technology."""
    return Status(201, _enter(request, models.Technology, given.dict()))


@router.patch(
    "technologies/{uuid:record_id}", response=TechnologyOut, operation_id="change_technology", **KEEP
)
def change_technology(request: Caller, record_id: UUID, given: TechnologyChange) -> models.Technology:
    """Change a technology."""
    return _change(request, models.Technology, record_id, given.dict(exclude_unset=True))


@router.post(
    "technologies/{uuid:record_id}/archive", response=TechnologyOut, operation_id="archive_technology", **KEEP
)
def archive_technology(request: Caller, record_id: UUID) -> models.Technology:
    """Take a technology out of use."""
    return _archive(request, models.Technology, record_id)


@router.post("memberships", response={201: MembershipOut}, operation_id="enter_membership", **KEEP)
def enter_membership(request: Caller, given: MembershipIn) -> Status[models.Membership]:
    """Enter a country's membership in a body."""
    return Status(201, _enter(request, models.Membership, given.dict()))


@router.patch(
    "memberships/{uuid:record_id}", response=MembershipOut, operation_id="change_membership", **KEEP
)
def change_membership(request: Caller, record_id: UUID, given: MembershipChange) -> models.Membership:
    """Change a membership, such as by its last day."""
    return _change(request, models.Membership, record_id, given.dict(exclude_unset=True))


@router.post("visa-routes", response={201: VisaRouteOut}, operation_id="enter_visa_route", **KEEP)
def enter_visa_route(request: Caller, given: VisaRouteIn) -> Status[models.VisaRoute]:
    """Enter a visa rule."""
    return Status(201, _enter(request, models.VisaRoute, given.dict()))


@router.patch("visa-routes/{uuid:record_id}", response=VisaRouteOut, operation_id="change_visa_route", **KEEP)
def change_visa_route(request: Caller, record_id: UUID, given: VisaRouteChange) -> models.VisaRoute:
    """Change a visa rule, such as by its last day."""
    return _change(request, models.VisaRoute, record_id, given.dict(exclude_unset=True))


@router.post("declared-days", response={201: DeclaredDayOut}, operation_id="enter_declared_day", **KEEP)
def enter_declared_day(request: Caller, given: DeclaredDayIn) -> Status[models.DeclaredDay]:
    """Enter days that a country declared off or worked; the deadlines they touch follow."""
    return Status(201, _enter(request, models.DeclaredDay, given.dict()))


@router.patch(
    "declared-days/{uuid:record_id}", response=DeclaredDayOut, operation_id="change_declared_day", **KEEP
)
def change_declared_day(request: Caller, record_id: UUID, given: DeclaredDayChange) -> models.DeclaredDay:
    """Correct declared days."""
    return _change(request, models.DeclaredDay, record_id, given.dict(exclude_unset=True))


@router.post(
    "declared-days/{uuid:record_id}/archive",
    response=DeclaredDayOut,
    operation_id="archive_declared_day",
    **KEEP,
)
def archive_declared_day(request: Caller, record_id: UUID) -> models.DeclaredDay:
    """Take declared days back; from now on only the lists count."""
    return _archive(request, models.DeclaredDay, record_id)


# --- how --------------------------------------------------------------------------------------------

POINTED_TO: dict[str, type[Model]] = {
    "parent": models.Organisation,
    "organisation": models.Organisation,
    "body": models.Body,
    "site": models.Site,
}
"""What is given by its code."""
COUNTRIES = frozenset({"country", "host", "nationality", "residence"})


def _listed(  # noqa: PLR0913 -- where lists differ
    name: str,
    asked: dict[str, Any],
    after: str,
    *related: str,
    order: tuple[str, ...] = ("sort_name", "id"),
    caller: Caller | None = None,
    prefetched: str = "",
) -> dict[str, Any]:
    listing = KINDS[name].listing
    assert listing is not None  # noqa: S101 -- only listed kinds have an address here
    rows = listing.prepare(listing.found(**{word: value for word, value in asked.items() if value}))
    rows = rows.defer(None)  # here the long texts are told too
    if caller is not None and listing.visible is not None:
        rows = rows.filter(pk__in=listing.visible(_grants(caller)).values("pk"))
    if related:
        rows = rows.select_related(*related)
    if prefetched:
        rows = rows.prefetch_related(prefetched)
    page = page_of(rows, order=order, after=after)
    return {"items": page.rows, "after": page.after}


def _one(rows: QuerySet[D], record_id: UUID) -> D:
    return get_object_or_404(rows, pk=record_id)


def _grants(request: Caller) -> list[Any]:
    return list(grants_held_by(request.auth, at=clock.now()))


def _enter(request: Caller, model: type[D], given: dict[str, Any]) -> D:
    return enter_record(model, values=_found(given), actor=request.auth.person, at=clock.now())


def _change(request: Caller, model: type[D], record_id: UUID, given: dict[str, Any]) -> D:
    record = get_object_or_404(model, pk=record_id)
    site = getattr(record, "site", None)
    return change_record(record, values=_found(given, site), actor=request.auth.person, at=clock.now())


def _archive(request: Caller, model: type[D], record_id: UUID) -> D:
    record = get_object_or_404(model, pk=record_id)
    return archive_record(record, actor=request.auth.person, at=clock.now())


def _found(given: dict[str, Any], site: models.Site | None = None) -> dict[str, Any]:
    """What was given, with records in place of codes.

    Raises:
        ValidationError: a code is that of nothing; by column.
    """
    values = dict(given)
    for name, model in POINTED_TO.items():
        if values.get(name):
            values[name] = _coded(model._default_manager.all(), name, values[name])
    for name in COUNTRIES & values.keys():
        values[f"{name}_id"] = values.pop(name)
    if values.get("room"):
        rooms = models.Room.objects.filter(site=values.get("site") or site)
        values["room"] = _coded(rooms, "room", values["room"])
    if "topics" in values:
        values["topics"] = _topics(values["topics"])
    return values


def _coded(rows: QuerySet[Any], name: str, code: str) -> Any:
    found = queries.live(rows).filter(code=code).first()
    if found is None:
        raise _unknown(name, code, is_archived=rows.filter(code=code).exists())
    return found


def _topics(codes: list[str]) -> list[models.Topic]:
    known = models.Topic.objects.in_bulk(codes, field_name="code")
    for code in codes:
        if code not in known or known[code].is_archived:
            raise _unknown("topics", code, is_archived=code in known)
    return [known[code] for code in codes]


def _unknown(name: str, code: str, *, is_archived: bool) -> ValidationError:
    message = (
        _("What has the code “%(value)s” is archived. Take it back into use, or name another.")
        if is_archived
        else _("Nothing in use has the code “%(value)s”.")
    )
    return ValidationError({name: message % {"value": code}})
