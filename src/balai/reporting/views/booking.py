"""Booking what was spent: typed or pasted, as a workbook, one by one taken back, with receipts."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balai.kernel import clock, files
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import xlsx_answer
from balai.people.access import admit, roles
from balai.people.queries import names_of
from balai.programmes.forms.sheet_parts import Typed
from balai.programmes.services.parts import ListError
from balai.programmes.views.common import actor_of, edition_for, tell_faults
from balai.reporting.forms.spending import (
    PutAwayForm,
    ReceiptForm,
    ReversalForm,
    WorkbookForm,
    from_workbook,
    opened,
)
from balai.reporting.models import Receipt
from balai.reporting.queries.spending import batch_of_rows, bookings
from balai.reporting.rules.access import READERS, RECEIPT_READERS, may_open_receipts
from balai.reporting.rules.spending import may_reverse
from balai.reporting.services.booking import book_spending, judged, reverse_spending
from balai.reporting.services.receipts import add_receipt, open_receipt, put_receipt_away
from balai.reporting.views.common import admit_booker, book_of, books, spending_page
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django import forms
    from django.http import HttpResponse

    from balai.kernel.refusal import Refusal
    from balai.people.access import SignedInRequest
    from balai.programmes.forms.sheet_parts import Told
    from balai.programmes.forms.sheets import OpenSheet
    from balai.programmes.models import Edition
    from balai.reporting.models import Ledger, Spending

LARGEST = 5_000_000
MOST_DIGITS = 6


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: SignedInRequest, code: str) -> HttpResponse:
    """A sheet in which each row is a booking; rows of a spreadsheet can be pasted."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    ledger, sheet = book_of(edition), opened(edition)
    if request.method != "POST":
        return _sheet(request, edition, sheet, Typed(keys=[], cells=[]), batch=uuid4())
    batch, typed = _batch(request.POST.get("batch", "")), sheet.sent(request.POST)
    if (pasted := request.POST.get("pasted", "")).strip():
        typed.add(sheet.pasted(pasted))
        if "add" in request.POST:
            return _sheet(request, edition, sheet, typed, batch=batch)
    place = request.POST.get("clear", "")
    if place.isdecimal() and len(place) <= MOST_DIGITS and 0 < int(place) <= len(typed.cells):
        typed.cells[int(place) - 1] = {}
        return _sheet(request, edition, sheet, typed, batch=batch)
    try:
        booked, told = _booked(request, edition, ledger, sheet, typed, batch)
    except RuleViolationError as violation:
        status, refusal = HTTPStatus.CONFLICT, violation.refusal
        return _sheet(request, edition, sheet, typed, batch=uuid4(), refusal=refusal, status=status)
    if told:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _sheet(request, edition, sheet, typed, batch=batch, told=told, status=status)
    _tell(request, len(booked))
    return redirect("reporting:bookings", edition.code)


