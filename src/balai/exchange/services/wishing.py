"""Wanting a technology of a centre: one tap on the telephone, and one to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.exchange.models import Interest
from balai.exchange.queries.exchange import shown_in
from balai.exchange.rules.exchange import may_take_back, may_tap
from balai.kernel.refusal import enforce
from balai.selection.models import Participant

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@transaction.atomic
def record_interest(
    *, participant_id: UUID, technology_id: UUID, actor: str, at: datetime, session_id: UUID | None = None
) -> Interest:
    """Note that a participant wants a technology; tapped twice, it is noted once.

    Raises:
        RuleViolationError: ``exchange.not_shown``.
    """
    participant = (
        Participant.objects.select_for_update(of=("self",)).select_related("edition").get(pk=participant_id)
    )
    shown = set(shown_in(participant.edition_id).order_by().values_list("pk", flat=True))
    enforce(may_tap(participant.edition, technology_id, shown))
    interest, is_new = Interest.objects.get_or_create(
        participant=participant,
        technology_id=technology_id,
        defaults={"session_id": session_id, "at": at},
    )
    if is_new:
        record(
            actor=actor,
            action="exchange.interest_recorded",
            subject=participant.reference,
            at=at,
            detail={"technology": str(technology_id)},
        )
    return interest


@transaction.atomic
def take_back_interest(*, participant_id: UUID, technology_id: UUID, actor: str, at: datetime) -> None:
    """Take an interest back; one that is not there is gone already.

    Raises:
        RuleViolationError: ``exchange.answered``.
    """
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant_id)
    found = Interest.objects.filter(participant=participant, technology=technology_id)
    interest = found.select_related("match").first()
    if interest is None:
        return
    enforce(may_take_back(interest))
    interest.delete()
    record(
        actor=actor,
        action="exchange.interest_taken_back",
        subject=participant.reference,
        at=at,
        detail={"technology": str(technology_id)},
    )
