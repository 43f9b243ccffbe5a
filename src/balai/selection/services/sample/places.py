"""Places of the sample are offered, taken, declined and filled by the ladder; then the programme is held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.people.models import Grant
from balai.people.services.roles import end_grant
from balai.programmes.enums import EditionStatus
from balai.programmes.services.life import move_on
from balai.selection.enums import (
    Attendance,
    DeclineReason,
    EndReason,
    OfferKind,
    OfferState,
    ParticipantState,
    PhotoLevel,
    RoomWish,
)
from balai.selection.models import Offer, Participant
from balai.selection.queries.offers import vacancies
from balai.selection.services.announcing import announce_decision
from balai.selection.services.answering import Answers, accept_offer, decline_offer
from balai.selection.services.ladder import ladder_of
from balai.selection.services.offering import lapse_offers
from balai.selection.services.participating import end_participation
from balai.selection.services.replacing import offer_place
from balai.selection.services.sample.applying import focal_point_of
from balai.selection.services.sample.moments import (
    ANSWERED,
    ARRIVES,
    ASKED,
    CLOSES,
    CONFIRMED,
    LAPSE,
    LAPSED,
    LEFT,
    OFFERED,
    PREPARED,
    REPLACED,
    moment,
    officer_of_sample,
)
from balai.selection.services.sample.people import CAPITALS

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.selection.models import NumberedPlace


def _answers(name: str, number: int) -> Answers:
    return Answers(
        attendance=Attendance.IN_PERSON,
        room=RoomWish.TWIN if number % 4 else RoomWish.SINGLE,
        photos=list(PhotoLevel)[number % 4],
        signed_as=name,
        agrees_to_terms=True,
        agrees_to_data=True,
        needs={
            "diet": [["halal"], ["vegetarian"], ["no-beef"], ["any"]][number % 4],
            "allergies": "",
            "access": "",
            "faith": "",
        },
        emergency={
            "name": f"Family of {name}",
            "relation": "family",
            "phone": "+62 21 000 001",
            "language": "English",
        },
    )


def tell_and_answer(edition: Edition) -> None:
    """One declines and one says nothing; the others confirm."""
    announce_decision(edition=edition, actor=officer_of_sample(), at=OFFERED, expires_at=LAPSE)
    offers = list(
        Offer.objects.filter(edition=edition, kind=OfferKind.PLACE)
        .select_related("nomination__person")
        .order_by("nomination__code")
    )
    sending = [one for one in offers if one.country_id != edition.country_id]
    declines, silent = sending[1], sending[-1]
    for number, offer in enumerate(offers):
        person = offer.nomination.person
        if offer == declines:
            decline_offer(offer_id=offer.pk, why=DeclineReason.EMPLOYER, note="", actor=person, at=ANSWERED)
        elif offer != silent:
            accept_offer(
                offer_id=offer.pk,
                answers=_answers(offer.nomination.name, number),
                actor=person,
                at=ANSWERED + dt.timedelta(hours=number),
            )
    lapse_offers(overdue=[silent.pk], at=LAPSED)


def fill_free_places(edition: Edition) -> None:
    """The ladder proposes, the office asks, who is asked confirms; then somebody leaves and is replaced."""
    _ask_next(edition, asked=ASKED, confirmed=CONFIRMED)
    leaver = (
        Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
        .exclude(country=edition.country_id)
        .select_related("person")
        .order_by("-nomination__code")
        .first()
    )
    if leaver is not None:
        end_participation(
            participant_id=leaver.pk,
            to=ParticipantState.WITHDRAWN,
            why=EndReason.FAMILY,
            note="",
            recovers_cost=False,
            recovery_note="No ticket was bought yet.",
            actor=leaver.person,
            at=LEFT,
        )
    _ask_next(edition, asked=LEFT + dt.timedelta(hours=2), confirmed=REPLACED)


def _ask_next(edition: Edition, *, asked: dt.datetime, confirmed: dt.datetime) -> None:
    officer = officer_of_sample()
    places: list[NumberedPlace] = list(vacancies(edition))
    for place in places:
        first = ladder_of(place, at=asked).first
        if first is None:
            continue
        offer = offer_place(
            place_id=place.pk,
            nomination_id=first.nomination.pk,
            reason="The first who can still come." if first.needs_reason else "",
            actor=officer,
            at=asked,
        )
        accept_offer(
            offer_id=offer.pk,
            answers=_answers(first.nomination.name, place.number),
            actor=first.nomination.person,
            at=confirmed,
        )
    waiting = Offer.objects.filter(edition=edition, state=OfferState.SENT, kind=OfferKind.PLACE)
    assert not waiting.exists()  # noqa: S101 -- the sample leaves nothing open in 2018


def prepare_programme(edition: Edition) -> None:
    """The cohort is whole: the office turns to rooms and timetable."""
    _move(edition, EditionStatus.SELECTION, EditionStatus.PREPARATION, at=PREPARED)


def begin_programme(edition: Edition) -> None:
    """Participants arrive."""
    _move(edition, EditionStatus.PREPARATION, EditionStatus.RUNNING, at=ARRIVES)


def close_programme(edition: Edition) -> None:
    """The last day is over; by the end of the year the focal points of that year have left."""
    _move(edition, EditionStatus.RUNNING, EditionStatus.CLOSED, at=CLOSES)
    for country in CAPITALS:
        for grant in Grant.objects.filter(person=focal_point_of(country), until=None):
            end_grant(grant=grant, actor=None, at=moment(12, 31))


def _move(edition: Edition, since: EditionStatus, to: EditionStatus, *, at: dt.datetime) -> None:
    """Go on as the bundle tells; whoever tries the demonstration may have gone further already."""
    if edition.status == since:
        move_on(edition=edition, to=to, actor=officer_of_sample().reference, at=at)