@roles(*READERS)
@require_safe
def bring(request: SignedInRequest, code: str) -> HttpResponse:
    """Where a workbook is chosen."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    book_of(edition)
    return _bring(request, edition, WorkbookForm())


@roles(*READERS)
@require_POST
def bring_file(request: SignedInRequest, code: str) -> HttpResponse:
    """Book the rows of a workbook, all of them or none."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    ledger, sheet = book_of(edition), opened(edition)
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _bring(request, edition, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    upload = form.cleaned_data["file"]
    if not upload.name.lower().endswith(".xlsx") or upload.size > LARGEST:
        form.add_error("file", gettext("Send an .xlsx workbook of at most 5 MB."))
        return _bring(request, edition, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    content = upload.read()
    typed, numbers, told = from_workbook(sheet, content, upload.name)
    if not told:
        batch = batch_of_rows(ledger, typed.cells)
        try:
            booked, told = _booked(request, edition, ledger, sheet, typed, batch)
        except RuleViolationError as violation:
            return _bring(request, edition, form, refusal=violation.refusal, status=HTTPStatus.CONFLICT)
        if not told:
            _tell(request, len(booked))
            return redirect("reporting:bookings", edition.code)
        told = [one if not one.row else _moved(one, numbers[one.row - 1]) for one in told]
    return _bring(request, edition, form, told=told, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@roles(*READERS)
@require_safe
def empty(request: SignedInRequest, code: str) -> HttpResponse:
    """The workbook to fill in: its headings."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    sheet = opened(edition)
    heads = [head.name for head in sheet.heads]
    return xlsx_answer(f"spending-{edition.code}.xlsx", heads, [])


def _booked(  # noqa: PLR0913, PLR0917 -- each is another thing
    request: SignedInRequest,
    edition: Edition,
    ledger: Ledger,
    sheet: OpenSheet,
    typed: Typed,
    batch: UUID,
) -> tuple[list[Spending], list[Told]]:
    """Book what was typed; or every fault of cells, and of the lines whose cells are sound."""
    at = clock.now()
    lines, told = sheet.read(typed)
    if told:
        _rows, faults = judged(ledger, lines, at=at)
        places = {head.label: place for place, head in enumerate(sheet.heads)}
        every = [*told, *sheet.told_by_deed(faults, typed)]
        return [], sorted(every, key=lambda one: (one.row, places.get(one.column, 0)))
    try:
        booked = book_spending(edition=edition, lines=lines, batch=batch, actor=actor_of(request), at=at)
    except ListError as error:
        return [], sheet.told_by_deed(error.faults, typed)
    return booked, []


def _tell(request: SignedInRequest, number: int) -> None:
    said = ngettext("%(number)d booking is in the book.", "%(number)d bookings are in the book.", number)
    messages.success(request, said % {"number": number})


def _batch(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _moved(told: Told, row: int) -> Told:
    """A fault of a workbook: its row there, and no cell of a page."""
    return replace(told, row=row, cell="")


def _sheet(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    sheet: OpenSheet,
    typed: Typed,
    *,
    batch: UUID,
    told: Sequence[Told] = (),
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": sheet.sheet.title,
        "lead": sheet.sheet.lead,
        "heads": sheet.heads,
        "rows": sheet.shown(typed, told),
        "told": told,
        "may_keep": True,
        "batch": batch,
        "refusal": refusal,
    }
    return spending_page(
        request, edition, "reporting/book.html", context, gettext("Book spending"), status=status
    )


def _bring(  # noqa: PLR0913 -- each is named where it is called
    request: SignedInRequest,
    edition: Edition,
    form: WorkbookForm,
    *,
    told: Sequence[Told] = (),
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "told": told, "refusal": refusal}
    return spending_page(
        request, edition, "reporting/bring.html", context, gettext("Book from a workbook"), status=status
    )


# --- one of them -------------------------------------------------------------------------------------------


def _booking(edition: Edition, key: UUID) -> Spending:
    return get_object_or_404(bookings(edition).prefetch_related("receipts"), pk=key)


@roles(*READERS)
@require_safe
def booking(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """One booking with its receipts, and what took it back."""
    edition = edition_for(request, code)
    return _one(request, edition, _booking(edition, key))


def _one(
    request: SignedInRequest,
    edition: Edition,
    shown: Spending,
    *,
    refusal: Refusal | None = None,
    status: int = HTTPStatus.OK,
    **tried: forms.Form,
) -> HttpResponse:
    receipts = list(shown.receipts.order_by("at", "pk"))
    names = names_of({shown.booked_by, *(one.actor for one in receipts)})
    is_keeper = books(request, edition)
    context = {
        "ledger": book_of(edition),
        "spending": shown,
        "receipts": receipts,
        "who": names.get(shown.booked_by, gettext("Balai")),
        "books": is_keeper,
        "opens": may_open_receipts(request.grants, edition) is None,
        "reverses": is_keeper and may_reverse(shown) is None,
        "refusal": refusal,
        "receipt_form": ReceiptForm(),
        "reversal_form": ReversalForm(),
        "away_form": PutAwayForm(),
        **tried,
    }
    steps: list[str | Crumb] = [
        Crumb(label=gettext("Bookings"), url=reverse("reporting:bookings", args=[edition.code])),
        gettext("Booking %(number)d") % {"number": shown.number},
    ]
    return spending_page(request, edition, "reporting/booking.html", context, *steps, status=status)


@roles(*READERS)
@require_POST
def reverse_one(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Take a booking back, with the reason."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    shown, form = _booking(edition, key), ReversalForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _one(request, edition, shown, status=status, reversal_form=form)
    try:
        reverse_spending(
            spending=shown, why=form.cleaned_data["why"], actor=actor_of(request), at=clock.now()
        )
    except RuleViolationError as violation:
        status = HTTPStatus.CONFLICT
        return _one(request, edition, shown, refusal=violation.refusal, status=status)
    messages.success(request, gettext("It is taken back. Both stand in the book."))
    return redirect("reporting:booking", edition.code, shown.pk)


@roles(*READERS)
@require_POST
def add_paper(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Add a receipt to a booking."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    shown, form = _booking(edition, key), ReceiptForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            add_receipt(
                spending=shown,
                content=upload.read(),
                name=upload.name,
                actor=actor_of(request),
                at=clock.now(),
            )
        except RuleViolationError as violation:
            tell_faults(form, violation)
        else:
            messages.success(request, gettext("The receipt is kept."))
            return redirect("reporting:booking", edition.code, shown.pk)
    return _one(request, edition, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY, receipt_form=form)


def _paper(edition: Edition, key: UUID) -> Receipt:
    rows = Receipt.objects.filter(spending__edition=edition).select_related("spending")
    return get_object_or_404(rows, pk=key)


@roles(*RECEIPT_READERS)
@require_safe
def paper(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Open a receipt; the look is logged."""
    edition = edition_for(request, code)
    admit(may_open_receipts(request.grants, edition))
    receipt = _paper(edition, key)
    content = open_receipt(receipt=receipt, actor=actor_of(request), at=clock.now())
    kept = receipt.kept
    if content is None or kept is None:
        raise Http404
    return files.deliver(kept, content)


@roles(*READERS)
@require_POST
def put_away(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Put a wrong receipt away."""
    edition = edition_for(request, code)
    admit_booker(request, edition)
    receipt, form = _paper(edition, key), PutAwayForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        put_receipt_away(receipt=receipt, because=because, actor=actor_of(request), at=clock.now())
        messages.success(request, gettext("The receipt is put away."))
        return redirect("reporting:booking", edition.code, receipt.spending_id)
    shown = _booking(edition, receipt.spending_id)
    return _one(request, edition, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY, away_form=form)
