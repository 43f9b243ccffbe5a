"""Offers, numbered places, their ladders and participants over the API of the office."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Day, Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError
from balai.people.authentication import Caller
from balai.selection.api.common import KEEP, READ, Version, edition_asked, person_asking
from balai.selection.enums import Attendance, OfferKind, OfferState, ParticipantState, Rung
from balai.selection.forms.places import closing_of
from balai.selection.models import NumberedPlace, Offer, Participant
from balai.selection.queries.offers import (
    Wanted,
    offers_found,
    offers_visible_to,
    participants_found,
    participants_visible_to,
    places_of,
)
from balai.selection.rules.decisions import READERS
from balai.selection.rules.offers import TAKEN
from balai.selection.services.announcing import Announced
from balai.selection.services.announcing import announce_decision as announce
from balai.selection.services.ladder import ladder_of
from balai.selection.services.replacing import offer_place as offer_to

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.selection.services.ladder import Candidate

router = Router()


class OfferOut(Schema):
    """A letter to a nominee: a place, a number on the reserve list, or regret."""

    id: UUID
    nomination: str = Field(alias="nomination.code")
    edition: str = Field(alias="edition.code")
    country: str = Field(alias="country_id")
    name: str = Field(alias="nomination.name")
    kind: OfferKind
    state: OfferState
    place: int | None
    rung: Rung
    reserve_rank: int | None
    sent_at: datetime
    expires_at: datetime | None
    answered_at: datetime | None

    @staticmethod
    def resolve_place(offer: Offer) -> int | None:
        """Its number."""
        return offer.place.number if offer.place else None


class OfferPage(Schema):
    """Some offers, the newest first, and where the next page begins."""

    items: list[OfferOut]
    after: str


class ParticipantOut(Schema):
    """Somebody who has confirmed, or had and left."""

    id: UUID
    nomination: str = Field(alias="nomination.code")
    edition: str = Field(alias="edition.code")
    country: str = Field(alias="country_id")
    place: int = Field(alias="place_number")
    name: str
    attendance: Attendance
    state: ParticipantState
    confirmed_at: datetime
    ended_at: datetime | None


class ParticipantPage(Schema):
    """Some participants by country and name, and where the next page begins."""

    items: list[ParticipantOut]
    after: str


class PlaceOut(Schema):
    """A numbered place: whose it is, who holds it, and who was asked and has not answered."""

    number: int
    country: str | None = Field(alias="country_id")
    holder: str | None
    asked: list[str]

    @staticmethod
    def resolve_holder(place: NumberedPlace) -> str | None:
        """The reference of the nomination."""
        holder: Participant | None = getattr(place, "holder", None)
        return str(holder.nomination.code) if holder else None

    @staticmethod
    def resolve_asked(place: Any) -> list[str]:
        """References of nominations, the first asked first."""
        return [str(one.nomination.code) for one in place.asked]


class CandidateOut(Schema):
    """Somebody on a ladder: who, on which step, and why, in the language of the request."""

    id: UUID
    nomination: str
    rung: Rung
    sentence: str
    needs_reason: bool
    is_asked: bool


class LadderOut(Schema):
    """Whom to ask for a free place, in order; and who cannot come, each with the reason."""

    number: int
    days_left: int
    candidates: list[CandidateOut]
    barred: list[CandidateOut]


class OfferPlaceIn(Schema):
    """Whom to offer the place, and why where the ladder says otherwise."""

    nomination: UUID
    reason: Annotated[Word, Field(max_length=400)] = ""


class AnnounceIn(Schema):
    """Until when the offers hold: the end of the office's day; left out, as the edition has planned it."""

    last_day: Day | None = None


class AnnouncedOut(Schema):
    """How many letters went out, by what they say; and whose government nobody could be told for."""

    offers: int
    reserves: int
    regrets: int
    countries: int
    unheard: list[str]


