"""Spending and aid data over the API of the office: the book, booking, and publishing what a series gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from balai.followup.models.times import day_in
from balai.kernel import clock
from balai.kernel.bodies import Truth, Word
from balai.kernel.paging import page_of
from balai.kernel.refusal import enforce
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.programmes.forms.sheet_parts import Typed
from balai.programmes.rules import readable_editions, readable_series
from balai.programmes.services.parts import ListError
from balai.reporting.adapters.evidence import as_data
from balai.reporting.forms.spending import opened
from balai.reporting.queries.aid import profile_of, publications_of
from balai.reporting.queries.evidence import content_of, evidence_of
from balai.reporting.queries.spending import bookings, by_line, by_partner, contributions, ledger_of
from balai.reporting.rules.access import BOOKERS, READERS, may_book
from balai.reporting.rules.aid import may_keep_aid_data, may_see_draft
from balai.reporting.rules.evidence import PUBLISHERS, may_decide_on_evidence
from balai.reporting.services.booking import book_spending, judged, open_ledger, reverse_spending
from balai.reporting.services.evidence import publish_evidence, withdraw_evidence
from balai.reporting.services.publishing import draft, publish_aid_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.programmes.forms.sheet_parts import Told
    from balai.programmes.forms.sheets import OpenSheet
    from balai.programmes.models import Edition
    from balai.reporting.models import Spending
    from balai.reporting.queries.spending import Sums

router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
BOOK = needs(TokenScope.PROGRAMMES_WRITE, *BOOKERS)
DECIDE = needs(TokenScope.PROGRAMMES_WRITE, *PUBLISHERS)
NEWEST_FIRST = ("-on", "-number", "-id")


class BookingOut(Schema):
    """One booking; `reported` is in the reporting currency, `reverses` the number that it takes back."""

    id: UUID
    number: int
    on: date
    line: str
    what: str
    amount: Decimal
    currency: str
    rate: Decimal
    rate_source: str
    reported: Decimal
    payer: str
    form: str
    quantity: Decimal | None
    unit: str
    method: str
    basis: str
    other_method: str
    other_amount: Decimal | None
    is_salary: bool
    receipts: int
    reverses: int | None
    is_taken_back: bool
    why: str
    booked_at: datetime


class BookingPage(Schema):
    """Some bookings, the newest day first, and where the next page begins."""

    items: list[BookingOut]
    after: str


class BudgetLineOut(Schema):
    """One line of the budget against what was booked; `left` is null where other currencies were spent."""

    line: str
    payer: str
    form: str
    currency: str
    budget: Decimal
    spent: dict[str, Decimal]
    reported: Decimal
    left: Decimal | None


class PartnerOut(Schema):
    """What one partner was to give and gave, by currency, cash and in kind apart."""

    payer: str
    planned_cash: dict[str, Decimal]
    planned_in_kind: dict[str, Decimal]
    cash: dict[str, Decimal]
    in_kind: dict[str, Decimal]
    reported: Decimal


class ContributionOut(Schema):
    """What one partner gave under one line, valued by one method."""

    payer: str
    line: str
    form: str
    currency: str
    amount: Decimal
    reported: Decimal
    quantity: Decimal | None
    unit: str
    method: str
    bases: list[str]
    other_method: str
    other_amount: Decimal | None


class SpendingOut(Schema):
    """Budget against actual; `currency` is the reporting currency, null while no book is opened."""

    currency: str | None
    lines: list[BudgetLineOut]
    partners: list[PartnerOut]
    contributions: list[ContributionOut]


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Cell = Annotated[Word, Field(max_length=200)]
Figure = Annotated[str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,8})?$")]


class LedgerIn(Schema):
    """In which currency an edition is summed up; it stays."""

    currency: Currency


class BookingIn(Schema):
    """A booking; numbers are texts, such as "1250.50". Left out, currency, payer and form are the line's."""

    on: date
    line: Cell
    what: Annotated[Word, Field(min_length=1, max_length=200)]
    amount: Figure
    currency: Currency | None = None
    rate: Figure | None = None
    rate_source: Cell = ""
    payer: Cell = ""
    form: Cell = ""
    quantity: Figure | None = None
    unit: Cell = ""
    method: Cell = ""
    basis: Cell = ""
    other_method: Cell = ""
    other_amount: Figure | None = None
    is_salary: Truth = False


class BookingsIn(Schema):
    """Some bookings, all or none. `batch` names them: sent again under the same, nothing is booked twice."""

    batch: UUID
    items: Annotated[list[BookingIn], Field(min_length=1, max_length=500)]


class ReversalIn(Schema):
    """Why a booking is taken back."""

    why: Annotated[Word, Field(min_length=1, max_length=300, pattern=r"\S")]


class BookedOut(Schema):
    """The numbers under which something was booked."""

    numbers: list[int]


def _edition(request: Caller, code: str, *, books: bool = False) -> Edition:
    edition: Edition = get_object_or_404(readable_editions(request.grants, READERS), code=code)
    if books:
        enforce(may_book(request.grants, edition))
    return edition


