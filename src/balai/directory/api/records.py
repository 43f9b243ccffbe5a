"""What can be done to a record of any kind over the API: taking it back into use, and removing it."""

from __future__ import annotations

from typing import Literal, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Status

from balai.directory import models
from balai.directory.api.common import KEEP_A_CENTRE, RecordOut, router
from balai.directory.kinds import KINDS
from balai.directory.services import records
from balai.kernel import clock
from balai.people.authentication import Caller

KindName = Literal[
    "organisation",
    "contact",
    "site",
    "closure",
    "room",
    "travel_time",
    "machine",
    "technology",
    "topic",
    "resource_person",
    "body",
    "membership",
    "visa_route",
    "declared_day",
]
"""Every kind of record that is archived; countries always stay."""


@router.post(
    "records/{kind}/{uuid:record_id}/restore",
    response=RecordOut,
    operation_id="restore_record",
    **KEEP_A_CENTRE,
)
def restore_record(request: Caller, kind: KindName, record_id: UUID) -> models.DirectoryRecord:
    """Take an archived record back into use; coordinators those of their own centre."""
    record = _record(kind, record_id)
    return records.restore_record(record, actor=request.auth.person, at=clock.now())


@router.delete(
    "records/{kind}/{uuid:record_id}", response={204: None}, operation_id="remove_record", **KEEP_A_CENTRE
)
def remove_record(request: Caller, kind: KindName, record_id: UUID) -> Status[None]:
    """Remove for good what was entered by mistake and nothing points to."""
    records.remove_record(_record(kind, record_id), actor=request.auth.person, at=clock.now())
    return Status(204, None)


def _record(kind: str, record_id: UUID) -> models.DirectoryRecord:
    return get_object_or_404(cast("type[models.DirectoryRecord]", KINDS[kind].model), pk=record_id)
