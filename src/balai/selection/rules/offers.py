"""Who announces, offers, accepts, declines, leaves and lets go, and when that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.queries import identities_of
from balai.programmes.enums import EditionStatus
from balai.selection.enums import Attendance, OfferKind, OfferState

if TYPE_CHECKING:
    from datetime import datetime

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Decision, NumberedPlace, Offer, Participant

OFFERING = frozenset({EditionStatus.SELECTION, EditionStatus.PREPARATION})
"""While these last, places are offered and taken."""

NOT_NOW = Refusal("offers.not_now", _("Places are offered after the call and before the programme begins."))
WITHDRAWN = Refusal("nomination.taken_back", _("The country has taken this nomination back."))
TAKEN = Refusal("place.taken", _("Somebody has confirmed this place."))
ANSWERED = Refusal("offer.answered", _("This offer was answered or taken back. It stays as it was."))


def may_announce(edition: Edition, decision: Decision | None) -> Refusal | None:
    """What the panel decided is announced after it was decided and before the programme begins."""
    if edition.status not in OFFERING:
        return NOT_NOW
    if decision is None:
        return Refusal("offers.nothing_decided", _("The panel has not decided yet."))
    return None


def may_hold_until(expires_at: datetime, *, at: datetime) -> Refusal | None:
    """An offer leaves some time to answer."""
    if expires_at <= at:
        return Refusal("offer.no_time_left", _("The time to answer is over already. Choose a later moment."))
    return None


def may_answer(offer: Offer, *, at: datetime) -> Refusal | None:
    """An offer of a place is answered once and in time."""
    if offer.kind != OfferKind.PLACE:
        return Refusal("offer.needs_no_answer", _("This letter needs no answer."))
    if offer.state == OfferState.OVERTAKEN:
        return Refusal(
            "offer.overtaken", _("Somebody else has confirmed this place first. You stay on the list.")
        )
    is_over = offer.is_open and offer.expires_at is not None and at > offer.expires_at
    if offer.state == OfferState.LAPSED or is_over:
        return Refusal("offer.lapsed", _("The time to answer is over. Write to the office if you can come."))
    return None if offer.is_open else ANSWERED


def may_accept(offer: Offer, *, at: datetime) -> Refusal | None:
    """As :func:`may_answer`, while places are given and the country stands by its nomination."""
    refusal = may_answer(offer, at=at)
    if refusal is not None:
        return refusal
    if not offer.nomination.is_live:
        return WITHDRAWN
    return None if offer.edition.status in OFFERING else NOT_NOW


def may_take_back(offer: Offer) -> Refusal | None:
    """The office takes back what waits for an answer; a place that was accepted is let go otherwise."""
    return None if offer.is_open else ANSWERED


def may_leave(participant: Participant) -> Refusal | None:
    """Who takes part can leave, once."""
    if not participant.is_confirmed:
        return Refusal("participant.gone", _("This person does not take part any more."))
    if participant.edition.status not in {*OFFERING, EditionStatus.RUNNING}:
        return Refusal("participant.too_late", _("The programme is over, or was cancelled."))
    return None


def may_say_kept_days(participant: Participant, person: Person) -> Refusal | None:
    """What days somebody keeps, nobody says for them, an officer neither; while it can be minded."""
    if participant.person_id not in {one.pk for one in identities_of(person)}:
        return Refusal("participant.not_oneself", _("Only the participant says this."))
    return may_leave(participant)


def may_correct_name(participant: Participant) -> Refusal | None:
    """Who takes part, or took part to the end, can be named otherwise while they are on record (E26)."""
    if not participant.is_confirmed:
        return Refusal("participant.gone", _("This person does not take part any more."))
    if participant.person.erased_at is not None:
        return Refusal("participant.erased", _("The record of this person was erased."))
    return None


def may_be_noted_absent(participant: Participant, *, at: datetime) -> Refusal | None:
    """Somebody did not arrive when nobody met them, and the day on which the place was held is over (E7)."""
    held = participant.held_until
    if held is None:
        return Refusal("participant.not_missed", _("Nobody has missed this person on arrival."))
    if at < held:
        return Refusal("participant.held", _("The place is held for 24 hours after somebody was not met."))
    return None


def may_be_met(participant: Participant) -> Refusal | None:
    """Who takes part arrives once."""
    if not participant.is_confirmed:
        return Refusal("participant.gone", _("This person does not take part any more."))
    if participant.met_at is not None:
        return Refusal("participant.met", _("This person has arrived already."))
    return None


def may_take_part_online(participant: Participant) -> Refusal | None:
    """Who was to come can take part online instead, while the programme is not over (E8)."""
    refusal = may_leave(participant)
    if refusal is None and participant.attendance == Attendance.ONLINE:
        return Refusal("participant.online", _("This person takes part online already."))
    return refusal


def must_be_free(*, is_held: bool) -> Refusal | None:
    """Only a place that nobody holds is offered."""
    return TAKEN if is_held else None


def may_offer(
    place: NumberedPlace,
    nomination: Nomination,
    *,
    is_beyond_quota: bool,
    reason: str,
) -> Refusal | None:
    """A free place goes to a nominee who counts; beyond a quota, with a reason."""
    if place.edition.status not in OFFERING:
        return NOT_NOW
    if not nomination.is_live or nomination.edition_id != place.edition_id:
        return WITHDRAWN
    return may_be_beyond(is_beyond_quota=is_beyond_quota, reason=reason)


def may_note_papers(nomination: Nomination) -> Refusal | None:
    """What is known of a nominee's way in is noted while places are given."""
    if not nomination.is_live:
        return WITHDRAWN
    return None if nomination.edition.status in OFFERING else NOT_NOW


def may_be_beyond(*, is_beyond_quota: bool, reason: str) -> Refusal | None:
    """More people than a country's quota come only by a decision with its reason."""
    if is_beyond_quota and not reason.strip():
        return Refusal(
            "place.beyond_quota",
            _("The country would have more places than its quota. Say why; your reason stays on record."),
        )
    return None


def may_ask_for_a_name(place: NumberedPlace, *, days: int) -> Refusal | None:
    """A country names a new person while there is time."""
    if place.country_id is None:
        return Refusal("place.of_no_country", _("This place belongs to no country."))
    if days < 1:
        return Refusal("renomination.too_late", _("It is too late for a new person of this country."))
    return None


def must_agree(*, terms: bool, data: bool) -> Refusal | None:
    """Nobody takes part without having agreed to the terms and to the use of their data."""
    if not terms:
        return Refusal("offer.terms_not_agreed", _("Agree to the terms first."))
    if not data:
        return Refusal("offer.data_not_agreed", _("Without the data that are asked we cannot receive you."))
    return None


def is_settled(offer: Offer | None) -> bool:
    """Whether somebody's answer stands, so that a later announcement leaves it alone."""
    settled = {OfferState.ACCEPTED, OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN}
    return offer is not None and offer.kind == OfferKind.PLACE and offer.state in settled
