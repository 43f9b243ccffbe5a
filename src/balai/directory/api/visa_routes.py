"""Visa rules over the API, and the question that they answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Query, Schema, Status

from balai.directory import models, queries
from balai.directory.api.common import (
    KEEP,
    READ,
    CountryCode,
    SourcedIn,
    SourcedOut,
    archive,
    change,
    enter,
    listed,
    one,
    router,
)
from balai.directory.enums import PassportType
from balai.kernel import clock
from balai.kernel.bodies import Day, Number, Word, Words, partly
from balai.people.authentication import Caller


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


class VisaRoutePage(Schema):
    """Some visa rules, and where the next page begins."""

    items: list[VisaRouteOut]
    after: str


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


if TYPE_CHECKING:
    VisaRouteChange = VisaRouteIn
else:
    VisaRouteChange = partly(VisaRouteIn, "VisaRouteChange")


class VisaRouteSearch(Schema):
    """Which visa rules; with `on`, those in force on that day."""

    words: Word = ""
    host: Word = ""
    nationality: Word = ""
    passport_type: Word = ""
    route: Word = ""
    on: Day | None = None
    archived: bool = False
    after: Word = ""


@router.get("visa-routes", response=VisaRoutePage, operation_id="list_visa_routes", **READ)
def list_visa_routes(request: Caller, asked: Query[VisaRouteSearch]) -> dict[str, Any]:
    """List visa rules by words of note and source; with `on`, those in force on that day."""
    order = ("host_id", "nationality_code", "since", "id")
    return listed("visa_route", asked.dict(exclude={"after"}), asked.after, order=order)


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


@router.get("visa-routes/{uuid:record_id}", response=VisaRouteOut, operation_id="get_visa_route", **READ)
def get_visa_route(request: Caller, record_id: UUID) -> models.VisaRoute:
    """Show one visa rule."""
    return one(models.VisaRoute.objects.all(), record_id)


@router.post("visa-routes", response={201: VisaRouteOut}, operation_id="enter_visa_route", **KEEP)
def enter_visa_route(request: Caller, given: VisaRouteIn) -> Status[models.VisaRoute]:
    """Enter a visa rule."""
    return Status(201, enter(request, models.VisaRoute, given.dict()))


@router.patch("visa-routes/{uuid:record_id}", response=VisaRouteOut, operation_id="change_visa_route", **KEEP)
def change_visa_route(request: Caller, record_id: UUID, given: VisaRouteChange) -> models.VisaRoute:
    """Change a visa rule, such as by its last day."""
    return change(request, models.VisaRoute, record_id, given.dict(exclude_unset=True))


@router.post(
    "visa-routes/{uuid:record_id}/archive",
    response=VisaRouteOut,
    operation_id="archive_visa_route",
    **KEEP,
)
def archive_visa_route(request: Caller, record_id: UUID) -> models.VisaRoute:
    """Take a visa rule out of use."""
    return archive(request, models.VisaRoute, record_id)
