"""Organisations over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Query, Schema, Status

from balai.directory import models
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
from balai.kernel.bodies import Word, Words, partly
from balai.people.authentication import Caller


class OrganisationOut(SourcedOut):
    """An organisation; `parent`, `body`, `country` and those an embassy is `accredited_to` are codes."""

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
    accredited_to: list[str]
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


class OrganisationPage(Schema):
    """Some organisations, and where the next page begins."""

    items: list[OrganisationOut]
    after: str


class OrganisationIn(SourcedIn):
    """A new organisation; `parent`, `body`, `country` and those an embassy is `accredited_to` are codes."""

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
    accredited_to: list[CountryCode] = []
    description: Words = {}


if TYPE_CHECKING:
    OrganisationChange = OrganisationIn
else:
    OrganisationChange = partly(OrganisationIn, "OrganisationChange")


class OrganisationSearch(Schema):
    """Which organisations."""

    words: Word = ""
    kind: Word = ""
    country: Word = ""
    role: Word = ""
    archived: bool = False
    after: Word = ""


@router.get("organisations", response=OrganisationPage, operation_id="list_organisations", **READ)
def list_organisations(request: Caller, asked: Query[OrganisationSearch]) -> dict[str, Any]:
    """List organisations in the order of their names."""
    return listed("organisation", asked.dict(exclude={"after"}), asked.after, "body")


@router.get(
    "organisations/{uuid:record_id}", response=OrganisationOut, operation_id="get_organisation", **READ
)
def get_organisation(request: Caller, record_id: UUID) -> models.Organisation:
    """Show one organisation."""
    return one(models.Organisation.objects.select_related("parent", "body"), record_id)


@router.post("organisations", response={201: OrganisationOut}, operation_id="enter_organisation", **KEEP)
def enter_organisation(request: Caller, given: OrganisationIn) -> Status[models.Organisation]:
    """Enter an organisation."""
    return Status(201, enter(request, models.Organisation, given.dict()))


@router.patch(
    "organisations/{uuid:record_id}", response=OrganisationOut, operation_id="change_organisation", **KEEP
)
def change_organisation(request: Caller, record_id: UUID, given: OrganisationChange) -> models.Organisation:
    """Change an organisation."""
    return change(request, models.Organisation, record_id, given.dict(exclude_unset=True))


@router.post(
    "organisations/{uuid:record_id}/archive",
    response=OrganisationOut,
    operation_id="archive_organisation",
    **KEEP,
)
def archive_organisation(request: Caller, record_id: UUID) -> models.Organisation:
    """Take an organisation out of use."""
    return archive(request, models.Organisation, record_id)
