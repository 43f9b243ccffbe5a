"""Sites and their rooms over the API."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch
from ninja import Query, Schema, Status

from balai.directory import models, queries
from balai.directory.api.common import (
    KEEP_A_CENTRE,
    READ,
    RecordOut,
    SourcedIn,
    SourcedOut,
    archive,
    change,
    enter,
    listed,
    one,
    router,
)
from balai.kernel.bodies import Number, TimeOfDay, Truth, Word, Words, partly
from balai.people.authentication import Caller


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


class SitePage(Schema):
    """Some sites, and where the next page begins."""

    items: list[SiteOut]
    after: str


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


if TYPE_CHECKING:
    SiteChange = SiteIn
    RoomChange = RoomIn
else:
    SiteChange = partly(SiteIn, "SiteChange")
    RoomChange = partly(RoomIn, "RoomChange")


class SiteSearch(Schema):
    """Which sites."""

    words: Word = ""
    country: Word = ""
    city: Word = ""
    archived: bool = False
    after: Word = ""


@router.get("sites", response=SitePage, operation_id="list_sites", **READ)
def list_sites(request: Caller, asked: Query[SiteSearch]) -> dict[str, Any]:
    """List sites in the order of their names."""
    return listed("site", asked.dict(exclude={"after"}), asked.after)


@router.get("sites/{uuid:record_id}", response=SiteWithPartsOut, operation_id="get_site", **READ)
def get_site(request: Caller, record_id: UUID) -> models.Site:
    """Show one site with its rooms in use, its week and the days on which it is closed."""
    rooms = queries.live(models.Room.objects.all()).select_related("site").order_by("code")
    closures = queries.live(models.Closure.objects.all()).order_by("since")
    parts = Prefetch("rooms", rooms), Prefetch("closures", closures), "opening_hours"
    return one(models.Site.objects.select_related("organisation").prefetch_related(*parts), record_id)


@router.post("sites", response={201: SiteOut}, operation_id="enter_site", **KEEP_A_CENTRE)
def enter_site(request: Caller, given: SiteIn) -> Status[models.Site]:
    """Enter a site; coordinators at their own centre."""
    return Status(201, enter(request, models.Site, given.dict()))


@router.patch("sites/{uuid:record_id}", response=SiteOut, operation_id="change_site", **KEEP_A_CENTRE)
def change_site(request: Caller, record_id: UUID, given: SiteChange) -> models.Site:
    """Change a site; coordinators that of their own centre."""
    return change(request, models.Site, record_id, given.dict(exclude_unset=True))


@router.post("sites/{uuid:record_id}/archive", response=SiteOut, operation_id="archive_site", **KEEP_A_CENTRE)
def archive_site(request: Caller, record_id: UUID) -> models.Site:
    """Take a site out of use."""
    return archive(request, models.Site, record_id)


@router.post("rooms", response={201: RoomOut}, operation_id="enter_room", **KEEP_A_CENTRE)
def enter_room(request: Caller, given: RoomIn) -> Status[models.Room]:
    """Enter a room."""
    return Status(201, enter(request, models.Room, given.dict()))


@router.patch("rooms/{uuid:record_id}", response=RoomOut, operation_id="change_room", **KEEP_A_CENTRE)
def change_room(request: Caller, record_id: UUID, given: RoomChange) -> models.Room:
    """Change a room."""
    return change(request, models.Room, record_id, given.dict(exclude_unset=True))


@router.post("rooms/{uuid:record_id}/archive", response=RoomOut, operation_id="archive_room", **KEEP_A_CENTRE)
def archive_room(request: Caller, record_id: UUID) -> models.Room:
    """Take a room out of use."""
    return archive(request, models.Room, record_id)