@router.post("editions/{code}/announce", response=AnnouncedOut, operation_id="announce_decision", **KEEP)
def announce_decision(request: Caller, code: Word, given: AnnounceIn) -> Announced:
    """Write to governments and then to nominees what the panel decided; asked again, only news is told."""
    edition = edition_asked(request, code, keeps=True)
    return announce(
        edition=edition,
        actor=person_asking(request),
        at=clock.now(),
        expires_at=closing_of(given.last_day, edition.time_zone) if given.last_day else None,
    )


@router.get("offers", response=OfferPage, operation_id="list_offers", **READ)
def list_offers(  # noqa: PLR0913, PLR0917 -- the library reads each from the address
    request: Caller,
    words: Word = "",
    edition: Word = "",
    country: Word = "",
    kind: OfferKind | None = None,
    state: OfferState | None = None,
    after: Word = "",
) -> dict[str, Any]:
    """List offers and other letters, the newest first."""
    wanted = Wanted(words=words, edition=edition, country=country, kind=kind or "", state=state or "")
    rows = offers_found(offers_visible_to(request.grants, READERS), wanted)
    page = page_of(rows, order=["-sent_at", "-id"], after=after)
    return {"items": page.rows, "after": page.after}


@router.get("participants", response=ParticipantPage, operation_id="list_participants", **READ)
def list_participants(  # noqa: PLR0913, PLR0917 -- the library reads each from the address
    request: Caller,
    words: Word = "",
    edition: Word = "",
    country: Word = "",
    state: ParticipantState | None = None,
    after: Word = "",
) -> dict[str, Any]:
    """List participants by country and name; those who left too."""
    wanted = Wanted(words=words, edition=edition, country=country, state=state or "")
    rows = participants_found(participants_visible_to(request.grants, READERS), wanted)
    page = page_of(rows, order=["country_id", "name", "id"], after=after)
    return {"items": page.rows, "after": page.after}


@router.get("editions/{code}/places", response=list[PlaceOut], operation_id="list_places", **READ)
def list_places(request: Caller, code: Word) -> QuerySet[NumberedPlace]:
    """List the places of an edition by number; none before its decision is announced."""
    return places_of(edition_asked(request, code))


@router.get("editions/{code}/places/{number}/ladder", response=LadderOut, operation_id="get_ladder", **READ)
def get_ladder(request: Caller, code: Word, number: Version) -> dict[str, Any]:
    """Tell whom to ask for a place that nobody holds, and why; nobody for one that is held."""
    edition = edition_asked(request, code)
    place = _place_of(edition, number)
    if hasattr(place, "holder"):
        raise RuleViolationError(TAKEN)
    ladder = ladder_of(place, at=clock.now())
    return {
        "number": number,
        "days_left": ladder.days_left,
        "candidates": [_candidate(one) for step in ladder.steps for one in step.candidates],
        "barred": [_candidate(one) for one in ladder.barred],
    }


def _place_of(edition: Edition, number: int) -> NumberedPlace:
    rows = NumberedPlace.objects.select_related("country", "holder")
    place = get_object_or_404(rows, edition=edition, number=number)
    place.edition = edition
    return place


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.nomination.pk,
        "nomination": one.nomination.code,
        "rung": one.rung,
        "sentence": one.sentence,
        "needs_reason": one.needs_reason,
        "is_asked": one.is_asked,
    }


@router.post(
    "editions/{code}/places/{number}/offers",
    response={201: OfferOut},
    operation_id="offer_place",
    **KEEP,
)
def offer_place(request: Caller, code: Word, number: Version, given: OfferPlaceIn) -> Status[Offer]:
    """Offer a free place to somebody on its ladder; the first who confirms has it."""
    edition = edition_asked(request, code, keeps=True)
    made = offer_to(
        place_id=_place_of(edition, number).pk,
        nomination_id=given.nomination,
        reason=given.reason,
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, made)
