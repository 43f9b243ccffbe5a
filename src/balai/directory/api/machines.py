"""Machines over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Query, Schema, Status

from balai.directory import models
from balai.directory.api.common import (
    KEEP_A_CENTRE,
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
from balai.kernel.bodies import Number, Word, Words, partly
from balai.people.authentication import Caller


class MachineOut(SourcedOut):
    """A machine; `site` and `room` are codes."""

    site: str
    room: str | None
    code: str
    name: Words
    model: str
    serial: str
    quantity: int
    trainees_per_machine: int
    safety_class: str
    consumables: Words
    description: Words

    @staticmethod
    def resolve_site(record: models.Machine) -> str:
        """Its code."""
        return record.site.code

    @staticmethod
    def resolve_room(record: models.Machine) -> str | None:
        """Its code."""
        return record.room.code if record.room else None


class MachinePage(Schema):
    """Some machines, and where the next page begins."""

    items: list[MachineOut]
    after: str


class MachineIn(SourcedIn):
    """A new machine; `site` is a code, `room` the code of a room there."""

    site: str
    code: str
    name: Words
    room: str | None = None
    model: str = ""
    serial: str = ""
    quantity: Number = 1
    trainees_per_machine: Number = 1
    safety_class: str = "briefed"
    consumables: Words = {}
    description: Words = {}


if TYPE_CHECKING:
    MachineChange = MachineIn
else:
    MachineChange = partly(MachineIn, "MachineChange")


class MachineSearch(Schema):
    """Which machines; `site` is a code."""

    words: Word = ""
    site: Word = ""
    safety: Word = ""
    archived: bool = False
    after: Word = ""


@router.get("machines", response=MachinePage, operation_id="list_machines", **READ)
def list_machines(request: Caller, asked: Query[MachineSearch]) -> dict[str, Any]:
    """List machines in the order of their names; `site` is a code."""
    return listed("machine", asked.dict(exclude={"after"}), asked.after, "room")


@router.get("machines/{uuid:record_id}", response=MachineOut, operation_id="get_machine", **READ)
def get_machine(request: Caller, record_id: UUID) -> models.Machine:
    """Show one machine."""
    return one(models.Machine.objects.select_related("site", "room"), record_id)


@router.post("machines", response={201: MachineOut}, operation_id="enter_machine", **KEEP_A_CENTRE)
def enter_machine(request: Caller, given: MachineIn) -> Status[models.Machine]:
    """Enter a machine."""
    return Status(201, enter(request, models.Machine, given.dict()))


@router.patch(
    "machines/{uuid:record_id}", response=MachineOut, operation_id="change_machine", **KEEP_A_CENTRE
)
def change_machine(request: Caller, record_id: UUID, given: MachineChange) -> models.Machine:
    """Change a machine."""
    return change(request, models.Machine, record_id, given.dict(exclude_unset=True))


@router.post(
    "machines/{uuid:record_id}/archive", response=MachineOut, operation_id="archive_machine", **KEEP_A_CENTRE
)
def archive_machine(request: Caller, record_id: UUID) -> models.Machine:
    """Take a machine out of use."""
    return archive(request, models.Machine, record_id)
