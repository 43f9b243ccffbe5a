"""What is asked of the caller, or of the centres that they coordinate; and the answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Truth, Word
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.timetable.api.common import person_asking
from balai.timetable.api.versions import SessionOut
from balai.timetable.enums import ConfirmationState
from balai.timetable.models import Confirmation
from balai.timetable.queries.own import confirmations_for, slots_for
from balai.timetable.services.confirming import answer_session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.timetable.models import Slot

router = Router()
READ = needs(TokenScope.OWN_READ)
ANSWER = needs(TokenScope.OWN_WRITE)


class OwnSessionOut(SessionOut):
    """A published session that the caller attends, teaches, or hosts at a centre."""

    edition: str = Field(alias="timetable.edition.code")


class ConfirmationOut(Schema):
    """What is asked about a session that is held then, and the answer; `site` is the centre that is asked."""

    id: UUID
    session: str = Field(alias="session.code")
    title: dict[str, str]
    begins_at: datetime
    ends_at: datetime
    site: str | None
    state: ConfirmationState
    reason: str
    answered_at: datetime | None

    @staticmethod
    def resolve_title(confirmation: Any) -> dict[str, str]:
        """By language."""
        return dict(confirmation.session.title)

    @staticmethod
    def resolve_site(confirmation: Any) -> str | None:
        """Its code; none where a resource person is asked."""
        return confirmation.site.code if confirmation.site else None


class ConfirmationAnswerIn(Schema):
    """Yes, or no with the reason."""

    is_confirmed: Truth
    reason: Annotated[Word, Field(max_length=200)] = ""


@router.get("mine/sessions", response=list[OwnSessionOut], operation_id="list_my_sessions", **READ)
def list_my_sessions(request: Caller) -> Iterable[Slot]:
    """List the published sessions that the caller attends, teaches or hosts, in order of time."""
    return slots_for(person_asking(request), request.grants)


@router.get(
    "mine/confirmations", response=list[ConfirmationOut], operation_id="list_my_confirmations", **READ
)
def list_my_confirmations(request: Caller) -> Iterable[Confirmation]:
    """List what is asked of the caller, or of the centres that they coordinate, in order of time."""
    return confirmations_for(person_asking(request), request.grants).order_by("begins_at", "pk")


@router.put(
    "mine/confirmations/{uuid:key}",
    response=ConfirmationOut,
    operation_id="answer_my_confirmation",
    **ANSWER,
)
def answer_my_confirmation(request: Caller, key: UUID, given: ConfirmationAnswerIn) -> Confirmation:
    """Confirm a session, or decline it with the reason; the answer may be changed while it holds."""
    person = person_asking(request)
    rows = confirmations_for(person, request.grants)
    answer_session(
        confirmation=get_object_or_404(rows, pk=key),
        is_confirmed=given.is_confirmed,
        reason=given.reason,
        actor=person,
        at=clock.now(),
    )
    return rows.get(pk=key)
