"""What may be asked, offered, answered and booked, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.exchange.enums import Kind, MatchState
from balai.kernel.refusal import Refusal
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from balai.exchange.models import Card, Interest, Match, Meeting
    from balai.followup.models.times import Wave
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

LONGEST = dt.timedelta(days=731)
"""A need is renewed after two years, or forgotten."""
MOST_MEETINGS = 40
"""Offered in one go."""


def must_hold(until: dt.date, *, on: dt.date) -> Refusal | None:
    """A card holds for a day at least and for two years at most."""
    if on <= until <= on + LONGEST:
        return None
    return Refusal("exchange.until", _("Choose a day from today on, and within two years."))


def may_change(card: Card) -> Refusal | None:
    """What was withdrawn stays so, and the card of a technology says what the directory says."""
    if card.withdrawn_at is not None:
        return Refusal("exchange.withdrawn", _("This was withdrawn. Enter it anew."))
    if card.edition_id is None:
        return Refusal(
            "exchange.from_directory", _("This comes from the directory of technologies. Change it there.")
        )
    return None


def may_tap(edition: Edition, technology: UUID, shown: Collection[UUID]) -> Refusal | None:
    """A technology is asked for where it was shown, in an edition that is held."""
    if edition.status == EditionStatus.CANCELLED or technology not in shown:
        return Refusal("exchange.not_shown", _("This technology is not among those of your programme."))
    return None


def may_take_back(interest: Interest) -> Refusal | None:
    """Until the centre has answered."""
    if getattr(interest, "match", None) is None:
        return None
    return Refusal("exchange.answered", _("The centre has answered. Decline the answer instead."))


def may_answer(need: Card, *, on: dt.date, is_own: bool, has_answered: bool) -> Refusal | None:
    """Somebody else’s need that still holds is answered once by each."""
    if need.kind != Kind.NEED or need.withdrawn_at is not None or (need.until and need.until < on):
        return Refusal("exchange.not_open", _("This need does not hold any more."))
    if is_own:
        return Refusal("exchange.own", _("This is your own need."))
    if has_answered:
        return Refusal("exchange.answered_already", _("You have answered this need already."))
    return None


def must_fit(need: Card, offer: Card, *, on: dt.date) -> Refusal | None:
    """An offer that holds is proposed to a need that holds."""
    is_over = any(
        one.withdrawn_at is not None or (one.until is not None and one.until < on) for one in (need, offer)
    )
    if need.kind != Kind.NEED or offer.kind != Kind.OFFER or is_over:
        return Refusal("exchange.not_open", _("This need does not hold any more, or this offer."))
    return None


def must_be_reached(contact: str) -> Refusal | None:
    """Whoever agrees says how they are reached."""
    return None if contact.strip() else Refusal("exchange.no_contact", _("Say how you can be reached."))


def may_agree(match: Match, *, is_seeker: bool, contact: str) -> Refusal | None:
    """Each side says once how it is reached; who is asked first is who would help."""
    if match.state == MatchState.DECLINED:
        return Refusal("exchange.declined", _("This was declined."))
    if (match.seeker_agreed_at if is_seeker else match.provider_agreed_at) is not None:
        return Refusal("exchange.decided", _("This was decided already."))
    return must_be_reached(contact)


def may_decline(match: Match) -> Refusal | None:
    """Whoever is in contact tells what came of it instead."""
    if match.state in {MatchState.PROPOSED, MatchState.ANSWERED}:
        return None
    return Refusal("exchange.decided", _("This was decided already."))


def may_tell(wave: Wave | None, *, on: dt.date) -> Refusal | None:
    """What came of a match is told when it is asked, or later."""
    if wave is not None and wave.is_open(on):
        return None
    return Refusal("exchange.too_early", _("This is asked 3, 6 and 12 months after both sides agreed."))


def may_offer_meetings(
    edition: Edition, times: Collection[tuple[dt.datetime, dt.datetime]], *, at: dt.datetime
) -> Refusal | None:
    """Meetings are held on the days of the edition, and lie ahead."""
    if not 1 <= len(times) <= MOST_MEETINGS:
        return Refusal(
            "meeting.number", _("Offer from 1 to %(most)s meetings in one go.") % {"most": MOST_MEETINGS}
        )
    days = (edition.starts_on, edition.ends_on)
    for begins, ends in times:
        if days[0] is None or days[1] is None or not (days[0] <= begins.date() and ends.date() <= days[1]):
            return Refusal("meeting.outside", _("Meetings are held on the days of the programme."))
        if begins <= at:
            return Refusal("meeting.past", _("This time is over."))
    return None


def may_book(meeting: Meeting, participant: Participant, *, at: dt.datetime, sessions: int) -> Refusal | None:
    """A free meeting of one’s own edition that lies ahead, and not while one has a session."""
    if meeting.participant_id is not None:
        return Refusal("meeting.taken", _("Somebody else has booked this time. Choose another."))
    if meeting.edition_id != participant.edition_id or meeting.begins_at <= at:
        return Refusal("meeting.past", _("This time is over."))
    if sessions:
        return Refusal("meeting.session", _("You have a session of the programme at that time."))
    return None


def may_give_back(meeting: Meeting, participant: Participant, *, at: dt.datetime) -> Refusal | None:
    """Before it begins, by whoever booked it."""
    if meeting.participant_id != participant.pk:
        return Refusal("meeting.not_yours", _("This time is not booked by you."))
    if meeting.begins_at > at:
        return None
    return Refusal("meeting.past", _("This time is over."))
