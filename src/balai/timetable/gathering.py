"""What waits for people of a programme: their next session."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from balai.people.enums import Role
from balai.timetable.queries.own import slots_for
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from balai.people.access import SignedInRequest
    from balai.people.models import Person

OWN = frozenset({Role.PARTICIPANT, Role.RESOURCE_PERSON, Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR})
"""They attend, teach or host sessions."""
AHEAD = timedelta(hours=18)
"""How far a next session may be away to stand among the tasks."""


def waiting(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """The reader's next session, once it is near."""
    person = request.user.person
    if person is None or not any(grant.role in OWN for grant in request.grants):
        return ()
    kept = person.merged_into or person
    return list(_next(request, kept, at))


def _next(request: SignedInRequest, person: Person, at: datetime) -> Iterator[Move]:
    slot = slots_for(person, request.grants).filter(ends_at__gt=at, begins_at__lt=at + AHEAD).first()
    if slot is None:
        return
    begins = slot.begins_at.astimezone(ZoneInfo(slot.timetable.edition.time_zone))
    place = ", ".join(str(one) for one in (slot.room, slot.site) if one)
    yield Move(
        state="due",
        what=str(slot.session.activity.title),
        why=place,
        by=f"{wording.brief_day(begins.date())}, {wording.clock(begins)}",
        deed=Deed(label=gettext("My sessions"), url=reverse("timetable:mine")),
    )
