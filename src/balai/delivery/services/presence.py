"""One person at one session: ticked in the list, corrected by the office, claimed, and what was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.delivery.enums import Mark, Method
from balai.delivery.models import Conflict, Presence
from balai.delivery.rules.presence import may_change_presence, may_claim, may_settle
from balai.delivery.services.scanning import Given, take_scans
from balai.delivery.services.terms import terms_of
from balai.kernel.identity import uuid7
from balai.kernel.refusal import enforce

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Person
    from balai.selection.models import Participant
    from balai.timetable.models import Slot


@transaction.atomic
def note_presence(  # noqa: PLR0913 -- one deed, and each is part of it
    *,
    slot: Slot,
    participant: Participant,
    mark: Mark,
    actor: Person,
    at: datetime,
    is_correction: bool = False,
) -> Presence | None:
    """Tick somebody in the list; as a correction it outranks what the floor noted, and may take it back.

    Raises:
        RuleViolationError: ``presence.over``.
    """
    enforce(may_change_presence(slot.timetable.edition))
    given = Given(
        nonce=uuid7(),
        mark=mark,
        method=Method.OFFICE if is_correction else Method.MANUAL,
        noted_at=at,
        session=slot.session_id,
        participant=participant.pk,
    )
    take_scans(edition=participant.edition_id, given=[given], actor=actor.reference, at=at)
    if is_correction:
        record(
            actor=actor.reference,
            action="presence.corrected",
            subject=f"participant:{participant.pk}",
            at=at,
            detail={"session": f"session:{slot.session_id}", "state": mark.value},
        )
    return Presence.objects.filter(session=slot.session_id, participant=participant).first()


@transaction.atomic
def claim_presence(*, slot: Slot, participant: Participant, actor: Person, at: datetime) -> Presence:
    """A participant says afterwards that they were there: it counts as said, until somebody has looked at it.

    Raises:
        RuleViolationError: ``presence.over``, or ``claim.…`` of :func:`may_claim`.
    """
    enforce(may_change_presence(slot.timetable.edition))
    noted = Presence.objects.filter(session=slot.session_id, participant=participant).exists()
    enforce(may_claim(slot, terms_of(participant.edition_id), at=at, is_noted=noted))
    given = Given(
        nonce=uuid7(),
        mark=Mark.PRESENT,
        method=Method.SELF_CLAIM,
        noted_at=at,
        session=slot.session_id,
        participant=participant.pk,
    )
    take_scans(edition=participant.edition_id, given=[given], actor=actor.reference, at=at)
    return Presence.objects.get(session=slot.session_id, participant=participant)


@transaction.atomic
def settle_conflict(*, conflict: Conflict, note: str, actor: Person, at: datetime) -> Conflict:
    """Somebody has looked at it, and may say what they found.

    Raises:
        RuleViolationError: ``presence_conflict.settled``.
    """
    row = Conflict.objects.select_for_update().get(pk=conflict.pk)
    enforce(may_settle(row))
    row.settled_at, row.settled_by, row.note = at, actor.reference, note.strip()[:300]
    row.save(update_fields=["settled_at", "settled_by", "note"])
    record(
        actor=actor.reference,
        action="presence_conflict.settled",
        subject=row.reference,
        at=at,
        detail={"kind": row.kind},
    )
    return row