@router.get("{code}/spending", response=SpendingOut, operation_id="get_spending", **READ)
def get_spending(request: Caller, code: Word) -> dict[str, Any]:
    """Budget against actual, by line and by partner, and what each contributed under which line."""
    edition = _edition(request, code)
    ledger = ledger_of(edition)
    return {
        "currency": ledger.currency if ledger else None,
        "lines": [
            {
                "line": one.line.code,
                "payer": one.line.payer.code if one.line.payer else "",
                "form": one.line.form,
                "currency": one.line.currency,
                "budget": one.line.amount,
                "spent": dict(one.spent.parts),
                "reported": one.spent.reported,
                "left": one.left,
            }
            for one in by_line(edition)
        ],
        "partners": [
            {
                "payer": one.payer.code if one.payer else "",
                **{name: dict(sums.parts) for name, sums in _kinds(one)},
                "reported": one.reported,
            }
            for one in by_partner(edition)
        ],
        "contributions": [
            {
                **{
                    name: getattr(one, name)
                    for name in ContributionOut.model_fields
                    if name not in {"payer", "line"}
                },
                "payer": one.payer.code,
                "line": one.line.code,
            }
            for one in contributions(edition)
        ],
    }


def _kinds(one: Any) -> Iterable[tuple[str, Sums]]:
    names = ("planned_cash", "planned_in_kind", "cash", "in_kind")
    return ((name, getattr(one, name)) for name in names)


@router.get("{code}/bookings", response=BookingPage, operation_id="list_bookings", **READ)
def list_bookings(request: Caller, code: Word, after: str = "") -> dict[str, Any]:
    """Everything that was booked, the newest day first; what was taken back stands here too."""
    page = page_of(bookings(_edition(request, code)), order=NEWEST_FIRST, after=after)
    return {"items": [_told(row) for row in page.rows], "after": page.after}


def _told(row: Spending) -> dict[str, Any]:
    direct = set(BookingOut.model_fields) - {"line", "payer", "receipts", "reverses", "is_taken_back"}
    return {
        **{name: getattr(row, name) for name in direct},
        "line": row.line.code,
        "payer": row.payer.code,
        "receipts": row.receipt_count,  # type: ignore[attr-defined] # the question tells it
        "reverses": row.reverses.number if row.reverses else None,
        "is_taken_back": hasattr(row, "reversal"),
    }


@router.put("{code}/ledger", response={204: None}, operation_id="open_ledger", url_name="open_ledger", **BOOK)
def put_ledger(request: Caller, code: Word, given: LedgerIn) -> Status[None]:
    """Open the book of an edition in its reporting currency; an open one stays as it is."""
    edition = _edition(request, code, books=True)
    open_ledger(edition=edition, currency=given.currency, actor=request.auth.reference, at=clock.now())
    return Status(204, None)


@router.post(
    "{code}/bookings", response=BookedOut, operation_id="book_spending", url_name="book_spending", **BOOK
)
def book(request: Caller, code: Word, given: BookingsIn) -> dict[str, Any]:
    """Book what was spent, all or nothing, with every fault told by row and column."""
    edition = _edition(request, code, books=True)
    sheet, at = opened(edition), clock.now()
    typed = Typed(
        keys=["" for _row in given.items],
        cells=[
            {name: _cell(value) for name, value in row.model_dump().items() if value is not None}
            for row in given.items
        ],
    )
    lines, told = sheet.read(typed)
    ledger = ledger_of(edition)
    booked: list[Spending] = []
    if not told or ledger is None:
        try:
            booked = book_spending(
                edition=edition, lines=lines, batch=given.batch, actor=request.auth.reference, at=at
            )
        except ListError as error:
            told = sheet.told_by_deed(error.faults, typed)
    else:
        _rows, faults = judged(ledger, lines, at=at)
        told = [*told, *sheet.told_by_deed(faults, typed)]
    if told:
        raise ValidationError(_faults(sheet, told))
    return {"numbers": [row.number for row in booked]}


@router.post(
    "{code}/bookings/{number}/reversal",
    response=BookedOut,
    operation_id="reverse_spending",
    url_name="reverse_spending",
    **BOOK,
)
def reverse(request: Caller, code: Word, number: int, given: ReversalIn) -> dict[str, Any]:
    """Take a booking back by a further one; both stay."""
    edition = _edition(request, code, books=True)
    if number < 1 or number > 2_000_000_000:
        raise Http404
    row = get_object_or_404(bookings(edition), number=number)
    reversal = reverse_spending(spending=row, why=given.why, actor=request.auth.reference, at=clock.now())
    return {"numbers": [reversal.number]}


# --- aid data -----------------------------------------------------------------------------------------------


class LackOut(Schema):
    """A record that is missing, or a rule that the file breaks, and what to do."""

    about: str
    what: str
    remedy: str
    is_error: bool


class VersionOut(Schema):
    """One published version: its number, moment, and the editions that it tells of."""

    number: int
    at: datetime
    editions: list[str]


