"""What a nominee does with an offer over the API: reading it with its terms, answering, leaving."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Truth, Word
from balai.kernel.restricted import look
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.selection.api.common import person_asking
from balai.selection.enums import (
    Attendance,
    DeclineReason,
    Diet,
    EndReason,
    KeptDays,
    OfferKind,
    OfferState,
    ParticipantState,
    PhotoLevel,
    RoomWish,
)
from balai.selection.forms.answers import AcceptanceForm, LeaveForm
from balai.selection.models import Offer, Participant
from balai.selection.queries.keeping import kept_in
from balai.selection.queries.offers import offers_to
from balai.selection.rules.offers import may_accept
from balai.selection.services.answering import accept_offer, decline_offer, texts_of_consent
from balai.selection.services.keeping import say_kept_days
from balai.selection.services.participating import end_participation

if TYPE_CHECKING:
    from collections.abc import Iterable

router = Router()
READ = needs(TokenScope.OWN_READ)
ANSWER = needs(TokenScope.OWN_WRITE)
OWN = "own"
"""Why people open what they said themselves."""


class OwnOfferOut(Schema):
    """A letter to the caller: a place, a number on the reserve list, or regret."""

    id: UUID
    nomination: str = Field(alias="nomination.code")
    edition: str = Field(alias="edition.code")
    kind: OfferKind
    state: OfferState
    reserve_rank: int | None
    sent_at: datetime
    expires_at: datetime | None
    answered_at: datetime | None


class WholeOfferOut(OwnOfferOut):
    """An offer to the caller with its terms and what is agreed to by accepting it, by language."""

    is_open: bool
    terms: dict[str, str]
    data_use: dict[str, str]

    @staticmethod
    def resolve_is_open(offer: Offer) -> bool:
        """Whether it can be accepted now."""
        return may_accept(offer, at=clock.now()) is None

    @staticmethod
    def resolve_terms(offer: Offer) -> dict[str, str]:
        """The words that it was sent with."""
        return dict(offer.terms.text) if offer.terms else {}

    @staticmethod
    def resolve_data_use(_offer: Offer) -> dict[str, str]:
        """What the data are used for."""
        return dict(texts_of_consent("participation-data"))


class AcceptIn(Schema):
    """What somebody says who accepts, as on the page; diet, needs and whom to call are sealed."""

    attendance: Attendance = Attendance.IN_PERSON
    room: RoomWish = RoomWish.TWIN
    diet: list[Diet] = Field([], max_length=20)
    fasts: Truth = False
    allergies: Annotated[Word, Field(max_length=300)] = ""
    access: Annotated[Word, Field(max_length=500)] = ""
    faith: Annotated[Word, Field(max_length=300)] = ""
    emergency_name: Annotated[Word, Field(max_length=200)]
    relation: Annotated[Word, Field(max_length=100)]
    phone: Annotated[Word, Field(max_length=40)]
    language: Annotated[Word, Field(max_length=60)] = ""
    photos: PhotoLevel
    agrees_to_data: Truth
    agrees_to_terms: Truth
    signed_as: Annotated[Word, Field(max_length=200)]


class LeaveIn(Schema):
    """Why somebody who confirmed does not come; that the office decided it, the office alone says."""

    why: EndReason
    note: Annotated[Word, Field(max_length=500)] = ""


class DeclineIn(Schema):
    """Why a place is not taken; the country is told."""

    why: DeclineReason
    note: Annotated[Word, Field(max_length=500)] = ""


class KeptDaysIn(Schema):
    """Days that the caller keeps free of work, all of them; an empty list takes back what was said."""

    days: list[KeptDays] = Field(max_length=10)


class KeptDaysOut(Schema):
    """What the caller said; nobody else is shown it."""

    days: list[KeptDays]


def _offer(request: Caller, key: UUID) -> Offer:
    """An offer of a place to the caller; one to somebody else is not there at all (404)."""
    offer = offers_to(person_asking(request)).filter(pk=key, kind=OfferKind.PLACE).first()
    if offer is None:
        raise Http404
    return offer


@router.get("offers/mine", response=list[OwnOfferOut], operation_id="list_my_offers", **READ)
def list_my_offers(request: Caller) -> Iterable[Offer]:
    """List what the caller was offered or told, the newest first."""
    return offers_to(person_asking(request))[:50]


@router.get("offers/mine/{uuid:key}", response=WholeOfferOut, operation_id="get_my_offer", **READ)
def get_my_offer(request: Caller, key: UUID) -> Offer:
    """Show an offer of a place to the caller, with its terms."""
    return _offer(request, key)


@router.post("offers/mine/{uuid:key}/accept", response=OwnOfferOut, operation_id="accept_my_offer", **ANSWER)
def accept_my_offer(request: Caller, key: UUID, given: AcceptIn) -> Offer:
    """Accept an offer: the caller becomes a participant; accepted twice, it is accepted once."""
    found = _offer(request, key)
    said = given.dict()
    form = AcceptanceForm(said, mode=found.edition.mode, data_text="")
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})
    accept_offer(offer_id=found.pk, answers=form.answers, actor=person_asking(request), at=clock.now())
    return _offer(request, key)


@router.post(
    "offers/mine/{uuid:key}/decline", response=OwnOfferOut, operation_id="decline_my_offer", **ANSWER
)
def decline_my_offer(request: Caller, key: UUID, given: DeclineIn) -> Offer:
    """Decline an offer; the place is free at once, and cannot be taken back by oneself."""
    return decline_offer(
        offer_id=_offer(request, key).pk,
        why=given.why,
        note=given.note,
        actor=person_asking(request),
        at=clock.now(),
    )


@router.post("offers/mine/{uuid:key}/leave", response=OwnOfferOut, operation_id="leave_my_place", **ANSWER)
def leave_my_place(request: Caller, key: UUID, given: LeaveIn) -> Offer:
    """Give up a place after having confirmed; it is free at once, and cannot be taken back by oneself."""
    participant = _participant(request, key)
    form = LeaveForm(given.dict())
    if not form.is_valid():
        raise ValidationError({name: list(faults) for name, faults in form.errors.items()})
    end_participation(
        participant_id=participant.pk,
        to=ParticipantState.WITHDRAWN,
        why=given.why,
        note=given.note,
        actor=person_asking(request),
        at=clock.now(),
    )
    return _offer(request, key)


@router.get("offers/mine/{uuid:key}/kept-days", response=KeptDaysOut, operation_id="get_my_kept_days", **READ)
def get_my_kept_days(request: Caller, key: UUID) -> KeptDaysOut:
    """Show which days the caller keeps free of work; the look is logged as their own."""
    participant = _participant(request, key)
    actor = person_asking(request).reference
    said = look(participant, "kept_days", actor=actor, purpose=OWN, at=clock.now())
    return KeptDaysOut(days=kept_in(said))


@router.put(
    "offers/mine/{uuid:key}/kept-days", response=KeptDaysOut, operation_id="say_my_kept_days", **ANSWER
)
def say_my_kept_days(request: Caller, key: UUID, given: KeptDaysIn) -> KeptDaysOut:
    """Say which days the caller keeps free of work, or take it back; planners learn a number at most."""
    participant = _participant(request, key)
    say_kept_days(
        participant_id=participant.pk, days=given.days, actor=person_asking(request), at=clock.now()
    )
    return KeptDaysOut(days=[one for one in KeptDays if one in given.days])


def _participant(request: Caller, key: UUID) -> Participant:
    found: Participant | None = getattr(_offer(request, key), "participant", None)
    if found is None:
        raise Http404
    return found
