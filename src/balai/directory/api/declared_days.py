"""Days that countries declared, over the API."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Query, Schema, Status

from balai.directory import models
from balai.directory.api.common import (
    KEEP,
    READ,
    SourcedIn,
    SourcedOut,
    archive,
    change,
    enter,
    listed,
    one,
    router,
)
from balai.kernel.bodies import Day, Word, Words, partly
from balai.people.authentication import Caller


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


class DeclaredDayPage(Schema):
    """Some declared days, and where the next page begins."""

    items: list[DeclaredDayOut]
    after: str


class DeclaredDayIn(SourcedIn):
    """A new entry of declared days: `holiday`, `leave` or `worked`."""

    country: str
    since: Day
    until: Day
    kind: str
    name: Words


if TYPE_CHECKING:
    DeclaredDayChange = DeclaredDayIn
else:
    DeclaredDayChange = partly(DeclaredDayIn, "DeclaredDayChange")


class DeclaredDaySearch(Schema):
    """Which declared days; with `on`, those that hold on that day."""

    words: Word = ""
    country: Word = ""
    kind: Word = ""
    on: Day | None = None
    archived: bool = False
    after: Word = ""


@router.get("declared-days", response=DeclaredDayPage, operation_id="list_declared_days", **READ)
def list_declared_days(request: Caller, asked: Query[DeclaredDaySearch]) -> dict[str, Any]:
    """List declared days, the latest first; with `on`, what holds on that day."""
    return listed("declared_day", asked.dict(exclude={"after"}), asked.after, order=("-since", "-id"))


@router.get(
    "declared-days/{uuid:record_id}", response=DeclaredDayOut, operation_id="get_declared_day", **READ
)
def get_declared_day(request: Caller, record_id: UUID) -> models.DeclaredDay:
    """Show one declaration of days."""
    return one(models.DeclaredDay.objects.all(), record_id)


@router.post("declared-days", response={201: DeclaredDayOut}, operation_id="enter_declared_day", **KEEP)
def enter_declared_day(request: Caller, given: DeclaredDayIn) -> Status[models.DeclaredDay]:
    """Enter days that a country declared off or worked; the deadlines they touch follow."""
    return Status(201, enter(request, models.DeclaredDay, given.dict()))


@router.patch(
    "declared-days/{uuid:record_id}", response=DeclaredDayOut, operation_id="change_declared_day", **KEEP
)
def change_declared_day(request: Caller, record_id: UUID, given: DeclaredDayChange) -> models.DeclaredDay:
    """Correct declared days."""
    return change(request, models.DeclaredDay, record_id, given.dict(exclude_unset=True))


@router.post(
    "declared-days/{uuid:record_id}/archive",
    response=DeclaredDayOut,
    operation_id="archive_declared_day",
    **KEEP,
)
def archive_declared_day(request: Caller, record_id: UUID) -> models.DeclaredDay:
    """Take declared days back; from now on only the lists count."""
    return archive(request, models.DeclaredDay, record_id)
