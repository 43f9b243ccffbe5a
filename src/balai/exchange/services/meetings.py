"""Meetings: an organisation offers times, a participant books one; the database books none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.delivery.queries.presence import own_slots
from balai.exchange.models import Meeting
from balai.exchange.rules.exchange import may_book, may_give_back, may_offer_meetings
from balai.kernel.refusal import Refusal, RuleViolationError, enforce

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from balai.directory.models import Organisation
    from balai.programmes.models import Edition
    from balai.selection.models import Participant


@transaction.atomic
def offer_meetings(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    organisation: Organisation,
    place: str,
    times: Sequence[tuple[dt.datetime, dt.datetime]],
    actor: str,
    at: dt.datetime,
) -> list[Meeting]:
    """Offer times at which an organisation meets one participant each; all of them or none.

    The times are by the clock of the edition.

    Raises:
        RuleViolationError: ``meeting.number``, ``meeting.outside``, ``meeting.past`` or ``meeting.double``.
    """
    enforce(may_offer_meetings(edition, times, at=at))
    rows = [
        Meeting(
            edition=edition,
            organisation=organisation,
            place=place,
            begins_at=begins,
            ends_at=ends,
            changed_at=at,
        )
        for begins, ends in times
    ]
    try:
        with transaction.atomic():
            Meeting.objects.bulk_create(rows)
    except IntegrityError as error:
        raise RuleViolationError(
            Refusal("meeting.double", _("The organisation holds another meeting at that time."))
        ) from error
    record(
        actor=actor,
        action="exchange.meetings_offered",
        subject=edition.reference,
        at=at,
        detail={"organisation": organisation.code, "meetings": len(rows)},
    )
    return rows


@transaction.atomic
def book_meeting(
    *, meeting_id: UUID, participant: Participant, about: str, actor: str, at: dt.datetime
) -> Meeting:
    """Book a free time; who comes second is told so.

    Raises:
        RuleViolationError: ``meeting.taken``, ``meeting.past``, ``meeting.session`` or ``meeting.double``.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    sessions = own_slots(participant).filter(begins_at__lt=meeting.ends_at, ends_at__gt=meeting.begins_at)
    enforce(may_book(meeting, participant, at=at, sessions=sessions.count()))
    meeting.participant, meeting.about = participant, about
    return _changed(meeting, "exchange.meeting_booked", actor=actor, at=at)


@transaction.atomic
def give_back_meeting(*, meeting_id: UUID, participant: Participant, actor: str, at: dt.datetime) -> Meeting:
    """Free a time that was booked by a participant.

    Raises:
        RuleViolationError: ``meeting.not_yours`` or ``meeting.past``.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    enforce(may_give_back(meeting, participant, at=at))
    meeting.participant, meeting.about = None, ""
    return _changed(meeting, "exchange.meeting_given_back", actor=actor, at=at)


def _changed(meeting: Meeting, action: str, *, actor: str, at: dt.datetime) -> Meeting:
    meeting.changes, meeting.changed_at = meeting.changes + 1, at
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as error:
        raise RuleViolationError(
            Refusal("meeting.double", _("You have another meeting at that time."))
        ) from error
    record(actor=actor, action=action, subject=meeting.reference, at=at)
    return meeting
