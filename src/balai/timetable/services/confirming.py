"""What a centre or a resource person answers about a session that is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.timetable.enums import ConfirmationState
from balai.timetable.models import Confirmation
from balai.timetable.rules.confirming import may_answer

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Person


@transaction.atomic
def answer_session(
    *, confirmation: Confirmation, is_confirmed: bool, reason: str = "", actor: Person, at: datetime
) -> Confirmation:
    """Confirm a session, or decline it with a reason; an answer may be changed while it still holds.

    Raises:
        RuleViolationError: ``confirmation.…`` of :func:`may_answer`.
    """
    rows = Confirmation.objects.select_for_update(of=("self",)).select_related("session__last_slot")
    confirmation = rows.get(pk=confirmation.pk)
    enforce(may_answer(confirmation, is_confirmed=is_confirmed, reason=reason))
    confirmation.state = ConfirmationState.CONFIRMED if is_confirmed else ConfirmationState.DECLINED
    confirmation.reason = "" if is_confirmed else reason.strip()
    confirmation.answered_at = at
    confirmation.answered_by = actor.reference
    confirmation.save(update_fields=["state", "reason", "answered_at", "answered_by"])
    record(
        actor=actor.reference,
        action=f"session.{confirmation.state}",
        subject=f"session:{confirmation.session_id}",
        at=at,
        detail={"confirmation": confirmation.reference},
    )
    return confirmation
