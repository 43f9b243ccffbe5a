"""Topics, and the technologies that centres hold, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Query, Schema, Status

from balai.directory import models
from balai.directory.api.common import (
    KEEP,
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
from balai.kernel.bodies import Number, Word, Words, partly
from balai.people.authentication import Caller


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


class TopicPage(Schema):
    """Some topics, and where the next page begins."""

    items: list[TopicOut]
    after: str


class TechnologyPage(Schema):
    """Some technologies, and where the next page begins."""

    items: list[TechnologyOut]
    after: str


class TechnologyIn(SourcedIn):
    """A new technology; `organisation` and `topics` are codes."""

    organisation: str
    code: str
    title: Words
    description: Words = {}
    readiness: Number | None = None
    topics: list[str] = []


class TopicIn(Schema):
    """A new topic."""

    code: str
    name: Words


if TYPE_CHECKING:
    TopicChange = TopicIn
    TechnologyChange = TechnologyIn
else:
    TopicChange = partly(TopicIn, "TopicChange")
    TechnologyChange = partly(TechnologyIn, "TechnologyChange")


@router.get("topics", response=TopicPage, operation_id="list_topics", **READ)
def list_topics(
    request: Caller, *, words: Word = "", archived: bool = False, after: Word = ""
) -> dict[str, Any]:
    """List topics in the order of their names."""
    return listed("topic", {"words": words, "archived": archived}, after)


@router.get("topics/{uuid:record_id}", response=TopicOut, operation_id="get_topic", **READ)
def get_topic(request: Caller, record_id: UUID) -> models.Topic:
    """Show one topic."""
    return one(models.Topic.objects.all(), record_id)


@router.post("topics", response={201: TopicOut}, operation_id="enter_topic", **KEEP)
def enter_topic(request: Caller, given: TopicIn) -> Status[models.Topic]:
    """Enter a topic."""
    return Status(201, enter(request, models.Topic, given.dict()))


@router.patch("topics/{uuid:record_id}", response=TopicOut, operation_id="change_topic", **KEEP)
def change_topic(request: Caller, record_id: UUID, given: TopicChange) -> models.Topic:
    """Change a topic."""
    return change(request, models.Topic, record_id, given.dict(exclude_unset=True))


@router.post("topics/{uuid:record_id}/archive", response=TopicOut, operation_id="archive_topic", **KEEP)
def archive_topic(request: Caller, record_id: UUID) -> models.Topic:
    """Take a topic out of use."""
    return archive(request, models.Topic, record_id)


class TechnologySearch(Schema):
    """Which technologies; `topic` and `organisation` are codes, `readiness` is the least."""

    words: Word = ""
    topic: Word = ""
    organisation: Word = ""
    readiness: int | None = None
    archived: bool = False
    after: Word = ""


@router.get("technologies", response=TechnologyPage, operation_id="list_technologies", **READ)
def list_technologies(request: Caller, asked: Query[TechnologySearch]) -> dict[str, Any]:
    """List technologies; `topic` and `organisation` are codes, `readiness` is the least."""
    return listed("technology", asked.dict(exclude={"after"}), asked.after, prefetched="topics")


@router.get("technologies/{uuid:record_id}", response=TechnologyOut, operation_id="get_technology", **READ)
def get_technology(request: Caller, record_id: UUID) -> models.Technology:
    """Show one technology."""
    return one(models.Technology.objects.select_related("organisation"), record_id)


@router.post("technologies", response={201: TechnologyOut}, operation_id="enter_technology", **KEEP)
def enter_technology(request: Caller, given: TechnologyIn) -> Status[models.Technology]:
    """Enter a technology."""
    return Status(201, enter(request, models.Technology, given.dict()))


@router.patch(
    "technologies/{uuid:record_id}", response=TechnologyOut, operation_id="change_technology", **KEEP
)
def change_technology(request: Caller, record_id: UUID, given: TechnologyChange) -> models.Technology:
    """Change a technology."""
    return change(request, models.Technology, record_id, given.dict(exclude_unset=True))


@router.post(
    "technologies/{uuid:record_id}/archive", response=TechnologyOut, operation_id="archive_technology", **KEEP
)
def archive_technology(request: Caller, record_id: UUID) -> models.Technology:
    """Take a technology out of use."""
    return archive(request, models.Technology, record_id)
