"""Reminders on record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from balai.correspondence.enums import ReminderState
from balai.correspondence.models.letter import Letter
from balai.kernel.identity import IdentifiedModel
from balai.people.models import Person


class Reminder(IdentifiedModel):
    """A letter that a room wants sent at a moment; sent once, whatever happens afterwards."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    letter_kind = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, related_name="reminders")
    subject_reference = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReminderState, default=ReminderState.PLANNED)
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="reminder")

    class Meta:
        db_table = "balai_reminder"
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(state=ReminderState.SENT, letter__isnull=False)
                | (~Q(state=ReminderState.SENT) & Q(letter=None)),
                name="reminder_sent_has_its_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"
