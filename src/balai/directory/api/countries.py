"""Countries, the bodies they belong to, and their memberships, over the API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status

from balai.directory import models, queries
from balai.directory.api.common import (
    KEEP,
    READ,
    SourcedIn,
    SourcedOut,
    archive,
    change,
    coded,
    enter,
    listed,
    router,
)
from balai.directory.services.records import change_record
from balai.kernel import clock
from balai.kernel.bodies import Day, Word, Words, partly
from balai.people.authentication import Caller


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


class MembershipIn(SourcedIn):
    """A new membership; `body` is a code."""

    body: str
    country: str
    since: Day
    since_precision: str = "day"
    until: Day | None = None
    until_precision: str = "day"


class BodyIn(SourcedIn):
    """A new body; `parent` is the code of what it is part of, as of an organ or a pillar."""

    code: str
    name: Words
    abbreviation: str = ""
    kind: str = "intergovernmental"
    parent: str | None = None
    description: Words = {}
    website: str = ""


class CountryIn(Schema):
    """A new country is made by nobody; this is what an office may correct of one."""

    name: Words
    short_name: Words = {}
    capital: Words = {}
    latitude: Decimal | None = None
    longitude: Decimal | None = None


if TYPE_CHECKING:
    MembershipChange = MembershipIn
    BodyChange = BodyIn
    CountryChange = CountryIn
else:
    MembershipChange = partly(MembershipIn, "MembershipChange")
    BodyChange = partly(BodyIn, "BodyChange")
    CountryChange = partly(CountryIn, "CountryChange")


@router.get("countries", response=CountryPage, operation_id="list_countries", **READ)
def list_countries(
    request: Caller, words: Word = "", body: Word = "", on: Day | None = None, after: Word = ""
) -> dict[str, Any]:
    """List countries in the order of their names; of a body (its code), its members on a day, or today."""
    asked = {"words": words, "body": body, "on": on}
    return listed("country", asked, after, order=("sort_name", "code"))


@router.get("countries/{code}", response=CountryOut, operation_id="get_country", **READ)
def get_country(request: Caller, code: Word) -> models.Country:
    """Show one country by its two letters."""
    return get_object_or_404(models.Country, pk=code)


@router.patch("countries/{code}", response=CountryOut, operation_id="change_country", **KEEP)
def change_country(request: Caller, code: Word, given: CountryChange) -> models.Country:
    """Correct the names or the capital of a country; its codes are those of ISO 3166-1."""
    country = get_object_or_404(models.Country, pk=code)
    values = given.dict(exclude_unset=True)
    return change_record(country, values=values, actor=request.auth.person, at=clock.now())


@router.get("bodies", response=BodyPage, operation_id="list_bodies", **READ)
def list_bodies(
    request: Caller, *, words: Word = "", kind: Word = "", archived: bool = False, after: Word = ""
) -> dict[str, Any]:
    """List bodies, organs, pillars and groups of countries."""
    return listed("body", {"words": words, "kind": kind, "archived": archived}, after)


@router.get("bodies/{code}", response=BodyOut, operation_id="get_body", **READ)
def get_body(request: Caller, code: Word) -> models.Body:
    """Show one body by its code."""
    return get_object_or_404(models.Body.objects.select_related("parent"), code=code)


@router.get("bodies/{code}/members", response=MembershipList, operation_id="list_members", **READ)
def list_members(request: Caller, code: Word, words: Word = "", on: Day | None = None) -> dict[str, Any]:
    """List the memberships of a body on a day, today if none is given; of countries with some words."""
    body = get_object_or_404(models.Body, code=code)
    rows = queries.memberships_of(body, on=on or clock.now().date(), words=words)
    return {"items": rows.select_related("body").order_by("country")}


@router.post("bodies", response={201: BodyOut}, operation_id="enter_body", **KEEP)
def enter_body(request: Caller, given: BodyIn) -> Status[models.Body]:
    """Enter a body that countries belong to."""
    return Status(201, enter(request, models.Body, _with_parent(given.dict())))


@router.patch("bodies/{code}", response=BodyOut, operation_id="change_body", **KEEP)
def change_body(request: Caller, code: Word, given: BodyChange) -> models.Body:
    """Change a body."""
    body = get_object_or_404(models.Body, code=code)
    values = _with_parent(given.dict(exclude_unset=True))
    return change(request, models.Body, body.pk, values)


@router.post("bodies/{code}/archive", response=BodyOut, operation_id="archive_body", **KEEP)
def archive_body(request: Caller, code: Word) -> models.Body:
    """Take a body out of use."""
    return archive(request, models.Body, get_object_or_404(models.Body, code=code).pk)


@router.post("memberships", response={201: MembershipOut}, operation_id="enter_membership", **KEEP)
def enter_membership(request: Caller, given: MembershipIn) -> Status[models.Membership]:
    """Enter a country's membership in a body."""
    return Status(201, enter(request, models.Membership, given.dict()))


@router.patch(
    "memberships/{uuid:record_id}", response=MembershipOut, operation_id="change_membership", **KEEP
)
def change_membership(request: Caller, record_id: UUID, given: MembershipChange) -> models.Membership:
    """Change a membership, such as by its last day."""
    return change(request, models.Membership, record_id, given.dict(exclude_unset=True))


@router.post(
    "memberships/{uuid:record_id}/archive",
    response=MembershipOut,
    operation_id="archive_membership",
    **KEEP,
)
def archive_membership(request: Caller, record_id: UUID) -> models.Membership:
    """Take a membership that never was out of use; one that ended has its last day changed."""
    return archive(request, models.Membership, record_id)


def _with_parent(values: dict[str, Any]) -> dict[str, Any]:
    """What is given of a body, with its whole in place of a code."""
    if not values.get("parent"):
        return values
    return {**values, "parent": coded(models.Body.objects.all(), "parent", values["parent"])}
