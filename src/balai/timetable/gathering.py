"""What waits in My tasks: one's next session, sessions to confirm, and timetables for their office."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from balai.people.enums import Role
from balai.programmes.models import Edition
from balai.programmes.queries.scopes import covered
from balai.timetable.adapters.lights import PLANNED, to_bench
from balai.timetable.enums import ConfirmationState, TimetableState
from balai.timetable.models import Hindrance, Timetable
from balai.timetable.queries.own import confirmations_for, held_confirmations, slots_for
from balai.timetable.rules.planning import HOLDERS, KEEPERS
from balai.ui import wording
from balai.ui.parts import Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from balai.people.access import SignedInRequest

OWN = HOLDERS | {Role.PARTICIPANT}
"""They attend, teach or host sessions."""
AHEAD = timedelta(hours=18)
"""How far a next session may be away to stand among the tasks."""


def waiting(request: SignedInRequest, *, at: datetime) -> Sequence[Move]:
    """The reader's next session once it is near, what waits for their answer, and for their office."""
    return [*_next(request, at), *_to_answer(request, at), *_of_the_office(request)]


def _next(request: SignedInRequest, at: datetime) -> Iterator[Move]:
    person = request.user.person
    if person is None or not any(grant.role in OWN for grant in request.grants):
        return
    slot = (
        slots_for(person.merged_into or person, request.grants)
        .filter(ends_at__gt=at, begins_at__lt=at + AHEAD)
        .first()
    )
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


def _to_answer(request: SignedInRequest, at: datetime) -> Iterator[Move]:
    person = request.user.person
    if person is None:
        return
    asked = confirmations_for(person.merged_into or person, request.grants)
    number = asked.filter(state=ConfirmationState.ASKED, ends_at__gt=at).count()
    if number:
        words = ngettext(
            "%(number)d session waits for your answer", "%(number)d sessions wait for your answer", number
        )
        yield Move(
            state="due",
            what=words % {"number": number},
            why=gettext("Confirm it, or say why it cannot be held: the office looks for another time."),
            deed=Deed(label=gettext("Answer"), url=reverse("timetable:mine")),
        )


def _of_the_office(request: SignedInRequest) -> Iterator[Move]:
    versions = Timetable.objects.filter(edition=OuterRef("pk"))
    published = versions.filter(state=TimetableState.PUBLISHED)
    declined = held_confirmations().filter(session__edition=OuterRef("pk"), state=ConfirmationState.DECLINED)
    late = Hindrance.objects.filter(edition=OuterRef("edition"), at__gt=OuterRef("published_at"))
    rows = Edition.objects.filter(covered(request.grants, KEEPERS, "pk"), status__in=PLANNED).annotate(
        is_published=Exists(published),
        is_declined=Exists(declined),
        is_in_the_way=Exists(published.filter(Exists(late))),
        is_planned=Exists(versions),
    )
    for edition in rows.only("code").order_by("starts_on", "code"):
        if edition.is_declined or edition.is_in_the_way:
            what = gettext("%(code)s: repair the timetable")
            why = gettext("Something got in the way of it, or a session is declined.")
        elif edition.is_planned and not edition.is_published:
            what = gettext("%(code)s: publish the timetable")
            why = gettext("It is planned, and nobody goes by it yet.")
        else:
            continue
        yield Move(state="due", what=what % {"code": edition.code}, why=why, deed=to_bench(edition))
