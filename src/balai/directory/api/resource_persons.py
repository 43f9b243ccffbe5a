"""The cards of resource persons over the API; coordinators see those of their own centre."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Schema

from balai.directory import models, queries
from balai.directory.api.common import (
    READ_PEOPLE,
    SourcedOut,
    grants_of,
    listed,
    one,
    router,
)
from balai.kernel.bodies import Word, Words
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


class ResourcePersonPage(Schema):
    """Some resource persons, and where the next page begins."""

    items: list[ResourcePersonOut]
    after: str


@router.get(
    "resource-persons", response=ResourcePersonPage, operation_id="list_resource_persons", **READ_PEOPLE
)
def list_resource_persons(
    request: Caller, words: Word = "", topic: Word = "", language: Word = "", after: Word = ""
) -> dict[str, Any]:
    """List resource persons by name; coordinators see those of their own centre."""
    asked = {"words": words, "topic": topic, "language": language}
    return listed("resource_person", asked, after, caller=request, prefetched="topics")


@router.get(
    "resource-persons/{uuid:record_id}",
    response=ResourcePersonOut,
    operation_id="get_resource_person",
    **READ_PEOPLE,
)
def get_resource_person(request: Caller, record_id: UUID) -> models.ResourcePerson:
    """Show the card of one resource person."""
    visible = queries.resource_persons_visible_to(grants_of(request))
    return one(visible.select_related("person", "organisation"), record_id)
