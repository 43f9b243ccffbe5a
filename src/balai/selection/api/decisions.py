"""Proposals and decisions over the API: having a cohort worked out, laying it before the panel, deciding.

What the panel decides otherwise is told by the references of nominees, as minutes have them. Who is in or out
beforehand is in :mod:`balai.selection.api.locks`, what a member signs in :mod:`balai.selection.api.signing`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Day, Number, Word
from balai.people.authentication import Caller
from balai.selection.api.common import KEEP, READ, Text, Version, edition_asked, person_asking
from balai.selection.enums import Place
from balai.selection.models import Decision, Proposal
from balai.selection.queries.decisions import decisions_of, verdicts_of
from balai.selection.queries.workbench import proposals_of
from balai.selection.services.deciding import decide as take_decision
from balai.selection.services.deciding import move_reserve as move
from balai.selection.services.deciding import place_otherwise
from balai.selection.services.pooling import pool_of
from balai.selection.services.proposing import ask_for_proposal, send_to_panel
from balai.selection.services.proposing import cancel_proposal as stop_proposal

if TYPE_CHECKING:
    from balai.programmes.models import Edition

router = Router()

Reason = Annotated[Word, Field(max_length=500)]


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


class AccountOut(Schema):
    """What a proposal says of one nominee, in every language; `reserve` is the number on its list."""

    nomination: str
    place: Place
    reserve: int | None
    sentence: dict[str, str]


class WholeProposalOut(ProposalOut):
    """A proposal with its people, its reserves in order, and what it says of everybody; no proofs."""

    done: int
    of: int
    failure: str
    selected: list[str]
    reserves: list[str]
    accounts: list[AccountOut]
    why_none: list[dict[str, str]]

    @staticmethod
    def resolve_selected(proposal: Proposal) -> list[str]:
        """References of those who are in."""
        return list(proposal.told.get("selected", ()))

    @staticmethod
    def resolve_reserves(proposal: Proposal) -> list[str]:
        """References of the reserves, the first one first."""
        return list(proposal.told.get("reserves", ()))

    @staticmethod
    def resolve_accounts(proposal: Proposal) -> list[dict[str, Any]]:
        """By reference."""
        return [
            {
                "nomination": code,
                "place": one["place"],
                "reserve": one["reserve"],
                "sentence": one["sentence"],
            }
            for code, one in sorted(proposal.told.get("accounts", {}).items())
        ]

    @staticmethod
    def resolve_why_none(proposal: Proposal) -> list[dict[str, str]]:
        """Why no cohort keeps every rule, sentence by sentence; empty where one does."""
        return list(proposal.told.get("why_none", ()))


class ProposeIn(Schema):
    """What is asked other than the edition does; of nothing, the proposal itself.

    `without` names rules to leave out (`target:CODE`, `host`, `countries`), `locks` who is in or out.
    """

    places: Annotated[Number, Field(ge=1, le=999)] | None = None
    without: list[Annotated[Word, Field(max_length=60)]] = Field([], max_length=50)
    locks: dict[Word, Literal["in", "out"]] = Field({}, max_length=100)


class LayIn(Schema):
    """Why a decision that was taken is corrected; empty for the first one."""

    correction: Reason = ""


class VerdictsIn(Schema):
    """The new places of nominees, by reference, and why the panel decides so."""

    places: dict[Word, Place] = Field(min_length=1, max_length=200)
    reason: Reason = ""


class ReserveIn(Schema):
    """Which reserve, by reference, and which way in the order."""

    nomination: Annotated[Word, Field(min_length=1, max_length=60)]
    to: Literal["up", "down"]


class DecideIn(Schema):
    """What the minutes say of the meeting; `chair` is an office, not a name."""

    held_on: Day
    place: Annotated[Word, Field(min_length=1, max_length=200)]
    chair: Annotated[Word, Field(min_length=1, max_length=200)]
    remarks: Text = ""


@router.get("editions/{code}/decisions", response=list[DecisionOut], operation_id="list_decisions", **READ)
def list_decisions(request: Caller, code: Word) -> QuerySet[Decision]:
    """List what the panel of an edition decided, the newest version first."""
    return decisions_of(edition_asked(request, code))


@router.get(
    "editions/{code}/decisions/{version}",
    response=WholeDecisionOut,
    operation_id="get_decision",
    **READ,
)
def get_decision(request: Caller, code: Word, version: Version) -> Decision:
    """Show a version with the verdict on every nominee."""
    return get_object_or_404(Decision, edition=edition_asked(request, code), version=version)


@router.get("editions/{code}/proposals", response=list[ProposalOut], operation_id="list_proposals", **READ)
def list_proposals(request: Caller, code: Word) -> QuerySet[Proposal]:
    """List the hundred newest proposals of an edition, those that are being worked out too."""
    return proposals_of(edition_asked(request, code))[:100]


@router.post("editions/{code}/proposals", response={201: ProposalOut}, operation_id="make_proposal", **KEEP)
def make_proposal(request: Caller, code: Word, given: ProposeIn) -> Status[Proposal]:
    """Have the best cohort worked out by the worker; what was being worked out is cancelled."""
    edition = edition_asked(request, code, keeps=True)
    asked = ask_for_proposal(
        edition=edition, wish=_wish(edition, given), actor=person_asking(request), at=clock.now()
    )
    return Status(201, asked)


def _wish(edition: Edition, given: ProposeIn) -> dict[str, Any]:
    """What is asked otherwise, without what is usual.

    Raises:
        ValidationError: a rule that the edition has not, or somebody who is not in its pool.
    """
    wish: dict[str, Any] = {}
    if given.places not in {None, edition.places}:
        wish["places"] = given.places
    if not given.without and not given.locks:
        return wish
    pool = pool_of(edition)
    rules = {f"target:{one}" for one in pool.targets} | {"host", "countries"}
    unknown = {
        "without": sorted(set(given.without) - rules),
        "locks": sorted(set(given.locks) - pool.nominations.keys()),
    }
    words = _("Not known here: %(names)s.")
    faults = {name: [words % {"names": ", ".join(found)}] for name, found in unknown.items() if found}
    if faults:
        raise ValidationError(faults)
    if given.without:
        wish["without"] = sorted(set(given.without))
    if given.locks:
        wish["locks"] = dict(given.locks)
    return wish


@router.get(
    "editions/{code}/proposals/{uuid:proposal_id}",
    response=WholeProposalOut,
    operation_id="get_proposal",
    **READ,
)
def get_proposal(request: Caller, code: Word, proposal_id: UUID) -> Proposal:
    """Show a proposal: who is in, the reserves, and the sentence on everybody; or how far it is."""
    return _proposal(edition_asked(request, code), proposal_id)


def _proposal(edition: Edition, key: UUID) -> Proposal:
    rows = Proposal.objects.select_related("edition").defer("evidence", "problem")
    return get_object_or_404(rows, edition=edition, pk=key)


@router.post(
    "editions/{code}/proposals/{uuid:proposal_id}/cancel",
    response=ProposalOut,
    operation_id="cancel_proposal",
    **KEEP,
)
def cancel_proposal(request: Caller, code: Word, proposal_id: UUID) -> Proposal:
    """Stop working a proposal out; what is worked out already stays."""
    edition = edition_asked(request, code, keeps=True)
    proposal = _proposal(edition, proposal_id)
    stop_proposal(proposal=proposal, actor=person_asking(request), at=clock.now())
    return _proposal(edition, proposal_id)


@router.post(
    "editions/{code}/proposals/{uuid:proposal_id}/lay",
    response={201: WholeDecisionOut},
    operation_id="lay_proposal",
    **KEEP,
)
def lay_proposal(request: Caller, code: Word, proposal_id: UUID, given: LayIn) -> Status[Decision]:
    """Lay a proposal before the panel; its members can sign it then."""
    edition = edition_asked(request, code, keeps=True)
    laid = send_to_panel(
        proposal=_proposal(edition, proposal_id),
        correction=given.correction,
        actor=person_asking(request),
        at=clock.now(),
    )
    return Status(201, laid)


@router.patch(
    "editions/{code}/decisions/{version}/verdicts",
    response=WholeDecisionOut,
    operation_id="change_verdicts",
    **KEEP,
)
def change_verdicts(request: Caller, code: Word, version: Version, given: VerdictsIn) -> Decision:
    """Note that the panel decides otherwise of one nominee, or of several at once; signatures go."""
    decision = _decision(request, code, version)
    keys = {one.nomination.code: one.pk for one in verdicts_of(decision)}
    unknown = sorted(given.places.keys() - keys.keys())
    if unknown:
        raise ValidationError({"places": [_("Not known here: %(names)s.") % {"names": ", ".join(unknown)}]})
    return place_otherwise(
        decision=decision,
        changes={keys[one]: place for one, place in given.places.items()},
        reason=given.reason,
        actor=person_asking(request),
        at=clock.now(),
    )


@router.post(
    "editions/{code}/decisions/{version}/reserves",
    response=WholeDecisionOut,
    operation_id="move_reserve",
    **KEEP,
)
def move_reserve(request: Caller, code: Word, version: Version, given: ReserveIn) -> Decision:
    """Let a reserve change places with its neighbour on the list; signatures go."""
    decision = _decision(request, code, version)
    reserves = verdicts_of(decision).filter(place=Place.RESERVE)
    verdict = next((one for one in reserves if one.nomination.code == given.nomination), None)
    if verdict is None:
        raise ValidationError({"nomination": [_("Not known here: %(names)s.") % {"names": given.nomination}]})
    verdict.decision = decision
    return move(verdict=verdict, up=given.to == "up", actor=person_asking(request), at=clock.now())


@router.post(
    "editions/{code}/decisions/{version}/decide",
    response=WholeDecisionOut,
    operation_id="record_decision",
    **KEEP,
)
def record_decision(request: Caller, code: Word, version: Version, given: DecideIn) -> Decision:
    """Record that the panel has decided what lies before it and more than half of it has signed."""
    meeting = {name: str(value) for name, value in given.dict().items() if value}
    return take_decision(
        decision=_decision(request, code, version),
        meeting=meeting,
        actor=person_asking(request),
        at=clock.now(),
    )


def _decision(request: Caller, code: str, version: int) -> Decision:
    """The decision of an address, for those who keep the selection."""
    edition = edition_asked(request, code, keeps=True)
    return get_object_or_404(Decision, edition=edition, version=version)
