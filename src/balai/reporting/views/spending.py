"""What an edition cost: budget against actual, by line and by partner, the book, contributions, files."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.kernel.refusal import RuleViolationError
from balai.kernel.sheets import csv_answer, xlsx_answer
from balai.people.access import roles
from balai.programmes.enums import EditionStatus, Form
from balai.programmes.rules import readable_editions
from balai.programmes.views.common import actor_of, edition_for, tell_faults
from balai.reporting.exports import EXPORTS, head_and_rows
from balai.reporting.forms.spending import LedgerForm
from balai.reporting.queries.spending import (
    bookings,
    by_line,
    by_partner,
    contributions,
    ledger_of,
    without_receipt,
)
from balai.reporting.rules.access import READERS
from balai.reporting.rules.spending import may_open_ledger
from balai.reporting.services.booking import open_ledger
from balai.reporting.views.common import admit_booker, book_of, books, spending_page
from balai.ui.parts import Figure

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

MOST_EDITIONS = 100
NEWEST_FIRST = ("-on", "-number", "-id")


@roles(*READERS)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The editions on which something may be spent, the newest first."""
    editions = readable_editions(request.grants).exclude(status=EditionStatus.IDEA)
    return render(request, "reporting/index.html", {"editions": editions[:MOST_EDITIONS]})


@roles(*READERS)
@require_safe
def edition(request: SignedInRequest, code: str) -> HttpResponse:
    """Budget against actual, by line and by partner."""
    return _edition(request, edition_for(request, code))


def _edition(
    request: SignedInRequest, found: Edition, *, form: LedgerForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    ledger = ledger_of(found)
    lines, partners = by_line(found), by_partner(found)
    usual = found.budget.values("currency").annotate(lines=Count("pk")).order_by("-lines", "currency").first()
    missing = without_receipt(found) if ledger else 0
    figures = []
    if ledger:
        cash = sum(one.cash.reported for one in partners)
        in_kind = sum(one.in_kind.reported for one in partners)
        figures = [
            Figure(value=_figure(cash), beside=ledger.currency, label=gettext("spent in cash")),
            Figure(value=_figure(in_kind), beside=ledger.currency, label=gettext("given in kind")),
            Figure(value=str(missing), label=gettext("bookings in cash without a receipt")),
        ]
    context = {
        "ledger": ledger,
        "lines": lines,
        "partners": partners,
        "figures": figures,
        "books": books(request, found),
        "refusal": None if ledger else may_open_ledger(found),
        "form": form or LedgerForm(initial={"currency": usual["currency"] if usual else ""}),
    }
    return spending_page(request, found, "reporting/edition.html", context, status=status)


@roles(*READERS)
@require_POST
def begin(request: SignedInRequest, code: str) -> HttpResponse:
    """Open the book of an edition in a currency."""
    found = edition_for(request, code)
    admit_booker(request, found)
    form = LedgerForm(request.POST)
    if form.is_valid():
        try:
            open_ledger(
                edition=found,
                currency=form.cleaned_data["currency"],
                actor=actor_of(request),
                at=clock.now(),
            )
        except (RuleViolationError, ValidationError) as error:
            tell_faults(form, error)
        else:
            return redirect("reporting:book", found.code)
    return _edition(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@roles(*READERS)
@require_safe
def book(request: SignedInRequest, code: str) -> HttpResponse:
    """Everything that was booked, the newest day first."""
    found = edition_for(request, code)
    rows = bookings(found)
    if line := request.GET.get("line", ""):
        rows = rows.filter(line__code=line)
    page = page_of(rows, order=NEWEST_FIRST, after=request.GET.get("after", ""))
    context = {
        "ledger": ledger_of(found),
        "rows": page.rows,
        "pager": pager_of(page, request.GET, ""),
        "line": line,
        "books": books(request, found),
    }
    return spending_page(request, found, "reporting/bookings.html", context, gettext("Bookings"))


@roles(*READERS)
@require_safe
def given(request: SignedInRequest, code: str) -> HttpResponse:
    """What each partner gave, line by line, in cash and in kind kept apart, with the method of valuation."""
    found = edition_for(request, code)
    ledger = ledger_of(found)
    partners = [
        (payer, [(Form(form), list(some)) for form, some in groupby(rows, lambda one: one.form)])
        for payer, rows in groupby(contributions(found), lambda one: one.payer)
    ]
    context = {
        "ledger": ledger,
        "partners": partners,
    }
    return spending_page(request, found, "reporting/contributions.html", context, gettext("Contributions"))


@roles(*READERS)
@require_safe
def sheet(request: SignedInRequest, code: str, name: str, kind: str) -> HttpResponseBase:
    """One of the lists as a file."""
    found = edition_for(request, code)
    ledger = book_of(found)
    if name not in EXPORTS or kind not in {"csv", "xlsx"}:
        raise Http404
    head, rows = head_and_rows(name, found, ledger)
    answer = csv_answer if kind == "csv" else xlsx_answer
    return answer(f"{name}-{found.code}.{kind}", head, rows)


def _figure(value: Decimal | int) -> str:
    return formats.number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)
