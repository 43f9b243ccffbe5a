"""Calls over the API: the invitation of each country, how it arrived, inviting, and noting contacts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Field, Router, Schema, Status

from balai.correspondence.enums import LetterState
from balai.kernel import clock
from balai.kernel.bodies import Word
from balai.kernel.paging import page_of
from balai.nominations.api.common import (
    KEEP_ALL,
    READ,
    READ_ALL,
    call_asked,
    edition_asked,
    person_asking,
)
from balai.nominations.enums import ContactWay, Reached
from balai.nominations.models import CallContact
from balai.nominations.queries import (
    calls_visible_to,
    counted_calls,
    countries_of,
    deadlines_by_call,
    steps_of,
    with_opening,
)
from balai.nominations.rules import READERS
from balai.nominations.services.calling import issue_invitations, note_contact, note_opened
from balai.people.authentication import Caller
from balai.programmes.enums import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.correspondence.models import Letter
    from balai.nominations.models import CountryCall

router = Router()


class CallOut(Schema):
    """The invitation of one country: its places, its deadline, whether it was opened, and what it sent."""

    edition: str = Field(alias="edition.code")
    country: str = Field(alias="country_id")
    invited_at: datetime = Field(alias="issued_at")
    member_on: date = Field(alias="called_on")
    opened_at: datetime | None = Field(alias="first_opened_at")
    sent_at: datetime | None
    due_at: datetime | None
    places: int = Field(alias="given")
    places_returned: int = Field(alias="given_back")
    named: int
    late: int = Field(alias="came_late")


class CallPage(Schema):
    """Some calls, the newest first, and where the next page begins."""

    items: list[CallOut]
    after: str


class CallStepOut(Schema):
    """One deadline by the clock of the country; `level` is empty for what the host does."""

    at: datetime
    title: str
    level: Level | None
    days: int | None
    is_own: bool
    is_past: bool

    @staticmethod
    def resolve_title(step: Any) -> str:
        """In the language of the request."""
        return str(step.title)

    @staticmethod
    def resolve_level(step: Any) -> str | None:
        """Whose turn it is."""
        return step.level or None


class WholeCallOut(CallOut):
    """A call with the deadlines of every level."""

    deadlines: list[CallStepOut]


class CallLetterOut(Schema):
    """One letter of a call: its number in the register, to whom, and how its delivery went."""

    reference: str
    to: str = Field(alias="recipient_name")
    state: LetterState
    written_at: datetime
    read_at: datetime | None

    @staticmethod
    def resolve_reference(letter: Letter) -> str:
        """Its number; empty for one without."""
        return letter.entry.reference if letter.entry else ""


class CallContactOut(Schema):
    """One try to reach an office in another way."""

    at: datetime
    way: ContactWay
    reached: Reached
    note: str


class DeliveryOut(Schema):
    """How a call reached its country: letters to focal points, copies to embassies, and other contacts."""

    letters: list[CallLetterOut]
    copies: list[CallLetterOut]
    contacts: list[CallContactOut]


class InvitedOut(Schema):
    """What came of inviting; of countries with places that are not invited, their codes."""

    calls: int
    letters: int
    copies: int
    not_invited: list[str]


class CallContactIn(Schema):
    """How it was tried, and what came of it."""

    way: ContactWay
    reached: Reached
    note: Annotated[Word, Field(max_length=500)] = ""


def _with_deadlines(calls: Iterable[Any]) -> list[Any]:
    known = list(calls)
    deadlines = deadlines_by_call(known)
    for call in known:
        deadline = deadlines[call.pk]
        call.due_at = deadline.at if deadline else None
    return known


@router.get("calls", response=CallPage, operation_id="list_calls", **READ)
def list_calls(request: Caller, edition: Word = "", after: Word = "") -> dict[str, Any]:
    """List the calls to countries, the newest first; a focal point gets those of their country."""
    mine = calls_visible_to(request.grants, READERS).order_by().values("pk")
    rows = with_opening(counted_calls().filter(pk__in=mine))
    if edition:
        rows = rows.filter(edition__code=edition)
    page = page_of(rows, order=["-id"], after=after)
    return {"items": _with_deadlines(page.rows), "after": page.after}


@router.get("{code}/{country}/call", response=WholeCallOut, operation_id="get_call", **READ)
def get_call(request: Caller, code: str, country: str) -> CountryCall:
    """Show the call to one country, with the deadlines of every level by its own clock.

    When its focal point asks for the first time, it is noted that the invitation was opened.
    """
    asked = call_asked(request, code, country)
    person = request.auth.person
    if person is not None and asked.country_id in countries_of(request.grants):
        note_opened(call=asked, person=person, at=clock.now())
    call: Any = _with_deadlines(with_opening(counted_calls().filter(pk=asked.pk)))[0]
    call.deadlines = steps_of(call, at=clock.now())
    found: CountryCall = call
    return found


@router.get("{code}/{country}/delivery", response=DeliveryOut, operation_id="get_call_delivery", **READ_ALL)
def get_call_delivery(request: Caller, code: str, country: str) -> dict[str, Any]:
    """Show how a call arrived: its letters, the copies to embassies, and what was tried besides."""
    edition = edition_asked(request, code)
    call = call_asked(request, edition.code, country)
    return {
        "letters": [one.letter for one in call.letters.select_related("letter__entry").order_by("pk")],
        "copies": [one.letter for one in call.copies.select_related("letter__entry").order_by("pk")],
        "contacts": list(call.contacts.order_by("-at", "-pk")),
    }


@router.post("{code}/calls", response=InvitedOut, operation_id="invite_countries", **KEEP_ALL)
def invite_countries(request: Caller, code: str) -> dict[str, Any]:
    """Invite whom the call has not reached yet; asked again, nobody gets a second letter."""
    edition = edition_asked(request, code, keeps=True)
    issued = issue_invitations(edition=edition, actor=person_asking(request).reference, at=clock.now())
    return {
        "calls": issued.calls,
        "letters": issued.letters,
        "copies": issued.copies,
        "not_invited": list(issued.not_members),
    }


@router.post(
    "{code}/{country}/contacts", response={201: CallContactOut}, operation_id="note_call_contact", **KEEP_ALL
)
def note_call_contact(request: Caller, code: str, country: str, given: CallContactIn) -> Status[CallContact]:
    """Note a try to reach the office of a focal point in another way than by letter."""
    edition = edition_asked(request, code, keeps=True)
    contact = note_contact(
        call=call_asked(request, edition.code, country),
        **given.dict(),
        actor=person_asking(request).reference,
        at=clock.now(),
    )
    return Status(201, contact)