class AidDataOut(Schema):
    """What a series would tell now, what is missing, and what was published, the newest first."""

    identifiers: list[str]
    lacks: list[LackOut]
    versions: list[VersionOut]


@router.get("series/{code}/aid-data", response=AidDataOut, operation_id="get_aid_data", **READ)
def get_aid_data(request: Caller, code: Word) -> dict[str, Any]:
    """What the records would tell of a series as aid, what is missing for it, and what was published."""
    series: Any = get_object_or_404(readable_series(request.grants), code=code)
    profile = profile_of(series)
    versions = list(publications_of(series).defer("content")[:100])
    if shut := may_see_draft(request.grants, series):
        lack = {"about": series.code, "what": str(shut.message), "remedy": "", "is_error": False}
        identifiers = versions[0].identifiers if versions else []
        return {"identifiers": identifiers, "lacks": [lack], "versions": versions}
    drawn = draft(profile, at=clock.now()) if profile else None
    lacks = [
        {"about": one.about, "what": one.what, "remedy": one.remedy, "is_error": one.is_error}
        for one in (drawn.built.lacks if drawn else ())
    ]
    lacks += [
        {"about": one.place, "what": one.sentence, "remedy": one.remedy, "is_error": one.is_error}
        for one in (drawn.faults if drawn else ())
    ]
    return {
        "identifiers": [one.identifier for one in drawn.built.activities] if drawn else [],
        "lacks": lacks,
        "versions": versions,
    }


@router.post(
    "series/{code}/aid-data",
    response=VersionOut,
    operation_id="publish_aid_data",
    url_name="publish_aid_data",
    **BOOK,
)
def publish(request: Caller, code: Word) -> Any:
    """Freeze the file as the next version, for everybody; the same file is no new version."""
    series: Any = get_object_or_404(readable_series(request.grants), code=code)
    enforce(may_keep_aid_data(request.grants))
    return publish_aid_data(series=series, actor=request.auth.reference, at=clock.now())


# --- evidence -----------------------------------------------------------------------------------------------


class EvidenceFigureOut(Schema):
    """One figure: `bound` says whether `value` is exact; `n` of how many; `low` and `high` of 95 per cent."""

    measure: str
    label: str
    about: str = ""
    about_text: str = ""
    value: Decimal | None = None
    bound: str
    n: int | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    text: str
    definition: str
    source: str


class EvidenceVersionOut(Schema):
    """One version of the public figures: counted when, and withdrawn when and why, if it was."""

    number: int
    at: datetime
    withdrawn_at: datetime | None
    why_withdrawn: str


class EvidenceOut(Schema):
    """What would be told now, and the versions, the newest first."""

    is_public: bool
    figures: list[EvidenceFigureOut]
    not_told: list[str]
    versions: list[EvidenceVersionOut]


class WithdrawalIn(Schema):
    """Why the public figures are withdrawn."""

    why: str


@router.get("{code}/evidence", response=EvidenceOut, operation_id="get_evidence", **READ)
def get_evidence(request: Caller, code: Word) -> dict[str, Any]:
    """What would be told of an edition now, and what was published of it."""
    edition = _edition(request, code)
    on = day_in(edition, clock.now())
    data = as_data(edition, content_of(edition, on=on))
    versions = list(evidence_of(edition).defer("content")[:100])
    return {
        "is_public": edition.is_public and bool(versions) and versions[0].is_public,
        "figures": data["figures"],
        "not_told": data["not_told"],
        "versions": versions,
    }


@router.post(
    "{code}/evidence",
    response=EvidenceVersionOut,
    operation_id="publish_evidence",
    url_name="publish_evidence",
    **DECIDE,
)
def let_evidence_out(request: Caller, code: Word) -> Any:
    """Let everybody read the figures; the same figures are no new version."""
    edition = _edition(request, code)
    enforce(may_decide_on_evidence(request.grants, edition))
    return publish_evidence(edition=edition, actor=request.auth.reference, at=clock.now())


@router.post(
    "{code}/evidence/withdrawal",
    response=EvidenceVersionOut,
    operation_id="withdraw_evidence",
    url_name="withdraw_evidence",
    **DECIDE,
)
def take_evidence_back(request: Caller, code: Word, given: WithdrawalIn) -> Any:
    """Take the public figures away, for a reason."""
    edition = _edition(request, code)
    enforce(may_decide_on_evidence(request.grants, edition))
    return withdraw_evidence(edition=edition, why=given.why, actor=request.auth.reference, at=clock.now())


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _faults(sheet: OpenSheet, told: Iterable[Told]) -> dict[str, list[str]]:
    """What is wrong, by row (counted from 0) and column."""
    names = {head.label: head.name for head in sheet.heads}
    found: dict[str, list[str]] = {}
    for one in told:
        row = [str(one.row - 1)] if one.row else []
        column = [names[one.column]] if one.column else []
        found.setdefault(".".join(["items", *row, *column]), []).append(f"{one.rule} {one.remedy}".strip())
    return found
