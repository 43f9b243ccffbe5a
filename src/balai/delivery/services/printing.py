"""What printing leaves behind: codes on badges, and that names went onto paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.delivery.enums import Paper
from balai.delivery.services.codes import issue_codes

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.delivery.models import CheckInCode
    from balai.people.models import Person
    from balai.programmes.models import Edition


@transaction.atomic
def codes_for(*, edition: Edition, paper: Paper, at: datetime) -> dict[UUID, CheckInCode]:
    """The check-in codes that a paper carries, given now to who has none; only badges carry any."""
    return issue_codes(edition=edition, at=at) if paper == Paper.BADGES else {}


@transaction.atomic
def note_printing(*, edition: Edition, paper: Paper, people: int, actor: Person, at: datetime) -> None:
    """Keep that names of participants went onto paper, and whose deed that was."""
    record(
        actor=actor.reference,
        action="participants.printed",
        subject=edition.reference,
        at=at,
        detail={"paper": paper.value, "people": people},
    )
