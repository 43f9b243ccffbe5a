"""A task at a machine of the small edition, its people and its supervisor."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from balai.delivery.enums import Level
from balai.delivery.services.practice import Entry, give_briefing, sign_practice
from balai.delivery.services.practice_tasks import enter_task
from balai.directory.models import Machine, Site
from balai.people.enums import Role
from balai.programmes.models import Activity
from tests.people.factories import GrantFactory, PersonFactory

if TYPE_CHECKING:
    from balai.delivery.models.practice import PracticeTask, SafetyBriefing, SignOff
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

DONE = dt.datetime(2018, 7, 24, 4, tzinfo=dt.UTC)
"""11:00 in Jakarta on the day of practice."""
EARLIER = DONE - dt.timedelta(hours=1)
ALONE = {1: "independent", 2: "independent", 3: "assisted"}
DRAWN = [[[10, 20], [30, 40], [50, 20]], [[60, 60], [70, 70]]]


def cnc_task(edition: Edition, **more: Any) -> PracticeTask:
    """A part on the CNC machine; the first of its three steps is critical."""
    values = {
        "edition": edition,
        "code": "CNC",
        "title": {"en": "A part on the CNC machine", "id": "Komponen pada mesin CNC"},
        "measure": {"en": "Diameter", "id": "Diameter"},
        "unit": "mm",
        "target": 12,
        "tolerance": "0.05",
        "steps": [
            {
                "text": {"en": "Set the zero point", "id": "Mengatur titik nol"},
                "criterion": {"en": "The workpiece is touched off.", "id": "Benda kerja sudah disentuh."},
                "is_critical": True,
            },
            {"text": {"en": "Load the program", "id": "Memuat program"}},
            {"text": {"en": "Cut the part", "id": "Memotong komponen"}},
        ],
    }
    if "site" not in more:
        values |= {
            "site": Site.objects.get(code="bblm"),
            "machine": Machine.objects.get(site__code="bblm", code="cnc"),
            "activity": Activity.objects.get(edition=edition, code="PRA-1"),
        }
    return enter_task(values=values | more, actor="system", at=EARLIER)


def supervisor(edition: Edition, name: str = "Yusuf Hidayat") -> Person:
    """Somebody who signs in this edition."""
    person = PersonFactory.create(name=name)
    GrantFactory.create(person=person, role=Role.PRACTICE_SUPERVISOR, scope=edition.scope)
    return person


def briefed(participant: Participant, task: PracticeTask, actor: Person, **more: Any) -> SafetyBriefing:
    values: dict[str, Any] = {"nonce": uuid4(), "given_at": EARLIER, "at": EARLIER}
    return give_briefing(participant=participant, task=task, actor=actor, **(values | more))


def entry(**more: Any) -> Entry:
    values: dict[str, Any] = {
        "nonce": uuid4(),
        "level": Level.INDEPENDENT,
        "results": ALONE,
        "minutes": 35,
        "signed_at": DONE,
    }
    return Entry(**(values | more))


def signed(who: Participant, task: PracticeTask, actor: Person, **more: Any) -> SignOff:
    at = more.pop("at", DONE + dt.timedelta(hours=5))
    return sign_practice(participant=who, task=task, entry=entry(**more), actor=actor, at=at)
