from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from balai.correspondence.enums import ReminderMove, ReminderState
from balai.correspondence.registries import WantedReminder
from balai.correspondence.services.reminding import PlannedReminder, decide

DUE = datetime(2018, 5, 4, 9, tzinfo=UTC)
WANTED = WantedReminder(
    key="nominations-close",
    letter="nominations.close",
    person_id=UUID(int=1),
    subject_reference="edition:1",
    due_at=DUE,
    context={},
)
PLANNED = PlannedReminder(
    state=ReminderState.PLANNED,
    letter="nominations.close",
    person_id=UUID(int=1),
    subject_reference="edition:1",
    due_at=DUE,
)
LATER = replace(PLANNED, due_at=DUE + timedelta(days=1))
SENT = replace(PLANNED, state=ReminderState.SENT)
CANCELLED = replace(PLANNED, state=ReminderState.CANCELLED)


@pytest.mark.parametrize(
    ("wanted", "planned", "move"),
    [
        (WANTED, None, ReminderMove.CREATE),
        (WANTED, PLANNED, ReminderMove.NOTHING),
        (WANTED, LATER, ReminderMove.UPDATE),
        (WANTED, CANCELLED, ReminderMove.UPDATE),
        (WANTED, SENT, ReminderMove.NOTHING),
        (WANTED, replace(LATER, state=ReminderState.SENT), ReminderMove.NOTHING),
        (None, PLANNED, ReminderMove.CANCEL),
        (None, CANCELLED, ReminderMove.NOTHING),
        (None, SENT, ReminderMove.NOTHING),
        (None, None, ReminderMove.NOTHING),
    ],
)
def test_each_case_has_one_move(
    wanted: WantedReminder | None, planned: PlannedReminder | None, move: ReminderMove
) -> None:
    assert decide(wanted, planned) == move
