"""The employer's part over the API, for the nominee: whom one asked, who has signed, and asking somebody.

Signing has no operation: it is done by the personal link of a letter, which its reader alone is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Field, Router, Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.nominations.api.common import OWN, OWN_DEEDS, own_application, person_asking
from balai.nominations.enums import Signatory
from balai.nominations.models import Endorsement
from balai.nominations.queries.applications import statements_of
from balai.nominations.services.endorsing import ask_for_statement
from balai.people.authentication import Caller

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router()

Name = Annotated[Word, Field(min_length=1, max_length=200)]


class StatementOut(Schema):
    """The employer's part as it was asked of somebody; what they wrote is for those who decide."""

    id: UUID
    signatory: Signatory
    name: str
    title: str
    email: str
    is_of_focal_point: bool
    asked_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    signed_at: datetime | None


class StatementIn(Schema):
    """Whom to ask. Somebody asked before as the same kind of signatory is asked no more."""

    signatory: Signatory
    name: Name
    title: Annotated[Word, Field(max_length=200)] = ""
    email: Annotated[Word, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


@router.get(
    "applications/{uuid:application_id}/statements",
    response=list[StatementOut],
    operation_id="list_my_statements",
    **OWN,
)
def list_my_statements(request: Caller, application_id: UUID) -> QuerySet[Endorsement]:
    """List whom the caller asked for the employer's part, and who has signed."""
    return statements_of(own_application(request, application_id))


@router.post(
    "applications/{uuid:application_id}/statements",
    response={201: StatementOut},
    operation_id="ask_for_my_statement",
    **OWN_DEEDS,
)
def ask_for_my_statement(request: Caller, application_id: UUID, given: StatementIn) -> Status[Endorsement]:
    """Ask somebody for the employer's part, by a letter with a personal link."""
    asked = ask_for_statement(
        application_id=own_application(request, application_id).pk,
        **given.dict(),
        because="asked anew",
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, asked)
