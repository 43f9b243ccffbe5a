"""Applications as country and office see to them: asking nominees, and returning what is incomplete."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Number, Word
from balai.kernel.refusal import enforce
from balai.nominations.api.common import KEEP, KEEP_ALL, person_asking, readable_nominations
from balai.nominations.enums import ApplicationState, Section
from balai.nominations.models import Application
from balai.nominations.rules import may_keep_call, may_keep_nominations
from balai.nominations.services.applying import invite_nominee
from balai.nominations.services.applying import return_application as give_back
from balai.people.authentication import Caller

router = Router()


class AskedOut(Schema):
    """How far the application of a nominee is, without anything that was told in it."""

    nomination: str = Field(alias="nomination.code")
    state: ApplicationState
    invited_at: datetime | None
    sent_at: datetime | None
    returned_until: datetime | None


class ReturnApplicationIn(Schema):
    """What is missing, which the nominee reads; in which sections; and how many days there are for it."""

    because: Annotated[Word, Field(min_length=1, max_length=1000)]
    sections: Annotated[list[Section], Field(max_length=len(Section))] = []
    days: Annotated[Number, Field(ge=1, le=60)] = 3


@router.post("{uuid:nomination_id}/ask", response=AskedOut, operation_id="ask_for_application", **KEEP)
def ask_for_application(request: Caller, nomination_id: UUID) -> Application:
    """Ask a nominee for the application by a letter with a personal link, or once more."""
    rows = readable_nominations(request).select_related("call__edition", "call__country")
    nomination = get_object_or_404(rows, pk=nomination_id)
    enforce(may_keep_call(request.grants, nomination.call))
    actor = person_asking(request)
    return invite_nominee(nomination_id=nomination.pk, actor=actor.reference, at=clock.now())


@router.post(
    "{uuid:nomination_id}/application/return",
    response=AskedOut,
    operation_id="return_application",
    **KEEP_ALL,
)
def return_application(request: Caller, nomination_id: UUID, given: ReturnApplicationIn) -> Application:
    """Return a sent application for completion; what was sent stays, and the nominee is told what lacks."""
    nomination = get_object_or_404(readable_nominations(request), pk=nomination_id)
    enforce(may_keep_nominations(request.grants, nomination.edition))
    application = get_object_or_404(Application, nomination=nomination)
    at = clock.now()
    return give_back(
        application_id=application.pk,
        because=given.because,
        sections=given.sections,
        until=at + dt.timedelta(days=given.days),
        actor=person_asking(request),
        at=at,
    )
