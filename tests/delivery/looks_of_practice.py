"""What the pages of practice show when they are looked at: a task with people at every stage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from balai.delivery.enums import Level
from balai.directory.models import Site
from balai.selection.models import Participant
from tests.browser.sign_in import account_of
from tests.delivery.practice import DONE, briefed, cnc_task, signed, supervisor
from tests.directory.factories import country
from tests.programmes.factories import session_type
from tests.timetable.factories import participant, small_edition

if TYPE_CHECKING:
    from balai.delivery.models import PracticeTask
    from balai.people.models import Person

CODE = "SMI-2018"
KARMA = UUID("0190a0a0-0000-7000-8000-000000000902")


def _task() -> PracticeTask:
    for code in ("BT", "ID", "LA"):
        country(code)
    for code in ("LEC", "PRA"):
        session_type(code)
    edition = small_edition()
    Site.objects.filter(code="bblm").update(colour=3)
    return cnc_task(edition)


def keep_sign_offs() -> None:
    """One signed twice, one signed, one briefed, one not briefed."""
    task = _task()
    yusuf, tri = supervisor(task.edition), supervisor(task.edition, "Tri Wahyuni")
    people = [participant(task.edition, number, "BT" if number < 3 else "LA") for number in (1, 2, 3)]
    Participant.objects.filter(pk=participant(task.edition, 4, "LA").pk).update(id=KARMA)
    people.append(Participant.objects.get(pk=KARMA))
    for one in people[1:]:
        briefed(one, task, yusuf)
    signed(people[1], task, yusuf)
    signed(people[3], task, yusuf, level=Level.ASSISTED, measured="12.030", note="Slow and sure.")
    signed(people[3], task, tri, signed_at=DONE + dt.timedelta(minutes=5))


def keep_a_passport() -> None:
    """The one who looks practised at one machine, and has to sign."""
    person: Person | None = account_of("participant").person
    assert person is not None
    task = _task()
    yusuf = supervisor(task.edition)
    one = participant(task.edition, 1, person=person)
    briefed(one, task, yusuf)
    signed(one, task, yusuf)
