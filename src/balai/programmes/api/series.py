"""Series, pledges and kinds of sessions over the API."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Schema, Status

from balai.kernel import clock
from balai.kernel.bodies import Number, Truth, Word, Words, partly
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller
from balai.programmes.api.common import (
    GIVE,
    KEEP_SERIES,
    READ,
    Day,
    ExportOut,
    admit,
    by,
    grants_of,
    person_of,
    router,
    with_records,
)
from balai.programmes.models import BundleExport, Pledge, Series, SessionType
from balai.programmes.queries import (
    pledges_matching,
    series_matching,
    session_types_in_order,
    session_types_matching,
)
from balai.programmes.rules import may_give_series, readable_pledges, readable_series
from balai.programmes.rules.parts import may_come_after
from balai.programmes.services import editions, giving, kinds

Need = Literal["room", "resource_person", "machines", "supervisor", "sign_off", "transport", "gate_list"]
"""What a kind of session can need."""


class SeriesOut(Schema):
    """What is offered again and again; `body` is a code."""

    code: str
    title: Words
    scheme: Words
    pillar: str
    body: str | None
    summary: Words
    publicity: str

    @staticmethod
    def resolve_body(record: Series) -> str | None:
        """Its code."""
        return record.body.code if record.body else None


class PledgeOut(Schema):
    """A promise under which editions are held; `body` is a code."""

    code: str
    body: str | None
    country: str | None
    meeting: Words
    place: Words
    year: int
    held_from: date | None
    held_until: date | None
    text: Words
    valid_until: date | None
    source: str
    certainty: str

    @staticmethod
    def resolve_body(record: Pledge) -> str | None:
        """Its code."""
        return record.body.code if record.body else None

    @staticmethod
    def resolve_country(record: Pledge) -> str | None:
        """Its code."""
        return record.country_id


class SessionTypeOut(Schema):
    """A kind of session with what planning must know of it; `comes_after` are codes."""

    code: str
    name: Words
    family: str
    minutes_least: int | None
    minutes_most: int | None
    counted: str
    is_contact: bool
    needs_room: bool
    needs_resource_person: bool
    needs_machines: bool
    needs_supervisor: bool
    needs_sign_off: bool
    needs_transport: bool
    needs_gate_list: bool
    comes_after: list[str]
    most_in_a_row: int | None
    most_in_half_a_day: int | None
    rule: Words
    order: int


class SeriesPage(Schema):
    """Some series, and where the next page begins."""

    items: list[SeriesOut]
    after: str


class PledgePage(Schema):
    """Some pledges, and where the next page begins."""

    items: list[PledgeOut]
    after: str


class SessionTypeList(Schema):
    """Kinds of sessions, all that were asked for."""

    items: list[SessionTypeOut]


class SeriesIn(Schema):
    """A new series; `body` is a code."""

    code: Word
    title: Words
    scheme: Words = {}
    pillar: Word = ""
    body: Word | None = None
    summary: Words = {}
    publicity: Word = "internal"


class PledgeIn(Schema):
    """A new pledge; `body` is a code."""

    code: Word
    body: Word | None = None
    country: Word | None = None
    meeting: Words
    place: Words = {}
    year: Number
    held_from: Day | None = None
    held_until: Day | None = None
    text: Words
    valid_until: Day | None = None
    source: Word = ""
    certainty: Word = "known"


class SessionTypeFacts(Schema):
    """A new kind of session, without its code."""

    name: Words
    family: Word
    minutes_least: Number | None = None
    minutes_most: Number | None = None
    counted: Word = "session"
    is_contact: Truth = True
    needs_room: Truth = False
    needs_resource_person: Truth = False
    needs_machines: Truth = False
    needs_supervisor: Truth = False
    needs_sign_off: Truth = False
    needs_transport: Truth = False
    needs_gate_list: Truth = False
    comes_after: list[Word] = []
    most_in_a_row: Number | None = None
    most_in_half_a_day: Number | None = None
    rule: Words = {}
    order: Number = 100


class SessionTypeIn(SessionTypeFacts):
    """A new kind of session."""

    code: Word


if TYPE_CHECKING:
    SeriesChange = SeriesIn
    PledgeChange = PledgeIn
    SessionTypeChange = SessionTypeFacts
else:
    SeriesChange = partly(SeriesIn, "SeriesChange")
    PledgeChange = partly(PledgeIn, "PledgeChange")
    SessionTypeChange = partly(SessionTypeFacts, "SessionTypeChange")


@router.get("series", response=SeriesPage, operation_id="list_series", **READ)
def list_series(
    request: Caller, words: Word = "", body: Word = "", publicity: Word = "", after: Word = ""
) -> dict[str, Any]:
    """List the series whose editions the caller may read: by words, by the body they are offered to."""
    rows = series_matching(readable_series(grants_of(request)), words=words, body=body, publicity=publicity)
    page = page_of(rows, order=("code", "id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("series", response={201: SeriesOut}, operation_id="record_series", **KEEP_SERIES)
def record_series(request: Caller, given: SeriesIn) -> Status[Series]:
    """Record a series."""
    return Status(201, editions.create_series(**with_records(given.dict()), **by(request)))


@router.get("series/{code}", response=SeriesOut, operation_id="get_series", **READ)
def get_series(request: Caller, code: Word) -> Series:
    """Show a series by its code."""
    return _series(request, code)


@router.patch("series/{code}", response=SeriesOut, operation_id="change_series", **KEEP_SERIES)
def change_series(request: Caller, code: Word, given: SeriesChange) -> Series:
    """Correct a series."""
    values = with_records(given.dict(exclude_unset=True))
    return editions.change_series(series=_series(request, code), **values, **by(request))


@router.post("series/{code}/bundle", response={201: ExportOut}, operation_id="export_series", **GIVE)
def export_series(request: Caller, code: Word) -> Status[BundleExport]:
    """Have a series with all its editions made into a bundle; look at it again until it is ready."""
    series = _series(request, code)
    admit(may_give_series(grants_of(request), series))
    return Status(201, giving.ask_for_bundle(subject=series, person=person_of(request), at=clock.now()))


@router.get("pledges", response=PledgePage, operation_id="list_pledges", **READ)
def list_pledges(  # noqa: PLR0913, PLR0917 -- each is a way to look for them, and the framework names them
    request: Caller,
    words: Word = "",
    body: Word = "",
    country: Word = "",
    valid_on: Day | None = None,
    after: Word = "",
) -> dict[str, Any]:
    """List pledges, the newest first: by words, body, country, and day on which they hold."""
    rows = pledges_matching(
        readable_pledges(grants_of(request)), words=words, body=body, country=country, valid_on=valid_on
    )
    page = page_of(rows, order=("-year", "-id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.post("pledges", response={201: PledgeOut}, operation_id="record_pledge", **KEEP_SERIES)
def record_pledge(request: Caller, given: PledgeIn) -> Status[Pledge]:
    """Record a pledge."""
    return Status(201, editions.create_pledge(**with_records(given.dict()), **by(request)))


@router.get("pledges/{code}", response=PledgeOut, operation_id="get_pledge", **READ)
def get_pledge(request: Caller, code: Word) -> Pledge:
    """Show a pledge by its code."""
    return get_object_or_404(readable_pledges(grants_of(request)), code=code)


@router.patch("pledges/{code}", response=PledgeOut, operation_id="change_pledge", **KEEP_SERIES)
def change_pledge(request: Caller, code: Word, given: PledgeChange) -> Pledge:
    """Correct a pledge."""
    pledge = get_object_or_404(readable_pledges(grants_of(request)), code=code)
    values = with_records(given.dict(exclude_unset=True))
    return editions.change_pledge(pledge=pledge, **values, **by(request))


@router.get("session-types", response=SessionTypeList, operation_id="list_session_types", **READ)
def list_session_types(
    request: Caller, words: Word = "", family: Word = "", needs: Need | None = None
) -> dict[str, Any]:
    """List kinds of sessions in the order of the lists: by words, family, and what they need."""
    rows = session_types_matching(session_types_in_order(), words=words, family=family, needs=needs or "")
    return {"items": rows}


@router.get("session-types/{code}", response=SessionTypeOut, operation_id="get_session_type", **READ)
def get_session_type(request: Caller, code: Word) -> SessionType:
    """Show one kind of session."""
    return get_object_or_404(SessionType, code=code)


@router.post(
    "session-types", response={201: SessionTypeOut}, operation_id="enter_session_type", **KEEP_SERIES
)
def enter_session_type(request: Caller, given: SessionTypeIn) -> Status[SessionType]:
    """Enter a kind of session of the office's own."""
    enforce(may_come_after(given.comes_after, own=given.code))
    return Status(201, kinds.enter_session_type(**given.dict(), **by(request)))


@router.patch(
    "session-types/{code}", response=SessionTypeOut, operation_id="change_session_type", **KEEP_SERIES
)
def change_session_type(request: Caller, code: Word, given: SessionTypeChange) -> SessionType:
    """Change what planning must know of a kind of session; its code stays."""
    kind = get_object_or_404(SessionType, code=code)
    enforce(may_come_after(given.dict(exclude_unset=True).get("comes_after", ()), own=kind.code))
    return kinds.change_session_type(kind=kind, **given.dict(exclude_unset=True), **by(request))


@router.delete(
    "session-types/{code}", response={204: None}, operation_id="remove_session_type", **KEEP_SERIES
)
def remove_session_type(request: Caller, code: Word) -> Status[None]:
    """Remove a kind of session that no activity is of."""
    kinds.remove_session_type(kind=get_object_or_404(SessionType, code=code), **by(request))
    return Status(204, None)


def _series(request: Caller, code: str) -> Series:
    return get_object_or_404(readable_series(grants_of(request)), code=code)
