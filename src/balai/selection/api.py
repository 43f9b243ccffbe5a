"""Selection over the API: proposals, decisions, offers, places and participants; and a member's dossiers.

The deeds and rules are those of the pages. A dossier tells nothing of who it is; no answer holds
the scores of others, nor anything sealed.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError, enforce
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope
from balai.programmes.rules import readable_editions
from balai.selection.enums import (
    Attendance,
    OfferKind,
    OfferState,
    ParticipantState,
    Phase,
    Recommendation,
    Rung,
)
from balai.selection.models import Decision, NumberedPlace, Offer, Participant, Proposal, Reading
from balai.selection.queries.decisions import decisions_of, verdicts_of
from balai.selection.queries.dossiers import dossier_of
from balai.selection.queries.offers import (
    Wanted,
    offers_found,
    offers_visible_to,
    participants_found,
    participants_visible_to,
    places_of,
)
from balai.selection.queries.scores import panels_of, plan_of, readings_for, seen_by
from balai.selection.queries.workbench import proposals_of
from balai.selection.rules.decisions import KEEPERS, READERS, may_keep_selection
from balai.selection.rules.offers import TAKEN
from balai.selection.rules.scoring import may_read_dossier
from balai.selection.services.replacing import ladder_of
from balai.selection.services.replacing import offer_place as offer_to
from balai.selection.services.scoring import keep_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.services.replacing import Candidate

router = Router()
READ = needs(TokenScope.SELECTION_READ, *READERS)
READ_DOSSIERS = needs(TokenScope.SELECTION_READ, Role.PANEL_MEMBER)
OFFER = needs(TokenScope.SELECTION_WRITE, *KEEPERS)
SCORE = needs(TokenScope.SELECTION_WRITE, Role.PANEL_MEMBER)

Text = Annotated[Word, Field(max_length=2000)]
Version = Annotated[int, Field(ge=1, le=32_767)]


class DecisionOut(Schema):
    """A version of what a panel decided, or of what lies before it."""

    version: int
    state: str
    correction: str
    proposed_at: datetime
    decided_at: datetime | None
    superseded_at: datetime | None
    seed: int
    engine_version: str
    minutes_digest: str


class VerdictOut(Schema):
    """What is decided of one nominee; `points` are tenths of a point."""

    nomination: str
    country: str
    place: str
    reserve_rank: int | None
    points: int | None
    proposed_place: str
    sentence: dict[str, str]
    deviation: str

    @staticmethod
    def resolve_nomination(verdict: Any) -> str:
        """Its reference."""
        return str(verdict.nomination.code)

    @staticmethod
    def resolve_country(verdict: Any) -> str:
        """Its code."""
        return str(verdict.nomination.country_id)


class WholeDecisionOut(DecisionOut):
    """A version with everybody's verdict, as minutes list them."""

    verdicts: list[VerdictOut]

    @staticmethod
    def resolve_verdicts(decision: Decision) -> QuerySet[Any]:
        """Selected, reserves in order, the others."""
        return verdicts_of(decision)


class ProposalOut(Schema):
    """A cohort that was worked out or is being so; `points` and `bound` are tenths of a point."""

    id: UUID
    state: str
    status: str
    is_what_if: bool
    points: int | None
    bound: int | None
    seed: int
    engine_version: str
    asked_at: datetime
    answered_at: datetime | None

    @staticmethod
    def resolve_is_what_if(proposal: Proposal) -> bool:
        """Whether it asks something else than the edition does."""
        return bool(proposal.wish)


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


class LineOut(Schema):
    """One thing that is known of a nominee."""

    label: str
    text: str


class DossierOut(Schema):
    """A dossier of the caller, which tells nothing of who it is."""

    id: UUID
    number: str
    edition: str
    is_handed_in: bool
    facts: list[LineOut]
    texts: list[LineOut]


class ScoreIn(Schema):
    """A mark from 0 to 5 for each criterion of the rubric, by its code; handed in, it stays."""

    marks: dict[Word, Annotated[Number, Field(ge=0, le=5)]]
    comment: Text = ""
    recommendation: Recommendation | None = None
    phase: Phase = Phase.BEFORE
    hands_in: Truth = False


