"""Carrying out what was decided about reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from balai.correspondence.enums import ReminderMove, ReminderState
from balai.correspondence.models import Reminder
from balai.correspondence.registries import reminder_sources
from balai.correspondence.services.reminding import PlannedReminder, decide
from balai.correspondence.services.writing import send

if TYPE_CHECKING:
    from datetime import datetime

    from balai.correspondence.registries import ReminderSource, WantedReminder


def remind(*, at: datetime) -> None:
    """Bring every reminder to what its source wants now and send those that are due; idempotent."""
    for name, source in reminder_sources.items():
        _reconcile(name, source, at=at)


def _reconcile(name: str, source: ReminderSource, *, at: datetime) -> None:
    wanted = {reminder.key: reminder for reminder in source(at=at)}
    rows = Reminder.objects.filter(Q(key__in=wanted) | Q(state=ReminderState.PLANNED), source=name)
    planned = {reminder.key: reminder for reminder in rows}
    for key in sorted(wanted.keys() | planned.keys()):
        want, row = wanted.get(key), planned.get(key)
        is_due = want is not None and want.due_at <= at and (row is None or row.state != ReminderState.SENT)
        if is_due or decide(want, _facts(row) if row else None) != ReminderMove.NOTHING:
            _carry_out(name, key, want, at=at)


@transaction.atomic
def _carry_out(source: str, key: str, wanted: WantedReminder | None, *, at: datetime) -> None:
    """Make the move under a lock, and send what is due in the same transaction, so that it is sent once."""
    if wanted is not None:
        Reminder.objects.bulk_create([_planned(source, wanted)], ignore_conflicts=True)
    row = Reminder.objects.select_for_update().get(source=source, key=key)
    move = decide(wanted, _facts(row))
    if move == ReminderMove.CANCEL:
        row.state = ReminderState.CANCELLED
    elif wanted is not None and row.state != ReminderState.SENT:
        _follow(row, wanted)
        if wanted.due_at <= at:
            row.letter = send(
                letter=wanted.letter,
                to=row.person,
                context=wanted.context,
                subject_reference=wanted.subject_reference,
                at=at,
                mentions=wanted.mentions,
            )
            row.state = ReminderState.SENT
    row.save()


def _planned(source: str, wanted: WantedReminder) -> Reminder:
    reminder = Reminder(source=source, key=wanted.key)
    _follow(reminder, wanted)
    return reminder


def _follow(reminder: Reminder, wanted: WantedReminder) -> None:
    reminder.letter_kind = wanted.letter
    reminder.person_id = wanted.person_id
    reminder.subject_reference = wanted.subject_reference
    reminder.due_at = wanted.due_at
    reminder.state = ReminderState.PLANNED


def _facts(reminder: Reminder) -> PlannedReminder:
    return PlannedReminder(
        state=ReminderState(reminder.state),
        letter=reminder.letter_kind,
        person_id=reminder.person_id,
        subject_reference=reminder.subject_reference,
        due_at=reminder.due_at,
    )
