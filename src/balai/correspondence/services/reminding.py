"""Reminders: what has to be done about each, decided without a look at the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.correspondence.enums import ReminderMove, ReminderState

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.correspondence.registries import WantedReminder


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReminder:
    """What is on record about one reminder."""

    state: ReminderState
    letter: str
    person_id: UUID
    subject_reference: str
    due_at: datetime


def decide(wanted: WantedReminder | None, planned: PlannedReminder | None) -> ReminderMove:
    """Plan, change, cancel or leave one reminder; asked twice, the second answer is to leave it.

    Args:
        wanted: what its source wants now; None when it no longer wants it.
        planned: what is on record; None when nothing is.
    """
    is_wanted = wanted is not None
    is_recorded = planned is not None
    was_sent = planned is not None and planned.state == ReminderState.SENT
    is_planned = planned is not None and planned.state == ReminderState.PLANNED
    is_same = (
        wanted is not None
        and planned is not None
        and (wanted.letter, wanted.person_id, wanted.subject_reference, wanted.due_at)
        == (planned.letter, planned.person_id, planned.subject_reference, planned.due_at)
    )
    if is_wanted and not is_recorded:
        return ReminderMove.CREATE
    if is_wanted and not was_sent and not (is_planned and is_same):
        return ReminderMove.UPDATE
    if is_planned and not is_wanted:
        return ReminderMove.CANCEL
    return ReminderMove.NOTHING
