"""A small edition on its day, in the terms of the reference programme: sessions, people, devices, scans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from balai.delivery.enums import Mark, Method
from balai.delivery.services.codes import PERSON, code_of
from balai.delivery.services.devices import register_device
from balai.delivery.services.scanning import Given, take_scans
from balai.timetable.models import Session, Slot
from balai.timetable.services.grouping import form_groups
from balai.timetable.services.publishing import publish_timetable
from tests.timetable.factories import AT, draft, officer, participant, small_edition

if TYPE_CHECKING:
    from uuid import UUID

    from balai.delivery.models import Device
    from balai.delivery.services.scanning import Taken
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

EIGHT = dt.datetime(2018, 7, 24, 1, tzinfo=dt.UTC)
"""The lecture begins: 08:00 in Jakarta, and ends an hour later."""
NIGHT = EIGHT + dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What tests of presence are about."""

    edition: Edition
    sari: Person
    people: list[Participant]

    def slot(self, code: str = "LEC-1") -> Slot:
        found: Slot = (
            Slot.objects.select_related("timetable__edition", "site", "session")
            .prefetch_related("groups")
            .get(session__code=code, timetable__state="published")
        )
        return found

    def device(self, name: str = "Tablet") -> Device:
        return register_device(edition=self.edition, name=name, person=self.sari, at=AT)[0]

    def scan(self, number: int, *, minutes: float = 0, mark: Mark = Mark.IN, **more: Any) -> Given:
        """Somebody's code is read some minutes after eight."""
        values: dict[str, Any] = {
            "nonce": uuid4(),
            "mark": mark,
            "method": Method.SCAN,
            "noted_at": EIGHT + dt.timedelta(minutes=minutes),
            "session": self.slot().session_id,
        }
        if "participant" not in more and "code" not in more:
            values["code"] = PERSON + code_of(participant=self.people[number], at=AT).secret
        return Given(**(values | more))

    def hand_in(self, device: Device | None, *given: Given, **more: Any) -> list[Taken]:
        values: dict[str, Any] = {"actor": self.sari.reference, "at": NIGHT, "device": device}
        return take_scans(edition=self.edition.pk, given=given, **(values | more))


def delivered(*, lecture: UUID | None = None) -> Delivered:
    """Two groups of two; the lecture is for all, and may have a key that addresses name."""
    edition = small_edition()
    if lecture is not None:
        activity = edition.activities.get(code="LEC-1")
        Session.objects.create(pk=lecture, edition=edition, activity=activity, code="LEC-1")
    sari = officer(edition)
    people = [participant(edition, number, "BT" if number < 3 else "LA") for number in (1, 2, 3, 4)]
    form_groups(edition=edition, division="practice", actor=sari, at=AT)
    publish_timetable(timetable=draft(edition), actor=sari, at=AT)
    return Delivered(edition=edition, sari=sari, people=people)
