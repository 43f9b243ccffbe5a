"""Versions of an edition's timetable: reading them with their sessions, and publishing one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller
from balai.timetable.api.common import (
    KEEP,
    READ,
    Version,
    WhyItChanges,
    edition_asked,
    person_asking,
    timetable_asked,
)
from balai.timetable.enums import Proof, TimetableState
from balai.timetable.models import Timetable
from balai.timetable.queries.plans import slots_in, versions_of
from balai.timetable.services.drafting import room_name
from balai.timetable.services.publishing import publish_timetable

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router()


class TimetableOut(Schema):
    """A version of an edition's timetable; `objective` and `bound` are points, `costs` points by rule."""

    version: int
    state: TimetableState
    status: Proof
    objective: int
    bound: int
    gap_percent: int
    costs: dict[str, int]
    seed: int
    work: int | None
    is_by_hand: bool
    given_up: list[dict[str, str]]
    made_at: datetime
    published_at: datetime | None
    superseded_at: datetime | None
    reason: dict[str, str]


class PartOut(Schema):
    """A resource person's part in a session."""

    code: str = Field(alias="resource_person.code")
    name: str = Field(alias="resource_person.person.name")
    task: str


class SessionOut(Schema):
    """A session in a version: when, where, for which groups and by whom; `room` is told as `site.room`."""

    id: UUID = Field(alias="session_id")
    code: str = Field(alias="session.code")
    title: dict[str, str]
    kind: str = Field(alias="session.activity.session_type_id")
    begins_at: datetime
    ends_at: datetime
    site: str | None
    room: str | None
    is_pinned: bool
    groups: list[str]
    people: list[PartOut]

    @staticmethod
    def resolve_title(slot: Any) -> dict[str, str]:
        """By language."""
        return dict(slot.session.title)

    @staticmethod
    def resolve_site(slot: Any) -> str | None:
        """Its code."""
        return slot.site.code if slot.site else None

    @staticmethod
    def resolve_room(slot: Any) -> str | None:
        """As moving asks for it."""
        return room_name(slot)

    @staticmethod
    def resolve_groups(slot: Any) -> list[str]:
        """Their codes."""
        return sorted(group.code for group in slot.groups.all())

    @staticmethod
    def resolve_people(slot: Any) -> list[Any]:
        """Their parts, in order."""
        return list(slot.people.all())


class WholeTimetableOut(TimetableOut):
    """A version with its sessions in order of time."""

    sessions: list[SessionOut]

    @staticmethod
    def resolve_sessions(timetable: Timetable) -> QuerySet[Any]:
        """Four questions for any number."""
        return slots_in(timetable)


class PublishIn(Schema):
    """Why the published timetable changes, by language; those concerned read it. Not for the first."""

    reason: WhyItChanges | None = None


@router.get("editions/{code}/versions", response=list[TimetableOut], operation_id="list_timetables", **READ)
def list_timetables(request: Caller, code: Word) -> QuerySet[Timetable]:
    """List the versions of an edition's timetable, the newest first."""
    return versions_of(edition_asked(request, code))


@router.get(
    "editions/{code}/versions/{version}",
    response=WholeTimetableOut,
    operation_id="get_timetable",
    **READ,
)
def get_timetable(request: Caller, code: Word, version: Version) -> Timetable:
    """Show a version with its sessions."""
    return timetable_asked(request, code, version)


@router.post(
    "editions/{code}/versions/{version}/publish",
    response=TimetableOut,
    operation_id="publish_timetable",
    url_name="publish_timetable",
    **KEEP,
)
def publish_version(request: Caller, code: Word, version: Version, given: PublishIn) -> Timetable:
    """Publish a draft in place of what was published; those whose sessions change are told."""
    publish_timetable(
        timetable=timetable_asked(request, code, version, keeps=True),
        reason=TranslatedText(given.reason or {}),
        actor=person_asking(request),
        at=clock.now(),
    )
    return timetable_asked(request, code, version)
