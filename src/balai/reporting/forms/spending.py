"""What is asked where spending is booked: a sheet, a line for each booking; typed, pasted or as a file."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from balai.engine.bundle.kinds import Date, Number
from balai.engine.bundle.limits import Limits
from balai.engine.bundle.problem import Report
from balai.engine.bundle.sheet import workbook
from balai.programmes.forms.kinds import Named, Word
from balai.programmes.forms.lists import named, of, organisations
from balai.programmes.forms.sheet_parts import Told, Typed
from balai.programmes.forms.sheets import Column, Sheet
from balai.programmes.models import BudgetLine
from balai.reporting.enums import Valuation
from balai.reporting.models import Spending

if TYPE_CHECKING:
    from balai.programmes.forms.sheets import Known, OpenSheet
    from balai.programmes.models import Edition

_ = gettext_lazy
BUDGET = lazy(lambda: gettext("the budget"), str)()
MEGABYTE = 1_000_000
XLSX_LIMITS = Limits(file_bytes=5 * MEGABYTE, total_bytes=20 * MEGABYTE, rows=2_000, columns=60)


def known(edition: Edition) -> Known:
    """What cells may name: lines of this budget, and organisations."""
    lines = BudgetLine.objects.filter(edition=edition).select_related("payer").order_by("order", "code")
    return {"budget lines": {line.code: line for line in lines}, **organisations(edition)}


def _line(known: Known) -> Named:
    return Named(known["budget lines"], gettext("lines of the budget"), str(BUDGET))


MONEY = Number(places=2, least=Decimal("0.01"), most=Decimal(10) ** 15)
METHODS = of(Word(lambda: Valuation.choices))
SPENDING = Sheet(
    name="spending",
    title=_("Book spending"),
    lead=_(
        "A line for each booking. What you leave out (currency, payer, cash or in kind) is as the line of the"
        " budget says."
    ),
    model=Spending,
    columns=(
        Column(name="on", kind=of(Date()), width="narrow"),
        Column(name="line", kind=_line, width="code"),
        Column(name="what"),
        Column(name="amount", kind=of(MONEY), width="code"),
        Column(name="currency", width="narrow", is_required=False),
        Column(name="rate", kind=of(Number(places=8)), width="narrow", is_required=False),
        Column(name="rate_source"),
        Column(name="payer", kind=named("organisations"), is_required=False),
        Column(name="form", width="narrow", is_required=False),
        Column(name="quantity", kind=of(MONEY), width="narrow"),
        Column(name="unit", width="code"),
        Column(name="method", kind=METHODS),
        Column(name="basis"),
        Column(name="other_method", kind=METHODS),
        Column(name="other_amount", kind=of(MONEY), width="code"),
        Column(name="is_salary", width="narrow"),
    ),
    rows=lambda _edition: Spending.objects.none(),
    known=known,
    keepers="money",
)


def opened(edition: Edition) -> OpenSheet:
    """The sheet of an edition, empty: what was booked does not change."""
    return SPENDING.opened(edition)


def from_workbook(sheet: OpenSheet, content: bytes, name: str) -> tuple[Typed, list[int], list[Told]]:
    """The rows of the first sheet of a workbook, by the headings in its first row.

    Returns:
        the rows as texts, the number of each in the workbook, and every fault of the file itself.
    """
    typed, numbers, told = Typed(keys=[], cells=[]), list[int](), list[Told]()
    by_heading = {head.name.casefold(): head for head in sheet.heads}
    by_heading |= {head.label.casefold(): head for head in sheet.heads}
    report = Report()
    with tempfile.TemporaryDirectory(prefix="balai-spending-") as folder:
        path = Path(folder) / "brought.xlsx"
        path.write_bytes(content)
        with workbook(path, name, report, XLSX_LIMITS) as sheets:
            rows = iter(sheets[0].rows if sheets else ())
            first = next(rows, None)
            columns = [(cell or "").strip() for cell in first.cells] if first else []
            names = [by_heading.get(column.casefold()) for column in columns]
            for column, head in zip(columns, names, strict=True):
                if column and head is None:
                    told.append(_unknown(column))
            for row in rows:
                texts = {
                    head.name: (cell or "").strip()
                    for head, cell in zip(names, row.cells, strict=False)
                    if head is not None
                }
                if any(texts.values()):
                    typed.keys.append("")
                    typed.cells.append(texts)
                    numbers.append(row.line)
    told += [
        Told(
            row=problem.place.line,
            column=problem.place.field,
            value=problem.value,
            rule=problem.sentence(gettext),
            remedy=problem.remedy(gettext),
        )
        for problem in report
    ]
    if not typed.cells and not told:
        told.append(_nothing())
    return typed, numbers, told


def _unknown(column: str) -> Told:
    return Told(
        row=1,
        column=column,
        value=column,
        rule=gettext("The sheet of spending has no such column."),
        remedy=gettext("Take the empty workbook, and keep its first row."),
    )


def _nothing() -> Told:
    return Told(
        row=0,
        column="",
        value="",
        rule=gettext("The first sheet has no rows below its headings."),
        remedy=gettext("Write a row for each booking."),
    )


class LedgerForm(forms.Form):
    """In which currency an edition is summed up."""

    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Reporting currency"),
        help_text=_("Three capitals, such as IDR. It stays once it is chosen."),
        max_length=3,
        error_messages={"invalid": _("A currency is three capitals, such as IDR.")},
    )


class WorkbookForm(forms.Form):
    """A workbook with spending."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        help_text=_("Its first sheet is read, at most 500 rows. All of it is booked, or nothing."),
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )


class ReversalForm(forms.Form):
    """Why a booking is taken back."""

    why = forms.CharField(
        label=_("Why it is taken back"),
        max_length=300,
        help_text=_("It stands in the book beside both. No names of persons."),
    )


class ReceiptForm(forms.Form):
    """A paper behind a booking."""

    file = forms.FileField(
        label=_("Receipt"),
        help_text=_("A PDF, or a picture of it (.png, .jpg). It is kept sealed; who opens it is noted."),
        widget=forms.FileInput({"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"required": _("Choose a file.")},
    )


class PutAwayForm(forms.Form):
    """Why a paper is taken out."""

    because = forms.CharField(label=_("Why it is put away"), max_length=300)