class ScoreOut(Schema):
    """The caller's own score; `total` are tenths of a point, there once it is handed in."""

    phase: str
    kept_at: datetime
    submitted_at: datetime | None
    total: int | None


def _edition_of(request: Caller, code: str) -> Edition:
    grants = [grant for grant in request.grants if grant.role in READERS]
    return get_object_or_404(readable_editions(grants), code=code)


def _member(request: Caller) -> Person:
    person = request.auth.person
    if person is None:
        raise HttpError(403, "A program sits on no panel.")
    return person.merged_into or person


@router.get("editions/{code}/decisions", response=list[DecisionOut], operation_id="list_decisions", **READ)
def list_decisions(request: Caller, code: Word) -> QuerySet[Decision]:
    """List what the panel of an edition decided, the newest version first."""
    return decisions_of(_edition_of(request, code))


@router.get(
    "editions/{code}/decisions/{version}",
    response=WholeDecisionOut,
    operation_id="get_decision",
    **READ,
)
def get_decision(request: Caller, code: Word, version: Version) -> Decision:
    """Show a version with the verdict on every nominee."""
    return get_object_or_404(Decision, edition=_edition_of(request, code), version=version)


@router.get("editions/{code}/proposals", response=list[ProposalOut], operation_id="list_proposals", **READ)
def list_proposals(request: Caller, code: Word) -> QuerySet[Proposal]:
    """List the hundred newest proposals of an edition, those that are being worked out too."""
    return proposals_of(_edition_of(request, code))[:100]


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
    return places_of(_edition_of(request, code))


@router.get("editions/{code}/places/{number}/ladder", response=LadderOut, operation_id="get_ladder", **READ)
def get_ladder(request: Caller, code: Word, number: Version) -> dict[str, Any]:
    """Tell whom to ask for a place that nobody holds, and why; nobody for one that is held."""
    edition = _edition_of(request, code)
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
    **OFFER,
)
def offer_place(request: Caller, code: Word, number: Version, given: OfferPlaceIn) -> Status[Offer]:
    """Offer a free place to somebody on its ladder; the first who confirms has it."""
    edition = _edition_of(request, code)
    enforce(may_keep_selection(request.grants, edition))
    made = offer_to(
        place_id=_place_of(edition, number).pk,
        nomination_id=given.nomination,
        reason=given.reason,
        actor=_member(request),
        at=clock.now(),
    )
    return Status(201, made)


@router.get("dossiers", response=list[DossierOut], operation_id="list_dossiers", **READ_DOSSIERS)
def list_dossiers(request: Caller) -> list[dict[str, Any]]:
    """List the caller's own dossiers, those that wait first; none before conflicts are declared."""
    return list(_dossiers(request, _member(request)))


def _dossiers(request: Caller, member: Person) -> Iterator[dict[str, Any]]:
    for edition in panels_of(request.grants):
        plan = plan_of(edition)
        with seen_by(member):
            for reading in readings_for(member, edition):
                if may_read_dossier(reading.nomination, member) is not None:
                    break
                dossier = dossier_of(reading.nomination, plan)
                yield {
                    "id": reading.pk,
                    "number": dossier.number,
                    "edition": edition.code,
                    "is_handed_in": reading.is_in,
                    "facts": [{"label": str(one.label), "text": str(one.text)} for one in dossier.facts],
                    "texts": [{"label": str(one.label), "text": str(one.text)} for one in dossier.texts],
                }


@router.put("dossiers/{key}/score", response=ScoreOut, operation_id="keep_score", **SCORE)
def keep_score(request: Caller, key: UUID, given: ScoreIn) -> Any:
    """Keep the caller's score of a dossier, in part or handed in."""
    own = Reading.objects.filter(
        member=_member(request), nomination__edition__in=panels_of(request.grants).values("pk")
    )
    return keep_sheet(
        reading=get_object_or_404(own, pk=key),
        phase=given.phase,
        marks=given.marks,
        comment=given.comment,
        recommendation=given.recommendation or "",
        hands_in=given.hands_in,
        at=clock.now(),
    )
