"""When sites are open and closed, and how far they are from each other, over the API."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status
from pydantic import Field

from balai.directory import models, queries
from balai.directory.api.common import (
    KEEP,
    KEEP_A_CENTRE,
    READ,
    RecordOut,
    SourcedIn,
    SourcedOut,
    archive,
    change,
    enter,
    router,
)
from balai.directory.services import times
from balai.kernel import clock
from balai.kernel.bodies import Day, Number, TimeOfDay, Words, partly
from balai.people.authentication import Caller


class ClosedDaysOut(RecordOut):
    """Days on which a site is closed, both included; `site` is a code."""

    site: str
    since: date
    until: date
    reason: Words

    @staticmethod
    def resolve_site(record: models.Closure) -> str:
        """Its code."""
        return record.site.code


class TravelTimeOut(SourcedOut):
    """How many minutes a way takes; `origin` and `destination` are codes of sites."""

    origin: str
    destination: str
    mode: str
    minutes: int

    @staticmethod
    def resolve_origin(record: models.TravelTime) -> str:
        """Its code."""
        return record.origin.code

    @staticmethod
    def resolve_destination(record: models.TravelTime) -> str:
        """Its code."""
        return record.destination.code


class TravelTimeList(Schema):
    """The ways of a site."""

    items: list[TravelTimeOut]


class HoursIn(Schema):
    """A stretch of a weekday (0 is Monday) in which a site is open, in its own time."""

    weekday: Annotated[Number, Field(ge=0, le=6)]
    opens: TimeOfDay
    closes: TimeOfDay


class HoursOut(Schema):
    """The same, as it is kept."""

    weekday: int
    opens: time
    closes: time


class WeekIn(Schema):
    """The whole week of a site: what stood there before is replaced, days without a stretch are closed."""

    items: Annotated[list[HoursIn], Field(max_length=70)]


class WeekOut(Schema):
    """The week of a site."""

    items: list[HoursOut]


class ClosedDaysIn(Schema):
    """New days on which a site is closed; `site` is a code."""

    site: str
    since: Day
    until: Day
    reason: Words


class TravelTimeIn(SourcedIn):
    """A new way; `origin` and `destination` are codes of sites, and the way back is as long unless given."""

    origin: str
    destination: str
    mode: str = "road"
    minutes: Number


if TYPE_CHECKING:
    ClosedDaysChange = ClosedDaysIn
    TravelTimeChange = TravelTimeIn
else:
    ClosedDaysChange = partly(ClosedDaysIn, "ClosedDaysChange")
    TravelTimeChange = partly(TravelTimeIn, "TravelTimeChange")


@router.put(
    "sites/{uuid:record_id}/opening-hours",
    response=WeekOut,
    operation_id="set_opening_hours",
    **KEEP_A_CENTRE,
)
def set_opening_hours(request: Caller, record_id: UUID, given: WeekIn) -> dict[str, Any]:
    """Write the week of a site; coordinators that of their own centre."""
    site = get_object_or_404(models.Site, pk=record_id)
    week = [times.Opening(one.weekday, one.opens, one.closes) for one in given.items]
    rows = times.set_opening_hours(site, hours=week, actor=request.auth.person, at=clock.now())
    return {"items": sorted(rows, key=lambda row: (row.weekday, row.opens))}


@router.post("closures", response={201: ClosedDaysOut}, operation_id="enter_closure", **KEEP_A_CENTRE)
def enter_closure(request: Caller, given: ClosedDaysIn) -> Status[models.Closure]:
    """Enter days on which a site is closed; coordinators at their own centre."""
    return Status(201, enter(request, models.Closure, given.dict()))


@router.patch(
    "closures/{uuid:record_id}", response=ClosedDaysOut, operation_id="change_closure", **KEEP_A_CENTRE
)
def change_closure(request: Caller, record_id: UUID, given: ClosedDaysChange) -> models.Closure:
    """Change days on which a site is closed."""
    return change(request, models.Closure, record_id, given.dict(exclude_unset=True))


@router.post(
    "closures/{uuid:record_id}/archive",
    response=ClosedDaysOut,
    operation_id="archive_closure",
    **KEEP_A_CENTRE,
)
def archive_closure(request: Caller, record_id: UUID) -> models.Closure:
    """Take days on which a site is closed back."""
    return archive(request, models.Closure, record_id)


@router.get(
    "sites/{uuid:record_id}/travel-times", response=TravelTimeList, operation_id="list_travel_times", **READ
)
def list_travel_times(request: Caller, record_id: UUID) -> dict[str, Any]:
    """List the ways from a site to others, in use."""
    site = get_object_or_404(models.Site, pk=record_id)
    rows = queries.live(site.ways_out.all()).select_related("origin", "destination")
    return {"items": rows.order_by("destination__code", "mode")}


@router.post("travel-times", response={201: TravelTimeOut}, operation_id="enter_travel_time", **KEEP)
def enter_travel_time(request: Caller, given: TravelTimeIn) -> Status[models.TravelTime]:
    """Enter how long the way from one site to another takes."""
    return Status(201, enter(request, models.TravelTime, given.dict()))


@router.patch(
    "travel-times/{uuid:record_id}", response=TravelTimeOut, operation_id="change_travel_time", **KEEP
)
def change_travel_time(request: Caller, record_id: UUID, given: TravelTimeChange) -> models.TravelTime:
    """Change how long a way takes."""
    return change(request, models.TravelTime, record_id, given.dict(exclude_unset=True))


@router.post(
    "travel-times/{uuid:record_id}/archive",
    response=TravelTimeOut,
    operation_id="archive_travel_time",
    **KEEP,
)
def archive_travel_time(request: Caller, record_id: UUID) -> models.TravelTime:
    """Take a way out of use."""
    return archive(request, models.TravelTime, record_id)
