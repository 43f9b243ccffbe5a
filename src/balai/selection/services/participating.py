"""Leaving after having confirmed: by oneself, or by a decision of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import override

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.enums import Role
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.roles import end_grant
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.selection.rules.offers import may_leave
from balai.selection.services.offering import locked
from balai.selection.services.writing import OUTCOME, tell_country, write_to_nominee

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.selection.enums import EndReason


@transaction.atomic
def end_participation(  # noqa: PLR0913 -- each is named where it is called
    *,
    participant_id: UUID,
    to: ParticipantState,
    why: EndReason,
    note: str,
    recovers_cost: bool | None = None,
    recovery_note: str = "",
    actor: Person,
    at: datetime,
) -> Participant:
    """Note that somebody who had confirmed does not come; the place is free, and the row stays on record.

    Args:
        participant_id: who leaves.
        to: withdrawn where the person or the country said so, released where the office decided it.
        why: as far as statistics need to know.
        note: in the words of who writes.
        recovers_cost: whether costs are claimed back from the sponsoring agency; None is not decided.
        recovery_note: what is claimed, and from whom.
        actor: the participant, or an officer.
        at: the moment.

    Raises:
        RuleViolationError: ``participant.gone`` or ``participant.too_late``.
    """
    edition = locked(Participant.objects.values_list("edition_id", flat=True).get(pk=participant_id))
    participant = Participant.objects.select_related(
        "person", "nomination__person__merged_into", "nomination__person__account", "country"
    ).get(pk=participant_id)
    participant.edition = participant.nomination.edition = edition
    enforce(may_leave(participant))
    participant.state, participant.place = to, None
    participant.ended_at, participant.ended_by = at, actor.reference
    participant.ended_why, participant.ended_note = why, note
    participant.recovers_cost, participant.recovery_note = recovers_cost, recovery_note
    participant.save(
        update_fields=[
            "state",
            "place",
            "ended_at",
            "ended_by",
            "ended_why",
            "ended_note",
            "recovers_cost",
            "recovery_note",
        ]
    )
    record(
        actor=actor.reference,
        action="participant.released" if to == ParticipantState.RELEASED else "participant.withdrawn",
        subject=participant.reference,
        at=at,
        detail={"why": why.value, "place": participant.place_number},
    )
    roles = grants_live_at(at).filter(
        person__in=identities_of(participant.person), role=Role.PARTICIPANT, scope=edition.scope
    )
    for grant in roles:
        end_grant(grant=grant, actor=None, at=at)
    write_to_nominee(
        participant.nomination, "participant.ended", lambda _language: {}, actor=actor.reference, at=at
    )

    def gaps(language: str) -> dict[str, str]:
        with override(language):
            return {
                "country": participant.country.name.in_language(language).text,
                "nominee": f"{participant.name} ({participant.nomination.code})",
                "outcome": str(ParticipantState(participant.state).label),
            }

    tell_country(edition, participant.country_id, OUTCOME, gaps, actor=actor.reference, at=at)
    return participant
