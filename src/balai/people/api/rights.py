"""The person's rights over the API: what people ask, their copy, holds, and what retention will forget.

The deeds and rules are those of the pages. What somebody wrote and was answered is sealed with their own key;
it is told to that person alone, and to the administrator who answers on the page.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Field, Schema, Status
from ninja.errors import AuthorizationError

from balai.audit.queries import looks_at
from balai.kernel import files
from balai.kernel.bodies import Day
from balai.kernel.paging import page_of
from balai.people.api.common import ADMINISTER, OWN, OWN_WRITE, router
from balai.people.authentication import Caller, as_file, needs
from balai.people.enums import RequestState, RightKind, Role, TokenScope
from balai.people.models import LegalHold, Person, PersonCopy, RightsRequest
from balai.people.queries import identities_of, requests_of
from balai.people.services import rights as deeds
from balai.people.services.copies import take_copy
from balai.people.services.copying import ask_for_copy, fetch_copy
from balai.people.services.retaining import terms_at

if TYPE_CHECKING:
    from django.db.models import QuerySet

READ = needs(TokenScope.PEOPLE_READ, Role.ADMINISTRATOR, Role.AUDITOR, everywhere=True)
NEWEST_FIRST = ("-asked_at", "-id")
TOLD_AT_ONCE = 100
"""So many of the records that the coming night forgets are named; the number tells of all."""


class RightsRequestOut(Schema):
    """One request, by kind and state; what was written and answered is sealed and not told here."""

    id: UUID
    person: UUID = Field(alias="person_id")
    kind: RightKind
    state: RequestState
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None


class RightsRequestPage(Schema):
    """Some requests, and where the next page begins."""

    items: list[RightsRequestOut]
    after: str


class NamedRequestOut(RightsRequestOut):
    """One request, with who asks."""

    name: str = Field(alias="person.name")


class NamedRequestPage(Schema):
    """Some requests with who asks, and where the next page begins."""

    items: list[NamedRequestOut]
    after: str


class AskIn(Schema):
    """What is asked for, in one's own words; they are sealed."""

    kind: RightKind
    wish: str = Field("", max_length=4000)


class AnswerIn(Schema):
    """What comes of a request, with the answer that its person reads in a letter."""

    outcome: Literal["granted", "refused"]
    words: str = Field(min_length=1, max_length=4000)


class CopyOut(Schema):
    """A copy with files of what is held about the caller: `making` or `ready`, and how large it is."""

    id: UUID
    state: str
    asked_at: datetime
    ready_at: datetime | None
    size: int


class OwnLookOut(Schema):
    """One look at what is sealed about the caller: who was shown what, and what for."""

    at: datetime
    actor: str
    field: str
    purpose: str


class OwnLookPage(Schema):
    """Some looks, and where the next page begins."""

    items: list[OwnLookOut]
    after: str


class HoldIn(Schema):
    """Why data about somebody must stay, and until when."""

    reason: str = Field(min_length=1, max_length=500)
    until: Day


class HoldOut(Schema):
    """A legal hold; neither erasure nor retention touches its person while it lasts."""

    id: UUID
    person: UUID = Field(alias="person_id")
    reason: str
    until: date
    placed_at: datetime
    lifted_at: datetime | None


class HoldPage(Schema):
    """Some holds, and where the next page begins."""

    items: list[HoldOut]
    after: str


class TermOut(Schema):
    """One class of data: for how many weeks it is kept, and what the coming night forgets of it.

    `due` names the first hundred records by their references, `number` counts all; `kept` counts those that
    would go but for a legal hold.
    """

    code: str
    label: str
    weeks: int
    why: str
    is_own: bool
    number: int
    kept: int
    due: list[str]


def _self(request: Caller) -> Person:
    """The caller as a person; a program has no rights of its own.

    Raises:
        AuthorizationError: the caller is a program (403).
    """
    if request.auth.person is None:
        raise AuthorizationError(message=gettext("These are the rights of persons; a program has none."))
    return request.auth.person


# --- one's own ----------------------------------------------------------------------------------------------


@router.get("me/requests", response=RightsRequestPage, operation_id="list_my_requests", **OWN)
def list_my_requests(request: Caller, after: str = "") -> dict[str, Any]:
    """List what the caller has asked about their data, the newest first."""
    rows = requests_of(_self(request)).defer("wish", "answer")
    page = page_of(rows, order=NEWEST_FIRST, after=after)
    return {"items": page.rows, "after": page.after}


@router.post("me/requests", response={201: RightsRequestOut}, operation_id="ask_for_right", **OWN_WRITE)
def ask_for_right(request: Caller, given: AskIn) -> Status[RightsRequest]:
    """Ask to be told, to have something corrected, or to be erased; answered within 72 hours."""
    asked = deeds.ask_for_right(person=_self(request), kind=given.kind, wish=given.wish, at=timezone.now())
    return Status(201, asked)


