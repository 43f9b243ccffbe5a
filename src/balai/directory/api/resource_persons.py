"""The cards of resource persons over the API; coordinators see those of their own centre."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Schema, Status
from pydantic import Field

from balai.directory import models, queries
from balai.directory.api.common import (
    KEEP,
    READ_PEOPLE,
    SourcedIn,
    SourcedOut,
    archive,
    change,
    found,
    grants_of,
    listed,
    one,
    router,
)
from balai.directory.enums import AvailabilityKind
from balai.directory.services import resource_persons, times
from balai.kernel import clock
from balai.kernel.bodies import Day, Word, Words, partly
from balai.people.authentication import Caller


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


class AvailableDaysIn(Schema):
    """Days, both included, and what was said about them: `available`, `tentative` or `unavailable`."""

    since: Day
    until: Day
    kind: AvailabilityKind
    note: Annotated[Word, Field(max_length=200)] = ""


class DaysOut(Schema):
    """The same, as it is kept."""

    since: date
    until: date
    kind: str
    note: str


class AvailabilityIn(Schema):
    """Everything that a resource person said about days: what stood there before is replaced."""

    items: Annotated[list[AvailableDaysIn], Field(max_length=200)]


class AvailabilityOut(Schema):
    """What a resource person said about days."""

    items: list[DaysOut]


class ResourcePersonWithDaysOut(ResourcePersonOut):
    """A card with what its person said about days."""

    availability: list[DaysOut]


class ResourcePersonCardIn(SourcedIn):
    """A new card; `organisation` and `topics` are codes."""

    code: str
    organisation: str | None = None
    function: Words = {}
    topics: list[str] = []
    languages: list[str] = []
    honorarium_class: str = ""
    about: Words = {}


class ResourcePersonIn(ResourcePersonCardIn):
    """A new card and whose it is; somebody whose e-mail address is known is the same person."""

    name: Annotated[Word, Field(min_length=1, max_length=200)]
    email: Word = ""


if TYPE_CHECKING:
    ResourcePersonCardChange = ResourcePersonCardIn
else:
    ResourcePersonCardChange = partly(ResourcePersonCardIn, "ResourcePersonCardChange")


class ResourcePersonPage(Schema):
    """Some resource persons, and where the next page begins."""

    items: list[ResourcePersonOut]
    after: str


class ResourcePersonSearch(Schema):
    """Which resource persons."""

    words: Word = ""
    topic: Word = ""
    language: Word = ""
    available_on: Day | None = None
    archived: bool = False
    after: Word = ""


@router.get(
    "resource-persons", response=ResourcePersonPage, operation_id="list_resource_persons", **READ_PEOPLE
)
def list_resource_persons(request: Caller, asked: Query[ResourcePersonSearch]) -> dict[str, Any]:
    """List resource persons by name, topic, language and day; coordinators see those of their own centre."""
    return listed(
        "resource_person", asked.dict(exclude={"after"}), asked.after, caller=request, prefetched="topics"
    )


@router.get(
    "resource-persons/{uuid:record_id}",
    response=ResourcePersonWithDaysOut,
    operation_id="get_resource_person",
    **READ_PEOPLE,
)
def get_resource_person(request: Caller, record_id: UUID) -> models.ResourcePerson:
    """Show the card of one resource person, with what they said about days."""
    visible = queries.resource_persons_visible_to(grants_of(request))
    return one(visible.select_related("person", "organisation"), record_id)


@router.post(
    "resource-persons", response={201: ResourcePersonOut}, operation_id="enter_resource_person", **KEEP
)
def enter_resource_person(request: Caller, given: ResourcePersonIn) -> Status[models.ResourcePerson]:
    """Enter a resource person; one whose e-mail address is known is the same person."""
    values = found(given.dict())
    name, email = values.pop("name"), values.pop("email")
    actor, at = request.auth.person, clock.now()
    return Status(
        201, resource_persons.enter_resource_person(name=name, email=email, values=values, actor=actor, at=at)
    )


@router.patch(
    "resource-persons/{uuid:record_id}",
    response=ResourcePersonOut,
    operation_id="change_resource_person",
    **KEEP,
)
def change_resource_person(
    request: Caller, record_id: UUID, given: ResourcePersonCardChange
) -> models.ResourcePerson:
    """Change the card of a resource person; whose it is stays."""
    return change(request, models.ResourcePerson, record_id, given.dict(exclude_unset=True))


@router.post(
    "resource-persons/{uuid:record_id}/archive",
    response=ResourcePersonOut,
    operation_id="archive_resource_person",
    **KEEP,
)
def archive_resource_person(request: Caller, record_id: UUID) -> models.ResourcePerson:
    """Take a card out of use; the person stays."""
    return archive(request, models.ResourcePerson, record_id)


@router.put(
    "resource-persons/{uuid:record_id}/availability",
    response=AvailabilityOut,
    operation_id="set_availability",
    **KEEP,
)
def set_availability(request: Caller, record_id: UUID, given: AvailabilityIn) -> dict[str, Any]:
    """Write what a resource person said about their days, whole."""
    card = get_object_or_404(models.ResourcePerson, pk=record_id)
    days = [times.Days(one.since, one.until, one.kind, one.note) for one in given.items]
    rows = times.set_availability(card, days=days, actor=request.auth.person, at=clock.now())
    return {"items": sorted(rows, key=lambda row: row.since)}
