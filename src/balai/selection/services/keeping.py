"""Days that a participant keeps free of work for their faith: told freely, and taken back as freely.

They are sealed and shown to nobody but their owner; planning counts them
(:mod:`balai.selection.queries.keeping`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.kernel.restricted import put
from balai.selection.enums import KeptDays
from balai.selection.models import Participant
from balai.selection.rules.offers import may_say_kept_days

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person


@transaction.atomic
def say_kept_days(
    *, participant_id: UUID, days: Collection[KeptDays], actor: Person, at: datetime
) -> Participant:
    """Keep what a participant says of days that they keep free of work; nothing takes back what was said.

    The trail tells that it was done, and not what was said: taking it back leaves the same entry.

    Args:
        participant_id: who says it.
        days: all that they keep from now on.
        actor: the participant.
        at: the moment.

    Raises:
        RuleViolationError: ``participant.not_oneself``, ``participant.gone`` or ``participant.too_late``.
        UnreadableError: the installation has no keys to seal it with.
    """
    rows = Participant.objects.select_for_update(of=("self",)).select_related("person", "edition")
    participant = rows.get(pk=participant_id)
    enforce(may_say_kept_days(participant, actor))
    put(participant, "kept_days", written(days))
    participant.save(update_fields=["kept_days"])
    record(actor=actor.reference, action="participant.wishes_said", subject=participant.reference, at=at)
    return participant


def written(days: Collection[KeptDays]) -> dict[str, int]:
    """Days as they are sealed: what is kept and what is not takes equally many bytes, which tell nothing."""
    return {one.value: int(one in days) for one in KeptDays}
