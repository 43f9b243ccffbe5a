"""Locks over the API: who is in or out of a cohort beforehand, whatever the points, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.people.authentication import Caller
from balai.selection.api.common import KEEP, READ, edition_asked, person_asking
from balai.selection.forms.bench import LockForm
from balai.selection.models import Lock
from balai.selection.services.proposing import PLACES, lock_nominee, unlock_nominee

router = Router()


class LockOut(Schema):
    """Somebody who is in or out beforehand; the reason stands in their sentence and in the minutes."""

    nomination: str = Field(alias="nomination.code")
    place: str
    reason: str
    at: datetime


class LockIn(Schema):
    """Who, by reference; in, out, or left to the points again. To lock somebody asks for a reason."""

    nomination: Annotated[Word, Field(min_length=1, max_length=60)]
    place: Literal["in", "out", "free"]
    reason: Annotated[Word, Field(max_length=300)] = ""


def _locks(edition_id: UUID) -> QuerySet[Lock]:
    rows = Lock.objects.filter(nomination__edition=edition_id).select_related("nomination")
    return rows.order_by("nomination__code")


@router.get("editions/{code}/locks", response=list[LockOut], operation_id="list_locks", **READ)
def list_locks(request: Caller, code: Word) -> QuerySet[Lock]:
    """List who is in or out of an edition beforehand."""
    return _locks(edition_asked(request, code).pk)


@router.put("editions/{code}/locks", response=list[LockOut], operation_id="set_lock", **KEEP)
def set_lock(request: Caller, code: Word, given: LockIn) -> QuerySet[Lock]:
    """Put somebody in or out beforehand, or leave it to the points again; have it worked out again after."""
    edition = edition_asked(request, code, keeps=True)
    nomination = edition.nominations.select_related("edition").filter(code=given.nomination).first()
    if nomination is None:
        raise ValidationError({"nomination": [_("Not known here: %(names)s.") % {"names": given.nomination}]})
    actor, at = person_asking(request), clock.now()
    if given.place == LockForm.FREE:
        unlock_nominee(nomination=nomination, actor=actor, at=at)
    elif given.reason.strip():
        place = PLACES[given.place]
        lock_nominee(nomination=nomination, place=place, reason=given.reason, actor=actor, at=at)
    else:
        raise ValidationError({"reason": [_("Say why.")]})
    return _locks(edition.pk)
