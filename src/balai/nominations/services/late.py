"""Late nominations: they wait in a queue until the office admits one, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.kernel.refusal import enforce
from balai.nominations.enums import NominationState
from balai.nominations.models import Nomination
from balai.nominations.queries import holders_of
from balai.nominations.rules import may_admit
from balai.nominations.services.calling import invitation_in
from balai.nominations.services.judging import judge_call
from balai.nominations.services.locking import lock_call_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person

ADMITTED = "nominations.admitted"


@transaction.atomic
def admit_late(*, nomination_id: UUID, reason: str, actor: Person, at: datetime) -> Nomination:
    """Let a late nomination count as one that came in time; its rank stays behind those that did.

    Args:
        nomination_id: it waits in the late queue.
        reason: why the deadline is not held against it; the country is told.
        actor: who answers for it.
        at: the moment.

    Raises:
        RuleViolationError: ``nomination.not_late``.
    """
    call = lock_call_of(nomination_id)
    nomination = Nomination.objects.get(pk=nomination_id)
    enforce(may_admit(nomination))
    nomination.state = NominationState.SENT
    nomination.admitted_at, nomination.admitted_by, nomination.admitted_because = at, actor.reference, reason
    nomination.save(update_fields=["state", "admitted_at", "admitted_by", "admitted_because"])
    record(actor=actor.reference, action="nomination.admitted", subject=nomination.reference, at=at)
    judge_call(call=call, at=at)
    for person in holders_of(call, at=at):
        language = language_for(person.language)
        gaps = invitation_in(call, language, at=at)
        send(
            letter=ADMITTED,
            to=person,
            language=language,
            context={
                "edition": gaps["edition"],
                "country": gaps["country"],
                "nominee": f"{nomination.name} ({nomination.code})",
                "reason": reason,
                "link": gaps["link"],
            },
            subject_reference=nomination.reference,
            actor=actor.reference,
            at=at,
            mentions=[nomination.as_mentioned],
        )
    return nomination