@router.post(
    "me/requests/{uuid:request_id}/withdraw",
    response=RightsRequestOut,
    operation_id="withdraw_my_request",
    **OWN_WRITE,
)
def withdraw_my_request(request: Caller, request_id: UUID) -> RightsRequest:
    """Take a request back that waits."""
    person = _self(request)
    found = get_object_or_404(requests_of(person), pk=request_id)
    return deeds.withdraw_request(request=found, person=person, at=timezone.now())


@router.get("me/looks", response=OwnLookPage, operation_id="list_my_looks", **OWN)
def list_my_looks(request: Caller, after: str = "") -> dict[str, Any]:
    """List who looked at what is sealed about the caller, the newest first."""
    references = [one.reference for one in identities_of(_self(request))]
    page = page_of(looks_at(*references), order=("-at", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("me/copy", response=dict[str, Any], operation_id="take_my_copy", **OWN_WRITE)
def take_my_copy(request: Caller) -> Any:
    """Take a copy of what is held in plain about the caller; the trail tells that it was taken."""
    return take_copy(person=_self(request), at=timezone.now())


@router.get("me/copies", response=list[CopyOut], operation_id="list_my_copies", **OWN)
def list_my_copies(request: Caller) -> list[PersonCopy]:
    """List the copies with files that are made or being made; each is removed after a week."""
    return list(_copies(request)[:100])


@router.post("me/copies", response={201: CopyOut}, operation_id="ask_for_my_copy", **OWN_WRITE)
def ask_for_my_copy(request: Caller) -> Status[PersonCopy]:
    """Have a copy made of everything, with what is sealed and with files; asked twice, made once."""
    return Status(201, ask_for_copy(person=_self(request), at=timezone.now()))


@router.get(
    "me/copies/{uuid:copy_id}/file", operation_id="get_my_copy_file", **as_file(OWN, "application/zip")
)
def get_my_copy_file(request: Caller, copy_id: UUID) -> HttpResponse:
    """Give out a copy that is ready, as a .zip; 404 while it is being made."""
    made = get_object_or_404(_copies(request), pk=copy_id)
    if made.kept is None:
        raise Http404
    return files.deliver(made.kept, fetch_copy(copy=made, at=timezone.now()))


def _copies(request: Caller) -> QuerySet[PersonCopy]:
    rows = PersonCopy.objects.filter(person__in=identities_of(_self(request)))
    return rows.select_related("person").order_by("-asked_at", "-id")


# --- the office's side --------------------------------------------------------------------------------------


@router.get("requests", response=NamedRequestPage, operation_id="list_rights_requests", **READ)
def list_rights_requests(
    request: Caller, state: RequestState | None = None, after: str = ""
) -> dict[str, Any]:
    """List what people have asked, the first that is due at the top."""
    rows = RightsRequest.objects.select_related("person").defer("wish", "answer")
    page = page_of(rows.filter(state=state) if state else rows, order=("due_at", "id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "requests/{uuid:request_id}/answer",
    response=RightsRequestOut,
    operation_id="answer_rights_request",
    **ADMINISTER,
)
def answer_rights_request(request: Caller, request_id: UUID, given: AnswerIn) -> RightsRequest:
    """Answer a request with a reason; granting an erasure erases."""
    return deeds.answer_request(
        request=get_object_or_404(RightsRequest, pk=request_id),
        is_granted=given.outcome == "granted",
        words=given.words,
        actor=_self(request),
        at=timezone.now(),
    )


@router.get("holds", response=HoldPage, operation_id="list_holds", **READ)
def list_holds(request: Caller, after: str = "") -> dict[str, Any]:
    """List legal holds, the newest first, those too that were lifted."""
    page = page_of(LegalHold.objects.all(), order=("-placed_at", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("{uuid:person_id}/holds", response={201: HoldOut}, operation_id="place_hold", **ADMINISTER)
def place_hold(request: Caller, person_id: UUID, given: HoldIn) -> Status[LegalHold]:
    """Keep data about somebody from erasure and retention until a day."""
    hold = deeds.place_hold(
        person=get_object_or_404(Person, pk=person_id),
        actor=request.auth.person,
        at=timezone.now(),
        **given.dict(),
    )
    return Status(201, hold)


@router.post("holds/{uuid:hold_id}/lift", response=HoldOut, operation_id="lift_hold", **ADMINISTER)
def lift_hold(request: Caller, hold_id: UUID) -> LegalHold:
    """Let data be erased and end again."""
    return deeds.lift_hold(
        hold=get_object_or_404(LegalHold, pk=hold_id), actor=request.auth.person, at=timezone.now()
    )


@router.get("retention", response=list[TermOut], operation_id="preview_retention", **READ)
def preview_retention(request: Caller) -> list[TermOut]:
    """Tell, of each class of data, how long it is kept and what the coming night forgets."""
    return [
        TermOut(
            code=term.code,
            label=str(term.label),
            weeks=term.weeks,
            why=str(term.why),
            is_own=term.is_own,
            number=len(term.due),
            kept=term.kept,
            due=[one.about for one in term.due[:TOLD_AT_ONCE]],
        )
        for term in terms_at(timezone.now())
    ]
