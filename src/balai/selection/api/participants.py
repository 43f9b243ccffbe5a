"""What the office notes of those who were offered a place, over the API: arriving, online seats, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from balai.kernel import clock
from balai.kernel.bodies import Truth, Word
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller
from balai.selection.api.common import KEEP, person_asking
from balai.selection.api.places import OfferOut, ParticipantOut
from balai.selection.enums import EndReason, NameReason, OfferKind, ParticipantState
from balai.selection.models import Offer, Participant
from balai.selection.queries.offers import offers_visible_to, participants_visible_to
from balai.selection.rules.decisions import READERS, may_keep_selection
from balai.selection.services.offering import take_offer_back as take_back
from balai.selection.services.participating import correct_name, end_participation
from balai.selection.services.participating import note_arrival as note_met
from balai.selection.services.participating import seat_online as seat

if TYPE_CHECKING:
    from django.db.models import QuerySet

router = Router()

Reason = Annotated[Word, Field(min_length=1, max_length=500)]


class ReleaseIn(Schema):
    """Who decided that a participant does not come, why, and what becomes of the costs."""

    who: Literal["withdrawn", "released"]
    why: EndReason
    note: Reason
    recovers_cost: Truth | None = None
    recovery_note: Annotated[Word, Field(max_length=300)] = ""


class NameIn(Schema):
    """How lists and papers name a participant from now on, and why."""

    name: Annotated[str, Field(pattern=r"^[^\x00]*[^\x00\s][^\x00]*$", max_length=200)]
    honorific: Annotated[Word, Field(max_length=40)]
    name_in_passport: Annotated[Word, Field(max_length=200)]
    name_on_certificate: Annotated[Word, Field(max_length=200)]
    name_native: Annotated[Word, Field(max_length=200)]
    why: NameReason


class TakeBackIn(Schema):
    """Why an offer is taken back; the nominee is told this reason."""

    note: Reason


def _rows(request: Caller) -> QuerySet[Participant]:
    return participants_visible_to(request.grants, READERS)


def _kept(request: Caller, participant_id: UUID) -> Participant:
    """A participant of an edition whose selection the caller keeps; of another it is not there (404)."""
    found = get_object_or_404(_rows(request), pk=participant_id)
    enforce(may_keep_selection(request.grants, found.edition))
    return found


@router.post(
    "participants/{uuid:participant_id}/arrived",
    response=ParticipantOut,
    operation_id="note_arrival",
    **KEEP,
)
def note_arrival(request: Caller, participant_id: UUID) -> Participant:
    """Note that a participant has arrived and was met."""
    found = _kept(request, participant_id)
    note_met(participant_id=found.pk, actor=person_asking(request), at=clock.now())
    return _rows(request).get(pk=found.pk)


@router.post(
    "participants/{uuid:participant_id}/online",
    response=ParticipantOut,
    operation_id="seat_online",
    **KEEP,
)
def seat_online(request: Caller, participant_id: UUID) -> Participant:
    """Let a participant who cannot travel take part online; the place stays theirs, the room does not."""
    found = _kept(request, participant_id)
    seat(participant_id=found.pk, actor=person_asking(request), at=clock.now())
    return _rows(request).get(pk=found.pk)


@router.post(
    "participants/{uuid:participant_id}/name",
    response=ParticipantOut,
    operation_id="correct_participant_name",
    **KEEP,
)
def correct_participant_name(request: Caller, participant_id: UUID, given: NameIn) -> Participant:
    """Correct how lists and papers name a participant; the person is told, and what was issued stays."""
    found = _kept(request, participant_id)
    said = given.model_dump(exclude={"why"})
    correct_name(
        participant_id=found.pk, said=said, why=given.why, actor=person_asking(request), at=clock.now()
    )
    return _rows(request).get(pk=found.pk)


@router.post(
    "participants/{uuid:participant_id}/release",
    response=ParticipantOut,
    operation_id="release_participant",
    **KEEP,
)
def release_participant(request: Caller, participant_id: UUID, given: ReleaseIn) -> Participant:
    """Note that a participant does not come, or let one go; the place is free, and the country is told."""
    found = _kept(request, participant_id)
    end_participation(
        participant_id=found.pk,
        to=ParticipantState(given.who),
        why=given.why,
        note=given.note,
        recovers_cost=given.recovers_cost,
        recovery_note=given.recovery_note,
        actor=person_asking(request),
        at=clock.now(),
    )
    return _rows(request).get(pk=found.pk)


@router.post("offers/{uuid:offer_id}/take-back", response=OfferOut, operation_id="take_offer_back", **KEEP)
def take_offer_back(request: Caller, offer_id: UUID, given: TakeBackIn) -> Offer:
    """Take back an offer that waits for its answer; the place is free, and nominee and country are told."""
    rows = offers_visible_to(request.grants, READERS).filter(kind=OfferKind.PLACE)
    found = get_object_or_404(rows, pk=offer_id)
    enforce(may_keep_selection(request.grants, found.edition))
    take_back(offer_id=found.pk, note=given.note, actor=person_asking(request), at=clock.now())
    return rows.get(pk=found.pk)
