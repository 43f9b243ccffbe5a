from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.correspondence.models import Letter, Reminder
from balai.correspondence.registries import WantedReminder, reminder_sources
from balai.correspondence.services.reminders import remind
from tests.correspondence.writing import AT
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.people.models import Person

DAY = dt.timedelta(days=1)


class Calls:
    """A source that wants what the test says."""

    def __init__(self) -> None:
        self.wanted: list[WantedReminder] = []

    def __call__(self, *, at: dt.datetime) -> Iterable[WantedReminder]:
        return self.wanted


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    source = Calls()
    monkeypatch.setattr(reminder_sources, "_entries", {"calls": source})
    return source


def reminder(person: Person, due_at: dt.datetime) -> WantedReminder:
    return WantedReminder(
        key=f"call:{person.pk}",
        letter="test.call",
        person_id=person.pk,
        subject_reference="edition:1",
        due_at=due_at,
        context={"name": person.name, "edition": "SMI-2018"},
    )


def on_record() -> list[tuple[str, dt.datetime]]:
    return [(row.state, row.due_at) for row in Reminder.objects.all()]


@pytest.mark.django_db
def test_a_reminder_is_planned_moved_and_sent_once_when_it_is_due(calls: Calls) -> None:
    dechen = PersonFactory.create(email="dechen@example.bt")

    calls.wanted = [reminder(dechen, AT + DAY)]
    remind(at=AT)
    assert on_record() == [("planned", AT + DAY)]

    calls.wanted = [reminder(dechen, AT + 2 * DAY)]
    remind(at=AT)
    remind(at=AT + DAY)
    assert (on_record(), Letter.objects.count()) == ([("planned", AT + 2 * DAY)], 0)

    for _ in range(3):
        remind(at=AT + 2 * DAY)
    calls.wanted = [reminder(dechen, AT + 9 * DAY)]
    remind(at=AT + 9 * DAY)
    assert (on_record(), Letter.objects.count()) == ([("sent", AT + 2 * DAY)], 1)


@pytest.mark.django_db
def test_what_is_no_longer_wanted_is_cancelled_and_may_be_wanted_again(calls: Calls) -> None:
    dechen = PersonFactory.create(email="dechen@example.bt")
    calls.wanted = [reminder(dechen, AT + DAY)]
    remind(at=AT)

    calls.wanted = []
    remind(at=AT + 2 * DAY)
    assert (on_record(), Letter.objects.count()) == ([("cancelled", AT + DAY)], 0)

    calls.wanted = [reminder(dechen, AT + 3 * DAY)]
    remind(at=AT + 2 * DAY)
    assert on_record() == [("planned", AT + 3 * DAY)]


@pytest.mark.django_db
def test_what_is_due_at_first_sight_is_sent_at_once(calls: Calls) -> None:
    calls.wanted = [reminder(PersonFactory.create(), AT - DAY)]

    remind(at=AT)

    assert (on_record(), Letter.objects.get().subject) == ([("sent", AT - DAY)], "The call of SMI-2018")
